package session

import (
	"leaseview/apiclient"
	"leaseview/tui/find"
	"leaseview/tui/inbox"
)

// What is finished leaves the table by itself, so that it does not bury what is
// not. A finished row stays for as long as something is to be seen or done there.

// Listing is what is shown of the messages, and in which order.
func (s *Session) Listing() *find.Listing { return s.list }

// Finished is how many rows have left the table, or would: see [Session.ShowFinished].
func (s *Session) Finished() int { return s.list.LeftOut() }

// ShowsFinished says whether finished rows are shown as well.
func (s *Session) ShowsFinished() bool { return s.list.ShowsAll() }

// ShowFinished shows finished rows as well, or leaves them out. Then one under the
// cursor leaves, too.
func (s *Session) ShowFinished(show bool) {
	s.list.ShowAll(show)
	if !show {
		s.leaveFinished()
	}
}

// NoteRead says that the note of a message has been on screen.
func (s *Session) NoteRead(id apiclient.MessageID) {
	if _, open := s.unread[id]; open {
		delete(s.unread, id)
		s.relist(id)
	}
}

// relist looks anew which of the messages are shown.
func (s *Session) relist(ids ...apiclient.MessageID) {
	for _, id := range ids {
		if e, ok := s.inbox.Entry(id); ok {
			s.list.LeaveOut(id, e.Finished() && !s.staysFor(e) && id != s.cursor)
		}
	}
}

// staysFor says whether a finished row stays: for its mark or the range that begins
// there, for a doubt, or for a reason that nobody has read yet.
func (s *Session) staysFor(e inbox.Entry) bool {
	_, unread := s.unread[e.Message.ID]
	return unread && e.Note != "" || e.Doubt || e.Message.ID == s.anchor || s.Marked(e.Message.ID)
}

// moveTo puts the cursor on a message. The row that it was on may leave now.
func (s *Session) moveTo(id apiclient.MessageID) {
	old := s.cursor
	s.cursor = id
	s.relist(id, old)
}

// leaveFinished takes the cursor from a finished row to the next below, or to the
// last one where there is none below.
func (s *Session) leaveFinished() {
	e, ok := s.Selected()
	if !ok || !e.Finished() || s.staysFor(e) {
		return
	}
	next := s.list.Next(s.cursor, 1)
	if next == s.cursor {
		next = s.list.Next(s.cursor, -1)
	}
	s.moveTo(next)
}
