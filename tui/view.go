package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/flight"
	"leaseview/views"
)

// arrange gives every component its size and its data. It runs at the end of
// each Update, so that View only draws. What is too large to be laid out in
// between comes back as a command.
func (m *Model) arrange() tea.Cmd {
	if m.frame.small() {
		return nil
	}
	if m.dialog != nil {
		m.dialog.arrange(m.frame.w, m.frame.h-1)
	}
	cmd := m.page.arrange(m.frame)
	m.header.SetSize(m.frame.w, m.frame.header())
	data := m.page.header()
	data.Chips = m.chips(data.Chips)
	m.header.SetData(data)
	m.footer.SetSize(m.frame.w, 1)
	m.arrangeFooter()
	return cmd
}

func (m *Model) arrangeFooter() {
	m.footer.SetKeys(m.keyHints())
	m.footer.SetBusy("", "", "")
	if key, waiting := m.flight.Awaited(m.open); waiting {
		doing, hint := key.Kind.String(), m.keys.In("{messages.cancel} cancels")
		if key.Kind == flight.List {
			hint = m.keys.In("{queues.cancel} stops")
		}
		if s := m.sessions[key.Queue]; s != nil && key.Kind == flight.Settle && s.Job() != nil {
			doing = jobWords(s.Job())
			if !s.Job().Goes() {
				hint = ""
			}
		} else if s != nil && key.Kind == flight.Pull {
			if c, collecting := s.Collecting(); collecting {
				doing, hint = collectWords(c), m.keys.In("{messages.cancel} stops")
			}
		}
		if m.dialog != nil {
			hint = "" // its keys close that
		}
		m.footer.SetBusy(m.spinner.View(), doing, hint)
	}
	m.footer.SetNotice(views.Styled{})
	if m.notice.text != "" && !m.boxed() {
		m.footer.SetNotice(views.Styled{Text: m.notice.text, Tone: m.notice.tone})
	}
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
	if s := m.onScreen(); s != nil {
		return "leaseview · " + views.Safe(s.Name())
	}
	return "leaseview"
}

// draw is the whole screen, and where on it typing happens.
func (m *Model) draw() (string, *tea.Cursor) {
	w, h := m.frame.w, m.frame.h
	switch {
	case w == 0 || h == 0:
		return "", nil
	case m.frame.small():
		return views.TooSmall(w, h), nil
	}
	content := strings.Join([]string{m.header.View(), m.page.view(), m.footer.View()}, "\n")
	if m.notice.text != "" && m.boxed() {
		box, y := m.noticeBox()
		content = views.OverlayRows(m.theme, content, box, w, h, y)
	}
	if m.dialog == nil {
		return content, nil
	}
	box := m.dialog.view()
	return views.Overlay(m.theme, content, box, w, h), onScreen(m.theme, m.dialog.cursor(), box, w, h)
}

// onScreen moves a cursor from its box to the screen.
func onScreen(th views.Theme, c *tea.Cursor, box string, w, h int) *tea.Cursor {
	if c == nil {
		return nil
	}
	x, y := views.OverlayOrigin(th, box, w, h)
	moved := *c
	moved.X += x
	moved.Y += y
	return &moved
}
