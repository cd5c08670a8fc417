package views

import (
	"charm.land/lipgloss/v2"
)

// NoticeBox is what happened, and below it what that means and what to do, for
// notices that don't fit into the footer. It is w cells wide and at most h high.
func NoticeBox(th Theme, title Styled, lines []string, w, h int) string {
	if w < 8 || h < 3 {
		return ""
	}
	pens := th.penSet()
	var rows []Styled
	for _, part := range wrapWords(title.Text, w-4) {
		rows = append(rows, Styled{part, title.Tone})
	}
	for _, text := range lines {
		for _, part := range wrapWords(text, w-4) {
			rows = append(rows, Styled{part, ToneNormal})
		}
	}
	rows = rows[:min(len(rows), h-2)]
	frame := pens.tones[rowPlain][title.Tone.known()]
	var l line
	l.raw(frame, "╭", 1)
	l.repeat(frame, "─", w-2)
	l.raw(frame, "╮", 1)
	for _, row := range rows {
		l.newline()
		l.raw(frame, "│", 1)
		l.space("", 1)
		l.cell(pens.tones[rowPlain][row.Tone.known()], row.Text, w-4)
		l.space("", 1)
		l.raw(frame, "│", 1)
	}
	l.newline()
	l.raw(frame, "╰", 1)
	l.repeat(frame, "─", w-2)
	l.raw(frame, "╯", 1)
	return l.String()
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

func overlayAt(base, box string, w, h, x, y int) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	base = block(base, w, h)
	boxW, boxH := min(lipgloss.Width(box), w), min(lipgloss.Height(box), h)
	if box == "" || boxW == 0 {
		return base
	}
	layers := lipgloss.NewCompositor(
		lipgloss.NewLayer(base),
		lipgloss.NewLayer(block(box, boxW, boxH)).X(max(x, 0)).Y(max(y, 0)).Z(1),
	)
	canvas := lipgloss.NewCanvas(w, h)
	return canvas.Compose(layers).Render()
}
