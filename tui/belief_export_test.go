package tui

import (
	"fmt"
	"slices"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// What follows lets the tests compare what the program believes with what the
// server knows.

// Ledgers are what is held about each queue, by the queue's name.
func (m *Model) Ledgers() map[string]*inbox.Inbox {
	ledgers := make(map[string]*inbox.Inbox, len(m.sessions))
	for _, s := range m.sessions {
		ledgers[s.queue.Name] = s.inbox
	}
	return ledgers
}

// OpenQueue is the name of the queue on screen; "" where there is none.
func (m *Model) OpenQueue() string {
	if s := m.session(); s != nil && m.screen == screenMessages {
		return s.queue.Name
	}
	return ""
}

// Asking says whether any dialog is open.
func (m *Model) Asking() bool { return m.dialog != nil }

// FollowOn says whether a timer may pull.
func (m *Model) FollowOn() bool {
	s := m.session()
	return s != nil && s.follow.on
}

// Chosen are the marks, in no order, or else the row under the cursor.
func (m *Model) Chosen() []apiclient.MessageID {
	s := m.session()
	if s == nil {
		return nil
	}
	var ids []apiclient.MessageID
	for id := range s.marks.ids {
		ids = append(ids, id)
	}
	if len(ids) == 0 && s.cursor != "" {
		ids = append(ids, s.cursor)
	}
	slices.Sort(ids)
	return ids
}

// Marked is how many messages of the open queue are marked.
func (m *Model) Marked() int {
	if s := m.session(); s != nil {
		return len(s.marks.ids)
	}
	return 0
}

// Judge is the budget of a queue, by its name: what the program goes by.
func (m *Model) Judge(queue string) inbox.Budget {
	for _, s := range m.sessions {
		if s.queue.Name == queue {
			return s.budget
		}
	}
	return inbox.Budget{}
}

// RisksWrongly says which message is, or is not, among those of which a pull may
// hand out the last delivery, against what looking at all of them says.
func (m *Model) RisksWrongly() error {
	for _, s := range m.sessions {
		risky := 0
		for i := range s.inbox.Len() {
			e := s.inbox.At(i)
			_, listed := s.atRisk[e.Message.ID]
			if listed != s.risky(e) {
				return fmt.Errorf("%s: message %s is %v (%s): at risk %v, listed as such %v",
					s.queue.Name, e.Message.ID, e.State, s.budget.Outlook(e).Words, s.risky(e), listed)
			}
			if listed {
				risky++
			}
		}
		if risky != len(s.atRisk) {
			return fmt.Errorf("%s: %d messages are listed as at risk, of which %d are here", s.queue.Name, len(s.atRisk), risky)
		}
	}
	return nil
}
