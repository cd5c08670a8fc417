package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Line widths of box drawing, in SVG units.
const (
	thin  = 1
	thick = 2
)

// arms are the four lines that a box-drawing character draws from its cell's
// middle: their widths to the left, right, top and bottom.
type arms struct{ left, right, up, down int }

var boxes = map[rune]arms{
	'─': {thin, thin, 0, 0}, '│': {0, 0, thin, thin}, '━': {thick, thick, 0, 0}, '┃': {0, 0, thick, thick},
	'┌': {0, thin, 0, thin}, '┐': {thin, 0, 0, thin}, '└': {0, thin, thin, 0}, '┘': {thin, 0, thin, 0},
	'├': {0, thin, thin, thin}, '┤': {thin, 0, thin, thin}, '┬': {thin, thin, 0, thin}, '┴': {thin, thin, thin, 0},
	'┼': {thin, thin, thin, thin}, '╴': {thin, 0, 0, 0}, '╵': {0, 0, thin, 0}, '╶': {0, thin, 0, 0}, '╷': {0, 0, 0, thin},
	'┏': {0, thick, 0, thick}, '┓': {thick, 0, 0, thick}, '┗': {0, thick, thick, 0}, '┛': {thick, 0, thick, 0},
	'╸': {thick, 0, 0, 0}, '╺': {0, thick, 0, 0}, '╾': {thick, thin, 0, 0}, '╼': {thin, thick, 0, 0},
}

// rounded are the corners of frames: where the arc goes from the cell's middle.
var rounded = map[rune]struct{ right, down bool }{
	'╭': {true, true}, '╮': {false, true}, '╰': {true, false}, '╯': {false, false},
}

// shapeOf draws the characters that have to meet those of the cells around them
// exactly: box drawing and blocks. A font leaves gaps between lines.
func shapeOf(content string, x, y int) (string, bool) {
	r, size := utf8.DecodeRuneInString(content)
	if size != len(content) {
		return "", false
	}
	if a, ok := boxes[r]; ok {
		return a.draw(x, y), true
	}
	if c, ok := rounded[r]; ok {
		return corner4(x, y, c.right, c.down), true
	}
	switch {
	case r >= '▁' && r <= '█': // U+2581..2588: eighths from the bottom
		h := float64(r-'▁'+1) / 8 * cellHeight
		return rect(float64(x), float64(y)+cellHeight-h, cellWidth, h), true
	case r >= '▉' && r <= '▏': // U+2589..258F: eighths from the left, falling
		return rect(float64(x), float64(y), float64('▐'-r)/8*cellWidth, cellHeight), true
	case r == '▀':
		return rect(float64(x), float64(y), cellWidth, cellHeight/2), true
	case r == '▐':
		return rect(float64(x)+cellWidth/2.0, float64(y), cellWidth/2.0, cellHeight), true
	case r >= '░' && r <= '▓':
		return fmt.Sprintf(`<rect x="%d" y="%d" width="%d" height="%d" opacity="%.2f"/>`,
			x, y, cellWidth, cellHeight, 0.25*float64(r-'░'+1)), true
	}
	return "", false
}

func (a arms) draw(x, y int) string {
	middleX, middleY := float64(x)+cellWidth/2.0, float64(y)+cellHeight/2.0
	var out strings.Builder
	// Each arm reaches over the middle by half of the widest line there.
	reach := float64(max(a.left, a.right, a.up, a.down)) / 2
	if w := float64(a.left); w > 0 {
		out.WriteString(rect(float64(x), middleY-w/2, cellWidth/2.0+reach, w))
	}
	if w := float64(a.right); w > 0 {
		out.WriteString(rect(middleX-reach, middleY-w/2, cellWidth/2.0+reach, w))
	}
	if w := float64(a.up); w > 0 {
		out.WriteString(rect(middleX-w/2, float64(y), w, cellHeight/2+reach))
	}
	if w := float64(a.down); w > 0 {
		out.WriteString(rect(middleX-w/2, middleY-reach, w, cellHeight/2+reach))
	}
	return out.String()
}

// corner4 draws a quarter of a circle with straight ends to the cell's edges.
func corner4(x, y int, right, down bool) string {
	middleX, middleY := float64(x)+cellWidth/2.0, float64(y)+cellHeight/2.0
	edgeX, edgeY, turn := float64(x), float64(y), cellWidth/2.0
	startY := middleY - turn
	if right {
		edgeX = float64(x) + cellWidth
	}
	if down {
		edgeY = float64(y) + cellHeight
		startY = middleY + turn
	}
	return fmt.Sprintf(`<path d="M%g %g V%g Q%g %g %g %g" fill="none" stroke-width="%d"/>`,
		middleX, edgeY, startY, middleX, middleY, edgeX, middleY, thin)
}

func rect(x, y, width, height float64) string {
	return fmt.Sprintf(`<rect x="%g" y="%g" width="%g" height="%g"/>`, x, y, width, height)
}
