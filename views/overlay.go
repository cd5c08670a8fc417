package views

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Overlay puts box over the middle of base on a screen of w x h cells. A box
// larger than the screen is cut at the right and the bottom.
func Overlay(base, box string, w, h int) string {
	boxW := min(lipgloss.Width(box), w)
	x, y := centred(box, boxW, w, h)
	return overlayAt(base, box, boxW, w, h, x, y)
}

// OverlayBottom puts box over the lowest rows of base, above the given number
// of rows that stay free, on a screen of w x h cells.
func OverlayBottom(base, box string, w, h, free int) string {
	return overlayAt(base, box, min(lipgloss.Width(box), w), w, h, 0, h-free-lipgloss.Height(box))
}

// OverlayOrigin is where [Overlay] puts the upper left cell of box.
func OverlayOrigin(box string, w, h int) (x, y int) {
	return centred(box, min(lipgloss.Width(box), w), w, h)
}

func centred(box string, boxW, w, h int) (x, y int) {
	return (w - boxW) / 2, (h - min(lipgloss.Height(box), h)) / 2
}

// overlayAt puts boxW cells of a box at x, y. It costs what the rows beneath the
// box cost: the others are passed on as they are.
func overlayAt(base, box string, boxW, w, h, x, y int) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	if box == "" || boxW == 0 {
		return block(base, w, h)
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
		splice(&b, rows[y+i], row, x, boxW)
		rows[y+i] = b.String()
	}
	return strings.Join(rows, "\n")
}

// reset ends whatever style has been begun.
const reset = "\x1b[m"

// splice replaces the cells of a row from x on, n of them, by what is over it. It
// reads the row once, and no further than it has to. A wide character that lies
// half beneath gives way, as on a terminal.
func splice(b *strings.Builder, row, over string, x, n int) {
	b.Grow(len(row) + len(over) + 16)
	c := cells{rest: row}
	for c.width < x && c.next(x) {
		b.WriteString(c.seq)
	}
	b.WriteString(reset)
	b.WriteString(spaces(x - c.width))
	width := ansi.StringWidth(over)
	if width > n {
		over = ansi.Truncate(over, n, "")
		width = ansi.StringWidth(over)
	}
	b.WriteString(over)
	b.WriteString(reset)
	b.WriteString(spaces(n - width))
	for c.width < x+n && c.next(x+n+1) { // these lie beneath
	}
	if c.rest != "" {
		b.WriteString(spaces(c.width - x - n))
		b.WriteString(c.style.String())
		b.WriteString(c.rest)
	}
}

// cells reads a row a character or an escape sequence at a time.
type cells struct {
	rest  string
	seq   string          // read last
	width int             // of what has been read
	style strings.Builder // the sequences that are in force
	state byte
}

// decode is what comes next. A letter of ASCII that nothing can combine with is
// one cell, which needs no tables.
func (c *cells) decode() (seq string, width, n int, state byte) {
	letter := c.rest[0] >= ' ' && c.rest[0] < 0x7f
	if letter && c.state == ansi.NormalState && (len(c.rest) == 1 || c.rest[1] < 0x80) {
		return c.rest[:1], 1, 1, ansi.NormalState
	}
	return ansi.DecodeSequence(c.rest, c.state, nil)
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
