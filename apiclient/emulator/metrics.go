package emulator

import (
	"time"

	"leaseview/apiclient/emulator/internal/broker"
)

// metrics is the backlog as the API reports it. It counts leased messages too:
// they are unacknowledged. It needs s.mu.
func (s *Server) metrics(q *broker.Queue) wireMetrics {
	m := wireMetrics{Count: q.Count(), Bytes: q.Bytes()}
	if oldest, found := q.Oldest(); found && !s.options.OldestUnknown {
		m.OldestMS = oldest.UnixMilli()
	}
	if share := s.options.MetricsNoise; share > 0 {
		m.Count = int(float64(m.Count) * s.wobble(share))
		m.Bytes = int64(float64(m.Bytes) * s.wobble(share))
	}
	return m
}

// wobble is a factor within 1±share. Successive ones are unlike each other and
// the same for every run, by a Weyl sequence. It needs s.mu.
func (s *Server) wobble(share float64) float64 {
	s.noise += 0x9e3779b97f4a7c15
	unit := float64(s.noise>>11) / (1 << 53)
	return max(0, 1+share*(2*unit-1))
}

func (s *Server) queueMetrics(c *call) reply {
	return s.withQueue(c, func(_ time.Time, q *broker.Queue) reply { return ok(s.metrics(q)) })
}
