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

// The numbers of the shop's orders go up by one from order to order, over all
// queues and on into the traffic.
const (
	firstWaiting = 104201 // of the orders that wait at the start
	waiting      = 51
	diedBefore   = 230
)

// lastDeath is how long before the start the last of the dead orders was placed,
// which is before any that still waits.
const lastDeath = 25 * time.Minute

// Seed is the demo's queues with the messages that wait in them at the start,
// which is now on the server's clock: the times inside bodies are those at which
// the messages were sent.
func Seed(now time.Time) emulator.Seed {
	m := newMaker(1, now, firstWaiting-diedBefore-1)
	dead := m.deadOrders()
	return emulator.Seed{Queues: []emulator.SeedQueue{
		{
			Name: Orders, ID: queueID(Orders), Producers: workers("checkout", "pos-bridge"),
			Consumer: pulled(OrdersDLQ, `{"batch_size":10,"max_retries":3,"retry_delay":15,"visibility_timeout_ms":30000}`),
			Messages: m.seedOrders(),
		},
		{
			Name: OrdersDLQ, ID: queueID(OrdersDLQ),
			Consumer: pulled("", `{"batch_size":10,"max_retries":25,"visibility_timeout_ms":60000}`),
			Messages: dead,
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
	rng      *rand.Rand
	now      time.Time // when what it makes is sent
	orders   int       // the number of the last order
	placed   []placed  // the last orders, the oldest first
	invoices int
}

// placed is an order that was made.
type placed struct {
	id   string
	at   time.Time
	body string
}

// maxPlaced is how many orders a maker remembers.
const maxPlaced = 400

// newMaker makes orders from the number after lastOrder on.
func newMaker(seed uint64, now time.Time, lastOrder int) *maker {
	return &maker{rng: rand.New(rand.NewPCG(seed, 0x1ea5e)), now: now, orders: lastOrder, invoices: 8100}
}

// some is one of the last n orders that were placed by now, which other messages
// are about. Without any, one is placed that nobody else hears of.
func (m *maker) some(n int) placed {
	before := len(m.placed)
	for before > 0 && m.placed[before-1].at.After(m.now) {
		before--
	}
	if before == 0 {
		m.order()
		return m.placed[len(m.placed)-1]
	}
	return m.placed[before-1-m.rng.IntN(min(n, before))]
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
	const poisoned, huge = 17, 41
	made := -1
	out := m.aged(waiting-1, 22*time.Minute, func() emulator.SeedMessage {
		made++
		switch made {
		case poisoned:
			return m.poison()
		case huge:
			return m.bulkOrder(420)
		default:
			return m.order()
		}
	})
	for i, attempts := range map[int]int{2: 1, 9: 1, 14: 2, poisoned: 2, 19: 3, 25: 1, 31: 2} {
		out[i].Attempts = attempts
	}
	later := m.order()
	later.Delay = 10 * time.Minute
	return append(out, later)
}

// deadOrders have the deliveries of their life behind them. In the dead-letter
// queue their attempts began anew; what some have is from people who pulled
// them to look.
func (m *maker) deadOrders() []emulator.SeedMessage {
	m.now = m.now.Add(-lastDeath)
	out := m.aged(diedBefore, 50*time.Hour, m.poison)
	m.now = m.now.Add(lastDeath)
	for i := range out {
		out[i].Age += lastDeath
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
