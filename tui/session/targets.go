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
		if taken[id] {
			continue // with one that shares its lease
		}
		e, ok := s.inbox.Entry(id)
		switch {
		case ok && e.State == inbox.Found:
			chosen.Found++
		case !ok || !Settleable(e):
			chosen.Without++
		case e.Doubt && !doubtful:
			chosen.Doubtful++
		default:
			for _, t := range s.onLease(e.Lease.ID) {
				taken[t.ID] = true
				chosen.Targets = append(chosen.Targets, t)
			}
		}
	}
	return chosen
}

// onLease are the messages that a call on a lease settles. One that came with it
// and was delivered again since has another lease.
func (s *Session) onLease(lease apiclient.LeaseID) []Target {
	var on []Target
	ends, doubt := s.judgedLease(lease)
	for _, id := range s.inbox.Sharing(lease) {
		if e, _ := s.inbox.Entry(id); e.Lease.ID == lease && Settleable(e) {
			on = append(on, Target{ID: id, Lease: lease, Last: s.budget.OnLast(e), Ends: ends, Doubt: doubt})
		}
	}
	return on
}

// judgedLease says whether a retry of a lease ends a message, and whether an
// earlier call may have taken effect on it already.
func (s *Session) judgedLease(lease apiclient.LeaseID) (ends inbox.Chance, doubt bool) {
	for _, id := range s.inbox.Sharing(lease) {
		if e, _ := s.inbox.Entry(id); e.Lease.ID == lease {
			ends = max(ends, s.budget.OnLast(e))
			doubt = doubt || e.Doubt
		}
	}
	return ends, doubt
}

func (s *Session) target(e inbox.Entry) Target {
	return s.Judged(Target{ID: e.Message.ID, Lease: e.Lease.ID})
}

// Judged says of a target how things stand now: the limit may have changed
// beneath a question, and a call may have been lost. What a call does to a lease
// it does to all messages that share it.
func (s *Session) Judged(t Target) Target { return s.judging()(t) }

// judging judges one target after another. Those that share a lease stand side by
// side, so that it is looked at once for all of them.
func (s *Session) judging() func(Target) Target {
	var of *apiclient.LeaseID
	var ends inbox.Chance
	var doubt bool
	return func(t Target) Target {
		if of == nil || *of != t.Lease {
			of = &t.Lease
			ends, doubt = s.judgedLease(t.Lease)
		}
		t.Last, t.Ends, t.Doubt = inbox.No, ends, doubt
		if e, ok := s.inbox.Entry(t.ID); ok {
			t.Last = s.budget.OnLast(e)
			t.Ends, t.Doubt = max(ends, t.Last), doubt || e.Doubt
		}
		return t
	}
}

// JudgedAnew judges targets again that were frozen earlier. Their ids and leases
// stay.
func (s *Session) JudgedAnew(targets []Target) []Target {
	judged, judge := make([]Target, len(targets)), s.judging()
	for i, t := range targets {
		judged[i] = judge(t)
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
	Leases  int // messages may share one
	Release []Target
	Last    []Target // releasing one of these would end a message, or might
	Doubt   []Target // an earlier call may have taken effect on these already
}

// Holding parts the running leases. It is worked out once for as long as nothing
// changes; whoever asks leaves the lists as they are.
func (s *Session) Holding() Holding {
	if now := (heldAt{s.inbox.Changes(), s.budget}); s.heldAt != now {
		s.held, s.heldAt = s.parted(), now
	}
	return s.held
}

// heldAt is what Holding depends on.
type heldAt struct {
	changes uint64
	budget  inbox.Budget
}

func (s *Session) parted() Holding {
	all := s.choose(s.inbox.HeldIDs(), true).Targets
	h := Holding{Leases: len(Leases(all))}
	for _, t := range all {
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
