package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
	"leaseview/tui/words"
	"leaseview/views"
)

// One pull, from key to rows: the action table runs pullByKey (or the tick runs
// followIfDue); pullCmd sends the one request; its pulledMsg comes to filePulled,
// which merges the messages into their queue's session, also when another queue
// is on screen by then.

// pullByKey asks first when the pull may spend a message's last delivery.
func (o operator) pullByKey() tea.Cmd { return o.pullAgreed(session.Risk{}) }

// pullAgreed pulls, or asks about what has not been agreed to yet.
func (o operator) pullAgreed(agreed session.Risk) tea.Cmd {
	now := o.s.Risk()
	if agreed.Covers(now) {
		return o.pull(o.pulling.BatchSize, false)
	}
	lines := []views.Styled{
		{Text: words.Sentence(riskWords(o.s)) + ". After it, when the lease ends: " + o.s.Budget().End() + ".", Tone: toneBad},
	}
	risky := o.s.RiskyIDs()
	if len(risky) > 0 {
		e, _ := o.s.Entry(risky[0])
		lines = append(lines, views.Styled{Text: "Of the first: " + o.s.Budget().Outlook(e).Words + ".", Tone: toneMuted})
	}
	lines = append(lines, views.Styled{Text: o.keys.In("{messages.peek} looks without spending anything."), Tone: toneMuted})
	return o.ask(question{
		title: "Pull " + words.Plural(o.pulling.BatchSize, "message", "messages") + " of " + o.s.Name() + "?",
		lines: lines, names: namesOf(o.s, risky), yes: "Pull",
		run: func() tea.Cmd { return o.pullAgreed(now) },
	})
}

// pull leases one batch of so many messages.
func (o operator) pull(size int, byTimer bool) tea.Cmd {
	// A question may have been open since before the journal failed.
	if why := o.journalBroken(); why != "" {
		o.say(notice{text: why, tone: toneWarn})
		return nil
	}
	t, ok := o.begin(flight.Pull, o.s.ID(), byTimer)
	if !ok {
		o.say(notice{text: o.pullRuns(), tone: toneWarn})
		return nil
	}
	options := o.s.Options(o.pulling)
	options.BatchSize = size
	return o.kept(t, "a pull of "+o.s.Name(), nil, pullCmd(o.recorder(), t, options))
}

// pullRuns objects to a pull beside another.
func (o operator) pullRuns() string {
	return o.keys.In("A pull is under way: wait for it, or {messages.cancel} cancels it.")
}

// filePulled takes the answer of a pull, whichever queue is on screen by then.
func (o operator) filePulled(msg pulledMsg) tea.Cmd {
	report := o.s.FilePull(session.Pull{
		Result: msg.result, Err: msg.err, Visibility: msg.visibility, Unasked: msg.ticket.Automatic, Facts: msg.facts,
	}, o.now)
	o.spread(o.s)
	if msg.err != nil {
		o.pullFailed(msg, report)
		return nil
	}
	if msg.result.Metrics != nil {
		o.backlog(o.s.ID()).Take(*msg.result.Metrics)
	}
	var next tea.Cmd
	if _, collecting := o.s.Collecting(); collecting {
		next = o.collected(msg, report)
	} else {
		o.sayPulled(msg, report)
	}
	o.checkFollow(msg, report)
	o.noteOddities(o.s.ID(), msg.result.Oddities)
	o.checkPullRecorded(msg)
	o.advance(msg.result.ReceivedAt)
	return next
}

// sayPulled tells what the pull brought. What returned nothing is never called
// an empty queue.
func (o operator) sayPulled(msg pulledMsg, report session.PullReport) {
	if len(msg.result.Messages) == 0 {
		o.tell(notice{text: "Pull returned 0 messages" + o.whyNone(report.Held), tone: toneInfo})
		return
	}
	until := o.clockTime(msg.result.SentAt.Add(msg.visibility))
	said := notice{
		text: fmt.Sprintf("Leased %s until %s: %d new, %d seen before.",
			words.Plural(report.Leased, "message", "messages"), until, report.New, report.Seen()),
		tone: toneGood,
	}
	if report.Leased == 0 {
		said.text = "The pull brought nothing that anybody here can settle."
	}
	if lines := endingLines(o.s, report.Last, report.Bare); len(lines) > 0 {
		said.tone, said.lines = toneWarn, lines
	}
	o.tell(said)
}

