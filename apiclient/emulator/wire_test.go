package emulator_test

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"leaseview/apiclient/emulator"
)

// exchange is one request of a recorded conversation. In path and body, {Q} is
// the orders queue, {A} the account, {LEASE1} the first lease that was given
// out, {REF1} the first ref, {CONSUMER} the consumer, {FRESH} the queue that
// was created last.
type exchange struct{ method, path, body string }

var conversations = map[string][]exchange{
	"queues": {
		{"POST", "/accounts/{A}/queues", `{"queue_name":"fresh"}`},
		{"POST", "/accounts/{A}/queues", `{"queue_name":"tuned","jurisdiction":"eu","settings":{"delivery_delay":5,"message_retention_period":86400}}`},
		{"GET", "/accounts/{A}/queues", ""},
		{"GET", "/accounts/{A}/queues?page=2&per_page=2", ""},
		{"GET", "/accounts/{A}/queues?page=1&name=tuned", ""},
		{"GET", "/accounts/{A}/queues?name=tune", ""},
		{"GET", "/accounts/{A}/queues/{Q}", ""},
		{"PATCH", "/accounts/{A}/queues/{Q}", `{"settings":{"delivery_paused":true}}`},
		{"PATCH", "/accounts/{A}/queues/{Q}", `{"queue_name":"renamed","settings":{"delivery_delay":2.0}}`},
		{"PUT", "/accounts/{A}/queues/{Q}", `{"queue_name":"orders","settings":{"message_retention_period":120}}`},
		{"DELETE", "/accounts/{A}/queues/{Q}", ""},
		{"GET", "/accounts/{A}/queues/{Q}", ""},
	},
	"consumers": {
		{"GET", "/accounts/{A}/queues/{Q}/consumers", ""},
		{"GET", "/accounts/{A}/queues/{Q}/consumers/{CONSUMER}", ""},
		{"POST", "/accounts/{A}/queues/{Q}/consumers", `{"type":"http_pull"}`},
		{"PUT", "/accounts/{A}/queues/{Q}/consumers/{CONSUMER}", `{"type":"http_pull","dead_letter_queue":"dead","settings":{"batch_size":50,"max_retries":7,"retry_delay":9,"visibility_timeout_ms":43200000}}`},
		{"DELETE", "/accounts/{A}/queues/{Q}/consumers/{CONSUMER}", ""},
		{"GET", "/accounts/{A}/queues/{Q}/consumers", ""},
		{"POST", "/accounts/{A}/queues/{Q}/consumers", `{"type":"worker","script_name":"shop","settings":{"max_concurrency":4}}`},
		{"POST", "/accounts/{A}/queues/{Q}/messages/pull", ""},
		{"POST", "/accounts/{A}/queues", `{"queue_name":"pushed"}`},
		{"POST", "/accounts/{A}/queues/{FRESH}/consumers", `{"type":"worker","script_name":"shop"}`},
		{"DELETE", "/accounts/{A}/queues/{Q}/consumers/00000000000000000000000000000000", ""},
		{"POST", "/accounts/{A}/queues", `{"queue_name":"told"}`},
		{"POST", "/accounts/{A}/queues/{FRESH}/consumers", `{"type":"notification","settings":{"email":[{"id":"ops@example.com"}],"webhooks":[]},"dead_letter_queue":"dead"}`},
	},
	"messages": {
		{"POST", "/accounts/{A}/queues/{Q}/messages", `{"body":"hello","content_type":"text"}`},
		{"POST", "/accounts/{A}/queues/{Q}/messages", `{"body":{"a": [1, 2]},"content_type":"json","delay_seconds":0}`},
		{"POST", "/accounts/{A}/queues/{Q}/messages/batch", `{"messages":[{"body":"now","content_type":"text","delay_seconds":0},{"body":{"later":true}}],"delay_seconds":60}`},
		{"GET", "/accounts/{A}/queues/{Q}/metrics", ""},
		{"POST", "/accounts/{A}/queues/{Q}/messages/peek", `{"batch_size":2}`},
		{"POST", "/accounts/{A}/queues/{Q}/messages/pull", `{"batch_size":2.0,"visibility_timeout_ms":1000}`},
		{"POST", "/accounts/{A}/queues/{Q}/messages/ack", `{"acks":[{"lease_id":"{LEASE1}"}],"retries":[{"lease_id":"{LEASE2}","delay_seconds":3},{"lease_id":"nonsense"}]}`},
		{"POST", "/accounts/{A}/queues/{Q}/messages/pull", ""},
		{"POST", "/accounts/{A}/queues/{Q}/messages/extend", `{"extend":[{"lease_id":"{LEASE3}"},{"lease_id":"nonsense"}],"visibility_timeout_ms":60000}`},
		{"POST", "/accounts/{A}/queues/{Q}/messages/purge", `{"refs":[{"ref":"{REF2}"},{"ref":"nonsense"}]}`},
		{"POST", "/accounts/{A}/queues/{Q}/messages/pull", ""},
		{"GET", "/accounts/{A}/queues/{Q}/purge", ""},
		{"POST", "/accounts/{A}/queues/{Q}/purge", `{"delete_messages_permanently":true}`},
		{"GET", "/accounts/{A}/queues/{Q}/purge", ""},
		{"GET", "/accounts/{A}/queues/{Q}/metrics", ""},
		{"POST", "/accounts/{A}/queues/{Q}/messages/preview", `{"batch_size":2}`},
		{"POST", "/accounts/{A}/queues/{Q}/messages/preview/ack", `{}`},
		{"GET", "/accounts/{A}/event_subscriptions/subscriptions", ""},
	},
	"accounts": {
		{"GET", "/accounts", ""},
		{"GET", "/accounts?page=2", ""},
		{"GET", "/accounts/{A}", ""},
		{"GET", "/user/tokens/verify", ""},
		{"GET", "/accounts/{A}/tokens/verify", ""},
		{"GET", "/user", ""},
		{"GET", "/memberships", ""},
	},
}

