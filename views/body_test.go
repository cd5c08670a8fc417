package views

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
)

// prepared returns the plain lines of a prepared body.
func prepared(in BodyInput, width int) ([]string, Prepared) {
	p := PrepareBody(in, width, NewTheme(Dark()))
	lines := make([]string, p.lines())
	for i := range lines {
		lines[i] = ansi.Strip(p.line(i))
	}
	return lines, p
}

var bodyTests = []struct {
	name  string
	in    BodyInput
	width int
	want  []string
	note  string
}{
	{"json", BodyInput{Kind: "json", Bytes: []byte(` {"a":[1,2.50,{}],"a":{"b":[]},"c":"x"} `)}, 20, []string{
		"{", `  "a": [`, "    1,", "    2.50,", "    {}", "  ],", `  "a": {`, `    "b": []`, "  },", `  "c": "x"`, "}",
	}, ""},
	{"json scalar", BodyInput{Kind: "json", Bytes: []byte("12345678901234567890")}, 40, []string{"12345678901234567890"}, ""},
	{"json wrapped", BodyInput{Kind: "json", Bytes: []byte(`{"a":"0123456789"}`), Wrap: true}, 10, []string{"{", `  "a": "01`, `23456789"`, "}"}, ""},
	{"json cut lines", BodyInput{Kind: "json", Bytes: []byte(`{"a":"0123456789"}`)}, 10, []string{"{", `  "a": "0»`, "}"}, ""},
	{
		"not json",
		BodyInput{Kind: "json", Bytes: []byte("{\"a\":1\nx}")},
		40,
		[]string{`{"a":1`, "x}"},
		"not valid JSON (invalid character 'x' after object value (expecting ',' or '}')): shown as text",
	},
	{"half json", BodyInput{Kind: "json", Bytes: []byte(`{"a":`)}, 40, []string{`{"a":`}, "not valid JSON (unexpected EOF): shown as text"},
	{"json and more", BodyInput{Kind: "json", Bytes: []byte(`{} 1`)}, 40, []string{`{} 1`}, "not valid JSON (text after the value): shown as text"},
	{"scalars in a row", BodyInput{Kind: "json", Bytes: []byte(`1 {}`)}, 40, []string{`1 {}`}, "not valid JSON (text after the value): shown as text"},
	{"json after json", BodyInput{Kind: "json", Bytes: []byte("{\"a\":1}\n[]{}\n")}, 40, []string{"{", `  "a": 1`, "}", "[]", "{}"}, ""},
	{"half json after json", BodyInput{Kind: "json", Bytes: []byte("{}\n{")}, 40, []string{"{}", "{"}, "not valid JSON (unexpected EOF): shown as text"},
	{"json after a mark", BodyInput{Kind: "json", Bytes: []byte("\ufeff[1]")}, 40, []string{"[", "  1", "]"}, ""},
	{"a mark within json", BodyInput{Kind: "json", Bytes: []byte("[\ufeff]")}, 40, []string{"[<U+FEFF>]"}, "not valid JSON (invalid character '\\ufeff' at start of value): shown as text"},
	{"empty json", BodyInput{Kind: "json", Bytes: []byte{}}, 40, []string{"(empty body)"}, ""},
	{"text", BodyInput{Kind: "text", Bytes: []byte("a\tb\n\nc\x1b\r\n"), Wrap: true}, 20, []string{"a   b", "", "c␛␍"}, ""},
	{"text wrapped", BodyInput{Kind: "text", Bytes: []byte("abcdef"), Wrap: true}, 3, []string{"abc", "def"}, ""},
	{"wide text wrapped", BodyInput{Kind: "text", Bytes: []byte("日本語"), Wrap: true}, 5, []string{"日本", "語"}, ""},
	{"wide text cut", BodyInput{Kind: "text", Bytes: []byte("日本語")}, 5, []string{"日本»"}, ""},
	{"exact width is not cut", BodyInput{Kind: "text", Bytes: []byte("abc\nabcd")}, 3, []string{"abc", "ab»"}, ""},
	{"escape stays whole", BodyInput{Kind: "text", Bytes: []byte("ab\u202ec"), Wrap: true}, 9, []string{"ab", "<U+202E>c"}, ""},
	{"escape in a narrow pane", BodyInput{Kind: "text", Bytes: []byte("\u202e"), Wrap: true}, 3, []string{"<U+", "202", "E>"}, ""},
	{"wide character in a narrow pane", BodyInput{Kind: "text", Bytes: []byte("日b"), Wrap: true}, 1, []string{"…", "b"}, ""},
	{"bytes", BodyInput{Kind: "bytes", Bytes: []byte("\x00\x01hello w")}, 46, []string{
		"0000  00 01 68 65 6c 6c 6f 20  ..hello ", "0008  77                       w",
	}, ""},
	{"v8", BodyInput{Kind: "v8", Bytes: []byte("\xff")}, 30, []string{"0000  ff           ."}, ""},
	{"unknown text", BodyInput{Kind: "unknown", Bytes: []byte("hello")}, 30, []string{"hello"}, ""},
	{"unknown bytes", BodyInput{Kind: "unknown", Bytes: []byte("\x00\x01\x02")}, 30, []string{"0000  00 01 02     ..."}, ""},
	{"as text", BodyInput{Kind: "json", Mode: BodyText, Bytes: []byte(`{"a":1}`)}, 30, []string{`{"a":1}`}, ""},
	{"raw", BodyInput{Kind: "bytes", Mode: BodyRaw, Raw: "AAE=", Bytes: []byte{0, 1}}, 30, []string{"AAE="}, ""},
	{"no bytes yet", BodyInput{Kind: "text", Raw: "raw"}, 30, []string{"raw"}, ""},
}

