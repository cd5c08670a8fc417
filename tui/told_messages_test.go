package tui

import (
	"errors"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/inbox"
)

// shown is toldOf of the screens alone, after the notices have gone.
func shown(t *testing.T, scenes []scene) {
	t.Helper()
	for i, s := range scenes {
		scenes[i].play = func(t *testing.T) *Model { m := s.play(t); m.notice = notice{}; return m }
	}
	toldOf(t, scenes)
}

// fails is the answer of a pull of the open queue that failed.
func (m *Model) fails(err error) *Model {
	m.Update(pulledMsg{answer: m.failed(flight.Pull, m.open, err), asked: 5, visibility: 30 * time.Second})
	return m
}

// keyed presses keys on a queue with nothing in it yet.
func keyed(keys string) func(*testing.T) *Model {
	return func(t *testing.T) *Model { m := opened(t, 0); m.typed(keys); return m }
}

// worded is a queue after one answer.
func worded(answer func(m *Model)) func(*testing.T) *Model {
	return func(t *testing.T) *Model { m := opened(t, 0); answer(m); return m }
}

var errLost = &apiclient.Error{Op: "pull", Status: 500, Message: "internal error", MayHaveTakenEffect: true}

var errGone = &apiclient.Error{Op: "peek", Status: 404, Code: 11000, CodeText: "11000", Message: "Queue not found"}

var errForbidden = &apiclient.Error{Op: "pull", Status: 403, Code: 10000, CodeText: "10000", Message: "Authentication error"}

// What a pull and a peek brought, and what a pull could cost.
func TestToldOfPulls(t *testing.T) {
	t.Parallel()
	toldOf(t, ofPulls)
}

var ofPulls = []scene{
	{"one leased", worded(func(m *Model) { m.pulled(messages(0, 1)) })},
	{"three leased, one of them seen before", func(t *testing.T) *Model { m := opened(t, 1); m.pulled(messages(0, 3)); return m }},
	{"some on their last delivery", worded(func(m *Model) { m.pulled(append(after(3, messages(0, 1)), after(1, messages(1, 1))...)) })},
	{"all surely on their last", worded(func(m *Model) { m.pulled(messages(9, 1)); m.pulled(after(3, messages(0, 2))) })},
	{"one without a lease", worded(func(m *Model) {
		msg := m.pullAnswer(messages(0, 2))
		msg.result.Messages[1].LeaseID = ""
		m.Update(msg)
	})},
	{"all without a lease, while the list is asked for", worded(func(m *Model) {
		msg := m.pullAnswer(messages(0, 1))
		msg.result.Messages[0].LeaseID = ""
		m.Update(msg)
		m.typed("]]")
	})},
	{"all without a lease", worded(func(m *Model) {
		msg := m.pullAnswer(messages(0, 1))
		msg.result.Messages[0].LeaseID = ""
		m.Update(msg)
	})},
	{"nothing, of a queue of nothing", worded(func(m *Model) { m.pulled(nil) })},
	{"nothing, of a queue of three", func(t *testing.T) *Model { m := opened(t, 0); m.typed("r"); m.measured(3); m.pulled(nil); return m }},
	{"nothing, with a lease held", worded(func(m *Model) { m.pulled(messages(0, 1)); m.pulled(nil) })},
	{"refused", worded(func(m *Model) { m.fails(errForbidden) })},
	{"lost", worded(func(m *Model) { m.fails(errLost) })},
	{"lost while follow is on", func(t *testing.T) *Model { m := keyed("f")(t); return m.fails(errLost) }},
	{"cut, and read in part", worded(func(m *Model) {
		msg := m.pullAnswer(after(3, messages(0, 1)))
		msg.asked, msg.err = 5, errLost
		m.Update(msg)
	})},
	{"cut, two of two read", worded(func(m *Model) {
		msg := m.pullAnswer(messages(0, 2))
		msg.err = errLost
		m.Update(msg)
	})},
	{"not recorded", worded(func(m *Model) {
		msg := m.pullAnswer(messages(0, 1))
		msg.journal.err = errors.New("no space left")
		m.Update(msg)
	})},
	{"failed and not recorded", worded(func(m *Model) {
		msg := m.pullAnswer(messages(0, 2))
		msg.err, msg.journal.err = errLost, errors.New("no space left")
		m.Update(msg)
	})},
	{"the journal's file was moved", worded(func(m *Model) {
		msg := m.pullAnswer(messages(0, 1))
		msg.journal.replaced = true
		m.Update(msg)
	})},
	{"another refused", keyed("pp")},
	{"with oddities", worded(func(m *Model) {
		msg := m.pullAnswer(messages(0, 1))
		msg.result.Oddities = []string{"a is 1", "b is 2", "c is 3", "d is 4", "e is 5"}
		m.Update(msg)
	})},
	{"a question of risk", worded(func(m *Model) { m.typed("v"); m.peeked(after(3, messages(0, 7)), 10); m.typed("p") })},
	{"a question of one at risk", worded(func(m *Model) { m.typed("v"); m.peeked(after(3, messages(0, 1)), 10); m.typed("p") })},
	{"a question with a limit unknown", func(t *testing.T) *Model {
		m := openedOn(t, with(func(q *apiclient.Queue) { q.Consumers[0].MaxRetries = apiclient.Count{} }), 0)
		m.typed("p")
		return m
	}},
	{"a question where every delivery may be the last", func(t *testing.T) *Model {
		m := openedOn(t, with(func(q *apiclient.Queue) { q.Consumers[0].MaxRetries = apiclient.CountOf(0) }), 0)
		m.typed("p")
		return m
	}},
	{"a no", func(t *testing.T) *Model {
		m := heldModel(t)
		m.typed("a")
		m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		return m
	}},
}

