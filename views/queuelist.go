package views

import "github.com/charmbracelet/x/ansi"

// QueueRow is one queue of the list. Strings may be raw.
type QueueRow struct {
	Name, ID, Consumer, Extra string
	Backlog                   Styled
	Paused                    bool
}

// QueueList is the list of an account's queues; it draws visible rows only.
type QueueList struct {
	size
	theme  Theme
	rows   []QueueRow
	cursor int
	offset int
	blur   bool
	empty  notice

	counted bool // any row has a backlog
	longest int  // cells of the longest name, so that scrolling moves no column
}

// NewQueueList returns an empty list that has the focus.
func NewQueueList(th Theme) *QueueList { return &QueueList{theme: th, longest: minName} }

// SetTheme changes how the list looks.
func (q *QueueList) SetTheme(th Theme) { q.theme = th }

// SetRows sets the queues, which the list doesn't copy.
func (q *QueueList) SetRows(rows []QueueRow) {
	q.rows, q.longest, q.counted = rows, minName, false
	for i := range rows {
		q.counted = q.counted || rows[i].Backlog.Text != ""
		q.longest = max(q.longest, ansi.StringWidth(SafeLine(rows[i].Name, maxName)))
	}
}

// SetFocused says whether keys go to the list.
func (q *QueueList) SetFocused(focused bool) { q.blur = !focused }

// SetEmpty sets what is shown while there are no queues.
func (q *QueueList) SetEmpty(title string, lines ...string) { q.empty = notice{title, lines} }

// SetCursor puts the cursor on row i and scrolls no further than needed.
func (q *QueueList) SetCursor(i int) {
	q.cursor = i
	q.offset = offsetFor(q.offset, min(i, len(q.rows)-1), len(q.rows), q.VisibleRows())
}

// Offset returns the first visible row.
func (q *QueueList) Offset() int { return clampOffset(q.offset, len(q.rows), q.VisibleRows()) }

// SetOffset scrolls such that row i is the first.
func (q *QueueList) SetOffset(i int) { q.offset = clampOffset(i, len(q.rows), q.VisibleRows()) }

// VisibleRows returns how many rows fit.
func (q *QueueList) VisibleRows() int { return max(0, q.h-1) }

// RowAt returns the row at line y of the list, line 0 being the titles.
func (q *QueueList) RowAt(y int) (int, bool) {
	i := q.Offset() + y - 1
	return i, y >= 1 && y < q.h && i < len(q.rows)
}

const (
	minName = 24
	maxName = 63 // the longest name that a queue can have
)

type queueColumns struct{ gap, name, backlog, state, consumer, id, extra int }

// columns divides the width: the name gets what the others leave.
func (q *QueueList) columns() queueColumns {
	c := queueColumns{gap: 2}
	if q.w < 60 {
		c.gap = 1
	}
	rest := q.w - 2
	take := func(width, from int) int {
		if q.w < from {
			return 0
		}
		rest -= width + c.gap
		return width
	}
	if q.counted {
		c.backlog = take(10, 24)
	}
	c.state = take(6, 40)
	c.consumer = take(max(16, min(q.w/4, 32)), 56)
	c.extra = take(max(0, min(q.w/4, 40)), 90)
	c.id = take(32, 140)
	c.name = max(0, min(rest, q.longest))
	switch left := rest - c.name; {
	case c.extra > 0:
		c.extra += left
	case c.consumer > 0:
		c.consumer += left
	}
	return c
}

// View returns a block of exactly the set size.
func (q *QueueList) View() string {
	if q.size.empty() {
		return ""
	}
	if len(q.rows) == 0 {
		return q.empty.draw(q.theme, q.w, q.h)
	}
	pens, cols := q.theme.penSet(), q.columns()
	var l line
	title := pens.key
	if q.blur {
		title = pens.columnHeader
	}
	l.space(title, min(2, q.w))
	titles := QueueRow{Name: "QUEUE", Backlog: Styled{Text: "BACKLOG"}, Consumer: "CONSUMER", ID: "ID"}
	all := [toneCount]pen{title, title, title, title, title, title, title}
	q.cells(&l, &all, &titles, cols)
	offset := q.Offset()
	for y := range q.h - 1 {
		l.newline()
		i := offset + y
		if i >= len(q.rows) {
			l.fill("", q.w)
			continue
		}
		kind, bar := rowPlain, " "
		switch {
		case i == q.cursor && !q.blur:
			kind, bar = rowCursor, "▌"
		case i == q.cursor:
			kind, bar = rowCursorBlurred, "▏"
		}
		l.raw(pens.bars[kind], bar, 1)
		l.space(pens.tones[kind][ToneNormal], min(1, q.w-1))
		q.cells(&l, &pens.tones[kind], &q.rows[i], cols)
	}
	return l.String()
}

func (q *QueueList) cells(l *line, tones *[toneCount]pen, row *QueueRow, c queueColumns) {
	plain := tones[ToneNormal]
	state := ""
	if row.Paused {
		state = "paused"
	}
	cell := func(p pen, text string, width int) {
		if width > 0 {
			l.space(plain, c.gap)
			l.cell(p, text, width)
		}
	}
	l.cell(plain, row.Name, c.name)
	if c.backlog > 0 {
		l.space(plain, c.gap)
		l.cellRight(tones[row.Backlog.Tone.known()], row.Backlog.Text, c.backlog)
	}
	cell(tones[ToneWarn], state, c.state)
	cell(tones[ToneMuted], row.Consumer, c.consumer)
	cell(tones[ToneMuted], row.Extra, c.extra)
	cell(tones[ToneMuted], row.ID, c.id)
	l.fill(plain, q.w)
}
