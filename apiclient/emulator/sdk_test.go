package emulator_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/cloudflare/cloudflare-go/v7/option"
	"github.com/cloudflare/cloudflare-go/v7/queues"

	"leaseview/apiclient/emulator"
)

// sdk is the official Go SDK as an independent judge. It has its own idea of
// every path, member and type.
type sdk struct {
	*queues.QueueService
	t       *testing.T
	account string
	queue   string
}

func newSDK(t *testing.T, s *emulator.Server) *sdk {
	t.Helper()
	service := queues.NewQueueService(
		option.WithBaseURL(s.BaseURL()+"/"), option.WithAPIToken(s.Token()), option.WithMaxRetries(0),
		option.WithHTTPClient(&http.Client{Transport: s.RoundTripper()}),
	)
	return &sdk{QueueService: service, t: t, account: s.Account()}
}

// set fills one of the SDK's parameter fields; the helpers for that are in its
// root package, which takes minutes to build.
func set[T any](value *T, present *bool, v T) { *value, *present = v, true }

func (c *sdk) create(name string) *queues.Queue {
	c.t.Helper()
	var p queues.QueueNewParams
	set(&p.AccountID.Value, &p.AccountID.Present, c.account)
	set(&p.QueueName.Value, &p.QueueName.Present, name)
	q, err := c.New(c.t.Context(), p)
	if err != nil {
		c.t.Fatal(err)
	}
	c.queue = q.QueueID
	return q
}

func (c *sdk) push(text string, delay float64) {
	c.t.Helper()
	var p queues.MessagePushParams
	set(&p.AccountID.Value, &p.AccountID.Present, c.account)
	body := queues.MessagePushParamsBodyMqQueueMessageText{}
	set(&body.Body.Value, &body.Body.Present, text)
	set(&body.ContentType.Value, &body.ContentType.Present, queues.MessagePushParamsBodyMqQueueMessageTextContentTypeText)
	set(&body.DelaySeconds.Value, &body.DelaySeconds.Present, delay)
	p.Body = body
	res, err := c.Messages.Push(c.t.Context(), c.queue, p)
	if err != nil || res.Metadata.Metrics.BacklogCount < 1 {
		c.t.Fatal(res, err)
	}
}

func (c *sdk) pull(n float64) []queues.MessagePullResponseMessage {
	c.t.Helper()
	var p queues.MessagePullParams
	set(&p.AccountID.Value, &p.AccountID.Present, c.account)
	set(&p.BatchSize.Value, &p.BatchSize.Present, n)
	set(&p.VisibilityTimeoutMs.Value, &p.VisibilityTimeoutMs.Present, 30000)
	res, err := c.Messages.Pull(c.t.Context(), c.queue, p)
	if err != nil {
		c.t.Fatal(err)
	}
	return res.Messages
}

func (c *sdk) ack(lease string) *queues.MessageAckResponse {
	c.t.Helper()
	var p queues.MessageAckParams
	set(&p.AccountID.Value, &p.AccountID.Present, c.account)
	var item queues.MessageAckParamsAck
	set(&item.LeaseID.Value, &item.LeaseID.Present, lease)
	set(&p.Acks.Value, &p.Acks.Present, []queues.MessageAckParamsAck{item})
	res, err := c.Messages.Ack(c.t.Context(), c.queue, p)
	if err != nil {
		c.t.Fatal(err)
	}
	return res
}

func (c *sdk) retry(lease string, delay float64) {
	c.t.Helper()
	var p queues.MessageAckParams
	set(&p.AccountID.Value, &p.AccountID.Present, c.account)
	var item queues.MessageAckParamsRetry
	set(&item.LeaseID.Value, &item.LeaseID.Present, lease)
	set(&item.DelaySeconds.Value, &item.DelaySeconds.Present, delay)
	set(&p.Retries.Value, &p.Retries.Present, []queues.MessageAckParamsRetry{item})
	res, err := c.Messages.Ack(c.t.Context(), c.queue, p)
	if err != nil || res.RetryCount != 1 {
		c.t.Fatal(res, err)
	}
}

