package apiclient

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"
)

// PurgeMessages deletes the messages that peek handed out refs for. It counts as
// no delivery. The API returns no count, only warnings.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/messages/methods/purge/
func (c *Client) PurgeMessages(ctx context.Context, id QueueID, refs []Ref) (PurgeResult, error) {
	type item struct {
		Ref Ref `json:"ref"`
	}
	var body struct {
		Refs []item `json:"refs"`
	}
	for _, ref := range refs {
		if ref == "" {
			return PurgeResult{}, c.invalid(opPurgeMessages, "a ref is empty: the message was pulled, not peeked")
		}
		body.Refs = append(body.Refs, item{ref})
	}
	if len(refs) == 0 {
		return PurgeResult{}, c.invalid(opPurgeMessages, "no message is named")
	}
	var warned warnings
	var errs wireErrors
	odd := c.oddities()
	reply, err := c.callQueue(ctx, request{
		op: opPurgeMessages, method: http.MethodPost, changes: true, noBody: true, body: body,
		read: func(data []byte) error {
			odd, warned, errs = c.oddities(), warnings{}, nil
			return readOptional(data, &odd, func(m *members) { warned, errs = readWarnings(m), readErrors(m) })
		},
	}, id, "/messages/purge")
	reply.Oddities = odd.list()
	if err != nil {
		return PurgeResult{Reply: reply}, err
	}
	return PurgeResult{Reply: reply, Warnings: warningsBy[Ref](c, warned), Notes: c.notes(warned, errs)}, nil
}

// PurgeQueue deletes every message of a queue, delayed ones too, for good.
// Messages in flight may still be processed.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/purge/methods/start/
func (c *Client) PurgeQueue(ctx context.Context, id QueueID) (PurgeStatus, error) {
	return c.purgeCall(ctx, id, request{
		op: opPurgeQueue, method: http.MethodPost, changes: true, noBody: true,
		body: struct {
			Confirmed bool `json:"delete_messages_permanently"`
		}{true},
	})
}

// PurgeQueueStatus says how far the last purge of the queue is.
//
// https://developers.cloudflare.com/api/resources/queues/subresources/purge/methods/status/
func (c *Client) PurgeQueueStatus(ctx context.Context, id QueueID) (PurgeStatus, error) {
	return c.purgeCall(ctx, id, request{op: opPurgeStatus, method: http.MethodGet})
}

func (c *Client) purgeCall(ctx context.Context, id QueueID, r request) (PurgeStatus, error) {
	var status PurgeStatus
	odd := c.oddities()
	r.read = func(data []byte) error {
		odd, status = c.oddities(), PurgeStatus{}
		return readOptional(data, &odd, func(m *members) { status = readPurgeStatus(m) })
	}
	reply, err := c.callQueue(ctx, r, id, "/purge")
	reply.Oddities = odd.list()
	if err != nil {
		return PurgeStatus{Reply: reply}, err
	}
	status.Reply = reply
	return status, nil
}

// readPurgeStatus reads every form that the sources show: the queue itself,
// {started_at, complete}, {started_on, complete} and {started_at, completed},
// where completed is a text.
func readPurgeStatus(m *members) PurgeStatus {
	at, on := m.date("started_at"), m.date("started_on")
	if at.IsZero() {
		at = on
	}
	completed, complete := m.loose("completed"), m.loose("complete")
	return PurgeStatus{StartedAt: at, Completed: cmp.Or(completed, complete)}
}

// extendBody has items of the form {lease_id}. No source shows the items; the
// ack call's have this form.
type extendBody struct {
	Extend            []leaseBody `json:"extend"`
	VisibilityTimeout int64       `json:"visibility_timeout_ms,omitzero"`
}

// Extend prolongs leases to the visibility timeout from now on, without raising
// attempts; 0 leaves the time to the API. The newest types of the endpoint name
// no new lease, only how many were extended: Extended is set, Leases is nil, and
// the leases in the warnings were not. Where an answer says which new lease
// replaced which, as the endpoint's description has it, Leases says so.
//
// The endpoint is newer than the published SDKs, and no answer of it was ever
// recorded: see extendAnswer for the forms that are understood. An answer that
// tells neither the count nor the new leases is an error with
// [MayHaveTakenEffect], unless it warns of every lease. A server without the
// endpoint is [IsUnsupported].
func (c *Client) Extend(ctx context.Context, id QueueID, leases []LeaseID, visibility time.Duration) (ExtendResult, error) {
	if err := errors.Join(checkLeases(leases...), checkVisibility(visibility)); err != nil {
		return ExtendResult{}, c.invalid(opExtend, err.Error())
	}
	body := extendBody{VisibilityTimeout: milliseconds(visibility)}
	for _, lease := range leases {
		body.Extend = append(body.Extend, leaseBody{lease})
	}
	answer := extendAnswer{asked: leases, odd: c.oddities()}
	reply, err := c.callQueue(ctx, request{
		op: opExtend, method: http.MethodPost, changes: true, body: body, read: answer.read,
	}, id, "/messages/extend")
	reply.Oddities = answer.odd.list()
	return ExtendResult{
		Reply: reply, Extended: answer.extended, Leases: answer.leases,
		Warnings: warningsBy[LeaseID](c, answer.warnings), Notes: c.notes(answer.warnings, answer.errors),
	}, err
}
