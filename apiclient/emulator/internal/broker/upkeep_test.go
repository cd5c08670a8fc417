package broker_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"leaseview/apiclient/emulator/internal/broker"
)

// TestAnotherConsumer has another number of deliveries to give: what has used
// them up dies at once, or with its lease, and without a consumer nothing does.
func TestAnotherConsumer(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{})
	q := s.queue("orders", 10)
	consumer := func(retries int) *broker.Consumer {
		return &broker.Consumer{Type: broker.Pull, MaxRetries: retries, DeadLetter: "dead"}
	}
	q.Plant(s.now, begin.Add(-3*time.Hour), broker.Content{Body: "spent"}, "", 3, 0)
	leased := s.pull(q, time.Minute, "spent", 3)
	q.Plant(s.now, begin.Add(-2*time.Hour), broker.Content{Body: "waiting"}, "", 2, 0)
	s.push(q, "fresh")
	s.at(time.Second)
	q.SetConsumer(s.now, consumer(1))
	s.at(time.Second)
	s.holds(q, 2) // the leased one has its lease still
	s.holds(s.named("dead"), 1)
	if q.Modified != s.now {
		t.Errorf("modified at %v", q.Modified)
	}
	q.SetConsumer(s.now, nil)
	if q.Allowed() != 0 || q.CanPull(s.now) {
		t.Errorf("without a consumer: %d deliveries, and pulls: %v", q.Allowed(), q.CanPull(s.now))
	}
	s.at(time.Minute)
	s.holds(q, 2)
	q.SetConsumer(s.now, consumer(1))
	s.at(time.Minute)
	s.holds(q, 1)
	s.verdict(q.Ack(s.now, leased.Lease), broker.Unknown, "the ack of the dead one")
	s.pull(q, time.Minute, "fresh", 0)
	q.SetConsumer(s.now, &broker.Consumer{Type: broker.Worker, MaxRetries: 5})
	if q.CanPull(s.now) {
		t.Error("a Worker's queue can be pulled from")
	}
}

// TestRetention: counted from the entry into a queue, a dead-letter queue
// included, whatever holds the message; a shorter one counts at once.
func TestRetention(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{})
	q := s.queue("orders", 0)
	q.SetSettings(s.now, broker.Settings{Retention: time.Hour})
	s.push(q, "dies")
	s.pull(q, 50*time.Minute, "dies", 0)
	s.at(40 * time.Minute)
	s.push(q, "held")
	lease := s.pull(q, 12*time.Hour, "held", 0).Lease
	if oldest, ok := q.Oldest(); !ok || !oldest.Equal(begin) || q.Bytes() != 8 {
		t.Errorf("the oldest is of %v, %v; %d bytes", oldest, ok, q.Bytes())
	}
	s.at(50 * time.Minute)
	dead := s.named("dead")
	s.holds(dead, 1)
	s.at(100*time.Minute - 1)
	s.holds(q, 1)
	s.at(100 * time.Minute)
	s.holds(q, 0)
	s.verdict(q.Ack(s.now, lease), broker.Unknown, "the ack of what expired")
	s.at(50*time.Minute + broker.DefaultRetention - 1)
	s.holds(dead, 1)
	dead.SetSettings(s.now, broker.Settings{Retention: 2 * time.Hour})
	s.at(s.now.Sub(begin))
	s.holds(dead, 0)
	if oldest, ok := dead.Oldest(); ok || dead.Bytes() != 0 {
		t.Errorf("an empty queue has an oldest of %v and %d bytes", oldest, dead.Bytes())
	}
}

// TestPeeks change nothing, and hand out one ref for each message.
func TestPeeks(t *testing.T) {
	t.Parallel()
	for _, hidden := range []bool{false, true} {
		s := tell(t, broker.Rules{PeekHidden: hidden, PeekNextAttempts: hidden})
		q := s.queue("orders", 10)
		q.SetSettings(s.now, broker.Settings{Retention: time.Hour, DeliveryDelay: time.Minute})
		s.push(q, "delayed")
		q.Plant(s.now, begin.Add(-time.Hour), broker.Content{Body: "planted"}, "", 1, 0)
		want := []string{"planted"}
		if hidden {
			want = []string{"planted", "delayed"} // by age
		}
		first, again := q.Peek(s.now, 5), q.Peek(s.now, 5)
		var got []string
		for i, d := range first {
			got = append(got, d.Body)
			if d.Ref == "" || d.Ref != again[i].Ref || d.Lease != "" {
				t.Errorf("peeked %+v, and then %+v", d, again[i])
			}
		}
		attempts := 1
		if hidden {
			attempts = 2
		}
		if !slices.Equal(got, want) || first[0].Attempts != attempts || first[0].Count != 1 {
			t.Errorf("hidden ones shown: %v; peeked %q, the first %+v", hidden, got, first[0])
		}
		if len(q.Peek(s.now, 0)) != 0 {
			t.Error("a peek at none shows some")
		}
		lease := s.pull(q, time.Minute, "planted", 1).Lease
		if !q.PurgeRef(first[0].Ref) || q.PurgeRef(first[0].Ref) {
			t.Error("a ref purges once, and what is leased too")
		}
		s.verdict(q.Ack(s.now, lease), broker.Unknown, "the ack of what was purged")
		s.holds(q, 1)
	}
}

