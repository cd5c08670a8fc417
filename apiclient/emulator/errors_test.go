package emulator_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// invented marks a refusal whose code nobody has published.
const invented = -1

// refusals are what the API refuses. Codes and texts that are recorded from it
// are given whole; where nothing is published the text is "", and only the
// envelope and some code are required.
var refusals = []struct {
	name, method, path, body string
	status, code             int
	text                     string
}{
	{"json body a string", "POST", "/messages", `{"body":"hi"}`, 400, 10207, `Expected object, received string at "body"`},
	{"json body a string, said so", "POST", "/messages", `{"body":"hi","content_type":"json"}`, 400, 10207, `Expected object, received string at "body"`},
	{"json body an array", "POST", "/messages", `{"body":[1]}`, 400, 10207, `Expected object, received array at "body"`},
	{"json body null", "POST", "/messages", `{"body":null}`, 400, 10207, `Expected object, received null at "body"`},
	{"no body member", "POST", "/messages", `{}`, 400, 10207, `Required at "body"`},
	{"text body an object", "POST", "/messages", `{"body":{},"content_type":"text"}`, 400, 10207, `Expected string, received object at "body"`},
	{"a batch on the single path", "POST", "/messages", `{"messages":[{"body":{}}]}`, 400, 10207, `Required at "body"`},
	{"content type bytes", "POST", "/messages", `{"body":"aGk=","content_type":"bytes"}`, 400, 10203, ""},
	{"not JSON", "POST", "/messages", `{"body":`, 400, 10208, ""},
	{"empty push", "POST", "/messages", "", 400, 10208, ""},
	{"push an array", "POST", "/messages", "[]", 400, 10207, "Expected object, received array"},
	{"delay too long", "POST", "/messages", `{"body":{},"delay_seconds":86401}`, 400, 10203, ""},
	{"delay below zero", "POST", "/messages", `{"body":{},"delay_seconds":-1}`, 400, 10203, ""},
	{"delay past all counting", "POST", "/messages", `{"body":{},"delay_seconds":99999999999999999999}`, 400, 10203, `Invalid message delay: must be 0 to 86400 seconds at "delay_seconds"`},
	{"delay a string", "POST", "/messages", `{"body":{},"delay_seconds":"1"}`, 400, 10207, `Expected number, received string at "delay_seconds"`},
	{"message too long", "POST", "/messages", `{"content_type":"text","body":"` + tooLong + `"}`, 413, 10204, ""},
	{"batch delay too long", "POST", "/messages/batch", `{"messages":[{"body":{}}],"delay_seconds":86401}`, 400, 10202, ""},
	{"batch empty", "POST", "/messages/batch", `{"messages":[]}`, 400, 10207, ""},
	{"batch without messages", "POST", "/messages/batch", `{}`, 400, 10207, `Required at "messages"`},
	{"batch too many", "POST", "/messages/batch", `{"messages":[` + strings.Repeat(`{"body":{}},`, 100) + `{"body":{}}]}`, 400, 10206, ""},
	{"batch too long", "POST", "/messages/batch", `{"messages":[` + strings.TrimSuffix(strings.Repeat(`{"content_type":"text","body":"`+tooLong[:90_000]+`"},`, 3), ",") + `]}`, 413, 10205, ""},
	{"batch item a string", "POST", "/messages/batch", `{"messages":["x"]}`, 400, 10207, `Expected object, received string at "messages[0]"`},
	{"batch item's body", "POST", "/messages/batch", `{"messages":[{"body":{}},{"body":1}]}`, 400, 10207, `Expected object, received number at "messages[1].body"`},
	{"batch_size 0", "POST", "/messages/pull", `{"batch_size":0}`, 400, invented, ""},
	{"batch_size 101", "POST", "/messages/pull", `{"batch_size":101}`, 400, invented, ""},
	{"batch_size a string", "POST", "/messages/pull", `{"batch_size":"x"}`, 400, invented, ""},
	{"batch_size 1.5", "POST", "/messages/pull", `{"batch_size":1.5}`, 400, invented, ""},
	{"visibility over 12 h", "POST", "/messages/pull", `{"visibility_timeout_ms":43200001}`, 400, invented, ""},
	{"visibility below 0", "POST", "/messages/pull", `{"visibility_timeout_ms":-1}`, 400, invented, ""},
	{"peek 101", "POST", "/messages/peek", `{"batch_size":101}`, 400, invented, ""},
	{"ack of bare strings", "POST", "/messages/ack", `{"acks":["x"]}`, 400, 10207, `Expected object, received string at "acks[0]"`},
	{"ack without lease", "POST", "/messages/ack", `{"acks":[{}]}`, 400, 10207, `Required at "acks[0].lease_id"`},
	{"retry delay too long", "POST", "/messages/ack", `{"retries":[{"lease_id":"x","delay_seconds":86401}]}`, 400, invented, ""},
	{"purge without refs", "POST", "/messages/purge", `{}`, 400, 10207, `Required at "refs"`},
	{"purge of the queue unconfirmed", "POST", "/purge", `{}`, 400, invented, ""},
	{"consumer exists", "POST", "/consumers", `{"type":"http_pull"}`, 409, 11004, "workers.api.error.consumer_exists"},
	{"consumer without type", "POST", "/consumers", `{}`, 400, 10026, ""},
	{"consumer's settings", "PUT", "/consumers/" + ordersID, `{"type":"http_pull","settings":{"max_retries":101}}`, 400, 100127, ""},
	{"queue's delay", "PATCH", "", `{"settings":{"delivery_delay":86401}}`, 400, 100128, ""},
	{"queue's retention", "PATCH", "", `{"settings":{"message_retention_period":59}}`, 400, 100128, ""},
	{"queue's name taken", "PATCH", "", `{"queue_name":"other"}`, 409, 11009, ""},
	{"queue's name bad", "PATCH", "", `{"queue_name":"no spaces"}`, 400, 11003, ""},
	{"acks an object", "POST", "/messages/ack", `{"acks":{}}`, 400, 10207, `Expected array, received object at "acks"`},
	{"retries a boolean", "POST", "/messages/ack", `{"retries":true}`, 400, 10207, `Expected array, received boolean at "retries"`},
	{"lease_id a number", "POST", "/messages/ack", `{"acks":[{"lease_id":1}]}`, 400, 10207, `Expected string, received number at "acks[0].lease_id"`},
	{"extend visibility", "POST", "/messages/extend", `{"extend":[],"visibility_timeout_ms":43200001}`, 400, invented, ""},
	{"extend an object", "POST", "/messages/extend", `{"extend":{}}`, 400, 10207, `Expected array, received object at "extend"`},
	{"extend of nothing legible", "POST", "/messages/extend", `{`, 400, 10208, ""},
	{"refs a string", "POST", "/messages/purge", `{"refs":"x"}`, 400, 10207, `Expected array, received string at "refs"`},
	{"ref missing", "POST", "/messages/purge", `{"refs":[{}]}`, 400, 10207, `Required at "refs[0].ref"`},
	{"text body missing", "POST", "/messages", `{"content_type":"text"}`, 400, 10207, `Required at "body"`},
	{"messages an object", "POST", "/messages/batch", `{"messages":{}}`, 400, 10207, `Expected array, received object at "messages"`},
	{"purge confirmed by a text", "POST", "/purge", `{"delete_messages_permanently":"yes"}`, 400, 10207, `Expected boolean, received string at "delete_messages_permanently"`},
	{"queue's pause a text", "PATCH", "", `{"settings":{"delivery_paused":"yes"}}`, 400, 100128, ""},
	{"queue's settings a list", "PATCH", "", `{"settings":[]}`, 400, 100128, ""},
	{"queue's name a number", "PATCH", "", `{"queue_name":1}`, 400, 10207, `Expected string, received number at "queue_name"`},
	{"queue's jurisdiction", "PATCH", "", `{"jurisdiction":"moon"}`, 400, invented, ""},
	{"worker without script", "PUT", "/consumers/" + ordersID, `{"type":"worker"}`, 400, 10026, ""},
	{"consumer's type a number", "PUT", "/consumers/" + ordersID, `{"type":1}`, 400, 10207, `Expected string, received number at "type"`},
	{"consumer's dead-letter queue", "PUT", "/consumers/" + ordersID, `{"type":"http_pull","dead_letter_queue":"no spaces"}`, 400, 11003, ""},
	{"consumer's settings a list", "PUT", "/consumers/" + ordersID, `{"type":"http_pull","settings":[]}`, 400, 100127, ""},
	{"consumer's id", "PUT", "/consumers/x", `{"type":"http_pull"}`, 400, invented, ""},
	{"another consumer's id", "PUT", "/consumers/" + ordersID, `{"type":"http_pull"}`, 409, 11004, "workers.api.error.consumer_exists"},
	{"consumer of nothing", "POST", "/consumers", "", 400, 10026, ""},
	{"consumer replaced by nothing", "PUT", "/consumers/" + ordersID, " \n", 400, 10026, ""},
	{"notification settings a list", "PUT", "/consumers/" + ordersID, `{"type":"notification","settings":[]}`, 400, 100127, ""},
	{"notification's e-mail a text", "PUT", "/consumers/" + ordersID, `{"type":"notification","settings":{"email":"me"}}`, 400, 100127, ""},
	{"notification's webhook a text", "PUT", "/consumers/" + ordersID, `{"type":"notification","settings":{"webhooks":["x"]}}`, 400, 100127, ""},
	{"notification without id", "PUT", "/consumers/" + ordersID, `{"type":"notification","settings":{"pagerduty":[{}]}}`, 400, 100127, ""},
	{"no such consumer", "GET", "/consumers/" + ordersID, "", 404, 11006, ""},
	{"no such consumer to delete", "DELETE", "/consumers/" + ordersID, "", 404, 11006, ""},
	{"preview", "POST", "/messages/preview", `{"batch_size":1}`, 501, invented, ""},
	{"preview's ack", "POST", "/messages/preview/ack", "", 501, invented, ""},
	{"GET messages", "GET", "/messages", "", 405, invented, ""},
	{"DELETE pull", "DELETE", "/messages/pull", "", 405, invented, ""},
	{"no such path", "GET", "/nothing", "", 404, 7003, ""},
}

