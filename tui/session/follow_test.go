package session_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// following is a session that follows since at(0), a pull each ten seconds.
func following(maxRetries int64) *session.Session {
	s := opened(maxRetries)
	s.StartFollow(at(0), 10*time.Second)
	return s
}

// The first pull comes soon, but leaves time to take the key back.
func TestFollowBeginsAfterThreeSecondsAtMost(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ interval, want time.Duration }{
		{time.Second, time.Second}, {3 * time.Second, 3 * time.Second}, {4 * time.Second, 3 * time.Second}, {time.Hour, 3 * time.Second},
	} {
		s := opened(9)
		want(t, "on before any key", s.Following(), false)
		s.StartFollow(at(5), tt.interval)
		want(t, "on", s.Following(), true)
		want(t, "the first pull of each "+tt.interval.String(), s.NextFollow(), at(5).Add(tt.want))
	}
}

// It is due from its moment on, and a pull begins the next interval.
func TestFollowIsDueEachInterval(t *testing.T) {
	t.Parallel()
	s := following(9)
	due := func(second float64, wanted bool) {
		t.Helper()
		want(t, fmt.Sprintf("due at %v", second), s.FollowDue(at(second), 10*time.Second), wanted)
	}
	due(0, false)
	due(2.999, false)
	due(3, true)
	due(5, true)
	s.FollowPull(at(5), 10*time.Second)
	want(t, "the next", s.NextFollow(), at(15))
	due(5, false)
	due(14.999, false)
	due(15, true)
	s.PutFollowOff(at(16), 2*time.Second)
	want(t, "the next, put off", s.NextFollow(), at(18))
	due(17.999, false)
	due(18, true)
}

// A clock that was set back, or an interval made shorter, never makes it wait for
// longer than an interval.
func TestFollowWaitsForAnIntervalAtMost(t *testing.T) {
	t.Parallel()
	s := following(9)
	s.FollowPull(at(1000), 10*time.Second)
	for _, tt := range []struct {
		now, interval, next float64
	}{{1000, 10, 1010}, {999.5, 10, 1009.5}, {0, 10, 10}, {0, 4, 4}, {3, 10, 4}} {
		interval := time.Duration(tt.interval) * time.Second
		want(t, "due", s.FollowDue(at(tt.now), interval), false)
		want(t, fmt.Sprintf("the next, at %v", tt.now), s.NextFollow(), at(tt.next))
	}
}

// Who turns follow off is told no reason; where it ends by itself, the reason
// stays until follow is turned on again. It ends once.
func TestWhyFollowEnded(t *testing.T) {
	t.Parallel()
	limited, left := session.Stop{Reason: session.RateLimited}, session.Stop{Reason: session.QueueLeft}
	s := opened(9)
	want(t, "it was on", s.StopFollow(limited), false)
	want(t, "a reason while it was never on", s.FollowStop(), session.Stop{})
	s.StartFollow(at(0), time.Second)
	want(t, "a reason while it is on", s.FollowStop(), session.Stop{})
	want(t, "it was on", s.StopFollow(limited), true)
	want(t, "on after that", s.Following(), false)
	want(t, "the reason", s.FollowStop(), limited)
	want(t, "it was still on", s.StopFollow(left), false)
	want(t, "the first reason", s.FollowStop(), limited)
	s.EndFollow()
	want(t, "a reason after the key, though it had ended", s.FollowStop(), session.Stop{})
	s.StartFollow(at(9), time.Second)
	want(t, "a reason while it is on again", s.FollowStop(), session.Stop{})
	s.EndFollow()
	want(t, "on after the key", s.Following(), false)
	want(t, "a reason after the key", s.FollowStop(), session.Stop{})
}

// Nobody who is away spends more than sixty pulls; a key begins the count anew,
// and so does turning follow on.
func TestFollowStopsUnattended(t *testing.T) {
	t.Parallel()
	s := following(9)
	pull := func(n int) {
		for range n {
			s.FollowPull(at(0), time.Second)
		}
	}
	pull(59)
	want(t, "after 59 pulls", s.FollowObjection(), session.Stop{})
	pull(1)
	want(t, "after 60", s.FollowObjection(), session.Stop{Reason: session.Unattended, N: 60})
	pull(1)
	want(t, "after 61", s.FollowObjection(), session.Stop{Reason: session.Unattended, N: 61})
	s.Attended()
	want(t, "after a key", s.FollowObjection(), session.Stop{})
	pull(60)
	s.StartFollow(at(0), time.Second)
	want(t, "turned on again", s.FollowObjection(), session.Stop{})
}

// Five hundred leases are as many as follow piles up; those that end count no more.
func TestFollowStopsAtFiveHundredLeases(t *testing.T) {
	t.Parallel()
	s := following(9)
	crowd(t, s, 499, 1, func(i int) string { return fmt.Sprint("own", i) })
	want(t, "with 499", s.FollowObjection(), session.Stop{})
	pulled(s, 5, message("more", "more1", 1), message("yet more", "more2", 1))
	want(t, "with 501", s.FollowObjection(), session.Stop{Reason: session.TooManyHeld, N: 501})
	acked(s, 6, target(t, s, "more"))
	want(t, "with 500", s.FollowObjection(), session.Stop{Reason: session.TooManyHeld, N: 500})
	for range 60 {
		s.FollowPull(at(7), time.Second)
	}
	want(t, "and unattended", s.FollowObjection(), session.Stop{Reason: session.Unattended, N: 60})
	s.Attended()
	s.Lapse(at(30))
	want(t, "when most have ended", s.FollowObjection(), session.Stop{})
}

