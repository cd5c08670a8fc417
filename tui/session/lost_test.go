package session_test

import (
	"testing"
	"time"
)

// What lost pulls may hide adds up, and each is forgotten when its own time is over.
func TestLostPullsAddUpUntilTheirTimeIsOver(t *testing.T) {
	t.Parallel()
	s := opened(3)
	s.LosePull(5, at(30))
	s.LosePull(10, at(20))
	for _, c := range []struct {
		now      float64
		messages int
		until    time.Time
	}{{0, 15, at(30)}, {19.9, 15, at(30)}, {20, 5, at(30)}, {30, 0, time.Time{}}} {
		messages, until := s.Lost(at(c.now))
		want(t, "messages", messages, c.messages)
		want(t, "until", until, c.until)
	}
}
