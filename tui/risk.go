package tui

import (
	"fmt"
	"maps"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
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
// its next delivery may be its last. One that has surely ended waits no more.
// While the limit is unknown all are alike, and none is listed: see riskWords.
func (s *session) risky(e inbox.Entry) bool {
	switch e.State {
	case inbox.Peeked, inbox.Lapsed, inbox.Retried:
		return s.budget.Known() && s.budget.NextLast(e) != inbox.No && s.budget.Ended(e) != inbox.Surely
	default:
		return false
	}
}

// riskWords says what a pull may cost; "" when nothing is known against it.
func (s *session) riskWords() string {
	switch n := len(s.atRisk); {
	case n > 0:
		return fmt.Sprintf("a pull may hand out the last delivery of %s seen here", words.Plural(n, "message", "messages"))
	case !s.budget.Known():
		return "the consumer's max_retries is unknown, so any delivery may be a message's last"
	case s.budget.FirstLast() != inbox.No:
		return "every delivery of this queue may be a message's last"
	}
	return ""
}

// shortRisk says the same where there is room for a few words only.
func (s *session) shortRisk() string {
	if !s.budget.Known() {
		return "max_retries unknown"
	}
	return "a delivery may be a last"
}

// risk is what a question about a pull has named.
type risk struct {
	words string
	ids   map[apiclient.MessageID]struct{}
}

func (s *session) risk() risk { return risk{s.riskWords(), maps.Clone(s.atRisk)} }

// covers says whether a yes to this risk is one to what a pull may cost by now.
func (r risk) covers(now risk) bool {
	if len(now.ids) == 0 {
		return now.words == "" || now.words == r.words
	}
	for id := range now.ids {
		if _, named := r.ids[id]; !named {
			return false
		}
	}
	return true
}

// pullByKey asks first when the pull may spend a message's last delivery.
func (m *Model) pullByKey() tea.Cmd { return m.pullAgreed(m.session(), risk{}) }

// pullAgreed pulls, or asks about what has not been agreed to yet.
func (m *Model) pullAgreed(s *session, agreed risk) tea.Cmd {
	now := s.risk()
	if agreed.covers(now) {
		return m.pull(s, false)
	}
	lines := []views.Styled{
		{Text: words.Sentence(now.words) + ". After it, when the lease ends: " + s.end() + ".", Tone: toneBad},
	}
	lines = append(lines, s.riskNames()...)
	lines = append(lines, views.Styled{Text: "v looks without spending anything.", Tone: toneMuted})
	return m.ask(question{
		title: "Pull " + words.Plural(m.pulling.batchSize, "message", "messages") + " of " + s.queue.Name + "?",
		lines: lines, yes: "Pull",
		run: func(m *Model) tea.Cmd { return m.pullAgreed(s, now) },
	})
}

// riskNames lists the first few of the messages, each with what is known of it.
func (s *session) riskNames() []views.Styled {
	var targets []target
	for _, id := range s.inOrder(s.atRisk) {
		targets = append(targets, target{id: id})
	}
	lines := s.namesOf(targets)
	if len(targets) > 0 {
		e, _ := s.inbox.Entry(targets[0].id)
		lines = append(lines, views.Styled{Text: "Of the first: " + views.Safe(s.budget.Outlook(e).Words) + ".", Tone: toneMuted})
	}
	return lines
}
