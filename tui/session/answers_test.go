package session_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// How a call has ended says whether anything came, and why not; the newest counts.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	s := opened(3)
	want(t, "a pull before any", s.Pulled(), session.Outcome{Ending: session.NotYet})
	want(t, "a peek before any", s.Peeked(), session.Outcome{Ending: session.NotYet})
	one := []apiclient.Message{message("a", "a1", 1)}
	for _, tt := range []struct {
		messages []apiclient.Message
		err      error
		want     session.Outcome
	}{
		{one, nil, session.Outcome{Ending: session.Brought}},
		{nil, errCut, session.Outcome{Ending: session.Failed, Err: errCut}},
		{nil, nil, session.Outcome{Ending: session.Nothing}},
		{one, errCut, session.Outcome{Ending: session.Failed, Err: errCut}},
	} {
		s.FilePull(session.Pull{Result: apiclient.PullResult{Messages: tt.messages}, Err: tt.err}, at(0))
		want(t, "the pull", s.Pulled(), tt.want)
		s.FilePeek(session.Peek{Result: apiclient.PeekResult{Messages: tt.messages}, Err: tt.err, Asked: 1})
		want(t, "the peek", s.Peeked(), tt.want)
		s.FilePeek(session.Peek{})
		want(t, "the pull after an empty peek", s.Pulled(), tt.want)
	}
}

// A pull's report has in figures what it changed: what is leased, what came
// without a lease, what is new, what was held before, and what may end with it.
func TestAPullsReport(t *testing.T) {
	t.Parallel()
	s := opened(2)
	first := pulled(s, 0, message("a", "a1", 1), message("b", "b1", 1))
	if diff := cmp.Diff(session.PullReport{Leased: 2, New: 2}, first); diff != "" {
		t.Errorf("the first pull (-want +got):\n%s", diff)
	}
	want(t, "seen before the first", first.Seen(), 0)

	second := pulled(s, 1, message("c", "c1", 3), message("a", "a2", 2), message("d", "", 2), message("e", "", 1), message("f", "f1", -1))
	if diff := cmp.Diff(session.PullReport{
		Leased: 3, Bare: 2, New: 4, Again: 1, Held: 2,
		Last: []session.Target{
			{ID: "c", Lease: "c1", Last: inbox.Surely, Ends: inbox.Surely},
			{ID: "a", Lease: "a2", Last: inbox.Perhaps, Ends: inbox.Perhaps},
			{ID: "d", Last: inbox.Perhaps, Ends: inbox.Perhaps},
			{ID: "f", Lease: "f1", Last: inbox.Perhaps, Ends: inbox.Perhaps},
		},
	}, second); diff != "" {
		t.Errorf("the second pull (-want +got):\n%s", diff)
	}
	want(t, "seen before the second", second.Seen(), 1)
	want(t, "held", s.Held(), 4)
	if diff := cmp.Diff(session.PullReport{Held: 4}, pulled(s, 2)); diff != "" {
		t.Errorf("an empty pull (-want +got):\n%s", diff)
	}
}

// One that shares its lease with a message that ends is not itself on its last.
func TestASharerIsNotReportedAsLast(t *testing.T) {
	t.Parallel()
	report := pulled(opened(2), 0, message("a", "x", 1), message("b", "x", 3))
	want(t, "on their last", namesOf(report.Last), "b")
}

// What could be read of an answer that was cut is leased all the same; a call
// that brought nothing but an error changes nothing.
func TestAPullThatFailed(t *testing.T) {
	t.Parallel()
	s := opened(2)
	cut := apiclient.PullResult{Reply: answered(0), Messages: []apiclient.Message{message("a", "a1", 3)}}
	report := s.FilePull(session.Pull{Result: cut, Err: errCut, Visibility: time.Minute}, at(0))
	want(t, "leased of what was cut", report.Leased, 1)
	want(t, "on their last", namesOf(report.Last), "a")
	want(t, "held", s.Held(), 1)
	until, _ := s.HeldUntil()
	want(t, "until", until, at(60))

	report = s.FilePull(session.Pull{Err: errCut}, at(99))
	if diff := cmp.Diff(session.PullReport{Held: 1}, report); diff != "" {
		t.Errorf("one that failed (-want +got):\n%s", diff)
	}
	want(t, "held after it", s.Held(), 1)
}

