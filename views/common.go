package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// size is what every component keeps of SetSize: never negative.
type size struct{ w, h int }

// SetSize sets the outer size in cells. A component's View has at most this
// size, whatever it is.
func (s *size) SetSize(w, h int) { s.w, s.h = max(w, 0), max(h, 0) }

// empty reports whether there is nothing to draw on.
func (s *size) empty() bool { return s.w == 0 || s.h == 0 }

// notice is the text of a component that has nothing to list: what is the
// case, and what to press.
type notice struct {
	title string
	lines []string
}

// draw centres the notice in a block of exactly w x h.
func (n notice) draw(th Theme, w, h int) string {
	l, pens := th.line(), th.penSet()
	var rows []Styled
	if n.title != "" {
		rows = append(rows, Styled{Text: n.title})
	}
	for _, text := range n.lines {
		for _, part := range wrapWords(text, w-2, th.method) {
			rows = append(rows, Styled{part, ToneMuted})
		}
	}
	if len(rows) > 1 && len(rows) < h && n.title != "" {
		rows = append(rows[:1], append([]Styled{{}}, rows[1:]...)...)
	}
	rows = rows[:min(len(rows), h)]
	top := max(0, (h-len(rows))/3)
	for y := range h {
		if i := y - top; i >= 0 && i < len(rows) {
			p := pens.tones[rowPlain][rows[i].Tone]
			if i == 0 && n.title != "" {
				p = pens.title
			}
			text := safeLine(rows[i].Text, w, th.method)
			l.space("", (w-th.method.StringWidth(text))/2)
			l.safe(p, text, w)
		}
		l.fill("", w)
		if y < h-1 {
			l.newline()
		}
	}
	return l.String()
}

// wrapWords breaks raw text into safe lines of at most width cells, between
// words only, so that commands and ids can be copied; a word that is longer
// than a line is broken where the line ends. A line feed begins no line: it
// shows as ␊, so that a name can't look like a sentence of the program's own.
func wrapWords(raw string, width int, m ansi.Method) []string {
	if width <= 0 {
		return nil
	}
	text := Safe(raw)
	if m.StringWidth(text) <= width {
		return []string{text}
	}
	var out []string
	row, used := "", 0
	for word := range strings.FieldsSeq(text) {
		w := m.StringWidth(word)
		if used > 0 && used+1+w <= width {
			row, used = row+" "+word, used+1+w
			continue
		}
		if used > 0 {
			out = append(out, row)
		}
		for w > width {
			head, _ := cutRow(word, width, m)
			if head == "" { // a wide character in a line of one cell
				head, word = ellipsis, ""
			}
			out = append(out, head)
			word = strings.TrimPrefix(word, head)
			w = m.StringWidth(word)
		}
		row, used = word, w
	}
	return append(out, row)
}

// block makes text exactly w x h: lines are cut or padded, missing ones added.
func block(text string, w, h int, m ansi.Method) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	lines := strings.Split(text, "\n")
	var b strings.Builder
	b.Grow(len(text) + h)
	for y := range h {
		if y > 0 {
			b.WriteByte('\n')
		}
		width := 0
		if y < len(lines) {
			var row string
			row, width = cutRow(lines[y], w, m)
			b.WriteString(row)
		}
		b.WriteString(spaces(max(w-width, 0)))
	}
	return b.String()
}

// clampOffset keeps a list's offset such that no page is half empty while
// there are rows to fill it.
func clampOffset(offset, rows, visible int) int {
	return max(0, min(offset, rows-visible))
}

// offsetFor returns the offset nearest to the given one that shows cursor.
func offsetFor(offset, cursor, rows, visible int) int {
	if cursor >= 0 && visible > 0 {
		offset = min(offset, cursor)
		offset = max(offset, cursor-visible+1)
	}
	return clampOffset(offset, rows, visible)
}

// TooSmall says in one line that the terminal is too small for the program,
// which needs 40 x 10 cells.
func TooSmall(w, h int) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	for _, text := range []string{"Too small: leaseview needs 40x10 cells.", "Needs 40x10 cells", "40x10!"} {
		if len(text) <= w {
			return text
		}
	}
	return SafeLine("40x10", w)
}
