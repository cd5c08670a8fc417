package tui

import (
	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"
)

// Init asks for the terminal's background, starts the tick and reads the first
// page's data. Nothing waits for the terminal's answer.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, m.nextTick(), m.readFirstPage(), m.readRemains(), m.spin())
}

// Update hands each message to who knows it, then lays the screen out anew.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.dispatch(msg)
	return m, tea.Batch(cmd, m.arrange(), m.spin())
}

func (m *Model) dispatch(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tickMsg:
		return m.tick(msg)
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg:
		return m.input(msg)
	case tea.WindowSizeMsg:
		m.frame = frame{msg.Width, msg.Height}
	case tea.BackgroundColorMsg, tea.ColorProfileMsg, tea.ModeReportMsg:
		m.learn(msg)
	case tea.ResumeMsg:
		return m.nextTick()
	case NotSuspended:
		m.say(notice{text: "Not suspended: no shell runs this program that could start it again.", tone: toneWarn})
		return m.nextTick()
	case spinner.TickMsg:
		return m.turnSpinner(msg)
	case answered:
		return m.receive(msg)
	case copyMadeMsg:
		return m.copyMade(msg)
	case copiedMsg:
		return m.fileCopied(msg)
	case preparedMsg:
		m.panes.filePrepared(msg)
	case remainsMsg:
		m.fileRemains(msg)
	case adoptedMsg:
		m.fileAdopted(msg)
	default:
		return m.forwardToDialog(msg)
	}
	return nil
}

// input is the one way in for keys, pastes and the mouse. On a screen too small
// to show what they would act on, only the keys that work always do.
func (m *Model) input(msg tea.Msg) tea.Cmd {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		return m.press(press)
	}
	if m.frame.small() {
		return nil
	}
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return m.paste(msg)
	case tea.MouseMsg:
		return m.mouse(msg)
	}
	return nil
}

// press takes a key: the front dialog first, then the focus, then what works
// everywhere.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	name := msg.String()
	said := m.notice
	if m.leavesNotice(name) {
		m.notice.clearOnKey()
	}
	if s := m.onScreen(); s != nil {
		s.Attended()
	}
	if a := m.actions.find(name, scopeAlways); a != nil {
		return m.perform(a)
	}
	switch {
	case m.frame.small():
		return nil
	case m.dialog != nil:
		return m.pressInFront(name, msg, said)
	}
	if a := m.actions.find(name, m.scopes()...); a != nil {
		return m.perform(a)
	}
	m.sayStray(m.strayOnPage(name), said)
	return nil
}

// pressInFront takes a key for the dialog.
func (m *Model) pressInFront(name string, msg tea.KeyPressMsg, said notice) tea.Cmd {
	if cmd, early := m.dialog.early(); early {
		m.notice = said // the key was on its way before anybody could read that
		return cmd
	}
	if a := m.actions.find(name, m.dialog.scope()); a != nil {
		return m.perform(a)
	}
	cmd, taken := m.dialog.take(msg)
	if !taken {
		m.sayStray(m.strayInFront(name), said)
	}
	return cmd
}

// paste reaches a dialog that takes text, and nothing else: pasted text must
// never run actions.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	if m.dialog != nil {
		if cmd, early := m.dialog.early(); early {
			return cmd
		}
		if cmd, taken := m.dialog.take(msg); taken {
			return cmd
		}
	}
	m.sayStray("Pasted text is ignored here.", m.notice)
	return nil
}

func (m *Model) forwardToDialog(msg tea.Msg) tea.Cmd {
	if m.dialog != nil {
		return m.dialog.update(msg)
	}
	return nil
}

// spin starts the spinner when a person begins to wait. Its ticks carry a tag,
// so a second start joins the first.
func (m *Model) spin() tea.Cmd {
	if _, waiting := m.flight.Awaited(m.open); waiting && !m.spinning {
		m.spinning = true
		return m.spinner.Tick
	}
	return nil
}

func (m *Model) turnSpinner(msg spinner.TickMsg) tea.Cmd {
	if _, waiting := m.flight.Awaited(m.open); !waiting {
		m.spinning = false
		return nil
	}
	var cmd tea.Cmd
	m.spinner, cmd = m.spinner.Update(msg)
	return cmd
}
