package tui

import (
	"maps"
	"slices"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// target is one message that a call will act on, frozen: the id says which, the
// lease is the credential. A refresh beneath an open dialog changes neither.
// Whether a retry ends the message is not frozen with it: see session.judged.
type target struct {
	id    apiclient.MessageID
	lease apiclient.LeaseID
	last  inbox.Chance // that a retry, like the lease's end, ends the message
	ends  inbox.Chance // that a retry of the lease ends a message: one that shares it counts
	doubt bool         // an earlier call may have taken effect on the lease already
}

// selection is what an action was asked to act on.
type selection struct {
	targets  []target
	without  int // chosen, but never leased, or settled by now
	doubtful int // chosen by marks, and left alone since their last call is in doubt
}

// selection takes the marks, else the row under the cursor. A lease in doubt is
// taken only by its own row: what may have happened already is not done again in
// passing.
func (s *session) selection() selection {
	if len(s.marks.ids) == 0 {
		return s.choose([]apiclient.MessageID{s.cursor}, true)
	}
	return s.choose(s.inOrder(s.marks.ids), false)
}

// inOrder lists a set of messages as the table does.
func (s *session) inOrder(set map[apiclient.MessageID]struct{}) []apiclient.MessageID {
	return slices.SortedFunc(maps.Keys(set), func(a, b apiclient.MessageID) int {
		x, _ := s.list.Pos(a)
		y, _ := s.list.Pos(b)
		return x - y
	})
}

// choose takes what can be settled of the messages, and with each those that
// share its lease: a call on one is a call on all.
func (s *session) choose(ids []apiclient.MessageID, doubtful bool) selection {
	var chosen selection
	taken := make(map[apiclient.MessageID]bool, len(ids))
	for _, id := range ids {
		e, ok := s.inbox.Entry(id)
		switch {
		case !ok || !settleable(e):
			chosen.without++
		case e.Doubt && !doubtful:
			chosen.doubtful++
		default:
			for _, sharing := range s.inbox.Sharing(e.Lease.ID) {
				other, _ := s.inbox.Entry(sharing)
				if other.Lease.ID != e.Lease.ID || taken[sharing] || !settleable(other) {
					continue // one that was delivered again since has another lease
				}
				taken[sharing] = true
				chosen.targets = append(chosen.targets, s.target(other))
			}
		}
	}
	return chosen
}

func (s *session) target(e inbox.Entry) target {
	return s.judged(target{id: e.Message.ID, lease: e.Lease.ID})
}

// judged says of a target how things stand now: the limit may have changed
// beneath a question, and a call may have been lost. What a call does to a lease
// it does to all messages that share it.
func (s *session) judged(t target) target {
	t.last, t.ends, t.doubt = inbox.No, inbox.No, false
	if e, ok := s.inbox.Entry(t.id); ok {
		t.last, t.doubt = s.budget.OnLast(e), e.Doubt
	}
	t.ends = t.last
	for _, id := range s.inbox.Sharing(t.lease) {
		if e, ok := s.inbox.Entry(id); ok && e.Lease.ID == t.lease {
			t.ends = max(t.ends, s.budget.OnLast(e))
			t.doubt = t.doubt || e.Doubt
		}
	}
	return t
}

// settleable says whether a lease of the message can still be settled. A lapsed
// one may be accepted, so it counts.
func settleable(e inbox.Entry) bool {
	return e.Lease.ID != "" && (e.State == inbox.Leased || e.State == inbox.Lapsed)
}

// holding are the running leases, by what a release may do with them.
type holding struct {
	release []target
	last    []target // releasing one of these would end a message, or might
	doubt   []target // an earlier call may have taken effect on these already
}

func (s *session) held() holding {
	var h holding
	for _, t := range s.choose(s.inbox.HeldIDs(), true).targets {
		switch {
		case t.doubt:
			h.doubt = append(h.doubt, t)
		case t.ends != inbox.No:
			h.last = append(h.last, t)
		default:
			h.release = append(h.release, t)
		}
	}
	return h
}

func lastOf(targets []target) []target {
	var last []target
	for _, t := range targets {
		if t.last != inbox.No {
			last = append(last, t)
		}
	}
	return last
}

// leaseCount is how many leases the targets have: several may share one.
func leaseCount(targets []target) int { return len(leasesOf(targets)) }

// anew judges targets again that were frozen earlier. Their ids and leases stay.
func (s *session) anew(targets []target) []target {
	judged := make([]target, len(targets))
	for i, t := range targets {
		judged[i] = s.judged(t)
	}
	return judged
}

// leasesOf lists the leases of the targets, each once.
func leasesOf(targets []target) []apiclient.LeaseID {
	leases := make([]apiclient.LeaseID, 0, len(targets))
	for i, t := range targets {
		// Messages that share a lease stand side by side.
		if i == 0 || t.lease != targets[i-1].lease {
			leases = append(leases, t.lease)
		}
	}
	return leases
}

// nothingToSettle objects while neither the marks nor the row hold a lease. It
// looks at the row only, unless there are marks.
func nothingToSettle(m *Model) string {
	s := m.session()
	if len(s.marks.ids) > 0 {
		return ""
	}
	e, ok := s.selected()
	switch {
	case !ok:
		return noRow
	case e.Lease.ID == "":
		return "No lease yet: p leases a batch."
	case !settleable(e):
		return "Nothing to settle: this message is " + e.State.String() + " already."
	}
	return ""
}

// nothingHeld objects while no lease runs.
func nothingHeld(m *Model) string {
	if m.session().inbox.Held() == 0 {
		return "No lease is held: there is nothing to release."
	}
	return ""
}
