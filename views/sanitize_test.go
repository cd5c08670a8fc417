package views

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestSafe(t *testing.T) {
	t.Parallel()
	tests := []safeTest{
		{"plain", "hello, world", "hello, world"},
		{"empty", "", ""},
		{"escape", "\x1b[31mred", "␛[31mred"},
		{"clipboard", "\x1b]52;c;aGk=\a", "␛]52;c;aGk=␇"},
		{"line feed and tab", "a\n\tb\r\n", "a␊␉b␍␊"},
		{"nul and del", "\x00\x7f", "␀␡"},
		{"c1 as a rune", "\u009b31m", "<U+009B>31m"},
		{"c1 as a byte", "\x9b31m", `\x9b31m`},
		{"cut rune", "\xe2\x82", `\xe2\x82`},
		{"surrogate", "\xed\xa0\x80", `\xed\xa0\x80`},
		{"right to left override", "\u202egpj.exe", "<U+202E>gpj.exe"},
		{"isolates and marks", "\u2066\u2069\u200e\u061c", "<U+2066><U+2069><U+200E><U+061C>"},
		{"zero width", "a\u200bb\u200c\u2060\ufeff", "a<U+200B>b<U+200C><U+2060><U+FEFF>"},
		{"soft hyphen", "a\u00adb", "a<U+00AD>b"},
		{"separators", "a\u2028b\u2029", "a<U+2028>b<U+2029>"},
		{"tags", "\U000e0041", "<U+E0041>"},
		{"interlinear", "\ufff9a\ufffb", "<U+FFF9>a<U+FFFB>"},
		{"private use", "\ue0a0\U0010fffd", "<U+E0A0><U+10FFFD>"},
		{"noncharacter", "\uffff", "<U+FFFF>"},
		{"unassigned", "\u0378", "<U+0378>"},
		{"odd spaces", "a\u2003b\u1680c\u202fd\u2009", "a<U+2003>b<U+1680>c<U+202F>d<U+2009>"},
		{"no-break space", "a\u00a0b", "a\u00a0b"},
		{"half-width marks without a base", "\uff9ea\n\uff9f", "◌\uff9ea␊◌\uff9f"},
		{"half-width marks", "ｶ\uff9eﾊ\uff9f", "ｶ\uff9eﾊ\uff9f"},
		{"fillers", "\u3164\u2800\u115f", "<U+3164><U+2800><U+115F>"},
		{"replacement character", "\ufffd", "\ufffd"},
		{"accents", "e\u0301 é", "e\u0301 é"},
		{"mark without a base", "\u0301a", "◌\u0301a"},
		{"mark after an escape", "\n\u0301", "␊◌\u0301"},
		{"stack of marks", "x" + strings.Repeat("\u0301", 20), "x" + strings.Repeat("\u0301", 6) + "<+14>"},
		{"emoji selector", "❤\ufe0f 1\ufe0f\u20e3", "❤ 1\u20e3"},
		{"selector that hides data", "a\ufe0f\ufe01", "a<U+FE0F><U+FE01>"},
		{"selector after an accented letter", "é\ufe0fx", "é<U+FE0F>x"},
		{"selector after a Chinese character", "日\ufe0f", "日<U+FE0F>"},
		{"text selector after a letter", "ж\ufe0e", "ж<U+FE0E>"},
		{"second selector", "❤\ufe0f\ufe0f", "❤<U+FE0F>"},
		{"flag", "🇩🇪", "🇩🇪"},
		{"half a flag", "🇩", "<U+1F1E9>"},
		{"wide", "日本語\u3000한국", "日本語\u3000한국"},
		{"burmese", "မြန်မာ", "မြန်မာ"},
		{"hindi", "क्षि", "क्षि"},
	}
	checkSafe(t, tests)
}

// What scripts and pictures are made of passes where they need it, and nowhere else.
func TestSafeLetsScriptsJoin(t *testing.T) {
	t.Parallel()
	checkSafe(t, []safeTest{
		{"joined emoji", "👩\u200d💻 ❤\ufe0f\u200d🔥", "👩\u200d💻 ❤\ufe0f\u200d🔥"},
		{"joined to nothing", "👩\u200d 👩\u200d\u200d💻 a\u200db", "👩<U+200D> 👩<U+200D><U+200D>💻 a<U+200D>b"},
		{"skin tone", "👍🏽 🏽", "👍🏽 <U+1F3FD>"},
		{"persian", "می\u200cخواهم", "می\u200cخواهم"},
		{"persian with a vowel sign", "مِ\u200cخ", "مِ\u200cخ"},
		{"joiner at the end of a persian word", "می\u200c خ", "می<U+200C> خ"},
		{"two joiners in a persian word", "می\u200c\u200cخ", "می<U+200C><U+200C>خ"},
		{"joiner between scripts", "م\u200ca a\u200cم", "م<U+200C>a a<U+200C>م"},
		{"joiner that joins persian letters", "م\u200dخ", "م<U+200D>خ"},
		{"sinhala", "ශ්\u200dරී", "ශ්\u200dරී"},
		{"hindi half letter", "क्\u200dष क्\u200cष", "क्\u200dष क्\u200cष"},
		{"hindi joiner after no virama", "क\u200dष", "क<U+200D>ष"},
		{"bengali", "র\u200d্যাব", "র\u200d্যাব"},
		{"malayalam chillu of old", "ന്\u200d ", "ന്\u200d "},
		{"virama without a base", "\u094d\u200d", "◌\u094d<U+200D>"},
		{"decomposed hangul", "\u1112\u1161\u11ab\u1100\u1173\u11af \u1112\u1161 하\u11ab", "한글 하 한"},
		{"letters that make no syllable", "\u1112 \u1161\u11ab \u1112\u119e", "<U+1112> <U+1161><U+11AB> <U+1112><U+119E>"},
	})
}

