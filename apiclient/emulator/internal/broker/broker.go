// Package broker is the state machine behind the emulator: queues, messages,
// leases, attempts, dead-letter queues and retention. It knows no HTTP and no
// JSON, and no clock: every method that depends on time takes the present
// moment. Nothing sweeps in the background; what has fallen due is worked off,
// in the order in which it fell due, when the state is next looked at.
//
// A Broker is not safe for concurrent use; its owner holds a lock.
package broker

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"slices"
	"time"
)

// Defaults of the API.
const (
	DefaultBatchSize  = 5
	DefaultVisibility = 30 * time.Second
	DefaultMaxRetries = 3
	DefaultRetention  = 4 * 24 * time.Hour
)

// Errors of the control plane.
var (
	ErrNameTaken = errors.New("queue name taken")
	ErrIDTaken   = errors.New("queue id taken")
)

// Rules are the choices where the API's sources are silent or disagree. The
// zero value is the emulator's default; a rule is called as the option that it
// follows.
type Rules struct {
	StrictDeliveries  bool // max_retries deliveries instead of max_retries+1
	AttemptsFromOne   bool // a delivery shows the deliveries with itself, not those before it
	DLQKeepAttempts   bool // a dead-lettered message brings its attempts along
	DLQKeepID         bool // a dead-lettered message keeps its id
	NewIDPerDelivery  bool // every delivery has another message id
	RetryRefunds      bool // an explicit retry gives the attempt back
	RefuseLateAcks    bool // a lease is refused once its message was delivered again
	ExtendGivesLeases bool // an extension is a new lease; without it the old one ends later
	RefuseExtended    bool // what was extended can't settle any more, so that an extension is a new lease
	PeekNextAttempts  bool // peek shows one more than the deliveries so far
	PeekHidden        bool // peek shows leased and delayed messages too
	ShortLeases       bool // leases and refs of 159 characters, not 223
	ConsumerWarmup    time.Duration
	DeletedQueueStays time.Duration // a deleted queue stays in Listed for so long

	// RedeliveryLag is how much later than it could a message is delivered
	// again after its i-th delivery, i from 1; the message is known by the
	// number of its arrival. nil is at once.
	RedeliveryLag func(message uint64, i int) time.Duration
	// DeadLetterLag is how long after its death the i-th message of this broker
	// that moves to a dead-letter queue can be delivered from there, i from 1.
	// nil is at once.
	DeadLetterLag func(i int) time.Duration
}

// Broker holds the queues of one account.
type Broker struct {
	rules  Rules
	source *rand.ChaCha8
	queues []*Queue // in order of creation
	byID   map[string]*Queue
	byName map[string]*Queue
	gone   []deletedQueue // still listed
	made   int            // queues so far
	deaths int            // messages that moved to a dead-letter queue so far
	seq    uint64
	due    time.Time // nothing falls due before this moment; it may be early, never late
}

// deletedQueue is a queue that is listed for a while after its end.
type deletedQueue struct {
	queue *Queue
	until time.Time
}

// New makes an empty broker whose ids and leases all follow from seed.
func New(rules Rules, seed uint64) *Broker {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	b := &Broker{rules: rules, source: rand.NewChaCha8(key)}
	b.Reset()
	return b
}

// Deliveries is the number of deliveries that a consumer with these max_retries
// gives a message.
func (b *Broker) Deliveries(maxRetries int) int {
	if b.rules.StrictDeliveries {
		return max(1, maxRetries)
	}
	return maxRetries + 1
}

// Reset drops every queue. Ids that were given out are not given out again.
func (b *Broker) Reset() {
	b.queues = nil
	b.byID = map[string]*Queue{}
	b.byName = map[string]*Queue{}
	b.gone = nil
	b.deaths, b.seq = 0, 0
	b.due = farFuture
}

var farFuture = time.Unix(1<<40, 0)

// Queues returns the queues in order of creation.
func (b *Broker) Queues(now time.Time) []*Queue {
	b.settle(now)
	return slices.Clone(b.queues)
}

// Listed returns what a list shows: the queues, and those that were deleted a
// short while ago, in order of creation.
func (b *Broker) Listed(now time.Time) []*Queue {
	out := b.Queues(now)
	b.prune(now)
	for _, d := range b.gone {
		out = append(out, d.queue)
	}
	slices.SortFunc(out, func(x, y *Queue) int { return cmp.Compare(x.number, y.number) })
	return out
}

