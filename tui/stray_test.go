package tui

import (
	"context"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
)

// settler is an API that notes what it is asked to settle.
type settler struct {
	Leaser
	queues  []apiclient.QueueID
	retried []apiclient.LeaseID
}

func (a *settler) Settle(_ context.Context, id apiclient.QueueID, s apiclient.Settlement) (apiclient.SettleResult, error) {
	a.queues = append(a.queues, id)
	for _, r := range s.Retries {
		a.retried = append(a.retried, r.LeaseID)
	}
	return apiclient.SettleResult{Retried: len(s.Retries)}, nil
}

// An answer for a queue that nobody opened may hold leases. It is kept and said,
// it opens nothing, and leaving releases it.
func TestAnAnswerForAnUnknownQueueIsKept(t *testing.T) {
	t.Parallel()
	api := &settler{}
	m := newModel(t, func(o *Options) { o.Leaser, o.OnQuit = api, OnQuitRelease })
	m.found(orders())
	m.settled(orders())
	stray := m.pullAnswer(messages(3, 1))
	stray.ticket.Queue = "another queue"
	m.Update(stray)
	if !strings.Contains(m.notice.text, "Leased 1 message") && !strings.Contains(m.notice.text, "another queue") {
		t.Errorf("the notice is %q", noticeText(m.notice))
	}
	if m.open != ordersID || m.onScreen().Listing().Len() != 0 {
		t.Errorf("the answer moved the screen to %q, with %d messages", m.open, m.onScreen().Listing().Len())
	}
	// Other answers for it find their way, too, and none of them crashes.
	for _, msg := range []any{
		peekedMsg{answer: m.awaited(flight.Peek, "yet another")},
		metricsMsg{answer: m.awaited(flight.Metrics, "yet another")},
		settingsMsg{answer: m.awaited(flight.Settings, "yet another")},
		settledMsg{answer: m.awaited(flight.Settle, "yet another"), verb: session.Ack, batch: []session.Target{{ID: "m", Lease: "l"}}},
		settledMsg{answer: m.awaited(flight.Settle, "yet another"), verb: session.Extend, batch: []session.Target{{ID: "m", Lease: "l"}}},
	} {
		m.Update(msg)
		m.View()
	}
	// Without settings nothing is known of its limit, so nothing is released; once
	// it is known, the message goes back.
	s := m.sessions["another queue"]
	s.SetConsumers(orders().Consumers)
	m.later(time.Second)
	report := strings.Join(m.Leave(t.Context()), "\n")
	if len(api.queues) != 1 || api.queues[0] != "another queue" || len(api.retried) != 1 {
		t.Errorf("leaving settled %v of %v; the report is\n%s", api.retried, api.queues, report)
	}
}
