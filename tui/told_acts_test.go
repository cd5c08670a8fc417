package tui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
)

// leasing is a queue with n messages leased whose deliveries showed attempts, where
// it is known how the API counts, and keys.
func leasing(n int, attempts int64, keys string) func(*testing.T) *Model {
	return func(t *testing.T) *Model {
		m := opened(t, 0)
		m.onScreen().LearnFromZero()
		m.pulled(after(attempts, messages(0, n)))
		m.notice = notice{}
		m.typed(keys)
		return m
	}
}

// answering is n leases on whose release, retry or extension, begun by a key, an
// answer came.
func answering(n int, key string, change func(*settledMsg)) func(*testing.T) *Model {
	return func(t *testing.T) *Model {
		m := leasing(n, 0, "")(t)
		m.onScreen().MarkAll()
		m.typed(key)
		msg := m.settling(0, func(*settledMsg) {})
		msg.batch = msg.batch[:min(n, apiclient.MaxBatchSize)]
		delay := time.Duration(0)
		msg.settlement = settlementOf(msg.verb, msg.batch, &delay)
		change(&msg)
		m.Update(msg)
		return m
	}
}

func lease(msg *settledMsg, i int) apiclient.LeaseID { return msg.batch[i].Lease }

// sharing is three leases, two of which are one, and keys.
func sharing(keys string) func(t *testing.T) *Model {
	return func(t *testing.T) *Model {
		m := opened(t, 0)
		msg := m.pullAnswer(messages(0, 3))
		msg.result.Messages[1].LeaseID = msg.result.Messages[0].LeaseID
		m.Update(msg)
		m.notice = notice{}
		m.typed(keys)
		return m
	}
}

// delayed is a retry after a delay that was typed.
func delayed(n int, attempts int64, value string) func(t *testing.T) *Model {
	return func(t *testing.T) *Model {
		m := leasing(n, attempts, "U")(t)
		for range len("60s") {
			m.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
		}
		m.typed(value)
		m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		return m
	}
}

// doubt makes it unsure what became of a message's lease.
func (m *Model) doubt(id apiclient.MessageID) {
	e, _ := m.onScreen().Entry(id)
	m.onScreen().Doubt([]apiclient.LeaseID{e.Lease.ID}, "the answer was lost", m.now)
}

// released is the answer to the release of one message, which was accepted.
func (m *Model) released(id apiclient.MessageID) {
	e, _ := m.onScreen().Entry(id)
	batch := []session.Target{m.onScreen().Judged(session.Target{ID: id, Lease: e.Lease.ID})}
	now := time.Duration(0)
	m.Update(settledMsg{
		answer: m.awaited(flight.Settle, m.open), verb: session.Release, batch: batch,
		settlement: settlementOf(session.Release, batch, &now), result: apiclient.SettleResult{Retried: 1},
	})
}

// What acks, retries, extensions and releases ask.
func TestToldBeforeSettling(t *testing.T) {
	t.Parallel()
	toldOf(t, beforeSettling)
}

