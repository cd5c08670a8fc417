package views

import (
	"strconv"
)

// DetailTab is a page of the detail pane.
type DetailTab uint8

// The tabs, from left to right.
const (
	TabBody DetailTab = iota
	TabMetadata
	TabLease
	tabCount
)

// String is the tab's title.
func (t DetailTab) String() string {
	switch t {
	case TabMetadata:
		return "Metadata"
	case TabLease:
		return "Lease"
	}
	return "Body"
}

// Detail shows one message: its body, its metadata, its lease. The first line
// has the tabs, the second says how the body was decoded and where one is in
// it.
type Detail struct {
	size
	theme   Theme
	title   string
	focused bool
	tab     DetailTab

	body    Prepared
	loading string
	empty   *notice

	fields   [tabCount][]Field
	prepared [tabCount]Prepared // of fields, for the width in it

	offsets [tabCount]int
}

// NewDetail returns an empty pane.
func NewDetail(th Theme) *Detail { return &Detail{theme: th, empty: &notice{}} }

// SetTheme changes how the pane looks. A prepared body keeps its colours until
// it is prepared anew.
func (d *Detail) SetTheme(th Theme) {
	d.theme = th
	d.prepareFields()
}

// SetSize sets the outer size in cells.
func (d *Detail) SetSize(w, h int) {
	changed := d.w != max(w, 0)
	d.size.SetSize(w, h)
	if changed {
		d.prepareFields()
	}
}

// SetFocused says whether keys go to the pane.
func (d *Detail) SetFocused(focused bool) { d.focused = focused }

// SetTitle names the message.
func (d *Detail) SetTitle(title string) { d.title = title }

// SetTab turns to a page; each page keeps its own place.
func (d *Detail) SetTab(tab DetailTab) { d.tab = min(tab, tabCount-1) }

// SetPrepared shows a body. While it is of the same message, wrapped anew or
// in another mode, the pane stays near the place where it was.
func (d *Detail) SetPrepared(p Prepared) {
	switch {
	case p.key != d.body.key:
		d.offsets = [tabCount]int{}
	case d.body.lines() > 0 && p.lines() != d.body.lines():
		d.offsets[TabBody] = d.offsets[TabBody] * p.lines() / d.body.lines()
	}
	d.body, d.loading, d.empty = p, "", nil
}

// SetLoading shows a text in place of the body until SetPrepared.
func (d *Detail) SetLoading(text string) { d.loading, d.empty = text, nil }

// SetMetadata sets the rows of the Metadata tab.
func (d *Detail) SetMetadata(fields []Field) { d.setFields(TabMetadata, fields) }

// SetLease sets the rows of the Lease tab.
func (d *Detail) SetLease(fields []Field) { d.setFields(TabLease, fields) }

// SetEmpty says why there is no message to show and what to press, until
// anything else is set.
func (d *Detail) SetEmpty(title string, lines ...string) {
	d.empty = &notice{title, lines}
	d.body, d.loading, d.title = Prepared{}, "", ""
}

func (d *Detail) setFields(tab DetailTab, fields []Field) {
	d.fields[tab], d.empty = fields, nil
	d.prepared[tab] = prepareFields(fields, d.w, d.theme)
}

func (d *Detail) prepareFields() {
	for _, tab := range []DetailTab{TabMetadata, TabLease} {
		d.prepared[tab] = prepareFields(d.fields[tab], d.w, d.theme)
	}
}

// BodyWidth returns the width in cells for which a body is to be prepared.
func (d *Detail) BodyWidth() int { return d.w - indentIn(d.w) }

// indentIn is how far in text stands in a pane of a width: under the first of the
// tabs.
func indentIn(width int) int {
	if width < 20 {
		return 0
	}
	return tabLead
}

// ScrollBy moves by n lines, up when n is below 0.
func (d *Detail) ScrollBy(n int) { d.offsets[d.tab] = d.clamp(d.offset() + n) }

// Top goes to the first line.
func (d *Detail) Top() { d.offsets[d.tab] = 0 }

// offset returns the first visible line.
func (d *Detail) offset() int { return d.clamp(d.offsets[d.tab]) }

func (d *Detail) clamp(offset int) int {
	return clampOffset(offset, d.page().lines(), d.contentHeight())
}

