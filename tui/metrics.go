package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/flight"
)

// maxMetricsWait bounds the pause after polls that failed.
const maxMetricsWait = time.Minute

// pollMetrics reads the backlog when it is due. It costs no lease and no attempt.
func (m *Model) pollMetrics(s *session) tea.Cmd {
	// A clock that jumped back must not stop the polling until it has caught up.
	if s.backlog.next.Sub(m.now) > max(m.opts.MetricsEvery, maxMetricsWait) {
		s.backlog.next = m.now
	}
	if m.now.Before(s.backlog.next) || m.now.Before(m.blocked) {
		return nil
	}
	return m.readMetrics(s, true)
}

func (m *Model) readMetrics(s *session, automatic bool) tea.Cmd {
	t, ok := m.begin(flight.Metrics, s.queue.ID, automatic)
	if !ok {
		return nil
	}
	s.backlog.next = m.now.Add(m.opts.MetricsEvery)
	return metricsCmd(m.opts.API, t)
}

// file takes an answer. The last good figures stay on screen when it
// failed, and the header says that they are stale.
func (msg metricsMsg) file(m *Model, _ bool) tea.Cmd {
	s := m.sessionFor(msg.ticket.Queue)
	s.backlog.failed = msg.err
	if msg.err != nil {
		s.backlog.fails++
		wait := min(m.opts.MetricsEvery<<min(s.backlog.fails, 6), max(maxMetricsWait, m.opts.MetricsEvery))
		s.backlog.next = m.now.Add(wait)
		return nil
	}
	s.backlog.fails = 0
	s.heard(msg.metrics.Reply)
	s.take(msg.metrics)
	m.noteOddities(msg.ticket.Queue, msg.metrics.Oddities)
	return nil
}