var beforeSettling = []scene{
	{"an ack", leasing(3, 0, "a")},
	{"an ack of marks, one without a lease", func(t *testing.T) *Model { m := opened(t, 2); m.pulled(messages(0, 1)); m.typed("ma"); return m }},
	{"an ack of marks, two without a lease", func(t *testing.T) *Model { m := opened(t, 3); m.pulled(messages(0, 1)); m.typed("ma"); return m }},
	{"an ack of marks, one in doubt", func(t *testing.T) *Model { return doubtful(t, "ma") }},
	{"an ack in doubt", func(t *testing.T) *Model { return doubtful(t, "a") }},
	{"an ack of a shared lease", sharing("a")},
	{"an ack of marks that share", sharing("ma")},
	{"an ack of a lapsed lease", func(t *testing.T) *Model { m := heldModel(t); m.later(time.Minute); m.typed("a"); return m }},
	{"a retry of a last delivery", leasing(3, 3, "u")},
	{"a retry of marks on their last delivery", leasing(7, 3, "mu")},
	{"a retry in doubt", func(t *testing.T) *Model { return doubtful(t, "u") }},
	{"a retry of a shared last delivery", func(t *testing.T) *Model {
		m := opened(t, 0)
		msg := m.pullAnswer(after(3, messages(0, 2)))
		msg.result.Messages[1].LeaseID = msg.result.Messages[0].LeaseID
		m.Update(msg)
		m.typed("u")
		return m
	}},
	{"a retry without a dead-letter queue", func(t *testing.T) *Model {
		m := openedOn(t, with(func(q *apiclient.Queue) { q.Consumers[0].DeadLetterQueue = "" }), 0)
		m.pulled(after(3, messages(0, 1)))
		m.typed("u")
		return m
	}},
	{"a delayed retry", leasing(1, 0, "U")},
	{"a delayed retry of marks", leasing(2, 0, "mU")},
	{"a delay that is none", delayed(1, 0, "x")},
	{"a delay of parts of a second", delayed(1, 0, "1500ms")},
	{"a delay too long", delayed(1, 0, "25h")},
	{"a delayed retry of a last delivery", delayed(1, 3, "90s")},
	{"an extension in doubt", func(t *testing.T) *Model { return doubtful(t, "e") }},
	{"a release of last deliveries", leasing(2, 3, "x")},
	{"a release of one in doubt", func(t *testing.T) *Model {
		m := opened(t, 0)
		m.pulled(messages(0, 1))
		m.doubt(m.onScreen().Cursor())
		m.typed("x")
		return m
	}},
	{"a mark without a lease", func(t *testing.T) *Model { m := opened(t, 1); m.typed(" a"); return m }},
	{"marks without a lease", func(t *testing.T) *Model { m := opened(t, 2); m.typed("mu"); return m }},
	{"marks without a lease, to be extended", func(t *testing.T) *Model { m := opened(t, 2); m.typed("me"); return m }},
	{"marks without a lease, to be retried later", func(t *testing.T) *Model { m := opened(t, 2); m.typed("mU"); return m }},
	{"marks in doubt", func(t *testing.T) *Model {
		m := doubtful(t, "")
		for _, id := range []apiclient.MessageID{messages(1, 1)[0].ID, messages(2, 1)[0].ID} {
			m.doubt(id)
		}
		m.typed("ma")
		return m
	}},
	{"a mark", func(t *testing.T) *Model { m := opened(t, 1); m.typed("m"); return m }},
	{"marks", func(t *testing.T) *Model { m := opened(t, 2); m.typed("m"); return m }},
	{"a mark taken away", func(t *testing.T) *Model { m := opened(t, 1); m.typed("mM"); return m }},
	{"a range of one", func(t *testing.T) *Model { m := opened(t, 2); m.typed("VV"); return m }},
	{"a range of two", func(t *testing.T) *Model { m := opened(t, 2); m.typed("VjV"); return m }},
	{"a range begun", func(t *testing.T) *Model { m := opened(t, 2); m.typed("V"); return m }},
	{"an ack of marks, two in doubt", func(t *testing.T) *Model {
		m := doubtful(t, "")
		m.doubt(messages(1, 1)[0].ID)
		m.typed("ma")
		return m
	}},
	{"a release that is under way", leasing(2, 0, "xa")},
	{"a retry that is under way", leasing(1, 0, "ua")},
	{"an extension that is under way", leasing(1, 0, "ea")},
}

var (
	errUnsure  = &apiclient.Error{Op: "settle", Status: 500, Message: "internal error", MayHaveTakenEffect: true}
	errRefused = &apiclient.Error{Op: "settle", Status: 400, Message: "no"}
)

func allDone(msg *settledMsg) { msg.result.Retried = len(msg.batch) }

// What a job did.
func TestToldAfterSettling(t *testing.T) {
	t.Parallel()
	toldOf(t, afterSettling)
}

