package apiclient

import (
	"context"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
)

// aCall is one method of the client with the request that it must send, and an
// answer that it takes.
type aCall struct {
	name    string
	run     func(context.Context, *Client) (any, error)
	method  string
	path    string
	body    string // "" for none
	answer  string
	want    any // nil when another test compares the result
	changes bool
}

func ptr[T any](v T) *T { return &v }

const aMetrics = `{"backlog_count":10,"backlog_bytes":2048,"oldest_message_timestamp_ms":1710950954154}`

// calls lists every method of the client.
func calls() []aCall {
	return slices.Concat(readCalls(), leaseCalls(), sendCalls(), queueCalls())
}

func readCalls() []aCall {
	return []aCall{
		{
			name: "ListQueues", method: "GET", path: accountPath + "/queues?per_page=100",
			run:    func(ctx context.Context, c *Client) (any, error) { return c.ListQueues(ctx) },
			answer: result(`[{"queue_id":"q1","queue_name":"orders"}]`),
			want:   []Queue{{ID: "q1", Name: "orders"}},
		},
		{
			name: "FindQueue", method: "GET", path: accountPath + "/queues?name=my+orders",
			run:    func(ctx context.Context, c *Client) (any, error) { return c.FindQueue(ctx, "my orders") },
			answer: result(`[{"queue_id":"q0","queue_name":"my orders 2"},{"queue_id":"q1","queue_name":"my orders"}]`),
			want:   Queue{ID: "q1", Name: "my orders"},
		},
		{
			name: "GetQueue", method: "GET", path: queuePath,
			run:    func(ctx context.Context, c *Client) (any, error) { return c.GetQueue(ctx, testQueue) },
			answer: result(`{"queue_id":"` + string(testQueue) + `","queue_name":"orders"}`),
			want:   Queue{ID: testQueue, Name: "orders"},
		},
		{
			name: "Metrics", method: "GET", path: queuePath + "/metrics",
			run: func(ctx context.Context, c *Client) (any, error) {
				m, err := c.Metrics(ctx, testQueue)
				m.Reply = Reply{}
				return m, err
			},
			answer: result(aMetrics),
			want:   Metrics{BacklogCount: CountOf(10), BacklogBytes: CountOf(2048), Oldest: time.UnixMilli(1710950954154)},
		},
		{
			name: "Consumers", method: "GET", path: queuePath + "/consumers",
			run:    func(ctx context.Context, c *Client) (any, error) { return c.Consumers(ctx, testQueue) },
			answer: result(`[{"consumer_id":"c1","type":"http_pull"}]`),
			want:   []Consumer{{ID: "c1", Type: ConsumerHTTPPull}},
		},
		{
			name: "PurgeQueueStatus", method: "GET", path: queuePath + "/purge",
			run: func(ctx context.Context, c *Client) (any, error) {
				s, err := c.PurgeQueueStatus(ctx, testQueue)
				s.Reply = Reply{}
				return s, err
			},
			answer: result(`{"completed":"yes","started_at":"2026-11-01T10:00:00Z"}`),
			want:   PurgeStatus{StartedAt: time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC), Completed: "yes"},
		},
		{
			name: "Peek", method: "POST", path: queuePath + "/messages/peek", body: `{"batch_size":25}`,
			run: func(ctx context.Context, c *Client) (any, error) {
				r, err := c.Peek(ctx, testQueue, 25)
				return r.Messages, err
			},
			answer: result(`{"messages":[{"id":"m1","attempts":1,"body":"hello","timestamp_ms":1710950954154,
				"metadata":{"CF-Content-Type":"text"},"ref":"r1"}]}`),
			want: []Message{{
				ID: "m1", Ref: "r1", Attempts: CountOf(1), Body: "hello", Timestamp: time.UnixMilli(1710950954154),
				Metadata: []MetadataEntry{{Key: "CF-Content-Type", Value: "text"}},
			}},
		},
	}
}

