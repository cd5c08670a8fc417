package record

import (
	"encoding/base64"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
)

// Decode reads a message that [Encode] has written.
func Decode(line jsontext.Value) (apiclient.Message, error) {
	m, err := apiclient.ReadMessage(line)
	if err != nil {
		return m, err
	}
	var encoded jsontext.Value
	hasBody := false
	if err = eachMember(line, func(name string, v jsontext.Value) {
		switch name {
		case "body":
			hasBody = true
		case "body_base64":
			encoded = v
		}
	}); err != nil {
		return m, err
	}
	if hasBody || encoded == nil {
		return m, nil
	}
	decoded, err := base64.StdEncoding.DecodeString(text(encoded))
	if err != nil {
		return m, fmt.Errorf("body_base64: %w", err)
	}
	m.Body = string(decoded)
	m.Unknown, err = without(m.Unknown, "body_base64")
	return m, err
}

// without is an object without the first member of a name; nil without any.
func without(object jsontext.Value, drop string) (jsontext.Value, error) {
	var w writer
	w.readOdd(object)
	w.takeOdd(drop)
	if w.err != nil || len(w.odd) == 0 {
		return nil, w.err
	}
	out := jsontext.Value{'{'}
	for i, m := range w.odd {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, m.name...), ':'), m.value...)
	}
	return append(out, '}'), nil
}
