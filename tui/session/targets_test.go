package session_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// many has a message in every state that matters to a selection: leased a and
// d, b whose call is in doubt, acked c, lapsed e, and peeked f.
func many(t *testing.T) *session.Session {
	t.Helper()
	s := opened(2)
	pulled(s, 0, message("e", "e1", 1))
	pulled(s, 20, message("a", "a1", 1), message("b", "b1", 2), message("c", "c1", 1), message("d", "d1", 3))
	peeked(s, 21, message("f", "", 0))
	acked(s, 22, target(t, s, "c"))
	lost(s, "b1")
	s.Lapse(at(31))
	return s
}

// An action is on the marks, else on the row under the cursor. What is in doubt
// is acted on only by a key on its very row.
func TestSelection(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, marks string
		row         apiclient.MessageID
		want        session.Selection
	}{
		{"the row of a lease", "", "a", session.Selection{Targets: []session.Target{{ID: "a", Lease: "a1"}}}},
		{"the row of a lapsed one", "", "e", session.Selection{Targets: []session.Target{{ID: "e", Lease: "e1"}}}},
		{"the row of one on its last delivery", "", "d", session.Selection{
			Targets: []session.Target{{ID: "d", Lease: "d1", Last: inbox.Surely, Ends: inbox.Surely}},
		}},
		{"the row of one in doubt", "", "b", session.Selection{
			Targets: []session.Target{{ID: "b", Lease: "b1", Last: inbox.Perhaps, Ends: inbox.Perhaps, Doubt: true}},
		}},
		{"the row of a settled one", "", "c", session.Selection{Without: 1}},
		{"the row of one never leased", "", "f", session.Selection{Without: 1}},
		{"marks of all", "f a b c d e", "f", session.Selection{
			Targets: []session.Target{
				{ID: "e", Lease: "e1"}, {ID: "a", Lease: "a1"}, {ID: "d", Lease: "d1", Last: inbox.Surely, Ends: inbox.Surely},
			},
			Without: 2, Doubtful: 1,
		}},
		{"marks elsewhere", "a", "d", session.Selection{Targets: []session.Target{{ID: "a", Lease: "a1"}}}},
		{"a mark on the row in doubt", "b", "b", session.Selection{Doubtful: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := many(t)
			s.ShowFinished(true)
			mark(t, s, tt.marks)
			row, _ := s.Listing().Pos(tt.row)
			s.SetCursorRow(row)
			if diff := cmp.Diff(tt.want, s.Selection()); diff != "" {
				t.Errorf("selection (-want +got):\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff(session.Selection{Without: 1}, opened(2).Selection()); diff != "" {
		t.Errorf("selection without rows (-want +got):\n%s", diff)
	}
}

// sharing has a and b with one lease, c with one of its own between them in the
// table, and d that came with the lease of a and b, too, but was delivered again.
func sharing() *session.Session {
	s := opened(2)
	pulled(s, 0, message("a", "x", 1), message("c", "c1", 1), message("b", "x", 3), message("d", "x", 1))
	pulled(s, 5, message("d", "d2", 2))
	return s
}

// A call on a lease is one on all messages that came with it, so they are chosen
// together, each once; one that has another lease by now is not.
func TestASharedLeaseIsChosenAsAWhole(t *testing.T) {
	t.Parallel()
	a := session.Target{ID: "a", Lease: "x", Ends: inbox.Surely}
	b := session.Target{ID: "b", Lease: "x", Last: inbox.Surely, Ends: inbox.Surely}
	c := session.Target{ID: "c", Lease: "c1"}
	d := session.Target{ID: "d", Lease: "d2", Last: inbox.Perhaps, Ends: inbox.Perhaps}
	for _, tt := range []struct {
		marks string
		want  []session.Target
	}{
		{"a", []session.Target{a, b}},
		{"b", []session.Target{a, b}},
		{"b c a", []session.Target{a, b, c}},
		{"d", []session.Target{d}},
		{"c d b", []session.Target{c, a, b, d}},
	} {
		s := sharing()
		mark(t, s, tt.marks)
		if diff := cmp.Diff(session.Selection{Targets: tt.want}, s.Selection()); diff != "" {
			t.Errorf("with marks on %s (-want +got):\n%s", tt.marks, diff)
		}
	}
}

// One that shares a lease and is settled already is not settled again in passing.
func TestASettledSharerIsLeftAlone(t *testing.T) {
	t.Parallel()
	s := opened(2)
	pulled(s, 0, message("b", "b0", 1))
	pulled(s, 1, message("a", "x", 1), message("b", "x", 1))
	sent := apiclient.Settlement{Acks: []apiclient.LeaseID{"b0"}}
	s.FileSettled(nil, sent, apiclient.SettleResult{Reply: answered(2), Acked: 1})
	want(t, "b", entry(t, s, "b").State, inbox.Acked)
	mark(t, s, "a")
	want(t, "chosen with a", namesOf(s.Selection().Targets), "a")
}

// A lapsed lease may still be accepted; what was settled or never leased can't be.
func TestSettleable(t *testing.T) {
	t.Parallel()
	for _, state := range []inbox.State{
		inbox.Peeked, inbox.Leased, inbox.Lapsed, inbox.Acked, inbox.Retried, inbox.Unleased,
	} {
		with := inbox.Entry{State: state, Lease: inbox.Lease{ID: "a1"}}
		want(t, state.String()+" with a lease", session.Settleable(with), state == inbox.Leased || state == inbox.Lapsed)
		want(t, state.String()+" without one", session.Settleable(inbox.Entry{State: state}), false)
	}
}

// Targets are frozen by id and lease; what a call would do to them is asked of
// what is known now: of the limit, of lost calls, and of all that share the lease.
func TestTargetsAreJudgedAnew(t *testing.T) {
	t.Parallel()
	s := sharing()
	frozen := targets(t, s, "a c d")
	s.SetConsumers([]apiclient.Consumer{puller(1)})
	lost(s, "x")
	want(t, "c by a lower limit", s.Judged(frozen[1]), session.Target{ID: "c", Lease: "c1", Last: inbox.Perhaps, Ends: inbox.Perhaps})
	judged := s.JudgedAnew(frozen)
	if diff := cmp.Diff([]session.Target{
		{ID: "a", Lease: "x", Last: inbox.Perhaps, Ends: inbox.Surely, Doubt: true},
		{ID: "c", Lease: "c1", Last: inbox.Perhaps, Ends: inbox.Perhaps},
		{ID: "d", Lease: "d2", Last: inbox.Surely, Ends: inbox.Surely, Doubt: true}, // x was its lease before
	}, judged); diff != "" {
		t.Errorf("judged anew (-want +got):\n%s", diff)
	}
	want(t, "what was frozen stays as it was", frozen[1], session.Target{ID: "c", Lease: "c1"})

	s.SetConsumers([]apiclient.Consumer{puller(9)})
	want(t, "d by a higher one", s.Judged(judged[2]), session.Target{ID: "d", Lease: "d2", Doubt: true})
	pulled(s, 9, message("a", "a2", 1), message("b", "b2", 1))
	want(t, "a by the lease that it had", s.Judged(frozen[0]), session.Target{ID: "a", Lease: "x"})
	unseen := session.Target{ID: "z", Lease: "z1", Last: inbox.Surely, Ends: inbox.Surely, Doubt: true}
	want(t, "one that was never seen", s.Judged(unseen), session.Target{ID: "z", Lease: "z1"})
}

// One that shares a lease is in doubt with it, though it came after the call was
// lost; one that has another lease by now has no part in it any more.
func TestWhatASharerAddsToATarget(t *testing.T) {
	t.Parallel()
	s := opened(2)
	pulled(s, 0, message("a", "x", 1))
	lost(s, "x")
	pulled(s, 1, message("b", "x", 1))
	want(t, "b's own doubt", entry(t, s, "b").Doubt, false)
	want(t, "b in doubt by a", target(t, s, "b").Doubt, true)
	want(t, "a in doubt beside b", target(t, s, "a").Doubt, true)

	pulled(s, 2, message("a", "a2", 3))
	lost(s, "a2")
	want(t, "b, when a has another lease", target(t, s, "b"), session.Target{ID: "b", Lease: "x"})
	old := s.Judged(session.Target{ID: "a", Lease: "x"})
	want(t, "a by the lease that it had", old, session.Target{ID: "a", Lease: "x", Last: inbox.Surely, Ends: inbox.Surely, Doubt: true})
}

// Only what surely goes on may be released: neither what it would end, nor what
// may have been settled already, and the doubt is told first.
func TestHolding(t *testing.T) {
	t.Parallel()
	s := sharing() // a and b end with b, d may end
	pulled(s, 6, message("e", "e1", 1), message("f", "f1", 3), message("g", "g1", 1))
	lost(s, "e1", "f1")
	acked(s, 7, target(t, s, "g"))
	h := s.Holding()
	want(t, "to release", namesOf(h.Release), "c")
	want(t, "on their last", namesOf(h.Last), "a b d")
	want(t, "in doubt", namesOf(h.Doubt), "e f")
	s.Lapse(at(35))
	h = s.Holding()
	want(t, "held after they lapsed", len(h.Release)+len(h.Last), 0)
	want(t, "in doubt then", namesOf(h.Doubt), "e f")
}

// ending are targets in the order of a table.
func ending() []session.Target {
	return []session.Target{
		{ID: "perhaps", Lease: "1", Last: inbox.Perhaps, Ends: inbox.Perhaps},
		{ID: "safe", Lease: "2"},
		{ID: "beside sure", Lease: "3", Ends: inbox.Surely},
		{ID: "sure", Lease: "3", Last: inbox.Surely, Ends: inbox.Surely, Doubt: true},
		{ID: "perhaps beside sure", Lease: "3", Last: inbox.Perhaps, Ends: inbox.Surely},
		{ID: "doubtful", Lease: "4", Doubt: true},
		{ID: "beside perhaps", Lease: "5", Ends: inbox.Perhaps},
	}
}

// What surely ends is told before what may; what only shares a lease goes with it.
func TestByFate(t *testing.T) {
	t.Parallel()
	all := ending()
	if diff := cmp.Diff([]session.Fated{
		{Chance: inbox.Surely, Targets: []session.Target{all[2], all[3]}},
		{Chance: inbox.Perhaps, Targets: []session.Target{all[0], all[4], all[6]}},
	}, session.ByFate(all)); diff != "" {
		t.Errorf("by fate (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]session.Fated{{Chance: inbox.Perhaps, Targets: all[:1]}}, session.ByFate(all[:2])); diff != "" {
		t.Errorf("by fate, nothing sure (-want +got):\n%s", diff)
	}
	want(t, "groups where nothing ends", len(session.ByFate(all[1:2])), 0)
}

// The lists that a question or a call is made of.
func TestListsOfTargets(t *testing.T) {
	t.Parallel()
	all := ending()
	want(t, "on their last", session.OnLast(all)[0].ID+", "+session.OnLast(all)[1].ID+", "+session.OnLast(all)[2].ID, "perhaps, sure, perhaps beside sure")
	want(t, "how many of them", len(session.OnLast(all)), 3)
	if diff := cmp.Diff([]apiclient.LeaseID{"1", "2", "3", "4", "5"}, session.Leases(all)); diff != "" {
		t.Errorf("leases, each once (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]apiclient.MessageID{"perhaps", "safe"}, session.IDs(all[:2])); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(ending(), all); diff != "" {
		t.Errorf("looking at a list changed it (-want +got):\n%s", diff)
	}
}