func (c *sdk) addConsumer() *queues.Consumer {
	c.t.Helper()
	var p queues.ConsumerNewParams
	set(&p.AccountID.Value, &p.AccountID.Present, c.account)
	body := queues.ConsumerNewParamsBodyMqHTTPConsumerRequest{}
	set(&body.Type.Value, &body.Type.Present, queues.ConsumerNewParamsBodyMqHTTPConsumerRequestTypeHTTPPull)
	p.Body = body
	res, err := c.Consumers.New(c.t.Context(), c.queue, p)
	if err != nil {
		c.t.Fatal(err)
	}
	return res
}

// likeProfiles runs a test on every profile, with the attempts of a first
// delivery there.
func likeProfiles(t *testing.T, test func(t *testing.T, o emulator.Options, base float64)) {
	t.Helper()
	for name, base := range map[string]float64{emulator.ProfileLive: 0, emulator.ProfileDocs: 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var o emulator.Options
			if err := o.Like(name); err != nil {
				t.Fatal(err)
			}
			test(t, o, base)
		})
	}
}

func TestSDKLifecycle(t *testing.T) {
	t.Parallel()
	likeProfiles(t, sdkLifecycle)
}

func sdkLifecycle(t *testing.T, o emulator.Options, base float64) {
	clock := newClock()
	o.Now = clock.now
	s := emulator.NewTest(t, o)
	c := newSDK(t, s)
	if q := c.create("orders"); q.QueueName != "orders" || q.Settings.MessageRetentionPeriod != 345600 {
		t.Fatalf("create: %+v", q)
	}
	if consumer := c.addConsumer(); consumer.Type != "http_pull" || consumer.CreatedOn != clock.at {
		t.Fatalf("consumer: %+v", consumer)
	}
	for _, text := range []string{"a", "b", "c"} {
		c.push(text, 0)
	}
	first := c.pull(2)
	if len(first) != 2 || first[0].Attempts != base || first[0].Body != "a" {
		t.Fatalf("pull: %+v", first)
	}
	if res := c.ack(first[0].LeaseID); res.AckCount != 1 || len(res.Warnings) != 0 {
		t.Fatalf("ack: %+v", res)
	}
	c.retry(first[1].LeaseID, 10)
	if again := c.pull(1); len(again) != 1 || again[0].Body != "c" {
		t.Fatalf("before the delay is over: %+v", again)
	}
	clock.step(10 * time.Second)
	second := c.pull(1)
	if len(second) != 1 || second[0].Attempts != base+1 || second[0].LeaseID == first[1].LeaseID {
		t.Fatalf("redelivery: %+v", second)
	}
	clock.step(31 * time.Second)
	var third queues.MessagePullResponseMessage
	for _, m := range c.pull(10) {
		if m.ID == second[0].ID {
			third = m
		}
	}
	if third.Attempts != base+2 {
		t.Fatalf("after the lease lapsed: %+v", third)
	}
	if res := c.ack(second[0].LeaseID); res.AckCount != 1 {
		t.Fatalf("late ack: %+v", res)
	}
	if res := c.ack("eyJ.unknown"); res.AckCount != 0 || res.Warnings["eyJ.unknown"] == "" {
		t.Fatalf("unknown lease: %+v", res)
	}
	c.manage(t)
}