func leaseCalls() []aCall {
	return []aCall{
		{
			name: "Pull", method: "POST", path: queuePath + "/messages/pull", changes: true,
			body: `{"batch_size":5,"visibility_timeout_ms":30000}`,
			run: func(ctx context.Context, c *Client) (any, error) {
				r, err := c.Pull(ctx, testQueue, PullOptions{BatchSize: 5, VisibilityTimeout: 30 * time.Second})
				r.Reply = Reply{}
				if r.Metrics != nil {
					r.Metrics.Reply = Reply{}
				}
				return r, err
			},
			answer: result(`{"message_backlog_count":10,"messages":[{"id":"m1","timestamp_ms":1710950954154,"attempts":1,
				"body":"hello","metadata":{"CF-Content-Type":"text"},"lease_id":"l1"}],"metadata":{"metrics":` + aMetrics + `}}`),
			want: PullResult{
				Messages: []Message{{
					ID: "m1", LeaseID: "l1", Attempts: CountOf(1), Body: "hello", Timestamp: time.UnixMilli(1710950954154),
					Metadata: []MetadataEntry{{Key: "CF-Content-Type", Value: "text"}},
				}},
				BacklogCount: CountOf(10),
				Unreadable:   CountOf(0),
				Metrics:      &Metrics{BacklogCount: CountOf(10), BacklogBytes: CountOf(2048), Oldest: time.UnixMilli(1710950954154)},
			},
		},
		{
			name: "Settle", method: "POST", path: queuePath + "/messages/ack", changes: true,
			body: `{"acks":[{"lease_id":"a"}],"retries":[{"lease_id":"b","delay_seconds":1},{"lease_id":"c"}]}`,
			run: func(ctx context.Context, c *Client) (any, error) {
				r, err := c.Settle(ctx, testQueue, Settlement{Acks: []LeaseID{"a"}, Retries: []Retry{{"b", ptr(time.Second)}, {"c", nil}}})
				r.Reply = Reply{}
				return r, err
			},
			answer: result(`{"ackCount":1,"retryCount":1,"warnings":{"c":"lapsed"}}`),
			want:   SettleResult{Acked: 1, Retried: 1, Warnings: map[LeaseID]string{"c": "lapsed"}},
		},
		{
			name: "Extend", method: "POST", path: queuePath + "/messages/extend", changes: true,
			body: `{"extend":[{"lease_id":"a"}],"visibility_timeout_ms":60000}`,
			run: func(ctx context.Context, c *Client) (any, error) {
				r, err := c.Extend(ctx, testQueue, []LeaseID{"a"}, time.Minute)
				return r.Leases, err
			},
			answer: result(`{"messages":[{"lease_id":"b"}]}`),
			want:   map[LeaseID]LeaseID{"a": "b"},
		},
	}
}

func sendCalls() []aCall {
	return []aCall{
		{
			name: "Push", method: "POST", path: queuePath + "/messages", changes: true,
			body: `{"body":"hi","content_type":"text","delay_seconds":1}`,
			run: func(ctx context.Context, c *Client) (any, error) {
				r, err := c.Push(ctx, testQueue, Outgoing{Body: "hi", Delay: ptr(time.Second)})
				return r.Metrics, err
			},
			answer: result(`null`), want: (*Metrics)(nil),
		},
		{
			name: "PushBatch", method: "POST", path: queuePath + "/messages/batch", changes: true,
			body: `{"messages":[{"body":{"n":1},"content_type":"json"},{"body":"","content_type":"text"}]}`,
			run: func(ctx context.Context, c *Client) (any, error) {
				r, err := c.PushBatch(ctx, testQueue, []Outgoing{{JSON: jsontext.Value(`{"n":1}`)}, {}})
				return r.Metrics != nil && r.Metrics.BacklogCount == CountOf(10), err
			},
			answer: result(`{"metadata":{"metrics":` + aMetrics + `}}`), want: true,
		},
		{
			name: "PurgeMessages", method: "POST", path: queuePath + "/messages/purge", changes: true,
			body: `{"refs":[{"ref":"r1"}]}`,
			run: func(ctx context.Context, c *Client) (any, error) {
				r, err := c.PurgeMessages(ctx, testQueue, []Ref{"r1"})
				r.Reply = Reply{}
				return r, err
			},
			answer: result(`{"errors":[{"message":"one failed"}],"warnings":{"r1":"gone"}}`),
			want:   PurgeResult{Warnings: map[Ref]string{"r1": "gone"}, Notes: []string{"one failed"}},
		},
	}
}

func queueCalls() []aCall {
	return []aCall{
		{
			name: "AddPullConsumer", method: "POST", path: queuePath + "/consumers", changes: true,
			body: `{"type":"http_pull","dead_letter_queue":"dlq","settings":{"batch_size":10,"max_retries":0,
				"retry_delay":0,"visibility_timeout_ms":5000}}`,
			run: func(ctx context.Context, c *Client) (any, error) {
				return c.AddPullConsumer(ctx, testQueue, PullConsumerOptions{
					BatchSize: 10, MaxRetries: ptr(0), RetryDelay: ptr(time.Duration(0)),
					VisibilityTimeout: 5 * time.Second, DeadLetterQueue: "dlq",
				})
			},
			answer: result(`{"consumer_id":"c1","type":"http_pull"}`),
			want:   Consumer{ID: "c1", Type: ConsumerHTTPPull},
		},
		{
			name: "AddPullConsumer with defaults", method: "POST", path: queuePath + "/consumers", changes: true,
			body: `{"type":"http_pull"}`,
			run: func(ctx context.Context, c *Client) (any, error) {
				return c.AddPullConsumer(ctx, testQueue, PullConsumerOptions{})
			},
			answer: result(`{"consumer_id":"c1"}`), want: Consumer{ID: "c1"},
		},
		{
			name: "RemoveConsumer", method: "DELETE", path: queuePath + "/consumers/c1", changes: true,
			run:    func(ctx context.Context, c *Client) (any, error) { return nil, c.RemoveConsumer(ctx, testQueue, "c1") },
			answer: `{"success":true,"errors":[],"messages":[]}`,
		},
		{
			name: "PurgeQueue", method: "POST", path: queuePath + "/purge", changes: true,
			body: `{"delete_messages_permanently":true}`,
			run: func(ctx context.Context, c *Client) (any, error) {
				s, err := c.PurgeQueue(ctx, testQueue)
				return s.Completed, err
			},
			answer: result(`{"started_on":"2026-11-01T10:00:00Z","complete":false}`), want: "false",
		},
		{
			name: "SetDeliveryPaused", method: "PATCH", path: queuePath, changes: true,
			body: `{"queue_name":"orders","settings":{"delivery_paused":true}}`,
			run: func(ctx context.Context, c *Client) (any, error) {
				q, err := c.SetDeliveryPaused(ctx, Queue{ID: testQueue, Name: "orders"}, true)
				return q.DeliveryPaused, err
			},
			answer: result(`{"queue_id":"` + string(testQueue) + `","queue_name":"orders","settings":{"delivery_paused":true}}`), want: true,
		},
	}
}

