package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/flight"
	"leaseview/views"
)

// arrange gives every component its size and its data. It runs at the end of
// each Update, so that View only draws.
func (m *Model) arrange() {
	m.layout = computeLayout(m.width, m.height, m.split, m.detailFocus && m.screen == screenMessages)
	if m.layout.small {
		return
	}
	m.takeCalls()
	m.arrangeDialog()
	if m.screen != screenMessages {
		m.layout.listAlone()
	}
	l := m.layout
	m.header.SetSize(l.header.w, l.header.h)
	m.header.SetData(m.headerData())
	m.footer.SetSize(l.footer.w, l.footer.h)
	m.arrangeFooter()
	switch m.screen {
	case screenQueues:
		m.arrangeList()
		return
	case screenActivity:
		m.arrangeActivity()
		return
	}
	m.arrangeTable()
	m.arrangeDetail()
}

// arrangeDialog sizes what is in front, and says anew what changes while it is
// open.
func (m *Model) arrangeDialog() {
	if m.dialog == nil {
		return
	}
	if d, ok := m.dialog.(*leaveDialog); ok {
		d.answers.SetLines(m.leaveLines())
	}
	m.dialog.setSize(m.width, m.height-1)
}

// listAlone gives the list of queues the whole middle.
func (l *layout) listAlone() {
	l.table = rect{0, l.header.h, l.header.w, l.footer.y - l.header.h}
	l.rule, l.gutter, l.detail = rect{}, rect{}, rect{}
}

func (m *Model) arrangeList() {
	m.list.SetSize(m.layout.table.w, m.layout.table.h)
	title, lines := m.emptyListTitle(), m.emptyListLines()
	m.list.SetEmpty(title, lines...)
	m.list.SetCursor(max(m.chooser.row, 0))
}

func (m *Model) arrangeActivity() {
	m.calllist.SetSize(m.layout.table.w, m.layout.table.h)
	m.calllist.SetEmpty("No calls to show", "/ changes the filter, q goes back.")
	m.calllist.SetSource(activityRows{m})
	m.calllist.SetCursor(m.activity.back)
}

func (m *Model) arrangeTable() {
	s := m.session()
	m.table.SetSize(m.layout.table.w, m.layout.table.h)
	m.table.SetFocused(!m.detailFocus)
	m.table.SetAgeColumn(m.ageColumn())
	title, lines := m.emptyTable(s)
	m.table.SetEmpty(title, lines...)
	m.table.SetSource(rows{m, s})
	if s == nil {
		return
	}
	m.table.SetOffset(s.offset)
	m.table.SetCursor(s.cursorRow())
	s.offset = m.table.Offset()
}

func (m *Model) arrangeDetail() {
	m.detail.SetSize(m.layout.detail.w, m.layout.detail.h)
	m.detail.SetFocused(m.detailFocus)
	m.detail.SetTab(m.body.tab)
	s := m.session()
	e, ok := s.selected()
	if !ok {
		m.body.shown = bodyKey{}
		m.detail.SetTitle("")
		m.detail.SetEmpty(m.emptyDetail(s))
		return
	}
	m.detail.SetTitle(string(e.Message.ID))
	switch m.body.tab {
	case views.TabMetadata:
		m.detail.SetMetadata(m.metadataFields(s, e))
	case views.TabLease:
		m.detail.SetLease(m.leaseFields(s, e))
	}
}

func (m *Model) arrangeFooter() {
	m.footer.SetKeys(m.keyHints())
	m.footer.SetBusy("", "", "")
	if key, waiting := m.flight.Awaited(m.open); waiting {
		doing, hint := key.Kind.String(), "esc cancels"
		if key.Kind == flight.Settle && m.job != nil {
			doing = m.job.words()
			if len(m.job.rest) == 0 {
				hint = ""
			}
		}
		m.footer.SetBusy(m.spinner.View(), doing, hint)
	}
	m.footer.SetNotice(views.Styled{})
	if m.notice.text != "" && !m.boxed() {
		m.footer.SetNotice(views.Styled{Text: m.notice.text, Tone: m.notice.tone})
	}
}

