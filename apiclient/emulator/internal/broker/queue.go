package broker

import (
	"cmp"
	"slices"
	"time"
)

// Settings are a queue's own settings.
type Settings struct {
	DeliveryDelay  time.Duration
	DeliveryPaused bool
	Retention      time.Duration
}

// Producer is something bound to a queue that sends to it: a Worker's script
// or an R2 bucket.
type Producer struct {
	Type   string
	Script string
	Bucket string
}

// Consumer takes messages from a queue. Type is "http_pull", "worker" or
// "notification"; the fields of the other types are unused.
type Consumer struct {
	ID             string
	Type           string
	Script         string
	Created        time.Time
	DeadLetter     string // a queue's name; "" for none
	BatchSize      int
	MaxRetries     int
	RetryDelay     time.Duration
	Visibility     time.Duration // http_pull
	MaxWait        time.Duration // worker
	MaxConcurrency *int          // worker; nil means automatic
	Notify         Notify        // notification
}

// Notify is whom a notification consumer tells: ids of the account's
// destinations, nil where a kind was not named.
type Notify struct{ Email, PagerDuty, Webhooks []string }

// Pull is the type of a consumer that pulls over HTTP.
const Pull = "http_pull"

// Worker is the type of a consumer that is pushed to.
const Worker = "worker"

// Notification is the type of a consumer that tells people.
const Notification = "notification"

// Queue is one queue. Its exported fields are for reading; methods change it.
type Queue struct {
	ID, Name     string
	Jurisdiction string
	Created      time.Time
	Modified     time.Time
	Settings     Settings
	Producers    []Producer
	Consumer     *Consumer // nil for none
	PurgedAt     time.Time // when the last purge began; zero for never

	broker *Broker
	number int         // in order of creation
	ready  messageHeap // can be delivered from m.visible() on
	last   messageHeap // on their last delivery: dead from m.free on
	oldest messageHeap
	expiry messageHeap
	bytes  int64
	leases map[string]*Lease
	refs   map[string]*Message
	ghosts ghosts
}

// clear drops every message with its leases and refs.
func (q *Queue) clear() {
	turn := (*Message).visible
	q.ready = messageHeap{slot: slotTurn, key: turn}
	q.last = messageHeap{slot: slotTurn, key: turn}
	q.oldest = messageHeap{slot: slotOldest, key: func(m *Message) time.Time { return m.Timestamp }}
	q.expiry = messageHeap{slot: slotExpiry, key: func(m *Message) time.Time { return m.entered }}
	q.bytes = 0
	q.leases = map[string]*Lease{}
	q.refs = map[string]*Message{}
	q.ghosts = ghosts{}
}

// Count is the number of unacknowledged messages: waiting, delayed and leased.
func (q *Queue) Count() int { return len(q.oldest.items) }

// Bytes is the size of the bodies of the unacknowledged messages.
func (q *Queue) Bytes() int64 { return q.bytes }

// Oldest is the least timestamp in the queue.
func (q *Queue) Oldest() (time.Time, bool) {
	if m := q.oldest.top(); m != nil {
		return m.Timestamp, true
	}
	return time.Time{}, false
}

// Messages returns every message in order of arrival.
func (q *Queue) Messages() []*Message {
	out := slices.Clone(q.oldest.items)
	slices.SortFunc(out, func(a, b *Message) int { return cmp.Compare(a.seq, b.seq) })
	return out
}

// SetSettings changes the settings.
func (q *Queue) SetSettings(now time.Time, s Settings) {
	q.Settings = s
	q.Modified = now
	q.broker.wake(q.nextEvent())
}

// SetConsumer replaces the consumer; nil removes it. Messages that have used up
// what the new consumer allows fall due at once.
func (q *Queue) SetConsumer(now time.Time, c *Consumer) {
	q.Consumer = c
	q.Modified = now
	for _, m := range q.oldest.items {
		q.turn(m).remove(m)
		if q.isSpent(m) && m.free.Before(now) {
			m.free = now
		}
		q.stand(m)
	}
	q.broker.wake(q.nextEvent())
}

