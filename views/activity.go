package views

// ActivityRow is one call made to the API. Strings may be raw.
type ActivityRow struct {
	Time, Method, Path string
	Status             Styled
	Duration, Try      string
	Ray                string
	Error              string // code and message; "" when it went well
}

// ActivitySource gives the rows that are visible.
type ActivitySource interface {
	Len() int
	Row(i int) ActivityRow
}

// Activity is the list of calls; it draws visible rows only.
type Activity struct {
	size
	theme  Theme
	source ActivitySource
	cursor int
	offset int
	empty  notice
}

// NewActivity returns an empty list.
func NewActivity(th Theme) *Activity { return &Activity{theme: th} }

// SetTheme changes how the list looks.
func (a *Activity) SetTheme(th Theme) { a.theme = th }

// SetSource sets where rows come from; nil means none.
func (a *Activity) SetSource(src ActivitySource) { a.source = src }

// SetEmpty sets what is shown while there are no calls.
func (a *Activity) SetEmpty(title string, lines ...string) { a.empty = notice{title, lines} }

// SetCursor puts the cursor on row i and scrolls no further than needed.
func (a *Activity) SetCursor(i int) {
	a.cursor = i
	a.offset = offsetFor(a.offset, min(i, a.rows()-1), a.rows(), a.VisibleRows())
}

// VisibleRows returns how many rows fit.
func (a *Activity) VisibleRows() int { return max(0, a.h-1) }

// RowAt returns the row at line y of the list, line 0 being the titles.
func (a *Activity) RowAt(y int) (int, bool) {
	i := clampOffset(a.offset, a.rows(), a.VisibleRows()) + y - 1
	return i, y >= 1 && y < a.h && i < a.rows()
}

func (a *Activity) rows() int {
	if a.source == nil {
		return 0
	}
	return a.source.Len()
}

// View returns a block of exactly the set size.
func (a *Activity) View() string {
	if a.size.empty() {
		return ""
	}
	rows := a.rows()
	if rows == 0 {
		return a.empty.draw(a.theme, a.w, a.h)
	}
	pens, cols := a.theme.penSet(), activityColumnsFor(a.w)
	var l line
	l.space(pens.key, min(2, a.w))
	titles := ActivityRow{Time: "TIME", Method: "METHOD", Path: "PATH", Status: Styled{Text: "STATUS"}, Duration: "TOOK", Try: "TRY", Ray: "CF-RAY", Error: "ERROR"}
	all := [toneCount]pen{}
	for i := range all {
		all[i] = pens.key
	}
	cols.draw(&l, &all, &titles, a.w)
	offset := clampOffset(a.offset, rows, a.VisibleRows())
	for y := range a.h - 1 {
		l.newline()
		i := offset + y
		if i >= rows {
			l.fill("", a.w)
			continue
		}
		kind, bar := rowPlain, " "
		if i == a.cursor {
			kind, bar = rowCursor, "▌"
		}
		l.raw(pens.bars[kind], bar, 1)
		l.space(pens.tones[kind][ToneNormal], min(1, a.w-1))
		row := a.source.Row(i)
		cols.draw(&l, &pens.tones[kind], &row, a.w)
	}
	return l.String()
}

// activityColumns are the widths in cells; 0 leaves a column out.
type activityColumns struct{ time, method, status, took, try, ray, path, err int }

func activityColumnsFor(w int) activityColumns {
	c := activityColumns{time: 8, status: 6}
	rest := w - 2 - c.time - 1 - c.status - 1
	take := func(width, from int) int {
		if w < from {
			return 0
		}
		rest -= width + 1
		return width
	}
	c.took = take(7, 50)
	c.method = take(6, 56)
	c.try = take(3, 100)
	c.ray = take(20, 130)
	c.path = max(rest, 0)
	if w >= 70 {
		c.path = max(rest/2, min(rest-12, 44))
		c.err = rest - c.path - 1
	}
	return c
}

func (c activityColumns) draw(l *line, tones *[toneCount]pen, row *ActivityRow, w int) {
	plain, muted := tones[ToneNormal], tones[ToneMuted]
	cell := func(p pen, text string, width int) {
		width = min(width, w-l.width)
		if width > 0 {
			l.cell(p, text, width)
			l.space(plain, min(1, w-l.width))
		}
	}
	cell(muted, row.Time, c.time)
	cell(plain, row.Method, c.method)
	cell(tones[row.Status.Tone.known()], row.Status.Text, c.status)
	cell(muted, row.Duration, c.took)
	cell(muted, row.Try, c.try)
	cell(plain, row.Path, c.path)
	cell(tones[ToneBad], row.Error, c.err)
	cell(muted, row.Ray, c.ray)
	l.fill(plain, w)
}
