package apiclient

import (
	"encoding/json"
	"testing"
)

// FuzzDecodePull looks for answers that make the decoder panic, and for answers
// whose messages another JSON decoder sees while ours neither returns nor
// notes them.
func FuzzDecodePull(f *testing.F) {
	for _, body := range []string{
		result(`{"messages":[` + messageA + `,` + messageB + `]}`), result(`{"messages":null}`), result(`{}`), `{}`, ``, `{"success":true`,
		result(`{"messages":{}}`), result(`{"messages":[{"id":"a"}]}`), refused("0", "no"),
		"{\"success\":true,\"result\":{\"messages\":[{\"id\":\"a\",\"lease_id\":\"l\",\"body\":\"\xff\\ud800\"}]}}",
		result(`{"messages":[{"id":"a","lease_id":"l","attempts":2.0,"timestamp_ms":"3","metadata":{"a":{"b":[]}},"x":1,"x":2}]}`),
		result(`{"messages":[` + messageA + `],"messages":[]}`), `{"success":true,"result":null}`, `[[[[`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		wire := messagesAnswer{leased: true}
		err := wire.read(data)
		for _, m := range wire.items {
			if m.ID == "" || m.LeaseID == "" && len(wire.odd.texts) == 0 {
				t.Errorf("a message without id or lease: %+v", m)
			}
		}
		if err != nil {
			return
		}
		// Of a list that stands twice, ours has the messages of both.
		if n, ok := messagesByOthers(data); ok && n != len(wire.items) && len(wire.odd.texts) == 0 {
			t.Errorf("%d messages, another decoder sees %d", len(wire.items), n)
		}
	})
}

// messagesByOthers counts the messages as encoding/json sees them, by two ways
// that differ where a name stands twice or in another letter case: only where
// they agree is there one meaning to compare with.
func messagesByOthers(data []byte) (int, bool) {
	var folded struct {
		Result struct{ Messages []json.RawMessage }
	}
	var top, inner map[string]json.RawMessage
	var exact []json.RawMessage
	if json.Unmarshal(data, &folded) != nil || json.Unmarshal(data, &top) != nil ||
		json.Unmarshal(top["result"], &inner) != nil || json.Unmarshal(inner["messages"], &exact) != nil {
		return 0, false
	}
	return len(exact), len(exact) == len(folded.Result.Messages)
}