// tooLong is a byte more than a message may have.
var tooLong = strings.Repeat("x", 128_001)

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tc := range refusals {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			seed := orders("")
			seed.Queues = append(seed.Queues, emulator.SeedQueue{Name: "other"})
			r := newRaw(t, emulator.Options{}, seed)
			answer := r.do(tc.method, r.queue(tc.path), tc.body)
			code, text := errorOf(t, answer)
			if answer.status != tc.status || code < 1000 || text == "" {
				t.Errorf("%d code %d %q, want %d", answer.status, code, text, tc.status)
			}
			if tc.code != invented && code != tc.code || tc.text != "" && text != tc.text {
				t.Errorf("code %d %q, want %d %q", code, text, tc.code, tc.text)
			}
			if _, isList := answer.json["messages"].([]any); !isList {
				t.Errorf("messages is %v, want a list", answer.json["messages"])
			}
			if r.server.Count("orders") != 0 {
				t.Error("a refused call left a message behind")
			}
		})
	}
}

func TestRefusedPulls(t *testing.T) {
	t.Parallel()
	clock := newClock()
	seed := orders("")
	seed.Queues[0].Consumer = nil
	r := newRaw(t, emulator.Options{Now: clock.now, ConsumerWarmup: 8 * time.Second}, seed)
	refused := func(when string, status, code int, want string) {
		t.Helper()
		answer := r.do(http.MethodPost, r.queue("/messages/pull"), "{}")
		if c, text := errorOf(t, answer); answer.status != status || c != code || text != want {
			t.Errorf("%s: %d code %d %q", when, answer.status, c, text)
		}
	}
	const noConsumer = "messages cannot be pulled unless http_pull mode is enabled"
	refused("without a consumer", 405, 0, noConsumer)
	r.pushText("a")
	if len(r.peek("")) != 1 {
		t.Error("peek needs no consumer")
	}
	r.post("/consumers", `{"type":"http_pull"}`)
	refused("while the consumer is warming up", 405, 0, noConsumer)
	clock.step(8 * time.Second)
	if len(r.pull("")) != 1 {
		t.Error("a warm consumer pulls")
	}
	if err := r.server.SetPaused("orders", true); err != nil {
		t.Fatal(err)
	}
	answer := r.do(http.MethodPost, r.queue("/messages/pull"), "{}")
	if _, text := errorOf(t, answer); answer.status != 409 || text != "queue_delivery_paused" {
		t.Errorf("paused: %d %s", answer.status, answer.text)
	}
	r.pushText("b") // pushing still works
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{}, orders(""))
	token := r.server.Token()
	for _, tc := range []struct {
		name   string
		header http.Header
		status int
		text   string
	}{
		{"bearer", http.Header{"Authorization": {"Bearer " + token}}, 200, ""},
		{"bearer in small letters", http.Header{"Authorization": {"bearer " + token}}, 200, ""},
		{"legacy key", http.Header{"X-Auth-Email": {"me@example.com"}, "X-Auth-Key": {token}}, 200, ""},
		{"service key", http.Header{"X-Auth-User-Service-Key": {token}}, 200, ""},
		{"none", http.Header{}, 403, `"code":10000,"message":"Authentication error"`},
		{"wrong", http.Header{"Authorization": {"Bearer nonsense"}}, 403, `"code":10000,"message":"Authentication error"`},
		{"key without e-mail", http.Header{"X-Auth-Key": {token}}, 403, `"code":10000`},
		{"basic", http.Header{"Authorization": {"Basic abc"}}, 400, `"code":6003,"message":"Invalid request headers","error_chain":[{"code":6111,"message":"Invalid format for Authorization header"}]`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			req := newRequest(t.Context(), t, r.server, "/messages/pull", "")
			req.Header = tc.header
			answer := r.send(req)
			if answer.status != tc.status || !strings.Contains(answer.text, tc.text) {
				t.Errorf("%d %s", answer.status, answer.text)
			}
			if strings.Contains(answer.text, token) {
				t.Error("the answer has the token in it")
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{}, orders(""))
	account := "/accounts/" + r.server.Account()
	none := strings.Repeat("0", 32)
	for _, tc := range []struct {
		path         string
		status, code int
	}{
		{account + "/queues/" + none, 404, 11000},
		{account + "/queues/" + none + "/metrics", 404, 11000},
		{account + "/queues/not-an-id", 400, 10107},
		{"/accounts/" + none + "/queues", 403, 10000},
		{"/accounts/short/queues", 400, 7003},
		{account + "/elsewhere", 404, 7003},
		{"/zones", 404, 7003},
		{account + "/queues?page=0", 400, 10026},
		{account + "/queues?per_page=x", 400, 10026},
	} {
		answer := r.do(http.MethodGet, tc.path, "")
		if code, _ := errorOf(t, answer); answer.status != tc.status || code != tc.code {
			t.Errorf("%s: %d code %d, want %d code %d", tc.path, answer.status, code, tc.status, tc.code)
		}
	}
	for path, want := range map[string]int{
		"pull": 11000, "ack": 11000, "peek": 11000, "purge": 11000, "extend": 11000, "": 10104, "batch": 10104,
	} {
		answer := r.do(http.MethodPost, account+"/queues/"+none+"/messages/"+path, messagesBody[path])
		if code, _ := errorOf(t, answer); answer.status != 404 || code != want {
			t.Errorf("%q of no queue: %d %s, want code %d", path, answer.status, answer.text, want)
		}
	}
	if answer := r.do(http.MethodHead, account+"/queues", ""); answer.status != 405 || answer.text != "" {
		t.Errorf("HEAD: %d %q", answer.status, answer.text)
	}
}

// messagesBody is a sound body for each call below messages.
var messagesBody = map[string]string{
	"pull": "{}", "ack": "{}", "peek": "{}", "purge": `{"refs":[]}`, "extend": `{"extend":[]}`,
	"": oneMessage, "batch": `{"messages":[` + oneMessage + `]}`,
}

// TestMalformedQueueIDComesFirst: whatever else is wrong with the call.
func TestMalformedQueueIDComesFirst(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{}, orders(""))
	for _, call := range []string{
		"GET ", "PUT ", "PATCH ", "DELETE ", "GET /metrics", "POST /purge", "GET /purge", "GET /consumers", "POST /consumers",
		"GET /consumers/x", "PUT /consumers/x", "DELETE /consumers/x", "POST /messages", "POST /messages/batch", "POST /messages/pull",
		"POST /messages/ack", "POST /messages/peek", "POST /messages/purge", "POST /messages/extend",
	} {
		method, rest, _ := strings.Cut(call, " ")
		for _, body := range []string{"", "{", "[]", "{}"} {
			answer := r.do(method, "/accounts/"+r.server.Account()+"/queues/not-an-id"+rest, body)
			if code, _ := errorOf(t, answer); answer.status != 400 || code != 10107 {
				t.Errorf("%s %q: %d %s", call, body, answer.status, answer.text)
			}
		}
	}
}

