package body

import (
	"encoding/base64"
	"errors"
	"testing"
)

// Base64 in a spelling that is not the API's is decoded when somebody asks for
// it, and never before.
func TestDeeperDecodesBase64InAnySpelling(t *testing.T) {
	t.Parallel()
	url := base64.URLEncoding.EncodeToString([]byte(`{"a":"???>"}`))
	for name, test := range map[string]struct {
		contentType, raw string
		bytes            string
		kind             Kind
		isJSON           bool
		how, note        string
	}{
		"no padding":             {"json", "eyJhIjoxMn0", `{"a":12}`, JSON, true, "json, base64 without its padding -> 8 bytes", ""},
		"the other alphabet":     {"json", url, `{"a":"???>"}`, JSON, true, "json, URL-safe base64 -> 12 bytes", ""},
		"wrapped":                {"bytes", "aGVs\r\nbG8=\r\n", "hello", Bytes, false, "bytes, base64 in several lines -> 5 bytes", ""},
		"all of them":            {"bytes", "_-__\n_w", "\xff\xef\xff\xff", Bytes, false, "bytes, URL-safe base64 without its padding in several lines -> 4 bytes", ""},
		"spare bits":             {"bytes", "AB==", "\x00", Bytes, false, "bytes, base64 -> 1 byte", ""},
		"text that is base64":    {"text", "aGVsbG8=", "hello", Unknown, false, "text, base64 -> 5 bytes", ""},
		"text in JSON in base64": {"text", b64(`{"a":1}`), `{"a":1}`, Unknown, true, "text, base64 -> 7 bytes; shown as JSON", ""},
		"twice":                  {"json", b64(b64("hello")), "hello", Unknown, false, "json, base64, base64 -> 5 bytes", ""},
		"a bare number":          {"json", "1234", "\xd7m\xf8", Unknown, false, "json, base64 -> 3 bytes", ""},
		"no JSON after all":      {"json", "aGVsbG8", "hello", JSON, false, "json, base64 without its padding -> 5 bytes", "not JSON: 'h' at offset 0"},
		"of a cut emoji":         {"json", base64.RawStdEncoding.EncodeToString([]byte(cutInEmoji + " ")), cutInEmoji + " ", JSON, true, "json, base64 without its padding -> 22 bytes", `\ud83d at offset 13 is half of a pair, which strict JSON refuses`},
		"Latin-1":                {"json", b64("{\"a\":\"caf\xe9\"}"), `{"a":"café"}`, JSON, true, "json, base64, Latin-1 -> 13 bytes", ""},
		"Latin-1 as text":        {"text", "caf\xe9\n", "café\n", Text, false, "text, Latin-1 -> 6 bytes", ""},
		"JSON in Latin-1":        {"text", "[\"\xe9\"]", `["é"]`, Text, true, "text, Latin-1 -> 6 bytes; shown as JSON", ""},
		"nothing declared":       {"", "aGVsbG8", "hello", Unknown, false, "no content type, base64 without its padding -> 5 bytes", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			outer := Decode(test.contentType, test.raw)
			got, err := outer.Deeper()
			if err != nil {
				t.Fatal(err)
			}
			if string(outer.Bytes) == test.bytes {
				t.Errorf("decoded unasked: %q", outer.Bytes)
			}
			if got.Kind != test.kind || string(got.Bytes) != test.bytes || got.IsJSON != test.isJSON {
				t.Errorf("%v %q, JSON: %v", got.Kind, got.Bytes, got.IsJSON)
			}
			if got.How != test.how || got.Note != test.note {
				t.Errorf("%s (%s)\nwant %s (%s)", got.How, got.Note, test.how, test.note)
			}
			if got.Raw != test.raw || got.Err != nil {
				t.Errorf("raw %q, %v", got.Raw, got.Err)
			}
		})
	}
}

func TestDeeperSaysWhyNot(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"":           "not base64: there is nothing to decode",
		" \n":        "not base64: there is nothing to decode",
		"==":         "not base64: there is nothing to decode",
		"hello":      "not base64: 5 digits, one too many or too few",
		"some words": "not base64: ' ' at offset 4",
		`"abcd"`:     `not base64: '"' at offset 0`,
		"ab=c":       "not base64: '=' at offset 2",
		"ab\x00c":    "not base64: 0x00 at offset 2",
		"a-b+":       "not base64: '+' at offset 3, of the other alphabet",
		"\xe9\x00":   "not base64: 0xe9 at offset 0",
		"\xe9\x80":   "not base64: 0xe9 at offset 0",
		"a_bc/def":   "not base64: '/' at offset 4, of the other alphabet",
	} {
		if _, err := Decode("text", raw).Deeper(); !errors.Is(err, ErrNotBase64) || err.Error() != want {
			t.Errorf("%q: %v, want %s", raw, err, want)
		}
	}
}
