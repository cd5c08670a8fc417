package views

// Source gives a list its rows. Row is asked for visible rows only, and the
// list keeps nothing of them: they may change at any time.
type Source[R any] interface {
	Len() int
	Row(i int) R
}

// list is what every list of rows is: one line of titles, below it the rows in
// sight of a source that may have any number, one of them under the cursor.
// What embeds it says what titles and rows look like.
type list[R any] struct {
	size
	theme   Theme
	source  Source[R] // nil = no rows
	cursor  int
	offset  int
	blurred bool // keys go elsewhere
	blank   notice
}

// SetTheme changes how the list looks.
func (s *list[R]) SetTheme(th Theme) { s.theme = th }

// SetEmpty sets what is shown while there are no rows: what is the case, and
// lines that say what to press.
func (s *list[R]) SetEmpty(title string, lines ...string) { s.blank = notice{title, lines} }

// SetCursor puts the cursor on row i, below 0 for nowhere, and scrolls no
// further than needed to show it.
func (s *list[R]) SetCursor(i int) {
	rows := s.rows()
	s.cursor = i
	s.offset = offsetFor(s.offset, min(i, rows-1), rows, s.VisibleRows())
}

// VisibleRows returns how many rows fit.
func (s *list[R]) VisibleRows() int { return max(0, s.h-1) }

// RowAt returns the row at line y of the list, line 0 being the titles.
func (s *list[R]) RowAt(y int) (int, bool) {
	i := s.first() + y - 1
	return i, y >= 1 && y < s.h && i < s.rows()
}

// CursorLine returns the line of the list on which the cursor's row is, counted as
// [list.RowAt] counts, and whether it is in sight.
func (s *list[R]) CursorLine() (int, bool) {
	y := s.cursor - s.first() + 1
	_, inSight := s.RowAt(y)
	return y, inSight
}

// rows returns how many rows there are.
func (s *list[R]) rows() int {
	if s.source == nil {
		return 0
	}
	return s.source.Len()
}

// first returns the first visible row. It is asked for anew each time, since
// size and rows change without the list being told to scroll.
func (s *list[R]) first() int { return clampOffset(s.offset, s.rows(), s.VisibleRows()) }

// scrollTo makes row i the first in sight; the cursor stays on its row even
// when that is out of sight.
func (s *list[R]) scrollTo(i int) { s.offset = clampOffset(i, s.rows(), s.VisibleRows()) }

// rowless returns the view of a list that has no rows to draw, or no room.
func (s *list[R]) rowless() (view string, none bool) {
	switch {
	case s.size.empty():
		return "", true
	case s.rows() == 0:
		return s.blank.draw(s.theme, s.w, s.h), true
	}
	return "", false
}

// eachRow writes the lines below the titles: the cursor's bar and then, by
// draw, the row on the ground that it is given. Lines past the last row are
// blank.
func (s *list[R]) eachRow(l *line, pens *penSet, draw func(row R, kind rowKind)) {
	s.eachOf(s.inSight(), l, pens, func(row *R, kind rowKind) { draw(*row, kind) })
}

// eachOf is eachRow for rows in sight that the source has been asked for already.
func (s *list[R]) eachOf(rows []R, l *line, pens *penSet, draw func(row *R, kind rowKind)) {
	for y := range s.h - 1 {
		l.newline()
		if y >= len(rows) {
			l.fill("", s.w)
			continue
		}
		kind := s.kind(s.first() + y)
		l.raw(pens.bars[kind], kind.bar(), 1)
		draw(&rows[y], kind)
	}
}

// inSight asks the source for the rows that there is room for.
func (s *list[R]) inSight() []R {
	first := s.first()
	rows := make([]R, max(0, min(s.rows()-first, s.VisibleRows())))
	for i := range rows {
		rows[i] = s.source.Row(first + i)
	}
	return rows
}

// kind returns the ground of row i.
func (s *list[R]) kind(i int) rowKind {
	switch {
	case i != s.cursor:
		return rowPlain
	case s.blurred:
		return rowCursorBlurred
	}
	return rowCursor
}

// bar is the cursor's mark in the first cell of a row, which shows without
// colours too.
func (k rowKind) bar() string {
	switch k {
	case rowCursor:
		return "▌"
	case rowCursorBlurred:
		return "▏"
	}
	return " "
}