// Queue finds a queue by id and brings all state up to now.
func (b *Broker) Queue(now time.Time, id string) (*Queue, bool) {
	b.settle(now)
	q, ok := b.byID[id]
	return q, ok
}

// QueueByName finds a queue by name and brings all state up to now.
func (b *Broker) QueueByName(now time.Time, name string) (*Queue, bool) {
	b.settle(now)
	q, ok := b.byName[name]
	return q, ok
}

// Create adds a queue. An empty id is replaced by a fresh one.
func (b *Broker) Create(now time.Time, id, name string) (*Queue, error) {
	b.settle(now)
	return b.create(now, id, name)
}

func (b *Broker) create(now time.Time, id, name string) (*Queue, error) {
	if b.byName[name] != nil {
		return nil, ErrNameTaken
	}
	if id == "" {
		id = b.NewID()
	}
	if b.byID[id] != nil {
		return nil, ErrIDTaken
	}
	q := &Queue{
		ID: id, Name: name, Created: now, Modified: now,
		Settings: Settings{Retention: DefaultRetention},
		broker:   b, number: b.made,
	}
	b.made++
	q.clear()
	b.queues = append(b.queues, q)
	b.byID[id] = q
	b.byName[name] = q
	return q, nil
}

// Rename gives a queue another name. Consumers elsewhere that name it as their
// dead-letter queue keep the old name.
func (b *Broker) Rename(q *Queue, name string) error {
	if name == q.Name {
		return nil
	}
	if b.byName[name] != nil {
		return ErrNameTaken
	}
	delete(b.byName, q.Name)
	q.Name = name
	b.byName[name] = q
	return nil
}

// Delete drops a queue and everything in it. Its name and its id are free at
// once, however long a list still shows it.
func (b *Broker) Delete(now time.Time, q *Queue) {
	if b.rules.DeletedQueueStays > 0 {
		b.prune(now)
		b.gone = append(b.gone, deletedQueue{q, now.Add(b.rules.DeletedQueueStays)})
	}
	q.clear()
	delete(b.byName, q.Name)
	delete(b.byID, q.ID)
	b.queues = slices.DeleteFunc(b.queues, func(other *Queue) bool { return other == q })
}

// prune forgets the deleted queues that no list shows any more.
func (b *Broker) prune(now time.Time) {
	b.gone = slices.DeleteFunc(b.gone, func(d deletedQueue) bool { return !d.until.After(now) })
}

// settle works off what has fallen due by now: last deliveries whose lease
// lapsed, and messages past their retention. It goes by time over all queues,
// because a dead-lettered message starts a new retention elsewhere.
func (b *Broker) settle(now time.Time) {
	for !now.Before(b.due) {
		var first *Queue
		at := farFuture
		for _, q := range b.queues {
			if t := q.nextEvent(); t.Before(at) {
				first, at = q, t
			}
		}
		if at.After(now) {
			b.due = at
			return
		}
		first.runEvent(at)
	}
}

// wake says that something falls due at t.
func (b *Broker) wake(t time.Time) {
	if t.Before(b.due) {
		b.due = t
	}
}

// NewID makes an id: 32 hexadecimal digits.
func (b *Broker) NewID() string {
	var raw [16]byte
	_, _ = b.source.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}

const jweHeader = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2Q0JDLUhTNTEyIn0" // {"alg":"dir","enc":"A256CBC-HS512"}

// newToken makes an opaque string in the shape of a lease or a ref: a compact
// JWE whose parts are 47, 0, 22, 107 and 43 long, as a lease was recorded, or
// 47, 0, 22, 43 and 43, as the documentation shows them. It encrypts nothing;
// the broker looks it up.
func (b *Broker) newToken() string {
	const vector, tag = 16, 32
	text := 80
	if b.rules.ShortLeases {
		text = 32
	}
	raw := make([]byte, vector+text+tag)
	_, _ = b.source.Read(raw) // never fails
	enc := base64.RawURLEncoding
	out := make([]byte, 0, 223)
	out = append(out, jweHeader...)
	out = append(out, '.', '.')
	out = enc.AppendEncode(out, raw[:vector])
	out = append(out, '.')
	out = enc.AppendEncode(out, raw[vector:vector+text])
	out = append(out, '.')
	out = enc.AppendEncode(out, raw[vector+text:])
	return string(out)
}

func (b *Broker) nextSeq() uint64 {
	b.seq++
	return b.seq
}
