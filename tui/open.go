package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/words"
)

// findQueue looks the queue up that the command line named.
func (m *Model) findQueue() tea.Cmd {
	t, ok := m.begin(flight.Find, "", false)
	if !ok {
		return nil
	}
	return findCmd(m.opts.API, t, m.opts.Queue)
}

func (msg foundMsg) file(m *Model, _ bool) tea.Cmd {
	if m.findErr = msg.err; msg.err != nil {
		return nil
	}
	return m.openQueue(msg.queue)
}

// openQueue shows a queue: it reads settings and metrics and peeks once.
// Nothing of that leases a message.
func (m *Model) openQueue(q apiclient.Queue) tea.Cmd {
	s := m.sessions[q.ID]
	first := s == nil
	if first {
		s = m.addSession(q)
	}
	m.screen, m.open, m.detailFocus = screenMessages, q.ID, false
	if first && m.opts.Follow > 0 && !m.opts.ReadOnly {
		m.startFollow(s)
	}
	return m.refresh()
}

// refresh reads everything that can be read without leasing.
func (m *Model) refresh() tea.Cmd {
	s := m.session()
	if s == nil {
		return m.findQueue()
	}
	return tea.Batch(m.readSettings(s), m.readMetrics(s, false), m.peek())
}

// leave goes back to the list of queues, or out of the program where there is
// none to go back to. Follow ends: nothing may pull where nobody sees it.
func (m *Model) leave() tea.Cmd {
	if m.opts.Queue != "" {
		return m.quit()
	}
	if s := m.session(); s != nil && s.follow.on {
		s.follow.stop("you left the queue")
	}
	m.screen, m.open, m.detailFocus = screenQueues, "", false
	if !m.chooser.loaded {
		return m.readQueues()
	}
	return nil
}

// back is esc: it gives up a call under way, leaves the detail pane, or says
// which key goes on from here.
func (m *Model) back() tea.Cmd {
	if _, waiting := m.flight.Awaited(m.open); waiting {
		m.cancelCall()
		return nil
	}
	if m.detailFocus {
		m.detailFocus = false
		return nil
	}
	if m.opts.Queue == "" {
		return m.leave()
	}
	m.say(notice{text: "Nothing to go back to: q quits.", tone: toneInfo})
	return nil
}

func (m *Model) readSettings(s *session) tea.Cmd {
	t, ok := m.begin(flight.Settings, s.queue.ID, false)
	if !ok {
		return nil
	}
	return settingsCmd(m.opts.API, t)
}

func (msg settingsMsg) file(m *Model, _ bool) tea.Cmd {
	s := m.sessionFor(msg.ticket.Queue)
	s.setQueue(msg.queue)
	if msg.consumed {
		s.setConsumers(msg.consumers)
	}
	if msg.err != nil {
		m.say(m.explain("The settings of "+words.Quote(s.queue.Name)+" could not be read", s.queue.Name, msg.err))
		return nil
	}
	m.noteOddities(msg.ticket.Queue, msg.queue.Oddities)
	return nil
}
