package body

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

var long = `{"a":"` + strings.Repeat("x", 1196) + `"}`

var decodeTests = map[string]struct {
	contentType, raw string
	kind             Kind
	bytes            string // "=" for raw
	how              string
	err              error
}{
	"text":                  {"text", "hello\n", Text, "=", "text -> 6 bytes", nil},
	"text, letter case":     {" TEXT ", "a", Text, "=", "text -> 1 byte", nil},
	"text like base64":      {"text", "aGVsbG8=", Text, "=", "text -> 8 bytes", nil},
	"text, not UTF-8":       {"text", "\xff", Text, "=", "text -> 1 byte", nil},
	"empty text":            {"text", "", Text, "=", "text -> 0 bytes", nil},
	"json object, plain":    {"json", `{"a":1}`, JSON, "=", "json, plain -> 7 bytes", nil},
	"json list, plain":      {"Json", " [1, 2]\n", JSON, "=", "json, plain -> 8 bytes", nil},
	"json, name twice":      {"json", `{"a":1,"a":2}`, JSON, "=", "json, plain -> 13 bytes", nil},
	"json, not UTF-8":       {"json", "{\"a\":\"\xff\"}", JSON, "=", "json, plain -> 9 bytes", nil},
	"json object, base64":   {"json", b64(long), JSON, long, "json, base64 -> 1,204 bytes", nil},
	"json string, base64":   {"json", b64(`"hello"`), JSON, `"hello"`, "json, base64 -> 7 bytes", nil},
	"json number, base64":   {"json", b64("12345"), JSON, "12345", "json, base64 -> 5 bytes", nil},
	"json string, plain":    {"json", `"hello"`, JSON, "=", "json, plain -> 7 bytes", nil},
	"json number, plain":    {"json", "12345", JSON, "=", "json, plain -> 5 bytes", nil},
	"json 1234":             {"json", "1234", JSON, "=", "json, a bare value that is base64 as well: shown as it came, 4 bytes", nil},
	"json true":             {"json", "true", JSON, "=", "json, a bare value that is base64 as well: shown as it came, 4 bytes", nil},
	"json, a bare word":     {"json", "hello", JSON, "=", "json, shown as it came, 5 bytes", ErrNotJSON},
	"json, base64 of bytes": {"json", b64("\xff\xfe\xfd"), JSON, "\xff\xfe\xfd", "json, base64 -> 3 bytes", nil},
	"json, empty":           {"json", "", JSON, "=", "json, shown as it came, 0 bytes", ErrNotJSON},
	"json, cut":             {"json", `{"a":`, JSON, "=", "json, shown as it came, 5 bytes", ErrNotJSON},
	"json, base64 in lines": {"json", b64(`{"a":1}`)[:4] + "\n" + b64(`{"a":1}`)[4:], JSON, "=", "json, shown as it came, 13 bytes", ErrNotJSON},
	"bytes":                 {"bytes", b64("\x00\xff\x10"), Bytes, "\x00\xff\x10", "bytes, base64 -> 3 bytes", nil},
	"bytes, none":           {"bytes", "", Bytes, "", "bytes, base64 -> 0 bytes", nil},
	"bytes, not base64":     {"bytes", "a b", Bytes, "=", "bytes, shown as it came, 3 bytes", ErrNotBase64},
	"bytes, line end":       {"bytes", "AP8Q\r\n", Bytes, "=", "bytes, shown as it came, 6 bytes", ErrNotBase64},
	"bytes, line ends":      {"bytes", "QUJD\n\n\n\n", Bytes, "=", "bytes, shown as it came, 8 bytes", ErrNotBase64},
	"bytes, spare bits":     {"bytes", "AB==", Bytes, "=", "bytes, shown as it came, 4 bytes", ErrNotBase64},
	"bytes, no padding":     {"bytes", "AA", Bytes, "=", "bytes, shown as it came, 2 bytes", ErrNotBase64},
	"bytes, URL alphabet":   {"bytes", "_-8=", Bytes, "=", "bytes, shown as it came, 4 bytes", ErrNotBase64},
	"v8":                    {"v8", b64("\xff\x0f\x22\x01a"), V8, "\xff\x0f\x22\x01a", "v8 (not decodable), base64 -> 5 bytes", nil},
	"v8, not base64":        {"V8", "\xff\x0f", V8, "=", "v8 (not decodable), shown as it came, 2 bytes", ErrNotBase64},
	"none, words":           {"", "some words", Unknown, "=", "no content type, shown as it came, 10 bytes", nil},
	"none, empty":           {"", "", Unknown, "=", "no content type, shown as it came, 0 bytes", nil},
	"none, JSON":            {"", `{"a":1}`, Unknown, "=", "no content type, shown as it came, 7 bytes; shown as JSON", nil},
	"none, JSON in base64":  {"", b64(`{"a":1}`), Unknown, "=", "no content type, shown as it came, 12 bytes; it looks like JSON in base64", nil},
	"none, v8 in base64":    {"", b64("\xff\x0f\x22"), Unknown, "=", "no content type, shown as it came, 4 bytes; it looks like v8 in base64", nil},
	"none, text in base64":  {"", b64("hello, queue of mine"), Unknown, "=", "no content type, shown as it came, 28 bytes; it looks like text in base64", nil},
	"none, bytes in base64": {"", b64("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c"), Unknown, "=", "no content type, shown as it came, 20 bytes; it looks like bytes in base64", nil},
	"none, a short word":    {"", "word", Unknown, "=", "no content type, shown as it came, 4 bytes", nil},
	"none, a long word":     {"", "abcdefghijklmnop", Unknown, "=", "no content type, shown as it came, 16 bytes", nil},
	"other":                 {"application/100%", "x", Unknown, "=", `unknown content type "application/100%", shown as it came, 1 byte`, nil},
	"other, long":           {strings.Repeat("é", 40), "x", Unknown, "=", `unknown content type "` + strings.Repeat("é", 20) + `…", shown as it came, 1 byte`, nil},
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, test := range decodeTests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Decode(test.contentType, test.raw)
			want := test.bytes
			if want == "=" {
				want = test.raw
			}
			if got.Kind != test.kind || string(got.Bytes) != want || got.Bytes == nil || got.Raw != test.raw {
				t.Errorf("%v %q", got.Kind, got.Bytes)
			}
			if got.How != test.how || !errors.Is(got.Err, test.err) || (got.Err == nil) != (test.err == nil) {
				t.Errorf("%s (%v)\nwant %s (%v)", got.How, got.Err, test.how, test.err)
			}
		})
	}
}

