package broker

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// bodies are those of deliveries, in their order.
func bodies(ds []Delivery) []string {
	var out []string
	for _, d := range ds {
		out = append(out, d.Body)
	}
	return out
}

// pushed puts a message with that body into the queue, to be delivered at a
// second.
func pushed(q *Queue, body string, at int) *Message {
	delay := time.Duration(at) * time.Second
	return q.Push(start, Content{Body: body}, &delay)
}

// Deliveries go by the moment from which each could be made, and by arrival
// where that is the same, whatever was taken out or put back in between.
func TestDeliveriesGoByTheirMoment(t *testing.T) {
	t.Parallel()
	q := newQueue(t, Rules{})
	random := rand.New(rand.NewPCG(1, 2)) // the same in every run
	var want []string
	for i := range 200 {
		at := random.IntN(100)
		pushed(q, fmt.Sprintf("%03d by %03d", at, i), at)
		want = append(want, fmt.Sprintf("%03d by %03d", at, i))
	}
	for _, d := range q.Pull(after(20), 10, time.Minute) { // put back, to come after all others
		wait := 200 * time.Second
		if v := q.Retry(after(20), d.Lease, &wait); v != Accepted {
			t.Fatal(v)
		}
	}
	slices.Sort(want)
	again := slices.Clone(want[:10]) // all at the same moment: by arrival
	slices.SortFunc(again, func(x, y string) int { return strings.Compare(x[len("000 by "):], y[len("000 by "):]) })
	want = append(want[10:], again...)
	peeked := q.Peek(after(100), 200)
	for _, i := range random.Perm(len(peeked))[:100] {
		one := peeked[i]
		if !q.PurgeRef(one.Ref) || q.PurgeRef(one.Ref) {
			t.Fatalf("%s can be purged by its ref, once", one.Body)
		}
		want = slices.DeleteFunc(want, func(body string) bool { return body == one.Body })
	}
	if diff := cmp.Diff(want, bodies(q.Peek(after(500), 200))); diff != "" {
		t.Errorf("peeked (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, bodies(q.Pull(after(500), 200, time.Minute))); diff != "" {
		t.Errorf("pulled (-want +got):\n%s", diff)
	}
	if q.PurgeRef("unknown") || q.Count() != len(want) {
		t.Errorf("%d messages, want %d", q.Count(), len(want))
	}
}

func TestARetry(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rules    Rules
		retries  int
		delay    *time.Duration
		back     int // seconds; -1 for never
		attempts int
	}{
		"the consumer's delay": {retries: 3, back: 15, attempts: 1},
		"a delay of its own":   {retries: 3, delay: new(time.Duration), back: 1, attempts: 1},
		"with a lag":           {rules: Rules{RedeliveryLag: func(uint64, int) time.Duration { return 4 * time.Second }}, retries: 3, back: 19, attempts: 1},
		"refunded":             {rules: Rules{RetryRefunds: true}, retries: 0, back: 15, attempts: 0},
		"on the last delivery": {retries: 0, back: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := newQueue(t, c.rules)
			q.SetConsumer(start, &Consumer{Type: Pull, MaxRetries: c.retries, RetryDelay: 14 * time.Second, DeadLetter: "dead"})
			m := pushed(q, "a", 0)
			lease := q.Pull(start, 1, time.Minute)[0].Lease
			if v := q.Retry(after(1), lease, c.delay); v != Accepted {
				t.Fatal(v)
			}
			if v := q.Ack(after(1), lease); v != Unknown {
				t.Errorf("the lease after the retry: %v", v)
			}
			if c.back < 0 {
				dead, ok := q.broker.QueueByName(after(1), "dead")
				if !ok || dead.Count() != 1 || q.Count() != 0 {
					t.Errorf("the dead-letter queue is there: %v; %d left", ok, q.Count())
				}
				return
			}
			if m.Attempts() != c.attempts {
				t.Errorf("%d attempts, want %d", m.Attempts(), c.attempts)
			}
			if early := q.Pull(after(c.back).Add(-1), 1, time.Minute); len(early) != 0 {
				t.Error("it is back too early")
			}
			if got := q.Pull(after(c.back), 1, time.Minute); len(got) != 1 {
				t.Error("it is not back in time")
			}
		})
	}
}

