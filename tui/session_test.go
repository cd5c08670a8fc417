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
	if n := len(m.session().atRisk); n != 0 {
		t.Fatalf("%d messages are at risk of 3 deliveries each", n)
	}
	q := orders()
	q.Consumers[0].MaxRetries = apiclient.CountOf(0)
	m.typed("r")
	m.settled(q)
	if n := len(m.session().atRisk); n != 3 {
		t.Errorf("%d of 3 messages are at risk, whose next delivery is the last", n)
	}
	m.typed("p")
	if m.runs(flight.Pull, m.session()) || m.dialog == nil {
		t.Error("p pulls without asking")
	}
	m.dialog = nil
	m.typed("r")
	m.settled(orders())
	if n := len(m.session().atRisk); n != 0 {
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
	held := m.session().held()
	if len(held.release) != 1 || len(held.last) != 1 || held.last[0].id != msg.result.Messages[0].ID || held.last[0].last != inbox.Perhaps {
		t.Errorf("%+v", held)
	}
}

// Figures come with polls and with pulls, and may come in any order.
func TestOlderMetricsAreDropped(t *testing.T) {
	t.Parallel()
	s := opened(t, 3).session()
	take := func(after time.Duration, n int64) {
		s.take(apiclient.Metrics{Reply: apiclient.Reply{ReceivedAt: noon.Add(after)}, BacklogCount: apiclient.CountOf(n)})
	}
	take(time.Minute, 9)
	take(time.Second, 1)
	if n, _ := s.backlog.count(); n != 9 {
		t.Errorf("an older answer made %d of 9", n)
	}
	take(2*time.Minute, 2)
	if n, _ := s.backlog.count(); n != 2 {
		t.Errorf("a newer answer left %d for 2", n)
	}
}

// An answer that comes after its own leases have ended leases nothing.
func TestAnAnswerAfterItsOwnLease(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	msg := m.pullAnswer(messages(0, 1))
	m.later(time.Minute)
	m.Update(msg)
	if n := m.session().inbox.Held(); n != 0 || m.session().inbox.At(0).State != inbox.Lapsed {
		t.Errorf("%d held, %v", n, m.session().inbox.At(0).State)
	}
}

// Who presses r while a timer reads waits for that very call: it is shown, and
// esc can stop it.
func TestAPersonsRefreshOfWhatATimerReads(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	for range 60 {
		m.later(time.Second)
		if m.runs(flight.Metrics, m.session()) {
			break
		}
	}
	if key, waiting := m.flight.Awaited(m.open); waiting || !m.runs(flight.Metrics, m.session()) {
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
