package tui

import (
	"unicode/utf8"

	"leaseview/apiclient"
	"leaseview/apiclient/body"
)

// facts are what the table shows of a body. They are found once, in the
// command that brought the message, so that drawing a row decodes nothing.
type facts struct {
	kind    body.Kind
	size    int64  // bytes, decoded
	preview string // the beginning, raw: the table sanitises it
}

// previewBytes bounds the preview; no terminal shows more in a cell.
const previewBytes = 256

func factsOf(messages []apiclient.Message) map[apiclient.MessageID]facts {
	found := make(map[apiclient.MessageID]facts, len(messages))
	for i := range messages {
		m := &messages[i]
		decoded := m.Decode()
		found[m.ID] = facts{
			kind:    decoded.Kind,
			size:    int64(len(decoded.Bytes)),
			preview: previewOf(decoded.Bytes),
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
