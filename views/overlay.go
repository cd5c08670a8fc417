package views

// Overlay puts box over the middle of base on a screen of w x h cells. A box
// larger than the screen is cut at the right and the bottom.
func Overlay(base, box string, w, h int) string {
	x, y := OverlayOrigin(box, w, h)
	return overlayAt(base, box, w, h, x, y)
}