func TestNotServed(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{}, orders(""))
	subscriptions := "/accounts/" + r.server.Account() + "/event_subscriptions/subscriptions"
	for path, instead := range map[string]string{
		subscriptions:                       "push",
		subscriptions + "/" + ordersID:      "push",
		r.queue("/messages/preview"):        "messages/peek",
		r.queue("/messages/preview/ack"):    "messages/purge",
		r.queue("/messages/preview/ack/"):   "messages/purge",
		subscriptions + "?page=1&order=asc": "push",
	} {
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
			answer := r.do(method, path, "{")
			if code, text := errorOf(t, answer); answer.status != 501 || code < 1000 || !strings.Contains(text, instead) {
				t.Errorf("%s %s: %d %s", method, path, answer.status, answer.text)
			}
		}
		req := newRequest(t.Context(), t, r.server, "/messages/pull", "")
		req.URL.Path, req.URL.RawQuery, _ = strings.Cut(strings.TrimPrefix(path, ""), "?")
		req.URL.Path = "/client/v4" + req.URL.Path
		req.Header.Set("Authorization", "Bearer nonsense")
		if answer := r.send(req); answer.status != 403 {
			t.Errorf("%s with a bad token: %d", path, answer.status)
		}
	}
}

func TestReadOnlyToken(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{ReadOnly: true}, orders(""))
	for path, method := range map[string]string{"": "GET", "/metrics": "GET", "/consumers": "GET"} {
		if answer := r.do(method, r.queue(path), ""); answer.status != 200 {
			t.Errorf("%s %s: %d", method, path, answer.status)
		}
	}
	for path, method := range map[string]string{
		"/messages": "POST", "/messages/pull": "POST", "/messages/peek": "POST", "/messages/ack": "POST", "": "PATCH", "/purge": "POST",
	} {
		answer := r.do(method, r.queue(path), "{}")
		if code, text := errorOf(t, answer); answer.status != 403 || code != 10000 || text != "Authentication error" {
			t.Errorf("%s %s: %d %s", method, path, answer.status, answer.text)
		}
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	clock := newClock()
	r := newRaw(t, emulator.Options{Now: clock.now, RateLimit: 3, RateWindow: time.Minute}, orders(""))
	for left := 2; left >= 0; left-- {
		answer := r.do(http.MethodGet, r.queue("/metrics"), "")
		if want := `"default";r=` + strconv.Itoa(left) + `;t=60`; answer.status != 200 || answer.header.Get("Ratelimit") != want || answer.header.Get("Retry-After") != "" {
			t.Fatalf("%d %v, want %s", answer.status, answer.header, want)
		}
	}
	answer := r.do(http.MethodGet, r.queue("/metrics"), "")
	if code, text := errorOf(t, answer); answer.status != 429 || code != 971 || answer.header.Get("Retry-After") != "60" ||
		text != "Rate limited. Please wait and consider throttling your request speed" {
		t.Fatalf("%d %v %s", answer.status, answer.header, answer.text)
	}
	clock.step(59 * time.Second)
	if answer := r.do(http.MethodGet, r.queue("/metrics"), ""); answer.status != 429 || answer.header.Get("Retry-After") != "1" {
		t.Errorf("a second before the block ends: %d %v", answer.status, answer.header)
	}
	clock.step(time.Second)
	if answer := r.do(http.MethodGet, r.queue("/metrics"), ""); answer.status != 200 {
		t.Errorf("after the block: %d", answer.status)
	}
}
