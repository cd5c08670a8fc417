package views

// ActivityRow is one call made to the API. Strings may be raw.
type ActivityRow struct {
	Time, Method, Path string
	Status             Styled
	Duration, Try      string
	Ray                string
	Error              string // code and message; "" when it went well
}

// Activity is the list of calls; it draws visible rows only.
type Activity struct{ list[ActivityRow] }

// NewActivity returns an empty list that has the focus.
func NewActivity(th Theme) *Activity { return &Activity{list[ActivityRow]{theme: th}} }

// SetSource sets where rows come from; nil means none.
func (a *Activity) SetSource(src Source[ActivityRow]) { a.source = src }

// View returns a block of exactly the set size.
func (a *Activity) View() string {
	if view, none := a.rowless(); none {
		return view
	}
	pens, cols := a.theme.penSet(), activityColumnsFor(a.w)
	l := a.theme.line()
	l.space(pens.key, min(2, a.w))
	titles := ActivityRow{Time: "TIME", Method: "METHOD", Path: "PATH", Status: Styled{Text: "STATUS"}, Duration: "TOOK", Try: "TRY", Ray: "CF-RAY", Error: "ERROR"}
	all := allTones(pens.key)
	cols.draw(&l, &all, &titles, a.w)
	a.eachRow(&l, pens, func(row ActivityRow, kind rowKind) {
		tones := &pens.tones[kind]
		l.space(tones[ToneNormal], min(1, a.w-1))
		cols.draw(&l, tones, &row, a.w)
	})
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
