package apiclient

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What is odd in one queue leaves the others alone, and the rest of this one.
func TestOddQueues(t *testing.T) {
	t.Parallel()
	got, err := answering(t, 200, result(`[
		{"queue_id":"q1","queue_name":"fraction","settings":{"delivery_delay":1.5,"delivery_paused":true}},
		{"queue_id":"q2","queue_name":"dead letter","consumers":[
			{"consumer_id":"c1","type":"http_pull","dead_letter_queue":{"name":"x"},"settings":{"max_retries":"3","retry_delay":-1,"batch_size":1e300}},
			7,{"consumer_id":"c2","settings":[]}]},
		{"queue_id":"q3","queue_name":7,"producers":{},"producers_total_count":3000000000,"consumers_total_count":-2,
			"created_on":"yesterday","settings":{"message_retention_period":4611686018427387904,"delivery_paused":"yes"}},
		{"queue_id":"q4","queue_name":"fine"}]`)).ListQueues(t.Context())
	want := []Queue{
		{ID: "q1", Name: "fraction", DeliveryPaused: true, Oddities: []string{"result[0].settings.delivery_delay is 1.5, not a whole number"}},
		{
			ID: "q2", Name: "dead letter", ConsumersTotal: CountOf(2),
			Consumers: []Consumer{{ID: "c1", Type: ConsumerHTTPPull, DeadLetterUnknown: true, MaxRetries: CountOf(3)}, {ID: "c2"}},
			Oddities: []string{
				"result[1].consumers[0].dead_letter_queue is an object, not a string",
				"result[1].consumers[0].settings.batch_size is 1e300, not a whole number",
				"result[1].consumers[0].settings.retry_delay is -1, below zero",
				"result[1].consumers[1] is 7, not an object",
				"result[1].consumers[2].settings is a list, not an object",
			},
		},
		{ID: "q3", ProducersTotal: 3000000000, Oddities: []string{
			"result[2].queue_name is 7, not a string",
			`result[2].created_on is "yesterday", not a date and time`,
			"result[2].consumers_total_count is -2, below zero",
			"result[2].producers is an object, not a list",
			`result[2].settings.delivery_paused is "yes", not true or false`,
			"result[2].settings.message_retention_period is 4611686018427387904, more than there can be",
		}},
		{ID: "q4", Name: "fine"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

// An element that is no queue is told of with the first queue; without any
// queue, the list can't be understood.
func TestElementsThatAreNoQueues(t *testing.T) {
	t.Parallel()
	got, err := answering(t, 200, result(`[7,{"queue_id":"q1","queue_name":2.5},"x"]`)).ListQueues(t.Context())
	want := []Queue{{ID: "q1", Oddities: []string{
		"result[1].queue_name is 2.5, not a string", "result[0] is 7, not an object", "and 1 more",
	}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if got, err := answering(t, 200, result(`[7]`)).ListQueues(t.Context()); !IsMalformed(err) || !strings.Contains(err.Error(), "result[0] is 7, not an object") {
		t.Error(got, err)
	}
	if got, err := answering(t, 200, result(`[7]`)).Consumers(t.Context(), testQueue); !IsMalformed(err) || !strings.Contains(err.Error(), "result[0] is 7, not an object") {
		t.Error(got, err)
	}
	if got, err := answering(t, 200, result(`[]`)).ListQueues(t.Context()); err != nil || len(got) != 0 {
		t.Error(got, err)
	}
}

// Queues without an id are listed, each of them, and the list ends all the same.
// No call takes the id of a queue that no path could hold.
func TestQueuesWithoutUsableIDs(t *testing.T) {
	t.Parallel()
	var pages atomic.Int32
	c := newClient(t, Config{Budget: 10000, Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		pages.Add(1)
		body := `[{"queue_name":"a"},{"queue_name":"b"}]`
		if !r.URL.Query().Has("page") {
			body = `[{"queue_id":null,"queue_name":"c"},{"queue_id":" q 1 ","queue_name":"blanks"}]`
		}
		return response(200, `{"success":true,"result":`+body+`,"result_info":{"per_page":2,"total_count":1000}}`), nil
	})})
	got, err := c.ListQueues(t.Context())
	want := []Queue{{Name: "c"}, {ID: " q 1 ", Name: "blanks"}, {Name: "a"}, {Name: "b"}}
	asked := pages.Load()
	if diff := cmp.Diff(want, got); diff != "" || err != nil || asked > 2*maxPagesAtOnce {
		t.Error(asked, err, diff)
	}
	for _, q := range got {
		for name, call := range map[string]func(context.Context) error{
			"get":   func(ctx context.Context) error { _, err := c.GetQueue(ctx, q.ID); return err },
			"pull":  func(ctx context.Context) error { _, err := c.Pull(ctx, q.ID, PullOptions{}); return err },
			"purge": func(ctx context.Context) error { _, err := c.PurgeQueue(ctx, q.ID); return err },
			"pause": func(ctx context.Context) error { _, err := c.SetDeliveryPaused(ctx, q, true); return err },
		} {
			if err := call(t.Context()); !IsInvalid(err) {
				t.Errorf("%s of %q: %v", name, q.ID, err)
			}
		}
	}
	if now := pages.Load(); now != asked {
		t.Errorf("%d requests", now-asked)
	}
}

// A page of what is no queue is not the end of the list.
func TestAPageWithoutQueues(t *testing.T) {
	t.Parallel()
	body := map[string]string{"": `[{"queue_id":"q1"}]`, "2": `[7]`, "3": `[{"queue_id":"q2"}]`}
	c := fakeClient(t, func(r *http.Request) (*http.Response, error) {
		return response(200, `{"success":true,"result":`+body[r.URL.Query().Get("page")]+`,"result_info":{"per_page":1,"total_count":3}}`), nil
	})
	got, err := c.ListQueues(t.Context())
	want := []Queue{{ID: "q1", Oddities: []string{"page 2: result[0] is 7, not an object"}}, {ID: "q2"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

// Where result_info can't be understood, pages are asked for until one brings
// nothing new, so that no queue is lost.
func TestOddPageInfo(t *testing.T) {
	t.Parallel()
	for _, info := range []string{`"many"`, `{"per_page":20,"total_count":2.5}`, `{"per_page":{},"total_count":45}`, `{"per_page":-1,"total_count":45}`} {
		pages := &pager{names: numbered(45), perPage: 20}
		c := fakeClient(t, func(r *http.Request) (*http.Response, error) {
			resp, err := pages.RoundTrip(r)
			return withInfo(t, resp, info), err
		})
		got, err := c.ListQueues(t.Context())
		if err != nil || len(got) != 45 || len(pages.requests) != 4 || len(got[0].Oddities) == 0 || !strings.HasPrefix(got[0].Oddities[0], "result_info") {
			t.Errorf("%s: %d queues by %q: %v", info, len(got), pages.requests, err)
		}
	}
}

func TestOddConsumers(t *testing.T) {
	t.Parallel()
	for dead, want := range map[string]Consumer{
		`null`: {}, `""`: {}, `"dlq"`: {DeadLetterQueue: "dlq"},
		`7`:  {DeadLetterUnknown: true, Oddities: []string{"result[0].dead_letter_queue is 7, not a string"}},
		`[]`: {DeadLetterUnknown: true, Oddities: []string{"result[0].dead_letter_queue is a list, not a string"}},
	} {
		want.ID = "c1"
		got, err := answering(t, 200, result(`[{"consumer_id":"c1","dead_letter_queue":`+dead+`}]`)).Consumers(t.Context(), testQueue)
		if diff := cmp.Diff([]Consumer{want}, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", dead, err, diff)
		}
	}
	got, err := answering(t, 200, result(`[{"consumer_id":"c1","type":"worker","service":"s","settings":7},null,
		{"consumer_id":"c2","script_name":7,"script":"t","settings":{"visibility_timeout_ms":1.5,"retry_delay":"soon","max_wait_time_ms":-1,
			"max_concurrency":2.5,"batch_size":5,"max_retries":{}}}]`)).Consumers(t.Context(), testQueue)
	want := []Consumer{
		{ID: "c1", Type: ConsumerWorker, Script: "s", Oddities: []string{"result[0].settings is 7, not an object", "result[1] is null, not an object"}},
		{ID: "c2", Script: "t", BatchSize: 5, Oddities: []string{
			"result[2].script_name is 7, not a string",
			"result[2].settings.max_retries is an object, not a whole number",
			`result[2].settings.retry_delay is "soon", not a whole number`,
			"result[2].settings.visibility_timeout_ms is 1.5, not a whole number",
			"result[2].settings.max_wait_time_ms is -1, below zero",
			"result[2].settings.max_concurrency is 2.5, not a whole number",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	added, err := answering(t, 200, result(`{"consumer_id":"c1","settings":{"retry_delay":1.5,"visibility_timeout_ms":30000}}`)).
		AddPullConsumer(t.Context(), testQueue, PullConsumerOptions{})
	if err != nil || added.VisibilityTimeout != 30*time.Second || len(added.Oddities) != 1 {
		t.Error(added, err)
	}
}
