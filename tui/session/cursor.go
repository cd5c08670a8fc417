package session

import (
	"maps"
	"slices"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// The cursor and the marks are ids, so no refresh, sort or filter moves them to
// another message.

// Entry is what is known of a message; false when it was never seen.
func (s *Session) Entry(id apiclient.MessageID) (inbox.Entry, bool) { return s.inbox.Entry(id) }

// Row is the message in row i of the listing. It panics unless there is one.
func (s *Session) Row(i int) inbox.Entry {
	e, _ := s.inbox.Entry(s.list.ID(i))
	return e
}

// Cursor is the message that the cursor is on; "" while there are none.
func (s *Session) Cursor() apiclient.MessageID { return s.cursor }

// Selected is the entry under the cursor; false while there are no rows.
func (s *Session) Selected() (inbox.Entry, bool) { return s.inbox.Entry(s.cursor) }

// CursorRow is the row number of the cursor's message.
func (s *Session) CursorRow() int {
	row, _ := s.list.Pos(s.cursor)
	return row
}

// MoveCursor goes n rows on, stopping at both ends.
func (s *Session) MoveCursor(n int) { s.moveTo(s.list.Next(s.cursor, n)) }

// SetCursorRow goes to a row, or to the nearest there is.
func (s *Session) SetCursorRow(row int) {
	if s.list.Len() > 0 {
		s.moveTo(s.list.ID(min(max(row, 0), s.list.Len()-1)))
	}
}

// goToLeased goes to the first of the messages that is leased, as the table
// lists them, unless the cursor stands on a leased row.
func (s *Session) goToLeased(messages []apiclient.Message) {
	if e, _ := s.Selected(); e.State == inbox.Leased {
		return
	}
	first := -1
	for i := range messages {
		e, _ := s.inbox.Entry(messages[i].ID)
		row, shown := s.list.Pos(messages[i].ID)
		if shown && e.State == inbox.Leased && (first < 0 || row < first) {
			first = row
		}
	}
	if first >= 0 {
		s.SetCursorRow(first)
	}
}

// Marked says whether a message is marked for the next ack, retry or extend.
func (s *Session) Marked(id apiclient.MessageID) bool {
	_, ok := s.marks[id]
	return ok
}

// Marks is how many messages are marked.
func (s *Session) Marks() int { return len(s.marks) }

// MarkedIDs are the marked messages as the table lists them.
func (s *Session) MarkedIDs() []apiclient.MessageID { return s.inOrder(s.marks) }

// ToggleMark marks the message under the cursor, or takes its mark away.
func (s *Session) ToggleMark() {
	if s.Marked(s.cursor) {
		s.unmark(s.cursor)
		return
	}
	s.mark(s.cursor)
}

func (s *Session) unmark(id apiclient.MessageID) {
	delete(s.marks, id)
	s.relist(id)
}

func (s *Session) mark(id apiclient.MessageID) { s.marks[id] = struct{}{} }

// MarkAll marks every message that is shown.
func (s *Session) MarkAll() {
	for i := range s.list.Len() {
		s.mark(s.list.ID(i))
	}
}

// ClearMarks takes all marks away, and the beginning of a range.
func (s *Session) ClearMarks() {
	for id := range s.marks {
		s.unmark(id)
	}
	s.endRange()
}

// endRange forgets where a range began.
func (s *Session) endRange() {
	began := s.anchor
	s.anchor = ""
	s.relist(began)
}

// RangeOpen says whether a range of marks has a beginning and no end yet.
func (s *Session) RangeOpen() bool { return s.anchor != "" }

// MarkRange begins a range at the cursor, or ends it there and marks what lies
// between: then it returns how many those are, both ends included, and 0 at a
// beginning.
func (s *Session) MarkRange() int {
	if s.anchor == "" {
		s.anchor = s.cursor
		return 0
	}
	from, _ := s.list.Pos(s.anchor)
	to := s.CursorRow()
	from, to = min(from, to), max(from, to)
	for i := from; i <= to; i++ {
		s.mark(s.list.ID(i))
	}
	s.endRange()
	return to - from + 1
}

// inOrder lists a set of messages as the table does, or would where one is not
// shown.
func (s *Session) inOrder(set map[apiclient.MessageID]struct{}) []apiclient.MessageID {
	return slices.SortedFunc(maps.Keys(set), func(a, b apiclient.MessageID) int {
		x, _ := s.inbox.Position(a)
		y, _ := s.inbox.Position(b)
		return x - y
	})
}
