package emulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// clock is a clock that only moves when told.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func (c *clock) step(d time.Duration) { c.at = c.at.Add(d) }

func newClock() *clock { return &clock{at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)} }

const ordersID = "0123456789abcdef0123456789abcdef"

// orders is a queue with an http_pull consumer and no messages.
func orders(settings string) emulator.Seed {
	c := &emulator.SeedConsumer{Type: "http_pull"}
	if settings != "" {
		c.Settings = []byte(settings)
	}
	return emulator.Seed{Queues: []emulator.SeedQueue{{ID: ordersID, Name: "orders", Consumer: c}}}
}

// raw speaks the wire without any client library.
type raw struct {
	t      *testing.T
	server *emulator.Server
	http   *http.Client
}

func newRaw(t *testing.T, o emulator.Options, seed emulator.Seed) *raw {
	t.Helper()
	s := emulator.NewTest(t, o)
	if err := s.Seed(seed); err != nil {
		t.Fatal(err)
	}
	return &raw{t: t, server: s, http: &http.Client{Transport: s.RoundTripper()}}
}

// got is an answer: its status, headers, bytes, and the JSON in them.
type got struct {
	status int
	header http.Header
	text   string
	json   map[string]any
}

func (r *raw) do(method, path, body string) got {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.server.BaseURL()+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+r.server.Token())
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return r.send(req)
}

func (r *raw) send(req *http.Request) got {
	r.t.Helper()
	res, err := r.http.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	out := got{status: res.StatusCode, header: res.Header, text: string(data)}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") && len(data) > 0 {
		if err := json.Unmarshal(data, &out.json); err != nil {
			r.t.Fatalf("%s %s: not JSON: %v: %s", req.Method, req.URL.Path, err, data)
		}
	}
	return out
}

// queue is the path of the orders queue with more behind it.
func (r *raw) queue(rest string) string {
	return "/accounts/" + r.server.Account() + "/queues/" + ordersID + rest
}

// post posts to the orders queue and requires a success.
func (r *raw) post(rest, body string) map[string]any {
	r.t.Helper()
	answer := r.do(http.MethodPost, r.queue(rest), body)
	if answer.status != http.StatusOK || answer.json["success"] != true {
		r.t.Fatalf("POST %s %s: %d %s", rest, body, answer.status, answer.text)
	}
	result, _ := answer.json["result"].(map[string]any)
	return result
}

// message is one message of a pull or a peek.
type message struct {
	ID       string
	Body     string
	Attempts int
	Lease    string
	Ref      string
	Sent     int64
	Metadata map[string]any
}

func messagesOf(t *testing.T, result map[string]any) []message {
	t.Helper()
	list, isList := result["messages"].([]any)
	if !isList {
		t.Fatalf("messages is %T, not a list", result["messages"])
	}
	var out []message
	for _, item := range list {
		m := item.(map[string]any)
		one := message{
			ID: m["id"].(string), Body: m["body"].(string), Attempts: int(m["attempts"].(float64)),
			Sent: int64(m["timestamp_ms"].(float64)), Metadata: m["metadata"].(map[string]any),
		}
		one.Lease, _ = m["lease_id"].(string)
		one.Ref, _ = m["ref"].(string)
		out = append(out, one)
	}
	return out
}

func (r *raw) pull(body string) []message {
	r.t.Helper()
	return messagesOf(r.t, r.post("/messages/pull", body))
}

func (r *raw) peek(body string) []message {
	r.t.Helper()
	return messagesOf(r.t, r.post("/messages/peek", body))
}

func (r *raw) pushText(texts ...string) {
	r.t.Helper()
	for _, text := range texts {
		body, _ := json.Marshal(map[string]any{"body": text, "content_type": "text"})
		r.post("/messages", string(body))
	}
}

// errorOf is the code and the text of a failed answer's first error.
func errorOf(t *testing.T, g got) (code int, text string) {
	t.Helper()
	list, _ := g.json["errors"].([]any)
	if len(list) == 0 || g.json["success"] != false {
		t.Fatalf("not a failure: %d %s", g.status, g.text)
	}
	first := list[0].(map[string]any)
	return int(first["code"].(float64)), first["message"].(string)
}

func ackBody(leases ...string) string   { return settleBody(leases, nil) }
func retryBody(leases ...string) string { return settleBody(nil, leases) }

func settleBody(acks, retries []string) string {
	items := func(leases []string) []map[string]any {
		out := []map[string]any{}
		for _, l := range leases {
			out = append(out, map[string]any{"lease_id": l})
		}
		return out
	}
	body, _ := json.Marshal(map[string]any{"acks": items(acks), "retries": items(retries)})
	return string(body)
}
