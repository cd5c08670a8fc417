package tui

import tea "charm.land/bubbletea/v2"

// answered is an answer of some kind. Each kind goes to who has asked; what all
// of them have in common is done once, by receive.
type answered interface {
	envelope() answer
	// file takes what the answer says into the model. live says that the call
	// was still awaited; a read is filed only then.
	file(m *Model, live bool) tea.Cmd
}

// receive closes the call of an answer, files it, and stops what is automatic
// when the API limits the rate of calls. The answer of a call that
// changed something is filed however late it comes; that of a read which nobody
// awaits any more is stale, and says nothing.
func (m *Model) receive(msg answered) tea.Cmd {
	a := msg.envelope()
	end := m.flight.End
	if part, ok := msg.(queuesMsg); ok && part.more {
		end = m.flight.Goes // nothing has ended yet
	}
	live := end(a.ticket)
	if !live && !a.ticket.Kind.Changes() {
		return nil
	}
	cmd := msg.file(m, live)
	m.block(a.err)
	return tea.Batch(cmd, m.hurryTick())
}

func (msg queuesMsg) file(m *Model, _ bool) tea.Cmd {
	if p, ok := m.home.(*queuesPage); ok {
		return p.file(msg)
	}
	return nil
}

// file opens the queue that was found, or leaves its page to say why it can't be.
func (msg foundMsg) file(m *Model, _ bool) tea.Cmd {
	if msg.err == nil {
		return m.openQueue(msg.queue)
	}
	if p, ok := m.home.(*openingPage); ok {
		p.err = msg.err
	}
	return nil
}

func (msg settingsMsg) file(m *Model, _ bool) tea.Cmd {
	m.at(msg.ticket.Queue).fileSettings(msg)
	return nil
}

func (msg metricsMsg) file(m *Model, _ bool) tea.Cmd {
	m.at(msg.ticket.Queue).fileMetrics(msg)
	return nil
}

func (msg peekedMsg) file(m *Model, _ bool) tea.Cmd {
	m.at(msg.ticket.Queue).filePeeked(msg)
	return nil
}

func (msg pulledMsg) file(m *Model, _ bool) tea.Cmd { return m.at(msg.ticket.Queue).filePulled(msg) }

func (msg settledMsg) file(m *Model, live bool) tea.Cmd {
	return m.at(msg.ticket.Queue).fileSettled(msg, live)
}