// What a peek brought.
func TestToldOfPeeks(t *testing.T) {
	t.Parallel()
	toldOf(t, []scene{
		{"one", worded(func(m *Model) { m.typed("v"); m.peeked(messages(0, 1), 5) })},
		{"three, two of them new", func(t *testing.T) *Model { m := opened(t, 1); m.typed("v"); m.peeked(messages(0, 3), 5); return m }},
		{"none", worded(func(m *Model) { m.typed("v"); m.peeked(nil, 5) })},
		{"none of three", worded(func(m *Model) { m.typed("r"); m.measured(3); m.peeked(nil, 5) })},
		{"none, with two held", func(t *testing.T) *Model { m := heldModel(t); m.typed("v"); m.peeked(nil, 5); return m }},
		{"failed", worded(func(m *Model) {
			m.typed("v")
			m.Update(peekedMsg{answer: m.failed(flight.Peek, m.open, errLost), asked: 5})
		})},
		{"failed, as the queue is gone", worded(func(m *Model) {
			m.typed("v")
			m.Update(peekedMsg{answer: m.failed(flight.Peek, m.open, errGone), asked: 5})
		})},
		{"failed on a queue that shows nothing and is gone", func(t *testing.T) *Model {
			m := newModel(t, nil)
			m.found(orders())
			m.Update(peekedMsg{answer: m.failed(flight.Peek, m.open, errGone), asked: 5})
			m.notice = notice{}
			return m
		}},
		{"settings that failed, as the queue is gone", func(t *testing.T) *Model {
			m := newModel(t, nil)
			m.found(orders())
			m.Update(settingsMsg{m.failed(flight.Settings, ordersID, errGone), orders(), nil, false})
			return m
		}},
		{"failed on a queue that shows nothing", func(t *testing.T) *Model {
			m := newModel(t, nil)
			m.found(orders())
			m.Update(peekedMsg{answer: m.failed(flight.Peek, m.open, errLost), asked: 5})
			m.notice = notice{}
			return m
		}},
		{"odd", worded(func(m *Model) {
			m.typed("v")
			msg := peekedMsg{answer: m.awaited(flight.Peek, m.open), asked: 5}
			msg.result.Oddities = []string{"a is 1", "b is 2", "c is 3"}
			m.Update(msg)
		})},
		{"being read", func(t *testing.T) *Model { m := newModel(t, nil); m.found(orders()); return m }},
		{"paused", func(t *testing.T) *Model { return openedOn(t, with(paused), 0) }},
	})
}

