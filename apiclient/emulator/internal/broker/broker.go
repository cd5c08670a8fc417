// Package broker is the state machine behind the emulator: queues, messages,
// leases, attempts, dead-letter queues and retention. It knows no HTTP and no
// JSON, and no clock: every method that depends on time takes the present
// moment. Nothing sweeps in the background; what has fallen due is worked off,
// in the order in which it fell due, when the state is next looked at.
//
// A Broker is not safe for concurrent use; its owner holds a lock.
package broker

import (
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
// zero value is the emulator's default.
type Rules struct {
	StrictDeliveries bool // max_retries deliveries instead of max_retries+1
	KeepAttempts     bool // a dead-lettered message brings its attempts along
	NewIDPerDelivery bool // every delivery has another message id
	RetryRefunds     bool // an explicit retry gives the attempt back
	RefuseLateAcks   bool // a lease is refused once its message was delivered again
	PeekShowsNext    bool // peek shows the attempts that the next delivery will have
	PeekShowsHidden  bool // peek shows leased and delayed messages too
	ConsumerWarmup   time.Duration
}

// Broker holds the queues of one account.
type Broker struct {
	rules  Rules
	source *rand.ChaCha8
	queues []*Queue // in order of creation
	byID   map[string]*Queue
	byName map[string]*Queue
	seq    uint64
	due    time.Time // nothing falls due before this moment; it may be early, never late
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

// Reset drops every queue. Ids that were given out are not given out again.
func (b *Broker) Reset() {
	b.queues = nil
	b.byID = map[string]*Queue{}
	b.byName = map[string]*Queue{}
	b.due = farFuture
}

var farFuture = time.Unix(1<<40, 0)

// Queues returns the queues in order of creation.
func (b *Broker) Queues(now time.Time) []*Queue {
	b.settle(now)
	return slices.Clone(b.queues)
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
		broker:   b,
	}
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

// Delete drops a queue and everything in it.
func (b *Broker) Delete(q *Queue) {
	delete(b.byName, q.Name)
	delete(b.byID, q.ID)
	b.queues = slices.DeleteFunc(b.queues, func(other *Queue) bool { return other == q })
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

// newToken makes an opaque string in the shape of the documented leases and
// refs: a compact JWE of 159 characters whose parts are 47, 0, 22, 43 and 43
// long. It encrypts nothing; the broker looks it up.
func (b *Broker) newToken() string {
	var raw [16 + 32 + 32]byte
	_, _ = b.source.Read(raw[:]) // never fails
	enc := base64.RawURLEncoding
	out := make([]byte, 0, 159)
	out = append(out, jweHeader...)
	out = append(out, '.', '.')
	out = enc.AppendEncode(out, raw[:16])
	out = append(out, '.')
	out = enc.AppendEncode(out, raw[16:48])
	out = append(out, '.')
	out = enc.AppendEncode(out, raw[48:])
	return string(out)
}

func (b *Broker) nextSeq() uint64 {
	b.seq++
	return b.seq
}
