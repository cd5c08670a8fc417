package apiclient

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Bounds of what is kept of the API's texts about an answer.
const (
	maxMessage = 2000
	maxDetails = 10
)

// lenient lets through what would lose a whole answer for one bad string: a body
// that is not UTF-8, or a metadata key that stands twice.
var lenient = json.JoinOptions(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))

// newDecoder reads data without copying it. As data is not read through a
// buffer, what the decoder returns stays as it is while data does.
func newDecoder(data []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(data), lenient)
}

// byteOrderMark is what some programs put before JSON, and no JSON has.
var byteOrderMark = []byte("\ufeff")

const notUnderstood = "the answer is not understood: "

// envelope reads what stands around every answer. Whatever type its members
// have and in whatever order they come, the result is read first and judged
// after: what was pulled is leased whatever success says.
type envelope struct {
	odd      *oddities
	optional bool // the result may be null or absent
	// result reads a result that is not null. It returns a *fieldError where the
	// result is not what it should be, any other error where it isn't JSON.
	result func(*jsontext.Decoder) error
	info   func(jsontext.Value) // result_info; nil to pass over it

	success    bool
	successOdd error // success is missing, or not one of true and false
	errors     wireErrors
	present    bool  // there is a result
	problem    error // what is wrong with it
}

// read goes through a whole answer. What could be read before a fault is kept
// by the reader of the result.
func (e *envelope) read(data []byte) error {
	data = bytes.TrimPrefix(data, byteOrderMark)
	e.successOdd = &fieldError{"success", "is missing"}
	dec := newDecoder(data)
	if err := e.members(dec); err != nil {
		return describe(data, err)
	}
	if _, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
		return errors.New("the answer is not JSON: something stands after its end")
	}
	problem := e.successOdd
	switch {
	case problem != nil:
	case !e.success:
		return &refusalError{e.errors}
	case e.problem != nil:
		problem = e.problem
	case !e.present && !e.optional:
		problem = &fieldError{"result", "is missing"}
	default:
		if len(e.errors) > 0 {
			e.odd.add("errors has " + e.odd.quote(e.errors[0].String()) + " although success is true")
		}
		return nil
	}
	return errors.New(notUnderstood + problem.Error())
}

func (e *envelope) members(dec *jsontext.Decoder) error {
	if dec.PeekKind() != '{' {
		v, err := dec.ReadValue()
		if err == nil && v.Kind() != 'n' {
			e.successOdd = e.odd.wrong(wholeAnswer, v, ", not an object")
		}
		return err
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != '}' {
		name, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if err := e.member(dec, unquote(name)); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

func (e *envelope) member(dec *jsontext.Decoder, name string) error {
	if name == "result" && dec.PeekKind() != 'n' {
		if e.present {
			e.odd.repeated(name)
		}
		e.present = true
		err := e.result(dec)
		if problem, ok := errors.AsType[*fieldError](err); ok {
			e.problem = problem
			return nil
		}
		return err
	}
	v, err := dec.ReadValue()
	if err != nil {
		return err
	}
	switch name {
	case "success":
		e.success, e.successOdd = v.Kind() == 't', nil
		if v.Kind() == 'n' {
			e.successOdd = &fieldError{"success", "is missing"}
		} else if v.Kind() != 't' && v.Kind() != 'f' {
			e.successOdd = e.odd.wrong(name, v, ", not true or false")
		}
	case "errors":
		e.errors = looseErrors(v, 0)
		if v.Kind() != 'n' && v.Kind() != '[' {
			e.odd.note(name, v, ", not a list")
		}
	case "result_info":
		if e.info != nil {
			e.info(v)
		}
	}
	return nil
}

// readObject reads an answer whose result must be an object. The members are
// good until read returns.
func readObject(data []byte, odd *oddities, read func(*members)) error {
	return (&envelope{odd: odd, result: objectResult(odd, read)}).read(data)
}

// readOptional is readObject for answers whose result may be null or absent.
func readOptional(data []byte, odd *oddities, read func(*members)) error {
	return (&envelope{odd: odd, optional: true, result: objectResult(odd, read)}).read(data)
}

func objectResult(odd *oddities, read func(*members)) func(*jsontext.Decoder) error {
	return func(dec *jsontext.Decoder) error {
		v, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if v.Kind() != '{' {
			return odd.wrong("result", v, ", not an object")
		}
		read(readMembers("result", v, odd))
		return nil
	}
}

// listResult reads a result that must be a list: what in it is an object goes to
// read, the rest is noted and counted.
func listResult(odd *oddities, dropped *int, read func(path string, v jsontext.Value)) func(*jsontext.Decoder) error {
	return func(dec *jsontext.Decoder) error {
		v, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if v.Kind() != '[' {
			return odd.wrong("result", v, ", not a list")
		}
		*dropped += eachObject("result", v, odd, read)
		return nil
	}
}

// readRefusal finds the errors of an answer that is one anyway: in an envelope,
// or in the {code, error} that some gateways send.
func readRefusal(data []byte) wireErrors {
	var body struct {
		Errors  jsontext.Value `json:"errors"`
		Code    jsontext.Value `json:"code"`
		Error   jsontext.Value `json:"error"`
		Message jsontext.Value `json:"message"`
	}
	_ = json.Unmarshal(data, &body, lenient) // nothing but the status may be known
	if errs := looseErrors(body.Errors, 0); len(errs) > 0 {
		return errs
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

// describe says in words where an answer stops being JSON.
func describe(data []byte, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		if len(data) == 0 {
			return errors.New("the answer is empty")
		}
		return fmt.Errorf("the answer is cut off after %d bytes", len(data))
	}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		if isTooDeep(syntax.JSONPointer) {
			return fmt.Errorf("%w, in %s", errTooDeep, fieldName(syntax.JSONPointer))
		}
		return fmt.Errorf("the answer is not JSON: byte %d, in %s", syntax.ByteOffset, fieldName(syntax.JSONPointer))
	}
	return errors.New("the answer is not JSON")
}

// fieldError is a known member with a value that can't be used.
type fieldError struct{ field, reason string }

func (e *fieldError) Error() string { return e.field + " " + e.reason }

const wholeAnswer = "the whole answer"

// mostTokens bounds how far down a field is named.
const mostTokens = 8

// fieldName writes a JSON pointer as people write it: result.messages[3].id.
func fieldName(p jsontext.Pointer) string {
	var b strings.Builder
	tokens := 0
	for token := range p.Tokens() {
		if tokens++; tokens > mostTokens {
			return b.String() + "…"
		}
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
		return wholeAnswer
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
