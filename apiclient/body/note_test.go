package body

import (
	"strings"
	"testing"
)

const (
	cutInEmoji = `{"note":"cut \ud83d"}`
	deep       = 20_000
)

var nested = strings.Repeat("[", deep) + strings.Repeat("]", deep)

var noteTests = map[string]struct {
	contentType, raw string
	bytes            string // "=" for raw
	isJSON           bool
	note             string
}{
	"nothing":                {"json", b64(`{"a":1}`), `{"a":1}`, true, ""},
	"a cut emoji":            {"json", b64(cutInEmoji), cutInEmoji, true, `\ud83d at offset 13 is half of a pair, which strict JSON refuses`},
	"a cut emoji, plain":     {"json", cutInEmoji, "=", true, `\ud83d at offset 13 is half of a pair, which strict JSON refuses`},
	"a whole emoji":          {"json", b64(`["\ud83d\ude00"]`), `["\ud83d\ude00"]`, true, ""},
	"the wrong order":        {"json", b64(`["\ude00\ud83d"]`), `["\ude00\ud83d"]`, true, `\ude00 at offset 2 is half of a pair, which strict JSON refuses`},
	"two beginnings":         {"json", b64(`["\ud83d\ud83d\ude00"]`), `["\ud83d\ud83d\ude00"]`, true, `\ud83d at offset 2 is half of a pair, which strict JSON refuses`},
	"Latin-1":                {"json", b64("{\"a\":\"caf\xe9\"}"), "{\"a\":\"caf\xe9\"}", true, "not UTF-8: 0xe9 at offset 9, which would be é in Latin-1"},
	"half a rune":            {"json", b64("[\"\xed\xa0\xbd\"]"), "[\"\xed\xa0\xbd\"]", true, "not UTF-8: half of a surrogate pair at offset 2"},
	"half a pair as text":    {"text", "cut \xed\xa0\xbd", "=", false, "not UTF-8: half of a surrogate pair at offset 4"},
	"bytes":                  {"json", b64("[\"\x80\"]"), "[\"\x80\"]", true, "not UTF-8: 0x80 at offset 2"},
	"a byte order mark":      {"json", b64("\ufeff{\"a\":1}"), "\ufeff{\"a\":1}", true, "begins with a byte order mark"},
	"lines of JSON":          {"json", b64("{\"a\":1}\n[2]\n{}\n"), "{\"a\":1}\n[2]\n{}\n", true, "3 JSON values, one after another"},
	"lines and a mark":       {"json", b64("\ufeff{}\n{}"), "\ufeff{}\n{}", true, "begins with a byte order mark; 2 JSON values, one after another"},
	"deep":                   {"json", b64(nested), nested, true, ""},
	"deep, plain":            {"json", nested, "=", true, ""},
	"numbers in a row":       {"json", b64("1 2 3 4 5"), "1 2 3 4 5", false, "not JSON: several values that are no objects or lists"},
	"cut":                    {"json", b64(`{"a":"`), `{"a":"`, false, "not JSON: it ends too early"},
	"a comma too many":       {"json", b64(`{"a":1,}`), `{"a":1,}`, false, `not JSON: '}' at offset 7`},
	"words":                  {"json", b64("hello"), "hello", false, "not JSON: 'h' at offset 0"},
	"no text":                {"json", b64("\xff\xfe\xfd"), "\xff\xfe\xfd", false, "not JSON: 0xff at offset 0"},
	"a word like base64":     {"json", "word", "\xc2\x8a\xdd", false, "not JSON: 0xc2 at offset 0"},
	"a string like base64":   {"json", `"abcd"`, "=", true, ""},
	"a bare word":            {"json", "hello", "=", false, "neither JSON nor base64: 'h' at offset 0"},
	"no padding":             {"json", "eyJhIjoxMn0", "=", false, "neither JSON nor base64 as the API spells it"},
	"bytes, no padding":      {"bytes", "AA", "=", false, "not base64 as the API spells it"},
	"cut, plain":             {"json", `{"a":`, "=", false, "neither JSON nor base64: it ends too early"},
	"empty":                  {"json", "", "=", false, "neither JSON nor base64: empty"},
	"bytes, no base64":       {"bytes", "a b", "=", false, "not base64: ' ' at offset 1"},
	"text, a list":           {"text", " [1]\n", "=", true, ""},
	"text, a number":         {"text", "12", "=", false, ""},
	"text, a string":         {"text", `"a"`, "=", false, ""},
	"text, lines of JSON":    {"text", "{}\n{}", "=", true, "2 JSON values, one after another"},
	"text, JSON and more":    {"text", "{} and more", "=", false, ""},
	"text, a list and a 1":   {"text", "[] 1", "=", false, ""},
	"text, Latin-1":          {"text", "caf\xe9", "=", false, "not UTF-8: 0xe9 at offset 3, which would be é in Latin-1"},
	"text, JSON in Latin-1":  {"text", "[\"caf\xe9\"]", "=", true, "not UTF-8: 0xe9 at offset 5, which would be é in Latin-1"},
	"text, deep":             {"text", nested, "=", true, ""},
	"bytes, JSON":            {"bytes", b64(`{"a":1}`), `{"a":1}`, true, ""},
	"bytes, JSON and a mark": {"bytes", b64("\ufeff[]"), "\ufeff[]", true, "begins with a byte order mark"},
	"v8 is no JSON":          {"v8", b64(`{"a":1}`), `{"a":1}`, false, ""},
	"nothing declared":       {"", `{"a":1}`, "=", true, ""},
}

// What is declared to be JSON and comes in base64 is decoded, whatever its bytes
// are, and told what is off with them; so is what is JSON without saying so.
func TestWhatIsOffIsNoted(t *testing.T) {
	t.Parallel()
	for name, test := range noteTests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Decode(test.contentType, test.raw)
			want := test.bytes
			if want == "=" {
				want = test.raw
			}
			if string(got.Bytes) != want || got.Raw != test.raw || got.IsJSON != test.isJSON {
				t.Errorf("%q is JSON: %v", got.Bytes, got.IsJSON)
			}
			if got.Note != test.note {
				t.Errorf("noted %q\nwant  %q", got.Note, test.note)
			}
			if said := strings.HasSuffix(got.How, "; shown as JSON"); said != (got.IsJSON && got.Kind != JSON) {
				t.Errorf("how %q", got.How)
			}
		})
	}
}
