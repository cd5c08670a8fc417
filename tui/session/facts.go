package session

import (
	"unicode/utf8"

	"leaseview/apiclient"
	"leaseview/apiclient/body"
)

// Facts are what the table shows of a body. They are found once, in the command
// that brought the message, so that drawing a row decodes nothing.
type Facts struct {
	Kind    body.Kind
	Size    int64  // bytes, decoded
	Preview string // the beginning, at most 256 bytes, as it came: whoever shows it sanitises it
}

// previewBytes bounds the preview; no terminal shows more in a cell.
const previewBytes = 256

// FactsOf decodes the messages of an answer. Any goroutine may call it.
func FactsOf(messages []apiclient.Message) map[apiclient.MessageID]Facts {
	found := make(map[apiclient.MessageID]Facts, len(messages))
	for i := range messages {
		m := &messages[i]
		decoded := m.Decode()
		found[m.ID] = Facts{
			Kind:    decoded.Kind,
			Size:    int64(len(decoded.Bytes)),
			Preview: previewOf(decoded.Bytes),
		}
	}
	return found
}

// previewOf cuts at a rune's end, so that the cut adds no invalid byte of its own.
func previewOf(b []byte) string {
	if len(b) <= previewBytes {
		return string(b)
	}
	b = b[:previewBytes]
	for i := 0; i < utf8.UTFMax && i < len(b); i++ {
		if tail := b[len(b)-1-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				b = b[:len(b)-1-i]
			}
			break
		}
	}
	return string(b)
}

// Facts are those of a message's body.
func (s *Session) Facts(id apiclient.MessageID) Facts { return s.facts[id] }

// remember keeps the facts of new sightings and gives the cursor its first row.
func (s *Session) remember(found map[apiclient.MessageID]Facts) {
	for id, f := range found {
		s.facts[id] = f
	}
	if s.cursor == "" {
		s.moveTo(s.list.Next("", 0))
	}
}