var afterSettling = []scene{
	{"one released", answering(1, "x", allDone)},
	{"two retried", answering(2, "u", allDone)},
	{"one of two released", answering(2, "x", func(msg *settledMsg) {
		msg.result.Retried, msg.result.Warnings = 1, map[apiclient.LeaseID]string{lease(msg, 0): "lease is gone"}
	})},
	{"neither released", answering(2, "x", func(msg *settledMsg) {
		msg.result.Warnings = map[apiclient.LeaseID]string{lease(msg, 0): "gone", lease(msg, 1): "gone"}
	})},
	{"too few by the count", answering(3, "x", func(msg *settledMsg) { msg.result.Retried = 1 })},
	{"one with a warning", answering(2, "x", func(msg *settledMsg) {
		msg.result.Retried, msg.result.Warnings = 2, map[apiclient.LeaseID]string{lease(msg, 0): "slow"}
	})},
	{"two with a warning", answering(2, "x", func(msg *settledMsg) {
		msg.result.Retried, msg.result.Warnings = 2, map[apiclient.LeaseID]string{lease(msg, 0): "slow", lease(msg, 1): "slow"}
	})},
	{"a note of no lease", answering(1, "x", func(msg *settledMsg) { allDone(msg); msg.result.Notes = []string{"be kind"} })},
	{"three notes of no lease", answering(1, "x", func(msg *settledMsg) { allDone(msg); msg.result.Notes = []string{"be kind", "b", "c"} })},
	{"extended", answering(2, "e", func(msg *settledMsg) { msg.extended.Extended = apiclient.CountOf(2) })},
	{"extended, of a copy", answering(1, "ye", func(msg *settledMsg) {
		msg.extended.Extended, msg.extended.Leases = apiclient.CountOf(1), map[apiclient.LeaseID]apiclient.LeaseID{lease(msg, 0): "new"}
	})},
	{"extended too few", answering(3, "e", func(msg *settledMsg) { msg.extended.Extended = apiclient.CountOf(1) })},
	{"lost", answering(2, "u", func(msg *settledMsg) { msg.err = errUnsure })},
	{"lost, an extension", answering(2, "e", func(msg *settledMsg) { msg.err = errUnsure })},
	{"refused", answering(2, "x", func(msg *settledMsg) { msg.err = errRefused })},
	{"refused before others were sent", answering(101, "x", func(msg *settledMsg) { msg.err = errRefused })},
	{"no extend at all", answering(1, "e", func(msg *settledMsg) {
		msg.err = &apiclient.Error{Op: "extend", Status: 405, Message: "no such method"}
	})},
	{"cancelled before the rest", func(t *testing.T) *Model {
		m := leasing(103, 0, "mx")(t)
		m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
		msg := m.settling(0, allDone)
		msg.batch = msg.batch[:apiclient.MaxBatchSize]
		now := time.Duration(0)
		msg.settlement, msg.result.Retried = settlementOf(msg.verb, msg.batch, &now), apiclient.MaxBatchSize
		m.Update(msg)
		return m
	}},
	{"released beside what was left alone", func(t *testing.T) *Model {
		m := leasing(0, 0, "")(t)
		m.pulled(append(after(3, messages(0, 1)), after(0, messages(1, 2))...))
		m.doubt(messages(2, 1)[0].ID)
		m.typed("x")
		m.released(messages(1, 1)[0].ID)
		return m
	}},
	{"released beside one in doubt", func(t *testing.T) *Model {
		m := leasing(2, 0, "")(t)
		m.doubt(messages(0, 1)[0].ID)
		m.typed("x")
		m.released(messages(1, 1)[0].ID)
		return m
	}},
	{"an answer that is of no queue that is open", func(t *testing.T) *Model {
		m := opened(t, 0)
		m.Update(settledMsg{answer: m.awaited(flight.Settle, emailsID), verb: session.Release})
		return m
	}},
	{"the detail of what is in doubt", func(t *testing.T) *Model {
		m := answering(1, "u", func(msg *settledMsg) { msg.err = errUnsure })(t)
		m.notice = notice{}
		m.typed("]]")
		return m
	}},
	{"the detail of what was retried", func(t *testing.T) *Model {
		m := answering(1, "u", allDone)(t)
		m.notice = notice{}
		m.typed("]]")
		return m
	}},
	{"another call under way", func(t *testing.T) *Model {
		m := leasing(1, 0, "")(t)
		_, _ = m.begin(flight.Settle, m.open, false)
		m.typed("x")
		if m.onScreen().Job() != nil {
			t.Error("a job is left that nothing was sent of")
		}
		return m
	}},
	{"esc on the last call", func(t *testing.T) *Model {
		m := leasing(1, 0, "x")(t)
		m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
		return m
	}},
	{"esc on a call with others behind it", func(t *testing.T) *Model {
		m := leasing(101, 0, "x")(t)
		m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
		return m
	}},
	{"a bar of progress", answering(203, "x", allDone)},
}
