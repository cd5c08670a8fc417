package broker_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator/internal/broker"
)

// story is one broker, told in order: at sets the moment of what follows.
type story struct {
	*testing.T
	b   *broker.Broker
	now time.Time
}

var begin = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

func tell(t *testing.T, rules broker.Rules) *story {
	t.Helper()
	return &story{T: t, b: broker.New(rules, 7), now: begin}
}

// at brings everything up to so long after the beginning.
func (s *story) at(d time.Duration) {
	s.now = begin.Add(d)
	s.b.Queues(s.now)
}

// queue is a queue whose messages die after maxRetries+1 deliveries and go to
// "dead".
func (s *story) queue(name string, maxRetries int) *broker.Queue {
	s.Helper()
	q, err := s.b.Create(s.now, "", name)
	if err != nil {
		s.Fatal(err)
	}
	q.SetConsumer(s.now, &broker.Consumer{Type: broker.Pull, MaxRetries: maxRetries, DeadLetter: "dead"})
	return q
}

func (s *story) push(q *broker.Queue, body string) *broker.Message {
	return q.Push(s.now, broker.Content{Body: body}, nil)
}

// pull is a pull that must bring this one message, with these attempts.
func (s *story) pull(q *broker.Queue, visibility time.Duration, body string, attempts int) broker.Delivery {
	s.Helper()
	got := q.Pull(s.now, 10, visibility)
	if len(got) != 1 || got[0].Body != body || got[0].Attempts != attempts {
		s.Fatalf("pulled %+v, want %q alone with %d attempts", got, body, attempts)
	}
	for _, m := range q.Messages() {
		if leases := m.Leases(); m.ID == got[0].ID && !leases[len(leases)-1].Until.Equal(s.now.Add(visibility)) {
			s.Fatalf("leased until %v", leases[len(leases)-1].Until)
		}
	}
	return got[0]
}

// nothing is a pull that must bring nothing.
func (s *story) nothing(q *broker.Queue) {
	s.Helper()
	if got := q.Pull(s.now, 10, time.Minute); len(got) != 0 {
		s.Fatalf("pulled %+v", got)
	}
}

func (s *story) holds(q *broker.Queue, count int) {
	s.Helper()
	if q.Count() != count || len(q.Messages()) != count {
		s.Errorf("%s holds %d messages, %d by name, want %d", q.Name, q.Count(), len(q.Messages()), count)
	}
}

// is checks what holds a message, and until when.
func (s *story) is(m *broker.Message, state broker.State, until time.Duration) {
	s.Helper()
	if got, at := m.State(s.now); got != state || !at.Equal(begin.Add(until)) {
		s.Errorf("%q is in state %v until %v, want %v until %v", m.Body, got, at.Sub(begin), state, until)
	}
}

func (s *story) verdict(got, want broker.Verdict, what string) {
	s.Helper()
	if got != want {
		s.Errorf("%s: %v, want %v", what, got, want)
	}
}

func (s *story) named(name string) *broker.Queue {
	s.Helper()
	q, ok := s.b.QueueByName(s.now, name)
	if !ok {
		s.Fatalf("there is no queue %q", name)
	}
	if same, ok := s.b.Queue(s.now, q.ID); !ok || same != q {
		s.Fatalf("%q is another by its id", name)
	}
	return q
}

// TestALife: sent with a delay, delivered, lapsed, put back, lapsed on the last
// delivery, and delivered and acknowledged from the dead-letter queue.
func TestALife(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{})
	q := s.queue("orders", 2)
	delay := 5 * time.Second
	m := q.Push(s.now, broker.Content{Body: "a"}, &delay)
	sent := m.ID
	s.is(m, broker.Delayed, 5*time.Second)
	s.nothing(q)
	s.at(5 * time.Second)
	s.is(m, broker.Waiting, 5*time.Second)
	first := s.pull(q, 30*time.Second, "a", 0)
	s.is(m, broker.Leased, 35*time.Second)
	s.nothing(q)
	s.at(35*time.Second - 1)
	s.nothing(q)
	s.at(35 * time.Second) // the very moment at which it lapses
	second := s.pull(q, 30*time.Second, "a", 1)
	if second.Lease == first.Lease || second.ID != sent || second.Count != 2 {
		t.Errorf("the second delivery is %+v", second)
	}
	wait := 10 * time.Second
	s.verdict(q.Retry(s.now, first.Lease, &wait), broker.Superseded, "a retry by who held it before")
	s.verdict(q.Retry(s.now, second.Lease, &wait), broker.Accepted, "a retry by its holder")
	s.verdict(q.Retry(s.now, second.Lease, &wait), broker.Unknown, "the same retry again")
	s.is(m, broker.Delayed, 45*time.Second)
	s.at(45 * time.Second)
	s.pull(q, 30*time.Second, "a", 2)
	s.at(75*time.Second - 1)
	s.holds(q, 1)
	if _, ok := s.b.QueueByName(s.now, "dead"); ok {
		t.Error("there is a dead-letter queue before anything died")
	}
	s.at(75 * time.Second)
	s.holds(q, 0)
	dead := s.named("dead")
	s.holds(dead, 1)
	last := s.pull(dead, time.Minute, "a", 0)
	if last.ID == sent || !last.Timestamp.Equal(begin) {
		t.Errorf("the dead letter is %+v", last)
	}
	s.verdict(q.Ack(s.now, first.Lease), broker.Unknown, "a lease of the queue in which it died")
	s.verdict(dead.Ack(s.now, last.Lease), broker.Accepted, "the ack of the dead letter")
	s.verdict(dead.Ack(s.now, last.Lease), broker.Unknown, "the same ack again")
	s.holds(dead, 0)
}