// manage goes through what the lifecycle leaves: metrics, purge, pause, list,
// consumers, delete.
func (c *sdk) manage(t *testing.T) {
	var metricsOf queues.QueueGetMetricsParams
	set(&metricsOf.AccountID.Value, &metricsOf.AccountID.Present, c.account)
	metrics, err := c.GetMetrics(t.Context(), c.queue, metricsOf)
	if err != nil || metrics.BacklogCount != 1 || metrics.OldestMessageTimestampMs == 0 {
		t.Fatal(metrics, err)
	}
	var purge queues.PurgeStartParams
	set(&purge.AccountID.Value, &purge.AccountID.Present, c.account)
	set(&purge.DeleteMessagesPermanently.Value, &purge.DeleteMessagesPermanently.Present, true)
	q, err := c.Purge.Start(t.Context(), c.queue, purge)
	if err != nil || q.QueueID != c.queue {
		t.Fatal(q, err)
	}
	var status queues.PurgeStatusParams
	set(&status.AccountID.Value, &status.AccountID.Present, c.account)
	p, err := c.Purge.Status(t.Context(), c.queue, status)
	if err != nil || p.Completed == "" || p.StartedAt == "" {
		t.Fatal(p, err)
	}
	var edit queues.QueueEditParams
	set(&edit.AccountID.Value, &edit.AccountID.Present, c.account)
	set(&edit.Queue.Settings.Value.DeliveryPaused.Value, &edit.Queue.Settings.Value.DeliveryPaused.Present, true)
	edit.Queue.Settings.Present = true
	if q, err = c.Edit(t.Context(), c.queue, edit); err != nil || !q.Settings.DeliveryPaused {
		t.Fatal(q, err)
	}
	var pull queues.MessagePullParams
	set(&pull.AccountID.Value, &pull.AccountID.Present, c.account)
	_, err = c.Messages.Pull(t.Context(), c.queue, pull)
	var refused *queues.Error
	if !errors.As(err, &refused) || refused.StatusCode != http.StatusConflict || refused.Errors[0].Message != "queue_delivery_paused" {
		t.Fatal(err)
	}
	var list queues.QueueListParams
	set(&list.AccountID.Value, &list.AccountID.Present, c.account)
	page, err := c.List(t.Context(), list)
	if err != nil || len(page.Result) != 1 || page.Result[0].ConsumersTotalCount != 1 {
		t.Fatal(page, err)
	}
	var remove queues.ConsumerDeleteParams
	set(&remove.AccountID.Value, &remove.AccountID.Present, c.account)
	if _, err := c.Consumers.Delete(t.Context(), c.queue, page.Result[0].Consumers[0].ConsumerID, remove); err != nil {
		t.Fatal(err)
	}
	var drop queues.QueueDeleteParams
	set(&drop.AccountID.Value, &drop.AccountID.Present, c.account)
	if _, err := c.Delete(t.Context(), c.queue, drop); err != nil {
		t.Fatal(err)
	}
	if _, err := c.GetMetrics(t.Context(), c.queue, metricsOf); !errors.As(err, &refused) || refused.StatusCode != http.StatusNotFound {
		t.Fatal(err)
	}
}

func TestSDKPeekAndPurge(t *testing.T) {
	t.Parallel()
	likeProfiles(t, sdkPeekAndPurge)
}

func sdkPeekAndPurge(t *testing.T, o emulator.Options, base float64) {
	body := `{"n":1.5}`
	if base == 1 {
		body = "eyJuIjoxLjV9"
	}
	s := emulator.NewTest(t, o)
	if err := s.Seed(orders("")); err != nil {
		t.Fatal(err)
	}
	c := newSDK(t, s)
	c.queue = ordersID
	var bulk queues.MessageBulkPushParams
	set(&bulk.AccountID.Value, &bulk.AccountID.Present, c.account)
	var one queues.MessageBulkPushParamsMessagesMqQueueMessageJson
	set(&one.Body.Value, &one.Body.Present, any(map[string]any{"n": 1.5}))
	set(&one.ContentType.Value, &one.ContentType.Present, queues.MessageBulkPushParamsMessagesMqQueueMessageJsonContentTypeJson)
	set(&bulk.Messages.Value, &bulk.Messages.Present, []queues.MessageBulkPushParamsMessageUnion{one, one})
	if _, err := c.Messages.BulkPush(t.Context(), c.queue, bulk); err != nil {
		t.Fatal(err)
	}
	var peek queues.MessagePeekParams
	set(&peek.AccountID.Value, &peek.AccountID.Present, c.account)
	seen, err := c.Messages.Peek(t.Context(), c.queue, peek)
	if err != nil || len(seen.Messages) != 2 || seen.Messages[0].Body != body || seen.Messages[0].Attempts != 0 {
		t.Fatalf("peek: %+v %v", seen, err)
	}
	var purge queues.MessagePurgeParams
	set(&purge.AccountID.Value, &purge.AccountID.Present, c.account)
	var ref queues.MessagePurgeParamsRef
	set(&ref.Ref.Value, &ref.Ref.Present, seen.Messages[0].Ref)
	set(&purge.Refs.Value, &purge.Refs.Present, []queues.MessagePurgeParamsRef{ref})
	if res, err := c.Messages.Purge(t.Context(), c.queue, purge); err != nil || len(res.Warnings) != 0 {
		t.Fatal(res, err)
	}
	if left := s.Messages("orders"); len(left) != 1 || left[0].ID != seen.Messages[1].ID {
		t.Fatalf("left: %+v", left)
	}
}