// page returns what the tab shows.
func (d *Detail) page() *Prepared {
	if d.tab == TabBody {
		return &d.body
	}
	return &d.prepared[d.tab]
}

// bars is how many lines the tabs and the line below take.
func (d *Detail) bars() int {
	switch {
	case d.h >= 4:
		return 2
	case d.h >= 2:
		return 1
	}
	return 0
}

func (d *Detail) contentHeight() int { return d.h - d.bars() }

// VisibleLines returns how many lines of content fit.
func (d *Detail) VisibleLines() int { return max(0, d.contentHeight()) }

// View returns a block of exactly the set size.
func (d *Detail) View() string {
	if d.size.empty() {
		return ""
	}
	l := d.theme.line()
	if d.bars() > 0 {
		d.tabBar(&l)
		l.newline()
	}
	switch {
	case d.empty != nil:
		return d.joined(&l, d.empty.draw(d.theme, d.w, d.h-min(d.bars(), 1)))
	case d.tab == TabBody && d.loading != "":
		return d.joined(&l, notice{lines: []string{d.loading}}.draw(d.theme, d.w, d.h-min(d.bars(), 1)))
	}
	if d.bars() > 1 {
		d.statusLine(&l)
		l.newline()
	}
	d.content(&l)
	return l.String()
}

func (d *Detail) joined(l *line, rest string) string { return l.String() + rest }

func (d *Detail) content(l *line) {
	page, offset, indent := d.page(), d.offset(), 0
	if d.tab == TabBody {
		indent = indentIn(d.w)
	}
	room := d.w - indent
	for y := range d.contentHeight() {
		if y > 0 {
			l.newline()
		}
		l.space("", indent)
		// A body that was prepared for a wider pane is cut until the new one
		// arrives.
		if text, width := page.line(offset+y), page.lineWidth(offset+y); width <= room {
			l.raw("", text, width)
		} else {
			text, width = cutRow(text, room, l.method)
			l.raw("", text, width)
		}
		l.fill("", d.w)
	}
}

// Cells before the tabs and between them.
const tabLead, tabGap = 2, 2

// tabBar writes the tabs and, to the right, which message this is. The mark
// before the tabs shows the focus.
func (d *Detail) tabBar(l *line) {
	pens := d.theme.penSet()
	lead, active := "  ", pens.title
	if d.focused {
		lead, active = "▸ ", pens.tabActive
	}
	l.safe(pens.key, lead, d.w)
	for tab := range tabCount {
		p := pens.tab
		if tab == d.tab {
			p = active
		}
		l.safe(p, tab.String(), d.w-l.width)
		l.space("", min(tabGap, d.w-l.width))
	}
	muted := pens.tones[rowPlain][ToneMuted]
	if room := d.w - l.width - 1; room >= 8 && d.title != "" {
		title := safeLine(d.title, room, l.method)
		l.fill("", d.w-1-l.method.StringWidth(title))
		l.safe(muted, title, room)
	}
	l.fill("", d.w)
}

// TabAt returns the tab at a cell of View; false where there is none.
func (d *Detail) TabAt(x, y int) (tab DetailTab, ok bool) {
	if y != 0 || d.bars() == 0 {
		return 0, false
	}
	from := tabLead
	for tab := range tabCount {
		to := from + len(tab.String())
		if x >= from && x < to {
			return tab, true
		}
		from = to + tabGap
	}
	return 0, false
}

// statusLine says how the body was decoded, and where in it one is.
func (d *Detail) statusLine(l *line) {
	tones := &d.theme.penSet().tones[rowPlain]
	where := d.position()
	room := d.w - statusMargin
	if where != "" {
		room -= len(where) + 2
	}
	l.space("", min(statusMargin, d.w))
	if d.tab == TabBody {
		l.safe(tones[ToneMuted], d.body.status(), room)
	}
	if where != "" {
		l.fill("", d.w-len(where)-1)
		l.safe(tones[ToneMuted], where, d.w-l.width)
	}
	l.fill("", d.w)
}

// position is "12-40/312", or "" when everything is in sight.
func (d *Detail) position() string {
	lines, height := d.page().lines(), d.contentHeight()
	if lines <= height {
		return ""
	}
	first := d.offset()
	return strconv.Itoa(first+1) + "-" + strconv.Itoa(min(lines, first+height)) + "/" + strconv.Itoa(lines)
}