// An answer that comes after its own leases have ended leases nothing, so that
// nothing in it ends with a lease that runs; what it brought waits again.
func TestAnAnswerAfterItsOwnLeases(t *testing.T) {
	t.Parallel()
	s := opened(2)
	late := apiclient.PullResult{Reply: answered(0), Messages: []apiclient.Message{message("a", "a1", 2), message("b", "b1", 1)}}
	report := s.FilePull(session.Pull{Result: late, Visibility: length}, at(30))
	want(t, "leased", report.Leased, 2)
	want(t, "on their last", len(report.Last), 0)
	want(t, "held", s.Held(), 0)
	want(t, "at risk", names(s.RiskyIDs()), "a b")
}

// A peek of fewer than were asked for misses what it lacks; half an answer misses
// nothing, though what it shows is seen. What was missed may come back yet.
func TestHalfAPeekIsNoProof(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		asked int
		err   error
		want  inbox.Absence
	}{
		{"fewer than asked for", 3, nil, inbox.Missed},
		{"as many as asked for", 2, nil, inbox.Present},
		{"half an answer", 3, errCut, inbox.Present},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := opened(2)
			peeked(s, 0, message("a", "", 2), message("b", "", 2))
			fresh := s.FilePeek(session.Peek{
				Result: apiclient.PeekResult{Reply: answered(1), Messages: []apiclient.Message{message("b", "", 2), message("c", "", 2)}},
				Err:    tt.err, Asked: tt.asked,
			})
			want(t, "never seen before", fresh, 1)
			want(t, "a, that was not shown", entry(t, s, "a").Absence, tt.want)
			want(t, "its state", entry(t, s, "a").State, inbox.Peeked)
			want(t, "at risk", names(s.RiskyIDs()), "a b c")
		})
	}
}

// A peek and then a pull of one message show what the peek's number means: all
// that was peeked is judged anew by that.
func TestAPullTellsWhatPeeksMean(t *testing.T) {
	t.Parallel()
	s := opened(2)
	peeked(s, 0, message("a", "", 0), message("b", "", 1))
	want(t, "at risk before", names(s.RiskyIDs()), "b")
	pulled(s, 1, message("a", "a1", 0))
	want(t, "at risk after", names(s.RiskyIDs()), "")
}

// What was settled is no longer marked; what was refused, or may not have been
// settled, keeps its mark. What was put back waits in the queue again.
func TestSettlingTakesTheMarks(t *testing.T) {
	t.Parallel()
	s := opened(2)
	pulled(s, 0, message("a", "a1", 1), message("b", "b1", 1), message("c", "c1", 1), message("d", "d1", 1))
	s.MarkAll()
	batch := targets(t, s, "a b c")
	sent := apiclient.Settlement{Acks: []apiclient.LeaseID{"a1"}, Retries: []apiclient.Retry{{LeaseID: "b1"}, {LeaseID: "c1"}}}
	tally := s.FileSettled(batch, sent, apiclient.SettleResult{
		Reply: answered(1), Acked: 1, Retried: 1, Warnings: map[apiclient.LeaseID]string{"a1": "odd", "c1": "no"},
	})
	wantTally(t, "the tally", tally, session.Tally{
		Accepted: 2, Refused: []apiclient.MessageID{"c"}, Warned: []apiclient.MessageID{"a"},
	})
	want(t, "marked", names(s.MarkedIDs()), "c d")
	want(t, "at risk", names(s.RiskyIDs()), "b")
	want(t, "a", entry(t, s, "a").State, inbox.Acked)
	want(t, "c", entry(t, s, "c").State, inbox.Leased)

	tally = s.FileSettled(targets(t, s, "c d"), apiclient.Settlement{Acks: []apiclient.LeaseID{"c1", "d1"}},
		apiclient.SettleResult{Reply: answered(2), Acked: 1})
	wantTally(t, "the tally of a count that names none", tally, session.Tally{Unsure: 2})
	want(t, "marked then", names(s.MarkedIDs()), "c d")
	want(t, "unsure", s.Unsure(), 2)
}

