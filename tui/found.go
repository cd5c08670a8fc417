package tui

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
	"leaseview/tui/trouble"
	"leaseview/tui/words"
)

// What runs before have left: leases that still run, as the journal tells. Those of
// runs that have ended are rows of their queue which nothing here counts as held,
// until a key adopts them. What another program holds is named and left alone.

// remainsMsg is what the journal tells of leases of other runs.
type remainsMsg struct {
	remains record.Remains
	found   map[apiclient.QueueID][]session.Found
	err     error
}

// readRemains reads the journal once, at the start.
func (d *desk) readRemains() tea.Cmd {
	if d.opts.Journal == nil {
		return nil
	}
	return remainsCmd(d.opts.Journal, d.now)
}

func remainsCmd(book Journal, now time.Time) tea.Cmd {
	return func() tea.Msg {
		remains, err := book.Running(now)
		msg := remainsMsg{remains, make(map[apiclient.QueueID][]session.Found), err}
		for _, f := range remains.Found {
			found := session.Found{
				Message: f.Message,
				Lease:   inbox.Lease{ID: f.Lease, Since: f.Since, Until: f.Until, Attempts: f.Message.Attempts},
				Facts:   session.FactsOf([]apiclient.Message{f.Message})[f.Message.ID],
			}
			if f.Doubt {
				found.Doubt = "the journal has a call on this lease without an answer that tells what it did: it may have taken effect"
			}
			msg.found[f.Queue.ID] = append(msg.found[f.Queue.ID], found)
		}
		return msg
	}
}

// fileRemains gives what was found to the queues that are open, and keeps the rest
// for those that will be.
func (d *desk) fileRemains(msg remainsMsg) {
	if msg.err != nil {
		d.say(notice{
			text:  "The journal could not be read: " + trouble.Text(msg.err),
			lines: []string{"Which leases of runs before still run can't be told."}, tone: toneBad,
		})
		return
	}
	d.foundBefore = msg.found
	for _, s := range d.sessions {
		d.give(s)
	}
	if n := d.remainsNotice(msg.remains); n.text != "" {
		d.say(n)
	}
}

// give files what was found of a queue with its session.
func (d *desk) give(s *session.Session) {
	s.Find(d.foundBefore[s.ID()], d.now)
	delete(d.foundBefore, s.ID())
}

// remainsNotice tells of all of it.
func (d *desk) remainsNotice(r record.Remains) notice {
	n := notice{tone: toneWarn}
	if len(r.Found) > 0 {
		n.text = d.foundWords(r.Found)
		them := words.Them(len(r.Found))
		n.lines = append(n.lines, d.keys.In("Shown as found: releasing and leaving pass "+them+" over until {messages.adopt} adopts "+them+"."))
	}
	for _, e := range r.Elsewhere {
		leases, name := words.Plural(e.Leases, "lease", "leases"), words.Quote(session.NameOf(e.Queue))
		if e.Known {
			n.lines = append(n.lines, fmt.Sprintf("Another leaseview holds %s of %s until %s.", leases, name, d.clockTime(e.Until)))
		} else {
			n.lines = append(n.lines, fmt.Sprintf("%s of %s until %s: whether the run that got %s has ended can't be told here.",
				leases, name, d.clockTime(e.Until), words.Them(e.Leases)))
		}
	}
	if len(r.Elsewhere) > 0 {
		n.lines = append(n.lines, "What is not offered here is left alone.")
	}
	if r.Left > 0 {
		n.lines = append(n.lines, words.Plural(r.Left, "lease is", "leases are")+" not shown: the message is not in the journal, or there are too many.")
	}
	if r.TooMany {
		n.lines = append(n.lines, "The journal tells of too many leases to judge which still run: none is offered.")
	}
	if n.text == "" && len(n.lines) > 0 {
		n.text, n.lines = n.lines[0], n.lines[1:]
	}
	return n
}

// foundWords say how many leases were found, of which queues, and until when.
func (d *desk) foundWords(found []record.Found) string {
	first, last := found[0].Until, found[0].Until
	queues, leases := make(map[string]int), make(map[apiclient.LeaseID]bool)
	for _, f := range found {
		if f.Until.Before(first) {
			first = f.Until
		}
		if f.Until.After(last) {
			last = f.Until
		}
		if !leases[f.Lease] {
			leases[f.Lease] = true
			queues[session.NameOf(f.Queue)]++
		}
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(queues)) {
		names = append(names, words.Quote(name)+" "+words.Count(int64(queues[name])))
	}
	return fmt.Sprintf("%s of a run that has ended still %s until %s: %s.",
		words.Plural(len(leases), "lease", "leases"), runs(len(leases)), d.span(first, last), strings.Join(names, ", "))
}

func runs(n int) string {
	if n == 1 {
		return "runs"
	}
	return "run"
}

// sayFound reminds of what was found in a queue that has just been opened, unless
// the word of all that was found still stands.
func (o operator) sayFound() {
	if n := o.s.Found(); n > 0 && !o.notice.serious() {
		o.say(notice{
			text: words.Plural(n, "message has", "messages have") + " a lease of a run that has ended, shown as found.",
			// With a line of its own it outlives what the first peek says.
			lines: []string{o.keys.In("Releasing and leaving pass " + words.Them(n) + " over until {messages.adopt} adopts " + words.Them(n) + ".")},
			tone:  toneWarn,
		})
	}
}

// nothingToAdopt objects where neither the marks nor the row were found.
func (o operator) nothingToAdopt() string {
	switch {
	case len(o.s.Adoptable()) > 0:
		return ""
	case o.s.Marks() > 0:
		return "None of the marked messages was found with a lease of a run that has ended."
	}
	e, ok := o.s.Selected()
	if !ok {
		return o.noRow()
	}
	return "Only what is shown as found can be adopted: this message is " + e.State.String() + "."
}

// adopt makes found leases ones of this program, as if it had just pulled them.
func (o operator) adopt() tea.Cmd {
	adopted := o.s.Adopt(o.s.Adoptable())
	n := notice{
		text: "Adopted " + words.Plural(len(session.Leases(adopted)), "lease", "leases") + ": held here " + o.heldUntil(o.s) + ", so that releasing and leaving count " + words.Them(len(session.Leases(adopted))) + ".",
		tone: toneGood, lines: endingLines(o.s, session.OnLast(adopted), 0),
	}
	sure := slices.DeleteFunc(slices.Clone(adopted), func(t session.Target) bool { return t.Doubt })
	if doubtful := len(session.Leases(adopted)) - len(session.Leases(sure)); doubtful > 0 {
		n.lines = append(n.lines, words.Plural(doubtful, "is", "are")+" in doubt: "+doubtWords+".")
	}
	if len(n.lines) > 0 {
		n.tone = toneWarn
	}
	o.say(n)
	return adoptCmd(o.recorder(), adopted)
}

// adoptedMsg says how the journal took an adoption.
type adoptedMsg struct{ journal journaling }

func adoptCmd(r recorder, adopted []session.Target) tea.Cmd {
	return func() tea.Msg { return adoptedMsg{r.adopt(adopted)} }
}

func (d *desk) fileAdopted(msg adoptedMsg) {
	if err := msg.journal.err; err != nil {
		d.breakJournal(err)
		d.say(notice{text: "The adoption is not recorded: " + trouble.Text(err), tone: toneBad})
	}
	d.noteReplaced(msg.journal)
}
