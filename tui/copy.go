package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/trouble"
	"leaseview/tui/words"
)

// copyText puts text, byte for byte, on the system clipboard; where there is
// none the terminal is asked by OSC 52.
func (d *desk) copyText(what, text string) tea.Cmd {
	if d.opts.Clipboard == nil {
		return d.copyByTerminal(what, text, "")
	}
	return clipboardCmd(d.opts.Clipboard, what, text)
}

func (d *desk) fileCopied(msg copiedMsg) tea.Cmd {
	if msg.err != nil {
		return d.copyByTerminal(msg.what, msg.text, " The system clipboard failed: "+trouble.Text(msg.err)+".")
	}
	d.say(notice{text: "Copied " + copyWords(msg.what, msg.text) + " to the system clipboard.", tone: toneGood})
	return nil
}

// copyByTerminal asks the terminal, which never answers: so nothing is called
// copied, and what stands between is named.
func (d *desk) copyByTerminal(what, text, why string) tea.Cmd {
	n := notice{text: "Sent " + copyWords(what, text) + " to the terminal's clipboard (OSC 52).", tone: toneInfo}
	switch d.opts.Between {
	case Tmux:
		n.text = "Sent " + copyWords(what, text) + " to tmux by OSC 52, which passes it on only with its option set-clipboard on: tmux set -s set-clipboard on."
		n.tone = toneWarn
	case GNUScreen:
		n.text = "Sent " + copyWords(what, text) + " to screen by OSC 52, which need not pass it on to your terminal."
		n.tone = toneWarn
	}
	if why != "" {
		n.text += why
		n.tone = toneWarn
	}
	d.say(n)
	return tea.SetClipboard(text)
}

func copyWords(what, text string) string {
	return fmt.Sprintf("%s (%s)", what, words.Plural(len(text), "byte", "bytes"))
}

// copyLease copies the lease_ids of the marked messages, one a line, else that
// of the row.
func (o operator) copyLease() tea.Cmd {
	if o.s.Marks() > 0 {
		return o.copyMarkedLeases()
	}
	e, _ := o.s.Selected()
	what := "the lease_id"
	if e.State != inbox.Leased {
		what = "the last lease_id, " + o.leaseWords(e)
	}
	o.copied = []apiclient.LeaseID{e.Lease.ID}
	return o.copyText(what, string(e.Lease.ID))
}

func (o operator) copyMarkedLeases() tea.Cmd {
	c := o.copyOf(o.s.MarkedIDs(), true, bodyForm{})
	if len(c.leases) == 0 {
		o.say(notice{text: o.keys.In("None of the marked messages has a lease yet: {messages.pull} leases a batch, {messages.clear-marks} clears the marks."), tone: toneWarn})
		return nil
	}
	o.copied = c.leases
	return o.copyText(c.leaseWords(), c.leaseLines())
}

// noLease says why there is no lease_id to copy; "" when there is one.
func (o operator) noLease() string {
	e, ok := o.s.Selected()
	switch {
	case !ok:
		return o.noRow()
	case o.s.Marks() == 0 && e.Lease.ID == "":
		return "No lease yet: " + o.leaseHint() + "."
	}
	return ""
}

// noRow is how to come by a message.
func (o operator) noRow() string {
	return o.keys.In("No message here yet: {messages.peek} peeks, {messages.pull} pulls a batch.")
}

// noSelection objects while there is no message to act on.
func (o operator) noSelection() string {
	if o.s.Cursor() == "" {
		return o.noRow()
	}
	return ""
}

// copyMade puts a text that has been made on the clipboard.
func (d *desk) copyMade(msg copyMadeMsg) tea.Cmd {
	if msg.err != nil {
		d.say(notice{text: "Not copied: " + trouble.Text(msg.err), tone: toneBad})
		return nil
	}
	return d.copyText(msg.what, msg.text)
}

// curl writes commands for the API that is open.
func (d *desk) curl() apiclient.Curl {
	return apiclient.Curl{BaseURL: d.opts.BaseURL, Account: d.opts.Account}
}