// TestPurging leaves nothing behind that could settle or purge anything.
func TestPurging(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{})
	q := s.queue("orders", 10)
	s.push(q, "leased")
	first := s.pull(q, time.Second, "leased", 0)
	s.at(time.Second)
	second := s.pull(q, time.Minute, "leased", 1)
	s.verdict(q.Ack(s.now, first.Lease), broker.Accepted, "the late ack") // leaves a ghost
	s.push(q, "seen")
	ref := q.Peek(s.now, 1)[0].Ref
	q.Purge(s.now)
	s.holds(q, 0)
	s.verdict(q.Ack(s.now, second.Lease), broker.Unknown, "the ack of a ghost")
	if q.PurgeRef(ref) || q.Bytes() != 0 || !q.PurgedAt.Equal(s.now) {
		t.Errorf("%d bytes, purged at %v, or a ref that still works", q.Bytes(), q.PurgedAt)
	}
	s.push(q, "new")
	s.pull(q, time.Minute, "new", 0)
}

// TestARenamedGrave: consumers go on naming the old queue, which is made anew.
func TestARenamedGrave(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{})
	q, grave := s.queue("orders", 0), s.queue("dead", 5)
	s.push(q, "a")
	s.pull(q, time.Minute, "a", 0)
	if err := s.b.Rename(grave, "orders"); !errors.Is(err, broker.ErrNameTaken) {
		t.Errorf("renamed to a taken name: %v", err)
	}
	if err := errors.Join(s.b.Rename(grave, "dead"), s.b.Rename(grave, "buried")); err != nil {
		t.Error(err)
	}
	s.at(time.Minute)
	s.holds(s.named("buried"), 0)
	s.holds(s.named("dead"), 1)
	if _, err := s.b.Create(s.now, "", "dead"); !errors.Is(err, broker.ErrNameTaken) {
		t.Errorf("the name of the new one is free: %v", err)
	}
	if _, err := s.b.Create(s.now, q.ID, "other"); !errors.Is(err, broker.ErrIDTaken) {
		t.Errorf("an id is free that has a queue: %v", err)
	}
}

// TestADeletedQueue takes everything along, and its name is free at once, though
// a list shows it for a while.
func TestADeletedQueue(t *testing.T) {
	t.Parallel()
	s := tell(t, broker.Rules{DeletedQueueStays: 10 * time.Second, ConsumerWarmup: 3 * time.Second})
	q, other := s.queue("orders", 0), s.queue("other", 0)
	q.Consumer.Created = s.now
	if q.CanPull(s.now) || !q.CanPull(s.now.Add(3*time.Second)) {
		t.Error("a consumer is not ready after its warm-up, or before")
	}
	s.push(q, "a")
	lease := s.pull(q, time.Minute, "a", 0).Lease
	s.b.Delete(s.now, q)
	s.verdict(q.Ack(s.now, lease), broker.Unknown, "the ack of a deleted queue's")
	again := s.queue("orders", 0)
	if again.ID == q.ID || s.named("orders") != again {
		t.Error("the new queue is not another")
	}
	s.at(10*time.Second - 1)
	if got := s.b.Listed(s.now); !slices.Equal(got, []*broker.Queue{q, other, again}) {
		t.Errorf("%d queues are listed", len(got))
	}
	s.at(10 * time.Second)
	if got := s.b.Listed(s.now); !slices.Equal(got, []*broker.Queue{other, again}) {
		t.Errorf("%d queues are listed", len(got))
	}
	s.at(time.Hour)
	if _, ok := s.b.QueueByName(s.now, "dead"); ok {
		t.Error("what was deleted has died")
	}
	s.b.Reset()
	if got := s.b.Listed(s.now); len(got) != 0 {
		t.Errorf("%d queues after a reset", len(got))
	}
}

// TestTokens have the recorded lengths, and no two are alike.
func TestTokens(t *testing.T) {
	t.Parallel()
	for short, length := range map[bool]int{false: 223, true: 159} {
		s := tell(t, broker.Rules{ShortLeases: short})
		q := s.queue("orders", 100)
		s.push(q, "a")
		ref := q.Peek(s.now, 1)[0].Ref
		lease := s.pull(q, time.Minute, "a", 0).Lease
		if len(ref) != length || len(lease) != length || ref == lease {
			t.Errorf("short: %v; a ref of %d and a lease of %d characters", short, len(ref), len(lease))
		}
		same := tell(t, broker.Rules{ShortLeases: short})
		if id := same.queue("orders", 1).ID; id != q.ID {
			t.Errorf("the same seed gives %s, then %s", q.ID, id)
		}
	}
}
