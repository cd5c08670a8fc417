package views

// HeaderData is what the header says of a queue. Values come without labels
// ("1,204", "3m"), which the header adds; Follow, Chips and Freshness are
// shown in their own words ("follow off", "read-only", "updated 2 s ago").
// Values that are empty are left out.
type HeaderData struct {
	Queue, ID string

	Backlog, Bytes, Oldest Styled
	Trend                  []float64 // backlog of this session, oldest first

	Consumer, MaxRetries, DeadLetter, Visibility, Retention Styled

	Follow    Styled
	FollowWhy Styled // beside Follow, where that leaves room for the rest
	Chips     []Styled
	Freshness Styled
}

// Header tells what queue is open and how it is. It has one, two or three
// lines; queue, backlog and follow state are there from 40 columns on.
type Header struct {
	size
	theme Theme
	data  HeaderData
}

// NewHeader returns an empty header.
func NewHeader(th Theme) *Header { return &Header{theme: th} }

// SetTheme changes how the header looks.
func (h *Header) SetTheme(th Theme) { h.theme = th }

// SetData sets what the header says.
func (h *Header) SetData(data HeaderData) { h.data = data }

const sparkWidth = 12

// View returns a block of the set width and of at most three lines.
func (h *Header) View() string {
	if h.size.empty() {
		return ""
	}
	d := &h.data
	l := h.theme.line()
	switch {
	case h.h == 1:
		h.row(&l, append(h.name(), h.flow()...), h.state())
	case h.h == 2:
		h.row(&l, append(h.name(), h.end()...), h.state())
		l.newline()
		h.row(&l, append(h.flow(), h.settings()...), []segment{{text: d.Freshness, rank: 4}})
	default:
		h.row(&l, h.name(), h.state())
		l.newline()
		h.row(&l, h.flow(), []segment{{text: d.Freshness, rank: 4}})
		l.newline()
		h.row(&l, append(h.end(), h.settings()...), nil)
	}
	return l.String()
}

func (h *Header) name() []segment {
	return []segment{
		{text: Styled{Text: h.data.Queue}, rank: 0, title: true, least: 8, easy: 24},
		{text: Styled{h.data.ID, ToneMuted}, rank: 9},
	}
}

func (h *Header) flow() []segment {
	d := &h.data
	segs := []segment{{label: "backlog", text: d.Backlog, rank: 1}}
	if len(d.Trend) > 1 {
		segs = append(segs, segment{text: Styled{sparkline(d.Trend, sparkWidth), ToneInfo}, rank: 6, close: true})
	}
	return append(segs,
		segment{text: d.Bytes, rank: 5},
		segment{label: "oldest", text: d.Oldest, rank: 4})
}

// end says what becomes of a message at its end.
func (h *Header) end() []segment {
	d := &h.data
	return []segment{
		{label: "max retries", text: d.MaxRetries, rank: 3},
		{label: "dlq", text: d.DeadLetter, rank: 3, least: 8, easy: 24},
	}
}

func (h *Header) settings() []segment {
	d := &h.data
	return []segment{
		{label: "consumer", text: d.Consumer, rank: 7},
		{label: "visibility", text: d.Visibility, rank: 8},
		{label: "retention", text: d.Retention, rank: 9},
	}
}

func (h *Header) state() []segment {
	segs := make([]segment, 0, len(h.data.Chips)+1)
	for i, chip := range h.data.Chips {
		segs = append(segs, segment{text: chip, rank: 2, chip: true, dear: i == 0}) // the first says what all of this is
	}
	return append(segs,
		segment{text: h.data.Follow, rank: 1, chip: true, least: 10, easy: 64},
		segment{text: h.data.FollowWhy, rank: 8, close: true})
}

// segment is one thing in a line of the header.
type segment struct {
	label string
	text  Styled
	rank  int  // the highest rank is left out first, where there is no room
	least int  // cells to which the text may be cut when it must be, 0 = it may not
	easy  int  // cells to which it is cut rather than leave out a chip
	dear  bool // all that may be shortened is, before it is left out
	title bool
	chip  bool
	close bool // belongs to the segment before it: no separator between

	width int // cells of the text
}

