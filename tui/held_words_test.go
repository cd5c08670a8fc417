package tui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
)

// Two pulls twenty seconds apart end twenty seconds apart. Whoever acts before the
// later end only has lost the first lease, so everything that says until when
// leases are held names both.
func TestTheEarliestEndIsNamedEverywhere(t *testing.T) {
	t.Parallel()
	clock := noon
	m := newModel(t, func(o *Options) { o.Now = func() time.Time { return clock } })
	m.found(orders())
	m.pulled(messages(0, 2))
	m.says(t, "2 leased until 12:00:30 UTC")
	clock = noon.Add(20 * time.Second)
	m.later(20 * time.Second)
	m.pulled(after(1, messages(2, 1)))
	const both = "until 12:00:30–12:00:50 UTC"
	m.says(t, "3 leased "+both)

	m.pulled(nil)
	if want := "Pull returned 0 messages; 3 leased by you " + both + "."; m.notice.text != want {
		t.Errorf("a pull of nothing says %q, want %q", m.notice.text, want)
	}
	m.typed("q")
	m.says(t, "orders: 3 leases are held "+both+".")

	over, cancel := context.WithCancel(t.Context())
	cancel()
	if report, want := m.Leave(over), []string{"orders: 3 leases stay " + both}; !slices.Equal(report, want) {
		t.Errorf("leaving reports %q, want %q", report, want)
	}
}

// Two messages under one lease are two messages, and one lease.
func TestLeasesAreCountedAsLeases(t *testing.T) {
	t.Parallel()
	sharing := func(t *testing.T, with func(*Options)) *Model {
		m := newModel(t, with)
		m.found(orders())
		msg := m.pullAnswer(messages(0, 3))
		msg.result.Messages[1].LeaseID = msg.result.Messages[0].LeaseID
		m.Update(msg)
		return m
	}
	m := sharing(t, nil)
	m.says(t, "3 leased until")
	m.typed("q")
	m.says(t, "orders: 2 leases are held until")
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if report := m.Leave(over); !slices.Equal(report, []string{"orders: 2 leases stay until 12:00:30 UTC"}) {
		t.Errorf("leaving reports %q", report)
	}

	m = sharing(t, func(o *Options) { o.Leaser, o.OnQuit = &refuser{}, OnQuitRelease })
	if report := m.Leave(t.Context()); !slices.Equal(report, []string{"orders: released 2 leases"}) {
		t.Errorf("a release on leaving reports %q", report)
	}
}

// A question about leases counts them, not the messages that share them.
func TestAnExtensionInDoubtCountsLeases(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	msg := m.pullAnswer(messages(0, 2))
	shared := msg.result.Messages[0].LeaseID
	msg.result.Messages[1].LeaseID = shared
	m.Update(msg)
	m.onScreen().Doubt([]apiclient.LeaseID{shared}, "the answer to a call (Ack) was lost", m.now)
	m.typed("e")
	if title := strings.Split(told(m), "\n")[1]; !strings.Contains(title, "Extend 1 lease?") {
		t.Errorf("it asks %q", title)
	}
}
