package tui

import (
	"leaseview/tui/inbox"
	"leaseview/views"
)

// mayEnd says whether the message may end with its lease, or with a retry: on
// its last delivery, and wherever the limit or its attempts are not known.
func (s *session) mayEnd(e inbox.Entry) bool {
	return !s.budget.Known() || e.Message.Attempts == 0 || s.budget.EndsWithLease(e.Message.Attempts)
}

// fate is how to speak of messages that may end.
type fate struct {
	on       string // where they are
	ends     string // what a retry does
	wouldEnd string // what a release would do
	will     string // what the end of the lease does
	what     string // what their end is
}

// fate is sure of what is known, and says "may" of the rest.
func (s *session) fate() fate {
	if !s.budget.Known() {
		return fate{"perhaps on the last delivery (max_retries is unknown)", "may end", "might end", "may be", s.end()}
	}
	return fate{"on the last delivery", "ends", "would end", "will be", s.end()}
}

// end is what happens to a message after its last delivery.
func (s *session) end() string {
	c := s.pullConsumer()
	switch {
	case c == nil:
		return "moved to a dead-letter queue, or DELETED without one"
	case c.DeadLetterQueue != "":
		return "moved to " + views.Safe(c.DeadLetterQueue)
	default:
		return "DELETED, as there is no dead-letter queue"
	}
}

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

func pronoun(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}
