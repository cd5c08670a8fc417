package broker_test

import (
	"slices"
	"testing"
	"time"

	"leaseview/apiclient/emulator/internal/broker"
)

// TestADeadLetter by the rules that say what it brings along, and when it can
// be had.
func TestADeadLetter(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		rules    broker.Rules
		sameID   bool
		attempts int
	}{
		"as recorded":     {broker.Rules{}, false, 0},
		"keeps its id":    {broker.Rules{DLQKeepID: true}, true, 0},
		"keeps its count": {broker.Rules{DLQKeepAttempts: true}, false, 2},
		"a new id each":   {broker.Rules{NewIDPerDelivery: true, DLQKeepID: true}, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.rules.DeadLetterLag = func(i int) time.Duration { return time.Duration(i) * time.Second }
			s := tell(t, tt.rules)
			q := s.queue("orders", 1)
			q.Jurisdiction = "eu"
			m := s.push(q, "a")
			sent := m.ID
			s.pull(q, time.Minute, "a", 0)
			s.at(time.Minute)
			if second := s.pull(q, time.Minute, "a", 1); (second.ID != sent) != tt.rules.NewIDPerDelivery {
				t.Errorf("delivered as %s, sent as %s", second.ID, sent)
			}
			s.at(2 * time.Minute)
			dead := s.named("dead")
			if dead.Jurisdiction != "eu" {
				t.Errorf("the dead letters leave their jurisdiction for %q", dead.Jurisdiction)
			}
			s.holds(dead, 1)
			s.nothing(dead)
			s.is(dead.Messages()[0], broker.Delayed, 2*time.Minute+time.Second)
			s.at(2*time.Minute + time.Second)
			if got := s.pull(dead, time.Minute, "a", tt.attempts); (got.ID == sent) != tt.sameID {
				t.Errorf("it is %s, and was sent as %s", got.ID, sent)
			}
		})
	}
}

// TestAttemptsAddUp, where they are kept, over all the queues that a message died
// in; but each queue gives it all of its own deliveries.
func TestAttemptsAddUp(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{DLQKeepAttempts: true})
	first, second := s.queue("orders", 0), s.queue("dead", 1)
	second.SetConsumer(s.now, &broker.Consumer{Type: broker.Pull, MaxRetries: 1, DeadLetter: "deader"})
	s.push(first, "a")
	for i, q := range []*broker.Queue{first, second, second} {
		s.at(time.Duration(i) * time.Minute)
		s.pull(q, time.Minute, "a", i)
	}
	s.at(3 * time.Minute)
	s.pull(s.named("deader"), time.Minute, "a", 3)
}

// TestRedeliveriesLag: behind a lapse and behind a retry's delay, by the number
// of the delivery before, those before it was planted included.
func TestRedeliveriesLag(t *testing.T) {
	t.Parallel()
	var asked []int
	s := tell(t, broker.Rules{RedeliveryLag: func(_ uint64, i int) time.Duration {
		asked = append(asked, i)
		return time.Duration(i) * time.Second
	}})
	q := s.queue("orders", 10)
	m := q.Plant(s.now, begin.Add(-time.Hour), broker.Content{Body: "a"}, "the id", 2, 0)
	if m.ID != "the id" || !m.Timestamp.Equal(begin.Add(-time.Hour)) {
		t.Errorf("planted %+v", m)
	}
	s.pull(q, time.Minute, "a", 2)
	s.at(time.Minute)
	s.is(m, broker.Delayed, time.Minute+3*time.Second)
	s.nothing(q)
	if peeked := q.Peek(s.now, 5); len(peeked) != 0 {
		t.Errorf("a peek shows what can't be delivered: %+v", peeked)
	}
	s.at(time.Minute + 3*time.Second)
	wait := time.Second
	s.verdict(q.Retry(s.now, s.pull(q, time.Minute, "a", 3).Lease, &wait), broker.Accepted, "a retry")
	s.is(m, broker.Delayed, time.Minute+8*time.Second)
	if !slices.Equal(asked, []int{3, 4, 4}) {
		t.Errorf("asked for the lags after deliveries %v", asked)
	}
}

