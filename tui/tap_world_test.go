package tui_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
)

// tap stands between the client and the server, and keeps what the calls about
// leases carried.
type tap struct {
	next http.RoundTripper

	mu    sync.Mutex
	calls []leaseCall
	// before sees each call on its way, when it is not nil.
	before func(leaseCall)
}

// leaseCall is a pull, a settlement or an extension as it went over the wire.
type leaseCall struct {
	op      string // "pull", "ack" or "extend"
	queue   string // its id
	acks    []string
	retries []string
	extends []string
	delays  []*int64 // of the retries, in seconds; nil where the consumer decides
}

func (c leaseCall) leases() []string {
	return append(append(append([]string(nil), c.acks...), c.retries...), c.extends...)
}

// install puts the tap into a client's configuration.
func (p *tap) install(c *apiclient.Config) {
	p.next = c.Transport
	c.Transport = p
}

func (p *tap) RoundTrip(r *http.Request) (*http.Response, error) {
	parts := strings.Split(r.URL.Path, "/")
	op := parts[len(parts)-1]
	if r.Method != http.MethodPost || (op != "pull" && op != "ack" && op != "extend") {
		return p.next.RoundTrip(r)
	}
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(sent))
	call, err := readCall(op, parts[len(parts)-3], sent)
	if err != nil {
		return nil, err
	}
	if p.before != nil {
		p.before(call)
	}
	p.mu.Lock()
	p.calls = append(p.calls, call)
	p.mu.Unlock()
	return p.next.RoundTrip(r)
}

func readCall(op, queue string, sent []byte) (leaseCall, error) {
	type item struct {
		Lease string `json:"lease_id"`
		Delay *int64 `json:"delay_seconds"`
	}
	var in struct {
		Acks    []item `json:"acks"`
		Retries []item `json:"retries"`
		Extend  []item `json:"extend"`
	}
	if err := json.Unmarshal(sent, &in); err != nil {
		return leaseCall{}, err
	}
	call := leaseCall{op: op, queue: queue}
	for _, i := range in.Acks {
		call.acks = append(call.acks, i.Lease)
	}
	for _, i := range in.Retries {
		call.retries = append(call.retries, i.Lease)
		call.delays = append(call.delays, i.Delay)
	}
	for _, i := range in.Extend {
		call.extends = append(call.extends, i.Lease)
	}
	return call, nil
}

// of lists the calls of an operation.
func (p *tap) of(op string) []leaseCall {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []leaseCall
	for _, c := range p.calls {
		if c.op == op {
			found = append(found, c)
		}
	}
	return found
}

// nothingTwice fails if any lease was acked or retried in two calls.
func (p *tap) nothingTwice(t *testing.T) {
	t.Helper()
	seen := map[string]bool{}
	for _, c := range p.of("ack") {
		for _, lease := range append(c.acks, c.retries...) {
			if seen[lease] {
				t.Errorf("the lease %q was settled in two calls", lease)
			}
			seen[lease] = true
		}
	}
}

// leaseSeed is "orders" with n messages in it, each delivered so often already.
// Message 7 has the body {"n":7} and the id idOf(7).
func leaseSeed(n, attempts int, consumer emulator.SeedConsumer) emulator.Seed {
	consumer.Type = "http_pull"
	queue := emulator.SeedQueue{Name: "orders", Consumer: &consumer}
	for i := range n {
		queue.Messages = append(queue.Messages, emulator.SeedMessage{
			ID: idOf(i + 1), Body: bodyOf(i + 1), Attempts: attempts, Age: time.Hour - time.Duration(i)*time.Second,
		})
	}
	return emulator.Seed{Queues: []emulator.SeedQueue{queue}}
}

func idOf(n int) string   { return fmt.Sprintf("%032x", n) }
func bodyOf(n int) string { return fmt.Sprintf(`{"n":%d}`, n) }

var (
	withDLQ    = emulator.SeedConsumer{DeadLetter: "orders-dlq"}
	withoutDLQ = emulator.SeedConsumer{}
	// patient allows a hundred deliveries, so that no question is asked.
	patient = emulator.SeedConsumer{Settings: jsontext.Value(`{"max_retries":100}`)}
)

// batchesOf lets pulls lease so many messages for so long.
func batchesOf(n int, visibility time.Duration) func(*tui.Options) {
	return func(o *tui.Options) { o.BatchSize, o.VisibilityTimeout = n, visibility }
}

// holding pulls until so many leases are held.
func (d *driver) holding(n int) {
	d.T.Helper()
	for range (n + 99) / 100 {
		d.Press("p")
	}
	d.Sees(fmt.Sprintf("%d leased until", n))
}

// mark puts the cursor on the first row and marks the first n.
func (d *driver) mark(n int) {
	d.T.Helper()
	d.Press("g")
	for range n {
		d.Press("space")
	}
}

// left is how many messages the server still has in "orders".
func (d *driver) left() int { return d.Server.Count("orders") }

// stateOf is where the server has a message of "orders": "waiting", "delayed",
// "leased", or "" where it has none.
func (d *driver) stateOf(n int) string {
	for _, m := range d.Server.Messages("orders") {
		if m.ID == idOf(n) {
			return m.State
		}
	}
	return ""
}

// rowOf is the row of a message of a leaseSeed.
func (d *driver) rowOf(n int) string {
	d.T.Helper()
	return d.Row(bodyOf(n))
}

// rowSays fails unless the row of each message holds the text.
func (d *driver) rowSays(text string, messages ...int) {
	d.T.Helper()
	for _, n := range messages {
		if row := d.rowOf(n); !strings.Contains(row, text) {
			d.T.Errorf("the row of message %d lacks %q: %q", n, text, row)
		}
	}
}
