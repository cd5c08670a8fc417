package broker

import "time"

// Delivery is one message as a consumer gets it.
type Delivery struct {
	Content
	ID        string
	Timestamp time.Time
	Attempts  int    // as it is shown
	Count     int    // deliveries so far, this one included unless it is a peek
	Lease     string // "" when peeked
	Ref       string // "" when pulled
	Seq       uint64
}

// Push puts a message into the queue. A nil delay means the queue's own. The
// result is the new message.
func (q *Queue) Push(now time.Time, c Content, delay *time.Duration) *Message {
	wait := q.Settings.DeliveryDelay
	if delay != nil {
		wait = *delay
	}
	m := &Message{Content: c, ID: q.broker.NewID(), Timestamp: now}
	q.enter(m, now, now.Add(wait))
	return m
}

// Plant puts a message with a past into the queue: sent at the given time and
// delivered attempts times. An empty id is replaced by a fresh one.
func (q *Queue) Plant(now, sent time.Time, c Content, id string, attempts int, delay time.Duration) *Message {
	if id == "" {
		id = q.broker.NewID()
	}
	m := &Message{Content: c, ID: id, Timestamp: sent, spent: attempts, past: attempts}
	q.enter(m, sent, now.Add(delay))
	return m
}

// Pull leases up to n messages for the visibility timeout.
func (q *Queue) Pull(now time.Time, n int, visibility time.Duration) []Delivery {
	var taken []*Message
	for len(taken) < n {
		m := q.ready.top()
		if m == nil || m.visible().After(now) {
			break
		}
		q.ready.remove(m)
		taken = append(taken, m)
	}
	until := now.Add(visibility)
	out := make([]Delivery, len(taken))
	for i, m := range taken {
		m.spent++
		m.turn++
		m.leased = true
		m.free, m.lag = until, q.redeliveryLag(m)
		q.stand(m)
		if q.broker.rules.NewIDPerDelivery && m.turn > 1 {
			m.ID = q.broker.NewID()
		}
		l := q.newLease(m, until)
		out[i] = Delivery{
			Content: m.Content, ID: m.ID, Timestamp: m.Timestamp, Seq: m.seq,
			Attempts: l.Attempts, Count: m.Attempts(), Lease: l.ID,
		}
	}
	return out
}

// Peek shows up to n messages in the order in which pulls would deliver them.
// It leases nothing and counts nothing.
func (q *Queue) Peek(now time.Time, n int) []Delivery {
	var seen []*Message
	if q.broker.rules.PeekHidden {
		seen = q.oldest.first(n, func(*Message) bool { return true })
	} else {
		seen = q.ready.first(n, func(m *Message) bool { return !m.visible().After(now) })
	}
	out := make([]Delivery, len(seen))
	for i, m := range seen {
		if m.ref == "" {
			m.ref = q.broker.newToken()
			q.refs[m.ref] = m
		}
		attempts := m.Attempts()
		if q.broker.rules.PeekNextAttempts {
			attempts++
		}
		out[i] = Delivery{
			Content: m.Content, ID: m.ID, Timestamp: m.Timestamp, Seq: m.seq,
			Attempts: attempts, Count: m.Attempts(), Ref: m.ref,
		}
	}
	return out
}

// PurgeRef deletes the message that a peek gave ref for.
func (q *Queue) PurgeRef(ref string) bool {
	m, ok := q.refs[ref]
	if ok {
		q.drop(m)
	}
	return ok
}

// Verdict is what became of one lease in a settlement.
type Verdict int

// The verdicts. Only Accepted counts.
const (
	Accepted   Verdict = iota
	Unknown            // no such lease in this queue, or it was used already
	Superseded         // the message has been delivered again since
)

// Ack deletes the message that the lease holds. A lease that has lapsed still
// works as long as the message exists, also when it was delivered again.
func (q *Queue) Ack(now time.Time, lease string) Verdict {
	l, ok := q.leases[lease]
	if !ok {
		if q.ghosts.take(now, lease) {
			return Accepted
		}
		return Unknown
	}
	m := l.message
	if l.turn != m.turn && q.broker.rules.RefuseLateAcks {
		return Superseded
	}
	for _, other := range m.leases {
		if other.turn != l.turn && !q.broker.rules.RefuseLateAcks {
			q.ghosts.add(now, other)
		}
	}
	q.drop(m)
	return Accepted
}

// Retry gives the message back, to be delivered after the delay; nil means the
// consumer's retry_delay. A message on its last delivery ends here. A lease
// whose message was delivered again can't take it from its new holder.
func (q *Queue) Retry(now time.Time, lease string, delay *time.Duration) Verdict {
	l, ok := q.leases[lease]
	if !ok {
		return Unknown
	}
	m := l.message
	if l.turn != m.turn {
		return Superseded
	}
	var wait time.Duration
	switch {
	case delay != nil:
		wait = *delay
	case q.Consumer != nil:
		wait = q.Consumer.RetryDelay
	}
	q.endDelivery(m)
	if q.broker.rules.RetryRefunds {
		m.spent--
	}
	if q.isSpent(m) {
		q.bury(m, now)
		return Accepted
	}
	q.reschedule(m, now.Add(wait), q.redeliveryLag(m))
	return Accepted
}

// redeliveryLag is how much later than it could m is delivered after the
// delivery that it had last.
func (q *Queue) redeliveryLag(m *Message) time.Duration {
	lag := q.broker.rules.RedeliveryLag
	if lag == nil {
		return 0
	}
	return lag(m.seq, m.past+m.turn)
}

// endDelivery closes the newest delivery of m: none of its leases, the extended
// ones included, can settle anything any more.
func (q *Queue) endDelivery(m *Message) {
	m.leased = false
	kept := m.leases[:0]
	for _, l := range m.leases {
		if l.turn == m.turn {
			delete(q.leases, l.ID)
		} else {
			kept = append(kept, l)
		}
	}
	clear(m.leases[len(kept):])
	m.leases = kept
}

// Extend lets the newest delivery of a message end visibility from now, and
// counts no attempt: the lease itself, or a new one, after which the old one
// may be unknown. A lapsed lease can be extended until the message is delivered
// again. The answer is the lease that ends then.
func (q *Queue) Extend(now time.Time, lease string, visibility time.Duration) (Lease, Verdict) {
	l, ok := q.leases[lease]
	if !ok {
		return Lease{}, Unknown
	}
	m := l.message
	if l.turn != m.turn {
		return Lease{}, Superseded
	}
	until := now.Add(visibility)
	m.leased = true
	q.reschedule(m, until, q.redeliveryLag(m))
	rules := q.broker.rules
	if !rules.ExtendGivesLeases && !rules.RefuseExtended {
		l.Until = until
		return *l, Accepted
	}
	if rules.RefuseExtended {
		q.forget(l)
	}
	return *q.newLease(m, until), Accepted
}
