package apiclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"
)

type batchBody struct {
	BatchSize         int   `json:"batch_size,omitzero"`
	VisibilityTimeout int64 `json:"visibility_timeout_ms,omitzero"`
}

type wirePull struct {
	Messages     pulledList      `json:"messages"`
	BacklogCount number          `json:"message_backlog_count"`
	Metadata     attachedMetrics `json:"metadata"`
}

// Pull takes a batch of messages under lease. Each message's attempts rise, and
// it stays hidden from other consumers for the visibility timeout, which runs
// from PullResult.SentAt at the earliest. No message is a normal answer and does
// not mean that the queue is empty.
//
// When the answer is cut or partly makes no sense, Pull returns an error and, in
// the result, the messages that could be read: they are leased.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/messages/methods/pull/
func (c *Client) Pull(ctx context.Context, id QueueID, o PullOptions) (PullResult, error) {
	if err := checkPull(o); err != nil {
		return PullResult{}, c.invalid(opPull, err.Error())
	}
	var wire wirePull
	reply, err := c.callQueue(ctx, request{
		op: opPull, method: http.MethodPost, changes: true,
		body: batchBody{o.BatchSize, milliseconds(o.VisibilityTimeout)},
		read: func(data []byte) error {
			if err := readResult(&wire)(data); err != nil {
				return err
			}
			return wire.Messages.err()
		},
	}, id, "/messages/pull")
	return PullResult{
		Reply:        reply,
		Messages:     wire.Messages.items,
		BacklogCount: wire.BacklogCount.intPointer(),
		Metrics:      wire.Metadata.metrics(reply),
	}, err
}

type wirePeek struct {
	Messages peekedList `json:"messages"`
}

// Peek shows the head of a queue without leasing anything and without raising
// attempts. A batchSize of 0 leaves the size to the API. Repeated, it shows the
// same messages: the API has no cursor. Like Pull it returns what could be read
// besides an error.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/messages/methods/peek/
func (c *Client) Peek(ctx context.Context, id QueueID, batchSize int) (PeekResult, error) {
	if err := checkBatch(batchSize); err != nil {
		return PeekResult{}, c.invalid(opPeek, err.Error())
	}
	var wire wirePeek
	reply, err := c.callQueue(ctx, request{
		op: opPeek, method: http.MethodPost,
		body: batchBody{BatchSize: batchSize},
		read: func(data []byte) error {
			if err := readResult(&wire)(data); err != nil {
				return err
			}
			return wire.Messages.err()
		},
	}, id, "/messages/peek")
	return PeekResult{Reply: reply, Messages: wire.Messages.items}, err
}

type leaseBody struct {
	LeaseID LeaseID `json:"lease_id"`
}

type retryBody struct {
	LeaseID LeaseID `json:"lease_id"`
	Delay   *int64  `json:"delay_seconds,omitzero"`
}

type settleBody struct {
	Acks    []leaseBody `json:"acks,omitzero"`
	Retries []retryBody `json:"retries,omitzero"`
}

type wireSettle struct {
	Acked    number     `json:"ackCount"`
	Retried  number     `json:"retryCount"`
	Warnings warnings   `json:"warnings"`
	Errors   wireErrors `json:"errors"`
}

// Settle acks and retries leased messages in one call. The API also takes leases
// that have lapsed. What it refuses it counts in neither number and may name in
// the warnings.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/messages/methods/ack/
func (c *Client) Settle(ctx context.Context, id QueueID, s Settlement) (SettleResult, error) {
	body, err := settlement(s)
	if err != nil {
		return SettleResult{}, c.invalid(opSettle, err.Error())
	}
	var wire wireSettle
	reply, err := c.callQueue(ctx, request{
		op: opSettle, method: http.MethodPost, changes: true, body: body,
		read: func(data []byte) error { return wire.read(data, s) },
	}, id, "/messages/ack")
	if err != nil {
		return SettleResult{Reply: reply}, err
	}
	return SettleResult{
		Reply: reply, Acked: wire.Acked.int(), Retried: wire.Retried.int(),
		Warnings: warningsBy[LeaseID](c, wire.Warnings),
		Notes:    c.notes(wire.Warnings, wire.Errors),
	}, nil
}

