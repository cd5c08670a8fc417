package tui

import (
	"leaseview/tui/inbox"
	"leaseview/views"
)

// fate is how to speak of messages that end with their lease, or may.
type fate struct {
	on       string // where they are
	ends     string // what a retry does
	wouldEnd string // what a release would do
	will     string // what the end of the lease does
	what     string // what their end is
}

// fateOf is sure of messages that are all surely on their last delivery, and
// says "may" of any others.
func (s *session) fateOf(last []target) fate {
	for _, t := range last {
		if t.last != inbox.Surely {
			return s.fate(inbox.Perhaps)
		}
	}
	return s.fate(inbox.Surely)
}

func (s *session) fate(sure inbox.Chance) fate {
	switch {
	case sure == inbox.Surely:
		return fate{"on the last delivery", "ends", "would end", "will be", s.end()}
	case !s.budget.Known():
		return fate{"perhaps on the last delivery (max_retries is unknown)", "may end", "might end", "may be", s.end()}
	default:
		return fate{"perhaps on the last delivery", "may end", "might end", "may be", s.end()}
	}
}

// end is what happens to a message after its last delivery.
func (s *session) end() string { return views.Safe(s.budget.End()) }
