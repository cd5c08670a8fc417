package session_test

import (
	"testing"

	"leaseview/apiclient"
	"leaseview/tui/session"
)

// shownFive is a session with five messages, a to e.
func shownFive() *session.Session {
	s := opened(9)
	peeked(s, 0, message("a", "", 0), message("b", "", 0), message("c", "", 0), message("d", "", 0), message("e", "", 0))
	return s
}

// Without rows there is nothing to point at, and nothing that moves.
func TestNoRows(t *testing.T) {
	t.Parallel()
	s := opened(9)
	for _, move := range []func(){func() { s.MoveCursor(1) }, func() { s.SetCursorRow(3) }, s.MarkAll} {
		move()
		want(t, "the cursor", s.Cursor(), "")
		want(t, "its row", s.CursorRow(), 0)
		want(t, "marks", s.Marks(), 0)
	}
	_, some := s.Selected()
	want(t, "something is selected", some, false)
	_, some = s.Entry("a")
	want(t, "something is known", some, false)
	want(t, "rows", s.Listing().Len(), 0)
}

// The cursor goes to the first row that comes, and stays on its message from
// then on, whatever comes after.
func TestTheCursorStaysOnItsMessage(t *testing.T) {
	t.Parallel()
	s := opened(9)
	pulled(s, 0, message("a", "a1", 1), message("b", "b1", 1))
	want(t, "the first", s.Cursor(), "a")
	s.MoveCursor(1)
	pulled(s, 1, message("c", "c1", 1))
	peeked(s, 2, message("d", "", 0), message("b", "", 0), message("a", "", 0))
	want(t, "after more", s.Cursor(), "b")
	want(t, "its row", s.CursorRow(), 1)
	e, some := s.Selected()
	want(t, "something is selected", some, true)
	want(t, "the entry", e.Lease.ID, "b1")
	want(t, "the row's entry", s.Row(2).Lease.ID, "c1")
}

// A pull that was asked for takes the cursor to the first row that it leased, as the
// table lists them: not away from a leased row, nor from the end of a range.
func TestAPullTakesTheCursorToItsLeases(t *testing.T) {
	t.Parallel()
	first := []apiclient.Message{message("d", "d1", 1), message("b", "b1", 1)}
	for _, tt := range []struct {
		what    string
		row     int
		unasked bool
		pulled  []apiclient.Message
		want    apiclient.MessageID
	}{
		{"from a row that it did not lease", 4, false, first, "b"},
		{"from one that it leased", 3, false, first, "d"},
		{"by a timer", 4, true, first, "e"},
		{"which came without leases", 4, false, []apiclient.Message{message("b", "", 1)}, "e"},
		{"which brought nothing", 4, false, nil, "e"},
	} {
		s := shownFive()
		s.SetCursorRow(tt.row)
		result := apiclient.PullResult{Reply: answered(1), Messages: tt.pulled}
		s.FilePull(session.Pull{Result: result, Visibility: length, Unasked: tt.unasked}, at(1))
		want(t, "after a pull "+tt.what, s.Cursor(), tt.want)
	}
	s := shownFive()
	s.SetCursorRow(4)
	s.MarkRange()
	pulled(s, 1, first...)
	want(t, "while a range is open", s.Cursor(), "e")
}

// The cursor stops at both ends, however far it is sent.
func TestTheCursorStopsAtBothEnds(t *testing.T) {
	t.Parallel()
	s := shownFive()
	for _, tt := range []struct {
		move func(int)
		n    int
		want apiclient.MessageID
	}{
		{s.MoveCursor, 2, "c"},
		{s.MoveCursor, 9, "e"},
		{s.MoveCursor, -1, "d"},
		{s.MoveCursor, -9, "a"},
		{s.SetCursorRow, 3, "d"},
		{s.SetCursorRow, -1, "a"},
		{s.SetCursorRow, 4, "e"},
		{s.SetCursorRow, 1, "b"},
		{s.SetCursorRow, 5, "e"},
		{s.SetCursorRow, 0, "a"},
	} {
		tt.move(tt.n)
		want(t, "the cursor", s.Cursor(), tt.want)
	}
}

// A mark is on a message, not on a row; a second press takes it away again.
func TestMarks(t *testing.T) {
	t.Parallel()
	s := shownFive()
	mark(t, s, "d b")
	pulled(s, 1, message("f", "f1", 1), message("a", "a1", 1))
	want(t, "marked, as the table lists them", names(s.MarkedIDs()), "b d")
	want(t, "marks", s.Marks(), 2)
	want(t, "b is marked", s.Marked("b"), true)
	want(t, "c is marked", s.Marked("c"), false)
	mark(t, s, "b")
	want(t, "after a second press on b", names(s.MarkedIDs()), "d")
	s.MarkAll()
	want(t, "all", names(s.MarkedIDs()), "a b c d e f")
	s.ClearMarks()
	want(t, "after clearing", s.Marks(), 0)
}

// A range marks what lies between its ends, in whichever direction, and adds to
// the marks that are there. It begins at a message, which more rows don't move.
func TestRanges(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		from, to int
		n        int
		want     string
	}{
		{"down", 1, 3, 3, "b c d e"},
		{"up", 3, 1, 3, "b c d e"},
		{"one row", 2, 2, 1, "c e"},
		{"all", 0, 4, 5, "a b c d e"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := shownFive()
			mark(t, s, "e")
			s.SetCursorRow(tt.from)
			want(t, "marked at the beginning", s.MarkRange(), 0)
			want(t, "open", s.RangeOpen(), true)
			want(t, "marks", s.Marks(), 1)
			peeked(s, 1, message("f", "", 0), message("a", "", 0))
			s.SetCursorRow(tt.to)
			want(t, "marked at the end", s.MarkRange(), tt.n)
			want(t, "open after the end", s.RangeOpen(), false)
			want(t, "marked", names(s.MarkedIDs()), tt.want)
			want(t, "a new beginning marks", s.MarkRange(), 0)
		})
	}
}

// Clearing the marks takes a range's beginning with them: the next press begins
// one instead of marking what nobody chose.
func TestClearingEndsARange(t *testing.T) {
	t.Parallel()
	s := shownFive()
	s.MarkRange()
	s.ClearMarks()
	want(t, "open", s.RangeOpen(), false)
	s.MoveCursor(3)
	want(t, "marked", s.MarkRange(), 0)
	want(t, "marks", s.Marks(), 0)
}
