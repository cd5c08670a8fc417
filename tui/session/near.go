package session

import (
	"cmp"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// Rows that are near their ends are kept in a set that changes with each merge, as
// those at risk are: to go to the next one costs only how many there are.

// nearEnd says how near its end a message is, and whether that is near: its last
// delivery runs, or the next one may be the last. What has ended is past it.
func (s *Session) nearEnd(e inbox.Entry) (inbox.Severity, bool) {
	severity := s.budget.Severity(e)
	return severity, severity >= inbox.Near && !e.Finished() && s.budget.Ended(e) != inbox.Surely
}

// Near is how many rows are near their ends.
func (s *Session) Near() int { return len(s.near) }

// NextNear goes to the row near its end that follows the cursor's, the nearest
// first, those alike in the order of the table; after the last one comes the first
// again. It returns which of them that is, from 1 on; 0 when there is none.
func (s *Session) NextNear() int {
	var first, next apiclient.MessageID
	_, on := s.near[s.cursor]
	for id := range s.near {
		if first == "" || s.nearer(id, first) {
			first = id
		}
		if on && s.nearer(s.cursor, id) && (next == "" || s.nearer(id, next)) {
			next = id
		}
	}
	switch {
	case next != "":
		s.moveTo(next)
	case first != "":
		s.moveTo(first)
	default:
		return 0
	}
	rank := 1
	for id := range s.near {
		if s.nearer(id, s.cursor) {
			rank++
		}
	}
	return rank
}

// nearer says whether one row near its end comes before another.
func (s *Session) nearer(a, b apiclient.MessageID) bool {
	x, _ := s.inbox.Position(a)
	y, _ := s.inbox.Position(b)
	return cmp.Or(cmp.Compare(s.near[b], s.near[a]), cmp.Compare(x, y)) < 0
}
