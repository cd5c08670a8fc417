package inbox_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// settled is the answer of an ack call sent and answered at that second.
func settled(second float64, acked, retried int) apiclient.SettleResult {
	return apiclient.SettleResult{
		Reply: apiclient.Reply{SentAt: at(second), ReceivedAt: at(second)}, Acked: acked, Retried: retried,
	}
}

// three is a ledger that holds a, b and c until 30 s.
func three() *inbox.Inbox {
	b := inbox.New()
	b.MergePull(pull(0, delivery("a", "a1", 1), delivery("b", "b1", 1), delivery("c", "c1", 1)), 30*time.Second)
	return b
}

func acks(leases ...apiclient.LeaseID) apiclient.Settlement {
	return apiclient.Settlement{Acks: leases}
}

func TestAckVerdicts(t *testing.T) {
	t.Parallel()
	warn := func(leases ...apiclient.LeaseID) map[apiclient.LeaseID]string {
		out := map[apiclient.LeaseID]string{}
		for _, l := range leases {
			out[l] = "warning about " + string(l)
		}
		return out
	}
	tests := []struct {
		name     string
		acked    int
		warnings map[apiclient.LeaseID]string
		want     inbox.Settled
		held     int
		notes    []string // of a, b and c
	}{
		{"all", 3, nil, inbox.Settled{Acked: ids("a", "b", "c")}, 0, []string{"", "", ""}},
		{"all, with a warning", 3, warn("b1"), inbox.Settled{Acked: ids("a", "b", "c"), Warned: ids("b")}, 0, []string{"", "warning about b1", ""}},
		{"one refused", 2, warn("b1"), inbox.Settled{Acked: ids("a", "c"), Refused: ids("b")}, 1, []string{"", "warning about b1", ""}},
		{
			"all refused", 0, warn("a1", "b1", "c1"),
			inbox.Settled{Refused: ids("a", "b", "c")},
			3,
			[]string{"warning about a1", "warning about b1", "warning about c1"},
		},
		{"one of three, not said which", 1, nil, inbox.Settled{Unsure: ids("a", "b", "c")}, 3, []string{
			"the API counted 1 of 3 acks and did not say which", "the API counted 1 of 3 acks and did not say which",
			"the API counted 1 of 3 acks and did not say which",
		}},
		{"one refused, of the others one", 1, warn("b1"), inbox.Settled{Refused: ids("b"), Unsure: ids("a", "c")}, 3, []string{
			"the API counted 1 of 3 acks and did not say which", "warning about b1", "the API counted 1 of 3 acks and did not say which",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := three()
			res := settled(10, tt.acked, 0)
			res.Warnings = tt.warnings
			got := b.MergeSettle(acks("a1", "b1", "c1"), res)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("settled (-want +got):\n%s", diff)
			}
			for i, id := range []string{"a", "b", "c"} {
				if note := entry(t, b, id).Note; note != tt.notes[i] {
					t.Errorf("note of %s is %q, want %q", id, note, tt.notes[i])
				}
			}
			for _, id := range got.Unsure {
				if !entry(t, b, string(id)).Doubt {
					t.Errorf("%s is not in doubt", id)
				}
			}
			if b.Held() != tt.held {
				t.Errorf("held %d, want %d", b.Held(), tt.held)
			}
		})
	}
}

// Why an ack was refused is as true when the lease has lapsed, and may not have been
// read by then. It goes with the next delivery.
func TestARefusalOutlivesItsLease(t *testing.T) {
	t.Parallel()
	b := three()
	res := settled(10, 2, 0)
	res.Warnings = map[apiclient.LeaseID]string{"a1": "not now"}
	b.MergeSettle(acks("a1", "b1", "c1"), res)
	if note := entry(t, b, "a").Note; note != "not now" {
		t.Errorf("while the lease runs the note is %q", note)
	}
	b.Lapse(at(30))
	wantState(t, b, "a", inbox.Lapsed, "a1")
	if note := entry(t, b, "a").Note; note != "not now" {
		t.Errorf("after it the note is %q", note)
	}
	b.MergePull(pull(31, delivery("a", "a2", 1)), 30*time.Second)
	if note := entry(t, b, "a").Note; note != "" {
		t.Errorf("after another delivery the note is %q", note)
	}
}