func TestPrepareBody(t *testing.T) {
	t.Parallel()
	for _, tt := range bodyTests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			lines, p := prepared(tt.in, tt.width)
			if tt.note != "" {
				said := wrapWords("! "+tt.note, tt.width, ansi.WcWidth)
				tt.want = append(said, tt.want...)
			}
			if diff := cmp.Diff(tt.want, lines); diff != "" {
				t.Error(diff)
			}
			if p.note != tt.note {
				t.Errorf("note %q, want %q", p.note, tt.note)
			}
		})
	}
}

func TestHexWidths(t *testing.T) {
	t.Parallel()
	data := []byte("0123456789abcdef")
	for width, first := range map[int]string{
		80: "0000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef",
		73: "0000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef",
		72: "0000  30 31 32 33 34 35 36 37  01234567",
		40: "0000  30 31 32 33 34 35 36 37  01234567",
		30: "0000  30 31 32 33  0123",
		12: "0000  30 31»",
	} {
		lines, _ := prepared(BodyInput{Mode: BodyHex, Bytes: data}, width)
		if lines[0] != first {
			t.Errorf("at %d: %q, want %q", width, lines[0], first)
		}
	}
}

// TestBodyBounds checks that nothing a sender can do makes a body expensive to
// keep, and that what is left out is said.
func TestBodyBounds(t *testing.T) {
	t.Parallel()
	const limit = 3 * maxPrepared
	for name, body := range map[string]string{
		"one line":      strings.Repeat("x", 3<<20),
		"line feeds":    strings.Repeat("\n", 3<<19),
		"brackets":      strings.Repeat("[", 9000),
		"deep":          strings.Repeat(`{"a":[`, 3000) + strings.Repeat("1,", 1<<19),
		"commas":        "[" + strings.Repeat("1,", 1<<20),
		"controls":      strings.Repeat("\x9b", 3<<19),
		"marks":         "x" + strings.Repeat("\u0301", 1<<20),
		"bidi":          strings.Repeat("\u202e", 1<<20),
		"tabs":          strings.Repeat("\t", 3<<19),
		"many values":   "[" + strings.Repeat("1,", 499_000) + "1]", // under 1 MiB, until it is indented
		"small":         `{"a":[1,2,3]}`,
		"long json key": `{"` + strings.Repeat("k", 2<<20) + `":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for mode := BodyPretty; mode <= BodyRaw; mode++ {
				if mode == BodyHex && name != "one line" {
					continue // all bytes cost the same there
				}
				wrap := mode != BodyRaw
				p := PrepareBody(BodyInput{Kind: "json", Raw: body, Bytes: []byte(body), Mode: mode, Wrap: wrap}, 60, NewTheme(Dark()))
				if len(p.text) > limit {
					t.Errorf("%s: %d bytes of text", mode, len(p.text))
				}
				last := ansi.Strip(p.line(p.lines() - 1))
				if cut := len(body) > maxShown || len(p.text) > maxPrepared; strings.Contains(last, "copies all") != cut {
					t.Errorf("%s: %d bytes, %d of text, and it ends with %q", mode, len(body), len(p.text), last)
				}
				if name == "many values" && mode == BodyPretty && len(p.text) <= maxPrepared {
					t.Errorf("%d bytes of text are no test of the bound", len(p.text))
				}
			}
		})
	}
	lines, _ := prepared(BodyInput{Kind: "text", Bytes: make([]byte, 13<<20), CopyKey: "Y"}, 60)
	if want := "showing the first 1 MB of 13 MB; Y copies all"; lines[len(lines)-1] != want {
		t.Errorf("the last line is %q, want %q", lines[len(lines)-1], want)
	}
}

// TestCutJSONStaysPretty: a body that is cut is not valid JSON any more, and is
// still shown indented.
func TestCutJSONStaysPretty(t *testing.T) {
	t.Parallel()
	lines, p := prepared(BodyInput{Kind: "json", Bytes: []byte(oneLineJSON(2 << 20)), Wrap: true}, 60)
	if lines[1] != "  {" || p.note != "" {
		t.Errorf("line 1 is %q, note %q", lines[1], p.note)
	}
}

func TestBodyLines(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 500)
	got := BodyLines(BodyInput{Kind: "json", Bytes: []byte(`{"a":"` + long + `"}`)})
	if diff := cmp.Diff([]string{"{", `  "a": "` + long + `"`, "}"}, got); diff != "" {
		t.Error(diff)
	}
	for _, text := range scripts() {
		if strings.Contains(Safe(text), "<") {
			continue // some of it can't be shown
		}
		if got := BodyLines(BodyInput{Kind: "text", Bytes: []byte(text)}); got[0] != text {
			t.Errorf("%q is not what came: %q", got[0], text)
		}
	}
	if got := BodyLines(BodyInput{Kind: "json", Bytes: []byte{}, Note: "careful"}); len(got) != 0 {
		t.Errorf("what is said about a body is copied with it: %q", got)
	}
}

// Nobody reads a thousand levels, and what goes deeper is still all there.
func TestDeepJSONIsShownAsFarAsAnybodyReads(t *testing.T) {
	t.Parallel()
	const deep = 20_000
	body := strings.Repeat("[", deep) + "1,\n2" + strings.Repeat("]", deep)
	lines, p := prepared(BodyInput{Kind: "json", Bytes: []byte(body), Wrap: true}, 60)
	if want := "! more than 1000 levels deep: from there on as it came"; lines[0] != want || lines[1] != "[" || lines[2] != "  [" {
		t.Errorf("it begins with %q, want %q", lines[:3], want)
	}
	if p.lines() < maxLevels || strings.NewReplacer(" ", "", "\n", "").Replace(strings.Join(lines[1:], "")) != strings.ReplaceAll(body, "\n", "") {
		t.Errorf("%d lines, and not all of the body", p.lines())
	}
}

// FuzzPrepareJSON checks that indenting changes nothing but white space.
func FuzzPrepareJSON(f *testing.F) {
	for _, s := range append(hostileStrings(), demoJSON, `[1,[],{"a":{}}]`, `"\ud800"`, "{\"\xff\":1}", "[1.0e+5,-0]", "\ufeff{}\n[{}]", "{} 1") {
		f.Add(s, 60)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		width = max(width%200, 1)
		p := PrepareBody(BodyInput{Kind: "json", Bytes: []byte(s), Wrap: true}, width, NewTheme(Dark()))
		for i := range p.lines() {
			if got := ansi.StringWidthWc(p.line(i)); got != p.lineWidth(i) || got > width {
				t.Fatalf("line %d of %q at %d: %d cells, said %d", i, s, width, got, p.lineWidth(i))
			}
		}
		if s == "" {
			return
		}
		value := jsontext.Value(s)
		opts := []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true)}
		valid := jsonInARow(s)
		if valid != (p.note == "") {
			t.Fatalf("%q: valid is %v, note %q", s, valid, p.note)
		}
		if !valid {
			return
		}
		if value.Compact(opts...) != nil { // a mark before it, or more than one
			value = jsontext.Value(strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(strings.TrimPrefix(s, byteOrderMark)))
		}
		squeeze := strings.NewReplacer(" ", "", "\n", "")
		got := squeeze.Replace(strings.Join(BodyLines(BodyInput{Kind: "json", Bytes: []byte(s)}), ""))
		if want := squeeze.Replace(Safe(string(value))); got != want {
			t.Fatalf("%q became\n%q, want\n%q", s, got, want)
		}
	})
}

// jsonInARow reports whether s is a JSON value, or objects and lists one after
// another, and a byte order mark before them.
func jsonInARow(s string) bool {
	dec := jsontext.NewDecoder(strings.NewReader(strings.TrimPrefix(s, byteOrderMark)), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	scalars := false
	for n := 0; ; n++ {
		v, err := dec.ReadValue()
		switch {
		case errors.Is(err, io.EOF):
			return n == 1 || n > 1 && !scalars
		case err != nil:
			return false
		}
		scalars = scalars || v.Kind() != '{' && v.Kind() != '['
	}
}
