package tui

import (
	"fmt"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
	"leaseview/tui/words"
	"leaseview/views"
)

// Collecting pulls batch after batch, since nothing else shows more than the head
// of a queue: openCollect asks how many, askCollect what that costs, collectNext
// sends a pull, and its answer comes to collected by way of filePulled.

// defaultCollect is how many messages are collected where the backlog is not known.
const defaultCollect = apiclient.MaxBatchSize

// openCollect asks how many messages to collect: those of the backlog, unless
// another number is typed.
func (o operator) openCollect() tea.Cmd {
	bounds := words.Range{Least: 1, Most: session.MaxCollected - o.s.Held()}
	wanted, hint := min(defaultCollect, bounds.Most), "the backlog is not known"
	if n, known := o.backlog(o.s.ID()).Count(); known {
		hint = "the backlog is about " + words.Count(n)
		if n > 0 {
			wanted = int(min(n, int64(bounds.Most)))
		}
	}
	take := func(p *views.Prompt) (tea.Cmd, bool) {
		n, err := bounds.Parse(p.Values()[0])
		if err != nil {
			p.SetErr(0, err.Error())
			return nil, false
		}
		return o.askCollect(n), true
	}
	return o.openPrompt("Collect messages of "+o.s.Name(), take,
		views.PromptField{Label: "How many", Value: strconv.Itoa(wanted), Hint: bounds.String() + "; " + hint})
}

// askCollect asks whether to collect so many messages, and says what it costs.
func (o operator) askCollect(wanted int) tea.Cmd {
	agreed := o.s.CollectRisk()
	var risky []apiclient.MessageID
	if agreed.Danger == session.SeenLast {
		risky = o.s.RiskyIDs()
	}
	return o.ask(question{
		title: "Collect up to " + words.Plural(wanted, "message", "messages") + " of " + o.s.Name() + "?",
		lines: o.collectLines(wanted, agreed.Danger), names: namesOf(o.s, risky), yes: "Collect", always: true,
		run: func() tea.Cmd {
			if why := o.cannotCollect(); why != "" {
				o.say(notice{text: why, tone: toneWarn})
				return nil
			}
			if !agreed.Covers(o.s.CollectRisk()) {
				return o.askCollect(wanted)
			}
			o.s.StartCollect(wanted, agreed)
			return o.collectNext()
		},
	})
}

// collectLines say what collecting costs, and when it ends.
func (o operator) collectLines(wanted int, danger session.Danger) []views.Styled {
	visibility := o.s.Visibility(o.pulling)
	pulls := (wanted + apiclient.MaxBatchSize - 1) / apiclient.MaxBatchSize
	lines := []views.Styled{{
		Text: fmt.Sprintf("At least %s. Each message costs an attempt and is hidden from consumers for %s, the first until about %s.",
			words.Plural(pulls, "pull", "pulls"), words.Setting(visibility), o.clockTime(o.now.Add(visibility))),
		Tone: toneWarn,
	}}
	lines = append(lines, o.collectRisk(danger)...)
	return append(lines, views.Styled{
		Text: "It ends by itself after three answers without messages, at an error, or when the first lease has less than a quarter of its time left." + o.keys.In(" {messages.cancel} stops it."),
		Tone: toneMuted,
	})
}

// collectRisk says for how many of the messages it is the last delivery.
func (o operator) collectRisk(d session.Danger) []views.Styled {
	end := " After it, when the lease ends: " + o.s.Budget().End() + "."
	switch d {
	case session.NoDanger:
		return []views.Styled{{Text: "It is the last delivery of none seen here; it stops at the first of which it may be.", Tone: toneNormal}}
	case session.SeenLast:
		surely := 0
		ids := o.s.RiskyIDs()
		for _, id := range ids {
			if e, _ := o.s.Entry(id); o.s.Budget().NextLast(e) == inbox.Surely {
				surely++
			}
		}
		return []views.Styled{{Text: lastOf(surely, len(ids)-surely) + end, Tone: toneBad}, {Text: "It stops at any other of which it may be.", Tone: toneMuted}}
	default:
		return []views.Styled{{Text: words.Sentence(dangerWords(o.s, d)) + "." + end, Tone: toneBad}}
	}
}

