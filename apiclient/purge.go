package apiclient

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

type wirePurge struct {
	Warnings warnings   `json:"warnings"`
	Errors   wireErrors `json:"errors"`
}

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
	var wire wirePurge
	reply, err := c.callQueue(ctx, request{
		op: opPurgeMessages, method: http.MethodPost, changes: true, noBody: true, body: body,
		read: readOptional(&wire),
	}, id, "/messages/purge")
	if err != nil {
		return PurgeResult{Reply: reply}, err
	}
	return PurgeResult{
		Reply: reply, Warnings: warningsBy[Ref](c, wire.Warnings), Notes: c.notes(wire.Warnings, wire.Errors),
	}, nil
}

// wirePurgeStatus has the members of every form that the sources show: the queue
// itself, {started_at, complete}, {started_on, complete} and {started_at,
// completed}, where completed is a text.
type wirePurgeStatus struct {
	StartedAt moment         `json:"started_at"`
	StartedOn moment         `json:"started_on"`
	Completed jsontext.Value `json:"completed"`
	Complete  jsontext.Value `json:"complete"`
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
	var wire wirePurgeStatus
	r.read = readOptional(&wire)
	reply, err := c.callQueue(ctx, r, id, "/purge")
	if err != nil {
		return PurgeStatus{Reply: reply}, err
	}
	started := wire.StartedAt.Time
	if started.IsZero() {
		started = wire.StartedOn.Time
	}
	return PurgeStatus{
		Reply: reply, StartedAt: started,
		Completed: cmp.Or(looseText(wire.Completed), looseText(wire.Complete)),
	}, nil
}

// extendBody has items of the form {lease_id}. No source shows the items; the
// ack call's have this form.
type extendBody struct {
	Extend            []leaseBody `json:"extend"`
	VisibilityTimeout int64       `json:"visibility_timeout_ms,omitzero"`
}

// Extend prolongs leases to the visibility timeout from now on, without raising
// attempts; 0 leaves the time to the API. Every lease gets a new id, and the
// result says which replaced which.
//
// The endpoint is newer than the published SDKs, and its answer is documented
// nowhere: see extendAnswer for the forms that are understood. An answer that
// doesn't tell the new leases is an error with [MayHaveTakenEffect]. A server
// without the endpoint is [IsUnsupported].
func (c *Client) Extend(ctx context.Context, id QueueID, leases []LeaseID, visibility time.Duration) (ExtendResult, error) {
	if err := errors.Join(checkLeases(leases...), checkVisibility(visibility)); err != nil {
		return ExtendResult{}, c.invalid(opExtend, err.Error())
	}
	body := extendBody{VisibilityTimeout: milliseconds(visibility)}
	for _, lease := range leases {
		body.Extend = append(body.Extend, leaseBody{lease})
	}
	var result jsontext.Value
	answer := extendAnswer{asked: leases}
	reply, err := c.callQueue(ctx, request{
		op: opExtend, method: http.MethodPost, changes: true, body: body,
		read: func(data []byte) error {
			if err := readResult(&result)(data); err != nil {
				return err
			}
			return answer.understand(result)
		},
	}, id, "/messages/extend")
	return ExtendResult{
		Reply: reply, Leases: answer.leases,
		Warnings: warningsBy[LeaseID](c, answer.warnings), Notes: c.notes(answer.warnings, answer.errors),
	}, err
}
