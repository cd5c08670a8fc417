package views

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Overlay puts box over the middle of base on a screen of w x h cells. A box
// larger than the screen is cut at the right and the bottom.
func Overlay(th Theme, base, box string, w, h int) string {
	boxW := th.boxWidth(box, w)
	x, y := centred(box, boxW, w, h)
	return overlayAt(th.method, base, box, boxW, w, h, x, y)
}

// OverlayRows puts box over the rows of base from row y on, counted from 0, on a
// screen of w x h cells.
func OverlayRows(th Theme, base, box string, w, h, y int) string {
	return overlayAt(th.method, base, box, th.boxWidth(box, w), w, h, 0, y)
}

// OverlayOrigin is where [Overlay] puts the upper left cell of box.
func OverlayOrigin(th Theme, box string, w, h int) (x, y int) {
	return centred(box, th.boxWidth(box, w), w, h)
}

// boxWidth is how many cells of a screen of w the widest line of a box takes.
func (t Theme) boxWidth(box string, w int) int {
	most := 0
	for row := range strings.SplitSeq(box, "\n") {
		most = max(most, t.method.StringWidth(row))
	}
	return min(most, w)
}

// height is how many lines a block has.
func height(block string) int { return 1 + strings.Count(block, "\n") }

func centred(box string, boxW, w, h int) (x, y int) {
	return (w - boxW) / 2, (h - min(height(box), h)) / 2
}

// overlayAt puts boxW cells of a box at x, y. It costs what the rows beneath the
// box cost: the others are passed on as they are.
func overlayAt(m ansi.Method, base, box string, boxW, w, h, x, y int) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	if box == "" || boxW == 0 {
		return block(base, w, h, m)
	}
	x, y = max(x, 0), max(y, 0)
	rows := strings.Split(base, "\n")
	for len(rows) < h {
		rows = append(rows, "")
	}
	rows = rows[:h]
	over := strings.Split(box, "\n")
	var b strings.Builder
	for i, row := range over[:min(len(over), h-y)] {
		b.Reset()
		splice(&b, m, rows[y+i], row, x, boxW)
		rows[y+i] = b.String()
	}
	return strings.Join(rows, "\n")
}

// reset ends whatever style has been begun.
const reset = "\x1b[m"

// splice replaces the cells of a row from x on, n of them, by what is over it. It
// reads the row once, and no further than it has to. A wide character that lies
// half beneath gives way, as on a terminal.
func splice(b *strings.Builder, m ansi.Method, row, over string, x, n int) {
	b.Grow(len(row) + len(over) + 16)
	c := cells{rest: row, method: m}
	for (c.width < x || c.mark()) && c.next(x) {
		b.WriteString(c.seq)
	}
	b.WriteString(reset)
	b.WriteString(spaces(x - c.width))
	seam := "" // cuts text that is written from right to left in two
	if strings.Contains(row, isolate) {
		seam = isolate
	}
	b.WriteString(seam)
	over, width := cutRow(over, n, m)
	b.WriteString(over)
	b.WriteString(reset)
	b.WriteString(spaces(n - width))
	b.WriteString(seam)
	for (c.width < x+n || c.mark()) && c.next(math.MaxInt) { // these lie beneath
	}
	if c.rest != "" {
		b.WriteString(spaces(c.width - x - n))
		b.WriteString(c.style.String())
		b.WriteString(c.rest)
	}
}

// cutRow returns a row that this package made cut to w cells, and how many it has
// then. The library's Truncate counts clusters first, whatever it is told.
func cutRow(row string, w int, m ansi.Method) (string, int) {
	if width := m.StringWidth(row); width <= w {
		return row, width
	}
	c := cells{rest: row, method: m}
	for (c.width < w || c.mark()) && c.next(w) { // these stay
	}
	row = row[:len(row)-len(c.rest)]
	if strings.Contains(row, isolate) { // the cut took away what ended it
		row += isolate
	}
	if c.style.Len() > 0 {
		row += reset
	}
	return row, c.width
}

// cells reads a row a character or an escape sequence at a time.
type cells struct {
	rest   string
	seq    string          // read last
	width  int             // of what has been read
	style  strings.Builder // the sequences that are in force
	state  byte
	method ansi.Method
}

// mark reports whether what comes next belongs to the character before it.
func (c *cells) mark() bool {
	if c.rest == "" || c.rest[0] < utf8.RuneSelf {
		return false
	}
	_, width, _, _ := c.decode()
	return width == 0
}

// decode is what comes next. A letter of ASCII that nothing can combine with is
// one cell, which needs no tables.
func (c *cells) decode() (seq string, width, n int, state byte) {
	if letter := c.rest[0] >= ' ' && c.rest[0] < 0x7f; letter && c.state == ansi.NormalState {
		if len(c.rest) == 1 || c.rest[1] < utf8.RuneSelf {
			return c.rest[:1], 1, 1, ansi.NormalState
		}
		// The decoder doesn't look beyond a letter of ASCII.
		seq, width = ansi.FirstGraphemeCluster(c.rest, c.method)
		return seq, width, len(seq), ansi.NormalState
	}
	return c.method.DecodeSequenceInString(c.rest, c.state, nil)
}

// next reads on, but for a character that would reach beyond that many cells;
// false then, and at the end.
func (c *cells) next(most int) bool {
	if c.rest == "" {
		return false
	}
	seq, width, n, state := c.decode()
	if c.width+width > most {
		return false
	}
	c.seq, c.rest, c.state = seq, c.rest[n:], state
	c.width += width
	switch {
	case seq == reset, seq == "\x1b[0m":
		c.style.Reset()
	case seq[0] == '\x1b':
		c.style.WriteString(seq)
	}
	return true
}
