package tui

import (
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
)

// What follows holds promises at their edges, each of which a small fault broke
// without a flow noticing.

func TestFollowGoesByTheBlockFirst(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	s := m.onScreen()
	s.StartFollow(m.now, time.Second)
	m.blocked = m.now.Add(10 * time.Second)
	m.later(10 * time.Second)
	if !m.runs(flight.Pull, m.open) {
		t.Errorf("at the end of the block follow does not pull: %+v", s.FollowStop())
	}
	m = opened(t, 3)
	s = m.onScreen()
	s.StartFollow(m.now, time.Second)
	q := orders()
	q.Consumers[0].MaxRetries = apiclient.CountOf(0)
	s.SetQueue(q)
	m.blocked = m.now.Add(time.Hour)
	m.later(10 * time.Second)
	if got := s.FollowStop().Reason; got != session.RateLimited || s.Danger() == session.NoDanger {
		t.Errorf("blocked and in danger (%v) follow stops for reason %v", s.Danger(), got)
	}
}

func TestTheOtherQueuesGoOn(t *testing.T) {
	t.Parallel()
	m := away(t)
	there := m.sessions[ordersID]
	there.StartFollow(m.now, time.Hour)
	m.openQueue(emails())
	m.block(&apiclient.Error{Op: "pull", Status: 429})
	if there.Following() {
		t.Error("follow goes on elsewhere")
	}
	m.later(31 * time.Second)
	if n := there.Held(); n != 0 {
		t.Errorf("%d leases run elsewhere, after their end", n)
	}
}

func TestACopyIsOfWhatWasMeant(t *testing.T) {
	t.Parallel()
	m := opened(t, 2)
	m.opts.Clipboard = func(string) error { return nil }
	first := m.onScreen().Cursor()
	m.typed("Y")
	m.onScreen().MoveCursor(1)
	d, ok := m.dialog.(*copyMenu)
	if !ok {
		t.Fatal("no menu")
	}
	if msg, ok := d.choose(1)().(copiedMsg); !ok || msg.text != string(first) {
		t.Errorf("copied is %q, want %q", msg.text, first)
	}
	m.pulled(messages(0, 2))
	m.later(31 * time.Second)
	m.typed("my")
	if len(m.copied) != 2 {
		t.Errorf("copied are %v", m.copied)
	}
}