// What came of reading settings and metrics.
func TestToldOfReads(t *testing.T) {
	t.Parallel()
	toldOf(t, ofReads)
}

var ofReads = []scene{
	{"settings that failed", func(t *testing.T) *Model {
		m := newModel(t, nil)
		m.found(orders())
		m.Update(settingsMsg{m.failed(flight.Settings, ordersID, errLost), orders(), nil, false})
		return m
	}},
	{"metrics that failed, then settled by a newer answer", func(t *testing.T) *Model {
		m := newModel(t, nil)
		m.found(orders())
		m.Update(metricsMsg{answer: m.failed(flight.Metrics, m.open, errLost)})
		m.settled(orders())
		return m
	}},
	{"metrics that failed again", func(t *testing.T) *Model {
		m := opened(t, 2)
		m.typed("r")
		m.Update(metricsMsg{answer: m.failed(flight.Metrics, m.open, errLost)})
		m.later(5 * time.Second)
		return m
	}},
	{"odd metrics", func(t *testing.T) *Model {
		m := opened(t, 2)
		m.typed("r")
		msg := metricsMsg{answer: m.awaited(flight.Metrics, m.open), metrics: apiclient.Metrics{Reply: apiclient.Reply{SentAt: m.now, ReceivedAt: m.now}}}
		msg.metrics.Oddities = []string{"backlog is x"}
		m.Update(msg)
		return m
	}},
}

// How rows, and the tabs of a message, look in each state.
func TestToldOfMessages(t *testing.T) {
	t.Parallel()
	odd := func(list []apiclient.Message) []apiclient.Message {
		list[0].Odd, list[0].Unknown, list[0].Ref = []byte(`{"id":7}`), []byte(`{"more":1}`), "a-ref"
		list[0].Body = "x"
		return list
	}
	timeless := func(list []apiclient.Message) []apiclient.Message { list[0].Timestamp = time.Time{}; return list }
	shown(t, []scene{
		{"peeked", func(t *testing.T) *Model { return opened(t, 2) }},
		{"peeked, its metadata", func(t *testing.T) *Model { m := opened(t, 2); m.typed("]"); return m }},
		{"peeked, its lease", func(t *testing.T) *Model { m := opened(t, 2); m.typed("]]"); return m }},
		{"odd, its metadata", worded(func(m *Model) { m.typed("v"); m.peeked(odd(messages(0, 1)), 5); m.typed("]") })},
		{"odd, its lease", worded(func(m *Model) { m.typed("v"); m.peeked(odd(messages(0, 1)), 5); m.typed("]]") })},
		{"of no time, its metadata", worded(func(m *Model) { m.typed("v"); m.peeked(timeless(messages(0, 1)), 5); m.typed("]") })},
		{"seen twice, in UTC", worded(func(m *Model) {
			m.typed("v")
			m.peeked(messages(0, 1), 5)
			m.typed("v")
			m.peeked(messages(0, 1), 5)
			m.typed("]zz")
		})},
		{"leased, its lease", func(t *testing.T) *Model { m := heldModel(t); m.typed("]]"); return m }},
		{"leased, at its last delivery", worded(func(m *Model) { m.pulled(messages(9, 1)); m.pulled(after(3, messages(0, 1))); m.typed("j]]") })},
		{"leased, near its last delivery", worded(func(m *Model) { m.pulled(messages(9, 1)); m.pulled(after(2, messages(0, 1))); m.typed("j]]") })},
		{"leased, soon over", func(t *testing.T) *Model { m := heldModel(t); m.later(25 * time.Second); m.typed("]]"); return m }},
		{"leased twice", worded(func(m *Model) {
			m.pulled(messages(0, 1))
			m.later(31 * time.Second)
			m.pulled(after(1, messages(0, 1)))
			m.typed("]]")
		})},
		{"lapsed", func(t *testing.T) *Model { m := heldModel(t); m.later(42 * time.Second); m.typed("]]"); return m }},
		{"in doubt", func(t *testing.T) *Model { return doubtful(t, "]]") }},
		{"marked", func(t *testing.T) *Model { m := heldModel(t); m.typed("mm"); return m }},
	})
}

