// Package inbox is the ledger of one queue: which messages were seen, which of
// them are leased and until when, and what became of each.
//
// It is pure: it reads no clock and does no IO. Times come with the results
// that are merged and with [Inbox.Lapse], and are wall-clock times without a
// monotonic reading, because a lease runs on while a laptop sleeps.
//
// An Inbox belongs to one goroutine.
package inbox

import (
	"iter"
	"slices"
	"time"

	"leaseview/apiclient"
)

// State says what is known about a message.
type State uint8

// The states of a message.
const (
	Peeked   State = iota // seen in the queue, leased by nobody here
	Leased                // pulled, and its lease has not run out
	Lapsed                // its lease ran out; an ack may still be accepted
	Acked                 // acknowledged, which took it from the queue
	Retried               // put back into the queue by us
	Unleased              // pulled without a lease_id: hidden, but nothing here can settle it
	Found                 // leased by a run of the program that has ended, and not adopted here
)

// String is the state's word for people.
func (s State) String() string {
	switch s {
	case Peeked:
		return "peeked"
	case Leased:
		return "leased"
	case Lapsed:
		return "lapsed"
	case Acked:
		return "acked"
	case Retried:
		return "retried"
	case Unleased:
		return "unleased"
	case Found:
		return "found"
	default:
		return "unknown"
	}
}

// Entry is what the ledger holds about one message. It is a copy, except that
// History is shared and must not be changed.
type Entry struct {
	// Message is the newest sighting. The ref of an older peek is kept when a
	// pull, which gives none, is newer.
	Message apiclient.Message
	// Peeked are the attempts that the newest peek showed; unknown where there
	// was none since the last delivery, or where it gave none.
	Peeked apiclient.Count
	State  State
	// Absence says whether the message waits no more, as far as looks at the queue
	// tell. It is Present in other states than Peeked, Lapsed and Unleased.
	Absence Absence
	// StateSince is when the message entered its state: a request's SentAt, a
	// lease's deadline, or for Acked and Retried the answer's ReceivedAt.
	StateSince time.Time
	Lease      Lease     // the current lease, or the last one; zero if there never was one, without an ID while Unleased
	History    []Lease   // the other leases, oldest first
	Available  time.Time // of a retried message: when it may be delivered again; zero if the delay is the consumer's
	// Doubt means that a call which may have ended or replaced the lease got
	// no clear answer; Note says which. The state is the one before that call,
	// or Lapsed. Only what is seen of the message later ends a doubt.
	Doubt bool
	// Note is what is to be said about the last ack, retry or extend of the
	// message: the API's words, or ours. It is text from outside.
	Note      string
	Sightings int // how many pulls and peeks have shown it
	FirstSeen time.Time
	LastSeen  time.Time
}

// Finished says whether there is nothing left to be done about a message: it was
// settled, or has been missed for long.
func (e Entry) Finished() bool {
	return e.State == Acked || e.State == Retried || e.Absence == LongMissed
}

// Merge lists what merging a result has changed, each message once, in the
// order of the result. Messages that were missed follow in arrival order.
type Merge struct {
	Added   []apiclient.MessageID // not seen before
	Changed []apiclient.MessageID // sighted again, or missed
}

// Inbox is the ledger of one queue. Make one with [New].
type Inbox struct {
	rows      []*row // in order of arrival
	spare     []row  // the rest of the block that rows are taken from
	shelf     shelf
	kinds     kinds
	byID      map[apiclient.MessageID]*row
	byLease   map[apiclient.LeaseID]*row   // every lease ever merged, with the row that had it first
	sharing   map[apiclient.LeaseID][]*row // the further rows of leases that several messages came with
	unsure    map[*row]struct{}            // the rows in state Leased that are in doubt
	deadlines deadlines
	expected  deadlines // the rows that wait in the queue, by their order there; some don't wait any more
	absent    deadlines // the rows that were missed, by when they were seen last; some were seen since
	found     foundLeases
	held      int
	latest    time.Time // the latest deadline of the live leases, unless it is stale
	stale     bool      // latest may be too late: the lease that set it has ended
	clock     time.Time // the latest reading that Lapse was given
	merges    uint32    // counts merges, to list a row once in each
	changes   uint64    // counts what may have changed an entry
	counting  Counting
}