// keyHints are the keys of the footer: those of the focus that work now.
func (m *Model) keyHints() []views.KeyHint {
	var hints []views.KeyHint
	here := m.scopes()
	for i := range m.actions {
		a := &m.actions[i]
		if a.footer == "" || !inScopes(a.scope, here) || (a.guard != nil && a.guard(m) != "") {
			continue
		}
		hints = append(hints, views.KeyHint{Key: a.binding.Help().Key, Desc: a.footer})
	}
	if m.dialog == nil {
		hints = append(hints, views.KeyHint{Key: m.opts.Keys.Global.Help.Help().Key, Desc: "help", Last: true})
	}
	return hints
}

func inScopes(s scope, scopes []scope) bool {
	for _, one := range scopes {
		if one == s {
			return true
		}
	}
	return false
}

// boxed says whether the notice needs more room than the footer has.
func (m *Model) boxed() bool {
	serious := m.notice.tone == toneBad || m.notice.tone == toneWarn
	return len(m.notice.lines) > 0 || serious && !m.footer.Fits(m.notice.text)
}

// View draws the components where arrange has put them.
func (m *Model) View() tea.View {
	content, cursor := m.draw()
	v := tea.NewView(content)
	v.AltScreen = true
	v.WindowTitle = m.windowTitle()
	if !m.mouseOff {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.Cursor = cursor
	return v
}

func (m *Model) windowTitle() string {
	if s := m.session(); s != nil {
		return "leaseview · " + views.Safe(s.queue.Name)
	}
	return "leaseview"
}

// draw is the whole screen, and where on it typing happens.
func (m *Model) draw() (string, *tea.Cursor) {
	if m.width == 0 || m.height == 0 {
		return "", nil
	}
	if m.layout.small {
		return views.TooSmall(m.width, m.height), nil
	}
	base := m.drawBase()
	if m.notice.text != "" && m.boxed() {
		box := views.NoticeBox(m.theme, views.Styled{Text: m.notice.text, Tone: m.notice.tone}, m.notice.lines, m.width, m.height/2)
		base = views.OverlayBottom(base, box, m.width, m.height, 1)
	}
	if m.dialog == nil {
		return base, nil
	}
	box := m.dialog.view()
	return views.Overlay(base, box, m.width, m.height), onScreen(m.dialog.cursor(), box, m.width, m.height)
}

func (m *Model) drawBase() string {
	switch m.screen {
	case screenQueues:
		return stack(m.header.View(), m.list.View(), m.footer.View())
	case screenActivity:
		return stack(m.header.View(), m.calllist.View(), m.footer.View())
	}
	l := m.layout
	left := ""
	if l.table.h > 0 {
		left = m.drawRule() + "\n" + m.table.View()
	}
	switch {
	case l.table.h == 0:
		left = m.detail.View()
	case l.gutter.h > 0:
		left = views.SideBySide(m.theme, left, m.detail.View())
	case l.detail.h > 0:
		left += "\n" + m.detail.View()
	}
	return stack(m.header.View(), left, m.footer.View())
}

func (m *Model) drawRule() string {
	s := m.session()
	if s == nil {
		return views.Rule(m.theme, "", "", m.layout.rule.w, !m.detailFocus)
	}
	left, right := m.ruleWords(s)
	return views.Rule(m.theme, left, right, m.layout.rule.w, !m.detailFocus)
}

func stack(parts ...string) string { return strings.Join(parts, "\n") }

// onScreen moves a cursor from its box to the screen.
func onScreen(c *tea.Cursor, box string, w, h int) *tea.Cursor {
	if c == nil {
		return nil
	}
	x, y := views.OverlayOrigin(box, w, h)
	moved := *c
	moved.X += x
	moved.Y += y
	return &moved
}
