package tui

import (
	"errors"

	"leaseview/tui/session"
	"leaseview/tui/trouble"
	"leaseview/tui/words"
)

// What the journal promised must stay true: whoever looks at it later can tell
// what was leased, and what of that was settled.

// checkPullRecorded is loud about a pull that could not be recorded.
func (o operator) checkPullRecorded(msg pulledMsg) {
	defer o.noteReplaced(msg.journal)
	if msg.journal.err == nil {
		return
	}
	o.breakJournal(msg.journal.err)
	o.tell(notice{
		text: "Not recorded: " + trouble.Text(msg.journal.err),
		lines: []string{
			words.Plural(len(msg.result.Messages), "message is", "messages are") + " leased and shown, but not in the journal.",
			"Pulling is refused from now on. Quit and start again with a journal that can be written, or without one.",
		},
		tone: toneBad,
	})
}

// checkCallRecorded is loud about a call about leases whose answer could not be
// recorded. Of one that was not sent, since it could not be recorded itself, the
// job tells.
func (o operator) checkCallRecorded(msg settledMsg) {
	o.noteReplaced(msg.journal)
	if msg.journal.err == nil {
		return
	}
	o.breakJournal(msg.journal.err)
	if _, unsent := errors.AsType[unrecordedError](msg.err); unsent {
		return
	}
	o.addToNotice("Not recorded: " + trouble.Text(msg.journal.err) + ". In the journal the call (" + verbNoun(msg.verb) + ") stays without its answer.")
	o.desk.notice.tone = toneBad
}

// breakJournal ends all pulling.
func (d *desk) breakJournal(err error) {
	d.journal = err
	for _, s := range d.sessions {
		s.StopFollow(session.Stop{Reason: session.JournalFailed})
		s.StopCollect(session.Stop{Reason: session.JournalFailed})
	}
}

func (d *desk) noteReplaced(j journaling) {
	if j.replaced {
		d.addToNotice("The journal's file was moved, removed or replaced: from now on it is a new one under that name, without the lines from before.")
	}
}

// journalBroken objects to pulling once the journal has failed.
func (d *desk) journalBroken() string {
	if d.journal != nil {
		return "The journal can't be written (" + trouble.Text(d.journal) + "), so nothing is pulled: start again with one that can, or without."
	}
	return ""
}
