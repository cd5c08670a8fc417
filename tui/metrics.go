package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/tui/flight"
)

// pollMetrics reads the backlog when it is due. It costs no lease and no attempt.
func (o operator) pollMetrics() tea.Cmd {
	if !o.backlog(o.s.ID()).Due(o.now) || o.now.Before(o.blocked) {
		return nil
	}
	return o.readMetrics(true)
}

func (o operator) readMetrics(automatic bool) tea.Cmd {
	t, ok := o.begin(flight.Metrics, o.s.ID(), automatic)
	if !ok {
		return nil
	}
	o.backlog(o.s.ID()).Polled(o.now)
	return metricsCmd(o.opts.Reader, t)
}

// fileMetrics takes an answer. The last good figures stay on screen when it
// failed, and the header says that they are stale.
func (o operator) fileMetrics(msg metricsMsg) {
	if msg.err != nil {
		o.backlog(o.s.ID()).Fail(msg.err, o.now)
		return
	}
	o.s.FileMetrics(msg.metrics)
	o.backlog(o.s.ID()).Answer(msg.metrics)
	o.noteOddities(o.s.ID(), msg.metrics.Oddities)
}
