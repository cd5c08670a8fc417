package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
	"leaseview/tui/words"
)

// refresh reads everything that can be read without leasing.
func (o operator) refresh() tea.Cmd {
	return tea.Batch(o.readSettings(), o.readMetrics(false), o.peek())
}

// peek looks at the head of the queue without leasing.
func (o operator) peek() tea.Cmd {
	t, ok := o.begin(flight.Peek, o.s.ID(), false)
	if !ok {
		return nil
	}
	size, fallback := o.peekSizes(o.pulling)
	return peekCmd(o.opts.Reader, t, size, fallback)
}

func (o operator) filePeeked(msg peekedMsg) {
	fresh := o.s.FilePeek(session.Peek{Result: msg.result, Err: msg.err, Asked: msg.asked, Facts: msg.facts})
	o.spread(o.s)
	if msg.err != nil {
		o.tell(o.explain("Peek failed", msg.err))
		return
	}
	if msg.refused > 0 {
		o.tooMany = msg.refused
	}
	if len(msg.result.Messages) > 0 {
		o.tell(notice{text: peekWords(msg, fresh), tone: toneInfo})
	} else {
		o.tell(notice{text: "Peek returned 0 messages" + o.whyNone(o.s.Held()), tone: toneInfo})
	}
	o.noteOddities(o.s.ID(), msg.result.Oddities)
}

// peekWords tell what a peek shows, and whether another could show more. What it
// shows is never called the whole queue.
func peekWords(msg peekedMsg, fresh int) string {
	n := len(msg.result.Messages)
	first, far := "", ""
	switch {
	case n < msg.asked:
		far = ": all that it sees"
	case msg.refused > 0:
		far = ", as the API refuses " + words.Count(int64(msg.refused))
	case msg.asked == apiclient.MaxBatchSize:
		far = ": the most that it can"
	default:
		first = "the first "
	}
	return fmt.Sprintf("Peek shows %s%s, %d new%s. Nothing was leased.", first, words.Plural(n, "message", "messages"), fresh, far)
}

func (o operator) readSettings() tea.Cmd {
	t, ok := o.begin(flight.Settings, o.s.ID(), false)
	if !ok {
		return nil
	}
	return settingsCmd(o.opts.Reader, t)
}

func (o operator) fileSettings(msg settingsMsg) {
	o.s.SetQueue(msg.queue)
	if msg.consumed {
		o.s.SetConsumers(msg.consumers)
	}
	if msg.err != nil {
		o.tell(o.explain("The settings could not be read", msg.err))
		return
	}
	o.noteOddities(o.s.ID(), msg.queue.Oddities)
}
