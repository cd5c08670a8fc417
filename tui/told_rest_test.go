package tui

import (
	"context"
	"errors"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
)

// unlimited is a queue whose max_retries is unknown since follow is on.
func unlimited(t *testing.T) *Model {
	t.Helper()
	m := keyed("fr")(t)
	m.settled(with(func(q *apiclient.Queue) { q.Consumers[0].MaxRetries = apiclient.Count{} }))
	m.later(followHeadOf(m))
	return m
}

// Follow, from its start to each of its ends.
func TestToldOfFollow(t *testing.T) {
	t.Parallel()
	stopped := func(stop session.Stop) func(*testing.T) *Model {
		return func(t *testing.T) *Model {
			m := keyed("f")(t)
			m.onScreen().StopFollow(stop)
			operator{m.desk, m.onScreen()}.sayStopped(stop)
			return m
		}
	}
	header := func(play func(*testing.T) *Model) func(*testing.T) *Model {
		return func(t *testing.T) *Model { m := play(t); m.notice = notice{}; return m }
	}
	id := messages(0, 1)[0].ID
	ends := []scene{
		{"rate limited", stopped(session.Stop{Reason: session.RateLimited})},
		{"journal failed", stopped(session.Stop{Reason: session.JournalFailed})},
		{"pull failed", stopped(session.Stop{Reason: session.PullFailed})},
		{"queue left", stopped(session.Stop{Reason: session.QueueLeft})},
		{"unattended for one", stopped(session.Stop{Reason: session.Unattended, N: 1})},
		{"unattended for long", stopped(session.Stop{Reason: session.Unattended, N: 60})},
		{"one held", stopped(session.Stop{Reason: session.TooManyHeld, N: 1})},
		{"too many held", stopped(session.Stop{Reason: session.TooManyHeld, N: 500})},
		{"last delivery", stopped(session.Stop{Reason: session.LastDelivery, ID: id, Attempts: apiclient.CountOf(3)})},
	}
	scenes := []scene{
		{"on", keyed("f")},
		{"on, in the header", header(keyed("f"))},
		{"on, beneath a dialog", func(t *testing.T) *Model {
			m := header(keyed("f"))(t)
			m.typed("?")
			m.arrange()
			m.dialog = nil
			return m
		}},
		{"pulling", header(keyed("fp"))},
		{"off again", keyed("ff")},
		{"not started for a risk", worded(func(m *Model) { m.typed("v"); m.peeked(after(3, messages(0, 1)), 5); m.typed("f") })},
		{"not started in a rate limit", worded(func(m *Model) { m.blocked = m.now.Add(9 * time.Second); m.typed("f") })},
		{"ended by a last delivery", func(t *testing.T) *Model { m := keyed("f")(t); m.pulled(after(3, messages(0, 1))); return m }},
		{"ended by a last delivery, in the header", header(func(t *testing.T) *Model { m := keyed("f")(t); m.pulled(after(3, messages(0, 1))); return m })},
		{"ended by settings that are read anew", unlimited},
		{"ended by settings that are read anew, in the header", header(unlimited)},
		{"ended, as every delivery may be a last, in the header", header(func(t *testing.T) *Model {
			m := keyed("fr")(t)
			m.settled(with(func(q *apiclient.Queue) { q.Consumers[0].MaxRetries = apiclient.CountOf(0) }))
			m.later(followHeadOf(m))
			return m
		})},
		{"ended by a sure one", func(t *testing.T) *Model {
			m := keyed("f")(t)
			m.pulled(messages(5, 1))
			m.pulled(after(3, messages(0, 2)))
			return m
		}},
	}
	for _, end := range ends {
		scenes = append(scenes, end, scene{end.name + ", in the header", header(end.play)})
	}
	toldOf(t, scenes)
}

