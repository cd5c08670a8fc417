package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

const (
	tickEvery = time.Second
	tickLeast = 5 * time.Millisecond // between two ticks, however many leases lapse
)

// nextTick starts a new chain, which ends the old one.
func (m *Model) nextTick() tea.Cmd {
	m.chain++
	return tickCmd(m.chain, m.untilTick(), m.opts.Now)
}

// untilTick is a second, or less when a lease lapses before: a row must look
// lapsed at that very moment.
func (m *Model) untilTick() time.Duration {
	wait := tickEvery
	if s := m.session(); s != nil {
		if at, ok := s.inbox.NextLapse(); ok {
			wait = min(wait, max(at.Sub(m.now), tickLeast))
		}
	}
	return wait
}

// tick brings the time, and does what is due by it.
func (m *Model) tick(msg tickMsg) tea.Cmd {
	if msg.chain != m.chain {
		return nil
	}
	m.now = msg.now
	m.notice.expire(m.now)
	for _, s := range m.sessions {
		s.lapse(m.now)
	}
	cmds := []tea.Cmd{m.nextTick()}
	if s := m.session(); s != nil {
		cmds = append(cmds, m.pollMetrics(s), m.followIfDue(s))
	}
	return tea.Batch(cmds...)
}
