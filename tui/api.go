package tui

import (
	"context"
	"time"

	"leaseview/apiclient"
)

// API is what the program asks of the queues API. *apiclient.Client is one.
type API interface {
	ListQueues(ctx context.Context) ([]apiclient.Queue, error)
	FindQueue(ctx context.Context, nameOrID string) (apiclient.Queue, error)
	GetQueue(ctx context.Context, id apiclient.QueueID) (apiclient.Queue, error)
	Consumers(ctx context.Context, id apiclient.QueueID) ([]apiclient.Consumer, error)
	Metrics(ctx context.Context, id apiclient.QueueID) (apiclient.Metrics, error)
	Peek(ctx context.Context, id apiclient.QueueID, batchSize int) (apiclient.PeekResult, error)
	Settle(ctx context.Context, id apiclient.QueueID, settlement apiclient.Settlement) (apiclient.SettleResult, error)
	Extend(ctx context.Context, id apiclient.QueueID, leases []apiclient.LeaseID, visibility time.Duration) (apiclient.ExtendResult, error)
	Pull(ctx context.Context, id apiclient.QueueID, options apiclient.PullOptions) (apiclient.PullResult, error)
}