// cells returns what the segment takes, with its label or its padding.
func (s *segment) cells() int {
	w := s.width
	if s.label != "" {
		w += len(s.label) + 1
	}
	if s.chip {
		w += 2
	}
	return w
}

// before returns the cells between a segment and the one before it.
func (s *segment) before(first bool) int {
	switch {
	case first:
		return 0
	case s.chip || s.close:
		return 1
	}
	return 3
}

// row writes one line with segments at both ends, leaving out what has no room.
func (h *Header) row(l *line, left, right []segment) {
	left, right = h.measured(left), h.measured(right)
	for {
		over := total(left) + total(right) - h.w
		if len(left) > 0 && len(right) > 0 {
			over += 2
		}
		if over <= 0 || !giveWay(&left, &right, over) {
			break
		}
	}
	h.segments(l, left)
	gap := h.w - l.width - total(right)
	if gap >= 0 {
		l.space("", gap)
		h.segments(l, right)
	}
	l.fill("", h.w)
}

// measured drops empty segments and sanitises and measures the rest.
func (h *Header) measured(segs []segment) []segment {
	kept := segs[:0]
	for _, s := range segs {
		if s.text.Text == "" {
			continue
		}
		s.text.Text = safeLine(s.text.Text, 64, h.theme.method)
		s.width = h.theme.method.StringWidth(s.text.Text)
		kept = append(kept, s)
	}
	return kept
}

func total(segs []segment) int {
	w := 0
	for i := range segs {
		w += segs[i].before(i == 0) + segs[i].cells()
	}
	return w
}

// giveWay makes room by leaving out the last segment of the highest rank, but
// before chips and more go, texts that may be cut are; false when nothing can
// give way any more.
func giveWay(left, right *[]segment, over int) bool {
	worst, at := left, -1
	for _, side := range []*[]segment{left, right} {
		for i, s := range *side {
			if at < 0 || s.rank >= (*worst)[at].rank {
				worst, at = side, i
			}
		}
	}
	if at < 0 {
		return false
	}
	s := &(*worst)[at]
	rank := s.rank
	if s.dear {
		rank = 1
	}
	switch {
	case rank <= 3 && (cut(*left, rank, over) || cut(*right, rank, over)):
		return true
	case rank == 3 && s.least > 0 && s.width > s.least:
		s.width = max(s.least, s.width-over)
		return true
	case rank <= 1 && unlabel(*left):
		return true
	case s.rank == 0:
		return false
	}
	*worst = append((*worst)[:at:at], (*worst)[at+1:]...)
	return true
}

// cut shortens the first text that may be cut, before something of the given
// rank is left out.
func cut(segs []segment, rank, over int) bool {
	for i := range segs {
		s := &segs[i]
		least := s.least
		switch rank {
		case 2:
			least = s.easy
		case 3:
			least = max(least, s.easy/2)
		}
		if s.least > 0 && s.width > least {
			s.width = max(least, s.width-over)
			return true
		}
	}
	return false
}

// unlabel takes a label away, before something goes that must not be overlooked.
func unlabel(segs []segment) bool {
	for i := range segs {
		if segs[i].label != "" {
			segs[i].label = ""
			return true
		}
	}
	return false
}

func (h *Header) segments(l *line, segs []segment) {
	pens := h.theme.penSet()
	plain := &pens.tones[rowPlain]
	for i := range segs {
		s := &segs[i]
		room := h.w - l.width
		switch s.before(i == 0) {
		case 1:
			l.space("", min(1, room))
		case 3:
			l.safe(plain[ToneMuted], " · ", room)
		}
		tone := s.text.Tone.known()
		p := plain[tone]
		switch {
		case s.title:
			p = pens.title
		case s.chip:
			p = pens.tones[rowChip][tone]
			l.space(p, min(1, h.w-l.width))
		}
		if s.label != "" {
			l.safe(plain[ToneMuted], s.label+" ", h.w-l.width)
		}
		l.safe(p, s.text.Text, min(s.width, h.w-l.width))
		if s.chip {
			l.space(p, min(1, h.w-l.width))
		}
	}
}
