package views

// MessageTable is a list of messages under a line of column titles. It asks
// its source for the visible rows only, so its cost doesn't grow with the
// number of messages.
type MessageTable struct {
	size
	theme    Theme
	source   RowSource
	cursor   int
	offset   int
	focused  bool
	empty    notice
	ageTitle string
	ageWidth int
}

// NewMessageTable returns a table without rows.
func NewMessageTable(th Theme) *MessageTable {
	return &MessageTable{theme: th, ageTitle: "AGE", ageWidth: ageWidth}
}

// SetTheme changes how the table looks.
func (t *MessageTable) SetTheme(th Theme) { t.theme = th }

// SetSource sets where rows come from; nil means none. The source may change
// its rows at any time: the table keeps nothing of them.
func (t *MessageTable) SetSource(src RowSource) { t.source = src }

// SetFocused says whether keys go to the table.
func (t *MessageTable) SetFocused(focused bool) { t.focused = focused }

// SetEmpty sets what is shown while there are no rows: what is the case, and
// lines that say what to press.
func (t *MessageTable) SetEmpty(title string, lines ...string) { t.empty = notice{title, lines} }

// SetAgeColumn renames and resizes the column of MessageRow.Age, for when it
// shows times of day. Width 0 restores the column of ages.
func (t *MessageTable) SetAgeColumn(title string, width int) {
	if width <= 0 {
		title, width = "AGE", ageWidth
	}
	t.ageTitle, t.ageWidth = title, width
}

// SetCursor puts the cursor on row i, below 0 for nowhere, and scrolls no
// further than needed to show it.
func (t *MessageTable) SetCursor(i int) {
	t.cursor = i
	t.offset = offsetFor(t.offset, min(i, t.rows()-1), t.rows(), t.VisibleRows())
}

// Offset returns the first visible row.
func (t *MessageTable) Offset() int { return clampOffset(t.offset, t.rows(), t.VisibleRows()) }

// SetOffset scrolls such that row i is the first; the cursor stays on its row
// even when that is out of sight.
func (t *MessageTable) SetOffset(i int) { t.offset = clampOffset(i, t.rows(), t.VisibleRows()) }

// VisibleRows returns how many rows fit.
func (t *MessageTable) VisibleRows() int { return max(0, t.h-1) }

// RowAt returns the row at line y of the table, line 0 being the titles.
func (t *MessageTable) RowAt(y int) (int, bool) {
	i := t.Offset() + y - 1
	return i, y >= 1 && y < t.h && i < t.rows()
}

func (t *MessageTable) rows() int {
	if t.source == nil {
		return 0
	}
	return t.source.Len()
}

// View returns a block of exactly the set size.
func (t *MessageTable) View() string {
	if t.size.empty() {
		return ""
	}
	if t.rows() == 0 {
		return t.empty.draw(t.theme, t.w, t.h)
	}
	pens := t.theme.penSet()
	cols := messageColumns(t.w, t.ageTitle, t.ageWidth)
	l := line{buf: make([]byte, 0, t.h*(t.w+t.w/2+64))}
	drawTitles(&l, pens, cols, t.w, t.focused)
	offset, rows := t.Offset(), t.rows()
	for y := range t.h - 1 {
		l.newline()
		i := offset + y
		if i >= rows {
			l.fill("", t.w)
			continue
		}
		kind := rowPlain
		switch {
		case i == t.cursor && t.focused:
			kind = rowCursor
		case i == t.cursor:
			kind = rowCursorBlurred
		}
		row := t.source.Row(i)
		drawMessage(&l, pens, cols, &row, kind, t.w)
	}
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

// drawGutter writes the cursor's bar, the mark and a space.
func drawGutter(l *line, pens *penSet, kind rowKind, marked bool, width int) {
	bar := " "
	switch kind {
	case rowCursor:
		bar = "▌"
	case rowCursorBlurred:
		bar = "▏"
	}
	l.raw(pens.bars[kind], bar, 1)
	if width > 1 {
		if marked {
			l.raw(pens.tones[kind][ToneAccent], "◆", 1)
		} else {
			l.space(pens.tones[kind][ToneNormal], 1)
		}
	}
	if width > 2 {
		l.space(pens.tones[kind][ToneNormal], 1)
	}
}

func drawMessage(l *line, pens *penSet, cols []column, row *MessageRow, kind rowKind, width int) {
	tones := &pens.tones[kind]
	plain := tones[ToneNormal]
	drawGutter(l, pens, kind, row.Marked, width)
	for i := range cols {
		c := &cols[i]
		l.space(plain, c.gap)
		switch c.kind {
		case colState:
			drawState(l, tones, row.State, c.width)
		case colBar:
			drawLeaseBar(l, tones, row, c.width)
		default:
			text, tone := row.cell(c.kind)
			if row.State.settled() {
				tone = ToneMuted
			}
			if c.right {
				l.cellRight(tones[tone], text, c.width)
			} else {
				l.cell(tones[tone], text, c.width)
			}
		}
	}
	l.fill(plain, width)
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

// drawLeaseBar draws what is left of the lease as a heavy line on a light one,
// which reads the same without colours.
func drawLeaseBar(l *line, tones *[toneCount]pen, row *MessageRow, width int) {
	if row.LeaseLeft < 0 || row.LeaseLeft != row.LeaseLeft || row.State != RowLeased {
		l.space(tones[ToneNormal], width)
		return
	}
	full := min(width, int(row.LeaseLeft*float64(width)+0.999))
	l.repeat(tones[row.Lease.Tone.known()], "━", full)
	l.repeat(tones[ToneMuted], "─", width-full)
}
