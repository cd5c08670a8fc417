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
	wait := m.untilTick()
	m.tickDue = m.now.Add(wait)
	return tickCmd(m.chain, wait, m.opts.Now)
}

// hurryTick takes the time from an answer, and brings the tick forward when a
// lease of that answer lapses before it is due.
func (m *Model) hurryTick(at time.Time) tea.Cmd {
	if at.After(m.now) && at.Before(m.tickDue) {
		m.now = at
	}
	s := m.session()
	if s == nil {
		return nil
	}
	if lapse, ok := s.inbox.NextLapse(); ok && lapse.Before(m.tickDue) {
		return m.nextTick()
	}
	return nil
}

// untilTick is a second, or less when a lease lapses or follow pulls before: a
// row must look lapsed at that very moment, and follow keep its interval.
func (m *Model) untilTick() time.Duration {
	wait := tickEvery
	if s := m.session(); s != nil {
		if at, ok := s.inbox.NextLapse(); ok {
			wait = min(wait, max(at.Sub(m.now), tickLeast))
		}
		if next := s.follow.next.Sub(m.now); s.follow.on && next > 0 {
			wait = min(wait, max(next, tickLeast))
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
