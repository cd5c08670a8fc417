package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/internal/plain"
	"leaseview/tui/session"
)

// What needs no program is tested on the model itself, fed with the messages
// that its commands would bring. None of its commands is ever run.

// noon is the tests' time of day.
var noon = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

const (
	ordersID   = apiclient.QueueID("0123456789abcdef0123456789abcdef")
	leaseShape = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..%016d.payload.tag"
)

// orders is a queue with a pull consumer.
func orders() apiclient.Queue {
	return apiclient.Queue{
		ID: ordersID, Name: "orders", RetentionPeriod: 4 * 24 * time.Hour,
		Consumers: []apiclient.Consumer{{
			Type: apiclient.ConsumerHTTPPull, MaxRetries: apiclient.CountOf(3), DeadLetterQueue: "orders-dlq", VisibilityTimeout: 30 * time.Second,
		}},
		ConsumersTotal: apiclient.CountOf(1),
	}
}

// messages are n of them, numbered from first.
func messages(first, n int) []apiclient.Message {
	list := make([]apiclient.Message, n)
	for i := range list {
		list[i] = apiclient.Message{
			ID:        apiclient.MessageID(fmt.Sprintf("%032x", first+i)),
			Body:      fmt.Sprintf(`{"order":%d,"state":"paid"}`, first+i),
			Timestamp: noon.Add(-time.Hour),
			Attempts:  apiclient.CountOf(0),
			Metadata:  []apiclient.MetadataEntry{{Key: "CF-Content-Type", Value: "json"}, {Key: "CF-sourceMessageSource", Value: "dash"}},
		}
	}
	return list
}

// nobody answers: no command of these tests is run.
type nobody struct {
	Reader
	Leaser
}

// NewQueueList begins a list that none of these tests reads.
func (nobody) NewQueueList() *apiclient.QueueList { return nil }

// newModel is the program before anything has been read.
func newModel(tb testing.TB, with func(*Options)) *Model {
	tb.Helper()
	options := Options{Queue: "orders", Reader: nobody{}, Leaser: nobody{}, Now: func() time.Time { return noon }}
	if with != nil {
		with(&options)
	}
	ctx, cancel := context.WithCancel(context.Background())
	tb.Cleanup(cancel)
	m := New(ctx, options)
	m.Init()
	m.Update(tea.WindowSizeMsg{Width: 160, Height: 48})
	return m
}

// opened is the program with "orders" open and n messages peeked.
func opened(tb testing.TB, n int) *Model {
	tb.Helper()
	return openedOn(tb, orders(), n)
}

// openedOn is the same with a queue that is another.
func openedOn(tb testing.TB, q apiclient.Queue, n int) *Model {
	tb.Helper()
	m := newModel(tb, nil)
	m.found(q)
	m.settled(q)
	m.measured(n)
	m.peeked(messages(0, n), max(n, 5))
	return m
}

// awaited is the envelope of an answer that the program waits for.
func (m *Model) awaited(kind flight.Kind, queue apiclient.QueueID) answer {
	key := flight.Key{Kind: kind, Queue: queue}
	ticket, ok := m.flight.Running(key)
	if !ok {
		ticket.Key = key
	}
	return answer{ticket: ticket}
}

// failed is the same of a call that failed.
func (m *Model) failed(kind flight.Kind, queue apiclient.QueueID, err error) answer {
	a := m.awaited(kind, queue)
	a.err = err
	return a
}

// found, settled, measured, peeked and pulled are answers as they come.
func (m *Model) found(q apiclient.Queue) {
	m.Update(foundMsg{m.awaited(flight.Find, ""), q})
}

func (m *Model) settled(q apiclient.Queue) {
	m.Update(settingsMsg{m.awaited(flight.Settings, q.ID), q, q.Consumers, true})
}

func (m *Model) measured(n int) {
	m.Update(metricsMsg{m.awaited(flight.Metrics, m.open), apiclient.Metrics{
		Reply: apiclient.Reply{SentAt: m.now, ReceivedAt: m.now}, BacklogCount: apiclient.CountOf(int64(n)), BacklogBytes: apiclient.CountOf(int64(29 * n)), Oldest: noon.Add(-time.Hour),
	}})
}

func (m *Model) peeked(list []apiclient.Message, asked int) {
	m.Update(peekedMsg{
		answer: m.awaited(flight.Peek, m.open), asked: asked,
		result: apiclient.PeekResult{Reply: apiclient.Reply{SentAt: m.now, ReceivedAt: m.now}, Messages: list}, facts: session.FactsOf(list),
	})
}

// pulled leases messages for 30 s. Those that were never delivered show 0, as
// recorded; give others attempts to show.
func (m *Model) pulled(list []apiclient.Message) { m.Update(m.pullAnswer(list)) }

func (m *Model) pullAnswer(list []apiclient.Message) pulledMsg {
	leased := make([]apiclient.Message, len(list))
	for i, message := range list {
		attempts, _ := message.Attempts.Get()
		message.LeaseID = apiclient.LeaseID(fmt.Sprintf(leaseShape, int64(i)+attempts*1000))
		leased[i] = message
	}
	return pulledMsg{
		answer: m.awaited(flight.Pull, m.open), asked: len(list), visibility: 30 * time.Second,
		result: apiclient.PullResult{Reply: apiclient.Reply{SentAt: m.now, ReceivedAt: m.now}, Messages: leased}, facts: session.FactsOf(leased),
	}
}

// later lets time pass.
func (m *Model) later(d time.Duration) { m.Update(tickMsg{m.chain, m.now.Add(d)}) }

// wordsOf are what the screen says.
func wordsOf(m *Model) string { return plain.Words(m.View().Content) }

// says fails unless every text is on the screen.
func (m *Model) says(tb testing.TB, texts ...string) {
	tb.Helper()
	shown := wordsOf(m)
	for _, text := range texts {
		if !strings.Contains(shown, text) {
			tb.Errorf("the screen does not say %q:\n%s", text, plain.Text(m.View().Content))
		}
	}
}

// doesNotSay fails if any text is on the screen.
func (m *Model) doesNotSay(tb testing.TB, texts ...string) {
	tb.Helper()
	shown := wordsOf(m)
	for _, text := range texts {
		if strings.Contains(shown, text) {
			tb.Errorf("the screen says %q:\n%s", text, plain.Text(m.View().Content))
		}
	}
}

// typed presses keys that are one letter each.
func (m *Model) typed(keys string) {
	for _, r := range keys {
		m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}
