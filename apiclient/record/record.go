package record

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
)

// options write a value as it came: every escape, every digit, and bytes that
// are not UTF-8. Only white space between members goes.
var options = json.JoinOptions(
	jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true),
)

// Encode writes one message as one line of JSON, without the line's end. A
// member in Odd is written as it came instead of what was made of it, and an id
// that was made up is not written.
func Encode(m apiclient.Message) ([]byte, error) {
	var out bytes.Buffer
	w := writer{e: jsontext.NewEncoder(&out, options)}
	w.readOdd(m.Odd)
	w.token(jsontext.BeginObject)
	w.member("id", !m.NoID, func() { w.token(jsontext.String(string(m.ID))) })
	w.member("timestamp_ms", !m.Timestamp.IsZero(), func() { w.token(jsontext.Int(m.Timestamp.UnixMilli())) })
	attempts, known := m.Attempts.Get()
	w.member("attempts", known, func() { w.token(jsontext.Int(attempts)) })
	w.body(m)
	w.member("metadata", m.Metadata != nil, func() { w.metadata(m.Metadata) })
	w.member("lease_id", m.LeaseID != "", func() { w.token(jsontext.String(string(m.LeaseID))) })
	w.member("ref", m.Ref != "", func() { w.token(jsontext.String(string(m.Ref))) })
	for _, rest := range w.odd {
		w.value(rest.name)
		w.value(rest.value)
	}
	w.members(m.Unknown, func(name, value jsontext.Value) {
		w.value(name)
		w.value(value)
	})
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
	odd []oddMember // not written yet
}

// oddMember is a member of Message.Odd, its name in quotes.
type oddMember struct{ name, value jsontext.Value }

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

// member writes a member as it came, if it is odd; else, if there is one, what
// was made of it.
func (w *writer) member(name string, there bool, write func()) (odd bool) {
	value, odd := w.takeOdd(name)
	switch {
	case odd:
		w.name(name)
		w.value(value)
	case there:
		w.name(name)
		write()
	}
	return odd
}

func (w *writer) readOdd(object jsontext.Value) {
	w.members(object, func(name, value jsontext.Value) {
		w.odd = append(w.odd, oddMember{name.Clone(), value.Clone()})
	})
}

func (w *writer) takeOdd(name string) (jsontext.Value, bool) {
	for i, m := range w.odd {
		if string(m.name) == `"`+name+`"` {
			w.odd = slices.Delete(w.odd, i, i+1)
			return m.value, true
		}
	}
	return nil, false
}

func (w *writer) body(m apiclient.Message) {
	valid := utf8.ValidString(m.Body)
	odd := w.member("body", m.BodyJSON != nil || valid, func() {
		if m.BodyJSON != nil {
			w.value(m.BodyJSON)
		} else {
			w.token(jsontext.String(m.Body))
		}
	})
	if m.BodyJSON == nil && !valid && !odd {
		w.text("body_base64", base64.StdEncoding.EncodeToString([]byte(m.Body)))
	}
}

func (w *writer) metadata(entries []apiclient.MetadataEntry) {
	w.token(jsontext.BeginObject)
	for _, entry := range entries {
		if entry.JSON == "" {
			w.text(entry.Key, entry.Value)
			continue
		}
		w.members(jsontext.Value("{"+entry.JSON+"}"), func(name, value jsontext.Value) {
			w.value(name)
			w.value(value)
		})
	}
	w.token(jsontext.EndObject)
}

// members goes through an object that came with the answer.
func (w *writer) members(object jsontext.Value, each func(name, value jsontext.Value)) {
	if len(object) == 0 || w.err != nil {
		return
	}
	d := jsontext.NewDecoder(bytes.NewBuffer(object), options)
	if _, err := d.ReadToken(); err != nil {
		w.err = err
		return
	}
	for d.PeekKind() != jsontext.KindEndObject {
		name, err := d.ReadValue()
		if err != nil {
			w.err = err
			return
		}
		// Read from a buffer, the name stays as it is while the value is read.
		value, err := d.ReadValue()
		if err != nil {
			w.err = err
			return
		}
		each(name, value)
	}
}