// read refuses an answer that leaves open how many were settled: a person would
// take a message for gone that isn't.
func (w *wireSettle) read(data []byte, s Settlement) error {
	if err := readResult(w)(data); err != nil {
		return err
	}
	switch {
	case !w.Acked.set && len(s.Acks) > 0:
		return missing("result.ackCount")
	case !w.Retried.set && len(s.Retries) > 0:
		return missing("result.retryCount")
	}
	return nil
}

func settlement(s Settlement) (settleBody, error) {
	var body settleBody
	var all []LeaseID
	for _, id := range s.Acks {
		body.Acks = append(body.Acks, leaseBody{id})
		all = append(all, id)
	}
	for _, r := range s.Retries {
		delay, err := delaySeconds(r.Delay)
		if err != nil {
			return settleBody{}, err
		}
		body.Retries = append(body.Retries, retryBody{r.LeaseID, delay})
		all = append(all, r.LeaseID)
	}
	return body, checkLeases(all...)
}

type pushBody struct {
	Body        jsontext.Value `json:"body"`
	ContentType string         `json:"content_type"`
	Delay       *int64         `json:"delay_seconds,omitzero"`
}

type wirePush struct {
	Metadata attachedMetrics `json:"metadata"`
}

// Push sends one message. The API gives no id back.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/messages/methods/push/
func (c *Client) Push(ctx context.Context, id QueueID, m Outgoing) (PushResult, error) {
	body, err := outgoing(m)
	if err != nil {
		return PushResult{}, c.invalid(opPush, err.Error())
	}
	return c.push(ctx, id, "/messages", body)
}

// PushBatch sends up to MaxBatchSize messages in one call.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/messages/methods/bulk_push/
func (c *Client) PushBatch(ctx context.Context, id QueueID, ms []Outgoing) (PushResult, error) {
	if len(ms) < 1 || len(ms) > MaxBatchSize {
		return PushResult{}, c.invalid(opPush, fmt.Sprintf("%d messages: a batch holds 1..%d", len(ms), MaxBatchSize))
	}
	var batch struct {
		Messages []pushBody `json:"messages"`
	}
	for i, m := range ms {
		body, err := outgoing(m)
		if err != nil {
			return PushResult{}, c.invalid(opPush, fmt.Sprintf("message %d: %v", i+1, err))
		}
		batch.Messages = append(batch.Messages, body)
	}
	return c.push(ctx, id, "/messages/batch", batch)
}

func (c *Client) push(ctx context.Context, id QueueID, below string, body any) (PushResult, error) {
	var wire wirePush
	reply, err := c.callQueue(ctx, request{
		op: opPush, method: http.MethodPost, changes: true, noBody: true, body: body, read: readOptional(&wire),
	}, id, below)
	if err != nil {
		return PushResult{Reply: reply}, err
	}
	return PushResult{Reply: reply, Metrics: wire.Metadata.metrics(reply)}, nil
}

func outgoing(m Outgoing) (pushBody, error) {
	delay, err := delaySeconds(m.Delay)
	if err != nil {
		return pushBody{}, err
	}
	kind := m.ContentType
	if kind == "" {
		kind = "text"
		if m.JSON != nil {
			kind = "json"
		}
	}
	switch {
	case m.JSON != nil && m.Body != "":
		return pushBody{}, errors.New("both a text and a JSON body are set")
	case kind == "json" && !m.JSON.IsValid():
		return pushBody{}, errors.New("the body is not JSON")
	case kind == "json":
		return pushBody{m.JSON, kind, delay}, nil
	case kind != "text":
		return pushBody{}, fmt.Errorf("content type %q can't be sent: the API takes text and json", kind)
	case m.JSON != nil:
		return pushBody{}, errors.New("a JSON body can't be sent as text")
	}
	quoted, err := jsontext.AppendQuote(nil, m.Body)
	if err != nil {
		return pushBody{}, errors.New("the text is not UTF-8, which is all that the API can carry")
	}
	return pushBody{quoted, kind, delay}, nil
}
