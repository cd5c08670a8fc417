package inbox_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

func TestLapseAtTheVeryInstant(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePull(pull(0, delivery("a", "a1", 1)), 30*time.Second)
	b.MergePull(pull(1, delivery("b", "b1", 1)), 20*time.Second)
	if next, ok := b.NextLapse(); !ok || !next.Equal(at(21)) {
		t.Errorf("next lapse at %v, want 21 s", next)
	}
	if until, ok := b.HeldUntil(); !ok || !until.Equal(at(30)) {
		t.Errorf("held until %v, want 30 s", until)
	}
	steps := []struct {
		now    time.Time
		lapsed []apiclient.MessageID
		held   int
	}{
		{at(21).Add(-1), nil, 2},
		{at(21), ids("b"), 1},
		{at(30).Add(-1), nil, 1},
		{at(30), ids("a"), 0},
		{at(31), nil, 0},
	}
	for _, step := range steps {
		if got := b.Lapse(step.now); !slices.Equal(got, step.lapsed) || b.Held() != step.held {
			t.Errorf("at %v lapsed %v and held %d, want %v and %d", step.now, got, b.Held(), step.lapsed, step.held)
		}
	}
	if got := entry(t, b, "b").StateSince; !got.Equal(at(21)) {
		t.Errorf("lapsed since %v, want its deadline", got)
	}
	if _, ok := b.NextLapse(); ok {
		t.Error("something is still to lapse")
	}
	if _, ok := b.HeldUntil(); ok {
		t.Error("something is still held")
	}
}

func TestLapseIgnoresTheMonotonicClock(t *testing.T) {
	t.Parallel()
	sent := time.Now() // the only reading in these tests that has a monotonic part
	b := inbox.New()
	res := apiclient.PullResult{Reply: apiclient.Reply{SentAt: sent}, Messages: []apiclient.Message{delivery("a", "a1", 1)}}
	b.MergePull(res, 30*time.Second)
	e := entry(t, b, "a")
	for name, got := range map[string]time.Time{"Since": e.Lease.Since, "Until": e.Lease.Until, "LastSeen": e.LastSeen} {
		if got != got.Round(0) {
			t.Errorf("%s carries a monotonic reading", name)
		}
	}
}

func TestClockJumps(t *testing.T) {
	t.Parallel()
	const eightHours = 8 * 3600
	tests := []struct {
		name      string
		visible   time.Duration
		readings  []float64 // the clock as Lapse sees it after the pull at 0 s
		wantState inbox.State
		wantUntil float64
	}{
		{"on by 8 h: the laptop slept", 30 * time.Second, []float64{1, eightHours}, inbox.Lapsed, 30},
		{"on by 8 h within a 12 h lease", 12 * time.Hour, []float64{1, eightHours}, inbox.Leased, 12 * 3600},
		{"back by 8 h", 30 * time.Second, []float64{10, 10 - eightHours}, inbox.Leased, 30 - eightHours},
		{"back by 8 h, then the rest of the lease", 30 * time.Second, []float64{10, 10 - eightHours, 30 - eightHours}, inbox.Lapsed, 30 - eightHours},
		{"on by 8 h and back", 30 * time.Second, []float64{1, eightHours, 2}, inbox.Lapsed, 30},
		{"back by less than readings differ", 30 * time.Second, []float64{10, 9.5}, inbox.Leased, 30},
		{"back twice", time.Hour, []float64{100, 50, 60, 20}, inbox.Leased, 3600 - 50 - 40},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := inbox.New()
			b.MergePull(pull(0, delivery("a", "a1", 1)), tt.visible)
			b.MergePull(pull(0, delivery("settled", "s1", 1)), tt.visible)
			b.MergeSettle(apiclient.Settlement{Acks: []apiclient.LeaseID{"s1"}}, settled(0, 1, 0))
			for _, second := range tt.readings {
				b.Lapse(at(second))
			}
			e := entry(t, b, "a")
			if e.State != tt.wantState || !e.Lease.Until.Equal(at(tt.wantUntil)) {
				t.Errorf("%v until %v, want %v until %v", e.State, e.Lease.Until, tt.wantState, at(tt.wantUntil))
			}
			if e.State == inbox.Leased {
				until, _ := b.HeldUntil()
				next, _ := b.NextLapse()
				if !until.Equal(e.Lease.Until) || !next.Equal(e.Lease.Until) {
					t.Errorf("held until %v, next lapse %v, want both %v", until, next, e.Lease.Until)
				}
			}
		})
	}
}

