package tui

import (
	"time"

	"leaseview/apiclient"
	"leaseview/views"
)

// tickMsg is the program's one timer. A tick of an older chain is ignored.
type tickMsg struct {
	chain int
	now   time.Time
}

type queuesMsg struct {
	seq    int
	queues []apiclient.Queue
	err    error
}

// foundMsg answers the search for the queue that the command line named.
type foundMsg struct {
	seq   int
	queue apiclient.Queue
	err   error
}

type settingsMsg struct {
	seq       int
	id        apiclient.QueueID
	queue     apiclient.Queue
	consumers []apiclient.Consumer
	err       error
}

type metricsMsg struct {
	seq     int
	queue   apiclient.QueueID
	metrics apiclient.Metrics
	err     error
}

type peekedMsg struct {
	seq    int
	queue  apiclient.QueueID
	asked  int
	result apiclient.PeekResult
	facts  map[apiclient.MessageID]facts
	err    error
}

// pulledMsg is never dropped, however late it comes: it holds leases.
type pulledMsg struct {
	seq        int
	queue      apiclient.QueueID
	asked      int
	visibility time.Duration
	byTimer    bool
	journalErr error // the messages are leased, but not recorded
	result     apiclient.PullResult
	facts      map[apiclient.MessageID]facts
	err        error
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
