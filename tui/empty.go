package tui

import (
	"fmt"

	"leaseview/tui/session"
	"leaseview/tui/trouble"
	"leaseview/tui/words"
)

// The texts for nothing to show, and for why nothing can be leased. Loading,
// failed, not pullable and nothing waiting are different things, and each says
// what to press next.

// explainOpening fills an empty screen with why it is empty, and the keys that
// lead on from there.
func (d *desk) explainOpening(queue string, err error, ways string) []string {
	return append(append([]string{trouble.Text(err)}, d.explained(queue, err)...), d.keys.In(ways))
}

// emptyTable is what the table says while it has no rows.
func (o operator) emptyTable() (string, []string) {
	peek, pull := o.s.Peeked(), o.s.Pulled()
	switch {
	case pull.Ending == session.Nothing:
		return "Pull returned 0 messages", []string{o.backlogHint(), o.keys.In("{messages.pull} pulls again, {messages.peek} peeks.")}
	case peek.Ending == session.Failed:
		lines := append([]string{trouble.Text(peek.Err)}, o.explained(peek.Err)...)
		return "Peek failed", append(lines, o.keys.In("{messages.peek} tries again, {messages.pull} pulls a batch (which leases it)."))
	case peek.Ending == session.NotYet:
		return "Peeking at " + o.s.Name() + "…", nil
	case o.s.Queue().DeliveryPaused:
		return "Peek returned 0 messages; delivery is paused", []string{o.backlogHint(), "Resume it with: " + trouble.ResumeCommand(o.s.Name())}
	default:
		return "Peek returned 0 messages", []string{o.backlogHint(), o.keys.In("{messages.peek} peeks again, {messages.pull} pulls a batch (which leases it).")}
	}
}

// seeHint is how to come by a message to select.
func (o operator) seeHint() string {
	if o.readOnly() {
		return o.keys.In("{messages.peek} peeks without leasing.")
	}
	return o.keys.In("{messages.peek} peeks without leasing; {messages.pull} pulls a batch.")
}

// leaseHint is how to come by a lease.
func (o operator) leaseHint() string {
	switch {
	case o.readOnly():
		return "read-only mode leases nothing"
	case o.s.Pullable() != session.CanPull:
		return "nothing can be pulled from this queue now"
	default:
		return o.keys.In("{messages.pull} leases a batch")
	}
}

// backlogHint says what the backlog tells of a queue that shows nothing. Why
// messages are not handed out nobody can see: an answer without any does not
// mean that there are none.
func (o operator) backlogHint() string {
	n, known := o.backlog(o.s.ID()).Count()
	lost := o.lostWords(o.s)
	switch {
	case lost != "":
		return words.Sentence(lost) + "."
	case !known:
		return "The backlog is not known."
	case n == 0:
		return "The backlog is about 0."
	default:
		return fmt.Sprintf("About %s in the queue: %s.", words.Plural(int(n), "message is", "messages are"), untoldWords)
	}
}

// untoldWords are for a queue that hands out nothing though it has messages: no
// answer tells the reason.
const untoldWords = "why none came, the API does not say"

// cannotPull says why a pull can't work on this queue, as far as its settings
// are known.
func (o operator) cannotPull() string {
	if !o.s.ID().Askable() {
		return "The API gave this queue an id that no call can be about, so nothing can be asked of it."
	}
	consumers, _ := o.s.Consumers()
	switch o.s.Pullable() {
	case session.Paused:
		return "Delivery of this queue is paused, so nothing can be leased. Resume it with: " + trouble.ResumeCommand(o.s.Name()) + o.keys.In(" (then {messages.refresh}). {messages.peek} still peeks.")
	case session.OtherConsumers:
		return "The queue is consumed by " + trouble.ConsumerNames(consumers) + o.keys.In(": it has no HTTP pull consumer, so nothing can be leased. {messages.peek} still peeks. ") +
			trouble.MakeRoom(o.s.Name(), consumers).Words(nil)
	case session.NoConsumers:
		return "The queue has no HTTP pull consumer. Add one with: " + trouble.AddConsumerCommand(o.s.Name()) + o.keys.In(" (then {messages.refresh}). {messages.peek} still peeks.")
	default:
		return ""
	}
}
