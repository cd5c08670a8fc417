package broker

import "time"

// Content is what a producer gave: it stays as it is through every delivery.
type Content struct {
	Body     string // the exact bytes
	Type     string // "text", "json", "bytes", "v8"
	Encoding string // how a json body goes over the wire; "" leaves it to the server
	Metadata []Pair // beside the content type
}

// Pair is one member of a message's metadata.
type Pair struct{ Key, Value string }

// Message is one message in one queue.
type Message struct {
	Content
	ID        string
	Timestamp time.Time

	seq     uint64
	entered time.Time     // into this queue; the retention counts from here
	free    time.Time     // the end of its delay or lease
	lag     time.Duration // how much later than that it can be delivered
	leased  bool          // until free
	last    bool          // on its last delivery: dead from free on
	spent   int           // deliveries in this queue that count
	carried int           // attempts brought along from another queue
	past    int           // deliveries before it was planted here
	turn    int           // number of the newest delivery; leases of earlier ones are superseded
	leases  []*Lease      // every lease that can still settle the message, oldest first
	ref     string
	pos     [slots]int
}

// Attempts is the number of deliveries so far.
func (m *Message) Attempts() int { return m.carried + m.spent }

// visible is when the message can next be delivered.
func (m *Message) visible() time.Time {
	if m.last {
		return m.free // it is not delivered any more
	}
	return m.free.Add(m.lag)
}

// State is what holds a message at a moment.
type State int

// The states of a message.
const (
	Waiting State = iota // can be delivered
	Delayed
	Leased
)

// State says what holds the message at now, and until when. A lease holds it
// until its own end; what the service lags behind is a delay.
func (m *Message) State(now time.Time) (State, time.Time) {
	visible := m.visible()
	switch {
	case m.leased && m.free.After(now):
		return Leased, m.free
	case visible.After(now):
		return Delayed, visible
	default:
		return Waiting, visible
	}
}

// Leases returns the leases that can still settle the message, oldest first.
func (m *Message) Leases() []*Lease { return m.leases }

// Lease is the credential of one delivery.
type Lease struct {
	ID       string
	Until    time.Time
	Attempts int // as the delivery showed them

	message *Message
	turn    int
}

// keptLeases bounds what one message that is extended for ever can hold.
const keptLeases = 128

// newLease gives m a lease for its newest delivery.
func (q *Queue) newLease(m *Message, until time.Time) *Lease {
	attempts := m.Attempts()
	if !q.broker.rules.AttemptsFromOne {
		attempts--
	}
	l := &Lease{ID: q.broker.newToken(), Until: until, Attempts: attempts, message: m, turn: m.turn}
	if len(m.leases) >= keptLeases {
		q.forget(m.leases[0])
	}
	m.leases = append(m.leases, l)
	q.leases[l.ID] = l
	return l
}

// forget makes a lease unknown.
func (q *Queue) forget(l *Lease) {
	delete(q.leases, l.ID)
	kept := l.message.leases[:0]
	for _, other := range l.message.leases {
		if other != l {
			kept = append(kept, other)
		}
	}
	clear(l.message.leases[len(kept):])
	l.message.leases = kept
}

// reschedule moves m to the moment at which it is free, and lags behind that.
func (q *Queue) reschedule(m *Message, free time.Time, lag time.Duration) {
	q.turn(m).remove(m)
	m.free, m.lag = free, lag
	q.stand(m)
}

// stand puts m on the heap that fits what it has left.
func (q *Queue) stand(m *Message) {
	m.last = q.isSpent(m)
	q.turn(m).push(m)
	if m.last {
		q.broker.wake(m.free)
	}
}

// ghosts are the leases that other holders still had on a message when it was
// acknowledged: their own ack is no error. Each is good for one ack, until the
// lease ends.
type ghosts struct {
	until map[string]time.Time
	order []string
}

func (g *ghosts) add(now time.Time, l *Lease) {
	if !l.Until.After(now) {
		return
	}
	if g.until == nil {
		g.until = map[string]time.Time{}
	}
	for len(g.order) > 0 {
		oldest := g.order[0]
		if until, ok := g.until[oldest]; ok && until.After(now) {
			break
		}
		delete(g.until, oldest)
		g.order = g.order[1:]
	}
	g.until[l.ID] = l.Until
	g.order = append(g.order, l.ID)
}

func (g *ghosts) take(now time.Time, id string) bool {
	until, ok := g.until[id]
	delete(g.until, id)
	return ok && until.After(now)
}
