package inbox_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// A lease that several messages came with is one credential: each message is a
// row, and what settles or extends the one does so to all.
func TestMessagesThatShareALease(t *testing.T) {
	t.Parallel()
	shared := func() *inbox.Inbox {
		b := inbox.New()
		res := pull(0, delivery("a", "l1", 0), delivery("b", "l1", 0), delivery("c", "l2", 0))
		for range 2 { // an answer merged twice changes nothing
			b.MergePull(res, 30*time.Second)
		}
		return b
	}
	t.Run("all are held", func(t *testing.T) {
		t.Parallel()
		b := shared()
		if b.Len() != 3 || b.Held() != 3 {
			t.Errorf("%d rows, %d held, want 3 of each", b.Len(), b.Held())
		}
		if diff := cmp.Diff(ids("a", "b"), b.Sharing("l1")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("an ack settles all", func(t *testing.T) {
		t.Parallel()
		b := shared()
		got := b.MergeSettle(acks("l1"), settled(1, 1, 0))
		if diff := cmp.Diff(ids("a", "b"), got.Acked); diff != "" {
			t.Error(diff)
		}
		wantState(t, b, "b", inbox.Acked, "l1")
		wantState(t, b, "c", inbox.Leased, "l2")
	})
	t.Run("a lost answer puts all in doubt", func(t *testing.T) {
		t.Parallel()
		b := shared()
		if diff := cmp.Diff(ids("a", "b"), b.Doubt([]apiclient.LeaseID{"l1"}, "lost", at(2))); diff != "" {
			t.Error(diff)
		}
	})
}

// A delivery without its credential is no lease that anybody here could settle.
// It counts like any other, and the row says why it is not leased.
func TestAPulledMessageWithoutALease(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	merge := b.MergePull(pull(0, delivery("a", "", 2), delivery("b", "b1", 0)), 30*time.Second)
	if diff := cmp.Diff(ids("a", "b"), merge.Added); diff != "" {
		t.Error(diff)
	}
	wantState(t, b, "a", inbox.Unleased, "")
	if e := entry(t, b, "a"); e.Note == "" || b.Held() != 1 || e.State.String() != "unleased" {
		t.Errorf("the note is %q, held %d", e.Note, b.Held())
	}
	budget := inbox.NewBudget(consumer(3, ""), inbox.AfterMax).With(b.Counting())
	if got := budget.NextLast(entry(t, b, "a")); got != inbox.Surely {
		t.Errorf("the next delivery after 2/3 is the last: %d", got)
	}
	b.MergePeek(peek(10, "a"), 1) // while it is hidden only a peek that shows everything shows it
	wantState(t, b, "a", inbox.Unleased, "")
	b.MergePeek(peek(31, "a"), 1)
	wantState(t, b, "a", inbox.Peeked, "")

	b.MergePull(pull(32, delivery("b", "", 1)), 30*time.Second)
	wantState(t, b, "b", inbox.Leased, "b1") // it does not end the lease that there is
	b.MergeSettle(acks("b1"), settled(33, 1, 0))
	b.MergePull(pull(34, delivery("b", "", 1)), 30*time.Second)
	wantState(t, b, "b", inbox.Unleased, "") // it was in the queue again
	if diff := cmp.Diff([]string{"b1"}, history(entry(t, b, "b"))); diff != "" {
		t.Error(diff)
	}
}

// A message is counted once, though a call named two leases that it had.
func TestAMessageThatTwoLeasesSettledCountsOnce(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePull(pull(0, delivery("a", "shared", 0), delivery("b", "shared", 0)), 30*time.Second)
	b.MergePull(pull(1, delivery("b", "newer", 1)), 30*time.Second)
	got := b.MergeSettle(acks("shared", "newer"), settled(2, 2, 0))
	if diff := cmp.Diff(ids("a", "b"), got.Acked); diff != "" {
		t.Error(diff)
	}
}

// That a lease has lapsed does not tell what became of the call in doubt.
func TestADoubtOutlivesItsLease(t *testing.T) {
	t.Parallel()
	b := three()
	b.Doubt([]apiclient.LeaseID{"a1"}, "the answer to a call (Retry) was lost", at(2))
	b.Lapse(at(30))
	if e := entry(t, b, "a"); e.State != inbox.Lapsed || !e.Doubt || e.Note == "" || b.Unsure() != 0 {
		t.Errorf("a is %v, doubt %v %q, %d unsure", e.State, e.Doubt, e.Note, b.Unsure())
	}
	b.MergePull(pull(31, delivery("a", "a2", 1)), 30*time.Second)
	if e := entry(t, b, "a"); e.Doubt || e.Note != "" {
		t.Errorf("a new delivery is still in doubt: %q", e.Note)
	}
}

// TestExtendByCount reads the answer of the newest types, which names no lease.
func TestExtendByCount(t *testing.T) {
	t.Parallel()
	type want struct{ extended, refused, unsure []apiclient.MessageID }
	all := []string{"a", "b", "c"}
	tests := []struct {
		name     string
		count    int64 // below 0 the answer has none
		warnings map[apiclient.LeaseID]string
		want     want
	}{
		{"all", 3, nil, want{extended: ids(all...)}},
		{"all but the one warned about", 2, map[apiclient.LeaseID]string{"b1": "expired"}, want{extended: ids("a", "c"), refused: ids("b")}},
		{"all, with a warning beside", 3, map[apiclient.LeaseID]string{"b1": "short"}, want{extended: ids(all...)}},
		{"fewer, and nobody says which", 2, nil, want{unsure: ids(all...)}},
		{"none", 0, nil, want{unsure: ids(all...)}},
		{"more than were asked for", 7, nil, want{unsure: ids(all...)}},
		{"fewer than is left by the warnings", 1, map[apiclient.LeaseID]string{"b1": "expired"}, want{unsure: ids("a", "c"), refused: ids("b")}},
		{"no count, all warned", -1, map[apiclient.LeaseID]string{"a1": "x", "b1": "x", "c1": "x"}, want{refused: ids(all...)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := three()
			res := extended(10, nil)
			res.Extended, res.Warnings = apiclient.CountOf(tt.count), tt.warnings
			var got inbox.Extended
			for range 2 {
				got = b.MergeExtend([]apiclient.LeaseID{"a1", "b1", "c1"}, res, time.Minute)
			}
			if diff := cmp.Diff(tt.want.extended, got.Extended); diff != "" {
				t.Errorf("extended: %s", diff)
			}
			if diff := cmp.Diff(tt.want.refused, got.Refused); diff != "" {
				t.Errorf("refused: %s", diff)
			}
			if diff := cmp.Diff(tt.want.unsure, got.Unsure); diff != "" {
				t.Errorf("unsure: %s", diff)
			}
			moved := map[apiclient.MessageID]bool{}
			for _, id := range tt.want.extended {
				moved[id] = true
			}
			for _, id := range all {
				e := entry(t, b, id)
				until := at(30)
				if moved[apiclient.MessageID(id)] {
					until = at(70)
				}
				if !e.Lease.Until.Equal(until) || string(e.Lease.ID) != id+"1" || len(e.History) != 0 || e.Lease.Attempts != apiclient.CountOf(1) {
					t.Errorf("%s: lease %s until %v after %d others with attempts %v", id, string(e.Lease.ID), e.Lease.Until, len(e.History), e.Lease.Attempts)
				}
			}
			if got.Unnamed != len(tt.want.extended) || b.Unsure() != len(tt.want.unsure) {
				t.Errorf("%d unnamed, %d unsure", got.Unnamed, b.Unsure())
			}
		})
	}
}

// The extension of a lease that is not the newest one any more moves that lease
// alone.
func TestExtendingAnEarlierLeaseByCount(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePull(pull(0, delivery("a", "a1", 0)), 30*time.Second)
	b.MergePull(pull(5, delivery("a", "a2", 1)), 30*time.Second)
	b.MergePull(pull(6, delivery("a", "a3", 2)), 30*time.Second)
	res := extended(10, nil)
	res.Extended = apiclient.CountOf(1)
	b.MergeExtend([]apiclient.LeaseID{"a2"}, res, time.Minute)
	wantState(t, b, "a", inbox.Leased, "a3")
	e := entry(t, b, "a")
	if len(e.History) != 2 || e.History[1].ID != "a2" || !e.History[1].Until.Equal(at(70)) || e.History[1].Attempts != apiclient.CountOf(1) || !e.Lease.Until.Equal(at(36)) {
		t.Errorf("history %+v, lease until %v", e.History, e.Lease.Until)
	}
}

// TestLearning: what a message showed as peeked and then as pulled tells how a
// peek counts; a leased 0 tells where counting begins.
func TestLearning(t *testing.T) {
	t.Parallel()
	type look struct {
		peeked bool
		id     string
		shows  int64
	}
	p := func(id string, n int64) look { return look{true, id, n} }
	l := func(id string, n int64) look { return look{false, id, n} }
	tests := []struct {
		name  string
		looks []look
		want  inbox.Counting
	}{
		{"nothing", nil, inbox.Counting{}},
		{"a leased 1 tells nothing", []look{l("a", 1)}, inbox.Counting{}},
		{"a leased 0", []look{l("a", 0)}, inbox.Counting{FromZero: true}},
		{"a peeked 0 tells nothing", []look{p("a", 0)}, inbox.Counting{}},
		{"peeked as the next", []look{p("a", 0), l("a", 0)}, inbox.Counting{FromZero: true, PeekKnown: true}},
		{"peeked one behind", []look{p("a", 0), l("a", 1)}, inbox.Counting{PeekKnown: true, PeekBehind: 1}},
		{"peeked one ahead", []look{p("a", 2), l("a", 1)}, inbox.Counting{PeekKnown: true, PeekBehind: -1}},
		{"further off: others had it", []look{p("a", 0), l("a", 2)}, inbox.Counting{}},
		{"the smallest difference counts", []look{p("a", 0), l("a", 1), p("b", 3), l("b", 3)}, inbox.Counting{PeekKnown: true}},
		{"unknown attempts teach nothing", []look{p("a", -1), l("a", 1), p("b", 1), l("b", -1)}, inbox.Counting{}},
		{"another message's peek tells nothing", []look{p("a", 0), l("b", 1)}, inbox.Counting{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := inbox.New()
			for i, look := range tt.looks {
				when := float64(i + 1)
				if look.peeked {
					res := peek(when, look.id)
					res.Messages[0].Attempts = apiclient.CountOf(look.shows)
					b.MergePeek(res, 1)
					continue
				}
				m := delivery(look.id, fmt.Sprint("lease ", i), 0)
				m.Attempts = apiclient.CountOf(look.shows)
				b.MergePull(pull(when, m), time.Minute)
			}
			if got := b.Counting(); got != tt.want {
				t.Errorf("learnt %+v, want %+v", got, tt.want)
			}
		})
	}
}

// TestDeliveriesUnderOneLease: the newest counts, and shows no fewer attempts
// than one before it; what comes late is no news.
func TestDeliveriesUnderOneLease(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		pulls    []apiclient.PullResult
		lease    string
		attempts string
		until    float64
		history  []string
	}{
		{"counting on", []apiclient.PullResult{pull(0, delivery("a", "l", 0)), pull(5, delivery("a", "l", 1))}, "l", "1", 35, nil},
		{"counting back", []apiclient.PullResult{pull(0, delivery("a", "l", 3)), pull(5, delivery("a", "l", 1))}, "l", "3", 35, nil},
		{"twice the same", []apiclient.PullResult{pull(5, delivery("a", "l", 1)), pull(5, delivery("a", "l", 1))}, "l", "1", 35, nil},
		{"late", []apiclient.PullResult{pull(5, delivery("a", "l", 1)), pull(0, delivery("a", "l", 0))}, "l", "1", 35, nil},
		{
			"in turn with another",
			[]apiclient.PullResult{pull(0, delivery("a", "l", 0)), pull(5, delivery("a", "m", 1)), pull(9, delivery("a", "l", 2))},
			"l", "2", 39,
			[]string{"m"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := inbox.New()
			for _, p := range tt.pulls {
				b.MergePull(p, 30*time.Second)
			}
			wantState(t, b, "a", inbox.Leased, tt.lease)
			e := entry(t, b, "a")
			if e.Lease.Attempts.String() != tt.attempts || e.Message.Attempts.String() != tt.attempts || !e.Lease.Until.Equal(at(tt.until)) || b.Held() != 1 {
				t.Errorf("%v attempts, the row shows %v, until %v, %d held", e.Lease.Attempts, e.Message.Attempts, e.Lease.Until, b.Held())
			}
			if diff := cmp.Diff(tt.history, history(e)); diff != "" {
				t.Errorf("the history is %s", diff)
			}
		})
	}
}
