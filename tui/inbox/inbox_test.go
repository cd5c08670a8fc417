package inbox_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// epoch is a moment in a test's wall-clock time.
var epoch = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// at is a moment so many seconds after epoch.
func at(seconds float64) time.Time {
	return epoch.Add(time.Duration(seconds * float64(time.Second)))
}

// delivery is a message as a pull gives it out.
func delivery(id, lease string, attempts int) apiclient.Message {
	return apiclient.Message{
		ID: apiclient.MessageID(id), LeaseID: apiclient.LeaseID(lease), Attempts: apiclient.CountOf(int64(attempts)), Body: "body of " + id,
	}
}

// pull is the answer of a pull sent at that second.
func pull(second float64, messages ...apiclient.Message) apiclient.PullResult {
	return apiclient.PullResult{Reply: apiclient.Reply{SentAt: at(second), ReceivedAt: at(second)}, Messages: messages}
}

// peek is the answer of a peek sent at that second that showed these messages.
func peek(second float64, ids ...string) apiclient.PeekResult {
	res := apiclient.PeekResult{Reply: apiclient.Reply{SentAt: at(second), ReceivedAt: at(second)}}
	for _, id := range ids {
		res.Messages = append(res.Messages, apiclient.Message{
			ID: apiclient.MessageID(id), Ref: apiclient.Ref("ref-" + id), Body: "body of " + id,
		})
	}
	return res
}

// entry is the entry of a message that must be there.
func entry(t *testing.T, b *inbox.Inbox, id string) inbox.Entry {
	t.Helper()
	e, ok := b.Entry(apiclient.MessageID(id))
	if !ok {
		t.Fatalf("message %s is not in the ledger", id)
	}
	return e
}

// wantState checks a message's state, and that of its lease.
func wantState(t *testing.T, b *inbox.Inbox, id string, state inbox.State, lease string) {
	t.Helper()
	e := entry(t, b, id)
	if e.State != state || string(e.Lease.ID) != lease {
		t.Errorf("message %s is %v with lease %q, want %v with %q", id, e.State, string(e.Lease.ID), state, lease)
	}
}

// history lists the lease ids of an entry's history.
func history(e inbox.Entry) []string {
	var ids []string
	for _, l := range e.History {
		ids = append(ids, string(l.ID))
	}
	return ids
}

func ids(names ...string) []apiclient.MessageID {
	var out []apiclient.MessageID
	for _, n := range names {
		out = append(out, apiclient.MessageID(n))
	}
	return out
}

func wantMerge(t *testing.T, got inbox.Merge, added, changed []apiclient.MessageID) {
	t.Helper()
	if diff := cmp.Diff(inbox.Merge{Added: added, Changed: changed}, got); diff != "" {
		t.Errorf("merge (-want +got):\n%s", diff)
	}
}

func TestPullLeases(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	wantMerge(t, b.MergePull(pull(0, delivery("a", "a1", 1), delivery("b", "b1", 2)), 30*time.Second), ids("a", "b"), nil)

	want := inbox.Entry{
		Message: delivery("b", "b1", 2), State: inbox.Leased, StateSince: at(0),
		Lease:     inbox.Lease{ID: "b1", Since: at(0), Until: at(30), Attempts: apiclient.CountOf(2)},
		Sightings: 1, FirstSeen: at(0), LastSeen: at(0),
	}
	if diff := cmp.Diff(want, b.At(1)); diff != "" {
		t.Errorf("entry (-want +got):\n%s", diff)
	}
	if position, ok := b.Position("b"); !ok || position != 1 || b.Len() != 2 || b.Held() != 2 {
		t.Errorf("position %d, len %d, held %d, want 1, 2, 2", position, b.Len(), b.Held())
	}
	if _, ok := b.Entry("c"); ok {
		t.Error("a message that was never seen has an entry")
	}
	if _, ok := b.Position("c"); ok {
		t.Error("a message that was never seen has a position")
	}
}

func TestRedeliveryKeepsTheRow(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePull(pull(0, delivery("a", "a1", 1), delivery("b", "b1", 1)), 30*time.Second)
	b.Lapse(at(30))
	wantMerge(t, b.MergePull(pull(31, delivery("a", "a2", 2)), 30*time.Second), nil, ids("a"))
	wantState(t, b, "a", inbox.Leased, "a2")
	e := entry(t, b, "a")
	if diff := cmp.Diff([]string{"a1"}, history(e)); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	if e.Sightings != 2 || e.Message.Attempts != apiclient.CountOf(2) || !e.FirstSeen.Equal(at(0)) || !e.LastSeen.Equal(at(31)) {
		t.Errorf("after a redelivery: %+v", e)
	}
	if position, _ := b.Position("a"); position != 0 || b.Len() != 2 {
		t.Errorf("position %d of %d, want 0 of 2", position, b.Len())
	}
	// The server hands a message out again before its deadline by our clock,
	// which stands on the safe side of the server's.
	b.MergePull(pull(40, delivery("a", "a3", 3)), 30*time.Second)
	if b.Held() != 1 {
		t.Errorf("held %d after a lease took another's place, want 1", b.Held())
	}
	if lapsed := b.Lapse(at(61)); lapsed != nil {
		t.Errorf("the deadline of a replaced lease lapsed %v", lapsed)
	}
}