// An ack takes from the queue what a pull could have cost its last delivery, and
// with it all that share the lease, whether or not they were in the call.
func TestSettlingASharedLease(t *testing.T) {
	t.Parallel()
	s := opened(2)
	pulled(s, 0, message("a", "x", 1), message("b", "x", 1))
	s.MarkAll()
	one := []session.Target{target(t, s, "a")}
	wantTally(t, "the tally", retried(s, 1, one...), session.Tally{Accepted: 2})
	want(t, "marked", s.Marks(), 0)
	want(t, "at risk", names(s.RiskyIDs()), "a b")
	wantTally(t, "the tally of a late ack", acked(s, 2, one...), session.Tally{Accepted: 2})
	want(t, "at risk then", names(s.RiskyIDs()), "")
}

// An extension takes back to the leased what had lapsed, all that share the
// lease, and keeps the marks: there is more to do.
func TestExtending(t *testing.T) {
	t.Parallel()
	s := opened(2)
	pulled(s, 0, message("a", "x", 1), message("b", "x", 1), message("c", "c1", 1), message("d", "d1", 1), message("e", "e1", 1))
	s.MarkAll()
	s.Lapse(at(30))
	want(t, "at risk before", names(s.RiskyIDs()), "a b c d e")
	result := apiclient.ExtendResult{
		Reply: answered(31), Extended: apiclient.CountOf(2), Leases: map[apiclient.LeaseID]apiclient.LeaseID{"x": "y"},
		Warnings: map[apiclient.LeaseID]string{"x": "late", "d1": "no such lease"},
	}
	tally := s.FileExtended(targets(t, s, "a c d"), result, time.Minute, at(31))
	wantTally(t, "the tally", tally, session.Tally{
		Accepted: 3, Unnamed: 1, Refused: []apiclient.MessageID{"d"}, Warned: []apiclient.MessageID{"a", "b"},
	})
	want(t, "at risk after", names(s.RiskyIDs()), "d e")
	want(t, "a's lease", entry(t, s, "a").Lease.ID, "y")
	until, _ := s.HeldUntil()
	want(t, "held until", until, at(91))
	want(t, "marks", s.Marks(), 5)

	tally = s.FileExtended(targets(t, s, "d e"), apiclient.ExtendResult{Reply: answered(32), Extended: apiclient.CountOf(1)}, time.Minute, at(32))
	wantTally(t, "the tally of a count that names none", tally, session.Tally{Unsure: 2})
}

// The answer of an extension may come when what it won is over again.
func TestAnExtensionThatCameTooLate(t *testing.T) {
	t.Parallel()
	s := opened(2)
	pulled(s, 0, message("a", "a1", 1))
	tally := s.FileExtended(targets(t, s, "a"), apiclient.ExtendResult{Reply: answered(1), Extended: apiclient.CountOf(1)}, time.Minute, at(61))
	wantTally(t, "the tally", tally, session.Tally{Accepted: 1, Unnamed: 1})
	want(t, "held", s.Held(), 0)
	want(t, "at risk", names(s.RiskyIDs()), "a")
}

// What is in doubt is said of every message of the lease, also of one that has
// another by now: the call reaches it all the same. The lease still counts as held.
func TestDoubt(t *testing.T) {
	t.Parallel()
	s := opened(2)
	pulled(s, 0, message("a", "x", 1), message("b", "x", 1), message("c", "c1", 1), message("d", "d1", 1))
	pulled(s, 1, message("d", "d2", 2))
	want(t, "messages in doubt", s.Doubt([]apiclient.LeaseID{"x", "d1", "unknown"}, "the ack was lost", at(2)), 3)
	for id, doubt := range map[apiclient.MessageID]bool{"a": true, "b": true, "c": false, "d": true} {
		want(t, string(id)+" in doubt", entry(t, s, id).Doubt, doubt)
	}
	want(t, "why", entry(t, s, "b").Note, "the ack was lost")
	want(t, "held", s.Held(), 4)
	want(t, "unsure", s.Unsure(), 3)
	s.Lapse(at(30))
	want(t, "at risk once they lapse", names(s.RiskyIDs()), "a b c")
}
