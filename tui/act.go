package tui

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/inbox"
	"leaseview/tui/session"
	"leaseview/tui/words"
	"leaseview/views"
)

// What a key does to leases: it takes the marks or the row, asks where there is
// something to ask, and starts a job.

// ack asks first: an acked message is gone.
func (o operator) ack() tea.Cmd {
	chosen := o.s.Selection()
	if len(chosen.Targets) == 0 {
		return o.nothingLeft(chosen)
	}
	them := "the message"
	if len(chosen.Targets) > 1 {
		them = "them all"
	}
	lines := []views.Styled{{Text: "An ack deletes " + them + " from the queue. It can't be undone.", Tone: toneWarn}}
	lines = append(append(lines, doubtLines(o.s, chosen.Targets)...), sharedNote(chosen.Targets)...)
	lines = append(append(lines, selectionNotes(chosen)...), staysNote(o.s, chosen)...)
	return o.ask(question{
		title: fmt.Sprintf("Ack %s of %s?", words.Plural(len(chosen.Targets), "message", "messages"), o.s.Name()),
		lines: lines, names: targetNames(o.s, chosen.Targets), yes: "Ack", always: true,
		run: func() tea.Cmd {
			return o.startJob(&session.Job{Verb: session.Ack, Rest: chosen.Targets, Agreed: session.ConsentTo(chosen.Targets)})
		},
	})
}

// retryNow makes messages available at once. It asks when that ends any.
func (o operator) retryNow() tea.Cmd {
	now := time.Duration(0)
	return o.retry(retrying{o.s.Selection(), &now, "at once"}, session.Consent{})
}

// retrying is a retry before it is sent.
type retrying struct {
	chosen session.Selection
	delay  *time.Duration
	when   string
}

// retry sends, or asks first: of what it ends or may end, and of a lease whose
// last call is in doubt. A yes is asked for again where it does not cover what
// is true by the time that it is given.
func (o operator) retry(r retrying, agreed session.Consent) tea.Cmd {
	if len(r.chosen.Targets) == 0 {
		return o.nothingLeft(r.chosen)
	}
	r.chosen.Targets = o.s.JudgedAnew(r.chosen.Targets)
	if !slices.ContainsFunc(r.chosen.Targets, func(t session.Target) bool { return !agreed.Covers(t) }) {
		return o.startJob(&session.Job{Verb: session.Retry, Rest: r.chosen.Targets, Agreed: agreed, Delay: r.delay})
	}
	return o.ask(question{
		title: "Retry " + words.Plural(len(r.chosen.Targets), "message", "messages") + " " + r.when + "?",
		lines: retryLines(o.s, r.chosen), names: targetNames(o.s, r.chosen.Targets), yes: "Retry",
		run: func() tea.Cmd { return o.retry(r, session.ConsentTo(r.chosen.Targets)) },
	})
}

// retryLines say what a retry would end, and what of it is in doubt.
func retryLines(s *session.Session, chosen session.Selection) []views.Styled {
	var lines []views.Styled
	for _, g := range session.ByFate(session.OnLast(chosen.Targets)) {
		n, f := len(g.Targets), s.Budget().Fate(g.Chance)
		lines = append(lines, views.Styled{
			Text: fmt.Sprintf("%d of %s %s: a retry %s %s: %s.",
				n, words.Plural(len(chosen.Targets), "message", "messages"), f.On, f.Ends, words.Them(n), f.What),
			Tone: toneBad,
		})
	}
	lines = append(append(lines, doubtLines(s, chosen.Targets)...), sharedNote(chosen.Targets)...)
	return append(append(lines, selectionNotes(chosen)...), staysNote(s, chosen)...)
}

// openRetryDelay asks after how long the retry is to happen. Its targets are
// those of this moment, whatever arrives beneath the prompt.
func (o operator) openRetryDelay() tea.Cmd {
	chosen := o.s.Selection()
	if len(chosen.Targets) == 0 {
		return o.nothingLeft(chosen)
	}
	take := func(p *views.Prompt) (tea.Cmd, bool) {
		delay, err := words.ParseDuration(p.Values()[0])
		if err != nil || !delaySpan.Holds(delay) || delay%time.Second != 0 {
			p.SetErr(0, "whole seconds from "+delaySpan.String()+", such as 90s or 10m")
			return nil, false
		}
		return o.retry(retrying{chosen, &delay, "after " + words.Setting(delay)}, session.Consent{}), true
	}
	return o.openPrompt("Retry "+words.Plural(len(chosen.Targets), "message", "messages")+" after a delay", take,
		views.PromptField{Label: "Delay", Value: "60s", Hint: delaySpan.String() + ", such as 90s or 10m"})
}

