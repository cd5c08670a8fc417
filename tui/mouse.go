package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/views"
)

// wheelLines is how far one notch of the wheel goes.
const wheelLines = 3

// mouse scrolls what is under the pointer and selects what is clicked. A click
// does nothing but select, wherever it falls: what acts is a key.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		if n := wheelStep(at.Button); n != 0 {
			m.wheel(at, n)
		}
	case tea.MouseClickMsg:
		if at.Button == tea.MouseLeft {
			return m.click(at)
		}
	}
	return nil
}

// click selects what is at a cell, in front where something stands there. A
// question takes no click as early as it takes no key.
func (m *Model) click(at tea.Mouse) tea.Cmd {
	if m.dialog == nil {
		m.page.click(at.X, at.Y)
		return nil
	}
	if cmd, early := m.dialog.early(); early {
		return cmd
	}
	x, y := views.OverlayOrigin(m.theme, m.dialog.view(), m.frame.w, m.frame.h)
	m.dialog.click(at.X-x, at.Y-y)
	return nil
}

// wheel scrolls what is under the pointer. It never moves the answer of a question
// or the field of a prompt: those are not for scrolling, but a question's lines are.
func (m *Model) wheel(at tea.Mouse, n int) {
	if m.dialog == nil {
		m.page.under(at.X, at.Y).move(n)
		return
	}
	switch m.dialog.scope() {
	case scopeHelp, scopeMenu:
		m.dialog.move(n)
	default:
		scrollFront(n)(m)
	}
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

// mover is what the moving keys move: the dialog, a notice that covers the rest,
// else what has the focus.
func (m *Model) mover() mover {
	if m.dialog != nil {
		return dialogMover{m.dialog, m.frame}
	}
	if hidden := m.hiddenLines(); hidden > 0 {
		return noticeMover{&m.notice, hidden, m.frame.page().h - 3}
	}
	return m.page.mover()
}

// dialogMover moves what is in front.
type dialogMover struct {
	dialog dialog
	frame  frame
}

func (t dialogMover) visible() int { return max(t.frame.h-4, 1) }
func (t dialogMover) move(n int)   { t.dialog.move(n) }

func (m *Model) toggleMouse() tea.Cmd {
	m.mouseOff = !m.mouseOff
	text := "The mouse scrolls and selects again."
	if m.mouseOff {
		text = m.keys.In("Mouse off: your terminal selects text now. {global.mouse} turns it on again.")
	}
	m.say(notice{text: text, tone: toneInfo})
	return nil
}