// doubtful is three leases, the first of them in doubt, and keys.
func doubtful(t *testing.T, keys string) *Model {
	t.Helper()
	m := heldModel(t)
	e, _ := m.onScreen().Selected()
	m.onScreen().Doubt([]apiclient.LeaseID{e.Lease.ID}, "the answer to a call (Ack) was lost: it may have taken effect", m.now)
	m.typed(keys)
	return m
}

// What the header says of a queue's settings and figures.
func TestToldByTheHeader(t *testing.T) {
	t.Parallel()
	on := func(change func(*apiclient.Queue)) func(*testing.T) *Model {
		return func(t *testing.T) *Model { return openedOn(t, with(change), 0) }
	}
	shown(t, []scene{
		{"nothing read", func(t *testing.T) *Model { m := newModel(t, nil); m.found(orders()); return m }},
		{"consumers not read", func(t *testing.T) *Model {
			m := newModel(t, nil)
			m.found(with(func(q *apiclient.Queue) { q.Consumers, q.ConsumersTotal = nil, apiclient.Count{} }))
			return m
		}},
		{"no consumer", on(noConsumer)},
		{"a worker", on(worker)},
		{"paused", on(paused)},
		{"no dead-letter queue", on(func(q *apiclient.Queue) { q.Consumers[0].DeadLetterQueue = "" })},
		{"a dead-letter queue of no name", on(func(q *apiclient.Queue) { q.Consumers[0].DeadLetterUnknown = true })},
		{"max_retries unknown", on(func(q *apiclient.Queue) { q.Consumers[0].MaxRetries = apiclient.Count{} })},
		{"two consumers", on(func(q *apiclient.Queue) {
			q.Consumers = append(q.Consumers, apiclient.Consumer{Type: apiclient.ConsumerWorker, Script: "mailer", MaxRetries: apiclient.CountOf(1)})
		})},
		{"no retention", on(func(q *apiclient.Queue) { q.RetentionPeriod = 0 })},
		{"figures unknown", worded(func(m *Model) {
			m.typed("r")
			m.Update(metricsMsg{m.awaited(flight.Metrics, m.open), apiclient.Metrics{Reply: apiclient.Reply{SentAt: m.now, ReceivedAt: m.now}}})
		})},
		{"an empty queue", worded(func(m *Model) {
			m.typed("r")
			m.Update(metricsMsg{m.awaited(flight.Metrics, m.open), apiclient.Metrics{
				Reply: apiclient.Reply{SentAt: m.now, ReceivedAt: m.now}, BacklogCount: apiclient.CountOf(0), BacklogBytes: apiclient.CountOf(0),
			}})
		})},
		{"demo, read-only, mouse off", func(t *testing.T) *Model {
			m := opened(t, 1)
			m.opts.Demo, m.opts.Leaser, m.mouseOff = true, nil, true
			return m
		}},
		{"rate limited", worded(func(m *Model) { m.blocked = m.now.Add(9 * time.Second) })},
		{"a rule of its own", func(t *testing.T) *Model {
			m := newModel(t, func(o *Options) { o.Rule = inbox.AtMax })
			m.found(orders())
			m.settled(orders())
			m.peeked(messages(0, 1), 5)
			m.typed("]]")
			return m
		}},
	})
}
