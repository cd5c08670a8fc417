package apiclient

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// GetQueue reads one queue. An answer about another queue than the one that was
// asked for is an error, [IsMalformed], and so is one that doesn't say: ids are
// compared to the letter.
//
// https://developers.cloudflare.com/api/resources/queues/methods/get/
func (c *Client) GetQueue(ctx context.Context, id QueueID) (Queue, error) {
	return c.queueCall(ctx, request{op: opGetQueue, method: http.MethodGet}, id)
}

// SetDeliveryPaused pauses or resumes the delivery of a queue to its consumers.
// Messages can still be sent, and their retention runs on. It needs the queue's
// name besides its id, as the API does. The answer must be about the same queue:
// see [Client.GetQueue].
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
	var q Queue
	r.read = func(data []byte) error {
		odd := c.oddities()
		var wrongID error
		err := readObject(data, &odd, func(m *members) {
			q = readQueue(m)
			wrongID = m.checkID(q.ID, id)
			q.ID = id
		})
		q.Oddities = odd.list()
		return cmp.Or(err, wrongID)
	}
	if _, err := c.callQueue(ctx, r, id, ""); err != nil {
		return Queue{}, err
	}
	return q, nil
}

// checkID keeps the description of one queue from passing for another's: what
// is done to a queue is done by its id.
func (m *members) checkID(got, asked QueueID) error {
	const name = "queue_id"
	v, ok := m.take(name)
	switch {
	case got == asked:
		return nil
	case got != "":
		return fmt.Errorf("the answer names another queue: %s, not %s", m.odd.quote(string(got)), m.odd.quote(string(asked)))
	case !ok || v.Kind() == '"':
		m.odd.add(m.at(name) + " is missing")
	}
	return nil // what is no id names no other queue
}

// Metrics reads a queue's backlog. It costs no delivery and no lease. Best
// effort, says the API: the oldest message may be unknown although there is one,
// and so may each of the counts.
//
// https://developers.cloudflare.com/api/resources/queues/methods/get_metrics/
func (c *Client) Metrics(ctx context.Context, id QueueID) (Metrics, error) {
	var wire wireMetrics
	odd := c.oddities()
	reply, err := c.callQueue(ctx, request{
		op: opMetrics, method: http.MethodGet,
		read: func(data []byte) error {
			odd = c.oddities()
			return readObject(data, &odd, func(m *members) { wire = readMetrics(m) })
		},
	}, id, "/metrics")
	if err != nil {
		return Metrics{}, err
	}
	reply.Oddities = odd.list()
	return wire.metrics(reply), nil
}

// Consumers lists a queue's consumers: at most one today. What is odd in one is
// told in its Oddities, what is odd in the list in those of the first. A list
// with nothing but what is no consumer is an error.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/consumers/methods/list/
func (c *Client) Consumers(ctx context.Context, id QueueID) ([]Consumer, error) {
	var consumers []Consumer
	_, err := c.callQueue(ctx, request{
		op: opConsumers, method: http.MethodGet,
		read: func(data []byte) (err error) {
			consumers, err = c.readConsumers(data)
			return err
		},
	}, id, "/consumers")
	if err != nil {
		return nil, err
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
	var consumer Consumer
	_, err = c.callQueue(ctx, request{
		op: opAddConsumer, method: http.MethodPost, changes: true,
		read: func(data []byte) error {
			odd := c.oddities()
			return readObject(data, &odd, func(m *members) {
				consumer = readConsumer(m)
				consumer.Oddities = odd.list()
			})
		},
		body: pullConsumerBody{
			Type: ConsumerHTTPPull, DeadLetterQueue: o.DeadLetterQueue,
			Settings: pullConsumerSettings{o.BatchSize, o.MaxRetries, delay, milliseconds(o.VisibilityTimeout)},
		},
	}, id, "/consumers")
	if err != nil {
		return Consumer{}, err
	}
	return consumer, nil
}

// RemoveConsumer takes a consumer away from a queue. Its messages stay.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/consumers/methods/delete/
func (c *Client) RemoveConsumer(ctx context.Context, id QueueID, consumer ConsumerID) error {
	if !isPathID(string(consumer)) {
		return c.invalid(opRemoveConsumer, "the consumer id is empty or holds characters that no id has")
	}
	_, err := c.callQueue(ctx, request{
		op: opRemoveConsumer, method: http.MethodDelete, changes: true, noBody: true,
		read: func(data []byte) error {
			ignored := c.oddities()
			return readOptional(data, &ignored, func(*members) {})
		},
	}, id, "/consumers/"+string(consumer))
	return err
}

// callQueue is call for a path below a queue.
func (c *Client) callQueue(ctx context.Context, r request, id QueueID, below string) (Reply, error) {
	if !id.Askable() {
		return Reply{}, c.invalid(r.op, "the queue id is empty or holds characters that no id has")
	}
	r.path = pathOfQueue(id, below)
	return c.call(ctx, r)
}

// pathOfQueue is below the account.
func pathOfQueue(id QueueID, below string) string { return "/queues/" + string(id) + below }

// Askable says whether a call can be made about the queue: an id with characters
// that no id has is refused before anything is sent.
func (id QueueID) Askable() bool { return isPathID(string(id)) }

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
	return errors.New(notUnderstood + field + " is missing")
}

// milliseconds is exact: checkPull and checkVisibility refuse fractions.
func milliseconds(d time.Duration) int64 { return int64(d / time.Millisecond) }
