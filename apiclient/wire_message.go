package apiclient

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// messageList is result.messages of a pull or a peek. It is decoded by hand for
// three reasons: the bytes of a body stay exact, a body is copied once, and a
// fault in one message does not cost the others, which are leased all the same.
type messageList struct {
	items   []Message
	problem error // the first fault; messages without one are in items
	leased  bool  // each message must have a lease
}

// pulledList is a list whose messages must have a lease.
type pulledList struct{ messageList }

// UnmarshalJSONFrom reads the list. Null means none.
func (l *pulledList) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	l.messageList = messageList{leased: true}
	return l.read(dec)
}

// peekedList is a list whose messages nobody leased. A lease in it, which the
// deprecated preview endpoint hands out, is left out.
type peekedList struct{ messageList }

// UnmarshalJSONFrom reads the list. Null means none.
func (l *peekedList) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	l.messageList = messageList{}
	return l.read(dec)
}

func (l *messageList) read(dec *jsontext.Decoder) error {
	if dec.PeekKind() != '[' {
		v, err := dec.ReadValue()
		if err != nil || v.Kind() == 'n' {
			return err
		}
		return wrongType(dec, v, "a list")
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for i := 0; dec.PeekKind() != ']'; i++ {
		if dec.PeekKind() != '{' {
			v, err := dec.ReadValue()
			if err != nil {
				return err
			}
			l.note(wrongType(dec, v, "an object"))
			continue
		}
		m := messageDecoder{dec: dec, list: l}
		if err := m.read(); err != nil {
			return err
		}
		l.add(i, m.Message)
	}
	_, err := dec.ReadToken()
	return err
}

// add takes the message at position i of the answer, unless it lacks what makes
// it usable: without an id it can't be merged with its other sightings, and
// without a lease nothing could settle it and its row would look peeked.
func (l *messageList) add(i int, m Message) {
	missing := ""
	switch {
	case m.ID == "":
		missing = "id"
	case l.leased && m.LeaseID == "":
		missing = "lease_id"
	}
	if missing != "" {
		l.note(&fieldError{fmt.Sprintf("result.messages[%d].%s", i, missing), "is missing"})
		return
	}
	if !l.leased {
		m.LeaseID = ""
	}
	l.items = append(l.items, m)
}

func (l *messageList) note(problem error) {
	if l.problem == nil {
		l.problem = problem
	}
}

// err is the first fault in the words of a malformed answer.
func (l *messageList) err() error {
	if l.problem == nil {
		return nil
	}
	return errors.New("the answer is not understood: " + l.problem.Error())
}

// messageDecoder reads one message.
type messageDecoder struct {
	Message
	dec     *jsontext.Decoder
	list    *messageList
	unknown []byte
}

// read goes through the members. It fails only where the JSON itself does.
func (m *messageDecoder) read() error {
	if _, err := m.dec.ReadToken(); err != nil {
		return err
	}
	for m.dec.PeekKind() != '}' {
		name, err := m.dec.ReadValue()
		if err != nil {
			return err
		}
		if err := m.member(name); err != nil {
			return err
		}
	}
	if m.unknown != nil {
		m.Unknown = append(m.unknown, '}')
	}
	_, err := m.dec.ReadToken()
	return err
}

// member reads the value that belongs to name, which the decoder's next read
// makes unusable.
func (m *messageDecoder) member(name jsontext.Value) error {
	known := name
	if bytes.IndexByte(name, '\\') >= 0 {
		known = jsontext.Value(`"` + unquote(name) + `"`)
	}
	// In a switch the conversion allocates nothing.
	switch string(known) {
	case `"id"`:
		return m.text((*string)(&m.ID))
	case `"lease_id"`:
		return m.text((*string)(&m.LeaseID))
	case `"ref"`:
		return m.text((*string)(&m.Ref))
	case `"attempts"`:
		return m.number(func(n number) { m.Attempts = n.int() })
	case `"timestamp_ms"`:
		return m.number(func(n number) {
			if n.value != 0 {
				m.Timestamp = time.UnixMilli(n.value)
			}
		})
	case `"body"`:
		return m.body()
	case `"metadata"`:
		return m.metadata()
	}
	return m.keep(name)
}

func (m *messageDecoder) text(to *string) error {
	var t text
	err := m.note(t.UnmarshalJSONFrom(m.dec))
	*to = string(t)
	return err
}

func (m *messageDecoder) number(set func(number)) error {
	var n number
	err := m.note(n.UnmarshalJSONFrom(m.dec))
	set(n)
	return err
}

// note keeps a fault of content in the list, so that only a fault of the JSON
// ends the decoding.
func (m *messageDecoder) note(err error) error {
	if problem, ok := errors.AsType[*fieldError](err); ok {
		m.list.note(problem)
		return nil
	}
	return err
}

func (m *messageDecoder) body() error {
	v, err := m.dec.ReadValue()
	if err != nil {
		return err
	}
	if v.Kind() == '"' {
		m.Body, m.BodyJSON = unquote(v), nil
		return nil
	}
	m.Body, m.BodyJSON = "", v.Clone()
	return nil
}

func (m *messageDecoder) metadata() error {
	m.Metadata = nil
	if m.dec.PeekKind() != '{' {
		v, err := m.dec.ReadValue()
		if err != nil || v.Kind() == 'n' {
			return err
		}
		return m.note(wrongType(m.dec, v, "an object"))
	}
	if _, err := m.dec.ReadToken(); err != nil {
		return err
	}
	for m.dec.PeekKind() != '}' {
		name, err := m.dec.ReadValue()
		if err != nil {
			return err
		}
		key := unquote(name)
		v, err := m.dec.ReadValue()
		if err != nil {
			return err
		}
		value := string(v)
		if v.Kind() == '"' {
			value = unquote(v)
		}
		m.Metadata = append(m.Metadata, MetadataEntry{key, value})
	}
	_, err := m.dec.ReadToken()
	return err
}

// keep adds a member that this client doesn't know to the message's Unknown.
func (m *messageDecoder) keep(name jsontext.Value) error {
	separator := byte(',')
	if m.unknown == nil {
		separator = '{'
	}
	m.unknown = append(append(append(m.unknown, separator), name...), ':')
	v, err := m.dec.ReadValue()
	if err != nil {
		return err
	}
	m.unknown = append(m.unknown, v...)
	return nil
}
