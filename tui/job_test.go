package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/session"
)

// What is not known to be accepted is not therefore refused: each message is
// told of once.
func TestWhatAJobSaysOfItsMessages(t *testing.T) {
	t.Parallel()
	const refused, unsure = "not accepted.", "the answer did not say which were accepted"
	for _, c := range []struct {
		j    session.Job
		says []string
	}{
		{session.Job{Sent: 3, Tally: session.Tally{Accepted: 3}}, nil},
		{session.Job{Sent: 3, Tally: session.Tally{Accepted: 1, Unsure: 2}}, []string{"Of 2 " + unsure}},
		{session.Job{Sent: 3, Tally: session.Tally{Accepted: 1}}, []string{"2 were " + refused}},
		{session.Job{Sent: 3, Tally: session.Tally{Unsure: 2}}, []string{"1 was " + refused, "Of 2 " + unsure}},
	} {
		m := opened(t, 0)
		n := operator{m.desk, m.onScreen()}.jobDone(&c.j)
		if len(n.lines) != len(c.says) {
			t.Errorf("%d sent, %d accepted, %d unsure: %q", c.j.Sent, c.j.Accepted, c.j.Unsure, n.lines)
			continue
		}
		for i, want := range c.says {
			if !strings.Contains(n.lines[i], want) {
				t.Errorf("%d sent, %d accepted, %d unsure: %q, want %q", c.j.Sent, c.j.Accepted, c.j.Unsure, n.lines[i], want)
			}
		}
	}
}

// What the API adds without naming a lease is told, be it one thing or more.
func TestAJobTellsWhatTheAPIAdds(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	for want, notes := range map[string][]string{
		"The API adds, of no lease by name: slow down":             {"slow down"},
		"The API adds, of no lease by name: slow down; and 2 more": {"slow down", "a", "b"},
	} {
		n := operator{m.desk, m.onScreen()}.jobDone(&session.Job{Notes: notes})
		if n.tone != toneWarn || !slices.Equal(n.lines, []string{want}) {
			t.Errorf("%q with tone %v, want %q", n.lines, n.tone, want)
		}
	}
}

// A job of one call has no bar: there is nothing between its beginning and its end.
func TestAJobOfOneCallHasNoBar(t *testing.T) {
	t.Parallel()
	for total, want := range map[int]string{100: "acking 0/100", 101: "░░░░░░░░░░ acking 0/101"} {
		if got := jobWords(&session.Job{Verb: session.Ack, Total: total}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// An extension that names the lease which was there leaves a copy of it good.
func TestACopyOfALeaseThatGoesOnIsGood(t *testing.T) {
	t.Parallel()
	for renewed, stale := range map[apiclient.LeaseID]bool{"": false, "old": false, "new": true} {
		m := opened(t, 0)
		m.copied = []apiclient.LeaseID{"old", "another"}
		var extended apiclient.ExtendResult
		if renewed != "" {
			extended.Leases = map[apiclient.LeaseID]apiclient.LeaseID{"old": renewed}
		}
		if got := m.replaced(extended); got != stale || m.replaced(extended) {
			t.Errorf("extended as %q, the copy is called stale: %v", string(renewed), got)
		}
	}
}

// What an answer says of each lease is in the notice, those together of which the
// same is said; of more reasons than anybody reads at once the rest are counted.
func TestANoticeGivesTheReasonsOfARefusal(t *testing.T) {
	t.Parallel()
	m := answering(6, "x", func(msg *settledMsg) {
		msg.result.Warnings = make(map[apiclient.LeaseID]string)
		for i, why := range []string{"gone", "late", "gone", "odd", "new", "old"} {
			msg.result.Warnings[lease(msg, i)] = why
		}
	})(t)
	want := []string{
		"2 were not accepted (gone): 00000000000000000000000000000000 (0/3), 00000000000000000000000000000002 (0/3).",
		"1 was not accepted (late): 00000000000000000000000000000001 (0/3).",
		"1 was not accepted (odd): 00000000000000000000000000000003 (0/3).",
		"2 were not accepted for other reasons: the Lease tab of each says why.",
	}
	if !slices.Equal(m.notice.lines, want) {
		t.Errorf("it says %q, want %q", m.notice.lines, want)
	}
}

// The reason of a refusal can be read on the row for as long as nothing else has
// happened to the message, its lease's end included.
func TestTheReasonOfARefusalOutlivesTheLease(t *testing.T) {
	t.Parallel()
	m := answering(1, "x", func(msg *settledMsg) {
		msg.result.Warnings = map[apiclient.LeaseID]string{lease(msg, 0): "the lease is of another consumer"}
	})(t)
	m.typed("]]")
	m.later(time.Minute)
	m.says(t, "lapsed", "the lease is of another consumer")
}
