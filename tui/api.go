package tui

import (
	"context"
	"time"

	"leaseview/apiclient"
)

// Reader is what the program asks of the queues API to look: nothing of it
// leases a message or changes a queue. *apiclient.Client is one.
type Reader interface {
	NewQueueList() *apiclient.QueueList
	FindQueue(ctx context.Context, nameOrID string) (apiclient.Queue, error)
	GetQueue(ctx context.Context, id apiclient.QueueID) (apiclient.Queue, error)
	Consumers(ctx context.Context, id apiclient.QueueID) ([]apiclient.Consumer, error)
	Metrics(ctx context.Context, id apiclient.QueueID) (apiclient.Metrics, error)
	Peek(ctx context.Context, id apiclient.QueueID, batchSize int) (apiclient.PeekResult, error)
}

// Leaser is what leases messages and settles or extends leases. *apiclient.Client
// is one. A program without one can't do any of it.
type Leaser interface {
	Pull(ctx context.Context, id apiclient.QueueID, options apiclient.PullOptions) (apiclient.PullResult, error)
	Settle(ctx context.Context, id apiclient.QueueID, settlement apiclient.Settlement) (apiclient.SettleResult, error)
	Extend(ctx context.Context, id apiclient.QueueID, leases []apiclient.LeaseID, visibility time.Duration) (apiclient.ExtendResult, error)
}
