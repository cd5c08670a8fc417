package tui

import (
	"time"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
	"leaseview/views"
)

// answer is what every answer to a call brings along: the ticket that the call
// was begun with, and why it failed, if it did.
type answer struct {
	ticket flight.Ticket
	err    error
}

func (a answer) envelope() answer { return a }

// tickMsg is the program's one timer. A tick of an older chain is ignored.
type tickMsg struct {
	chain int
	now   time.Time
}

// queuesMsg brings a page of the list of queues.
type queuesMsg struct {
	answer
	more bool // others follow: the call goes on
	part apiclient.ListPart
}

// foundMsg answers the search for the queue that the command line named.
type foundMsg struct {
	answer
	queue apiclient.Queue
}

// settingsMsg brings a queue and its consumers. Either may have failed by itself.
type settingsMsg struct {
	answer
	queue     apiclient.Queue
	consumers []apiclient.Consumer
	consumed  bool // the consumers were read
}

type metricsMsg struct {
	answer
	metrics apiclient.Metrics
}

type peekedMsg struct {
	answer
	asked   int // messages
	refused int // a peek of so many, before this one; 0 = none was
	result  apiclient.PeekResult
	facts   map[apiclient.MessageID]session.Facts
}

// pulledMsg is never dropped, however late it comes: it holds leases.
type pulledMsg struct {
	answer
	asked      int
	visibility time.Duration
	journal    journaling
	result     apiclient.PullResult
	facts      map[apiclient.MessageID]session.Facts
}

// copyMadeMsg brings the text of a copy that was made off the update goroutine.
type copyMadeMsg struct {
	what string
	text string
	err  error
}

// lease are the times of the leases that the pull asked for.
func (msg pulledMsg) lease() inbox.Lease {
	sent := msg.result.SentAt
	return inbox.Lease{Since: sent, Until: sent.Add(msg.visibility)}
}

// copiedMsg says how a write to the system clipboard went.
type copiedMsg struct {
	what string
	text string
	err  error
}

// preparedMsg brings a large body that was laid out off the update goroutine.
type preparedMsg struct {
	prepared views.Prepared
	bodyKey  bodyKey
}

// settledMsg is never dropped: it says what became of leases.
type settledMsg struct {
	answer
	journal    journaling
	verb       session.Verb
	batch      []session.Target
	settlement apiclient.Settlement
	result     apiclient.SettleResult
	visibility time.Duration
	extended   apiclient.ExtendResult
}

// armedMsg ends a question's quiet. It names its question and which quiet it is,
// so that it can end no other.
type armedMsg struct {
	question any // which it is: its *asking
	quiet    int
}

// NotSuspended says that the program was to stop and could not: nothing would
// have started it again.
type NotSuspended struct{}
