package apiclient

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// maxPages bounds a listing: an account has at most 10,000 queues, and the API's
// example shows 20 on a page.
const maxPages = 500

// ListQueues lists the account's queues, all pages of them. The items carry
// consumers and settings, never a backlog. When the API repeats a page or hands
// out an empty one, the list ends there.
//
// https://developers.cloudflare.com/api/resources/queues/methods/list/
func (c *Client) ListQueues(ctx context.Context) ([]Queue, error) {
	queues, _, err := c.listQueues(ctx)
	return queues, err
}

// listQueues also returns how many queues there are, says the API.
func (c *Client) listQueues(ctx context.Context) (queues []Queue, total int, err error) {
	seen := make(map[QueueID]bool)
	for page := 1; page <= maxPages; page++ {
		path := "/queues"
		if page > 1 {
			path += "?page=" + strconv.Itoa(page)
		}
		items, info, err := c.listPage(ctx, path)
		if err != nil {
			return nil, 0, err
		}
		before := len(queues)
		for _, q := range items {
			if !seen[q.ID] {
				seen[q.ID] = true
				queues = append(queues, q)
			}
		}
		total = max(total, int(min(info.totalCount, 1<<31-1)))
		if len(queues) == before || info.perPage <= 0 || int64(page)*info.perPage >= info.totalCount {
			return queues, max(total, len(queues)), nil
		}
	}
	return nil, 0, c.failure(request{op: opListQueues, method: http.MethodGet, path: "/queues"}, Error{
		kind: kindMalformed, Message: fmt.Sprintf("the list has no end: gave up after %d pages", maxPages),
	})
}

func (c *Client) listPage(ctx context.Context, path string) ([]Queue, pageInfo, error) {
	var items []wireQueue
	var info pageInfo
	_, err := c.call(ctx, request{
		op: opListQueues, method: http.MethodGet, path: path,
		read: func(data []byte) error {
			var whole envelope[[]wireQueue]
			if err := readEnvelope(data, &whole, &items, true); err != nil {
				return err
			}
			info = whole.Info
			for i, item := range items {
				if item.ID == "" {
					return missing(fmt.Sprintf("result[%d].queue_id", i))
				}
			}
			return nil
		},
	})
	if err != nil {
		return nil, pageInfo{}, err
	}
	queues := make([]Queue, 0, len(items))
	for _, item := range items {
		queues = append(queues, item.queue())
	}
	return queues, info, nil
}

// GetQueue reads one queue.
//
// https://developers.cloudflare.com/api/resources/queues/methods/get/
func (c *Client) GetQueue(ctx context.Context, id QueueID) (Queue, error) {
	return c.queueCall(ctx, request{op: opGetQueue, method: http.MethodGet}, id)
}

// SetDeliveryPaused pauses or resumes the delivery of a queue to its consumers.
// Messages can still be sent, and their retention runs on. It needs the queue's
// name besides its id, as the API does.
//
// https://developers.cloudflare.com/api/resources/queues/methods/edit/
func (c *Client) SetDeliveryPaused(ctx context.Context, q Queue, paused bool) (Queue, error) {
	type settings struct {
		DeliveryPaused bool `json:"delivery_paused"`
	}
	return c.queueCall(ctx, request{
		op: opSetPaused, method: http.MethodPatch, changes: true,
		body: struct {
			Name     string   `json:"queue_name,omitzero"`
			Settings settings `json:"settings"`
		}{q.Name, settings{paused}},
	}, q.ID)
}

func (c *Client) queueCall(ctx context.Context, r request, id QueueID) (Queue, error) {
	var wire wireQueue
	r.read = func(data []byte) error {
		if err := readResult(&wire)(data); err != nil {
			return err
		}
		if wire.ID == "" {
			return missing("result.queue_id")
		}
		return nil
	}
	if _, err := c.callQueue(ctx, r, id, ""); err != nil {
		return Queue{}, err
	}
	return wire.queue(), nil
}

// Metrics reads a queue's backlog. It costs no delivery and no lease. Best
// effort, says the API: the oldest message may be unknown although there is one.
//
// https://developers.cloudflare.com/api/resources/queues/methods/get_metrics/
func (c *Client) Metrics(ctx context.Context, id QueueID) (Metrics, error) {
	var wire wireMetrics
	reply, err := c.callQueue(ctx, request{
		op: opMetrics, method: http.MethodGet,
		read: func(data []byte) error {
			if err := readResult(&wire)(data); err != nil {
				return err
			}
			if !wire.BacklogCount.set {
				return missing("result.backlog_count")
			}
			return nil
		},
	}, id, "/metrics")
	if err != nil {
		return Metrics{}, err
	}
	return wire.metrics(reply), nil
}