// lastOf says for how many messages it is the last delivery, and for how many it may
// be; one of them is more than none.
func lastOf(surely, perhaps int) string {
	switch {
	case surely == 0:
		return "It is perhaps the last delivery of " + words.Count(int64(perhaps)) + " seen here."
	case perhaps == 0:
		return "It is surely the last delivery of " + words.Count(int64(surely)) + " seen here."
	default:
		return fmt.Sprintf("It is surely the last delivery of %s seen here, perhaps of %s.", words.Count(int64(surely)), words.Count(int64(perhaps)))
	}
}

// collectNext sends the next pull.
func (o operator) collectNext() tea.Cmd {
	cmd := o.pull(o.s.CollectBatch(), false)
	if cmd == nil {
		o.s.EndCollect() // it was said why nothing can be sent
	}
	return cmd
}

// collected goes on with collecting when a pull has brought its messages, or ends it.
func (o operator) collected(msg pulledMsg, report session.PullReport) tea.Cmd {
	stop := o.s.CollectPulled(report, msg.lease(), o.now)
	switch {
	case msg.journal.err != nil:
		o.breakJournal(msg.journal.err) // before it is told whether it can go on
		stop = session.Stop{Reason: session.JournalFailed}
	case stop.Reason == session.NoReason:
		return o.collectNext()
	}
	o.tell(o.collectDone(stop))
	return nil
}

// collectDone tells what was collected, and why no more.
func (o operator) collectDone(stop session.Stop) notice {
	done := o.s.EndCollect()
	n := notice{tone: toneGood}
	switch stop.Reason {
	case session.Complete:
		n.text = "Collected " + words.Plural(done.Messages, "message", "messages")
		if until := o.heldUntil(o.s); until != "" {
			n.text += ", leased " + until
		}
		n.text += "."
	case session.NothingCame:
		n.text = "Collected " + howFar(done) + ": three pulls in a row brought no further one. That does not say that the queue is empty."
	case session.ByKey:
		n.text = "Collected " + howFar(done) + ", then stopped."
	default:
		n.text, n.tone = "Collecting stopped at "+howFar(done)+": "+whyStopped(o.s, stop)+".", toneBad
	}
	if lines := endingLines(o.s, done.Last, done.Bare); len(lines) > 0 {
		n.tone, n.lines = max(n.tone, toneWarn), lines
	}
	if done.Messages < done.Wanted && o.cannotCollect() == "" {
		n.lines = append(n.lines, o.keys.In("{messages.collect} goes on, after asking."))
	}
	return n
}

// howFar is how many messages were collected of how many.
func howFar(c session.Collected) string {
	return words.Count(int64(c.Messages)) + " of " + words.Plural(c.Wanted, "message", "messages")
}

// collectWords is the footer's progress.
func collectWords(c session.Collected) string {
	count := "collecting " + words.Count(int64(c.Messages)) + "/" + words.Count(int64(c.Wanted))
	if c.Wanted <= apiclient.MaxBatchSize {
		return count
	}
	return progressBar(min(c.Messages, c.Wanted), c.Wanted) + " " + count
}

// cannotCollect objects to collecting.
func (o operator) cannotCollect() string {
	switch {
	case o.s.Following():
		return o.keys.In("Follow pulls already: {messages.follow} stops it first.")
	case o.journal != nil:
		return o.journalBroken()
	case o.now.Before(o.blocked):
		return o.limitedWords()
	case o.s.Held() >= session.MaxCollected:
		return words.Count(int64(o.s.Held())) + " messages are leased, and no more are collected beside those."
	case o.busyCollecting() != "":
		return o.busyCollecting()
	case o.runs(flight.Pull, o.s.ID()):
		return o.pullRuns()
	}
	return o.cannotPull()
}

// busyCollecting objects while messages are collected.
func (o operator) busyCollecting() string {
	if c, ok := o.s.Collecting(); ok {
		return "Still " + collectWords(c) + o.keys.In(": wait for it, or {messages.cancel} stops it after the pull under way.")
	}
	return ""
}
