package apiclient

import (
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// wireErrors is a list of errors in any of the forms that the API and the
// gateways before it use. Reading it never fails: an error about an error would
// hide the first.
type wireErrors []wireError

type wireError struct {
	code     int
	codeText string
	message  string
	docURL   string
	pointer  string
	chain    wireErrors
}

// String is the error with all that belongs to it: "no (code 7, at /body, see …)".
func (e wireError) String() string {
	var notes []string
	if e.codeText != "" {
		notes = append(notes, "code "+e.codeText)
	}
	if e.pointer != "" {
		notes = append(notes, "at "+e.pointer)
	}
	if e.docURL != "" {
		notes = append(notes, "see "+e.docURL)
	}
	all := strings.Join(notes, ", ")
	switch {
	case all == "":
		return e.message
	case e.message == "":
		return all
	}
	return e.message + " (" + all + ")"
}

// readErrors reads the errors of a result.
func readErrors(m *members) wireErrors {
	v, _ := m.take("errors")
	return looseErrors(v, 0)
}

// maxChain is how deep error_chain is followed.
const maxChain = 4

// looseErrors reads a list, a single error, or a text.
func looseErrors(v jsontext.Value, depth int) wireErrors {
	var list wireErrors
	switch v.Kind() {
	case '[':
		for item := range elements(v) {
			list = append(list, looseErrors(item, depth)...)
		}
	case '{':
		list = append(list, looseError(v, depth))
	case '"':
		list = append(list, wireError{message: unquote(v)})
	}
	return list
}

func looseError(v jsontext.Value, depth int) wireError {
	var fields struct {
		Code    jsontext.Value `json:"code"`
		Message jsontext.Value `json:"message"`
		Error   jsontext.Value `json:"error"`
		DocURL  jsontext.Value `json:"documentation_url"`
		Source  jsontext.Value `json:"source"`
		Chain   jsontext.Value `json:"error_chain"`
	}
	_ = json.Unmarshal(v, &fields, lenient) // every field takes any value
	e := wireError{message: looseText(fields.Message), docURL: looseText(fields.DocURL)}
	if e.message == "" {
		e.message = looseText(fields.Error)
	}
	e.setCode(fields.Code)
	var source struct {
		Pointer jsontext.Value `json:"pointer"`
	}
	if fields.Source.Kind() == '{' {
		_ = json.Unmarshal(fields.Source, &source, lenient)
		e.pointer = looseText(source.Pointer)
	}
	if depth < maxChain {
		e.chain = looseErrors(fields.Chain, depth+1)
	}
	return e
}

func (e *wireError) setCode(v jsontext.Value) {
	e.codeText = looseText(v)
	if n, ok := wholeNumber(v); ok {
		e.code = int(min(max(n, -1<<31), 1<<31-1))
		e.codeText = strconv.Itoa(e.code)
	}
}
