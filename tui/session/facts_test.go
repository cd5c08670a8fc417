package session_test

import (
	"strings"
	"testing"

	"leaseview/apiclient"
	"leaseview/apiclient/body"
	"leaseview/tui/session"
)

// written is a message with a body of that content type.
func written(contentType, text string) apiclient.Message {
	return apiclient.Message{ID: "a", Body: text, Metadata: []apiclient.MetadataEntry{{Key: "CF-Content-Type", Value: contentType}}}
}

// The preview is at most 256 bytes and never ends within a rune that was whole.
// Bytes that are no text stay as they came.
func TestThePreviewEndsWithARune(t *testing.T) {
	t.Parallel()
	x := func(n int) string { return strings.Repeat("x", n) }
	tests := []struct{ name, body, want string }{
		{"empty", "", ""},
		{"as long as may be", x(256), x(256)},
		{"as long, with a rune at the end", x(253) + "€", x(253) + "€"},
		{"as long, with half a rune at the end", x(255) + "\xc3", x(255) + "\xc3"},
		{"one byte more", x(257), x(256)},
		{"two bytes, the first within", x(255) + "é", x(255)},
		{"two bytes that end there", x(254) + "éé", x(254) + "é"},
		{"three, one within", x(255) + "€", x(255)},
		{"three, two within", x(254) + "€", x(254)},
		{"three that end there", x(253) + "€€", x(253) + "€"},
		{"four, one within", x(255) + "😀", x(255)},
		{"four, three within", x(253) + "😀", x(253)},
		{"four that end there", x(252) + "😀😀", x(252) + "😀"},
		{"a byte that begins nothing", x(255) + "\xff\xff", x(255) + "\xff"},
		{"a beginning that goes on otherwise", x(253) + "\xe2\x82é", x(253) + "\xe2\x82"},
		{"bytes that go on with nothing", x(200) + strings.Repeat("\x80", 90), x(200) + strings.Repeat("\x80", 56)},
		{"four that go on with nothing, after a beginning", x(251) + "\xf0\x80\x80\x80\x80\x80", x(251) + "\xf0\x80\x80\x80\x80"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := session.FactsOf([]apiclient.Message{written("text", tt.body)})["a"]
			if got.Preview != tt.want {
				t.Errorf("the preview of %d bytes has %d and ends with %q, want %d that end with %q", len(tt.body),
					len(got.Preview), got.Preview[max(0, len(got.Preview)-6):], len(tt.want), tt.want[max(0, len(tt.want)-6):])
			}
			want(t, "the size", got.Size, int64(len(tt.body)))
		})
	}
}

// The facts are those of what the producer sent, not of how the wire has it.
func TestFactsAreOfTheDecodedBody(t *testing.T) {
	t.Parallel()
	want(t, "text", session.FactsOf([]apiclient.Message{written("text", "aGk=")})["a"], session.Facts{Kind: body.Text, Size: 4, Preview: "aGk="})
	want(t, "bytes", session.FactsOf([]apiclient.Message{written("bytes", "aGk=")})["a"], session.Facts{Kind: body.Bytes, Size: 2, Preview: "hi"})
}

// A sighting's facts are kept, a later one's take their place, and the cursor's
// first row does not wait for them.
func TestFactsAreKept(t *testing.T) {
	t.Parallel()
	facts := func(size int64) map[apiclient.MessageID]session.Facts {
		return map[apiclient.MessageID]session.Facts{"a": {Size: size}}
	}
	s := opened(3)
	pull := apiclient.PullResult{Reply: answered(0), Messages: []apiclient.Message{message("a", "a1", 1), message("b", "b1", 1)}}
	s.FilePull(session.Pull{Result: pull, Err: errCut, Facts: facts(1)}, at(0))
	want(t, "a's facts of half an answer", s.Facts("a").Size, 1)
	want(t, "facts of b, that has none", s.Facts("b"), session.Facts{})
	peek := apiclient.PeekResult{Reply: answered(1), Messages: []apiclient.Message{message("a", "", 1)}}
	s.FilePeek(session.Peek{Result: peek, Asked: 1, Facts: facts(2)})
	want(t, "a's facts of a later sighting", s.Facts("a").Size, 2)
	peeked(s, 2, message("b", "", 1))
	want(t, "a's facts after an answer without it", s.Facts("a").Size, 2)
}