func TestEveryCall(t *testing.T) {
	t.Parallel()
	for _, call := range calls() {
		t.Run(call.name, func(t *testing.T) {
			t.Parallel()
			requests := 0
			c := socketClient(t, func(w http.ResponseWriter, r *http.Request) {
				requests++
				if r.Method != call.method || r.URL.RequestURI() != call.path {
					t.Errorf("sent %s %s, want %s %s", r.Method, r.URL.RequestURI(), call.method, call.path)
				}
				checkHeaders(t, r, call.body != "")
				sent, _ := io.ReadAll(r.Body)
				if call.body == "" && len(sent) > 0 || call.body != "" && !sameJSON(t, string(sent), call.body) {
					t.Errorf("sent %s, want %s", sent, call.body)
				}
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, call.answer)
			})
			got, err := call.run(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(call.want, got); diff != "" {
				t.Error(diff)
			}
			if requests != 1 {
				t.Errorf("%d requests", requests)
			}
		})
	}
}

// An answer that says that it did not work and gives no reason is no success, of
// whatever call, and is not told by its status either, which says that it is one.
func TestEveryCallRefusedWithoutAReason(t *testing.T) {
	t.Parallel()
	for _, call := range calls() {
		for _, answer := range []string{
			`{"success":false,"errors":[],"messages":[],"result":null}`, `{"success":false}`, `{"success":false,"errors":null,"result":{}}`,
		} {
			_, err := call.run(t.Context(), answering(t, 200, answer))
			e := asError(t, err)
			if got, want := e.reason(), "refused without a reason"; got != want || e.Status != 200 || e.MayHaveTakenEffect != call.changes {
				t.Errorf("%s answered %s: %v", call.name, answer, err)
			}
		}
	}
}

func checkHeaders(t *testing.T, r *http.Request, body bool) {
	t.Helper()
	want := map[string]string{
		"Authorization": "Bearer " + testToken, "Accept": "application/json", "User-Agent": "leaseview/dev", "Content-Type": "",
	}
	if body {
		want["Content-Type"] = "application/json"
	}
	for name, value := range want {
		if got := r.Header.Get(name); got != value {
			t.Errorf("%s: %q, want %q", name, got, value)
		}
	}
}

func TestReply(t *testing.T) {
	t.Parallel()
	sent := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	ticks := -1
	c := newClient(t, Config{
		Now: func() time.Time { ticks++; return sent.Add(time.Duration(ticks) * time.Second) },
		Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return response(200, result(aMetrics), "Date", "Mon, 23 Nov 2026 12:00:07 GMT", "CF-Ray", "ray-1"), nil
		}),
	})
	m, err := c.Metrics(t.Context(), testQueue)
	if err != nil {
		t.Fatal(err)
	}
	// The clock is read for the budget, the start, the sending and the end.
	want := Reply{SentAt: sent.Add(2 * time.Second), ReceivedAt: sent.Add(3 * time.Second), ServerTime: sent.Add(7 * time.Second), RayID: "ray-1"}
	if diff := cmp.Diff(want, m.Reply); diff != "" {
		t.Error(diff)
	}
}

func TestTimesHaveNoMonotonicReading(t *testing.T) {
	t.Parallel()
	// Unlike Equal, == sees a monotonic reading.
	m, err := answering(t, 200, result(aMetrics)).Metrics(t.Context(), testQueue)
	if err != nil || m.SentAt != m.SentAt.Round(0) || m.ReceivedAt != m.ReceivedAt.Round(0) {
		t.Error(m.SentAt, m.ReceivedAt, err)
	}
	_, err = answering(t, 403, refused("10000", "Authentication error")).Metrics(t.Context(), testQueue)
	if e := asError(t, err); e.SentAt.IsZero() || e.SentAt != e.SentAt.Round(0) {
		t.Error(e.SentAt)
	}
}
