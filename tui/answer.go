package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/tui/flight"
)

// answer is what every answer to a call brings along: the ticket that the call
// was begun with, and why it failed, if it did.
type answer struct {
	ticket flight.Ticket
	err    error
}

func (a answer) envelope() answer { return a }

// answered is an answer of some kind. Each kind files itself; what all of them
// have in common is done once, by receive.
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
	live := m.flight.End(a.ticket)
	if !live && !a.ticket.Kind.Changes() {
		return nil
	}
	cmd := msg.file(m, live)
	m.block(a.err)
	return cmd
}