func TestPullOfEveryStateLeases(t *testing.T) {
	t.Parallel()
	for _, state := range []inbox.State{inbox.Peeked, inbox.Leased, inbox.Lapsed, inbox.Acked, inbox.Retried} {
		t.Run(state.String(), func(t *testing.T) {
			t.Parallel()
			b := inState(t, state)
			wantMerge(t, b.MergePull(pull(50, delivery("a", "a9", 3)), time.Minute), nil, ids("a"))
			wantState(t, b, "a", inbox.Leased, "a9")
			if b.Held() != 1 {
				t.Errorf("held %d, want 1", b.Held())
			}
			wantHistory := []string{"a1"}
			if state == inbox.Peeked {
				wantHistory = nil
			}
			if diff := cmp.Diff(wantHistory, history(entry(t, b, "a"))); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			if lapsed := b.Lapse(at(110)); !slices.Equal(lapsed, ids("a")) {
				t.Errorf("lapsed %v at the new deadline, want a", lapsed)
			}
		})
	}
}

// inState makes a ledger whose one message "a" is in a state, reached in 20 s.
func inState(t *testing.T, state inbox.State) *inbox.Inbox {
	t.Helper()
	b := inbox.New()
	switch state {
	case inbox.Peeked:
		b.MergePeek(peek(0, "a"), 10)
	case inbox.Leased:
		b.MergePull(pull(0, delivery("a", "a1", 1)), time.Minute)
	case inbox.Lapsed:
		b.MergePull(pull(0, delivery("a", "a1", 1)), 20*time.Second)
		b.Lapse(at(20))
	case inbox.Acked:
		b.MergePull(pull(0, delivery("a", "a1", 1)), time.Minute)
		b.MergeSettle(apiclient.Settlement{Acks: []apiclient.LeaseID{"a1"}}, settled(20, 1, 0))
	case inbox.Retried:
		b.MergePull(pull(0, delivery("a", "a1", 1)), time.Minute)
		b.MergeSettle(apiclient.Settlement{Retries: []apiclient.Retry{{LeaseID: "a1"}}}, settled(20, 0, 1))
	}
	if got := entry(t, b, "a").State; got != state {
		t.Fatalf("made a message that is %v, want %v", got, state)
	}
	return b
}

func TestLateAnswersGoToTheHistory(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePull(pull(20, delivery("a", "a3", 3)), 30*time.Second)
	wantMerge(t, b.MergePull(pull(0, delivery("a", "a1", 1)), time.Hour), nil, ids("a"))
	b.MergePull(pull(10, delivery("a", "a2", 2)), time.Hour)
	wantState(t, b, "a", inbox.Leased, "a3")
	e := entry(t, b, "a")
	if diff := cmp.Diff([]string{"a1", "a2"}, history(e)); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	if e.Message.Attempts != apiclient.CountOf(3) || !e.FirstSeen.Equal(at(0)) || !e.LastSeen.Equal(at(20)) {
		t.Errorf("a late answer changed the newest sighting: %+v", e)
	}
	if lapsed := b.Lapse(at(50)); len(lapsed) != 1 || b.Held() != 0 {
		t.Errorf("lapsed %v, held %d, want the one lease lapsed", lapsed, b.Held())
	}
	b.MergePull(pull(5, delivery("a", "a0", 1)), time.Hour)
	wantState(t, b, "a", inbox.Lapsed, "a3")
}

func TestAnswerMergedTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	answer := pull(0, delivery("a", "a1", 1))
	b.MergePull(answer, 30*time.Second)
	b.MergePull(pull(40, delivery("a", "a2", 2)), 30*time.Second)
	before := entry(t, b, "a")
	wantMerge(t, b.MergePull(answer, 30*time.Second), nil, nil)
	if diff := cmp.Diff(before, entry(t, b, "a")); diff != "" {
		t.Errorf("entry (-before +after):\n%s", diff)
	}
}

func TestOneMessageTwiceInOneAnswer(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	wantMerge(t, b.MergePull(pull(0, delivery("a", "a2", 2), delivery("a", "a1", 1)), 30*time.Second), ids("a"), nil)
	wantState(t, b, "a", inbox.Leased, "a2")
	if diff := cmp.Diff([]string{"a1"}, history(entry(t, b, "a"))); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	wantMerge(t, b.MergePull(pull(40, delivery("a", "a3", 3), delivery("a", "a4", 4)), 30*time.Second), nil, ids("a"))
	wantState(t, b, "a", inbox.Leased, "a4")
}

