package session

import (
	"time"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// Found is a message whose lease runs, though the run of the program that got it
// has ended.
type Found struct {
	Message apiclient.Message
	Lease   inbox.Lease
	Doubt   string // why nobody knows whether the lease was settled; "" where there is none
	Facts   Facts
}

// Find files what was found, and returns how much of it is news. It is not held:
// no release, no question on leaving and no limit counts it until it is adopted.
func (s *Session) Find(found []Found, now time.Time) int {
	filed := 0
	facts := make(map[apiclient.MessageID]Facts)
	for _, f := range found {
		if s.inbox.Find(&f.Message, f.Lease, f.Doubt) {
			filed++
			facts[f.Message.ID] = f.Facts
			s.reclassify(f.Message.ID)
		}
	}
	s.remember(facts)
	s.judge()
	s.Lapse(now)
	return filed
}

// Found is how many leases were found that nobody has adopted.
func (s *Session) Found() int { return s.inbox.Found() }

// Adoptable are the found ones of the marked messages, else the one under the
// cursor.
func (s *Session) Adoptable() []apiclient.MessageID {
	chosen := []apiclient.MessageID{s.cursor}
	if len(s.marks) > 0 {
		chosen = s.MarkedIDs()
	}
	var found []apiclient.MessageID
	for _, id := range chosen {
		if e, ok := s.inbox.Entry(id); ok && e.State == inbox.Found {
			found = append(found, id)
		}
	}
	return found
}

// Adopt makes those leases, with all messages that share them, ones that are held
// here, and returns them.
func (s *Session) Adopt(ids []apiclient.MessageID) []Target {
	var adopted []Target
	for _, id := range ids {
		for _, sharing := range s.inbox.Adopt(id) {
			e, _ := s.inbox.Entry(sharing)
			adopted = append(adopted, s.target(e))
			s.reclassify(sharing)
		}
	}
	return adopted
}
