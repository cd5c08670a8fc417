package demo_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-json-experiment/json"

	"leaseview/apiclient/emulator"
	"leaseview/apiclient/emulator/demo"
)

func seeded(t *testing.T, o emulator.Options) *emulator.Server {
	t.Helper()
	s := emulator.NewTest(t, o)
	if err := s.Seed(demo.Seed(s.Now())); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSeedHasEveryKindOfQueue(t *testing.T) {
	t.Parallel()
	s := seeded(t, emulator.Options{})
	kinds := map[string]string{
		demo.Orders: "json", demo.OrdersDLQ: "json", demo.Emails: "json", demo.Images: "json",
		demo.Telemetry: "bytes", demo.Legacy: "v8", demo.Invoices: "json", demo.Webhooks: "json",
	}
	for queue, kind := range kinds {
		list := s.Messages(queue)
		if len(list) < 5 {
			t.Errorf("%s has %d messages", queue, len(list))
		}
		for _, m := range list {
			if m.ContentType != kind {
				t.Errorf("%s: content type %s, want %s", queue, m.ContentType, kind)
			}
		}
	}
	for _, q := range s.Queues() {
		switch q.Name {
		case demo.Invoices:
			if !q.Paused {
				t.Error("invoices is not paused")
			}
		case demo.Webhooks:
			if q.Consumer != "worker" {
				t.Errorf("webhooks has the consumer %q", q.Consumer)
			}
		case demo.Orders:
			if q.DeadLetter != demo.OrdersDLQ {
				t.Errorf("the dead-letter queue of orders is %q", q.DeadLetter)
			}
		}
	}
	looked := 0
	for _, m := range s.Messages(demo.OrdersDLQ) {
		if m.Attempts > 0 {
			looked++
		}
		if m.Attempts > 3 {
			t.Errorf("a dead order has %d attempts: who pulled it so often?", m.Attempts)
		}
	}
	if dead := s.Count(demo.OrdersDLQ); looked == 0 || looked > dead/2 {
		t.Errorf("of %d dead orders somebody looked at %d", dead, looked)
	}
}

// TestRunStaysBounded lets the traffic of most of a day pass.
func TestRunStaysBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := seeded(t, emulator.Options{})
		ctx, cancel := context.WithCancel(t.Context())
		tick := make(chan time.Time)
		done := make(chan error)
		go func() { done <- demo.Run(ctx, s, tick) }()
		seen := map[string]map[int]bool{}
		for i := range 5000 {
			time.Sleep(10 * time.Second)
			tick <- time.Now()
			if i%97 != 0 {
				continue
			}
			for _, q := range []string{demo.Orders, demo.Emails, demo.Images, demo.Telemetry, demo.OrdersDLQ, demo.Webhooks} {
				n := s.Count(q)
				if n > 700 {
					t.Fatalf("%s has grown to %d messages", q, n)
				}
				if seen[q] == nil {
					seen[q] = map[int]bool{}
				}
				seen[q][n] = true
			}
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		for q, counts := range seen {
			if len(counts) < 5 {
				t.Errorf("the backlog of %s hardly moved: %v", q, counts)
			}
		}
	})
}

func TestTwoRunsAreTheSame(t *testing.T) {
	t.Parallel()
	run := func() []emulator.MessageState {
		now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
		s := seeded(t, emulator.Options{Now: func() time.Time { return now }})
		tick := make(chan time.Time)
		done := make(chan error)
		go func() { done <- demo.Run(t.Context(), s, tick) }()
		for range 50 {
			tick <- now
		}
		close(tick)
		if err := <-done; err != nil {
			t.Error(err)
		}
		return s.Messages(demo.Telemetry)[:60]
	}
	a, b := run(), run()
	for i := range a {
		if a[i].ID != b[i].ID || a[i].Body != b[i].Body {
			t.Fatalf("message %d differs: %+v and %+v", i, a[i], b[i])
		}
	}
}

func TestSeedSizes(t *testing.T) {
	t.Parallel()
	s := seeded(t, emulator.Options{})
	longest := 0
	for _, q := range s.Queues() {
		for _, m := range s.Messages(q.Name) {
			longest = max(longest, len(m.Body))
		}
	}
	if longest < 40_000 || longest > 128_000 {
		t.Errorf("the longest body has %d bytes", longest)
	}
}