type safeTest struct{ name, in, want string }

func checkSafe(t *testing.T, tests []safeTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Safe(tt.in); got != tt.want {
				t.Errorf("Safe(%q) = %q, want %q", tt.in, got, tt.want)
			}
			checkStable(t, Safe(tt.in))
		})
	}
}

func TestSafeLine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in    string
		width int
		want  string
	}{
		{"hello", 10, "hello"},
		{"hello", 5, "hello"},
		{"hello", 4, "hel…"},
		{"hello", 1, "…"},
		{"hello", 0, ""},
		{"hello", -3, ""},
		{"日本語", 6, "日本語"},
		{"日本語", 5, "日本…"},
		{"日本語", 4, "日…"},
		{"日本語", 1, "…"},
		{"a\u202eb", 5, "a…"},
		{"ab\x9bcd", 6, "ab…"},
		{"ab\x9bcd", 8, `ab\x9bcd`},
		{"ae\u0301", 2, "ae\u0301"},
		{"line\nline", 20, "line␊line"},
	}
	for _, tt := range tests {
		if got := SafeLine(tt.in, tt.width); got != tt.want {
			t.Errorf("SafeLine(%q, %d) = %q, want %q", tt.in, tt.width, got, tt.want)
		}
	}
}

// TestSafeEveryRune holds the sanitiser against every code point, a sample only
// of the planes that have none, of private use, and of the long runs of Chinese,
// Hangul and Tangut.
func TestSafeEveryRune(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		dull := r > 0x3400 && r < 0x4d00 || r > 0x4e00 && r < 0x9f00 || r > 0xac00 && r < 0xd700 || r > 0xe000 && r < 0xf800 ||
			r > 0x17000 && r < 0x18a00 || r > 0x20100 && r < 0xe0000 || r > 0xe1000
		if !utf8.ValidRune(r) || dull && r%97 != 0 {
			continue
		}
		in := "a" + string(r) + "b"
		if orphan := Safe("\n" + string(r)); Safe(orphan) != orphan {
			t.Fatalf("Safe(%q) is not stable", orphan)
		}
		if problem := unsafeIn(Safe(in)); problem != "" {
			t.Fatalf("Safe(%q) = %q: %s", in, Safe(in), problem)
		}
		for _, m := range methods {
			line, cells := appendSafeLine(nil, in, 4, m)
			if w := m.StringWidth(string(line)); w != cells || w > 4 {
				t.Fatalf("SafeLine(%q, 4) is %d cells wide, said %d", in, w, cells)
			}
		}
	}
}

// joinedText is where characters that nobody sees have their place: between letters
// of scripts that need them, and in pictures made of several.
var joinedText = regexp.MustCompile(
	`[\p{Arabic}\p{Syriac}\p{Nko}]\p{Mn}*\x{200C}[\p{Arabic}\p{Syriac}\p{Nko}]|\p{L}\p{M}*[\p{Mn}\p{Mc}][\x{200C}\x{200D}]|\x{09B0}\x{200D}\x{09CD}|` +
		`\p{S}\x{FE0F}?[\x{1F3FB}-\x{1F3FF}]?(\x{200D}\p{S}\x{FE0F}?[\x{1F3FB}-\x{1F3FF}]?)+`)

// unsafeIn names what must never reach a cell, independently of how the
// sanitiser decides.
func unsafeIn(s string) string {
	if !utf8.ValidString(s) {
		return "invalid UTF-8"
	}
	for _, r := range joinedText.ReplaceAllString(s, "") {
		switch {
		case unicode.IsControl(r):
			return "a control character"
		case unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp, unicode.Variation_Selector):
			return "a format character, a separator or a selector"
		case unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r):
			return "a character that is drawn as nothing"
		case unicode.Is(unicode.Zs, r) && !strings.ContainsRune(" \u00a0\u3000", r):
			return "a space of a width that nobody sees"
		}
	}
	return ""
}

// checkStable fails when text that is safe already becomes another where it is
// drawn: a caller may have made a sentence of it, and the component that shows
// the sentence must not escape it a second time.
func checkStable(t *testing.T, safe string) {
	t.Helper()
	for name, again := range map[string]string{
		"Safe": Safe(safe), "safeLine": safeLine(safe, ansi.StringWidth(safe), ansi.GraphemeWidth),
	} {
		if again != safe {
			t.Fatalf("%s makes %q of what is safe already: %q", name, again, safe)
		}
	}
}

func FuzzSafe(f *testing.F) {
	for _, s := range hostileStrings() {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		width %= 300
		safe := Safe(s)
		if problem := unsafeIn(safe); problem != "" {
			t.Fatalf("Safe(%q) = %q lets through %s", s, safe, problem)
		}
		checkStable(t, safe)
		for _, m := range methods {
			line, cells := appendSafeLine(nil, s, width, m)
			if got := m.StringWidth(string(line)); got != cells || got > max(width, 0) {
				t.Fatalf("SafeLine(%q, %d) = %q: %d cells, said %d", s, width, line, got, cells)
			}
			if full := m.StringWidth(safe); m == ansi.GraphemeWidth && full <= width && string(line) != safe {
				t.Fatalf("SafeLine(%q, %d) = %q, want all of %q", s, width, line, safe)
			}
		}
	})
}
