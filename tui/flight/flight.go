// Package flight is the board of the calls that are under way: which of them a
// person waits for, which answer belongs to which, and what has changed a queue
// and not answered yet.
//
// It is pure but for the contexts that its calls run in. A Board belongs to one
// goroutine; what Keep returns may be called from another.
package flight

import (
	"context"
	"maps"
	"slices"
	"time"

	"leaseview/apiclient"
)

// Kind names what a call is for. One of a kind and queue is under way at a time.
type Kind uint8

// The kinds.
const (
	List Kind = iota
	Find
	Settings
	Metrics
	Peek
	Pull
	Settle
)

// String is the word in "pulling · esc cancels".
func (k Kind) String() string {
	return [...]string{"reading the queues", "finding the queue", "reading settings", "reading metrics", "peeking", "pulling", "settling"}[k]
}

// Changes says whether such a call changes a queue, so that its answer is filed
// however late it comes.
func (k Kind) Changes() bool { return k == Pull || k == Settle }

// Key is a kind of call on a queue; the queue is "" for calls that are about none.
type Key struct {
	Kind  Kind
	Queue apiclient.QueueID
}

// Ticket is what a call takes along: its context, and the number by which its
// answer is known again.
type Ticket struct {
	Key
	Ctx       context.Context
	Number    int
	Automatic bool // a timer made the call
}

// call is one under way.
type call struct {
	ticket    Ticket
	cancel    context.CancelFunc
	automatic bool // made by a timer: nobody waits for it, and nobody gives it up
}

// Board holds the calls under way. Make one with [New].
type Board struct {
	ctx     context.Context
	timeout time.Duration
	newest  int
	calls   map[Key]call
	late    map[int]*Late // by number
}

// New returns a board without calls. Each call ends with ctx, or when it has
// taken longer than the timeout.
func New(ctx context.Context, timeout time.Duration) *Board {
	return &Board{ctx: ctx, timeout: timeout, calls: make(map[Key]call), late: make(map[int]*Late)}
}

// goesOn says whether such a call is one of many, each of which has a bound of its
// own: reading 10,000 queues takes minutes.
func (k Kind) goesOn() bool { return k == List || k == Find }

// Begin registers a call, or refuses because one of its kind is under way on
// that queue. An automatic call that a person asks for again is the person's
// from then on.
func (b *Board) Begin(key Key, automatic bool) (Ticket, bool) {
	if running, ok := b.calls[key]; ok {
		running.automatic = running.automatic && automatic
		b.calls[key] = running
		return Ticket{}, false
	}
	ctx, cancel := b.context(key.Kind)
	if automatic {
		ctx = apiclient.Automatic(ctx)
	}
	b.newest++
	t := Ticket{key, ctx, b.newest, automatic}
	b.calls[key] = call{ticket: t, cancel: cancel, automatic: automatic}
	return t, true
}

func (b *Board) context(kind Kind) (context.Context, context.CancelFunc) {
	if kind.goesOn() {
		return context.WithCancel(b.ctx)
	}
	return context.WithTimeout(b.ctx, b.timeout)
}

// End closes a call whose answer has come, and says whether it was the one
// awaited. The answer of a read that was not is stale.
func (b *Board) End(t Ticket) bool {
	if !b.Goes(t) {
		return false
	}
	b.calls[t.Key].cancel()
	delete(b.calls, t.Key)
	delete(b.late, t.Number)
	return true
}

// Goes says whether that very call is under way: of one that has more answers,
// none is the last yet.
func (b *Board) Goes(t Ticket) bool {
	running, ok := b.calls[t.Key]
	return ok && running.ticket.Number == t.Number
}

// Running is the ticket of such a call that is under way; false when none is.
func (b *Board) Running(key Key) (Ticket, bool) {
	c, ok := b.calls[key]
	return c.ticket, ok
}

// Awaited is the call that a person waits for while that queue is open, the
// oldest first; false when there is none. The list grows by itself, and is waited
// for where it stands alone.
func (b *Board) Awaited(open apiclient.QueueID) (Key, bool) {
	var found Key
	oldest := 0
	for key, c := range b.calls {
		elsewhere := key.Queue != "" && key.Queue != open || key.Kind == List && open != ""
		if c.automatic || elsewhere {
			continue
		}
		if oldest == 0 || c.ticket.Number < oldest {
			found, oldest = key, c.ticket.Number
		}
	}
	return found, oldest != 0
}

// Cancel asks a call to stop. Its answer, with whatever it says about a
// cancelled call, still arrives and is filed.
func (b *Board) Cancel(key Key) {
	if c, ok := b.calls[key]; ok {
		c.cancel()
	}
}

// Late is a call that changes a queue and has no answer yet.
type Late struct {
	Ticket Ticket
	What   string              // it is, for a report
	Leases []apiclient.LeaseID // that it settles or extends
	Done   chan struct{}       // closed once Answer is there
	Answer any
}

// Keep says that a call changes its queue: its answer is left here as well, for
// when nobody reads messages any more. What is returned takes that answer.
func (b *Board) Keep(t Ticket, what string, leases []apiclient.LeaseID) func(answer any) {
	l := &Late{Ticket: t, What: what, Leases: leases, Done: make(chan struct{})}
	b.late[t.Number] = l
	return func(answer any) {
		l.Answer = answer
		close(l.Done)
	}
}

// Late are the kept calls without an answer, the oldest first.
func (b *Board) Late() []*Late {
	late := make([]*Late, 0, len(b.late))
	for _, number := range slices.Sorted(maps.Keys(b.late)) {
		late = append(late, b.late[number])
	}
	return late
}