// What might cost a last delivery is never done unasked, whatever else there is.
func TestFollowObjectsToEveryDanger(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		consumers []apiclient.Consumer
		shown     int64
		want      session.Danger
	}{
		{[]apiclient.Consumer{puller(2)}, 2, session.SeenLast},
		{[]apiclient.Consumer{puller(-1)}, 0, session.UnknownLimit},
		{nil, 0, session.UnknownLimit},
	} {
		s := session.New(orders(tt.consumers...), inbox.AfterMax)
		peeked(s, 0, message("a", "", tt.shown))
		for range 60 {
			s.FollowPull(at(0), time.Second)
		}
		want(t, "the objection", s.FollowObjection(), session.Stop{Reason: session.MayEnd, Danger: tt.want})
	}
	want(t, "with one delivery each", opened(0).FollowObjection(), session.Stop{Reason: session.MayEnd, Danger: session.EveryLast})
}

// From pull to pull is an interval, unless what it waits for is longer: an answer,
// after which a quarter of the interval is left, or the budget.
func TestFollowKeepsItsPaceOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		sent, received, next float64 // seconds after the pull began
		lag                  session.Lag
	}{
		"at once":          {0, 0, 1, session.Lag{}},
		"an answer":        {0, 0.7, 1, session.Lag{}},
		"a little late":    {0.0625, 0.125, 1.0625, session.Lag{}},
		"a slow answer":    {0, 0.95, 1.2, session.Lag{Cause: session.SlowAnswers, Every: 1200 * time.Millisecond}},
		"a slower answer":  {0.05, 7.05, 7.3, session.Lag{Cause: session.SlowAnswers, Every: 7300 * time.Millisecond}},
		"the budget":       {0.8, 0.9, 1.8, session.Lag{Cause: session.BudgetWaits, Every: 1800 * time.Millisecond}},
		"the budget, more": {4, 5, 5.25, session.Lag{Cause: session.BudgetWaits, Every: 5250 * time.Millisecond}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := opened(9)
			s.StartFollow(at(0), time.Second)
			s.FollowPull(at(1), time.Second)
			s.FollowPulled(at(1+tt.sent), at(1+tt.received), time.Second, nil)
			want(t, "the next", s.NextFollow(), at(1+tt.next))
			want(t, "the lag", s.FollowLag(), tt.lag)
			s.FollowPull(at(20), time.Second)
			s.FollowPulled(at(20), at(20), time.Second, nil)
			want(t, "the lag after a quick one", s.FollowLag(), session.Lag{})
			s.FollowPulled(at(40), at(40), time.Second, nil)
			s.EndFollow()
			want(t, "the lag when it is off", s.FollowLag(), session.Lag{})
		})
	}
}

// One that brought a last
// delivery ends follow, and names that of which it is most certain.
func TestFollowPulled(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		messages []apiclient.Message
		want     session.Stop
	}{
		{"nothing", nil, session.Stop{}},
		{"deliveries that are not the last", []apiclient.Message{message("a", "a1", 1)}, session.Stop{}},
		{
			"one that may be",
			[]apiclient.Message{message("a", "a1", 1), message("b", "b1", 2), message("c", "c1", 2)},
			session.Stop{Reason: session.LastDelivery, ID: "b", Attempts: apiclient.CountOf(2), Chance: inbox.Perhaps},
		},
		{
			"one that may be, and two that are",
			[]apiclient.Message{message("a", "a1", 2), message("b", "b1", 3), message("c", "c1", 4)},
			session.Stop{Reason: session.LastDelivery, ID: "b", Attempts: apiclient.CountOf(3), Chance: inbox.Surely},
		},
		{
			"one without a lease",
			[]apiclient.Message{message("a", "", 3)},
			session.Stop{Reason: session.LastDelivery, ID: "a", Attempts: apiclient.CountOf(3), Chance: inbox.Surely},
		},
		{"one whose attempts are not said", []apiclient.Message{message("a", "a1", -1)}, session.Stop{Reason: session.LastDelivery, ID: "a", Chance: inbox.Perhaps}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := following(2)
			report := pulled(s, 20, tt.messages...)
			if diff := cmp.Diff(tt.want, s.FollowPulled(at(20), at(20), 10*time.Second, report.Last)); diff != "" {
				t.Errorf("why it ended (-want +got):\n%s", diff)
			}
			want(t, "the reason", s.FollowStop(), tt.want)
			want(t, "on", s.Following(), tt.want == session.Stop{})
			want(t, "the next", s.NextFollow(), at(30))
		})
	}
}

// What is told of the delivery is how sure its own end is, not that of a message
// which came with the same lease before.
func TestFollowTellsOfTheMessageItNames(t *testing.T) {
	t.Parallel()
	s := following(2)
	pulled(s, 0, message("a", "x", 3))
	report := pulled(s, 1, message("b", "x", 2))
	want(t, "what a retry of it ends", report.Last[0].Ends, inbox.Surely)
	stop := session.Stop{Reason: session.LastDelivery, ID: "b", Attempts: apiclient.CountOf(2), Chance: inbox.Perhaps}
	want(t, "why it ended", s.FollowPulled(at(1), at(1), time.Second, report.Last), stop)
}

// A pull by hand ends nothing and plans nothing.
func TestAPullByHandIsNoneOfFollow(t *testing.T) {
	t.Parallel()
	s := opened(2)
	report := pulled(s, 20, message("a", "a1", 3))
	want(t, "why it ended", s.FollowPulled(at(20), at(20), time.Second, report.Last), session.Stop{})
	want(t, "the reason", s.FollowStop(), session.Stop{})
	want(t, "the next", s.NextFollow(), time.Time{})
}
