package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/tui/session"
	"leaseview/views"
)

// messagesPage is one queue's: what was seen of it in a table, and the row in
// detail. It has a session for as long as it lives.
type messagesPage struct {
	operator
	*panes
}

// showMessages is the page of a queue, beginning in the table.
func showMessages(o operator, p *panes) *messagesPage {
	p.detailFocus = false
	return &messagesPage{operator: o, panes: p}
}

func (p *messagesPage) scopes() []scope {
	if p.detailFocus {
		return []scope{scopeDetail, scopeMessages, scopeQueue}
	}
	return []scope{scopeTable, scopeMessages, scopeQueue}
}

func (*messagesPage) objection(scope) string { return "" }

func (p *messagesPage) setTheme(theme views.Theme) { p.panes.setTheme(theme) }

func (p *messagesPage) arrange(f frame) tea.Cmd {
	p.panes.arrange(f)
	p.table.SetAgeColumn(p.ageColumn())
	if p.s.Listing().Len() == 0 {
		title, lines := p.emptyTable()
		p.table.SetEmpty(title, lines...)
	}
	p.table.SetSource(rows{p.operator, p.table.ShowsSent()})
	p.table.SetOffset(p.s.Offset)
	p.table.SetCursor(p.s.CursorRow())
	p.s.Offset = p.table.Offset()
	return p.arrangeDetail()
}

func (p *messagesPage) arrangeDetail() tea.Cmd {
	e, ok := p.s.Selected()
	if !ok {
		p.empty("No message selected", p.seeHint())
		return nil
	}
	p.detail.SetTitle(string(e.Message.ID))
	p.body.turnTo(messageRef{p.s.ID(), e.Message.ID})
	switch {
	case p.body.tab == views.TabMetadata:
		p.detail.SetMetadata(p.metadataFields(e))
	case p.body.tab == views.TabLease:
		if p.layout.detail.h > 0 {
			p.s.NoteRead(e.Message.ID)
		}
		p.detail.SetLease(p.leaseFields(e))
	case p.layout.detail.h > 0:
		return p.layOut(p.s.ID(), e)
	}
	return nil
}

func (p *messagesPage) view() string { return p.draw(p.ruleWords()) }

// header is drawn with the rows beneath it: only a dialog hides those from view.
func (p *messagesPage) header() views.HeaderData { return p.headerData(p.dialog != nil) }

func (p *messagesPage) mover() mover {
	if p.detailFocus {
		return detailMover{p.panes}
	}
	return tableMover{p.s, p.table}
}

func (p *messagesPage) under(x, y int) mover {
	if p.inDetail(x, y) {
		return detailMover{p.panes}
	}
	return tableMover{p.s, p.table}
}

func (p *messagesPage) cursorLine() (int, bool) {
	y, inSight := p.table.CursorLine()
	return p.layout.table.y + y, inSight
}

func (p *messagesPage) click(x, y int) {
	switch {
	case p.inDetail(x, y):
		p.detailFocus = true
		if tab, ok := p.detail.TabAt(x-p.layout.detail.x, y-p.layout.detail.y); ok && p.noSelection() == "" {
			p.body.tab = tab
		}
	case p.layout.table.contains(x, y):
		p.detailFocus = false
		if row, ok := p.table.RowAt(y - p.layout.table.y); ok {
			p.s.SetCursorRow(row)
		}
	}
}

// tableMover moves the cursor of a queue's table.
type tableMover struct {
	s     *session.Session
	table *views.MessageTable
}

func (t tableMover) visible() int { return t.table.VisibleRows() }
func (t tableMover) move(n int)   { t.s.MoveCursor(n) }

// cycleSplit shares the window in the next way, or in another one.
func (p *messagesPage) cycleSplit(step int) tea.Cmd {
	p.split = split((int(p.split) + step) % int(splitCount))
	p.say(notice{text: "Split: " + p.split.String() + ".", tone: toneInfo})
	return nil
}

func (p *messagesPage) openCopyMenu() tea.Cmd { return p.operator.openCopyMenu(p.body.bodyForm) }