// TestOneIsOnItsLastDelivery: what a first look at the orders shows is as the
// service would show it, and one of them will not come again.
func TestOneIsOnItsLastDelivery(t *testing.T) {
	t.Parallel()
	s := seeded(t, emulator.Options{})
	allowed := 0
	for _, q := range s.Queues() {
		if q.Name == demo.Orders {
			allowed = q.Allowed
		}
	}
	taken, err := s.Take(demo.Orders, 100, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	for _, m := range taken {
		if m.Attempts == allowed {
			last++
		}
	}
	if taken[0].Attempts != 1 || last == 0 || last > 3 {
		t.Errorf("the first order comes for the %d. time, %d of %d are on their last delivery", taken[0].Attempts, last, len(taken))
	}
	for _, m := range s.Messages(demo.Orders) {
		for _, l := range m.Leases {
			if l.Attempts != m.Attempts-1 {
				t.Errorf("a pull shows %d attempts of delivery %d", l.Attempts, m.Attempts)
			}
		}
	}
}

// orderIn is what a body says of an order.
type orderIn struct {
	ID     string    `json:"order_id"`
	Placed time.Time `json:"placed_at"`
	at     time.Time // when the message was sent
}

// ordersIn are the orders of all queues by their numbers, and those that e-mails
// and webhooks are about.
func ordersIn(t *testing.T, s *emulator.Server) (orders, mentioned []orderIn) {
	t.Helper()
	for _, queue := range []string{demo.Orders, demo.OrdersDLQ, demo.Webhooks, demo.Emails} {
		for _, m := range s.Messages(queue) {
			var body struct {
				orderIn
				Data struct {
					Object orderIn `json:"object"`
				} `json:"data"`
				Variables orderIn `json:"variables"`
			}
			if err := json.Unmarshal([]byte(m.Body), &body); err != nil {
				t.Fatal(err)
			}
			body.at, body.Data.Object.at, body.Variables.at = m.Timestamp, m.Timestamp, m.Timestamp
			switch queue {
			case demo.Webhooks:
				mentioned = append(mentioned, body.Data.Object)
			case demo.Emails:
				mentioned = append(mentioned, body.Variables)
			default:
				orders = append(orders, body.orderIn)
			}
		}
	}
	slices.SortFunc(orders, func(a, b orderIn) int { return cmp.Compare(a.ID, b.ID) })
	return orders, mentioned
}

// The later an order was sent, the higher its number, over all queues; what it
// says of its time is when it was sent; and nothing is about an order to come.
func TestNumbersAndTimesFitEachOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := seeded(t, emulator.Options{})
		orders, mentioned := ordersIn(t, s)
		fit(t, orders, mentioned)
		for _, o := range orders {
			if d := o.at.Sub(o.Placed); d < 0 || d >= time.Second {
				t.Errorf("order %s of %v was sent at %v", o.ID, o.Placed, o.at)
			}
		}
		if first := s.Messages(demo.Orders)[0]; !strings.Contains(first.Body, `"R-104201"`) {
			t.Errorf("the first order that waits is %s", first.Body)
		}
		tick := make(chan time.Time)
		done := make(chan error)
		go func() { done <- demo.Run(t.Context(), s, tick) }()
		for range 300 {
			time.Sleep(500 * time.Millisecond)
			tick <- time.Now()
		}
		close(tick)
		if err := <-done; err != nil {
			t.Error(err)
		}
		orders, mentioned = ordersIn(t, s)
		fit(t, orders, mentioned)
	})
}

// fit checks orders in the order of their numbers, and what was said of some.
func fit(t *testing.T, orders, mentioned []orderIn) {
	t.Helper()
	placed := map[string]time.Time{}
	for i, o := range orders {
		if i > 0 && (o.ID == orders[i-1].ID || o.Placed.Before(orders[i-1].Placed)) {
			t.Errorf("order %s of %v comes after %s of %v", o.ID, o.Placed, orders[i-1].ID, orders[i-1].Placed)
		}
		if o.at.Before(o.Placed) {
			t.Errorf("order %s of %v was sent at %v", o.ID, o.Placed, o.at)
		}
		placed[o.ID] = o.Placed
	}
	for _, o := range mentioned {
		if at, there := placed[o.ID]; there && at.After(o.at) || o.ID > orders[len(orders)-1].ID {
			t.Errorf("a message of %v is about the order %s of %v", o.at, o.ID, at)
		}
	}
}
