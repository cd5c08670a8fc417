package broker_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leaseview/apiclient/emulator/internal/broker"
)

// anyLife does anything at all to one queue and its dead-letter queue, and holds
// them to what can be seen from outside by looking at every message.
type anyLife struct {
	*rapid.T
	b      *broker.Broker
	now    time.Time
	queues []*broker.Queue
	live   map[string]bool   // bodies that are in one of the queues
	held   map[string]string // each lease, and the body that it was given for
	refs   map[string]string
	sent   int
}

func (l *anyLife) add(name string, retries int, grave string) {
	q, err := l.b.Create(l.now, "", name)
	if err != nil {
		l.Fatal(err)
	}
	q.SetConsumer(l.now, &broker.Consumer{Type: broker.Pull, MaxRetries: retries, DeadLetter: grave})
	l.queues = append(l.queues, q)
}

func (l *anyLife) queue() *broker.Queue { return rapid.SampledFrom(l.queues).Draw(l.T, "queue") }

// one draws a lease or a ref that was ever given out, in a fixed order.
func (l *anyLife) one(of map[string]string) string {
	if len(of) == 0 {
		l.Skip("none was given out")
	}
	return rapid.SampledFrom(slices.Sorted(maps.Keys(of))).Draw(l.T, "one")
}

func (l *anyLife) seconds(most int) time.Duration {
	return time.Duration(rapid.IntRange(0, most).Draw(l.T, "seconds")) * time.Second
}

// push sends a message whose body nothing else has.
func (l *anyLife) push() {
	l.sent++
	body, delay := fmt.Sprintf("message %d", l.sent), l.seconds(3)
	l.queue().Push(l.now, broker.Content{Body: body}, &delay)
	l.live[body] = true
}

// expected is who comes next, found by looking at all: those that wait, by the
// moment from which they could be delivered and by arrival.
func (l *anyLife) expected(q *broker.Queue, n int) []string {
	type candidate struct {
		body string
		at   time.Time
	}
	var all []candidate
	for _, m := range q.Messages() {
		if state, at := m.State(l.now); state == broker.Waiting {
			all = append(all, candidate{m.Body, at})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return a.at.Compare(b.at) })
	var bodies []string
	for _, c := range all[:min(n, len(all))] {
		bodies = append(bodies, c.body)
	}
	return bodies
}

func (l *anyLife) pull() {
	q, n := l.queue(), rapid.IntRange(1, 4).Draw(l.T, "batch")
	want := l.expected(q, n)
	var peeked, got []string
	for _, d := range q.Peek(l.now, n) {
		peeked = append(peeked, d.Body)
		l.refs[d.Ref] = d.Body
	}
	for _, d := range q.Pull(l.now, n, time.Second+l.seconds(4)) {
		got = append(got, d.Body)
		if l.held[d.Lease] != "" || d.Attempts < 0 || d.Attempts >= q.Allowed() {
			l.Fatalf("delivered %+v of at most %d deliveries", d, q.Allowed())
		}
		l.held[d.Lease] = d.Body
	}
	if !slices.Equal(got, want) || !slices.Equal(peeked, want) {
		l.Fatalf("peeked %q and pulled %q, want %q", peeked, got, want)
	}
}

// ack ends the message of its lease, or, when another holder has ended it
// before, nothing.
func (l *anyLife) ack() {
	lease := l.one(l.held)
	if l.queue().Ack(l.now, lease) == broker.Accepted {
		delete(l.live, l.held[lease])
	}
}

func (l *anyLife) purgeRef() {
	ref := l.one(l.refs)
	if l.queue().PurgeRef(ref) {
		delete(l.live, l.refs[ref])
	}
}

func (l *anyLife) retry() {
	var delay *time.Duration
	if rapid.Bool().Draw(l.T, "with a delay") {
		delay = new(l.seconds(3))
	}
	l.queue().Retry(l.now, l.one(l.held), delay)
}

func (l *anyLife) extend() {
	lease := l.one(l.held)
	if got, v := l.queue().Extend(l.now, lease, l.seconds(5)); v == broker.Accepted {
		l.held[got.ID] = l.held[lease]
	}
}

func (l *anyLife) pass() {
	l.now = l.now.Add(l.seconds(6))
}

// check holds both queues to the bodies that should be there.
func (l *anyLife) check(*rapid.T) {
	l.b.Queues(l.now)
	found := map[string]bool{}
	for _, q := range l.queues {
		bytes, oldest := int64(0), time.Time{}
		for _, m := range q.Messages() {
			if found[m.Body] {
				l.Fatalf("%q is there twice", m.Body)
			}
			found[m.Body] = true
			bytes += int64(len(m.Body))
			if oldest.IsZero() || m.Timestamp.Before(oldest) {
				oldest = m.Timestamp
			}
			if l.now.Before(m.Timestamp) || len(m.Leases()) > 0 && m.Attempts() == 0 {
				l.Fatalf("%q is of %v, with %d attempts and %d leases", m.Body, m.Timestamp, m.Attempts(), len(m.Leases()))
			}
		}
		at, ok := q.Oldest()
		if q.Bytes() != bytes || q.Count() != len(q.Messages()) || ok != (bytes > 0) || !at.Equal(oldest) {
			l.Fatalf("%s: %d messages of %d bytes, the oldest of %v", q.Name, q.Count(), q.Bytes(), at)
		}
	}
	if !maps.Equal(found, l.live) {
		l.Fatalf("there are %v, want %v", slices.Sorted(maps.Keys(found)), slices.Sorted(maps.Keys(l.live)))
	}
}

// TestDeliveriesOfAnyLife: no message is lost or doubled, and each comes when it
// is its turn, whatever was done before and by whichever rules.
func TestDeliveriesOfAnyLife(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		yes := func(name string) bool { return rapid.Bool().Draw(t, name) }
		rules := broker.Rules{
			StrictDeliveries: yes("strict"), DLQKeepID: yes("keep id"), NewIDPerDelivery: yes("new ids"), RetryRefunds: yes("refunds"),
			RefuseLateAcks: yes("refuse late"), ExtendGivesLeases: yes("renews"), RefuseExtended: yes("ends old"),
		}
		if yes("lags") {
			rules.RedeliveryLag = func(message uint64, i int) time.Duration { return time.Duration(message+uint64(i)) % 3 * time.Second }
			rules.DeadLetterLag = func(i int) time.Duration { return time.Duration(i%3) * time.Second }
		}
		l := &anyLife{T: t, b: broker.New(rules, 1), now: begin, live: map[string]bool{}, held: map[string]string{}, refs: map[string]string{}}
		l.add("dead", 1000, "")
		l.add("orders", rapid.IntRange(0, 3).Draw(t, "max_retries"), "dead")
		step := func(f func()) func(*rapid.T) { return func(*rapid.T) { f() } }
		t.Repeat(map[string]func(*rapid.T){
			"push": step(l.push), "pull": step(l.pull), "ack": step(l.ack), "retry": step(l.retry), "extend": step(l.extend),
			"purge a ref": step(l.purgeRef), "time passes": step(l.pass), "": l.check,
		})
	})
}
