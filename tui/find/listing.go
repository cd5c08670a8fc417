// Package find decides which of a queue's messages are shown, and in which
// order. It is pure: it reads no clock and does no IO.
package find

import (
	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// Listing is the visible order of an inbox: it stands between the inbox and
// whatever says "row". Today it is the order of arrival, so that it costs
// nothing to keep.
type Listing struct{ inbox *inbox.Inbox }

// NewListing lists an inbox as its messages came.
func NewListing(b *inbox.Inbox) Listing { return Listing{b} }

// Len is how many messages are shown.
func (l Listing) Len() int { return l.inbox.Len() }

// ID is the message in row i. It panics unless 0 <= i < Len.
func (l Listing) ID(i int) apiclient.MessageID { return l.inbox.At(i).Message.ID }

// Pos is the row of a message; false when it is not shown.
func (l Listing) Pos(id apiclient.MessageID) (int, bool) { return l.inbox.Position(id) }

// Next is the message n rows on from another one, stopping at both ends. From
// one that is not shown it counts from the first row; "" while nothing is shown.
func (l Listing) Next(id apiclient.MessageID, n int) apiclient.MessageID {
	if l.Len() == 0 {
		return ""
	}
	row, _ := l.Pos(id)
	return l.ID(min(max(row+n, 0), l.Len()-1))
}
