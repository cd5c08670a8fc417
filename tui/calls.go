package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
)

// begin registers a call, or refuses because one of its kind is under way.
func (m *Model) begin(kind flight.Kind, queue apiclient.QueueID, automatic bool) (flight.Ticket, bool) {
	return m.flight.Begin(flight.Key{Kind: kind, Queue: queue}, automatic)
}

// kept wraps the command of a call that changes a queue, so that its answer
// can't be lost.
func (m *Model) kept(t flight.Ticket, what string, leases []apiclient.LeaseID, cmd tea.Cmd) tea.Cmd {
	keep := m.flight.Keep(t, what, leases)
	return func() tea.Msg {
		msg := cmd()
		keep(msg)
		return msg
	}
}

// cancelCall gives up the oldest call that a person waits for. A job of several
// calls stops after the one under way, whose answer is worth waiting for.
func (m *Model) cancelCall() {
	key, ok := m.flight.Awaited(m.open)
	switch {
	case !ok:
	case key.Kind == flight.Settle && m.job != nil && len(m.job.rest) == 0:
		m.say(notice{text: "The call is on its way and can't be taken back: its answer is awaited.", tone: toneWarn})
	case key.Kind == flight.Settle && m.job != nil:
		m.job.cancelled = true
		m.say(notice{text: "No further call is sent. The answer of the one under way is awaited.", tone: toneInfo})
	default:
		m.flight.Cancel(key)
	}
}