func TestClockSetBackWhileAPullWasUnderWay(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	res := pull(1000, delivery("a", "a1", 1))
	res.ReceivedAt = at(5)
	b.MergePull(res, 30*time.Second)
	if got := entry(t, b, "a").Lease.Until; !got.Equal(at(35)) {
		t.Errorf("deadline %v, want 30 s after the answer on the new clock", got)
	}
}

func TestHeldUntilFollowsWhatIsHeld(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePull(pull(0, delivery("a", "a1", 1)), 30*time.Second)
	b.MergePull(pull(0, delivery("b", "b1", 1)), 50*time.Second)
	b.MergePull(pull(0, delivery("c", "c1", 1)), 40*time.Second)
	b.MergeSettle(apiclient.Settlement{Acks: []apiclient.LeaseID{"b1"}}, settled(1, 1, 0))
	if until, ok := b.HeldUntil(); !ok || !until.Equal(at(40)) {
		t.Errorf("held until %v after the longest lease was acked, want 40 s", until)
	}
	if got := b.HeldIDs(); !slices.Equal(got, ids("a", "c")) {
		t.Errorf("holds %v, want a and c", got)
	}
	b.MergeSettle(apiclient.Settlement{Acks: []apiclient.LeaseID{"a1", "c1"}}, settled(2, 2, 0))
	b.MergePull(pull(3, delivery("d", "d1", 1)), 10*time.Second)
	if until, ok := b.HeldUntil(); !ok || !until.Equal(at(13)) {
		t.Errorf("held until %v with one short lease left, want 13 s", until)
	}
}

func TestLeaseTimes(t *testing.T) {
	t.Parallel()
	lease := inbox.Lease{Since: at(0), Until: at(30)}
	tests := []struct {
		now       float64
		remaining time.Duration
		fraction  float64
		lapsedFor time.Duration
	}{
		{-5, 30 * time.Second, 1, 0},
		{0, 30 * time.Second, 1, 0},
		{0.1, 29 * time.Second, 29.9 / 30, 0},
		{15, 15 * time.Second, 0.5, 0},
		{29.5, 0, 0.5 / 30, 0},
		{30, 0, 0, 0},
		{42.9, 0, 0, 12 * time.Second},
	}
	for _, tt := range tests {
		remaining, fraction, lapsedFor := lease.Remaining(at(tt.now)), lease.Fraction(at(tt.now)), lease.LapsedFor(at(tt.now))
		if remaining != tt.remaining || fraction != tt.fraction || lapsedFor != tt.lapsedFor {
			t.Errorf("at %v s: remaining %v, fraction %v, lapsed for %v, want %v, %v, %v",
				tt.now, remaining, fraction, lapsedFor, tt.remaining, tt.fraction, tt.lapsedFor)
		}
	}
	if got := (inbox.Lease{}).Fraction(at(0)); got != 0 {
		t.Errorf("no lease has a fraction of %v left", got)
	}
}

func TestStateWords(t *testing.T) {
	t.Parallel()
	words := map[inbox.State]string{
		inbox.Peeked: "peeked", inbox.Leased: "leased", inbox.Lapsed: "lapsed", inbox.Acked: "acked",
		inbox.Retried: "retried", inbox.State(99): "unknown",
	}
	for state, want := range words {
		if got := state.String(); got != want {
			t.Errorf("state %d says %q, want %q", state, got, want)
		}
	}
}

// A lease that was extended to the very instant at which it ended before is
// still one lease.
func TestALeaseExtendedToItsOwnEndIsHeldOnce(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePull(pull(0, delivery("a", "a1", 0)), time.Minute)
	res := extended(30, nil)
	res.Extended = apiclient.CountOf(1)
	b.MergeExtend([]apiclient.LeaseID{"a1"}, res, 30*time.Second)
	if diff := cmp.Diff(ids("a"), b.HeldIDs()); diff != "" {
		t.Errorf("held (-want +got):\n%s", diff)
	}
}