func TestPeekNeverDowngradesALease(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePull(pull(0, delivery("a", "a1", 2)), 30*time.Second)
	b.MergePeek(peek(10, "a"), 10)
	wantState(t, b, "a", inbox.Leased, "a1")
	e := entry(t, b, "a")
	if e.Message.Attempts != apiclient.CountOf(2) || e.Message.LeaseID != "a1" || e.Message.Ref != "ref-a" || e.Sightings != 2 {
		t.Errorf("a peek of a leased message made it %+v", e)
	}
	b.MergePeek(peek(11), 10)
	wantState(t, b, "a", inbox.Leased, "a1")
	b.Lapse(at(30))
	b.MergePeek(peek(31), 10)
	wantState(t, b, "a", inbox.Lapsed, "a1")
	b.MergePeek(peek(32, "a"), 10)
	wantState(t, b, "a", inbox.Lapsed, "a1")
}

func TestAPeekOfFewerThanAskedMissesTheOthers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		second      float64
		shows       []string
		asked       int
		wantMissed  []apiclient.MessageID
		wantChanged []apiclient.MessageID
	}{
		{"fewer than asked", 20, []string{"b"}, 2, ids("a", "c"), ids("b", "a", "c")},
		{"none", 20, nil, 2, ids("a", "b", "c"), ids("a", "b", "c")},
		{"as many as asked", 20, []string{"b"}, 1, nil, ids("b")},
		{"sent before the newest sighting", 5, []string{"b"}, 2, nil, ids("b")},
		{"half an answer", 20, []string{"b"}, 0, nil, ids("b")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := inbox.New()
			b.MergePull(pull(9, delivery("leased", "l1", 1)), time.Hour)
			b.MergePeek(peek(10, "a", "b", "c"), 3)
			wantMerge(t, b.MergePeek(peek(tt.second, tt.shows...), tt.asked), nil, tt.wantChanged)
			if diff := cmp.Diff(tt.wantMissed, missed(b)); diff != "" {
				t.Errorf("missed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPeekShowsWhatCameBack(t *testing.T) {
	t.Parallel()
	tests := []struct {
		state  inbox.State
		second float64
		want   inbox.State
	}{
		{inbox.Acked, 21, inbox.Peeked},
		{inbox.Acked, 20, inbox.Acked},
		{inbox.Retried, 21, inbox.Peeked},
		{inbox.Retried, 20, inbox.Retried},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%v at %v s", tt.state, tt.second), func(t *testing.T) {
			t.Parallel()
			b := inState(t, tt.state)
			b.MergePeek(peek(tt.second, "a"), 10)
			if got := entry(t, b, "a").State; got != tt.want {
				t.Errorf("became %v, want %v", got, tt.want)
			}
		})
	}
}

func TestEntriesHandedOutStayAsTheyWere(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePull(pull(20, delivery("a", "a2", 2)), time.Minute)
	b.MergePull(pull(30, delivery("a", "a3", 3)), time.Minute)
	before := entry(t, b, "a")
	b.MergePull(pull(10, delivery("a", "a1", 1)), time.Minute)
	b.MergePull(pull(40, delivery("a", "a4", 4)), time.Minute)
	if diff := cmp.Diff([]string{"a2"}, history(before)); diff != "" {
		t.Errorf("an entry's history changed under its reader (-want +got):\n%s", diff)
	}
}

// A pull gives no ref, and so takes none away: what was peeked can still be purged.
func TestAPullKeepsTheRefOfAPeek(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePeek(peek(0, "a"), 5)
	b.MergePull(pull(1, delivery("a", "a1", 0)), time.Minute)
	if got := entry(t, b, "a").Message.Ref; got != "ref-a" {
		t.Errorf("after a pull the ref is %q, want that of the peek", string(got))
	}
}

// An entry is a copy: whoever was handed it reads on while later answers, also
// ones that come late, add to the history.
func TestAnEntryThatWasHandedOutKeepsItsHistory(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	for i := range 6 {
		newest := float64(10 + i)
		b.MergePull(pull(newest, delivery("a", fmt.Sprint("new ", i), 10+i)), time.Hour)
		e := entry(t, b, "a")
		before := slices.Clone(e.History)
		b.MergePull(pull(float64(1+i), delivery("a", fmt.Sprint("late ", i), 1)), time.Hour)
		if diff := cmp.Diff(before, e.History); diff != "" {
			t.Fatalf("with %d leases the entry changed (-before +after):\n%s", len(before), diff)
		}
	}
}
