package apiclient

import (
	"bytes"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// messageMember is a member of a message that this client knows.
type messageMember uint8

const (
	memberUnknown messageMember = iota
	memberID
	memberLeaseID
	memberRef
	memberAttempts
	memberTimestamp
	memberBody
	memberMetadata
)

var memberNames = [...]string{
	memberID: `"id"`, memberLeaseID: `"lease_id"`, memberRef: `"ref"`, memberAttempts: `"attempts"`,
	memberTimestamp: `"timestamp_ms"`, memberBody: `"body"`, memberMetadata: `"metadata"`,
}

// memberOf finds the member of a name in quotes.
func memberOf(name jsontext.Value) messageMember {
	if bytes.IndexByte(name, '\\') >= 0 {
		name = jsontext.Value(`"` + unquote(name) + `"`)
	}
	// In a switch the conversion allocates nothing.
	switch string(name) {
	case `"id"`:
		return memberID
	case `"lease_id"`:
		return memberLeaseID
	case `"ref"`:
		return memberRef
	case `"attempts"`:
		return memberAttempts
	case `"timestamp_ms"`:
		return memberTimestamp
	case `"body"`:
		return memberBody
	case `"metadata"`:
		return memberMetadata
	}
	return memberUnknown
}

// messageDecoder reads one message.
type messageDecoder struct {
	Message
	dec          *jsontext.Decoder
	answer       *messagesAnswer
	unknown, odd []byte
	seen, noted  uint16 // a bit for each messageMember
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
	if _, err := m.dec.ReadToken(); err != nil {
		return err
	}
	m.finish()
	return nil
}

// finish says what is not there, when no note has said why.
func (m *messageDecoder) finish() {
	m.Unknown, m.Odd = endMembers(m.unknown), endMembers(m.odd)
	if m.answer.leased && m.LeaseID == "" && m.noted&(1<<memberLeaseID) == 0 {
		m.say(".lease_id is missing: nothing can settle the message")
	}
	if m.ID == "" {
		if m.noted&(1<<memberID) == 0 {
			m.say(".id is missing")
		}
		m.answer.makeUpID(&m.Message)
	}
	if !m.answer.leased {
		// The deprecated preview endpoint hands out leases of nothing.
		m.LeaseID = ""
	}
}

// say adds a note about what the decoder has just read. The path is made only
// when the note is kept: there may be many.
func (m *messageDecoder) say(text string) {
	if odd := &m.answer.odd; !odd.full() {
		odd.texts = append(odd.texts, fieldName(m.dec.StackPointer())+text)
	}
}

// member reads the value that belongs to name. Of a member that stands twice
// the first counts; the other is kept with what this client doesn't know.
func (m *messageDecoder) member(name jsontext.Value) error {
	which := memberOf(name)
	if which == memberUnknown {
		return m.keep(name)
	}
	if m.seen&(1<<which) != 0 {
		m.say(comesTwice)
		return m.keep(name)
	}
	m.seen |= 1 << which
	if which == memberMetadata && m.dec.PeekKind() == '{' {
		return m.metadata()
	}
	v, err := m.dec.ReadValue()
	if err != nil {
		return err
	}
	switch which {
	case memberID:
		m.text(which, v, (*string)(&m.ID))
	case memberLeaseID:
		m.text(which, v, (*string)(&m.LeaseID))
	case memberRef:
		m.text(which, v, (*string)(&m.Ref))
	case memberAttempts:
		m.attempts(v)
	case memberTimestamp:
		m.timestamp(v)
	case memberBody:
		m.body(v)
	case memberMetadata:
		wrong := ", not an object"
		if v.Kind() == 'n' {
			wrong = "" // kept, since a record tells it from no metadata at all
		}
		m.note(which, v, wrong)
	}
	return nil
}

// note keeps an odd value as it came, and says what is wrong with it; nothing,
// when the value is only to be kept.
func (m *messageDecoder) note(which messageMember, v jsontext.Value, wrong string) {
	m.odd = appendMember(m.odd, jsontext.Value(memberNames[which]), v)
	if wrong == "" {
		return
	}
	m.noted |= 1 << which
	if odd := &m.answer.odd; !odd.full() {
		odd.note(fieldName(m.dec.StackPointer()), v, wrong)
	}
}

func (m *messageDecoder) text(which messageMember, v jsontext.Value, to *string) {
	switch v.Kind() {
	case 'n':
	case '"':
		if *to = unquote(v); *to == "" {
			m.note(which, v, "")
		}
	default:
		m.note(which, v, ", not a string")
	}
}

func (m *messageDecoder) attempts(v jsontext.Value) {
	if v.Kind() == 'n' {
		return
	}
	n, ok := wholeNumber(v)
	switch {
	case !ok:
		m.note(memberAttempts, v, notWhole)
	case n < 0:
		m.note(memberAttempts, v, belowZero)
	default:
		m.Attempts = CountOf(n)
	}
}

func (m *messageDecoder) timestamp(v jsontext.Value) {
	if v.Kind() == 'n' {
		return
	}
	at, exact, wrong := milliTime(v)
	m.Timestamp = at
	if !exact {
		m.note(memberTimestamp, v, wrong)
	}
}

func (m *messageDecoder) body(v jsontext.Value) {
	if v.Kind() == '"' {
		m.Body = unquote(v)
		return
	}
	m.BodyJSON = v.Clone()
}

func (m *messageDecoder) metadata() error {
	if _, err := m.dec.ReadToken(); err != nil {
		return err
	}
	m.Metadata = []MetadataEntry{}
	for m.dec.PeekKind() != '}' {
		name, err := m.dec.ReadValue()
		if err != nil {
			return err
		}
		v, err := m.dec.ReadValue()
		if err != nil {
			return err
		}
		m.Metadata = append(m.Metadata, metadataEntry(name, v))
	}
	_, err := m.dec.ReadToken()
	return err
}

func metadataEntry(name, v jsontext.Value) MetadataEntry {
	entry := MetadataEntry{Key: unquote(name), Value: string(v)}
	if v.Kind() == '"' {
		entry.Value = unquote(v)
		if isPlain(name) && isPlain(v) {
			return entry
		}
	}
	entry.JSON = string(name) + ":" + string(v)
	return entry
}

// isPlain reports whether writing the text of a JSON string again gives the same
// string.
func isPlain(v jsontext.Value) bool { return bytes.IndexByte(v, '\\') < 0 && utf8.Valid(v) }

// keep adds a member that this client doesn't know to the message's Unknown.
func (m *messageDecoder) keep(name jsontext.Value) error {
	v, err := m.dec.ReadValue()
	if err != nil {
		return err
	}
	// The decoder reads from data itself, so that name is still what it was.
	m.unknown = appendMember(m.unknown, name, v)
	return nil
}
