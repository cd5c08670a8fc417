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

// fated are messages of which the same can be said.
type fated struct {
	fate
	targets []target
}

// byFate parts messages that end with their lease: those that surely do before
// those that may. A message that only shares its lease with one of them goes
// with it, as a call on one is a call on both.
func (s *session) byFate(last []target) []fated {
	var groups []fated
	for _, sure := range []inbox.Chance{inbox.Surely, inbox.Perhaps} {
		g := fated{fate: s.fate(sure)}
		for _, t := range last {
			if t.last == sure || t.last == inbox.No && t.ends == sure {
				g.targets = append(g.targets, t)
			}
		}
		if len(g.targets) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// doubtWords are why a lease in doubt is left alone.
const doubtWords = "an earlier call may have taken effect already"

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
