package emulator

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Requests are read member by member from raw JSON values, so that a wrong type
// is answered with the member's name, as the API does it, and unknown members
// are ignored.

// lenient takes what real clients may send: a repeated member, and strings that
// are not UTF-8.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// parseObject reads a request's body, which must be one JSON object, into a
// struct of raw values. Whatever content type was said, the body is JSON.
func parseObject(data []byte, into any) *failure {
	if isBlank(data) {
		return fail(http.StatusBadRequest, codeMalformed, "Request body is empty")
	}
	value := jsontext.Value(data)
	if !value.IsValid(lenient) {
		return fail(http.StatusBadRequest, codeMalformed, "Request body is not valid JSON")
	}
	return unpack(value, "", into)
}

// parseOptional is parseObject for calls that may have no body at all.
func parseOptional(data []byte, into any) *failure {
	if isBlank(data) {
		return nil
	}
	return parseObject(data, into)
}

func isBlank(data []byte) bool { return len(bytes.TrimLeft(data, " \t\r\n")) == 0 }

// unpack reads a valid JSON value, which must be an object, into a struct of
// raw values.
func unpack(value jsontext.Value, path string, into any) *failure {
	if value.Kind() != '{' {
		return wrongType("object", value, path)
	}
	if err := json.Unmarshal(value, into, lenient); err != nil {
		return fail(http.StatusBadRequest, codeSchema, "Invalid input%s", at(path))
	}
	return nil
}

// plainly is an error of reading JSON without the names of Go types, which say
// nothing to whoever wrote the text.
func plainly(err error) error {
	var wrong *json.SemanticError
	if !errors.As(err, &wrong) {
		return err
	}
	what := wrong.Err
	switch {
	case errors.Is(what, strconv.ErrSyntax), errors.Is(what, strconv.ErrRange):
		what = errors.New("want a whole number")
	case what == nil:
		what = fmt.Errorf("unexpected %s", kindName(wrong.JSONKind))
	}
	if wrong.JSONPointer == "" {
		return what
	}
	return fmt.Errorf("%s: %w", wrong.JSONPointer, what)
}

// at places a complaint. The form is the one of the texts that are recorded.
func at(path string) string {
	if path == "" {
		return ""
	}
	return ` at "` + path + `"`
}

func wrongType(want string, got jsontext.Value, path string) *failure {
	return fail(http.StatusBadRequest, codeSchema, "Expected %s, received %s%s", want, kindName(got.Kind()), at(path))
}

func required(path string) *failure {
	return fail(http.StatusBadRequest, codeSchema, "Required%s", at(path))
}

func kindName(k jsontext.Kind) string {
	switch k {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case '0':
		return "number"
	case 't', 'f':
		return "boolean"
	default:
		return "null"
	}
}

// absent reports whether a member is missing; null is the same.
func absent(v jsontext.Value) bool { return len(v) == 0 || v.Kind() == 'n' }

// unbounded reads an optional whole number of any size, which may be written as
// 2.0.
func unbounded(v jsontext.Value, path string) (f float64, set bool, bad *failure) {
	if absent(v) {
		return 0, false, nil
	}
	if v.Kind() != '0' {
		return 0, false, wrongType("number", v, path)
	}
	f, err := strconv.ParseFloat(string(v), 64)
	if err != nil || f != math.Trunc(f) {
		return 0, false, fail(http.StatusBadRequest, codeSchema, "Expected integer, received float%s", at(path))
	}
	return f, true, nil
}

// wholeNumber reads an optional whole number within bounds.
func wholeNumber(v jsontext.Value, path string, least, most int64) (n int64, set bool, bad *failure) {
	f, set, bad := unbounded(v, path)
	if bad != nil || !set {
		return 0, false, bad
	}
	if f < float64(least) {
		return 0, false, fail(http.StatusBadRequest, codeSchema, "Number must be greater than or equal to %d%s", least, at(path))
	}
	if f > float64(most) {
		return 0, false, fail(http.StatusBadRequest, codeSchema, "Number must be less than or equal to %d%s", most, at(path))
	}
	return int64(f), true, nil
}

// duration reads an optional whole number of units; nil when it is absent.
func duration(v jsontext.Value, path string, unit time.Duration, most time.Duration) (*time.Duration, *failure) {
	n, set, bad := wholeNumber(v, path, 0, int64(most/unit))
	if bad != nil || !set {
		return nil, bad
	}
	d := time.Duration(n) * unit
	return &d, nil
}

func optionalString(v jsontext.Value, path string) (s string, set bool, bad *failure) {
	if absent(v) {
		return "", false, nil
	}
	if v.Kind() != '"' {
		return "", false, wrongType("string", v, path)
	}
	if err := json.Unmarshal(v, &s, lenient); err != nil {
		return "", false, fail(http.StatusBadRequest, codeSchema, "Invalid string%s", at(path))
	}
	return s, true, nil
}

func optionalBool(v jsontext.Value, path string) (b, set bool, bad *failure) {
	if absent(v) {
		return false, false, nil
	}
	if k := v.Kind(); k != 't' && k != 'f' {
		return false, false, wrongType("boolean", v, path)
	}
	return v.Kind() == 't', true, nil
}

// list reads an optional array; its items stay raw.
func list(v jsontext.Value, path string) ([]jsontext.Value, *failure) {
	if absent(v) {
		return nil, nil
	}
	if v.Kind() != '[' {
		return nil, wrongType("array", v, path)
	}
	var items []jsontext.Value
	if err := json.Unmarshal(v, &items, lenient); err != nil {
		return nil, fail(http.StatusBadRequest, codeSchema, "Invalid input%s", at(path))
	}
	return items, nil
}
