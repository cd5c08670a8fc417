package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/views"
)

// A pull may hand out the last delivery of a message. The messages known here
// of which that is so are kept in a set that changes with each merge, so that
// asking costs nothing however much is held.

// reclassify looks at messages again whose state or attempts have changed.
func (s *session) reclassify(ids ...apiclient.MessageID) {
	for _, id := range ids {
		if e, ok := s.inbox.Entry(id); ok && s.risky(e) {
			s.atRisk[id] = struct{}{}
		} else {
			delete(s.atRisk, id)
		}
	}
}

// reclassifyAll does so for every message, after the consumer has changed.
func (s *session) reclassifyAll() {
	clear(s.atRisk)
	for i := range s.inbox.Len() {
		s.reclassify(s.inbox.At(i).Message.ID)
	}
}

// risky says whether the message waits in the queue, as far as is known, and
// its next delivery may be its last. One whose deliveries are surely spent has
// ended and waits no more.
func (s *session) risky(e inbox.Entry) bool {
	switch e.State {
	case inbox.Peeked, inbox.Lapsed, inbox.Retried:
		return s.budget.NextIsLast(e.Message.Attempts) && !(e.State == inbox.Lapsed && s.budget.Spent(e.Message.Attempts))
	default:
		return false
	}
}

// riskWords says what a pull may cost; "" when nothing is known against it.
func (s *session) riskWords() string {
	switch n := len(s.atRisk); {
	case n > 0:
		return fmt.Sprintf("a pull may hand out the last delivery of %s seen here", plural(n, "message", "messages"))
	case !s.budget.Known():
		return "the consumer's max_retries is unknown, so any delivery may be a message's last"
	case s.budget.NextIsLast(0):
		return "every delivery of this queue may be a message's last"
	}
	return ""
}

// pullByKey asks first when the pull may spend a message's last delivery.
func (m *Model) pullByKey() tea.Cmd {
	s := m.session()
	words := s.riskWords()
	if words == "" {
		return m.pull(s, false)
	}
	lines := []views.Styled{
		{Text: upperFirst(words) + ". After it, when the lease ends: " + s.fate().what + ".", Tone: toneBad},
	}
	lines = append(lines, s.riskNames()...)
	if limit := s.budget.Limit(); limit != "" {
		lines = append(lines, views.Styled{Text: "A message ends " + limit + ". Attempts that a peek shows are the least that they can be.", Tone: toneMuted})
	}
	lines = append(lines, views.Styled{Text: "v looks without spending anything.", Tone: toneMuted})
	return m.ask(question{
		title: "Pull " + plural(m.pulling.batchSize, "message", "messages") + " of " + views.Safe(s.queue.Name) + "?",
		lines: lines, yes: "Pull",
		run: func(m *Model) tea.Cmd { return m.pull(s, false) },
	})
}

// riskNames lists the first few of the messages, with their attempts.
func (s *session) riskNames() []views.Styled {
	ids := s.inOrder(s.atRisk)
	var lines []views.Styled
	for i, id := range ids {
		if i == maxNames {
			lines = append(lines, views.Styled{Text: fmt.Sprintf("… and %s more", formatCount(int64(len(ids)-i))), Tone: toneMuted})
			break
		}
		e, _ := s.inbox.Entry(id)
		lines = append(lines, views.Styled{Text: views.Safe(string(id)) + "  " + s.attemptsShort(e)})
	}
	return lines
}
