package views

// MessageTable is a list of messages under a line of column titles. It asks
// its source for the visible rows only, so its cost doesn't grow with the
// number of messages.
type MessageTable struct {
	list[MessageRow]
	ageTitle string
	ageWidth int
}

// NewMessageTable returns a table without rows and without the focus.
func NewMessageTable(th Theme) *MessageTable {
	return &MessageTable{list: list[MessageRow]{theme: th, blurred: true}, ageTitle: "AGE", ageWidth: ageWidth}
}

// SetSource sets where rows come from; nil means none. The source may change
// its rows at any time: the table keeps nothing of them.
func (t *MessageTable) SetSource(src Source[MessageRow]) { t.source = src }

// SetFocused says whether keys go to the table.
func (t *MessageTable) SetFocused(focused bool) { t.blurred = !focused }

// SetAgeColumn renames and resizes the column of MessageRow.Age, for when it
// shows times of day. Width 0 restores the column of ages.
func (t *MessageTable) SetAgeColumn(title string, width int) {
	if width <= 0 {
		title, width = "AGE", ageWidth
	}
	t.ageTitle, t.ageWidth = title, width
}

// ShowsSent says whether there is room for MessageRow.Sent: where there is none
// nobody has to write it.
func (t *MessageTable) ShowsSent() bool { return t.w >= sentFrom }

// Offset returns the first visible row.
func (t *MessageTable) Offset() int { return t.first() }

// SetOffset scrolls such that row i is the first; the cursor stays on its row
// even when that is out of sight.
func (t *MessageTable) SetOffset(i int) { t.scrollTo(i) }

// View returns a block of exactly the set size.
func (t *MessageTable) View() string {
	if view, none := t.rowless(); none {
		return view
	}
	pens, rows := t.theme.penSet(), t.inSight()
	cols := messageColumns(t.w, t.ageTitle, t.ageWidth, t.sightOf(rows))
	l := t.theme.line()
	l.buf = make([]byte, 0, t.h*(t.w+t.w/2+64))
	drawTitles(&l, pens, cols, t.w, !t.blurred)
	t.eachOf(rows, &l, pens, func(row *MessageRow, kind rowKind) {
		drawMessage(&l, &pens.tones[kind], cols, row, t.w)
	})
	return l.String()
}

// drawTitles writes the line of column titles. Its bold text shows where the
// focus is, also without colours.
func drawTitles(l *line, pens *penSet, cols []column, width int, focused bool) {
	p := pens.columnHeader
	if focused {
		p = pens.key
	}
	l.space(p, min(gutter, width))
	for _, c := range cols {
		l.space(p, c.gap)
		if c.right {
			l.cellRight(p, c.title, c.width)
		} else {
			l.cell(p, c.title, c.width)
		}
	}
	l.fill(p, width)
}

// drawMessage writes a row after the cursor's bar: the mark, a space and the
// columns.
func drawMessage(l *line, tones *[toneCount]pen, cols []column, row *MessageRow, width int) {
	plain := tones[ToneNormal]
	if row.Marked && width > 1 {
		l.raw(tones[ToneAccent], "◆", 1)
	}
	l.space(plain, min(gutter, width)-l.width)
	for i := range cols {
		c := &cols[i]
		l.space(plain, c.gap)
		switch c.kind {
		case colState:
			drawState(l, tones, row.State, c.width)
		case colBar:
			drawLeaseBar(l, tones, row, c.width)
		default:
			drawCell(l, tones, row, c)
		}
	}
	l.fill(plain, width)
}

// drawCell writes a column of plain text.
func drawCell(l *line, tones *[toneCount]pen, row *MessageRow, c *column) {
	text, tone := row.cell(c.kind)
	if row.State.settled() {
		tone = ToneMuted
	}
	switch {
	case c.kind == colPreview && row.Unseen != "":
		lead := row.lead()
		if c.skip > 0 {
			lead += ellipsis
		}
		l.cell(tones[tone], lead+text[c.skip:], c.width)
	case c.right:
		l.cellRight(tones[tone], text, c.width)
	case c.skip > 0:
		l.raw(tones[tone], ellipsis, 1)
		l.cell(tones[tone], text[c.skip:], c.width-1)
	default:
		l.cell(tones[tone], text, c.width)
	}
}

// cell returns what a column of plain text shows, and its tone.
func (r *MessageRow) cell(kind colKind) (string, Tone) {
	switch kind {
	case colAttempts:
		return r.Attempts.Text, r.Attempts.Tone.known()
	case colLease:
		return r.Lease.Text, r.Lease.Tone.known()
	case colAge:
		return r.Age, ToneMuted
	case colSent:
		return r.Sent, ToneMuted
	case colType:
		return r.Type, ToneMuted
	case colSize:
		return r.Size, ToneNormal
	case colSource:
		return r.Source, ToneMuted
	case colID:
		return r.ID, ToneMuted
	}
	return r.Preview, ToneNormal
}

func drawState(l *line, tones *[toneCount]pen, state RowState, width int) {
	look := state.look()
	p := tones[look.tone]
	l.raw(p, look.glyph, 1)
	if width > 2 {
		l.space(p, 1)
		l.cell(p, look.word, width-2)
	}
}

func (r *MessageRow) hasBar() bool { return r.LeaseLeft >= 0 && r.State == RowLeased }

// drawLeaseBar draws what is left of the lease as a heavy line on a light one,
// which reads the same without colours.
func drawLeaseBar(l *line, tones *[toneCount]pen, row *MessageRow, width int) {
	if !row.hasBar() {
		l.space(tones[ToneNormal], width)
		return
	}
	full := min(width, int(row.LeaseLeft*float64(width)+0.999))
	l.repeat(tones[row.Lease.Tone.known()], "━", full)
	l.repeat(tones[ToneMuted], "─", width-full)
}
