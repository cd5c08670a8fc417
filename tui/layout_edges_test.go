package tui

import "testing"

// The screen changes its shape at exactly these sizes.
func TestWhereTheScreenChangesItsShape(t *testing.T) {
	t.Parallel()
	for size, want := range map[frame]layout{
		{119, 15}: {rule: rect{0, 1, 119, 1}, table: rect{0, 2, 119, 12}},
		{119, 16}: {rule: rect{0, 2, 119, 1}, table: rect{0, 3, 119, 5}, detail: rect{0, 8, 119, 7}},
		{120, 15}: {rule: rect{0, 1, 64, 1}, table: rect{0, 2, 64, 12}, gutter: rect{64, 1, 2, 13}, detail: rect{66, 1, 54, 13}},
		{120, 16}: {rule: rect{0, 2, 64, 1}, table: rect{0, 3, 64, 12}, gutter: rect{64, 2, 2, 13}, detail: rect{66, 2, 54, 13}},
		{119, 31}: {rule: rect{0, 2, 119, 1}, table: rect{0, 3, 119, 13}, detail: rect{0, 16, 119, 14}},
		{119, 32}: {rule: rect{0, 3, 119, 1}, table: rect{0, 4, 119, 13}, detail: rect{0, 17, 119, 14}},
	} {
		if got := cut(size, splitEven, false); got != want {
			t.Errorf("%+v: %+v, want %+v", size, got, want)
		}
	}
	for h, want := range map[int]int{10: 1, 15: 1, 16: 2, 31: 2, 32: 3, 80: 3} {
		f := frame{100, h}
		if f.header() != want || f.page() != (rect{0, want, 100, h - want - 1}) {
			t.Errorf("%d high: %d lines of header, the page is %+v", h, f.header(), f.page())
		}
	}
}

// A rectangle has its first line and column, and ends before the one after its last.
func TestTheEdgesOfARectangle(t *testing.T) {
	t.Parallel()
	r := rect{10, 20, 3, 2}
	for x := range 40 {
		for y := range 40 {
			want := (x == 10 || x == 11 || x == 12) && (y == 20 || y == 21)
			if r.contains(x, y) != want {
				t.Errorf("%d, %d is inside: %v", x, y, !want)
			}
		}
	}
}

// A click in the detail pane gives it the focus and leaves the row alone; one in
// the table takes it back. The gutter between them is nobody's.
func TestAClickGivesAPaneTheFocus(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	l := m.panes.layout
	for _, c := range []struct {
		x, y   int
		detail bool
		row    int
	}{
		{l.detail.x, l.detail.y, true, 0},
		{l.gutter.x, l.table.y + 2, true, 0},
		{l.gutter.x - 1, l.table.y + 2, false, 1},
		{l.detail.x - 1, l.table.y + 3, false, 1},
		{l.detail.x + l.detail.w - 1, l.detail.y + l.detail.h - 1, true, 1},
		{0, l.table.y + l.table.h - 1, false, 1},
		{0, l.table.y + 1, false, 0},
		{l.detail.x, l.table.y + 3, true, 0},
	} {
		m.clickAt(c.x, c.y)
		if m.panes.detailFocus != c.detail || m.selected() != c.row {
			t.Errorf("%+v: the detail pane has the focus: %v, row %d", c, m.panes.detailFocus, m.selected())
		}
	}
}