// endingLines say what of a pull, or of several, will end with its lease, and how
// many came without one.
func endingLines(s *session.Session, last []session.Target, bare int) []string {
	var lines []string
	for _, g := range session.ByFate(last) {
		f := s.Budget().Fate(g.Chance)
		lines = append(lines, fmt.Sprintf("When the lease ends, %d %s %s %s.", len(g.Targets), f.On, f.Will, f.What))
	}
	if bare > 0 {
		lines = append(lines, words.Count(int64(bare))+" more came without a lease_id: shown as unleased, since nothing here can settle that.")
	}
	return lines
}

// whyNone ends the sentence of an answer without messages: held is how many
// leases ran before it.
func (o operator) whyNone(held int) string {
	var known []string
	if until := o.heldUntil(o.s); until != "" && held > 0 {
		known = append(known, fmt.Sprintf("%d leased by you %s", held, until))
	}
	if lost := o.lostWords(o.s); lost != "" {
		known = append(known, lost)
	}
	if n, read := o.backlog(o.s.ID()).Count(); read && n > 0 && len(known) == 0 {
		known = append(known, "about "+words.Count(n)+" in the queue: "+untoldWords)
	}
	if len(known) == 0 {
		return ". That does not say that the queue is empty."
	}
	return "; " + strings.Join(known, "; ") + "."
}

// lostWords say what pulls may hide whose answers were lost; "" when none does. It
// is said until their visibility has passed, whatever later pulls bring.
func (c *clock) lostWords(s *session.Session) string {
	n, until := s.Lost(c.now)
	if n == 0 {
		return ""
	}
	return "a lost pull may hold up to " + words.Plural(n, "message", "messages") + " until about " + c.clockTime(until)
}

// hiddenUntil is when what a failed pull may have leased shows up again at the
// latest: its timeout began after the request was sent and before now.
func (o operator) hiddenUntil(msg pulledMsg) time.Time {
	began := o.now
	if e, ok := errors.AsType[*apiclient.Error](msg.err); ok && e.SentAt.After(began) {
		began = e.SentAt
	}
	return began.Add(msg.visibility + tickEvery)
}

func (o operator) pullFailed(msg pulledMsg, report session.PullReport) {
	n := o.explain("Pull failed", msg.err)
	advice := n.lines
	n.lines = nil // what became of messages goes before it
	if report.Leased > 0 {
		n.lines = append(n.lines, fmt.Sprintf("%s that could be read %s leased and shown.", words.Plural(report.Leased, "message", "messages"), words.Are(report.Leased)))
	}
	last, bare := report.Last, report.Bare
	if _, collecting := o.s.Collecting(); collecting {
		o.s.CollectPulled(report, msg.lease(), o.now)
		done := o.s.EndCollect()
		last, bare = done.Last, done.Bare
		n.lines = append(n.lines, "Collecting stopped at "+howFar(done)+".")
	}
	n.lines = append(n.lines, endingLines(o.s, last, bare)...)
	unread := msg.asked - len(msg.result.Messages)
	if lost, known := msg.result.Unreadable.Get(); known {
		unread = int(lost)
	}
	if unread > 0 && apiclient.MayHaveTakenEffect(msg.err) {
		until := o.hiddenUntil(msg)
		o.s.LosePull(unread, until)
		n.lines = append(n.lines, fmt.Sprintf(
			"It may have taken effect: up to %s may be hidden, with an attempt spent, until about %s. It was not repeated.",
			words.Plural(unread, "message", "messages"), o.clockTime(until)))
	}
	if o.s.StopFollow(session.Stop{Reason: session.PullFailed}) {
		n.lines = append(n.lines, "Follow is off.")
	}
	n.lines = append(n.lines, advice...)
	o.tell(n)
	o.noteOddities(o.s.ID(), slices.DeleteFunc(slices.Clone(msg.result.Oddities), func(odd string) bool {
		return strings.Contains(msg.err.Error(), odd) // it has been said
	}))
	o.checkPullRecorded(msg)
}
