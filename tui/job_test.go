package tui

import (
	"strings"
	"testing"

	"leaseview/apiclient"
)

// What is not known to be accepted is not therefore refused: each message is
// told of once.
func TestWhatAJobSaysOfItsMessages(t *testing.T) {
	t.Parallel()
	const refused, unsure = "not accepted: the Lease tab", "the answer did not say which were accepted"
	for _, c := range []struct {
		j    job
		says []string
	}{
		{job{sent: 3, accepted: 3}, nil},
		{job{sent: 3, accepted: 1, unsure: 2}, []string{"Of 2 " + unsure}},
		{job{sent: 3, accepted: 1}, []string{"2 were " + refused}},
		{job{sent: 3, unsure: 2}, []string{"1 was " + refused, "Of 2 " + unsure}},
	} {
		c.j.session = opened(t, 0).session()
		n := jobDone(&c.j)
		if len(n.lines) != len(c.says) {
			t.Errorf("%d sent, %d accepted, %d unsure: %q", c.j.sent, c.j.accepted, c.j.unsure, n.lines)
			continue
		}
		for i, want := range c.says {
			if !strings.Contains(n.lines[i], want) {
				t.Errorf("%d sent, %d accepted, %d unsure: %q, want %q", c.j.sent, c.j.accepted, c.j.unsure, n.lines[i], want)
			}
		}
	}
}

// An extension that names the lease which was there leaves a copy of it good.
func TestACopyOfALeaseThatGoesOnIsGood(t *testing.T) {
	t.Parallel()
	for renewed, stale := range map[apiclient.LeaseID]bool{"": false, "old": false, "new": true} {
		m := opened(t, 0)
		m.copied = []apiclient.LeaseID{"old", "another"}
		msg := settledMsg{verb: verbExtend}
		if renewed != "" {
			msg.extended.Leases = map[apiclient.LeaseID]apiclient.LeaseID{"old": renewed}
		}
		if got := m.copiedLeaseChanged(msg); got != stale || m.copiedLeaseChanged(msg) {
			t.Errorf("extended as %q, the copy is called stale: %v", string(renewed), got)
		}
	}
}
