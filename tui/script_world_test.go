package tui_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
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
	paths   []string            // that were asked for
	slow    []string            // the operations that are held back
	held    int                 // how many calls were held back so far
	free    chan struct{}       // closed when those go on
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

// hold holds calls of these operations back until their release.
func (s *script) hold(ops ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slow, s.free = ops, make(chan struct{})
}

func (s *script) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slow = nil
	close(s.free)
}

// arrive notes a call, and returns what it has to wait for; nil is nothing.
func (s *script) arrive(path, op string) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paths = append(s.paths, path)
	if !slices.Contains(s.slow, op) {
		return nil
	}
	s.held++
	return s.free
}

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
	if free := s.arrive(r.URL.Path, op); free != nil {
		select {
		case <-free:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
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

// asked are the paths of all calls.
func (s *script) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.paths)
}

// next sets the answers of an operation from now on.
func (s *script) next(op string, answers ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[op] = answers
}
