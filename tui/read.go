package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

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
	return peekCmd(o.opts.Reader, t, o.pulling.BatchSize)
}

func (o operator) filePeeked(msg peekedMsg) {
	fresh := o.s.FilePeek(session.Peek{Result: msg.result, Err: msg.err, Asked: msg.asked, Facts: msg.facts})
	o.spread(o.s)
	if msg.err != nil {
		o.tell(o.explain("Peek failed", o.s.Name(), msg.err))
		return
	}
	if n := len(msg.result.Messages); n > 0 {
		o.tell(notice{
			text: fmt.Sprintf("Peek shows %s, %d new. Nothing was leased.", words.Plural(n, "message", "messages"), fresh),
			tone: toneInfo,
		})
	} else {
		o.tell(notice{text: "Peek returned 0 messages" + o.whyNone(o.s.Held()), tone: toneInfo})
	}
	o.noteOddities(o.s.ID(), msg.result.Oddities)
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
		o.say(o.explain("The settings of "+quoted(o.s)+" could not be read", o.s.Name(), msg.err))
		return
	}
	o.noteOddities(o.s.ID(), msg.queue.Oddities)
}
