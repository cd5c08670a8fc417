package broker

import (
	"fmt"
	"testing"
	"time"
)

var start = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func newQueue(t testing.TB, rules Rules) *Queue {
	t.Helper()
	q, err := New(rules, 1).Create(start, "", "orders")
	if err != nil {
		t.Fatal(err)
	}
	q.SetConsumer(start, &Consumer{Type: Pull, MaxRetries: 100, BatchSize: 5, Visibility: DefaultVisibility})
	return q
}

// TestLeasesOfOneMessageAreBounded: who extends for ever holds no ever-growing
// list, and the newest leases are the ones that stay.
func TestLeasesOfOneMessageAreBounded(t *testing.T) {
	t.Parallel()
	q := newQueue(t, Rules{ExtendGivesLeases: true})
	m := q.Push(start, Content{Body: "a"}, nil)
	lease := q.Pull(start, 1, time.Minute)[0].Lease
	first := lease
	for range 3 * keptLeases {
		next, verdict := q.Extend(start, lease, time.Minute)
		if verdict != Accepted {
			t.Fatal(verdict)
		}
		lease = next.ID
	}
	if len(m.Leases()) != keptLeases || len(q.leases) != keptLeases {
		t.Errorf("%d leases of the message, %d of the queue", len(m.Leases()), len(q.leases))
	}
	if v := q.Ack(start, first); v != Unknown {
		t.Errorf("the first lease: %v", v)
	}
	if v := q.Ack(start, lease); v != Accepted || len(q.leases) != 0 {
		t.Errorf("the last lease: %v, %d leases stay behind", v, len(q.leases))
	}
}

// TestNothingStaysBehind: a queue through which much has gone holds no more
// than what is in it.
func TestNothingStaysBehind(t *testing.T) {
	t.Parallel()
	q := newQueue(t, Rules{})
	now := start
	for i := range 2000 {
		q.Push(now, Content{Body: fmt.Sprint(i)}, nil)
		q.Peek(now, 1)
		old := q.Pull(now, 1, time.Second)
		now = now.Add(time.Second)
		q.Pull(now, 1, time.Hour) // another holder, whose lease outlives the message
		q.Ack(now, old[0].Lease)
		now = now.Add(time.Minute)
	}
	if q.Count() != 0 || q.Bytes() != 0 || len(q.leases) != 0 || len(q.refs) != 0 {
		t.Errorf("%d messages, %d bytes, %d leases, %d refs", q.Count(), q.Bytes(), len(q.leases), len(q.refs))
	}
	if len(q.ghosts.until) > 70 || len(q.ghosts.order) > 70 {
		t.Errorf("%d leases of acknowledged messages are kept, of which an hour has 60", len(q.ghosts.until))
	}
}

// BenchmarkPeek and BenchmarkPull show that neither grows with the backlog.
func BenchmarkPeek(b *testing.B) {
	for _, backlog := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(backlog), func(b *testing.B) {
			q := filled(b, backlog)
			for b.Loop() {
				q.Peek(start, 100)
			}
		})
	}
}

func BenchmarkPull(b *testing.B) {
	for _, backlog := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(backlog), func(b *testing.B) {
			q := filled(b, backlog)
			zero := time.Duration(0)
			for b.Loop() {
				for _, d := range q.Pull(start, 100, time.Hour) {
					q.Ack(start, d.Lease)
					q.Push(start, d.Content, &zero)
				}
			}
		})
	}
}

func filled(b *testing.B, backlog int) *Queue {
	b.Helper()
	q := newQueue(b, Rules{})
	for range backlog {
		q.Push(start, Content{Body: "x"}, nil)
	}
	return q
}