// CanPull reports whether a pull can work: there is an http_pull consumer that
// has been there for the warm-up time.
func (q *Queue) CanPull(now time.Time) bool {
	c := q.Consumer
	return c != nil && c.Type == Pull && !now.Before(c.Created.Add(q.broker.rules.ConsumerWarmup))
}

// Purge deletes every message, delayed and leased ones included.
func (q *Queue) Purge(now time.Time) {
	q.clear()
	q.PurgedAt = now
}

// Allowed is the number of deliveries after which a message of this queue is
// dead; 0 means that there is no limit because there is no consumer.
func (q *Queue) Allowed() int {
	if q.Consumer == nil {
		return 0
	}
	return q.broker.Deliveries(q.Consumer.MaxRetries)
}

func (q *Queue) isSpent(m *Message) bool {
	allowed := q.Allowed()
	return allowed > 0 && m.spent >= allowed
}

// turn is the heap that decides when m comes next.
func (q *Queue) turn(m *Message) *messageHeap {
	if m.last {
		return &q.last
	}
	return &q.ready
}

// nextEvent is when something next happens to the queue without a call.
func (q *Queue) nextEvent() time.Time {
	at := farFuture
	if m := q.last.top(); m != nil && m.free.Before(at) {
		at = m.free
	}
	if m := q.expiry.top(); m != nil {
		if t := m.entered.Add(q.Settings.Retention); t.Before(at) {
			at = t
		}
	}
	return at
}

// runEvent does what nextEvent announced for at.
func (q *Queue) runEvent(at time.Time) {
	if m := q.last.top(); m != nil && m.free.Equal(at) {
		q.bury(m, at)
		return
	}
	q.drop(q.expiry.top())
}

// drop removes a message with its leases and its ref.
func (q *Queue) drop(m *Message) {
	q.turn(m).remove(m)
	q.oldest.remove(m)
	q.expiry.remove(m)
	q.bytes -= int64(len(m.Body))
	for _, l := range m.leases {
		delete(q.leases, l.ID)
	}
	if m.ref != "" {
		delete(q.refs, m.ref)
	}
}

// bury ends a message that has used up its deliveries: it moves to the
// dead-letter queue, which is created when it is missing, or is gone. The
// dead-letter queue has it at once, and delivers it when the lag is over.
func (q *Queue) bury(m *Message, at time.Time) {
	q.drop(m)
	b := q.broker
	if q.Consumer == nil || q.Consumer.DeadLetter == "" {
		return
	}
	grave := b.byName[q.Consumer.DeadLetter]
	if grave == nil {
		var err error
		if grave, err = b.create(at, "", q.Consumer.DeadLetter); err != nil {
			return // a fresh id is never taken and the name was looked up above
		}
		grave.Jurisdiction = q.Jurisdiction // data does not leave its jurisdiction by dying
	}
	moved := &Message{Content: m.Content, ID: m.ID, Timestamp: m.Timestamp}
	if !b.rules.DLQKeepID {
		moved.ID = b.NewID()
	}
	if b.rules.DLQKeepAttempts {
		moved.carried = m.Attempts()
	}
	b.deaths++
	if b.rules.DeadLetterLag != nil {
		moved.lag = b.rules.DeadLetterLag(b.deaths)
	}
	grave.enter(moved, at, at)
}

// enter puts a message into the queue.
func (q *Queue) enter(m *Message, entered, free time.Time) {
	m.seq = q.broker.nextSeq()
	m.entered, m.free = entered, free
	q.stand(m)
	q.oldest.push(m)
	q.expiry.push(m)
	q.bytes += int64(len(m.Body))
	q.broker.wake(entered.Add(q.Settings.Retention))
}
