package views

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Overlay puts box over the middle of base on a screen of w x h cells. A box
// larger than the screen is cut at the right and the bottom.
func Overlay(base, box string, w, h int) string {
	x, y := OverlayOrigin(box, w, h)
	return overlayAt(base, box, w, h, x, y)
}

// OverlayBottom puts box over the lowest rows of base, above the given number
// of rows that stay free, on a screen of w x h cells.
func OverlayBottom(base, box string, w, h, free int) string {
	return overlayAt(base, box, w, h, 0, h-free-lipgloss.Height(box))
}

// OverlayOrigin is where [Overlay] puts the upper left cell of box.
func OverlayOrigin(box string, w, h int) (x, y int) {
	return (w - min(lipgloss.Width(box), w)) / 2, (h - min(lipgloss.Height(box), h)) / 2
}

// overlayAt costs what the rows beneath the box cost: the others are passed on
// as they are.
func overlayAt(base, box string, w, h, x, y int) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	boxW := min(lipgloss.Width(box), w)
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
	for i, row := range over[:min(len(over), h-y)] {
		rows[y+i] = splice(rows[y+i], row, x, boxW, w)
	}
	return strings.Join(rows, "\n")
}

// reset ends whatever style the part of a row before it has begun.
const reset = "\x1b[m"

// splice replaces the cells of a row from x on, n of them, by what is over it.
// A wide character that lies half beneath gives way, as on a terminal.
func splice(row, over string, x, n, w int) string {
	var b strings.Builder
	b.Grow(len(row) + len(over) + 16)
	row += spaces(max(w-ansi.StringWidth(row), 0))
	part(&b, ansi.Truncate(row, x, ""), x, false)
	part(&b, ansi.Truncate(over, n, ""), n, false)
	if rest := w - x - n; rest > 0 {
		row = ansi.Truncate(row, w, "")
		right := ansi.TruncateLeft(row, x+n, "")
		if ansi.StringWidth(right) > rest { // it begins with what lies half beneath
			right = ansi.TruncateLeft(row, x+n+1, "")
		}
		part(&b, right, rest, true)
	}
	return b.String()
}

// part writes a part of a row, which has n cells: blanks stand for what a cut
// through a wide character or the row's end has left empty.
func part(b *strings.Builder, text string, n int, atStart bool) {
	gap := spaces(max(n-ansi.StringWidth(text), 0))
	if atStart {
		b.WriteString(gap)
	}
	b.WriteString(text)
	if strings.IndexByte(text, '\x1b') >= 0 {
		b.WriteString(reset)
	}
	if !atStart {
		b.WriteString(gap)
	}
}
