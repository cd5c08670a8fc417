package tui

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/flight"
)

// Of what a pull of follow brought, those that surely end are named apart from
// those that may.
func TestFollowSaysOfHowManyItIsSure(t *testing.T) {
	t.Parallel()
	for surely, want := range map[int]string{
		1: "When the lease ends, it will be moved to orders-dlq.",
		3: "When the lease ends, it and 2 more will be moved to orders-dlq.",
	} {
		m := opened(t, 0)
		m.typed("f")
		m.pulled(append(after(3, messages(0, 2)), after(4, messages(2, surely))...))
		if said := noticeText(m.notice); !strings.Contains(said, want) {
			t.Errorf("%d on their last delivery, and 2 perhaps: %q, want %q", surely, said, want)
		}
	}
}

// A rate limit holds follow back to its very end, and no longer; while it lasts it
// is the reason, whatever else there is.
func TestFollowAtTheEndOfARateLimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		left  time.Duration
		risky bool
		want  string
	}{
		{time.Millisecond, false, "Follow stopped: the API limits the rate of calls."},
		{time.Millisecond, true, "Follow stopped: the API limits the rate of calls."},
		{0, true, "Follow stopped: a pull may hand out the last delivery"},
		{0, false, ""},
	} {
		m := opened(t, 0)
		m.typed("f")
		if c.risky {
			m.typed("v")
			m.peeked([]apiclient.Message{after(3, messages(0, 1))[0]}, 1)
			m.notice = notice{}
		}
		m.blocked = m.now.Add(followHeadOf(m) + c.left)
		m.later(followHeadOf(m))
		if pulls := m.runs(flight.Pull, m.open); pulls != (c.want == "") || !strings.HasPrefix(m.notice.text, c.want) {
			t.Errorf("%+v: it pulls is %v, and it says %q", c, pulls, m.notice.text)
		}
	}
}

// followHeadOf is how long follow waits before its next pull.
func followHeadOf(m *Model) time.Duration { return m.onScreen().NextFollow().Sub(m.now) }
