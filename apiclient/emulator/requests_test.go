package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"leaseview/apiclient/emulator"
)

// clientRequests are requests in the forms in which real clients send them.
var clientRequests = []struct {
	name         string
	method, path string
	header       http.Header
	body         string
	want         string
}{
	{
		"curl -d without a content type", "POST", "/messages/pull",
		http.Header{"User-Agent": {"curl/8.14.1"}, "Accept": {"*/*"}, "Content-Type": {"application/x-www-form-urlencoded"}},
		`{ "visibility_timeout": 10000, "batch_size": 2 }`, `"message_backlog_count":1`,
	},
	{
		"the documentation's ack", "POST", "/messages/ack",
		http.Header{"Content-Type": {"application/json"}},
		`{"acks": [{"lease_id": "lease_id1"}], "retries": [{"lease_id": "lease_id4", "delay_seconds": 10}]}`, `"ackCount":0`,
	},
	{"no body and no type", "POST", "/messages/pull", nil, "", `"attempts":0`},
	{"an empty object", "POST", "/messages/pull", http.Header{"Content-Type": {"application/json"}}, "{}", `"attempts":0`},
	{"text/plain", "POST", "/messages", http.Header{"Content-Type": {"text/plain;charset=UTF-8"}}, `{"body":{"a":1}}`, `"backlog_count":2`},
	{"a charset", "POST", "/messages", http.Header{"Content-Type": {"application/json; charset=utf-8"}}, `{"body":{"a":1}}`, `"backlog_count":2`},
	{
		"the Python SDK's floats and headers", "POST", "/messages/pull",
		http.Header{
			"Accept": {"application/json"}, "Content-Type": {"application/json"}, "User-Agent": {"Cloudflare/Python 5.1.0"},
			"Accept-Encoding": {"gzip, deflate"}, "X-Stainless-Lang": {"python"}, "X-Stainless-Retry-Count": {"0"}, "X-Stainless-Read-Timeout": {"60"},
		},
		`{"batch_size": 50.0, "visibility_timeout_ms": 6000.0}`, `"attempts":0`,
	},
	{
		"the TypeScript SDK", "POST", "/messages/batch",
		http.Header{"Accept": {"application/json"}, "Content-Type": {"application/json"}, "X-Stainless-Lang": {"js"}, "Idempotency-Key": {"stainless-node-retry-1"}},
		`{"messages":[{"body":"x","content_type":"text"},{"body":{"b":2},"content_type":"json"}]}`, `"backlog_count":3`,
	},
	{
		"wrangler's http consumer", "PUT", "/consumers/" + ordersID,
		http.Header{"Content-Type": {"application/json"}, "User-Agent": {"wrangler/4.164.0"}},
		`{"type":"http_pull","settings":{"batch_size":10,"max_retries":5,"visibility_timeout_ms":20000,"retry_delay":3},"dead_letter_queue":"orders-dlq"}`,
		`"visibility_timeout_ms":20000`,
	},
	{
		"wrangler's pause", "PATCH", "",
		http.Header{"Content-Type": {"application/json"}},
		`{"queue_name":"orders","settings":{"delivery_paused":true}}`, `"delivery_paused":true`,
	},
	{"unknown members", "POST", "/messages/peek", nil, `{"batch_size":1,"cursor":"x","nested":{"a":[1]}}`, `"attempts":0`},
	{"nulls for what is not given", "POST", "/messages/pull", nil, `{"batch_size":null,"visibility_timeout_ms":null}`, `"attempts":0`},
	{"numbers with exponents", "POST", "/messages/pull", nil, `{"batch_size":1e1,"visibility_timeout_ms":6E3}`, `"attempts":0`},
	{"a trailing slash", "POST", "/messages/pull/", nil, "", `"attempts":0`},
	{"a member twice", "POST", "/messages/pull", nil, `{"batch_size":1,"batch_size":2}`, `"attempts":0`},
}

func TestRequestsAsClientsSendThem(t *testing.T) {
	t.Parallel()
	for _, tc := range clientRequests {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			seed := orders("")
			if tc.method == "PUT" {
				seed.Queues[0].Consumer.ID = ordersID
			}
			seed.Queues[0].Messages = []emulator.SeedMessage{{Body: `{"n":0}`}}
			r := newRaw(t, emulator.Options{}, seed)
			req, err := http.NewRequestWithContext(t.Context(), tc.method, r.server.BaseURL()+r.queue(tc.path), strings.NewReader(tc.body))
			if err != nil {
				t.Fatal(err)
			}
			if tc.header != nil {
				req.Header = tc.header
			}
			req.Header.Set("Authorization", "Bearer "+r.server.Token())
			answer := r.send(req)
			if answer.status != 200 || !strings.Contains(answer.text, tc.want) {
				t.Errorf("%d %s", answer.status, answer.text)
			}
			if answer.header.Get("Content-Type") != "application/json" || answer.header.Get("Content-Encoding") != "" {
				t.Errorf("%v", answer.header)
			}
		})
	}
}

// TestPagesEnd: clients that page until a page is empty come to an end.
func TestPagesEnd(t *testing.T) {
	t.Parallel()
	seed := emulator.Seed{}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		seed.Queues = append(seed.Queues, emulator.SeedQueue{Name: name})
	}
	r := newRaw(t, emulator.Options{}, seed)
	account := "/accounts/" + r.server.Account()
	for path, want := range map[string]int{"/accounts": 1, "/memberships": 1, account + "/queues": 5} {
		names := 0
		for page := 1; ; page++ {
			if page > 10 {
				t.Fatalf("%s never ends", path)
			}
			list := r.do(http.MethodGet, path+"?per_page=2&page="+string(rune('0'+page)), "").json["result"].([]any)
			if len(list) == 0 {
				break
			}
			names += len(list)
		}
		if names != want {
			t.Errorf("%s has %d entries, want %d", path, names, want)
		}
	}
}
