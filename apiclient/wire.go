package apiclient

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Bounds of what is kept of the API's error texts.
const (
	maxMessage = 2000
	maxDetails = 10
)

// lenient lets through what would lose a whole answer for one bad string: a body
// that is not UTF-8, or a metadata key that stands twice.
var lenient = json.JoinOptions(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))

// envelope is what stands around every answer.
type envelope[T any] struct {
	Success *bool      `json:"success"`
	Errors  wireErrors `json:"errors"`
	Result  *T         `json:"result"` // nil when null or absent
	Info    pageInfo   `json:"result_info"`
}

// pageInfo is result_info of a list.
type pageInfo struct{ page, perPage, totalCount int64 }

// UnmarshalJSONFrom never fails over the content: a wrong type in it must not
// cost the list.
func (p *pageInfo) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	if err != nil {
		return err
	}
	var info struct {
		Page       number `json:"page"`
		PerPage    number `json:"per_page"`
		TotalCount number `json:"total_count"`
	}
	if json.Unmarshal(v, &info, lenient) == nil {
		*p = pageInfo{info.Page.value, info.PerPage.value, info.TotalCount.value}
	}
	return nil
}

// readResult decodes an answer into result in one pass. What could be decoded
// before a fault stays in result.
func readResult[T any](result *T) func([]byte) error {
	return func(data []byte) error {
		var whole envelope[T]
		return readEnvelope(data, &whole, result, true)
	}
}

// readOptional is readResult for answers whose result may be null or absent.
func readOptional[T any](result *T) func([]byte) error {
	return func(data []byte) error {
		var whole envelope[T]
		return readEnvelope(data, &whole, result, false)
	}
}

func readEnvelope[T any](data []byte, whole *envelope[T], result *T, required bool) error {
	err := json.Unmarshal(data, whole, lenient)
	if whole.Result != nil {
		*result = *whole.Result
	} else {
		*result = *new(T)
	}
	switch {
	case err != nil:
		// The fault may stand before "success": false, which explains it.
		var bare envelope[jsontext.Value]
		if json.Unmarshal(data, &bare, lenient) == nil && bare.Success != nil && !*bare.Success {
			return &refusalError{bare.Errors}
		}
		return describe(data, err)
	case whole.Success == nil:
		return errors.New("the answer is not understood: success is missing")
	case !*whole.Success:
		return &refusalError{whole.Errors}
	case whole.Result == nil && required:
		return errors.New("the answer is not understood: result is missing")
	}
	return nil
}

// readRefusal finds the errors of an answer that is one anyway: in an envelope,
// or in the {code, error} that some gateways send.
func readRefusal(data []byte) wireErrors {
	var body struct {
		Errors  wireErrors     `json:"errors"`
		Code    jsontext.Value `json:"code"`
		Error   jsontext.Value `json:"error"`
		Message jsontext.Value `json:"message"`
	}
	_ = json.Unmarshal(data, &body, lenient) // nothing but the status may be known
	if len(body.Errors) > 0 {
		return body.Errors
	}
	message := looseText(body.Error)
	if message == "" {
		message = looseText(body.Message)
	}
	if message == "" && len(body.Code) == 0 {
		return nil
	}
	one := wireError{message: message}
	one.setCode(body.Code)
	return wireErrors{one}
}

// describe says in words what is wrong with an answer, and where.
func describe(data []byte, err error) error {
	const start = "the answer is not understood: "
	if problem, ok := errors.AsType[*fieldError](err); ok {
		return errors.New(start + problem.Error())
	}
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		reason := "has the wrong type"
		if semantic.JSONKind != 0 {
			reason = "is " + kindName(semantic.JSONKind)
		}
		return errors.New(start + fieldName(semantic.JSONPointer) + " " + reason)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		if len(data) == 0 {
			return errors.New("the answer is empty")
		}
		return fmt.Errorf("the answer is cut off after %d bytes", len(data))
	}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return fmt.Errorf("the answer is not JSON: byte %d, in %s", syntax.ByteOffset, fieldName(syntax.JSONPointer))
	}
	return errors.New("the answer is not JSON")
}

// fieldError is a known member with a value that can't be used.
type fieldError struct{ field, reason string }

func (e *fieldError) Error() string { return e.field + " " + e.reason }

// wrongType is a fieldError for the value that the decoder has just read.
func wrongType(dec *jsontext.Decoder, v jsontext.Value, want string) error {
	reason := "is " + kindName(v.Kind()) + ", not " + want
	if k := v.Kind(); (k == '"' || k == '0') && len(v) <= 40 {
		reason = "is " + string(v) + ", not " + want
	}
	return &fieldError{fieldName(dec.StackPointer()), reason}
}

// fieldName writes a JSON pointer as people write it: result.messages[3].id.
func fieldName(p jsontext.Pointer) string {
	var b strings.Builder
	for token := range p.Tokens() {
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "":
			b.WriteString("[" + token + "]")
		case b.Len() > 0:
			b.WriteString("." + token)
		default:
			b.WriteString(token)
		}
	}
	if b.Len() == 0 {
		return "the whole answer"
	}
	return b.String()
}

func kindName(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "true or false"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case '{':
		return "an object"
	case '[':
		return "a list"
	}
	return "nothing"
}

// number is a whole number, which the API writes as 2, 2.0 or "2". Null and
// absent leave set false.
type number struct {
	value int64
	set   bool
}

// UnmarshalJSONFrom reads the three forms.
func (n *number) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	if err != nil {
		return err
	}
	*n = number{}
	if v.Kind() == 'n' {
		return nil
	}
	value, ok := wholeNumber(v)
	if !ok {
		return wrongType(dec, v, "a whole number")
	}
	*n = number{value, true}
	return nil
}

// int is the number within what an int holds on every platform, 0 when unset.
func (n number) int() int { return int(min(max(n.value, -1<<31), 1<<31-1)) }

func (n number) intPointer() *int {
	if !n.set {
		return nil
	}
	i := n.int()
	return &i
}

// times is a duration of that many units; what no duration can hold is cut to
// the longest.
func (n number) times(unit time.Duration) time.Duration {
	const longest = time.Duration(1<<63 - 1)
	most := int64(longest / unit)
	return time.Duration(min(max(n.value, -most), most)) * unit
}

func wholeNumber(v jsontext.Value) (int64, bool) {
	text := string(v)
	switch v.Kind() {
	case '"':
		text = strings.TrimSpace(unquote(v))
	case '0':
	default:
		return 0, false
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	// Beyond 2^53 a float is no longer exact, so that it isn't a whole number
	// that somebody counted.
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.Trim(text, "0123456789+-.eE") != "" || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// text is a string with the exact bytes of the wire; null is "".
type text string

// UnmarshalJSONFrom reads a string or null.
func (t *text) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	switch {
	case err != nil:
		return err
	case v.Kind() == 'n':
		*t = ""
	case v.Kind() == '"':
		*t = text(unquote(v))
	default:
		return wrongType(dec, v, "a string")
	}
	return nil
}

// moment is a date and time; one that can't be read is unknown, not an error.
type moment struct{ time.Time }

// UnmarshalJSONFrom reads RFC 3339 with or without fractions.
func (m *moment) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	if err != nil {
		return err
	}
	m.Time, _ = time.Parse(time.RFC3339Nano, looseText(v))
	return nil
}

// looseText is a string's text, any other value's JSON, and "" for null.
func looseText(v jsontext.Value) string {
	switch v.Kind() {
	case '"':
		return unquote(v)
	case 'n', 0:
		return ""
	}
	return string(v)
}
