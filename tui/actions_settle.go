package tui

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/words"
	"leaseview/views"
)

// ack asks first: an acked message is gone.
func (m *Model) ack() tea.Cmd {
	s := m.session()
	chosen := s.selection()
	if len(chosen.targets) == 0 {
		return m.nothingLeft(chosen)
	}
	lines := []views.Styled{{Text: "An ack deletes the message from the queue. It can't be undone.", Tone: toneWarn}}
	lines = append(append(lines, s.namesOf(chosen.targets)...), s.doubtLines(chosen.targets)...)
	lines = append(append(lines, sharedNote(chosen.targets)...), chosen.notes()...)
	return m.ask(question{
		title: fmt.Sprintf("Ack %s of %s?", words.Plural(len(chosen.targets), "message", "messages"), s.queue.Name),
		lines: lines, yes: "Ack", always: true,
		run: func(m *Model) tea.Cmd {
			return m.startJob(&job{verb: verbAck, session: s, rest: chosen.targets, agreed: consentTo(chosen.targets)})
		},
	})
}

// retryNow makes messages available at once. It asks when that ends any.
func (m *Model) retryNow() tea.Cmd {
	now := time.Duration(0)
	s := m.session()
	return m.retry(retrying{s, s.selection(), &now, "at once"}, consent{})
}

// retrying is a retry before it is sent.
type retrying struct {
	session *session
	chosen  selection
	delay   *time.Duration
	when    string
}

// retry sends, or asks first: of what it ends or may end, and of a lease whose
// last call is in doubt. A yes is asked for again where it does not cover what
// is true by the time that it is given.
func (m *Model) retry(r retrying, agreed consent) tea.Cmd {
	s := r.session
	if len(r.chosen.targets) == 0 {
		return m.nothingLeft(r.chosen)
	}
	r.chosen.targets = s.anew(r.chosen.targets)
	if !slices.ContainsFunc(r.chosen.targets, func(t target) bool { return !agreed.covers(t) }) {
		return m.startJob(&job{verb: verbRetry, session: s, rest: r.chosen.targets, agreed: agreed, delay: r.delay})
	}
	return m.ask(question{
		title: "Retry " + words.Plural(len(r.chosen.targets), "message", "messages") + " " + r.when + "?",
		lines: r.lines(), yes: "Retry",
		run: func(m *Model) tea.Cmd { return m.retry(r, consentTo(r.chosen.targets)) },
	})
}

func (r retrying) lines() []views.Styled {
	var lines []views.Styled
	for _, g := range r.session.byFate(lastOf(r.chosen.targets)) {
		n := len(g.targets)
		lines = append(lines, views.Styled{
			Text: fmt.Sprintf("%d of %s %s: a retry %s %s: %s.",
				n, words.Plural(len(r.chosen.targets), "message", "messages"), g.on, g.ends, words.Them(n), g.what),
			Tone: toneBad,
		})
		lines = append(lines, r.session.namesOf(g.targets)...)
	}
	if doubt := r.session.doubtLines(r.chosen.targets); len(doubt) > 0 {
		lines = append(append(lines, doubt...), r.session.namesOf(doubtful(r.chosen.targets))...)
	}
	return append(append(lines, sharedNote(r.chosen.targets)...), r.chosen.notes()...)
}

func doubtful(targets []target) []target {
	return slices.DeleteFunc(slices.Clone(targets), func(t target) bool { return !t.doubt })
}

// sharedNote says why a call is about more messages than were chosen.
func sharedNote(targets []target) []views.Styled {
	if leaseCount(targets) == len(targets) {
		return nil
	}
	return []views.Styled{{Text: fmt.Sprintf("%s came with %s: a call on one is a call on all that share it.",
		words.Plural(len(targets), "message", "messages"), words.Plural(leaseCount(targets), "lease", "leases")), Tone: toneMuted}}
}

// doubtLines name what is in doubt about a lease before it is settled once more.
func (s *session) doubtLines(targets []target) []views.Styled {
	for _, t := range targets {
		if e, ok := s.inbox.Entry(t.id); ok && t.doubt {
			return []views.Styled{
				{Text: "In doubt: " + views.Safe(e.Note) + ".", Tone: toneBad},
				{Text: "If it did, this call comes on top of it.", Tone: toneWarn},
			}
		}
	}
	return nil
}

