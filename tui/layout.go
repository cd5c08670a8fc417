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

// frame is the screen: the header at the top, the footer in the last line, and
// between them the page.
type frame struct{ w, h int }

// small says that the screen is below 40x10: then one line says so, and nothing
// else is drawn.
func (f frame) small() bool { return f.w < minWidth || f.h < minHeight }

// header is how many lines the header has.
func (f frame) header() int {
	switch {
	case f.h >= threeLineHeader:
		return 3
	case f.h >= twoLineHeader:
		return 2
	default:
		return 1
	}
}

// page is what lies between header and footer.
func (f frame) page() rect { return rect{0, f.header(), f.w, f.h - f.header() - 1} }

// layout is a page cut into table and detail pane. A pane that is not shown has
// no height.
type layout struct {
	rule   rect // the line above the table: how many of how many, what is held
	table  rect
	gutter rect // the line between panes that stand side by side
	detail rect
}

// cut parts the page of a frame:
//
//	── rule ──        ── rule ──────────┬───────
//	table             table             │ detail
//	detail            table             │ detail
func cut(f frame, s split, detailFocused bool) layout {
	var l layout
	switch {
	case s == splitOne || (f.w < wideWidth && f.h < bothHeight):
		l.onePane(f.page(), detailFocused)
	case f.w >= wideWidth:
		l.sideBySide(f.page(), s)
	default:
		l.stacked(f.page(), s)
	}
	return l
}

func (l *layout) onePane(page rect, detailFocused bool) {
	if detailFocused {
		l.detail = page
		return
	}
	l.rule = rect{page.x, page.y, page.w, 1}
	l.table = rect{page.x, page.y + 1, page.w, page.h - 1}
}

func (l *layout) sideBySide(page rect, s split) {
	left := shareWide(page.w-gutterWidth, s)
	l.rule = rect{page.x, page.y, left, 1}
	l.table = rect{page.x, page.y + 1, left, page.h - 1}
	l.gutter = rect{page.x + left, page.y, gutterWidth, page.h}
	l.detail = rect{page.x + left + gutterWidth, page.y, page.w - left - gutterWidth, page.h}
}

func (l *layout) stacked(page rect, s split) {
	top := share(page.h, s)
	l.rule = rect{page.x, page.y, page.w, 1}
	l.table = rect{page.x, page.y + 1, page.w, top - 1}
	l.detail = rect{page.x, page.y + top, page.w, page.h - top}
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
