package views

// QueueRow is one queue of the list. Strings may be raw.
type QueueRow struct {
	Name, ID, Consumer string
	Paused             bool
}

// QueueList is the list of an account's queues; it draws visible rows only.
type QueueList struct {
	list[QueueRow]
	longest int // cells of the longest name, so that scrolling moves no column
}

// NewQueueList returns an empty list that has the focus.
func NewQueueList(th Theme) *QueueList {
	return &QueueList{list: list[QueueRow]{theme: th}, longest: minName}
}

// queueRows is the source of queues that are all there.
type queueRows []QueueRow

func (q queueRows) Len() int           { return len(q) }
func (q queueRows) Row(i int) QueueRow { return q[i] }

// SetRows sets the queues, which the list doesn't copy.
func (q *QueueList) SetRows(rows []QueueRow) {
	q.source = queueRows(rows)
	q.measure(rows)
}

// SetTheme changes how the list looks and counts cells.
func (q *QueueList) SetTheme(th Theme) {
	anew := th.method != q.theme.method
	q.list.SetTheme(th)
	if rows, some := q.source.(queueRows); some && anew {
		q.measure(rows)
	}
}

func (q *QueueList) measure(rows []QueueRow) {
	q.longest = minName
	for i := range rows {
		q.longest = max(q.longest, q.theme.cells(rows[i].Name, maxName))
	}
}

const (
	minName = 24
	maxName = 63 // the longest name that a queue can have
)

type queueColumns struct{ gap, name, state, consumer, id int }

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
	c.state = take(6, 40)
	c.consumer = take(max(16, min(q.w/4, 32)), 56)
	c.id = take(32, 140)
	c.name = max(0, min(rest, q.longest))
	if c.consumer > 0 {
		c.consumer += rest - c.name
	}
	return c
}

// View returns a block of exactly the set size.
func (q *QueueList) View() string {
	if view, none := q.rowless(); none {
		return view
	}
	pens, cols := q.theme.penSet(), q.columns()
	l := q.theme.line()
	l.space(pens.key, min(2, q.w))
	titles := QueueRow{Name: "QUEUE", Consumer: "CONSUMER", ID: "ID"}
	all := allTones(pens.key)
	q.cells(&l, &all, &titles, cols)
	q.eachRow(&l, pens, func(row QueueRow, kind rowKind) {
		tones := &pens.tones[kind]
		l.space(tones[ToneNormal], min(1, q.w-1))
		q.cells(&l, tones, &row, cols)
	})
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
	cell(tones[ToneWarn], state, c.state)
	cell(tones[ToneMuted], row.Consumer, c.consumer)
	cell(tones[ToneMuted], row.ID, c.id)
	l.fill(plain, q.w)
}