// What happens to a dead message's attempts and id, and when it can be had.
func TestADeadMessage(t *testing.T) {
	t.Parallel()
	for _, keeps := range []bool{false, true} {
		rules := Rules{DLQKeepAttempts: keeps, DLQKeepID: keeps}
		if keeps {
			rules.DeadLetterLag = func(i int) time.Duration { return time.Duration(i) * time.Minute }
		}
		q := newQueue(t, rules)
		q.Jurisdiction = "eu"
		q.SetConsumer(start, &Consumer{Type: Pull, MaxRetries: 100, DeadLetter: "dead"})
		q.Plant(start, start.Add(-time.Hour), Content{Body: "a"}, "0123", 2, 0)
		q.SetConsumer(after(1), &Consumer{Type: Pull, MaxRetries: 1, DeadLetter: "dead"}) // it allows no more than two
		dead, ok := q.broker.QueueByName(after(1), "dead")
		if !ok || dead.Count() != 1 || dead.Jurisdiction != "eu" {
			t.Fatalf("keeps %v: the dead-letter queue is there: %v", keeps, ok)
		}
		m := dead.Messages()[0]
		if (m.ID == "0123") != keeps || (m.Attempts() == 2) != keeps || !m.Timestamp.Equal(start.Add(-time.Hour)) {
			t.Errorf("keeps %v: %+v", keeps, m)
		}
		if state, _ := m.State(after(1)); (state == Delayed) != keeps {
			t.Errorf("keeps %v: it is in state %v", keeps, state)
		}
	}
}

// A message is dropped at the end of the retention, from where it is then.
func TestTheRetentionEnds(t *testing.T) {
	t.Parallel()
	q := newQueue(t, Rules{})
	q.SetSettings(start, Settings{Retention: time.Minute})
	pushed(q, "leased", 0)
	lease := q.Pull(start, 1, time.Hour)[0].Lease
	pushed(q, "delayed", 3600)
	if oldest, ok := q.Oldest(); !ok || !oldest.Equal(start) || q.Bytes() != int64(len("leased")+len("delayed")) {
		t.Errorf("the oldest is of %v, %v; %d bytes", oldest, ok, q.Bytes())
	}
	q.broker.Queues(after(60).Add(-1))
	if q.Count() != 2 {
		t.Errorf("%d messages before the end", q.Count())
	}
	q.broker.Queues(after(60))
	if q.Count() != 0 || q.Ack(after(60), lease) != Unknown {
		t.Errorf("%d messages at the end, or a lease that acks", q.Count())
	}
	if _, ok := q.Oldest(); ok || q.Bytes() != 0 {
		t.Errorf("an empty queue has an oldest message: %v; %d bytes", ok, q.Bytes())
	}
}

func TestQueuesByNameAndID(t *testing.T) {
	t.Parallel()
	q := newQueue(t, Rules{DeletedQueueStays: 8 * time.Second, ConsumerWarmup: 5 * time.Second})
	b := q.broker
	q.Consumer.Created = start
	if q.CanPull(after(4)) || !q.CanPull(after(5)) || q.Allowed() != 101 {
		t.Errorf("a new consumer can pull at once, or never, or each message %d times", q.Allowed())
	}
	if _, err := b.Create(start, "", "orders"); !errors.Is(err, ErrNameTaken) {
		t.Errorf("a name that is taken: %v", err)
	}
	if _, err := b.Create(start, q.ID, "other"); !errors.Is(err, ErrIDTaken) {
		t.Errorf("an id that is taken: %v", err)
	}
	other, err := b.Create(start, "", "other")
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Rename(other, "orders"); !errors.Is(err, ErrNameTaken) {
		t.Errorf("renamed to a name that is taken: %v", err)
	}
	if err := errors.Join(b.Rename(other, "other"), b.Rename(other, "refunds")); err != nil {
		t.Error(err)
	}
	if _, ok := b.QueueByName(start, "other"); ok {
		t.Error("the old name still finds it")
	}
	pushed(q, "a", 0)
	b.Delete(start, q)
	if _, ok := b.Queue(start, q.ID); ok || len(b.Queues(start)) != 1 {
		t.Error("a deleted queue is found")
	}
	if now, later := len(b.Listed(after(7))), len(b.Listed(after(8))); now != 2 || later != 1 {
		t.Errorf("%d queues are listed after 7 s, %d after 8 s", now, later)
	}
}

// A purge takes everything, and every lease and ref with it.
func TestAPurge(t *testing.T) {
	t.Parallel()
	q := newQueue(t, Rules{PeekHidden: true, PeekNextAttempts: true, ShortLeases: true, AttemptsFromOne: true})
	pushed(q, "a", 0)
	pushed(q, "b", 100)
	lease := q.Pull(start, 1, time.Minute)[0]
	peeked := q.Peek(start, 5)
	if len(peeked) != 2 || peeked[0].Attempts != 2 || peeked[1].Attempts != 1 || lease.Attempts != 1 || len(lease.Lease) != 159 {
		t.Fatalf("%+v, %+v", lease, peeked)
	}
	q.Purge(after(1))
	if q.Count() != 0 || q.Bytes() != 0 || q.Ack(after(1), lease.Lease) != Unknown || q.PurgeRef(peeked[1].Ref) || !q.PurgedAt.Equal(after(1)) {
		t.Errorf("%d messages, %d bytes, or a lease or a ref that is still good", q.Count(), q.Bytes())
	}
}