// Consumers lists a queue's consumers: at most one today.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/consumers/methods/list/
func (c *Client) Consumers(ctx context.Context, id QueueID) ([]Consumer, error) {
	var wire []wireConsumer
	_, err := c.callQueue(ctx, request{
		op: opConsumers, method: http.MethodGet, read: readResult(&wire),
	}, id, "/consumers")
	if err != nil {
		return nil, err
	}
	consumers := make([]Consumer, 0, len(wire))
	for _, w := range wire {
		consumers = append(consumers, w.consumer())
	}
	return consumers, nil
}

type pullConsumerBody struct {
	Type            ConsumerType         `json:"type"`
	DeadLetterQueue string               `json:"dead_letter_queue,omitzero"`
	Settings        pullConsumerSettings `json:"settings,omitzero"`
}

type pullConsumerSettings struct {
	BatchSize         int    `json:"batch_size,omitzero"`
	MaxRetries        *int   `json:"max_retries,omitzero"`
	RetryDelay        *int64 `json:"retry_delay,omitzero"`
	VisibilityTimeout int64  `json:"visibility_timeout_ms,omitzero"`
}

// AddPullConsumer gives a queue an http_pull consumer. For some seconds after it
// the API may still answer a pull with [IsNoPullConsumer].
//
// https://developers.cloudflare.com/api/resources/queues/subresources/consumers/methods/create/
func (c *Client) AddPullConsumer(ctx context.Context, id QueueID, o PullConsumerOptions) (Consumer, error) {
	if err := checkPull(PullOptions{o.BatchSize, o.VisibilityTimeout}); err != nil {
		return Consumer{}, c.invalid(opAddConsumer, err.Error())
	}
	if o.MaxRetries != nil && (*o.MaxRetries < 0 || *o.MaxRetries > MaxRetriesLimit) {
		return Consumer{}, c.invalid(opAddConsumer, fmt.Sprintf("max retries %d is outside 0..%d", *o.MaxRetries, MaxRetriesLimit))
	}
	delay, err := delaySeconds(o.RetryDelay)
	if err != nil {
		return Consumer{}, c.invalid(opAddConsumer, err.Error())
	}
	var wire wireConsumer
	_, err = c.callQueue(ctx, request{
		op: opAddConsumer, method: http.MethodPost, changes: true, read: readResult(&wire),
		body: pullConsumerBody{
			Type: ConsumerHTTPPull, DeadLetterQueue: o.DeadLetterQueue,
			Settings: pullConsumerSettings{o.BatchSize, o.MaxRetries, delay, milliseconds(o.VisibilityTimeout)},
		},
	}, id, "/consumers")
	if err != nil {
		return Consumer{}, err
	}
	return wire.consumer(), nil
}

// RemoveConsumer takes a consumer away from a queue. Its messages stay.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/consumers/methods/delete/
func (c *Client) RemoveConsumer(ctx context.Context, id QueueID, consumer ConsumerID) error {
	if !isPathID(string(consumer)) {
		return c.invalid(opRemoveConsumer, "the consumer id is empty or holds characters that no id has")
	}
	var ignored struct{}
	_, err := c.callQueue(ctx, request{
		op: opRemoveConsumer, method: http.MethodDelete, changes: true, noBody: true,
		read: readOptional(&ignored),
	}, id, "/consumers/"+string(consumer))
	return err
}

// callQueue is call for a path below a queue.
func (c *Client) callQueue(ctx context.Context, r request, id QueueID, below string) (Reply, error) {
	if !isPathID(string(id)) {
		return Reply{}, c.invalid(r.op, "the queue id is empty or holds characters that no id has")
	}
	r.path = "/queues/" + string(id) + below
	return c.call(ctx, r)
}

// isPathID keeps ids from reaching into another path.
func isPathID(id string) bool {
	for _, r := range id {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_' {
			return false
		}
	}
	return id != ""
}

func missing(field string) error {
	return fmt.Errorf("the answer is not understood: %s is missing", field)
}

// milliseconds is exact: checkPull and checkVisibility refuse fractions.
func milliseconds(d time.Duration) int64 { return int64(d / time.Millisecond) }