func TestSettlingWhatTheLedgerDoesNotKnow(t *testing.T) {
	t.Parallel()
	b := three()
	got := b.MergeSettle(apiclient.Settlement{
		Acks: []apiclient.LeaseID{"a1", "other"}, Retries: []apiclient.Retry{{LeaseID: "another"}},
	}, settled(10, 2, 1))
	if diff := cmp.Diff(inbox.Settled{Acked: ids("a")}, got); diff != "" {
		t.Errorf("settled (-want +got):\n%s", diff)
	}
}

func TestRetries(t *testing.T) {
	t.Parallel()
	b := three()
	zero, minute := time.Duration(0), time.Minute
	got := b.MergeSettle(apiclient.Settlement{
		Acks:    []apiclient.LeaseID{"c1"},
		Retries: []apiclient.Retry{{LeaseID: "a1", Delay: &minute}, {LeaseID: "b1", Delay: &zero}},
	}, settled(10, 1, 2))
	if diff := cmp.Diff(inbox.Settled{Acked: ids("c"), Retried: ids("a", "b")}, got); diff != "" {
		t.Errorf("settled (-want +got):\n%s", diff)
	}
	wantState(t, b, "a", inbox.Retried, "a1")
	wantState(t, b, "c", inbox.Acked, "c1")
	a, e := entry(t, b, "a"), entry(t, b, "b")
	if !a.Available.Equal(at(70)) || !e.Available.Equal(at(10)) || !a.StateSince.Equal(at(10)) {
		t.Errorf("available at %v and %v since %v, want 70 s and 10 s since 10 s", a.Available, e.Available, a.StateSince)
	}
	if lapsed := b.Lapse(at(31)); lapsed != nil || b.Held() != 0 {
		t.Errorf("settled leases lapsed: %v, held %d", lapsed, b.Held())
	}
	b.MergePull(pull(80, delivery("a", "a2", 2)), time.Minute)
	b.MergeSettle(apiclient.Settlement{Retries: []apiclient.Retry{{LeaseID: "a2"}}}, settled(81, 0, 1))
	if got := entry(t, b, "a").Available; !got.IsZero() {
		t.Errorf("available at %v after a retry with the consumer's delay, want unknown", got)
	}
}

func TestSettlingALapsedLease(t *testing.T) {
	t.Parallel()
	b := three()
	b.Lapse(at(30))
	b.MergeSettle(acks("a1"), settled(40, 1, 0))
	wantState(t, b, "a", inbox.Acked, "a1")
}

func TestSettlingByAnOlderLease(t *testing.T) {
	t.Parallel()
	b := three()
	b.MergePull(pull(40, delivery("a", "a2", 2), delivery("b", "b2", 2), delivery("c", "c2", 2)), time.Minute)
	b.MergeSettle(apiclient.Settlement{
		Acks: []apiclient.LeaseID{"a1"}, Retries: []apiclient.Retry{{LeaseID: "b1"}},
	}, settled(41, 1, 1))
	wantState(t, b, "a", inbox.Acked, "a2")
	wantState(t, b, "b", inbox.Lapsed, "b2")
	if note := entry(t, b, "b").Note; note != "retried by an older lease, so the newer one may have ended" {
		t.Errorf("note %q", note)
	}
	if b.Held() != 1 {
		t.Errorf("held %d, want c alone", b.Held())
	}
}

// extended is the answer of an extend call sent at that second.
func extended(second float64, leases map[apiclient.LeaseID]apiclient.LeaseID) apiclient.ExtendResult {
	return apiclient.ExtendResult{Reply: apiclient.Reply{SentAt: at(second), ReceivedAt: at(second + 1)}, Leases: leases}
}

