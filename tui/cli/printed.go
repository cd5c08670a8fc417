package cli

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"leaseview/views"
)

// printed is the way by which everything goes that is written outside of the
// screen and that a person may see in a terminal: arguments, paths, names and
// errors hold what anybody has put there. It takes whole texts.
type printed struct {
	to   io.Writer
	hide func(string) string // what may not be seen; nil hides nothing
}

func (p printed) Write(text []byte) (int, error) {
	clean := string(text)
	if p.hide != nil {
		clean = p.hide(clean)
	}
	if _, err := io.WriteString(p.to, harmless(clean)); err != nil {
		return 0, err
	}
	return len(text), nil
}

// harmless makes everything in a text visible but for what lays it out: the ends
// of its lines, and tabs.
func harmless(text string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(text, "\n\t")
		if i < 0 {
			return b.String() + views.Safe(text)
		}
		b.WriteString(views.Safe(text[:i]) + text[i:i+1])
		text = text[i+1:]
	}
}

// logged is printed for the lines of a log in JSON, which programs read too: what
// a terminal would obey is escaped as JSON has it, and means the same.
type logged struct {
	to   io.Writer
	hide func(string) string
}

func (l logged) Write(line []byte) (int, error) {
	const hex = "0123456789abcdef"
	var b strings.Builder
	for _, r := range l.hide(string(line)) {
		if r < utf8.RuneSelf && r != 0x7f || unicode.IsGraphic(r) && r != utf8.RuneError {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			b.WriteString(`\u`)
			for shift := 12; shift >= 0; shift -= 4 {
				b.WriteByte(hex[unit>>shift&15])
			}
		}
	}
	if _, err := io.WriteString(l.to, b.String()); err != nil {
		return 0, err
	}
	return len(line), nil
}
