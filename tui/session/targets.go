package session

import (
	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// Target is one message that a call will act on, frozen: the id says which, the
// lease is the credential. A refresh beneath an open dialog changes neither.
// Whether a retry ends the message is not frozen with it: see [Session.Judged].
type Target struct {
	ID    apiclient.MessageID
	Lease apiclient.LeaseID
	Last  inbox.Chance // that a retry, like the lease's end, ends the message
	Ends  inbox.Chance // that a retry of the lease ends a message: one that shares it counts
	Doubt bool         // an earlier call may have taken effect on the lease already
}

// Selection is what an action was asked to act on.
type Selection struct {
	Targets  []Target
	Without  int // chosen, but never leased, or settled by now
	Found    int // chosen, but their lease is nobody's until it is adopted
	Doubtful int // chosen by marks, and left alone since their last call is in doubt
}

// Selection takes the marks, else the row under the cursor. A lease in doubt is
// taken only by its own row: what may have happened already is not done again in
// passing.
func (s *Session) Selection() Selection {
	if len(s.marks) == 0 {
		return s.choose([]apiclient.MessageID{s.cursor}, true)
	}
	return s.choose(s.MarkedIDs(), false)
}

// choose takes what can be settled of the messages, and with each those that
// share its lease: a call on one is a call on all.
func (s *Session) choose(ids []apiclient.MessageID, doubtful bool) Selection {
	var chosen Selection
	taken := make(map[apiclient.MessageID]bool, len(ids))
	for _, id := range ids {
		e, ok := s.inbox.Entry(id)
		switch {
		case ok && e.State == inbox.Found:
			chosen.Found++
		case !ok || !Settleable(e):
			chosen.Without++
		case e.Doubt && !doubtful:
			chosen.Doubtful++
		default:
			for _, sharing := range s.inbox.Sharing(e.Lease.ID) {
				other, _ := s.inbox.Entry(sharing)
				if other.Lease.ID != e.Lease.ID || taken[sharing] || !Settleable(other) {
					continue // one that was delivered again since has another lease
				}
				taken[sharing] = true
				chosen.Targets = append(chosen.Targets, s.target(other))
			}
		}
	}
	return chosen
}

func (s *Session) target(e inbox.Entry) Target {
	return s.Judged(Target{ID: e.Message.ID, Lease: e.Lease.ID})
}

// Judged says of a target how things stand now: the limit may have changed
// beneath a question, and a call may have been lost. What a call does to a lease
// it does to all messages that share it.
func (s *Session) Judged(t Target) Target {
	t.Last, t.Ends, t.Doubt = inbox.No, inbox.No, false
	if e, ok := s.inbox.Entry(t.ID); ok {
		t.Last, t.Doubt = s.budget.OnLast(e), e.Doubt
	}
	t.Ends = t.Last
	for _, id := range s.inbox.Sharing(t.Lease) {
		if e, ok := s.inbox.Entry(id); ok && e.Lease.ID == t.Lease {
			t.Ends = max(t.Ends, s.budget.OnLast(e))
			t.Doubt = t.Doubt || e.Doubt
		}
	}
	return t
}

// JudgedAnew judges targets again that were frozen earlier. Their ids and leases
// stay.
func (s *Session) JudgedAnew(targets []Target) []Target {
	judged := make([]Target, len(targets))
	for i, t := range targets {
		judged[i] = s.Judged(t)
	}
	return judged
}

// Settleable says whether a lease of the message can still be settled. A lapsed
// one may be accepted, so it counts.
func Settleable(e inbox.Entry) bool {
	return e.Lease.ID != "" && (e.State == inbox.Leased || e.State == inbox.Lapsed)
}

// Holding are the running leases, by what a release may do with them.
type Holding struct {
	Release []Target
	Last    []Target // releasing one of these would end a message, or might
	Doubt   []Target // an earlier call may have taken effect on these already
}

// Holding parts the running leases.
func (s *Session) Holding() Holding {
	var h Holding
	for _, t := range s.choose(s.inbox.HeldIDs(), true).Targets {
		switch {
		case t.Doubt:
			h.Doubt = append(h.Doubt, t)
		case t.Ends != inbox.No:
			h.Last = append(h.Last, t)
		default:
			h.Release = append(h.Release, t)
		}
	}
	return h
}

// OnLast are those of the targets that end with their lease, or may.
func OnLast(targets []Target) []Target {
	var last []Target
	for _, t := range targets {
		if t.Last != inbox.No {
			last = append(last, t)
		}
	}
	return last
}

// Leases lists the leases of the targets, each once.
func Leases(targets []Target) []apiclient.LeaseID {
	leases := make([]apiclient.LeaseID, 0, len(targets))
	for i, t := range targets {
		// Messages that share a lease stand side by side.
		if i == 0 || t.Lease != targets[i-1].Lease {
			leases = append(leases, t.Lease)
		}
	}
	return leases
}

// Fated are messages of which the same can be said: all of them end with their
// lease, or all of them may.
type Fated struct {
	Chance  inbox.Chance // Surely or Perhaps
	Targets []Target
}

// ByFate parts messages that end with their lease: those that surely do before
// those that may. A message that only shares its lease with one of them goes
// with it, as a call on one is a call on both.
func ByFate(last []Target) []Fated {
	var groups []Fated
	for _, sure := range []inbox.Chance{inbox.Surely, inbox.Perhaps} {
		g := Fated{Chance: sure}
		for _, t := range last {
			if t.Last == sure || t.Last == inbox.No && t.Ends == sure {
				g.Targets = append(g.Targets, t)
			}
		}
		if len(g.Targets) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// IDs are the messages of the targets.
func IDs(targets []Target) []apiclient.MessageID {
	ids := make([]apiclient.MessageID, len(targets))
	for i, t := range targets {
		ids[i] = t.ID
	}
	return ids
}
