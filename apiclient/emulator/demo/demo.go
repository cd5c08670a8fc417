// Package demo has believable queues and live traffic for the emulator: a small
// shop with its orders, e-mails, pictures and sensors. Everything follows from
// fixed seeds, so that two runs show the same; times count from the server's
// clock.
package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"time"

	"leaseview/apiclient/emulator"
)

// The queues of the demo.
const (
	Orders     = "orders"     // json, pulled; its poison goes to OrdersDLQ
	OrdersDLQ  = "orders-dlq" // dead orders, some of which somebody has looked at
	Emails     = "emails"     // json, always plain
	Images     = "images"     // R2 event notifications
	Telemetry  = "telemetry"  // bytes
	Legacy     = "legacy"     // v8
	Invoices   = "invoices"   // json, always in base64; paused: a pull answers 409
	Webhooks   = "webhooks"   // a Worker consumes it: a pull answers 405
	SearchSync = "search-sync"
)

// epoch is what the times inside bodies of the seed count from. The emulator's
// clock is not known when the seed is made.
var epoch = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// Seed is the demo's queues with the messages that wait in them at the start.
func Seed() emulator.Seed {
	m := newMaker(1, epoch)
	return emulator.Seed{Queues: []emulator.SeedQueue{
		{
			Name: Orders, ID: queueID(Orders), Producers: workers("checkout", "pos-bridge"),
			Consumer: pulled(OrdersDLQ, `{"batch_size":10,"max_retries":3,"retry_delay":15,"visibility_timeout_ms":30000}`),
			Messages: m.seedOrders(),
		},
		{
			Name: OrdersDLQ, ID: queueID(OrdersDLQ),
			Consumer: pulled("", `{"batch_size":10,"max_retries":25,"visibility_timeout_ms":60000}`),
			Messages: m.deadOrders(230),
		},
		{
			Name: Emails, ID: queueID(Emails), Producers: workers("mailer"),
			Consumer: pulled("", `{"batch_size":25,"max_retries":5,"visibility_timeout_ms":45000}`),
			Messages: m.aged(36, 40*time.Minute, m.email),
		},
		{
			Name: Images, ID: queueID(Images),
			Producers: []emulator.SeedProducer{{Type: "r2_bucket", Bucket: "product-pictures"}},
			Consumer:  pulled("", `{"batch_size":20,"max_retries":3,"visibility_timeout_ms":120000}`),
			Messages:  m.aged(28, 3*time.Hour, m.picture),
		},
		{
			Name: Telemetry, ID: queueID(Telemetry), Producers: workers("sensor-gateway"),
			Settings: emulator.SeedSettings{Retention: 86400},
			Consumer: pulled("", `{"batch_size":100,"max_retries":1,"visibility_timeout_ms":20000}`),
			Messages: m.aged(90, 15*time.Minute, m.reading),
		},
		{
			Name: Legacy, ID: queueID(Legacy), Producers: workers("loyalty-2023"),
			Consumer: pulled("", `{"max_retries":10}`),
			Messages: m.aged(11, 60*time.Hour, m.loyalty),
		},
		{
			Name: Invoices, ID: queueID(Invoices), Producers: workers("billing"),
			Settings: emulator.SeedSettings{DeliveryPaused: true},
			Consumer: pulled("", `{"batch_size":10,"max_retries":3}`),
			Messages: m.aged(19, 26*time.Hour, m.invoice),
		},
		{
			Name: Webhooks, ID: queueID(Webhooks), Producers: workers("partner-hooks"),
			Consumer: &emulator.SeedConsumer{
				Type: "worker", Script: "webhook-dispatcher",
				Settings: []byte(`{"batch_size":10,"max_retries":3,"max_wait_time_ms":5000}`),
			},
			Messages: m.aged(7, 2*time.Minute, m.webhook),
		},
		{Name: SearchSync, ID: queueID(SearchSync), Producers: workers("catalogue")},
	}}
}

// queueID is the same in every run, so that what is in a shell's history works.
func queueID(name string) string {
	sum := sha256.Sum256([]byte("leaseview demo " + name))
	return hex.EncodeToString(sum[:16])
}

func pulled(deadLetter, settings string) *emulator.SeedConsumer {
	return &emulator.SeedConsumer{Type: "http_pull", DeadLetter: deadLetter, Settings: []byte(settings)}
}

func workers(scripts ...string) []emulator.SeedProducer {
	var out []emulator.SeedProducer
	for _, script := range scripts {
		out = append(out, emulator.SeedProducer{Type: "worker", Script: script})
	}
	return out
}

// maker makes messages. One maker makes the same ones in the same order.
type maker struct {
	rng    *rand.Rand
	now    time.Time // what times inside bodies are about
	serial int
}

func newMaker(seed uint64, now time.Time) *maker {
	return &maker{rng: rand.New(rand.NewPCG(seed, 0x1ea5e)), now: now}
}

// aged makes n messages, the oldest first, spread over the time before now.
func (m *maker) aged(n int, over time.Duration, one func() emulator.SeedMessage) []emulator.SeedMessage {
	start := m.now
	out := make([]emulator.SeedMessage, n)
	for i := range out {
		step := over / time.Duration(n)
		age := over - time.Duration(i)*step - time.Duration(m.rng.Int64N(int64(step)))
		m.now = start.Add(-age)
		out[i] = one()
		out[i].Age = age
	}
	m.now = start
	return out
}

// seedOrders has one of everything that an order can be: fresh, tried before,
// on its last delivery, delayed, poisoned, huge. Those near their end stand
// behind the first batches, so that a first pull spends nothing that matters.
func (m *maker) seedOrders() []emulator.SeedMessage {
	out := m.aged(48, 22*time.Minute, m.order)
	for i, attempts := range map[int]int{2: 1, 9: 1, 14: 2, 19: 3, 25: 1, 31: 2} {
		out[i].Attempts = attempts
	}
	poison := m.poison()
	poison.Age, poison.Attempts = 21*time.Minute, 2
	huge := m.bulkOrder(420)
	huge.Age = 4 * time.Minute
	later := m.order()
	later.Delay = 10 * time.Minute
	return append(out, poison, huge, later)
}

// deadOrders have the deliveries of their life behind them. In the dead-letter
// queue their attempts began anew; what some have is from people who pulled
// them to look.
func (m *maker) deadOrders(n int) []emulator.SeedMessage {
	out := m.aged(n, 50*time.Hour, m.poison)
	for i := range out {
		out[i].Attempts = max(0, m.rng.IntN(8)-4)
	}
	return out
}

func (m *maker) pick(from []string) string { return from[m.rng.IntN(len(from))] }

func (m *maker) hex(bytes int) string {
	raw := make([]byte, bytes)
	for i := range raw {
		raw[i] = byte(m.rng.Uint32())
	}
	return hex.EncodeToString(raw)
}

func (m *maker) next() int {
	m.serial++
	return m.serial
}
