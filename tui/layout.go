package tui

// rect is a rectangle of cells.
type rect struct{ x, y, w, h int }

// split says how the table and the detail pane share the screen.
type split uint8

const (
	splitEven   split = iota
	splitTable        // the table has two thirds
	splitDetail       // the detail pane has two thirds
	splitOne          // one pane at a time
	splitCount
)

// String names the split for a notice.
func (s split) String() string {
	return [...]string{"even", "larger table", "larger detail", "one pane at a time"}[s]
}

// Sizes at which the screen changes its shape, in cells.
const (
	minWidth, minHeight = 40, 10
	wideWidth           = 120 // from here on the panes stand side by side
	gutterWidth         = 2   // a line and a space between panes side by side
	bothHeight          = 16  // below this only one pane fits
	twoLineHeader       = 16
	threeLineHeader     = 32
)

// layout is the screen cut into named rectangles. A pane that is not shown has
// no height.
type layout struct {
	small  bool // below 40x10: one line says so, nothing else is drawn
	header rect
	rule   rect // the line above the table: how many of how many, what is held
	table  rect
	gutter rect // the line between panes that stand side by side
	detail rect
	footer rect
}

// computeLayout cuts a screen of w by h cells:
//
//	header            header
//	── rule ──        ── rule ──────────┬───────
//	table             table             │ detail
//	detail            table             │ detail
//	footer            footer
func computeLayout(w, h int, s split, detailFocused bool) layout {
	if w < minWidth || h < minHeight {
		return layout{small: true}
	}
	headerHeight := 1
	switch {
	case h >= threeLineHeader:
		headerHeight = 3
	case h >= twoLineHeader:
		headerHeight = 2
	}
	l := layout{
		header: rect{0, 0, w, headerHeight},
		footer: rect{0, h - 1, w, 1},
	}
	body := rect{0, headerHeight, w, h - headerHeight - 1}
	switch {
	case s == splitOne || (w < wideWidth && h < bothHeight):
		l.onePane(body, detailFocused)
	case w >= wideWidth:
		l.sideBySide(body, s)
	default:
		l.stacked(body, s)
	}
	return l
}

func (l *layout) onePane(body rect, detailFocused bool) {
	if detailFocused {
		l.detail = body
		return
	}
	l.rule = rect{body.x, body.y, body.w, 1}
	l.table = rect{body.x, body.y + 1, body.w, body.h - 1}
}

func (l *layout) sideBySide(body rect, s split) {
	left := shareWide(body.w-gutterWidth, s)
	l.rule = rect{body.x, body.y, left, 1}
	l.table = rect{body.x, body.y + 1, left, body.h - 1}
	l.gutter = rect{body.x + left, body.y, gutterWidth, body.h}
	l.detail = rect{body.x + left + gutterWidth, body.y, body.w - left - gutterWidth, body.h}
}

func (l *layout) stacked(body rect, s split) {
	top := share(body.h, s)
	l.rule = rect{body.x, body.y, body.w, 1}
	l.table = rect{body.x, body.y + 1, body.w, top - 1}
	l.detail = rect{body.x, body.y + top, body.w, body.h - top}
}

// share is the table's part of n cells.
func share(n int, s split) int {
	switch s {
	case splitTable:
		return n * 2 / 3
	case splitDetail:
		return n / 3
	default:
		return n / 2
	}
}

// shareWide is the table's part where the panes stand side by side. Its rows
// need more room than the lines of a body.
func shareWide(n int, s split) int {
	if s == splitEven {
		return n * 55 / 100
	}
	return share(n, s)
}

// contains says whether the cell at x, y is inside.
func (r rect) contains(x, y int) bool {
	return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h
}
