package emulator_test

import (
	"cmp"
	"slices"
	"time"

	"leaseview/apiclient/emulator"
)

// model is the delivery of messages written down as plainly as possible: one
// list, scanned for everything. The property test holds the emulator to it.
type model struct {
	o        emulator.Options
	now      time.Time
	queues   map[string]*modelQueue
	messages []*modelMessage // in order of arrival
	arrivals int
	ended    int // acknowledged, purged, expired or deleted
	pushed   int
	ghosts   map[*modelQueue]map[string]time.Time // leases of acknowledged messages that other holders still have
}

type modelQueue struct {
	name      string
	retries   int
	grave     string
	retention time.Duration
	delay     time.Duration
	standard  time.Duration // retry_delay of the consumer
	paused    bool
}

type modelMessage struct {
	queue   *modelQueue
	body    string
	arrival int
	entered time.Time
	visible time.Time
	leased  bool
	spent   int
	carried int
	turn    int
	leases  map[string]modelLease
}

type modelLease struct {
	turn  int
	until time.Time
}

func (m *model) allowed(q *modelQueue) int {
	if m.o.StrictDeliveries {
		return max(1, q.retries)
	}
	return q.retries + 1
}

// step lets time pass: whatever falls due on the way happens in its order.
func (m *model) step(d time.Duration) {
	until := m.now.Add(d)
	for {
		var first *modelMessage
		var at time.Time
		dying := false
		for _, one := range m.messages {
			consider := func(t time.Time, dies bool) {
				if first == nil || t.Before(at) {
					first, at, dying = one, t, dies
				}
			}
			if one.spent >= m.allowed(one.queue) {
				consider(one.visible, true)
			}
			consider(one.entered.Add(one.queue.retention), false)
		}
		if first == nil || at.After(until) {
			m.now = until
			return
		}
		if dying {
			m.bury(first, at)
		} else {
			m.remove(first)
		}
	}
}

func (m *model) remove(one *modelMessage) {
	m.messages = slices.DeleteFunc(m.messages, func(x *modelMessage) bool { return x == one })
	m.ended++
}

func (m *model) bury(one *modelMessage, at time.Time) {
	m.remove(one)
	grave := m.queues[one.queue.grave]
	if grave == nil {
		return
	}
	m.ended--
	carried := 0
	if m.o.DLQKeepAttempts {
		carried = one.carried + one.spent
	}
	m.enter(&modelMessage{queue: grave, body: one.body, carried: carried, entered: at, visible: at})
}

func (m *model) enter(one *modelMessage) {
	m.arrivals++
	one.arrival = m.arrivals
	one.leases = map[string]modelLease{}
	m.messages = append(m.messages, one)
}

func (m *model) push(q *modelQueue, body string, delay time.Duration) {
	m.pushed++
	m.enter(&modelMessage{queue: q, body: body, entered: m.now, visible: m.now.Add(delay)})
}

// turn is who comes next: those that can be delivered now, by when they could
// first, then by arrival.
func (m *model) turn(q *modelQueue) []*modelMessage {
	var out []*modelMessage
	for _, one := range m.messages {
		if one.queue == q && !one.visible.After(m.now) && one.spent < m.allowed(q) {
			out = append(out, one)
		}
	}
	slices.SortStableFunc(out, func(a, b *modelMessage) int {
		return cmp.Or(a.visible.Compare(b.visible), cmp.Compare(a.arrival, b.arrival))
	})
	return out
}

func (m *model) lease(one *modelMessage, id string, visibility time.Duration) {
	one.leased = true
	one.visible = m.now.Add(visibility)
	one.leases[id] = modelLease{one.turn, one.visible}
}

func (m *model) find(q *modelQueue, lease string) (*modelMessage, modelLease) {
	for _, one := range m.messages {
		if l, has := one.leases[lease]; has && one.queue == q {
			return one, l
		}
	}
	return nil, modelLease{}
}

// ack answers whether the acknowledgement counts.
func (m *model) ack(q *modelQueue, lease string) bool {
	one, l := m.find(q, lease)
	if one == nil {
		until, ghost := m.ghosts[q][lease]
		delete(m.ghosts[q], lease)
		return ghost && until.After(m.now)
	}
	if m.o.RefuseLateAcks && l.turn != one.turn {
		return false
	}
	if m.ghosts[q] == nil {
		m.ghosts[q] = map[string]time.Time{}
	}
	if !m.o.RefuseLateAcks {
		for id, other := range one.leases {
			if other.turn != l.turn {
				m.ghosts[q][id] = other.until
			}
		}
	}
	m.remove(one)
	return true
}

func (m *model) retry(q *modelQueue, lease string, delay *time.Duration) bool {
	one, l := m.find(q, lease)
	if one == nil || l.turn != one.turn {
		return false
	}
	for id, other := range one.leases {
		if other.turn == one.turn {
			delete(one.leases, id)
		}
	}
	one.leased = false
	if m.o.RetryRefunds {
		one.spent--
	}
	wait := q.standard
	if delay != nil {
		wait = *delay
	}
	one.visible = m.now.Add(wait)
	if one.spent >= m.allowed(q) {
		m.bury(one, m.now)
	}
	return true
}

// state is a message as the emulator's back door shows it.
func (m *model) state(one *modelMessage) (string, time.Time) {
	switch {
	case !one.visible.After(m.now):
		return "waiting", time.Time{}
	case one.leased:
		return "leased", one.visible
	default:
		return "delayed", one.visible
	}
}
