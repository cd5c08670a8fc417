package tui

import (
	"fmt"
	"slices"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// What follows lets the tests compare what the program believes with what the
// server knows.

// Held is what is held about a queue.
type Held struct{ *session.Session }

// Entries are all messages that were seen, also those that have left the table.
func (h Held) Entries() []inbox.Entry {
	list := h.Listing()
	defer list.ShowAll(list.ShowsAll())
	list.ShowAll(true)
	all := make([]inbox.Entry, list.Len())
	for i := range all {
		all[i] = h.Row(i)
	}
	return all
}

// Ledgers are what is held about each queue, by the queue's name.
func (m *Model) Ledgers() map[string]Held {
	ledgers := make(map[string]Held, len(m.sessions))
	for _, s := range m.sessions {
		ledgers[s.Name()] = Held{s}
	}
	return ledgers
}

// OpenQueue is the name of the queue on screen; "" where there is none.
func (m *Model) OpenQueue() string {
	if p, ok := m.page.(*messagesPage); ok {
		return p.s.Name()
	}
	return ""
}

// Asking says whether any dialog is open.
func (m *Model) Asking() bool { return m.dialog != nil }

// FollowOn says whether a timer may pull.
func (m *Model) FollowOn() bool {
	s := m.onScreen()
	return s != nil && s.Following()
}

// Collects says whether batch after batch is pulled of any queue.
func (m *Model) Collects() bool {
	for _, s := range m.sessions {
		if _, collecting := s.Collecting(); collecting {
			return true
		}
	}
	return false
}

// Chosen are the marks, in no order, or else the row under the cursor.
func (m *Model) Chosen() []apiclient.MessageID {
	s := m.onScreen()
	if s == nil {
		return nil
	}
	ids := s.MarkedIDs()
	if len(ids) == 0 && s.Cursor() != "" {
		ids = append(ids, s.Cursor())
	}
	slices.Sort(ids)
	return ids
}

// Marked is how many messages of the open queue are marked.
func (m *Model) Marked() int {
	if s := m.onScreen(); s != nil {
		return s.Marks()
	}
	return 0
}

// Judge is the budget of a queue, by its name: what the program goes by.
func (m *Model) Judge(queue string) inbox.Budget {
	for _, s := range m.sessions {
		if s.Name() == queue {
			return s.Budget()
		}
	}
	return inbox.Budget{}
}

// RisksWrongly says which message is, or is not, among those of which a pull may
// hand out the last delivery, against what looking at all of them says.
func (m *Model) RisksWrongly() error {
	for _, s := range m.sessions {
		var risky []apiclient.MessageID
		for _, e := range (Held{s}).Entries() {
			waits := e.State == inbox.Peeked || e.State == inbox.Lapsed || e.State == inbox.Retried
			if b := s.Budget(); waits && e.Absence != inbox.LongMissed && b.Known() && b.NextLast(e) != inbox.No && b.Ended(e) != inbox.Surely {
				risky = append(risky, e.Message.ID)
			}
		}
		if listed := s.RiskyIDs(); !slices.Equal(listed, risky) || s.AtRisk() != len(risky) {
			return fmt.Errorf("%s: at risk are %v, listed as such %v", s.Name(), risky, listed)
		}
	}
	return nil
}
