package flight_test

import (
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/flight"
)

func board(t *testing.T) *flight.Board {
	t.Helper()
	return flight.New(t.Context(), time.Hour)
}

func begin(t *testing.T, b *flight.Board, kind flight.Kind, queue apiclient.QueueID, automatic bool) flight.Ticket {
	t.Helper()
	ticket, ok := b.Begin(flight.Key{Kind: kind, Queue: queue}, automatic)
	if !ok {
		t.Fatalf("%v of %q is refused", kind, queue)
	}
	return ticket
}

func runs(b *flight.Board, t flight.Ticket) bool {
	_, ok := b.Running(t.Key)
	return ok
}

func TestOneOfAKindAndQueueAtATime(t *testing.T) {
	t.Parallel()
	b := board(t)
	first := begin(t, b, flight.Pull, "a", false)
	if _, ok := b.Begin(first.Key, false); ok {
		t.Error("a second pull of one queue began")
	}
	begin(t, b, flight.Pull, "b", false)
	begin(t, b, flight.Peek, "a", false)
	if running, ok := b.Running(first.Key); !ok || running.Number != first.Number {
		t.Errorf("running is %+v", running)
	}
	if !b.End(first) || runs(b, first) || b.End(first) {
		t.Error("the first pull did not end once")
	}
	second := begin(t, b, flight.Pull, "a", false)
	if b.End(first) || !runs(b, second) {
		t.Error("the answer of the first pull ended the second")
	}
}

// What a timer asked is nobody's to wait for, until a person asks for it too.
func TestWhatAPersonWaitsFor(t *testing.T) {
	t.Parallel()
	b := board(t)
	metrics := begin(t, b, flight.Metrics, "a", true)
	if key, ok := b.Awaited("a"); ok {
		t.Errorf("somebody waits for %v", key)
	}
	begin(t, b, flight.Pull, "b", false)
	if _, ok := b.Awaited("a"); ok {
		t.Error("somebody waits for a call on another queue")
	}
	pull := begin(t, b, flight.Pull, "a", false)
	if key, _ := b.Awaited("a"); key != pull.Key {
		t.Errorf("awaited is %v", key)
	}
	if _, ok := b.Begin(metrics.Key, false); ok {
		t.Error("a second poll began")
	}
	if key, _ := b.Awaited("a"); key != metrics.Key {
		t.Errorf("awaited is %v, not the older one that is a person's now", key)
	}
	if _, ok := b.Begin(metrics.Key, true); ok {
		t.Error("a third poll began")
	}
	if key, _ := b.Awaited("a"); key != metrics.Key {
		t.Error("a timer took a person's call away")
	}
	b.End(metrics)
	b.End(pull)
	list := begin(t, b, flight.List, "", false)
	if key, ok := b.Awaited("a"); ok {
		t.Errorf("%v is awaited where a queue is open", key)
	}
	if key, ok := b.Awaited(""); !ok || key != list.Key {
		t.Error("the list is not awaited where it stands")
	}
	find := begin(t, b, flight.Find, "", false)
	if key, ok := b.Awaited("a"); !ok || key != find.Key {
		t.Error("a call about no queue is not awaited")
	}
}

func TestCallsEnd(t *testing.T) {
	t.Parallel()
	b := board(t)
	pull := begin(t, b, flight.Pull, "a", false)
	b.Cancel(flight.Key{Kind: flight.Pull, Queue: "b"})
	if pull.Ctx.Err() != nil {
		t.Error("cancelling another call ended this one")
	}
	b.Cancel(pull.Key)
	if pull.Ctx.Err() == nil || !runs(b, pull) {
		t.Error("a cancelled call goes on, or is gone before its answer")
	}
	short := flight.New(t.Context(), 0)
	list := begin(t, short, flight.List, "", false)
	if list.Ctx.Err() != nil || !short.Goes(list) {
		t.Error("the list is bounded as if it were one call")
	}
	if short.Cancel(list.Key); list.Ctx.Err() == nil || !short.Goes(list) || !short.End(list) || short.Goes(list) {
		t.Error("the list can't be given up")
	}
	if t2 := begin(t, short, flight.Peek, "a", false); t2.Ctx.Err() == nil {
		t.Error("a call has no end")
	}
}

// A call that changes a queue stays on the board until its answer is filed.
func TestLateAnswersAreKept(t *testing.T) {
	t.Parallel()
	b := board(t)
	pull := begin(t, b, flight.Pull, "a", false)
	settle := begin(t, b, flight.Settle, "a", false)
	answerSettle := b.Keep(settle, "a call", []apiclient.LeaseID{"l"})
	b.Keep(pull, "a pull", nil)
	late := b.Late()
	if len(late) != 2 || late[0].What != "a pull" || late[1].What != "a call" || late[1].Leases[0] != "l" || late[1].Ticket.Queue != "a" {
		t.Fatalf("late are %+v", late)
	}
	answerSettle("done")
	<-late[1].Done
	if late[1].Answer != "done" {
		t.Errorf("the answer is %v", late[1].Answer)
	}
	b.End(settle)
	if late = b.Late(); len(late) != 1 || late[0].What != "a pull" {
		t.Errorf("after the answer late are %+v", late)
	}
}

func TestKinds(t *testing.T) {
	t.Parallel()
	for kind := flight.List; kind <= flight.Settle; kind++ {
		if kind.String() == "" || kind.Changes() != (kind == flight.Pull || kind == flight.Settle) {
			t.Errorf("kind %d is %q, changes %v", kind, kind, kind.Changes())
		}
	}
}