// left is a state after ctrl+c.
func left(play func(*testing.T) *Model) func(*testing.T) *Model {
	return func(t *testing.T) *Model {
		m := play(t)
		m.Update(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
		return m
	}
}

// Copies, settings, and the ways out.
func TestToldOfTheRest(t *testing.T) {
	t.Parallel()
	toldOf(t, theRest)
}

var theRest = []scene{
	{"a copy by the terminal", func(t *testing.T) *Model { m := heldModel(t); m.typed("y"); return m }},
	{"a copy to the system", worded(func(m *Model) { m.Update(copiedMsg{what: "the lease_id", text: "x"}) })},
	{"a copy that the system refused", worded(func(m *Model) { m.Update(copiedMsg{what: "the body", text: "xy", err: errors.New("no display")}) })},
	{"a copy of a lapsed lease", func(t *testing.T) *Model { m := heldModel(t); m.later(42 * time.Second); m.typed("y"); return m }},
	{"copies of marks", func(t *testing.T) *Model { m := heldModel(t); m.typed("my"); return m }},
	{"a copy of one mark", func(t *testing.T) *Model { m := heldModel(t); m.typed(" y"); return m }},
	{"copies of marks, one without", func(t *testing.T) *Model { m := opened(t, 2); m.pulled(messages(0, 1)); m.typed("my"); return m }},
	{"copies of marks, none with", func(t *testing.T) *Model { m := opened(t, 2); m.typed("my"); return m }},
	{"the menu", func(t *testing.T) *Model { m := heldModel(t); m.typed("Y"); return m }},
	{"the menu without a lease", func(t *testing.T) *Model { m := opened(t, 1); m.typed("Y"); return m }},
	{"the menu without a lease, a key of it", func(t *testing.T) *Model {
		m := opened(t, 1)
		m.typed("Yl")
		m.dialog = nil
		return m
	}},
	{"the menu's body", func(t *testing.T) *Model { m := heldModel(t); m.typed("Yb"); return m }},
	{"the menu's body as shown", func(t *testing.T) *Model { m := heldModel(t); m.typed("Ys"); return m }},
	{"the menu's body as shown raw", func(t *testing.T) *Model { m := heldModel(t); m.typed("tYs"); return m }},
	{"the menu of a queue that nobody can pull from", func(t *testing.T) *Model { m := openedOn(t, with(worker), 1); m.typed("Y"); return m }},
	{"the menu of a queue that is paused", func(t *testing.T) *Model { m := openedOn(t, with(paused), 1); m.typed("Y"); return m }},
	{"the menu of a program that only reads", func(t *testing.T) *Model { m := opened(t, 1); m.opts.Leaser = nil; m.typed("Y"); return m }},
	{"nothing selected where nothing may be pulled", func(t *testing.T) *Model {
		m := openedOn(t, orders(), 0)
		m.notice = notice{}
		m.opts.Leaser = nil
		m.arrange()
		return m
	}},
	{"pull settings", keyed(",")},
	{"pull settings with a timeout", worded(func(m *Model) { m.pulling.Visibility = 90 * time.Second; m.typed(",") })},
	{"back from a named queue", func(t *testing.T) *Model {
		m := opened(t, 0)
		m.typed("r")
		m.settled(orders())
		m.measured(0)
		m.peeked(nil, 5)
		m.notice = notice{}
		m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
		return m
	}},
	{"an answer of a queue that is not open", func(t *testing.T) *Model {
		m := opened(t, 0)
		m.Update(peekedMsg{answer: m.awaited(flight.Peek, emailsID), asked: 5})
		m.Update(pulledMsg{answer: m.awaited(flight.Pull, emailsID), asked: 5})
		return m
	}},
	{"leaving with one held", left(func(t *testing.T) *Model { m := opened(t, 0); m.pulled(messages(0, 1)); return m })},
	{"leaving with three held", left(heldModel)},
	{"leaving with last deliveries held", left(leasing(2, 3, ""))},
	{"leaving with one in doubt", left(func(t *testing.T) *Model { return doubtful(t, "") })},
	{"leaving with two in doubt", left(func(t *testing.T) *Model {
		m := doubtful(t, "")
		m.doubt(messages(1, 1)[0].ID)
		return m
	})},
	{"leaving with a call out", left(keyed("p"))},
	{"leaving with two calls out", left(leasing(1, 0, "xp"))},
	{"leaving while all of it lapses", func(t *testing.T) *Model {
		m := left(heldModel)(t)
		m.later(time.Minute)
		return m
	}},
}

// What leaving reports of each queue, a line each.
func TestToldOnLeaving(t *testing.T) {
	t.Parallel()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		play func(*testing.T) *Model
		want []string
	}{
		"one": {func(t *testing.T) *Model { m := opened(t, 0); m.pulled(messages(0, 1)); return m }, []string{"orders: 1 lease stays until 12:00:30 UTC"}},
		"last deliveries": {leasing(7, 3, ""), []string{
			"orders: 7 leases stay until 12:00:30 UTC",
			"orders: when the lease ends, 7 on the last delivery will be moved to orders-dlq: " +
				"00000000000000000000000000000000 (3/3), 00000000000000000000000000000001 (3/3), 00000000000000000000000000000002 (3/3), " +
				"00000000000000000000000000000003 (3/3), 00000000000000000000000000000004 (3/3), and 2 more",
		}},
		"a call out": {leasing(1, 0, "x"), []string{
			"a call (Release) on orders: no answer in time; it may have taken effect",
			"orders: 1 lease stays until 12:00:30 UTC",
			"orders: 1 lease is in doubt and left alone, as an earlier call may have taken effect already: 00000000000000000000000000000000 (0/3)",
		}},
		"a job that is cut": {leasing(101, 0, "x"), []string{
			"a call (Release) on orders: no answer in time; it may have taken effect",
			"orders: released 0 of 101, 1 not sent",
			"orders: 101 leases stay until 12:00:30 UTC",
			"orders: 100 leases are in doubt and left alone, as an earlier call may have taken effect already: " +
				"00000000000000000000000000000000 (0/3), 00000000000000000000000000000001 (0/3), 00000000000000000000000000000002 (0/3), " +
				"00000000000000000000000000000003 (0/3), 00000000000000000000000000000004 (0/3), and 95 more",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := c.play(t)
			now := m.now
			m.opts.Now = func() time.Time { return now }
			got := m.Leave(over)
			if len(got) != len(c.want) {
				t.Fatalf("reported %q, want %q", got, c.want)
			}
			for i, line := range got {
				if line != c.want[i] {
					t.Errorf("line %d is %q, want %q", i, line, c.want[i])
				}
			}
		})
	}
}