// New returns an empty ledger.
func New() *Inbox {
	return &Inbox{
		byID:    map[apiclient.MessageID]*row{},
		byLease: map[apiclient.LeaseID]*row{},
		sharing: map[apiclient.LeaseID][]*row{},
		unsure:  map[*row]struct{}{},
	}
}

// Changes counts what may have changed an entry: while it stays, they all do.
func (b *Inbox) Changes() uint64 { return b.changes }

// Len is how many messages were ever seen.
func (b *Inbox) Len() int { return len(b.rows) }

// At returns the entry at position i in order of arrival. It panics unless
// 0 <= i < Len. An entry is made when it is asked for: who reads the visible
// rows pays for those.
func (b *Inbox) At(i int) (e Entry) {
	b.rows[i].fill(&e)
	return e
}

// All goes through the entries in order of arrival, each as it is when its turn
// comes. What is first seen meanwhile is left out.
func (b *Inbox) All() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range b.rows {
			if !yield(b.At(i)) {
				return
			}
		}
	}
}

// Entry returns what is known about a message.
func (b *Inbox) Entry(id apiclient.MessageID) (e Entry, ok bool) {
	r, ok := b.byID[id]
	if ok {
		r.fill(&e)
	}
	return e, ok
}

// ID is the message at position i in order of arrival. It panics unless
// 0 <= i < Len.
func (b *Inbox) ID(i int) apiclient.MessageID { return b.rows[i].id }

// Position is where a message stands in order of arrival. A message never
// changes its position.
func (b *Inbox) Position(id apiclient.MessageID) (int, bool) {
	r, ok := b.byID[id]
	if !ok {
		return 0, false
	}
	return int(r.position), true
}

// add makes a row for a message that was not seen before. What the message says
// is for [Inbox.renew].
func (b *Inbox) add(id apiclient.MessageID, seen time.Time) *row {
	r := b.newRow()
	r.id, r.position = apiclient.MessageID(b.shelf.put(string(id))), uint32(len(b.rows))
	r.setTime(stateTime, seen)
	r.setTime(firstTime, seen)
	r.setTime(lastTime, seen)
	b.rows = append(b.rows, r)
	b.byID[r.id] = r
	return r
}

// Counting is what the merged answers have shown of how the API counts.
func (b *Inbox) Counting() Counting { return b.counting }

// rowsOf are the messages that came with a lease: mostly one.
func (b *Inbox) rowsOf(id apiclient.LeaseID) []*row {
	first, ok := b.byLease[id]
	if !ok {
		return nil
	}
	return append([]*row{first}, b.sharing[id]...)
}

// own files a lease with its row, and says whether that is news. The id that it
// returns is the one to keep.
func (b *Inbox) own(id apiclient.LeaseID, r *row) (kept apiclient.LeaseID, news bool) {
	first, taken := b.byLease[id]
	switch {
	case !taken:
		id = apiclient.LeaseID(b.shelf.put(string(id)))
		b.byLease[id] = r
	case first == r || slices.Contains(b.sharing[id], r):
		return id, false
	default:
		b.sharing[id] = append(b.sharing[id], r)
	}
	return id, true
}

// enter moves a row to a state and keeps the indexes of states true. What was
// said about the state before ends with it, but for a doubt: that a lease has
// lapsed does not tell what became of the call.
func (b *Inbox) enter(r *row, s State, since time.Time) {
	if r.state == Leased {
		b.held--
		b.stale = b.stale || r.time(untilTime).Equal(b.latest)
	}
	delete(b.unsure, r)
	if r.state == Retried && r.rare != nil {
		r.rare.available = time.Time{}
	}
	before := r.state
	r.state = s
	r.setTime(stateTime, since)
	b.found.enter(r, before)
	if s != Lapsed { // what was said of a lease is as true when its time is over
		r.doubt = false
		r.say("")
	}
	if s == Leased {
		b.held++
		b.watch(r)
	}
	b.expect(r)
}

// Sharing lists the messages that came with a lease, the one that had it first
// before the others: mostly one.
func (b *Inbox) Sharing(id apiclient.LeaseID) []apiclient.MessageID {
	rows := b.rowsOf(id)
	ids := make([]apiclient.MessageID, len(rows))
	for i, r := range rows {
		ids[i] = r.id
	}
	return ids
}
