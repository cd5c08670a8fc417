package views

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// line builds one or more lines of styled text. Neighbours with the same pen
// share one escape sequence, and the width of the current line is known at any
// time without measuring.
type line struct {
	buf    []byte
	width  int
	pen    pen
	method ansi.Method
}

// use switches to p.
func (l *line) use(p pen) {
	if p == l.pen {
		return
	}
	if l.pen != "" {
		l.buf = append(l.buf, penOff...)
	}
	l.buf = append(l.buf, p...)
	l.pen = p
}

// safe writes raw text, sanitised and cut to width cells; it returns how many
// it took.
func (l *line) safe(p pen, raw string, width int) int {
	if width <= 0 || raw == "" {
		return 0
	}
	l.use(p)
	w := l.append(raw, width)
	l.width += w
	return w
}

// append writes raw text, and what keeps it from changing places with other cells.
func (l *line) append(raw string, width int) (cells int) {
	start := len(l.buf)
	l.buf, cells = appendSafeLine(l.buf, raw, width, l.method)
	if rightToLeft(l.buf[start:]) {
		l.buf = append(slices.Insert(l.buf, start, []byte(isolate)...), isolate...)
	}
	return cells
}

// cell writes raw text into a cell of exactly width cells.
func (l *line) cell(p pen, raw string, width int) {
	l.space(p, width-l.safe(p, raw, width))
}

// cellRight is cell with the text at the right end.
func (l *line) cellRight(p pen, raw string, width int) {
	if width <= 0 {
		return
	}
	l.use(p)
	start := len(l.buf)
	w := l.append(raw, width)
	if gap := width - w; gap > 0 {
		l.buf = slices.Insert(l.buf, start, []byte(spaces(gap))...)
	}
	l.width += width
}

// raw writes text that this package made: known to be safe, width cells wide.
func (l *line) raw(p pen, text string, width int) {
	l.use(p)
	l.buf = append(l.buf, text...)
	l.width += width
}

// space writes n spaces.
func (l *line) space(p pen, n int) {
	if n <= 0 {
		return
	}
	l.use(p)
	l.buf = append(l.buf, spaces(n)...)
	l.width += n
}

// fill writes spaces until the line is width cells wide.
func (l *line) fill(p pen, width int) { l.space(p, width-l.width) }

// repeat writes a character of one cell n times.
func (l *line) repeat(p pen, s string, n int) {
	if n <= 0 {
		return
	}
	l.use(p)
	for range n {
		l.buf = append(l.buf, s...)
	}
	l.width += n
}

// newline ends the current line; each line stands on its own, with its style
// closed, so that lines can be cut out and put next to others.
func (l *line) newline() {
	l.use("")
	l.buf = append(l.buf, '\n')
	l.width = 0
}

func (l *line) String() string {
	l.use("")
	return string(l.buf)
}

const blanks = "                                                                                                                                "

// spaces returns n spaces, n being 0 or more.
func spaces(n int) string {
	if n <= len(blanks) {
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}