// TestHowManyDeliveries there are of one message, by the rules that count them.
func TestHowManyDeliveries(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		rules     broker.Rules
		retries   int
		delivered int
		shown     []int
	}{
		"max_retries after the first": {broker.Rules{}, 2, 3, []int{0, 1, 2}},
		"none after the first":        {broker.Rules{}, 0, 1, []int{0}},
		"max_retries in all":          {broker.Rules{StrictDeliveries: true}, 2, 2, []int{0, 1}},
		"at least one":                {broker.Rules{StrictDeliveries: true}, 0, 1, []int{0}},
		"counted from one":            {broker.Rules{AttemptsFromOne: true}, 1, 2, []int{1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := tell(t, tt.rules)
			q := s.queue("orders", tt.retries)
			s.push(q, "a")
			if q.Allowed() != tt.delivered {
				t.Errorf("%d deliveries are allowed", q.Allowed())
			}
			for i, attempts := range tt.shown {
				s.at(time.Duration(i) * time.Minute)
				s.pull(q, time.Minute, "a", attempts)
			}
			s.at(time.Duration(len(tt.shown)) * time.Minute)
			s.holds(q, 0)
			s.holds(s.named("dead"), 1)
		})
	}
}

// TestARefundedRetry costs no delivery; a lapse does.
func TestARefundedRetry(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{RetryRefunds: true})
	q := s.queue("orders", 0)
	m := s.push(q, "a")
	for range 5 {
		s.verdict(q.Retry(s.now, s.pull(q, time.Minute, "a", 0).Lease, nil), broker.Accepted, "a retry")
	}
	if m.Attempts() != 0 {
		t.Errorf("%d attempts after retries alone", m.Attempts())
	}
	s.pull(q, time.Minute, "a", 0)
	s.at(time.Minute)
	s.holds(q, 0)
}

// TestARetryEndsItsDeliveryAlone: who held the message before still can ack it.
func TestARetryEndsItsDeliveryAlone(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{ExtendGivesLeases: true})
	q := s.queue("orders", 10)
	m := s.push(q, "a")
	first := s.pull(q, time.Minute, "a", 0)
	s.at(time.Minute)
	second := s.pull(q, time.Minute, "a", 1)
	renewed, v := q.Extend(s.now, second.Lease, time.Hour)
	s.verdict(v, broker.Accepted, "an extension")
	s.verdict(q.Retry(s.now, second.Lease, nil), broker.Accepted, "a retry")
	s.verdict(q.Retry(s.now, renewed.ID, nil), broker.Unknown, "a retry by the other lease of the same delivery")
	if left := m.Leases(); len(left) != 1 || left[0].ID != first.Lease {
		t.Errorf("%d leases are left", len(left))
	}
	s.verdict(q.Ack(s.now, first.Lease), broker.Accepted, "the ack of the earlier holder")
	s.holds(q, 0)
}

// TestALastRetryEndsTheMessage, whatever delay it asks for.
func TestALastRetryEndsTheMessage(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{})
	q := s.queue("orders", 0)
	s.push(q, "a")
	wait := time.Hour
	s.verdict(q.Retry(s.now, s.pull(q, time.Minute, "a", 0).Lease, &wait), broker.Accepted, "the last retry")
	s.holds(q, 0)
	s.pull(s.named("dead"), time.Minute, "a", 0)
}

// TestAMessageWithoutAGrave is gone when it dies.
func TestAMessageWithoutAGrave(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{})
	q := s.queue("orders", 0)
	q.SetConsumer(s.now, &broker.Consumer{Type: broker.Pull})
	s.push(q, "a")
	lease := s.pull(q, time.Minute, "a", 0).Lease
	s.at(time.Minute)
	s.holds(q, 0)
	s.verdict(q.Ack(s.now, lease), broker.Unknown, "the ack of what is gone")
	if all := s.b.Queues(s.now); len(all) != 1 {
		t.Errorf("%d queues", len(all))
	}
}
