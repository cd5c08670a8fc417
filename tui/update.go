package tui

import (
	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"
)

// Update hands each message to the file that knows it, then lays the screen
// out anew.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.dispatch(msg)
	m.arrange()
	return m, tea.Batch(cmd, m.prepareBody(), m.spin())
}

func (m *Model) dispatch(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tickMsg:
		return m.tick(msg)
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		return m.paste(msg)
	case tea.MouseMsg:
		return m.mouse(msg)
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		m.setTheme(msg.IsDark())
	case tea.ResumeMsg:
		return m.nextTick()
	case spinner.TickMsg:
		return m.turnSpinner(msg)
	case answered:
		return m.receive(msg)
	case copiedMsg:
		return m.fileCopied(msg)
	case preparedMsg:
		m.filePrepared(msg)
	default:
		return m.forwardToDialog(msg)
	}
	return nil
}

// press takes a key: the front dialog first, then the focus, then what works
// everywhere.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	m.notice.clearOnKey()
	if s := m.session(); s != nil {
		s.follow.unattended = 0
	}
	name := msg.String()
	if m.layout.small {
		// Nobody sees what the other keys would act on.
		if a := m.index.find(name, scopeAlways); a != nil {
			return m.perform(a)
		}
		return nil
	}
	if m.dialog != nil && m.dialog.typing() && !m.layout.small {
		if a := m.index.find(name, m.dialog.scope(), scopeAlways); a != nil {
			return m.perform(a)
		}
		return m.dialog.update(m, msg)
	}
	if cmd, early := m.tooEarly(name); early {
		return cmd
	}
	if a := m.index.find(name, m.scopes()...); a != nil {
		return m.perform(a)
	}
	if m.dialog != nil && !m.layout.small {
		return m.dialog.update(m, msg)
	}
	return nil
}

// tooEarly gives a key to a question that is not to be answered yet. What works
// always works then, too.
func (m *Model) tooEarly(name string) (tea.Cmd, bool) {
	if m.dialog == nil || m.index.find(name, scopeAlways) != nil {
		return nil, false
	}
	return m.dialog.early()
}

// paste reaches a dialog that takes text, and nothing else: pasted text must
// never run actions.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	if m.dialog != nil && m.dialog.typing() {
		return m.dialog.update(m, msg)
	}
	m.say(notice{text: "Pasted text is ignored here: it could run keys. Paste works in prompts.", tone: toneWarn})
	return nil
}

func (m *Model) forwardToDialog(msg tea.Msg) tea.Cmd {
	if m.dialog != nil {
		return m.dialog.update(m, msg)
	}
	return nil
}

// spin starts the spinner when a person begins to wait. Its ticks carry a tag,
// so a second start joins the first.
func (m *Model) spin() tea.Cmd {
	if _, _, waiting := m.underWay(); waiting && !m.spinning {
		m.spinning = true
		return m.spinner.Tick
	}
	return nil
}

func (m *Model) turnSpinner(msg spinner.TickMsg) tea.Cmd {
	if _, _, waiting := m.underWay(); !waiting {
		m.spinning = false
		return nil
	}
	var cmd tea.Cmd
	m.spinner, cmd = m.spinner.Update(msg)
	return cmd
}