// extend asks for a new lease of the length that a pull would ask for.
func (m *Model) extend() tea.Cmd {
	s := m.session()
	chosen := s.selection()
	if len(chosen.targets) == 0 {
		return m.nothingLeft(chosen)
	}
	start := func(m *Model) tea.Cmd {
		return m.startJob(&job{verb: verbExtend, session: s, rest: chosen.targets, agreed: consentTo(chosen.targets), visibility: m.pulling.visibilityFor(s)})
	}
	doubt := s.doubtLines(chosen.targets)
	if len(doubt) == 0 {
		return start(m)
	}
	return m.ask(question{
		title: "Extend " + words.Plural(len(chosen.targets), "lease", "leases") + "?",
		lines: append(doubt, s.namesOf(chosen.targets)...), yes: "Extend", run: start,
	})
}

// extendMissing objects once the API has said that it has no extend.
func extendMissing(m *Model) string {
	if m.noExtend {
		return "This API has no extend: ack or retry before the lease lapses."
	}
	return ""
}

// release puts back all that is held, at once, except what that would end and
// what may have been settled already.
func (m *Model) release() tea.Cmd {
	s := m.session()
	held := s.held()
	now := time.Duration(0)
	j := &job{verb: verbRelease, session: s, rest: held.release, delay: &now, leftLast: held.last, leftDoubt: held.doubt}
	if len(held.release) == 0 {
		n := j.spared(notice{text: "Nothing was released.", tone: toneWarn})
		n.lines = append(n.lines, "a acks, e extends, u retries after asking.")
		m.say(n)
		return nil
	}
	return m.startJob(j)
}

// maxNames is how many messages a dialog names.
const maxNames = 5

// nameCells is the width of a message's name in a dialog.
const nameCells = 66

// namesOf lists the first few of the messages, so that a yes is said to
// something named: id, attempts, the beginning of the body.
func (s *session) namesOf(targets []target) []views.Styled {
	var lines []views.Styled
	for i, t := range targets {
		if i == maxNames {
			lines = append(lines, views.Styled{Text: fmt.Sprintf("… and %s more", words.Count(int64(len(targets)-i))), Tone: toneMuted})
			break
		}
		name := string(t.id)
		if e, ok := s.inbox.Entry(t.id); ok {
			name += "  " + s.budget.Short(e.Message.Attempts) + "  " + s.facts[t.id].preview
		}
		lines = append(lines, views.Styled{Text: views.SafeLine(name, nameCells)})
	}
	return lines
}

// notes say what of the marks is not acted on.
func (c selection) notes() []views.Styled {
	var lines []views.Styled
	if c.without > 0 {
		lines = append(lines, views.Styled{Text: words.Plural(c.without, "chosen message has", "chosen messages have") + " no lease to settle and " + stays(c.without) + ".", Tone: toneMuted})
	}
	if c.doubtful > 0 {
		lines = append(lines, views.Styled{Text: words.Plural(c.doubtful, "chosen message is", "chosen messages are") + " left alone: " + doubtWords + ".", Tone: toneMuted})
	}
	return lines
}

func stays(n int) string {
	if n == 1 {
		return "stays as it is"
	}
	return "stay as they are"
}

// nothingLeft says why marks came to nothing.
func (m *Model) nothingLeft(c selection) tea.Cmd {
	n := notice{text: words.Plural(c.without, "marked message has", "marked messages have") + " no lease to settle: p leases a batch, M clears the marks.", tone: toneWarn}
	if c.doubtful > 0 {
		n.text = words.Plural(c.doubtful, "marked message is", "marked messages are") + " in doubt: " + doubtWords + "."
		n.lines = []string{"Without marks, the key on the row itself asks about it. M clears the marks."}
	}
	m.say(n)
	return nil
}

// openRetryDelay asks after how long the retry is to happen. Its targets are
// those of this moment, whatever arrives beneath the prompt.
func (m *Model) openRetryDelay() tea.Cmd {
	s := m.session()
	chosen := s.selection()
	if len(chosen.targets) == 0 {
		return m.nothingLeft(chosen)
	}
	take := func(m *Model, p *views.Prompt) (tea.Cmd, bool) {
		delay, err := words.ParseDuration(p.Values()[0])
		if err != nil || delay < 0 || delay > apiclient.MaxDelay || delay%time.Second != 0 {
			p.SetErr(0, "whole seconds from 0s to 24h, such as 90s or 10m")
			return nil, false
		}
		return m.retry(retrying{s, chosen, &delay, "after " + words.Setting(delay)}, consent{}), true
	}
	return m.openPrompt("Retry "+words.Plural(len(chosen.targets), "message", "messages")+" after a delay", take,
		views.PromptField{Label: "Delay", Value: "60s", Hint: "0s to 24h, such as 90s or 10m"})
}
