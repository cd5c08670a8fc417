package apiclient

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

type invalidCall struct {
	run  func(context.Context, *Client) error
	want string
}

var (
	half = 500 * time.Millisecond
	long = 25 * time.Hour
)

func invalidPulls() map[string]invalidCall {
	pull := func(o PullOptions) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error { _, err := c.Pull(ctx, testQueue, o); return err }
	}
	return map[string]invalidCall{
		"batch of 101":        {pull(PullOptions{BatchSize: 101}), "batch size 101 is outside 1..100"},
		"negative batch":      {pull(PullOptions{BatchSize: -1}), "outside 1..100"},
		"13 h":                {pull(PullOptions{VisibilityTimeout: 13 * time.Hour}), "outside 1ms..12h"},
		"negative visibility": {pull(PullOptions{VisibilityTimeout: -1}), "outside 1ms..12h"},
		"microseconds":        {pull(PullOptions{VisibilityTimeout: 1500 * time.Microsecond}), "not in whole milliseconds"},
		"peek of 101": {func(ctx context.Context, c *Client) error {
			_, err := c.Peek(ctx, testQueue, 101)
			return err
		}, "outside 1..100"},
	}
}

func invalidSettlements() map[string]invalidCall {
	settle := func(s Settlement) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error { _, err := c.Settle(ctx, testQueue, s); return err }
	}
	return map[string]invalidCall{
		"nothing to settle": {settle(Settlement{}), "no lease is named"},
		"empty lease":       {settle(Settlement{Acks: []LeaseID{""}}), "a lease id is empty"},
		"lease twice":       {settle(Settlement{Acks: []LeaseID{"a"}, Retries: []Retry{{LeaseID: "a"}}}), "named twice"},
		"half a second":     {settle(Settlement{Retries: []Retry{{"a", &half}}}), "not in whole seconds"},
		"25 h":              {settle(Settlement{Retries: []Retry{{"a", &long}}}), "outside 0..24h"},
		"lease not UTF-8":   {settle(Settlement{Acks: []LeaseID{"\xff"}}), "can't be written as JSON"},
		"extend nothing": {func(ctx context.Context, c *Client) error {
			_, err := c.Extend(ctx, testQueue, nil, time.Minute)
			return err
		}, "no lease is named"},
	}
}

func invalidPushes() map[string]invalidCall {
	push := func(m Outgoing) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error { _, err := c.Push(ctx, testQueue, m); return err }
	}
	return map[string]invalidCall{
		"text not UTF-8":   {push(Outgoing{Body: "\xff"}), "not UTF-8"},
		"not JSON":         {push(Outgoing{JSON: jsontext.Value(`{`)}), "not JSON"},
		"no JSON":          {push(Outgoing{ContentType: "json"}), "not JSON"},
		"text and JSON":    {push(Outgoing{Body: "a", JSON: jsontext.Value(`{}`)}), "both"},
		"JSON as text":     {push(Outgoing{JSON: jsontext.Value(`{}`), ContentType: "text"}), "can't be sent as text"},
		"bytes":            {push(Outgoing{Body: "a", ContentType: "bytes"}), `content type "bytes" can't be sent`},
		"delay of 25 h":    {push(Outgoing{Body: "a", Delay: &long}), "outside 0..24h"},
		"batch of nothing": {func(ctx context.Context, c *Client) error { _, err := c.PushBatch(ctx, testQueue, nil); return err }, "a batch holds 1..100"},
		"second of a batch": {func(ctx context.Context, c *Client) error {
			_, err := c.PushBatch(ctx, testQueue, []Outgoing{{}, {Body: "\xff"}})
			return err
		}, "message 2: the text is not UTF-8"},
	}
}

func otherInvalidCalls() map[string]invalidCall {
	return map[string]invalidCall{
		"no ref": {func(ctx context.Context, c *Client) error {
			_, err := c.PurgeMessages(ctx, testQueue, nil)
			return err
		}, "no message is named"},
		"empty ref": {func(ctx context.Context, c *Client) error {
			_, err := c.PurgeMessages(ctx, testQueue, []Ref{""})
			return err
		}, "a ref is empty"},
		"no queue":        {func(ctx context.Context, c *Client) error { _, err := c.GetQueue(ctx, ""); return err }, "the queue id"},
		"queue elsewhere": {func(ctx context.Context, c *Client) error { _, err := c.GetQueue(ctx, "../x"); return err }, "the queue id"},
		"consumer elsewhere": {func(ctx context.Context, c *Client) error {
			return c.RemoveConsumer(ctx, testQueue, "a/b")
		}, "the consumer id"},
		"no name": {func(ctx context.Context, c *Client) error { _, err := c.FindQueue(ctx, ""); return err }, "name is empty"},
		"101 retries": {func(ctx context.Context, c *Client) error {
			_, err := c.AddPullConsumer(ctx, testQueue, PullConsumerOptions{MaxRetries: ptr(101)})
			return err
		}, "max retries 101 is outside 0..100"},
		"consumer's batch": {func(ctx context.Context, c *Client) error {
			_, err := c.AddPullConsumer(ctx, testQueue, PullConsumerOptions{BatchSize: 101})
			return err
		}, "outside 1..100"},
		"consumer's delay": {func(ctx context.Context, c *Client) error {
			_, err := c.AddPullConsumer(ctx, testQueue, PullConsumerOptions{RetryDelay: &half})
			return err
		}, "not in whole seconds"},
	}
}

// What the API can't do is refused before anything is sent, with the reason.
func TestInvalidCalls(t *testing.T) {
	t.Parallel()
	all := invalidPulls()
	maps.Copy(all, invalidSettlements())
	maps.Copy(all, invalidPushes())
	maps.Copy(all, otherInvalidCalls())
	for name, test := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := fakeClient(t, func(*http.Request) (*http.Response, error) {
				t.Error("a request was sent")
				return response(200, result(`{}`)), nil
			})
			err := test.run(t.Context(), c)
			if !IsInvalid(err) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
			if MayHaveTakenEffect(err) {
				t.Error("nothing was sent, so nothing took effect")
			}
		})
	}
}