// TestTheLastDeliveryDoesNotLag: what is not delivered any more is not late.
func TestTheLastDeliveryDoesNotLag(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{RedeliveryLag: func(uint64, int) time.Duration { return time.Hour }})
	q := s.queue("orders", 0)
	m := s.push(q, "a")
	s.pull(q, time.Minute, "a", 0)
	s.is(m, broker.Leased, time.Minute)
	s.at(time.Minute)
	s.holds(q, 0)
}

// TestExtensions: the delivery ends later, and by which leases it can be settled
// then the rules say.
func TestExtensions(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		rules broker.Rules
		old   broker.Verdict // of an ack by the old lease
		same  bool
	}{
		"in place":         {broker.Rules{}, broker.Accepted, true},
		"renewed":          {broker.Rules{ExtendGivesLeases: true}, broker.Accepted, false},
		"renewed, old one": {broker.Rules{ExtendGivesLeases: true, RefuseExtended: true}, broker.Unknown, false},
		"refused alone":    {broker.Rules{RefuseExtended: true}, broker.Unknown, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := tell(t, tt.rules)
			q := s.queue("orders", 1)
			m := s.push(q, "a")
			old := s.pull(q, time.Minute, "a", 0).Lease
			s.at(30 * time.Second)
			extended, v := q.Extend(s.now, old, time.Minute)
			s.verdict(v, broker.Accepted, "an extension")
			if !extended.Until.Equal(begin.Add(90*time.Second)) || (extended.ID == old) != tt.same || extended.Attempts != 0 || m.Attempts() != 1 {
				t.Errorf("extended to %+v, with %d attempts", extended, m.Attempts())
			}
			s.is(m, broker.Leased, 90*time.Second)
			s.at(60 * time.Second)
			s.nothing(q)
			s.at(2 * time.Minute) // lapsed, and nobody has it yet: it can still be had back
			extended, v = q.Extend(s.now, extended.ID, time.Minute)
			s.verdict(v, broker.Accepted, "an extension after the end")
			s.nothing(q)
			s.verdict(q.Ack(s.now, old), tt.old, "an ack by the old lease")
			if tt.old == broker.Accepted {
				s.verdict(q.Ack(s.now, extended.ID), broker.Unknown, "a second ack of the same delivery")
			}
		})
	}
}

// TestExtensionsThatAreRefused change nothing.
func TestExtensionsThatAreRefused(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{})
	q := s.queue("orders", 10)
	m := s.push(q, "a")
	first := s.pull(q, time.Minute, "a", 0)
	s.at(time.Minute)
	second := s.pull(q, time.Minute, "a", 1)
	got, v := q.Extend(s.now, first.Lease, time.Hour)
	s.verdict(v, broker.Superseded, "by who held it before")
	if got.ID != "" {
		t.Errorf("a refusal with the lease %+v", got)
	}
	_, v = q.Extend(s.now, "made up", time.Hour)
	s.verdict(v, broker.Unknown, "by nobody")
	s.is(m, broker.Leased, 2*time.Minute)
	s.verdict(q.Ack(s.now, second.Lease), broker.Accepted, "the ack of the holder")
	_, v = q.Extend(s.now, second.Lease, time.Hour)
	s.verdict(v, broker.Unknown, "after the ack")
}

// TestAnExtensionPutsOffDeath, on the last delivery.
func TestAnExtensionPutsOffDeath(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{})
	q := s.queue("orders", 0)
	s.push(q, "a")
	lease := s.pull(q, time.Minute, "a", 0).Lease
	s.at(time.Minute - 1)
	_, v := q.Extend(s.now, lease, time.Minute)
	s.verdict(v, broker.Accepted, "an extension in time")
	s.at(time.Minute)
	s.holds(q, 1)
	s.at(2*time.Minute - 1)
	s.holds(q, 0)
	_, v = q.Extend(s.now, lease, time.Minute)
	s.verdict(v, broker.Unknown, "an extension too late")
}
