package tui

import (
	"context"
	"time"

	"leaseview/apiclient"
)

// callKind names what a request is for. One of a kind and queue is under way at
// a time.
type callKind uint8

const (
	callList callKind = iota
	callFind
	callSettings
	callMetrics
	callPeek
	callPull
	callSettle
)

// String is the word in "pulling · esc cancels".
func (k callKind) String() string {
	return [...]string{"reading the queues", "finding the queue", "reading settings", "reading metrics", "peeking", "pulling", "settling"}[k]
}

// changes says whether such a call changes a queue, so that its answer is filed
// however late it comes.
func (k callKind) changes() bool { return k == callPull || k == callSettle }

type callKey struct {
	kind  callKind
	queue apiclient.QueueID
}

// call is a request under way.
type call struct {
	seq       int
	started   time.Time
	cancel    context.CancelFunc
	automatic bool // made by a timer: no spinner, and esc leaves it alone
}

// ticket is what a command takes along: its context, and the number by which
// its answer is known again.
type ticket struct {
	callKey
	ctx context.Context
	seq int
}

// begin registers a call, or refuses because one of its kind is under way.
func (m *Model) begin(kind callKind, queue apiclient.QueueID, automatic bool) (ticket, bool) {
	key := callKey{kind, queue}
	if running, ok := m.calls[key]; ok {
		if running.automatic && !automatic {
			running.automatic = false // a person is waiting for it now
			m.calls[key] = running
		}
		return ticket{}, false
	}
	ctx, cancel := context.WithTimeout(m.ctx, callTimeout)
	if automatic {
		ctx = apiclient.Automatic(ctx)
	}
	m.seq++
	m.calls[key] = call{seq: m.seq, started: m.now, cancel: cancel, automatic: automatic}
	return ticket{key, ctx, m.seq}, true
}

// end closes a call whose answer has come, and says whether it was the one
// awaited. A read that was not is stale and is dropped; the answer of a call
// that changed the queue is filed all the same.
func (m *Model) end(t ticket) bool {
	running, ok := m.calls[t.callKey]
	if !ok || running.seq != t.seq {
		return false
	}
	running.cancel()
	delete(m.calls, t.callKey)
	delete(m.late, t.seq)
	return true
}

// underWay is the call that a person is waiting for on this screen, the oldest
// first.
func (m *Model) underWay() (callKey, call, bool) {
	var found callKey
	var oldest call
	for key, c := range m.calls {
		if c.automatic || (key.queue != "" && key.queue != m.open) {
			continue
		}
		if oldest.seq == 0 || c.seq < oldest.seq {
			found, oldest = key, c
		}
	}
	return found, oldest, oldest.seq != 0
}

// cancelCall asks the oldest call to stop. Its answer, with whatever it says
// about a cancelled call, still arrives and is filed. A job of several calls
// stops after the one under way, whose answer is worth waiting for.
func (m *Model) cancelCall() {
	key, c, ok := m.underWay()
	switch {
	case !ok:
	case key.kind == callSettle && m.job != nil:
		m.job.cancelled = true
	default:
		c.cancel()
	}
}
