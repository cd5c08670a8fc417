package tui

import (
	"maps"
	"slices"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// target is one message that a call will act on, frozen: the id says which, the
// lease is the credential. A refresh beneath an open dialog changes neither.
type target struct {
	id    apiclient.MessageID
	lease apiclient.LeaseID
	last  bool // a retry, like the lease's end, may end the message: see fate.go
}

// selection is what an action was asked to act on.
type selection struct {
	targets []target
	without int // chosen, but never leased, or settled by now
	marked  bool
}

// selection takes the marks, else the row under the cursor.
func (s *session) selection() selection {
	if len(s.marks.ids) == 0 {
		return s.choose([]apiclient.MessageID{s.cursor}, false)
	}
	return s.choose(s.inOrder(s.marks.ids), true)
}

// inOrder lists a set of messages as the table does.
func (s *session) inOrder(set map[apiclient.MessageID]struct{}) []apiclient.MessageID {
	return slices.SortedFunc(maps.Keys(set), func(a, b apiclient.MessageID) int {
		x, _ := s.inbox.Position(a)
		y, _ := s.inbox.Position(b)
		return x - y
	})
}

func (s *session) choose(ids []apiclient.MessageID, marked bool) selection {
	chosen := selection{marked: marked}
	for _, id := range ids {
		e, ok := s.inbox.Entry(id)
		if !ok || !settleable(e) {
			chosen.without++
			continue
		}
		chosen.targets = append(chosen.targets, s.target(e))
	}
	return chosen
}

func (s *session) target(e inbox.Entry) target {
	return target{id: e.Message.ID, lease: e.Lease.ID, last: s.mayEnd(e)}
}

// settleable says whether a lease of the message can still be settled. A lapsed
// one may be accepted, so it counts.
func settleable(e inbox.Entry) bool {
	return e.Lease.ID != "" && (e.State == inbox.Leased || e.State == inbox.Lapsed)
}

// held are the running leases, those on their last delivery apart: releasing
// one of those would end its message.
func (s *session) held() (release, last []target) {
	for _, id := range s.inbox.HeldIDs() {
		e, _ := s.inbox.Entry(id)
		if t := s.target(e); t.last {
			last = append(last, t)
		} else {
			release = append(release, t)
		}
	}
	return release, last
}

func lastOf(targets []target) []target {
	var last []target
	for _, t := range targets {
		if t.last {
			last = append(last, t)
		}
	}
	return last
}

func leasesOf(targets []target) []apiclient.LeaseID {
	leases := make([]apiclient.LeaseID, len(targets))
	for i, t := range targets {
		leases[i] = t.lease
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
