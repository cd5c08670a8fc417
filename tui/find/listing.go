// Package find decides which of a queue's messages are shown, and in which
// order. It is pure: it reads no clock and does no IO.
package find

import (
	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// Listing is the visible order of an inbox: it stands between the inbox and
// whatever says "row". It is the order of arrival, without the messages that are
// left out. What changes one of them costs the logarithm of how many there are,
// and nothing while none is left out. Make one with [NewListing].
type Listing struct {
	inbox *inbox.Inbox
	out   tally // which messages are left out, by their position in the inbox
	all   bool  // those are shown, too
}

// NewListing lists an inbox as its messages came.
func NewListing(b *inbox.Inbox) *Listing { return &Listing{inbox: b} }

// LeaveOut leaves a message out, or takes it in again.
func (l *Listing) LeaveOut(id apiclient.MessageID, out bool) {
	if at, ok := l.inbox.Position(id); ok {
		l.out.set(at, out)
	}
}

// LeftOut is how many messages are left out, or would be.
func (l *Listing) LeftOut() int { return l.out.before(l.inbox.Len()) }

// ShowAll shows what is left out as well, or not.
func (l *Listing) ShowAll(all bool) { l.all = all }

// ShowsAll says whether what is left out is shown as well.
func (l *Listing) ShowsAll() bool { return l.all }

// Len is how many messages are shown.
func (l *Listing) Len() int { return l.row(l.inbox.Len()) }

// row is how many messages are shown of those before a position.
func (l *Listing) row(position int) int {
	if l.all {
		return position
	}
	return position - l.out.before(position)
}

// ID is the message in row i. It panics unless 0 <= i < Len.
func (l *Listing) ID(i int) apiclient.MessageID {
	if !l.all {
		i = l.out.unset(i)
	}
	return l.inbox.ID(i)
}

// Pos is the row of a message; false when it is not shown.
func (l *Listing) Pos(id apiclient.MessageID) (int, bool) {
	at, ok := l.inbox.Position(id)
	if !ok {
		return 0, false
	}
	return l.row(at), l.all || !l.out.has(at)
}

// Next is the message n rows on from another one, stopping at both ends. From
// one that is not shown it counts from the first row; "" while nothing is shown.
func (l *Listing) Next(id apiclient.MessageID, n int) apiclient.MessageID {
	rows := l.Len()
	if rows == 0 {
		return ""
	}
	row, shown := l.Pos(id)
	if !shown {
		row = 0
	}
	return l.ID(min(max(row+n, 0), rows-1))
}