// extend asks for a new lease of the length that a pull would ask for.
func (o operator) extend() tea.Cmd {
	chosen := o.s.Selection()
	if len(chosen.Targets) == 0 {
		return o.nothingLeft(chosen)
	}
	start := func() tea.Cmd {
		return o.startJob(&session.Job{
			Verb: session.Extend, Rest: chosen.Targets, Agreed: session.ConsentTo(chosen.Targets), Visibility: o.s.Visibility(o.pulling),
		})
	}
	doubt := doubtLines(o.s, chosen.Targets)
	if len(doubt) == 0 {
		return start()
	}
	return o.ask(question{
		title: "Extend " + words.Plural(len(session.Leases(chosen.Targets)), "lease", "leases") + "?",
		lines: append(doubt, selectionNotes(chosen)...), names: targetNames(o.s, chosen.Targets), yes: "Extend", run: start,
	})
}

// release puts back all that is held, at once, except what that would end and
// what may have been settled already.
func (o operator) release() tea.Cmd {
	held := o.s.Holding()
	now := time.Duration(0)
	j := &session.Job{Verb: session.Release, Rest: held.Release, Delay: &now, LeftLast: held.Last, LeftDoubt: held.Doubt}
	if len(held.Release) == 0 {
		n := o.spared(j, notice{text: "Nothing was released.", tone: toneWarn})
		n.lines = append(n.lines, o.keys.In("{messages.ack} acks, {messages.extend} extends, {messages.retry} retries after asking."))
		o.say(n)
		return nil
	}
	return o.startJob(j)
}

// nothingLeft says why marks came to nothing.
func (o operator) nothingLeft(c session.Selection) tea.Cmd {
	n := notice{text: words.Plural(c.Without, "marked message has", "marked messages have") + o.keys.In(" no lease to settle: {messages.pull} leases a batch, {messages.clear-marks} clears the marks."), tone: toneWarn}
	if c.Found > 0 {
		n.text = words.Plural(c.Found, "marked message has", "marked messages have") + o.keys.In(" a lease of a run that has ended: {messages.adopt} adopts it first.")
	}
	if c.Doubtful > 0 {
		n.text = words.Plural(c.Doubtful, "marked message is", "marked messages are") + " in doubt: " + doubtWords + "."
		n.lines = []string{o.keys.In("Without marks, the key on the row itself asks about it. {messages.clear-marks} clears the marks.")}
	}
	o.say(n)
	return nil
}

// extendMissing objects once the API has said that it has no extend.
func (o operator) extendMissing() string {
	if o.noExtend {
		return "This API has no extend: ack or retry before the lease lapses."
	}
	return ""
}

// nothingToSettle objects while neither the marks nor the row hold a lease. It
// looks at the row only, unless there are marks.
func (o operator) nothingToSettle() string {
	if o.s.Marks() > 0 {
		return ""
	}
	e, ok := o.s.Selected()
	switch {
	case !ok:
		return o.noRow()
	case e.State == inbox.Found:
		return o.keys.In("The lease is one of a run that has ended: {messages.adopt} adopts it first.")
	case e.Lease.ID == "":
		return o.keys.In("No lease yet: {messages.pull} leases a batch.")
	case !session.Settleable(e):
		return "Nothing to settle: this message is " + e.State.String() + " already."
	}
	return ""
}

// nothingHeld objects while no lease runs.
func (o operator) nothingHeld() string {
	if o.s.Held() == 0 {
		return "No lease is held: there is nothing to release."
	}
	return ""
}

// busySettling objects while a job is under way.
func (o operator) busySettling() string {
	if j := o.s.Job(); j != nil {
		return "Still " + jobCount(j) + o.keys.In(": wait for it, or {messages.cancel} stops it after the call under way.")
	}
	return ""
}
