// Package record writes messages as JSON, one a line, without losing a byte.
//
// The members are those of the API's pull and peek answers. A body whose bytes
// are not UTF-8 can't stand in a JSON string: it goes into body_base64 instead
// of body.
package record

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
)

// Encode writes one message as one line of JSON, without the line's end.
func Encode(m apiclient.Message) ([]byte, error) {
	var out bytes.Buffer
	e := jsontext.NewEncoder(&out, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	w := writer{e: e}
	w.token(jsontext.BeginObject)
	w.text("id", string(m.ID))
	if !m.Timestamp.IsZero() {
		w.name("timestamp_ms")
		w.token(jsontext.Int(m.Timestamp.UnixMilli()))
	}
	w.name("attempts")
	w.token(jsontext.Int(int64(m.Attempts)))
	w.body(m)
	w.name("metadata")
	w.token(jsontext.BeginObject)
	for _, entry := range m.Metadata {
		w.text(entry.Key, entry.Value)
	}
	w.token(jsontext.EndObject)
	if m.LeaseID != "" {
		w.text("lease_id", string(m.LeaseID))
	}
	if m.Ref != "" {
		w.text("ref", string(m.Ref))
	}
	w.members(m.Unknown)
	w.token(jsontext.EndObject)
	if w.err != nil {
		return nil, fmt.Errorf("message %q as JSON: %w", m.ID, w.err)
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

// writer keeps the first error, so that a message is written as a list of steps.
type writer struct {
	e   *jsontext.Encoder
	err error
}

func (w *writer) token(t jsontext.Token) {
	if w.err == nil {
		w.err = w.e.WriteToken(t)
	}
}

func (w *writer) value(v jsontext.Value) {
	if w.err == nil {
		w.err = w.e.WriteValue(v)
	}
}

func (w *writer) name(name string) { w.token(jsontext.String(name)) }

func (w *writer) text(name, value string) {
	w.name(name)
	w.token(jsontext.String(value))
}

func (w *writer) body(m apiclient.Message) {
	switch {
	case m.BodyJSON != nil:
		w.name("body")
		w.value(m.BodyJSON)
	case utf8.ValidString(m.Body):
		w.text("body", m.Body)
	default:
		w.text("body_base64", base64.StdEncoding.EncodeToString([]byte(m.Body)))
	}
}

// members copies the members of an object that the client does not know.
func (w *writer) members(object jsontext.Value) {
	if len(object) == 0 || w.err != nil {
		return
	}
	d := jsontext.NewDecoder(bytes.NewReader(object), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := d.ReadToken(); err != nil {
		w.err = err
		return
	}
	for d.PeekKind() != jsontext.KindEndObject {
		v, err := d.ReadValue()
		if err != nil {
			w.err = err
			return
		}
		w.value(v)
	}
}
