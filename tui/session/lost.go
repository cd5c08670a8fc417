package session

import (
	"slices"
	"time"
)

// lostPull is a pull that may have leased messages which nobody here has seen.
type lostPull struct {
	messages int // at most
	until    time.Time
}

// LosePull notes that a pull may have leased so many messages, at most, which its
// answer did not bring, and that they are hidden until then at the latest.
func (s *Session) LosePull(messages int, until time.Time) {
	s.lost = append(s.lost, lostPull{messages, until})
}

// Lost is how many messages, at most, lost pulls may still hide at now, and until
// when the last of them.
func (s *Session) Lost(now time.Time) (messages int, until time.Time) {
	s.lost = slices.DeleteFunc(s.lost, func(p lostPull) bool { return !now.Before(p.until) })
	for _, p := range s.lost {
		messages += p.messages
		if p.until.After(until) {
			until = p.until
		}
	}
	return messages, until
}
