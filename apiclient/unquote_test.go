package apiclient

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

func TestUnquote(t *testing.T) {
	t.Parallel()
	for quoted, want := range map[string]string{
		`""`: "", `"plain"`: "plain", `"\"\\\/\b\f\n\r\t"`: "\"\\/\b\f\n\r\t",
		`"\u0041\u00e9\u20AC"`: "Aé€", `"\ud83d\ude00"`: "😀", `"😀"`: "😀", `"\u0000"`: "\x00",
		"\"\xff\xfe\"":         "\xff\xfe",
		"\"\\n\xff\\n\"":       "\n\xff\n",
		`"\ud800"`:             "\xed\xa0\x80",
		`"\udfff"`:             "\xed\xbf\xbf",
		`"\ud800\ud83d\ude00"`: "\xed\xa0\x80😀",
		`"\ud800\u0041"`:       "\xed\xa0\x80A",
		`"\ud800x"`:            "\xed\xa0\x80x",
		`"\ud800\n"`:           "\xed\xa0\x80\n",
		`"\ud800\ue000"`:       "\xed\xa0\x80\ue000",
		`"\ude00\ud83d"`:       "\xed\xb8\x80\xed\xa0\xbd",
		`"\udc00\udc00"`:       "\xed\xb0\x80\xed\xb0\x80",
		`"\udbff\udfff"`:       "\U0010ffff",
		`"\uFFFD"`:             "\uFFFD",
		`"` + strings.Repeat(`\u0041`, 100) + `"`: strings.Repeat("A", 100),
	} {
		if got := unquote([]byte(quoted)); got != want {
			t.Errorf("%s: %q, want %q", quoted, got, want)
		}
	}
}

// Two different strings must never come out the same, and for everything that
// is UTF-8 the JSON library's own opinion holds.
func FuzzUnquote(f *testing.F) {
	for _, s := range []string{"", "plain", "a\"\\/\n", "\xff\x80", "\xed\xa0\x80", "😀", "\x00\x1f", "\u2028", `\ud800`, `\u00e9\"`, `\ud800\ue000`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		// Any bytes, escaped no more than JSON demands, come back exactly.
		if got := unquote(quoteBytes(raw)); got != string(raw) {
			t.Errorf("%q came back as %q", raw, got)
		}
		quoted := append(append([]byte{'"'}, raw...), '"')
		value := jsontext.Value(quoted)
		if value.Kind() != '"' || !value.IsValid(jsontext.AllowInvalidUTF8(true)) {
			return
		}
		got := unquote(quoted)
		if value.IsValid() {
			want, err := jsontext.AppendUnquote(nil, quoted)
			if err != nil || got != string(want) {
				t.Errorf("%s: %q, the library says %q (%v)", quoted, got, want, err)
			}
		} else if utf8.ValidString(got) && !bytes.ContainsRune(quoted, '\\') {
			t.Errorf("%q: the bytes that are not UTF-8 were replaced", quoted)
		}
	})
}

// quoteBytes escapes quotes, backslashes and control characters and leaves every
// other byte alone.
func quoteBytes(raw []byte) []byte {
	quoted := []byte{'"'}
	for _, b := range raw {
		switch {
		case b == '"' || b == '\\':
			quoted = append(quoted, '\\', b)
		case b < ' ':
			quoted = fmt.Appendf(quoted, `\u%04x`, b)
		default:
			quoted = append(quoted, b)
		}
	}
	return append(quoted, '"')
}
