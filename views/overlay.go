package views

import "charm.land/lipgloss/v2"

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
	// A canvas trims the spaces at the ends of its lines.
	return block(lipgloss.NewCanvas(w, h).Compose(layers).Render(), w, h)
}
