package apiclient

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"
)

// Paths below a queue that copied commands name as well: see [Curl].
const (
	belowPull = "/messages/pull"
	belowAck  = "/messages/ack"
)

type batchBody struct {
	BatchSize         int   `json:"batch_size,omitzero"`
	VisibilityTimeout int64 `json:"visibility_timeout_ms,omitzero"`
}

// Pull takes a batch of messages under lease. Each message's attempts rise, and
// it stays hidden from other consumers for the visibility timeout, which runs
// from PullResult.SentAt at the earliest. No message is a normal answer and does
// not mean that the queue is empty.
//
// Whatever is odd in the answer costs nothing but itself and is told in
// Oddities. When the answer is cut, or something stands in it in a message's
// place that is none, Pull returns an error and, in the result, the messages
// that could be read: they are leased.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/messages/methods/pull/
func (c *Client) Pull(ctx context.Context, id QueueID, o PullOptions) (PullResult, error) {
	if err := checkPull(o); err != nil {
		return PullResult{}, c.invalid(opPull, err.Error())
	}
	wire := messagesAnswer{odd: c.oddities(), leased: true}
	reply, err := c.callQueue(ctx, request{
		op: opPull, method: http.MethodPost, changes: true, read: wire.read,
		body: pullBody(o),
	}, id, belowPull)
	reply.Oddities = wire.odd.list()
	return PullResult{
		Reply:        reply,
		Messages:     wire.items,
		BacklogCount: wire.backlog,
		Unreadable:   wire.unreadable(),
		Metrics:      wire.metrics.attached(reply),
	}, err
}

func pullBody(o PullOptions) batchBody {
	return batchBody{o.BatchSize, milliseconds(o.VisibilityTimeout)}
}

// Peek shows the head of a queue without leasing anything and without raising
// attempts. A batchSize of 0 leaves the size to the API. Repeated, it shows the
// same messages: the API has no cursor. Like Pull it returns what could be read
// besides an error; what stands in a message's place and is none is no error
// here, as nothing is leased, but told in Oddities.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/messages/methods/peek/
func (c *Client) Peek(ctx context.Context, id QueueID, batchSize int) (PeekResult, error) {
	if err := checkBatch(batchSize); err != nil {
		return PeekResult{}, c.invalid(opPeek, err.Error())
	}
	wire := messagesAnswer{odd: c.oddities()}
	reply, err := c.callQueue(ctx, request{
		op: opPeek, method: http.MethodPost, read: wire.read,
		body: batchBody{BatchSize: batchSize},
	}, id, "/messages/peek")
	reply.Oddities = wire.odd.list()
	return PeekResult{Reply: reply, Messages: wire.items}, err
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

// Settle acks and retries leased messages in one call. The API also takes leases
// that have lapsed. What it refuses it counts in neither number and may name in
// the warnings. An answer that leaves open how many were settled is an error
// with [MayHaveTakenEffect].
//
// https://developers.cloudflare.com/api/resources/queues/subresources/messages/methods/ack/
func (c *Client) Settle(ctx context.Context, id QueueID, s Settlement) (SettleResult, error) {
	body, err := settlement(s)
	if err != nil {
		return SettleResult{}, c.invalid(opSettle, err.Error())
	}
	wire := settleAnswer{asked: s, odd: c.oddities()}
	reply, err := c.callQueue(ctx, request{
		op: opSettle, method: http.MethodPost, changes: true, body: body, read: wire.read,
	}, id, belowAck)
	reply.Oddities = wire.odd.list()
	if err != nil {
		return SettleResult{Reply: reply}, err
	}
	return SettleResult{
		Reply: reply, Acked: wire.acked, Retried: wire.retried,
		Warnings: warningsBy[LeaseID](c, wire.warnings),
		Notes:    c.notes(wire.warnings, wire.errors),
	}, nil
}

type settleAnswer struct {
	asked          Settlement
	odd            oddities
	acked, retried int
	warnings       warnings
	errors         wireErrors
}

// read refuses an answer that leaves open how many were settled: a person would
// take a message for gone that isn't. The count of a list that was not sent may
// be anything.
func (a *settleAnswer) read(data []byte) error {
	*a = settleAnswer{asked: a.asked, odd: a.odd.anew()}
	var open error
	err := readObject(data, &a.odd, func(m *members) {
		var noRetries error
		a.acked, open = m.settled("ackCount", len(a.asked.Acks) > 0)
		a.retried, noRetries = m.settled("retryCount", len(a.asked.Retries) > 0)
		open = cmp.Or(open, noRetries)
		a.warnings, a.errors = readWarnings(m), readErrors(m)
	})
	return cmp.Or(err, open)
}

// settled is a count that must be there when it was asked for. A wrong one is
// the error then, and a note otherwise.
func (m *members) settled(name string, asked bool) (int, error) {
	v, ok := m.take(name)
	if !ok && asked {
		return 0, missing(m.at(name))
	}
	if n, known := wholeNumber(v); ok && asked && !known {
		return 0, errors.New(notUnderstood + m.odd.wrong(m.at(name), v, notWhole).Error())
	} else if n < 0 && asked {
		return 0, errors.New(notUnderstood + m.odd.wrong(m.at(name), v, belowZero).Error())
	}
	return m.int(name), nil
}

// settlement returns the body for leases that it refuses, too: a copied command
// has it.
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
	var wire *wireMetrics
	odd := c.oddities()
	reply, err := c.callQueue(ctx, request{
		op: opPush, method: http.MethodPost, changes: true, noBody: true, body: body,
		read: func(data []byte) error {
			odd, wire = c.oddities(), nil
			return readOptional(data, &odd, func(m *members) { wire = attachedMetrics(m) })
		},
	}, id, below)
	reply.Oddities = odd.list()
	if err != nil {
		return PushResult{Reply: reply}, err
	}
	return PushResult{Reply: reply, Metrics: wire.attached(reply)}, nil
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