func TestDecodeValue(t *testing.T) {
	t.Parallel()
	for contentType, how := range map[string]string{
		"":     "json, not in a string on the wire -> 7 bytes",
		"JSON": "json, not in a string on the wire -> 7 bytes",
		"text": `"text", but JSON and not in a string on the wire -> 7 bytes`,
	} {
		got := DecodeValue(contentType, `{"a":1}`)
		if got.Kind != JSON || string(got.Bytes) != `{"a":1}` || got.Raw != `{"a":1}` || got.How != how || got.Err != nil {
			t.Errorf("%q: %+v", contentType, got)
		}
	}
}

func TestKindString(t *testing.T) {
	t.Parallel()
	for kind, want := range map[Kind]string{Unknown: "unknown", Text: "text", JSON: "json", Bytes: "bytes", V8: "v8", 99: "unknown"} {
		if kind.String() != want {
			t.Errorf("%d: %s", kind, kind)
		}
	}
}

func TestSize(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{
		0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1000: "1,000 bytes", 131072: "131,072 bytes", 67108864: "67,108,864 bytes",
	} {
		if got := size(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}

// Bytes are either those of raw, or those whose base64 raw is; nothing is ever
// replaced, and How says which of the two.
func FuzzBody(f *testing.F) {
	for _, contentType := range []string{"text", "json", "bytes", "v8", "", "JSON", "application/json"} {
		for _, raw := range []string{"", "hello", `{"a":1}`, "1234", b64(`{"a":1}`), b64("\xff\x0fx"), "\xff", "AB==", "AP8Q\n", "QUJD\n\n\n\n", "AP\r\n8Q\r\n"} {
			f.Add(contentType, raw)
		}
	}
	f.Fuzz(func(t *testing.T, contentType, raw string) {
		b := Decode(contentType, raw)
		if b.Raw != raw || b.Bytes == nil {
			t.Fatalf("%+v", b)
		}
		isRaw := string(b.Bytes) == raw
		if !isRaw && base64.StdEncoding.EncodeToString(b.Bytes) != raw {
			t.Errorf("%q became %q", raw, b.Bytes)
		}
		if b.Err != nil && !isRaw {
			t.Errorf("given up (%v), yet the bytes changed", b.Err)
		}
		if decoded := strings.Contains(b.How, ", base64 -> "); !isRaw && !decoded {
			t.Errorf("%q became %q, and How keeps quiet: %s", raw, b.Bytes, b.How)
		}
		if said := b.How + b.Note; !utf8.ValidString(said) || strings.ContainsAny(said, "\n\r\x1b") {
			t.Errorf("not for a screen: %q", said)
		}
		if !strings.Contains(b.How, size(len(b.Bytes))) {
			t.Errorf("%s: the size is %d", b.How, len(b.Bytes))
		}
		if b.IsJSON && b.Kind != JSON && !strings.HasSuffix(b.How, "; shown as JSON") {
			t.Errorf("JSON, and How keeps quiet: %s", b.How)
		}
	})
}

// FuzzDeeper goes as deep as there is base64. Each step shortens, says so, and
// leaves what came as it is.
func FuzzDeeper(f *testing.F) {
	for _, raw := range []string{
		"", "hello", b64(b64(b64("x"))), "eyJhIjoxMn0", "_-8=", "aGVs\r\nbG8=\r\n", "AB==", "AB=", "A===", "a-b+", "\u0085AAAA\u00a0", "\xff", "1234",
	} {
		f.Add("json", raw)
		f.Add("text", raw)
	}
	f.Fuzz(func(t *testing.T, contentType, raw string) {
		b := Decode(contentType, raw)
		for {
			deeper, err := b.Deeper()
			if err != nil {
				if !errors.Is(err, ErrNotBase64) || !utf8.ValidString(err.Error()) || strings.ContainsAny(err.Error(), "\n\r\x1b") {
					t.Fatalf("%q", err)
				}
				return
			}
			if firstBad(b.Bytes) >= 0 && strings.Contains(deeper.How, ", Latin-1 -> ") {
				if back := toLatin1(deeper.Bytes); string(back) != string(b.Bytes) {
					t.Fatalf("%q became %q", b.Bytes, deeper.Bytes)
				}
			} else if len(deeper.Bytes) >= len(b.Bytes) {
				t.Fatalf("%q became %q", b.Bytes, deeper.Bytes)
			}
			if deeper.Raw != raw || deeper.Err != nil || !strings.Contains(deeper.How, size(len(deeper.Bytes))) {
				t.Fatalf("%+v from %+v", deeper, b)
			}
			b = deeper
		}
	})
}

func toLatin1(text []byte) []byte {
	var out []byte
	for _, r := range string(text) {
		out = append(out, byte(r))
	}
	return out
}

// FuzzScan compares the scan with another parser, as deep as that one goes.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		"", " ", `{}`, `[]`, `{"a":[1,-0,0.5e+3,true,false,null,"\u00e9\n"]}`, `[1,]`, `{"a"}`, `{"a":1,}`, `01`, `1.`, `1e`, `-`, `"`, `"\x"`, `"\u12"`,
		`"\ud83d\ude00"`, `"\ud83d\u0041"`, `"\ud83d\x"`, `"\ud83d\u00"`, "\"\x00\"", "\"\xff\"", "[\xff]", "{} {}", "[1] 2", "\ufeff{}", "truefalse", "nul",
		"[\x0b]", "\"\x7f\"", strings.Repeat("[", 300) + strings.Repeat("]", 300),
	} {
		f.Add([]byte(seed))
	}
	lenient := []jsontext.Options{jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := scanned(data)
		if !s.marked {
			valid := jsontext.Value(data).IsValid(lenient...)
			if got := s.isJSON() && s.values == 1; got != valid {
				t.Fatalf("%q: valid is %v, not %v (%s)", data, got, valid, s.wrong)
			}
			strict := jsontext.Value(data).IsValid(jsontext.AllowDuplicateNames(true))
			if clean := len(s.remarks()) == 0; valid && clean != strict {
				t.Fatalf("%q: strict is %v, remarks %q", data, strict, s.remarks())
			}
		}
		if said := s.problem() + strings.Join(s.remarks(), ""); !utf8.ValidString(said) || strings.ContainsAny(said, "\n\r\x1b\x00") {
			t.Errorf("not for a screen: %q", said)
		}
	})
}
