package tui

import tea "charm.land/bubbletea/v2"

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
			m.page.click(at.X, at.Y)
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

// mover is what the moving keys move: the dialog, else what has the focus.
func (m *Model) mover() mover {
	if m.dialog != nil {
		return dialogMover{m.dialog, m.frame}
	}
	return m.page.mover()
}

func (m *Model) underPointer(at tea.Mouse) mover {
	if m.dialog != nil {
		return dialogMover{m.dialog, m.frame}
	}
	return m.page.under(at.X, at.Y)
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
	text := "The mouse scrolls and selects rows again."
	if m.mouseOff {
		text = m.keys.In("Mouse off: your terminal selects text now. {global.mouse} turns it on again.")
	}
	m.say(notice{text: text, tone: toneInfo})
	return nil
}
