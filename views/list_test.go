package views

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// numbers is a source of n rows, each its own number.
type numbers int

func (n numbers) Len() int      { return int(n) }
func (n numbers) Row(i int) int { return i }

func numberList(n, w, h int) *list[int] {
	s := &list[int]{source: numbers(n)}
	s.SetSize(w, h)
	return s
}

// drawn returns the lines below the titles, a number where a row is.
func (s *list[R]) drawn() []string {
	var l line
	s.eachRow(&l, &penSet{}, func(row R, _ rowKind) { l.safe("", fmt.Sprint(row), s.w-l.width) })
	return strings.Split(l.String(), "\n")[1:]
}

func TestListScrolls(t *testing.T) {
	t.Parallel()
	s := numberList(100, 20, 11) // 10 rows
	for i, step := range []struct {
		do   func()
		want int
	}{
		{func() { s.SetCursor(9) }, 0},
		{func() { s.SetCursor(10) }, 1},
		{func() { s.SetCursor(5) }, 1},
		{func() { s.SetCursor(0) }, 0},
		{func() { s.SetCursor(99) }, 90},
		{func() { s.scrollTo(20) }, 20},
		{func() { s.scrollTo(1000) }, 90},
		{func() { s.scrollTo(-5) }, 0},
		{func() { s.SetCursor(1000) }, 90}, // past the end: shows the last row
		{func() { s.SetCursor(-1) }, 90},   // nowhere: stays
		{func() { s.SetSize(20, 41) }, 60}, // taller: no half-empty page
		{func() { s.SetSize(20, 11) }, 90}, // the place is kept, not the clamped one
		{func() { s.source = numbers(95) }, 85},
		{func() { s.source = numbers(3) }, 0},
		{func() { s.source = nil }, 0},
		{func() { s.SetCursor(7) }, 0},
	} {
		if step.do(); s.first() != step.want {
			t.Errorf("step %d: the first row in sight is %d, want %d", i, s.first(), step.want)
		}
	}
}

// The line of the cursor is the one that the row under it is at.
func TestTheLineOfTheCursorIsThatOfItsRow(t *testing.T) {
	t.Parallel()
	s := numberList(100, 20, 11)
	for _, cursor := range []int{-1, 0, 9, 10, 99, 100} {
		s.SetCursor(cursor)
		y, inSight := s.CursorLine()
		if row, ok := s.RowAt(y); inSight != (cursor >= 0 && cursor < 100) || inSight && (!ok || row != cursor) {
			t.Errorf("row %d: line %d, in sight %v; there is row %d", cursor, y, inSight, row)
		}
	}
	s.SetCursor(3)
	if s.scrollTo(50); s.cursor != 3 {
		t.Fatal("scrolling moves the cursor")
	}
	if _, inSight := s.CursorLine(); inSight {
		t.Error("a row that was scrolled away is in sight")
	}
}

func TestListDrawsTheRowsInSight(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		rows, w, h   int
		cursor, from int
		blurred      bool
		want         []string
	}{
		{"rows and blank lines", 2, 4, 4, 0, 0, false, []string{"▌0", " 1", "    "}},
		{"the end", 9, 4, 3, 8, 99, false, []string{" 7", "▌8"}},
		{"without the focus", 9, 4, 3, 8, 99, true, []string{" 7", "▏8"}},
		{"cursor out of sight", 9, 4, 3, 8, 2, false, []string{" 2", " 3"}},
		{"cursor nowhere", 9, 4, 3, -1, 2, false, []string{" 2", " 3"}},
		{"one cell", 9, 1, 2, 0, 0, false, []string{"▌"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := numberList(tt.rows, tt.w, tt.h)
			s.blurred = tt.blurred
			s.SetCursor(tt.cursor)
			s.scrollTo(tt.from)
			if diff := cmp.Diff(tt.want, s.drawn()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestListRowAt holds what a click finds to what is drawn there, at every
// small size.
func TestListRowAt(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 2, 5, 9} {
		for h := -1; h <= 7; h++ {
			for from := -1; from <= n; from++ {
				s := numberList(n, 10, h)
				s.scrollTo(from)
				if got, want := s.VisibleRows(), max(0, h-1); got != want {
					t.Fatalf("VisibleRows at height %d = %d, want %d", h, got, want)
				}
				lines := s.drawn()
				for y := -2; y <= 9; y++ {
					i, ok := s.RowAt(y)
					shown := y >= 1 && y <= len(lines) && strings.TrimSpace(lines[y-1]) != ""
					if ok != shown || ok && !strings.HasSuffix(lines[y-1], fmt.Sprint(i)) {
						t.Fatalf("%d rows from %d at height %d: RowAt(%d) = %d, %v, drawn is %q", n, from, h, y, i, ok, lines)
					}
				}
			}
		}
	}
}

func TestListWithoutRows(t *testing.T) {
	t.Parallel()
	none := &list[int]{}
	none.SetEmpty("Nothing here", "press p")
	none.SetSize(20, 4)
	view, ok := none.rowless()
	want := notice{"Nothing here", []string{"press p"}}.draw(Theme{}, 20, 4)
	if !ok || view != want {
		t.Errorf("without a source: %q, %v; want %q", view, ok, want)
	}
	none.source = numbers(0)
	if again, also := none.rowless(); !also || again != view {
		t.Errorf("a source of no rows: %q, %v", again, also)
	}
	none.source = numbers(1)
	if text, also := none.rowless(); also {
		t.Errorf("with a row: %q", text)
	}
	for _, size := range [][2]int{{0, 4}, {20, 0}, {-3, -3}} {
		none.SetSize(size[0], size[1])
		if text, also := none.rowless(); !also || text != "" {
			t.Errorf("at %v: %q, %v, want nothing", size, text, also)
		}
	}
}
