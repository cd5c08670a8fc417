package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/views"
)

// mover is whatever the moving keys and the wheel move.
type mover interface {
	move(n int)
	page() int // the lines that are visible
}

type tableMover struct{ m *Model }

func (t tableMover) page() int { return t.m.table.VisibleRows() }
func (t tableMover) move(n int) {
	if s := t.m.session(); s != nil {
		s.moveCursor(n)
	}
}

type detailMover struct{ m *Model }

func (t detailMover) page() int  { return t.m.detail.VisibleLines() }
func (t detailMover) move(n int) { t.m.detail.ScrollBy(n) }

type chooserMover struct{ m *Model }

func (t chooserMover) page() int  { return t.m.list.VisibleRows() }
func (t chooserMover) move(n int) { t.m.chooser.move(n) }

type activityMover struct{ m *Model }

func (t activityMover) page() int  { return t.m.calllist.VisibleRows() }
func (t activityMover) move(n int) { t.m.activity.move(n) }

type dialogMover struct{ m *Model }

func (t dialogMover) page() int  { return max(t.m.height-4, 1) }
func (t dialogMover) move(n int) { t.m.dialog.move(n) }

// wheelLines is how far one notch of the wheel goes.
const wheelLines = 3

// mouse scrolls what is under the pointer and selects the row that is clicked.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		if n := wheelStep(at.Button); n != 0 && m.wheelScrolls() {
			m.underPointer(at).move(n)
		}
	case tea.MouseClickMsg:
		if at.Button == tea.MouseLeft && m.dialog == nil {
			m.click(at)
		}
	}
	return nil
}

// wheelScrolls says whether the wheel may move what is in front. It never moves
// the answer of a question or the field of a prompt: those are not for scrolling.
func (m *Model) wheelScrolls() bool {
	if m.dialog == nil {
		return true
	}
	s := m.dialog.scope()
	return s == scopeHelp || s == scopeMenu
}

func wheelStep(b tea.MouseButton) int {
	switch b {
	case tea.MouseWheelUp:
		return -wheelLines
	case tea.MouseWheelDown:
		return wheelLines
	default:
		return 0
	}
}

func (m *Model) underPointer(at tea.Mouse) mover {
	switch {
	case m.dialog != nil:
		return dialogMover{m}
	case m.screen == screenActivity:
		return activityMover{m}
	case m.screen == screenQueues:
		return chooserMover{m}
	case m.layout.detail.contains(at.X, at.Y):
		return detailMover{m}
	default:
		return tableMover{m}
	}
}

func (m *Model) click(at tea.Mouse) {
	switch {
	case m.screen == screenActivity:
		if row, ok := m.calllist.RowAt(at.Y - m.layout.table.y); ok {
			m.activity.back = row
		}
	case m.screen == screenQueues:
		if row, ok := m.list.RowAt(at.Y - m.layout.table.y); ok && row < len(m.chooser.queues) {
			m.chooser.row = row
		}
	case m.layout.detail.contains(at.X, at.Y):
		m.detailFocus = true
	case m.layout.table.contains(at.X, at.Y):
		m.detailFocus = false
		if row, ok := m.table.RowAt(at.Y - m.layout.table.y); ok {
			m.session().setCursorRow(row)
		}
	}
}

func (m *Model) toggleMouse() tea.Cmd {
	m.mouseOff = !m.mouseOff
	text := "The mouse scrolls and selects rows again."
	if m.mouseOff {
		text = "Mouse off: your terminal selects text now. ctrl+o turns it on again."
	}
	m.say(notice{text: text, tone: toneInfo})
	return nil
}

func (m *Model) switchPane() tea.Cmd {
	m.detailFocus = !m.detailFocus
	return nil
}

func (m *Model) focusDetail() tea.Cmd {
	m.detailFocus = true
	return nil
}

func (m *Model) backOrQuit() tea.Cmd {
	if m.detailFocus {
		m.detailFocus = false
		return nil
	}
	return m.leave()
}

func (m *Model) cycleSplit(step int) tea.Cmd {
	m.split = split((int(m.split) + step) % int(splitCount))
	m.say(notice{text: "Split: " + m.split.String() + ".", tone: toneInfo})
	return nil
}

// tabCount is how many tabs the detail pane has.
const tabCount = int(views.TabLease) + 1

func (m *Model) turnTab(step int) tea.Cmd {
	m.body.tab = views.DetailTab((int(m.body.tab) + step) % tabCount)
	return nil
}
