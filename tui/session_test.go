package tui

import (
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/inbox"
)

// A consumer that was changed since may leave less to what is seen here already:
// the messages are judged anew when the settings are read again.
func TestAChangedConsumerIsJudgedAnew(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	if n := m.onScreen().AtRisk(); n != 0 {
		t.Fatalf("%d messages are at risk of 3 deliveries each", n)
	}
	q := orders()
	q.Consumers[0].MaxRetries = apiclient.CountOf(0)
	m.typed("r")
	m.settled(q)
	if n := m.onScreen().AtRisk(); n != 3 {
		t.Errorf("%d of 3 messages are at risk, whose next delivery is the last", n)
	}
	m.typed("p")
	if m.runs(flight.Pull, m.open) || m.dialog == nil {
		t.Error("p pulls without asking")
	}
	m.dialog = nil
	m.typed("r")
	m.settled(orders())
	if n := m.onScreen().AtRisk(); n != 0 {
		t.Errorf("%d messages are at risk after the limit was raised", n)
	}
}

// A message whose attempts the API did not give may be on its last delivery: it
// is never released.
func TestUnknownAttemptsAreNotReleased(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	msg := m.pullAnswer(messages(0, 2))
	msg.result.Messages[0].Attempts = apiclient.Count{}
	m.Update(msg)
	held := m.onScreen().Holding()
	if len(held.Release) != 1 || len(held.Last) != 1 || held.Last[0].ID != msg.result.Messages[0].ID || held.Last[0].Last != inbox.Perhaps {
		t.Errorf("%+v", held)
	}
}

// An answer that comes after its own leases have ended leases nothing.
func TestAnAnswerAfterItsOwnLease(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	msg := m.pullAnswer(messages(0, 1))
	m.later(time.Minute)
	m.Update(msg)
	if n := m.onScreen().Held(); n != 0 || m.onScreen().Row(0).State != inbox.Lapsed {
		t.Errorf("%d held, %v", n, m.onScreen().Row(0).State)
	}
}

// Who presses r while a timer reads waits for that very call: it is shown, and
// esc can stop it.
func TestAPersonsRefreshOfWhatATimerReads(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	for range 60 {
		m.later(time.Second)
		if m.runs(flight.Metrics, m.open) {
			break
		}
	}
	if key, waiting := m.flight.Awaited(m.open); waiting || !m.runs(flight.Metrics, m.open) {
		t.Fatalf("somebody waits for %v, or there is no poll", key)
	}
	m.typed("r")
	m.settled(orders())
	m.peeked(messages(0, 3), 5)
	if key, waiting := m.flight.Awaited(m.open); !waiting || key.Kind != flight.Metrics {
		t.Errorf("under way for the person who pressed r is %+v, %v", key, waiting)
	}
}

// Leaving has to ask the API where an answer is still out, or where something
// held is released.
func TestWhatLeavingHasToSettle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		late, held bool
		how        OnQuit
		want       bool
	}{
		{false, false, OnQuitRelease, false},
		{false, true, OnQuitRelease, true},
		{false, true, OnQuitKeep, false},
		{false, true, OnQuitAsk, false},
		{true, false, OnQuitKeep, true},
		{true, false, OnQuitAsk, true},
	} {
		m := opened(t, 3)
		m.opts.OnQuit = c.how
		if c.held {
			m.pulled(messages(0, 1))
		}
		if c.late {
			m.typed("p")
		}
		if got := m.Unsettled(); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
