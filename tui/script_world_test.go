package tui_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"leaseview/apiclient"
)

// script is an API whose every answer a test writes by hand, for what no
// emulator would say. What it has no answer for it refuses.
type script struct {
	mu      sync.Mutex
	answers map[string][]string // by operation, in their order; the last one stays
	calls   map[string][]string // the bodies that came, by operation
}

// scripted is a script of one queue, "orders", with an id and consumers as given.
func scripted(answers map[string][]string) *script {
	all := map[string][]string{
		"list":      {result(`[` + queueOrders + `]`)},
		"get":       {result(queueOrders)},
		"consumers": {result(`[` + pullConsumer3 + `]`)},
		"metrics":   {result(`{"backlog_count":4,"backlog_bytes":100,"oldest_message_timestamp_ms":0}`)},
		"peek":      {result(`{"messages":[]}`)},
		"pull":      {result(`{"message_backlog_count":0,"messages":[]}`)},
	}
	for op, list := range answers {
		all[op] = list
	}
	return &script{answers: all, calls: map[string][]string{}}
}

const (
	ordersHex     = "0123456789abcdef0123456789abcdef"
	pullConsumer3 = `{"consumer_id":"c","type":"http_pull","queue_name":"orders","dead_letter_queue":"orders-dlq","settings":{"batch_size":10,"max_retries":3,"retry_delay":0,"visibility_timeout_ms":30000}}`
	queueOrders   = `{"queue_id":"` + ordersHex + `","queue_name":"orders","consumers":[` + pullConsumer3 + `],"consumers_total_count":1,"settings":{"delivery_paused":false}}`
)

func result(json string) string {
	return `{"success":true,"errors":[],"messages":[],"result":` + json + `}`
}

// pulledOnce is the answer of a pull that brings one message, "m1", under a lease
// of that name, showing those attempts: JSON, "" for none.
func pulledOnce(lease, attempts string) string {
	return result(`{"message_backlog_count":1,"messages":[` + wireMessage("m1", lease, attempts) + `]}`)
}

func wireMessage(id, lease, attempts string) string {
	if attempts != "" {
		attempts = `"attempts":` + attempts + `,`
	}
	if lease != "" {
		lease = `"lease_id":"` + lease + `",`
	}
	return `{"id":"` + id + `","timestamp_ms":1710950954154,` + attempts + lease + `"body":"body of ` + id + `","metadata":{"CF-Content-Type":"text"}}`
}

// install puts the script into a client's configuration.
func (s *script) install(c *apiclient.Config) { c.Transport = s }

// RoundTrip answers a call by its operation: the last part of its path, or "list"
// and "get" for the two that end otherwise.
func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	var sent []byte
	if r.Body != nil {
		sent, _ = io.ReadAll(r.Body)
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	op := parts[len(parts)-1]
	switch {
	case op == "queues":
		op = "list"
	case parts[len(parts)-2] == "queues":
		op = "get"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[op] = append(s.calls[op], string(sent))
	list := s.answers[op]
	if len(list) == 0 {
		return answer(r, http.StatusNotFound, `{"success":false,"errors":[{"code":7003,"message":"no route"}],"messages":[],"result":null}`), nil
	}
	if len(list) > 1 {
		s.answers[op] = list[1:]
	}
	if list[0] == lost {
		return nil, fmt.Errorf("the connection broke: %w", io.ErrUnexpectedEOF)
	}
	return answer(r, http.StatusOK, list[0]), nil
}

// lost stands for an answer that never comes, of a call that was sent.
const lost = "lost"

func answer(r *http.Request, status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader([]byte(body))),
		ContentLength: int64(len(body)), Request: r,
	}
}

// of lists the bodies of the calls of an operation.
func (s *script) of(op string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.calls[op]...)
}

// next sets the answers of an operation from now on.
func (s *script) next(op string, answers ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[op] = answers
}

// wirePaths notes which paths are asked for.
type wirePaths struct {
	mu   sync.Mutex
	next http.RoundTripper
	seen []string
}

func (p *wirePaths) install(c *apiclient.Config) { p.next, c.Transport = c.Transport, p }

func (p *wirePaths) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	p.seen = append(p.seen, r.URL.Path)
	p.mu.Unlock()
	return p.next.RoundTrip(r)
}

func (p *wirePaths) all() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.seen...)
}

// slowGate holds reads back while it is closed, or else the settling calls.
type slowGate struct {
	next  http.RoundTripper
	mu    sync.Mutex
	shut  chan struct{} // nil = open
	posts bool          // settling calls are held back, not reads
	held  int           // how many calls were held back so far
}

func (g *slowGate) install(c *apiclient.Config) { g.next, c.Transport = c.Transport, g }

func (g *slowGate) hold() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = make(chan struct{})
}

func (g *slowGate) release() {
	g.mu.Lock()
	defer g.mu.Unlock()
	close(g.shut)
	g.shut = nil
}

func (g *slowGate) RoundTrip(r *http.Request) (*http.Response, error) {
	g.mu.Lock()
	shut := g.shut
	g.mu.Unlock()
	if shut != nil && (g.posts && strings.HasSuffix(r.URL.Path, "/ack") || !g.posts && r.Method == http.MethodGet) {
		g.mu.Lock()
		g.held++
		g.mu.Unlock()
		select {
		case <-shut:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	return g.next.RoundTrip(r)
}
