package apiclient

import (
	"errors"
	"fmt"
	"time"
)

// MaxRetriesLimit is the highest max_retries of a consumer (documented).
const MaxRetriesLimit = 100

// Names of the calls, as they stand in [Error.Op].
const (
	opListQueues     = "list queues"
	opFindQueue      = "find queue"
	opGetQueue       = "get queue"
	opSetPaused      = "pause or resume delivery"
	opMetrics        = "metrics"
	opConsumers      = "list consumers"
	opAddConsumer    = "add pull consumer"
	opRemoveConsumer = "remove consumer"
	opPull           = "pull"
	opPeek           = "peek"
	opSettle         = "ack and retry"
	opExtend         = "extend leases"
	opPush           = "send"
	opPurgeMessages  = "purge messages"
	opPurgeQueue     = "purge queue"
	opPurgeStatus    = "purge status"
)

func checkPull(o PullOptions) error {
	if err := checkBatch(o.BatchSize); err != nil {
		return err
	}
	return checkVisibility(o.VisibilityTimeout)
}

func checkBatch(n int) error {
	if n < 0 || n > MaxBatchSize {
		return fmt.Errorf("batch size %d is outside 1..%d", n, MaxBatchSize)
	}
	return nil
}

func checkVisibility(d time.Duration) error {
	switch {
	case d < 0, d > MaxVisibilityTimeout:
		return fmt.Errorf("visibility timeout %v is outside 1ms..%v", d, MaxVisibilityTimeout)
	case d%time.Millisecond != 0:
		return fmt.Errorf("visibility timeout %v is not in whole milliseconds", d)
	}
	return nil
}

// delaySeconds is the delay as the API takes it; nil stays nil.
func delaySeconds(d *time.Duration) (*int64, error) {
	switch {
	case d == nil:
		return nil, nil
	case *d < 0, *d > MaxDelay:
		return nil, fmt.Errorf("delay %v is outside 0..%v", *d, MaxDelay)
	case *d%time.Second != 0:
		return nil, fmt.Errorf("delay %v is not in whole seconds", *d)
	}
	seconds := int64(*d / time.Second)
	return &seconds, nil
}

// checkLeases refuses what the API would take for something else: no lease at
// all, an empty one, or one that is settled twice in one call.
func checkLeases(ids ...LeaseID) error {
	if len(ids) == 0 {
		return errors.New("no lease is named")
	}
	seen := make(map[LeaseID]bool, len(ids))
	for _, id := range ids {
		switch {
		case id == "":
			return errors.New("a lease id is empty: the message was peeked, not pulled")
		case seen[id]:
			return fmt.Errorf("lease %v is named twice", id)
		}
		seen[id] = true
	}
	return nil
}