// TestWire holds every byte of every end-point's answers: run with -update
// after a change that is meant.
func TestWire(t *testing.T) {
	t.Parallel()
	for name, conversation := range conversations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := newClock()
			r := newRaw(t, emulator.Options{Now: clock.now, RateLimit: 1200}, orders(""))
			golden.RequireEqual(t, r.record(clock, conversation))
		})
	}
}

// record writes a conversation down as it goes over the wire.
func (r *raw) record(clock *clock, conversation []exchange) []byte {
	r.t.Helper()
	var out bytes.Buffer
	names := map[string]string{"{A}": r.server.Account(), "{Q}": ordersID}
	list := r.do(http.MethodGet, r.queue("/consumers"), "").json["result"].([]any)
	names["{CONSUMER}"] = list[0].(map[string]any)["consumer_id"].(string)
	leases, refs := 0, 0
	for _, x := range conversation {
		path, body := x.path, x.body
		for short, long := range names {
			path, body = strings.ReplaceAll(path, short, long), strings.ReplaceAll(body, short, long)
		}
		answer := r.do(x.method, path, body)
		fmt.Fprintf(&out, "> %s %s\n", x.method, x.path)
		if x.body != "" {
			fmt.Fprintf(&out, "> %s\n", x.body)
		}
		fmt.Fprintf(&out, "< %d\n", answer.status)
		for _, key := range slices.Sorted(maps.Keys(answer.header)) {
			fmt.Fprintf(&out, "< %s: %s\n", key, strings.Join(answer.header[key], " | "))
		}
		fmt.Fprintf(&out, "%s\n\n", answer.text)
		if result, isObject := answer.json["result"].(map[string]any); isObject && result["messages"] != nil && strings.Contains(x.path, "/messages/p") {
			for _, m := range messagesOf(r.t, result) {
				if m.Lease != "" {
					leases++
					names[fmt.Sprintf("{LEASE%d}", leases)] = m.Lease
				}
				if m.Ref != "" {
					refs++
					names[fmt.Sprintf("{REF%d}", refs)] = m.Ref
				}
			}
		}
		if result, isObject := answer.json["result"].(map[string]any); isObject && result["queue_id"] != nil {
			names["{FRESH}"] = result["queue_id"].(string)
		}
		clock.step(500 * time.Millisecond)
	}
	return out.Bytes()
}
