package views

// QueueRow is one queue of the list. Strings may be raw.
type QueueRow struct {
	Name, ID, Consumer string
	Paused             bool
	Held, Until        string // the leases that are held there, and until when; "" for none
}

// QueueRows is the source of queues that are all there.
type QueueRows []QueueRow

// Len returns how many there are.
func (q QueueRows) Len() int { return len(q) }

// Row returns one.
func (q QueueRows) Row(i int) QueueRow { return q[i] }

// QueueList is the list of an account's queues; it draws visible rows only. A
// column that is empty in all rows gives its room to the name.
type QueueList struct {
	list[QueueRow]
	// Of all rows, so that scrolling moves no column.
	longest  int // cells of the longest name
	consumer int // and of the longest consumer
	paused   bool
}

// NewQueueList returns an empty list that has the focus.
func NewQueueList(th Theme) *QueueList {
	return &QueueList{list: list[QueueRow]{theme: th}}
}

// SetRows sets where the queues come from and looks at each.
func (q *QueueList) SetRows(rows Source[QueueRow]) {
	q.source = rows
	q.measure()
}

// Widen takes account of a row that the source has got since.
func (q *QueueList) Widen(row QueueRow) {
	q.longest = max(q.longest, q.theme.cells(row.Name, maxName))
	q.consumer = max(q.consumer, q.theme.cells(row.Consumer, maxConsumer))
	q.paused = q.paused || row.Paused
}

// Shift scrolls by n rows, so that what is in sight stays there when as many were
// put in above.
func (q *QueueList) Shift(n int) { q.scrollTo(q.offset + n) }

// SetTheme changes how the list looks and counts cells.
func (q *QueueList) SetTheme(th Theme) {
	anew := th.method != q.theme.method
	q.list.SetTheme(th)
	if anew {
		q.measure()
	}
}

func (q *QueueList) measure() {
	q.longest, q.consumer, q.paused = 0, 0, false
	for i := range q.rows() {
		q.Widen(q.source.Row(i))
	}
}

const (
	minLeft     = 12 // cells that a name keeps beside any other column
	minName     = 24
	maxName     = 63 // the longest name that a queue can have
	minConsumer = 12
	maxConsumer = 32
)

// Titles that are longer than what may stand below them.
const (
	titleHeld     = "LEASES"
	titleConsumer = "CONSUMER"
)

type queueColumns struct{ gap, name, held, until, state, consumer, id int }

// columns divides the width: the name gets what the others leave, and the
// consumer leaves what the longest name needs.
func (q *QueueList) columns() queueColumns {
	c := queueColumns{gap: 2}
	if q.w < 60 {
		c.gap = 1
	}
	rest := q.w - 2
	take := func(width int) int {
		if width = min(width, rest-c.gap-minLeft); width <= 0 {
			return 0
		}
		rest -= width + c.gap
		return width
	}
	held, until := q.held()
	if held > 0 {
		c.held = take(max(held, len(titleHeld)))
	}
	if q.w >= 60 {
		c.until = take(until)
	}
	if q.paused && q.w >= 40 {
		c.state = take(6)
	}
	if q.w >= 140 {
		c.id = take(32)
	}
	if q.w >= 56 && q.consumer > 0 {
		c.consumer = take(min(max(q.consumer, len(titleConsumer)), max(minConsumer, rest-q.longest-c.gap)))
	}
	c.name = max(0, min(rest, max(q.longest, minName)))
	return c
}

// held returns the cells that the leases of the rows in sight need. Few queues
// have any, and their words change with the time.
func (q *QueueList) held() (held, until int) {
	first := q.first()
	for i := first; i < min(first+q.VisibleRows(), q.rows()); i++ {
		row := q.source.Row(i)
		held, until = max(held, q.theme.cells(row.Held, q.w)), max(until, q.theme.cells(row.Until, q.w))
	}
	return held, until
}

// View returns a block of exactly the set size.
func (q *QueueList) View() string {
	if view, none := q.rowless(); none {
		return view
	}
	pens, cols := q.theme.penSet(), q.columns()
	l := q.theme.line()
	l.space(pens.key, min(2, q.w))
	titles := QueueRow{Name: "QUEUE", Held: titleHeld, Consumer: titleConsumer, ID: "ID"}
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
	cell(tones[ToneAccent], row.Held, c.held)
	cell(tones[ToneAccent], row.Until, c.until)
	cell(tones[ToneWarn], state, c.state)
	cell(tones[ToneMuted], row.Consumer, c.consumer)
	cell(tones[ToneMuted], row.ID, c.id)
	l.fill(plain, q.w)
}
