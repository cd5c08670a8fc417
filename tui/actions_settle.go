package tui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
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
	lines = append(append(lines, m.namesOf(chosen.targets)...), chosen.notes()...)
	return m.ask(question{
		title: fmt.Sprintf("Ack %s of %s?", plural(len(chosen.targets), "message", "messages"), views.Safe(s.queue.Name)),
		lines: lines, yes: "Ack",
		run: func(m *Model) tea.Cmd { return m.startJob(&job{verb: verbAck, session: s, targets: chosen.targets}) },
	})
}

// retryNow makes messages available at once. It asks when that ends any.
func (m *Model) retryNow() tea.Cmd {
	now := time.Duration(0)
	s := m.session()
	return m.retry(s, s.selection(), &now, "at once")
}

func (m *Model) retry(s *session, chosen selection, delay *time.Duration, when string) tea.Cmd {
	if len(chosen.targets) == 0 {
		return m.nothingLeft(chosen)
	}
	start := func(m *Model) tea.Cmd {
		return m.startJob(&job{verb: verbRetry, session: s, targets: chosen.targets, delay: delay})
	}
	last := lastOf(chosen.targets)
	if len(last) == 0 {
		return start(m)
	}
	lines := []views.Styled{{
		Text: fmt.Sprintf("%d of %s %s: a retry %s %s: %s.",
			len(last), plural(len(chosen.targets), "message", "messages"), s.fate().on, s.fate().ends, pronoun(len(last)), s.fate().what),
		Tone: toneBad,
	}}
	lines = append(lines, m.namesOf(last)...)
	lines = append(lines, chosen.notes()...)
	return m.ask(question{
		title: "Retry " + plural(len(chosen.targets), "message", "messages") + " " + when + "?",
		lines: lines, yes: "Retry", run: start,
	})
}

// extend asks for a new lease of the length that a pull would ask for.
func (m *Model) extend() tea.Cmd {
	s := m.session()
	chosen := s.selection()
	if len(chosen.targets) == 0 {
		return m.nothingLeft(chosen)
	}
	return m.startJob(&job{verb: verbExtend, session: s, targets: chosen.targets, visibility: m.pulling.visibilityFor(s)})
}

// extendMissing objects once the API has said that it has no extend.
func extendMissing(m *Model) string {
	if m.noExtend {
		return "This API has no extend: ack or retry before the lease lapses."
	}
	return ""
}

// release puts back all that is held, at once, except what that would end.
func (m *Model) release() tea.Cmd {
	s := m.session()
	targets, last := s.held()
	if len(targets) == 0 {
		m.say(notice{
			text:  "Nothing was released: " + plural(len(last), "lease is ", "leases are ") + s.fate().on + ".",
			lines: []string{"A release " + s.fate().wouldEnd + " " + pronoun(len(last)) + ": " + s.fate().what + ". a acks, e extends, u retries after asking."},
			tone:  toneWarn,
		})
		return nil
	}
	now := time.Duration(0)
	return m.startJob(&job{verb: verbRelease, session: s, targets: targets, delay: &now, lastLeft: len(last)})
}

// maxNames is how many ids a dialog shows.
const maxNames = 5

// namesOf lists the first few ids, so that a yes is said to something named.
func (m *Model) namesOf(targets []target) []views.Styled {
	var lines []views.Styled
	for i, t := range targets {
		if i == maxNames {
			lines = append(lines, views.Styled{Text: fmt.Sprintf("… and %s more", formatCount(int64(len(targets)-i))), Tone: toneMuted})
			break
		}
		lines = append(lines, views.Styled{Text: views.Safe(string(t.id))})
	}
	return lines
}

func (c selection) notes() []views.Styled {
	if c.without == 0 {
		return nil
	}
	return []views.Styled{{Text: fmt.Sprintf("%s no lease to settle and stay as they are.", plural(c.without, "chosen message has", "chosen messages have")), Tone: toneMuted}}
}

// nothingLeft says why marks came to nothing.
func (m *Model) nothingLeft(c selection) tea.Cmd {
	m.say(notice{text: plural(c.without, "marked message has", "marked messages have") + " no lease to settle: p leases a batch, M clears the marks.", tone: toneWarn})
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
		delay, err := parseDuration(p.Values()[0])
		if err != nil || delay < 0 || delay > apiclient.MaxDelay || delay%time.Second != 0 {
			p.SetErr(0, "whole seconds from 0s to 24h, such as 90s or 10m")
			return nil, false
		}
		return m.retry(s, chosen, &delay, "after "+formatSetting(delay)), true
	}
	return m.openPrompt("Retry "+plural(len(chosen.targets), "message", "messages")+" after a delay", take,
		views.PromptField{Label: "Delay", Value: "60s", Hint: "0s to 24h, such as 90s or 10m"})
}