func TestExtend(t *testing.T) {
	t.Parallel()
	b := three()
	b.MergePull(pull(5, delivery("b", "b2", 2)), 30*time.Second)
	res := extended(10, map[apiclient.LeaseID]apiclient.LeaseID{"a1": "a1x", "b2": "b2x"})
	res.Warnings = map[apiclient.LeaseID]string{"b2": "shorter than asked"}
	got := b.MergeExtend([]apiclient.LeaseID{"a1", "b2", "c1", "not ours"}, res, time.Minute)
	if diff := cmp.Diff(inbox.Extended{Extended: ids("a", "b"), Warned: ids("b"), Refused: ids("c")}, got); diff != "" {
		t.Errorf("extended (-want +got):\n%s", diff)
	}
	wantState(t, b, "a", inbox.Leased, "a1x")
	wantState(t, b, "c", inbox.Leased, "c1")
	e := entry(t, b, "b")
	want := inbox.Lease{ID: "b2x", Since: at(10), Until: at(70), Attempts: apiclient.CountOf(2)}
	if diff := cmp.Diff(want, e.Lease); diff != "" {
		t.Errorf("lease (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"b1", "b2"}, history(e)); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	if e.Note != "shorter than asked" || entry(t, b, "c").Note != "the API returned no new lease" {
		t.Errorf("notes %q and %q", e.Note, entry(t, b, "c").Note)
	}
	if lapsed := b.Lapse(at(30)); len(lapsed) != 1 || b.Held() != 2 {
		t.Errorf("lapsed %v and held %d at the old deadline, want c and 2", lapsed, b.Held())
	}
	b.MergeSettle(acks("a1x"), settled(31, 1, 0))
	wantState(t, b, "a", inbox.Acked, "a1x")
}

func TestExtendCrossingOtherAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		before    func(b *inbox.Inbox)
		renewed   apiclient.LeaseID
		wantState inbox.State
		wantLease string
		wantHeld  int
	}{
		{"same lease id, longer", func(*inbox.Inbox) {}, "a1", inbox.Leased, "a1", 1},
		{"lapsed meanwhile", func(b *inbox.Inbox) { b.Lapse(at(30)) }, "a1x", inbox.Leased, "a1x", 1},
		{"acked meanwhile", func(b *inbox.Inbox) { b.MergeSettle(acks("a1"), settled(11, 1, 0)) }, "a1x", inbox.Acked, "a1x", 0},
		{"delivered again meanwhile", func(b *inbox.Inbox) {
			b.MergePull(pull(12, delivery("a", "a2", 2)), time.Minute)
		}, "a1x", inbox.Leased, "a2", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := inbox.New()
			b.MergePull(pull(0, delivery("a", "a1", 1)), 30*time.Second)
			tt.before(b)
			res := extended(10, map[apiclient.LeaseID]apiclient.LeaseID{"a1": tt.renewed})
			for range 2 {
				b.MergeExtend([]apiclient.LeaseID{"a1"}, res, time.Minute)
			}
			wantState(t, b, "a", tt.wantState, tt.wantLease)
			if got := len(b.HeldIDs()); got != tt.wantHeld || b.Held() != tt.wantHeld {
				t.Errorf("held %d, listed %d, want %d", b.Held(), got, tt.wantHeld)
			}
			for _, l := range entry(t, b, "a").History {
				if !l.Attempts.Known() {
					t.Errorf("lease %s lost its attempts", string(l.ID))
				}
			}
		})
	}
}

func TestDoubtLastsUntilNews(t *testing.T) {
	t.Parallel()
	b := three()
	got := b.Doubt([]apiclient.LeaseID{"a1", "b1", "not ours"}, "the answer to the ack was lost", at(4))
	if diff := cmp.Diff(ids("a", "b"), got); diff != "" {
		t.Errorf("in doubt (-want +got):\n%s", diff)
	}
	if e := entry(t, b, "a"); !e.Doubt || e.Note != "the answer to the ack was lost" || e.State != inbox.Leased {
		t.Errorf("a is %+v", e)
	}
	b.MergeSettle(acks("a1"), settled(10, 1, 0))
	b.MergePull(pull(10, delivery("b", "b2", 2)), time.Minute)
	for _, id := range []string{"a", "b"} {
		if e := entry(t, b, id); e.Doubt || e.Note != "" {
			t.Errorf("%s is still in doubt: %q", id, e.Note)
		}
	}
}

