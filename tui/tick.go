package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// nextTick starts a new chain, which ends the old one.
func (m *Model) nextTick() tea.Cmd {
	m.chain++
	wait := m.untilTick()
	m.due = m.now.Add(wait)
	return tickCmd(m.chain, wait, m.opts.Now)
}

// hurryTick brings the tick forward where what an answer brought is due before it.
func (m *Model) hurryTick() tea.Cmd {
	if m.now.Add(m.untilTick()).Before(m.due) {
		return m.nextTick()
	}
	return nil
}

// untilTick is a second, or less when a lease lapses or follow pulls before: a
// row must look lapsed at that very moment, and follow keep its interval.
func (m *Model) untilTick() time.Duration {
	wait := tickEvery
	if s := m.onScreen(); s != nil {
		if at, ok := s.NextLapse(); ok {
			wait = min(wait, max(at.Sub(m.now), tickLeast))
		}
		if next := s.NextFollow().Sub(m.now); s.Following() && next > 0 {
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
		s.Lapse(m.now)
	}
	cmds := []tea.Cmd{m.nextTick()}
	if s := m.onScreen(); s != nil {
		o := operator{m.desk, s}
		cmds = append(cmds, o.pollMetrics(), o.followIfDue(m.unseen()))
	}
	return tea.Batch(cmds...)
}

// unseen says whether something stands between the person and the rows of the
// queue that is open.
func (m *Model) unseen() bool {
	_, messages := m.page.(*messagesPage)
	return !messages || m.dialog != nil || m.frame.small()
}