// A call on a lease that is over reaches the message all the same. So a delivery
// that was asked for before the call's answer was given up does not tell that the
// call did nothing: it may have, on the new lease too.
func TestADoubtReachesTheDeliveriesBesideIt(t *testing.T) {
	t.Parallel()
	const second = 7 // when the answer to the ack of a1 was given up
	tests := []struct {
		name    string
		asked   float64 // when the pull that brought a2 was sent
		pulled  bool    // its answer came before that
		doubted bool
	}{
		{"asked before, answered before", 5, true, true},
		{"asked before, answered after", 5, false, true},
		{"asked as it was given up", second, false, true},
		{"asked a while after", second + 2, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := three()
			again := func() { b.MergePull(pull(tt.asked, delivery("a", "a2", 2)), time.Minute) }
			if tt.pulled {
				again()
			}
			b.Doubt([]apiclient.LeaseID{"a1"}, "the answer to the ack was lost", at(second))
			if !tt.pulled {
				again()
			}
			wantState(t, b, "a", inbox.Leased, "a2")
			if e := entry(t, b, "a"); e.Doubt != tt.doubted || (e.Note != "") != tt.doubted {
				t.Errorf("in doubt: %v, as %q", e.Doubt, e.Note)
			}
			if got := b.Unsure(); (got == 1) != tt.doubted {
				t.Errorf("%d running leases are in doubt", got)
			}
		})
	}
}

// Of three asked and two warned about, one was accepted; an answer that counts
// two accepted one of those that it warned about, and does not say which.
func TestMoreCountedThanWasNotWarnedAbout(t *testing.T) {
	t.Parallel()
	b := three()
	res := settled(10, 2, 0)
	res.Warnings = map[apiclient.LeaseID]string{"a1": "old", "b1": "old"}
	got := b.MergeSettle(acks("a1", "b1", "c1"), res)
	if diff := cmp.Diff(inbox.Settled{Refused: ids("a", "b"), Unsure: ids("c")}, got); diff != "" {
		t.Errorf("settled (-want +got):\n%s", diff)
	}
}

// What is in doubt is counted for as long as its lease runs, however the doubt
// began and however the lease ends.
func TestTheLeasesInDoubtAreCounted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		does func(b *inbox.Inbox)
		want int
	}{
		{"an answer that counts some", func(b *inbox.Inbox) { b.MergeSettle(acks("a1", "b1"), settled(1, 1, 0)) }, 2},
		{"an extension that counts some", func(b *inbox.Inbox) {
			res := extended(1, nil)
			res.Extended = apiclient.CountOf(1)
			b.MergeExtend([]apiclient.LeaseID{"a1", "b1", "c1"}, res, time.Minute)
		}, 3},
		{"a lost answer", func(b *inbox.Inbox) { b.Doubt([]apiclient.LeaseID{"a1"}, "lost", at(2)) }, 1},
		{"lost twice", func(b *inbox.Inbox) {
			b.Doubt([]apiclient.LeaseID{"a1"}, "lost", at(2))
			b.Doubt([]apiclient.LeaseID{"a1"}, "lost again", at(3))
		}, 1},
		{"then lapsed", func(b *inbox.Inbox) {
			b.Doubt([]apiclient.LeaseID{"a1"}, "lost", at(2))
			b.Lapse(at(60))
		}, 0},
		{"then acked", func(b *inbox.Inbox) {
			b.Doubt([]apiclient.LeaseID{"a1", "b1"}, "lost", at(1))
			b.MergeSettle(acks("a1"), settled(2, 1, 0))
		}, 1},
		{"then delivered again", func(b *inbox.Inbox) {
			b.Doubt([]apiclient.LeaseID{"a1"}, "lost", at(2))
			b.MergePull(pull(5, delivery("a", "a2", 2)), time.Minute)
		}, 0},
		{"after it lapsed", func(b *inbox.Inbox) {
			b.Lapse(at(60))
			b.Doubt([]apiclient.LeaseID{"a1"}, "lost", at(2))
		}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := three()
			tt.does(b)
			if got := b.Unsure(); got != tt.want {
				t.Errorf("%d running leases are in doubt, want %d", got, tt.want)
			}
		})
	}
}

// The server delays from when it gets the call, so the earliest that it can be
// is when the call was sent, however long its answer took.
func TestADelayBeginsWithTheSending(t *testing.T) {
	t.Parallel()
	b := three()
	delay := 10 * time.Second
	res := settled(1, 0, 1)
	res.ReceivedAt = at(6)
	b.MergeSettle(apiclient.Settlement{Retries: []apiclient.Retry{{LeaseID: "a1", Delay: &delay}}}, res)
	if e := entry(t, b, "a"); !e.Available.Equal(at(11)) || !e.StateSince.Equal(at(6)) {
		t.Errorf("available at %v since %v, want 11 s since 6 s", e.Available, e.StateSince)
	}
}
