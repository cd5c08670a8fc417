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
	deaths   int
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
	free    time.Time     // the end of its delay or lease
	lag     time.Duration // behind that
	leased  bool
	moved   bool // from another queue, where it died
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

// visible is when a message can be delivered; one that will not be is not late.
func (m *model) visible(one *modelMessage) time.Time {
	if one.spent >= m.allowed(one.queue) {
		return one.free
	}
	return one.free.Add(one.lag)
}

// lagOf is the i-th of a list of lags.
func lagOf(l emulator.Lags, i int) time.Duration {
	if i > len(l.Times) {
		return 0
	}
	return l.Times[i-1]
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
				consider(one.free, true)
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
	m.deaths++
	m.ended--
	carried := 0
	if m.o.DLQKeepAttempts {
		carried = one.carried + one.spent
	}
	lag := lagOf(m.o.DeadLetterLag, m.deaths)
	m.enter(&modelMessage{queue: grave, body: one.body, carried: carried, entered: at, free: at, lag: lag, moved: true})
}

func (m *model) enter(one *modelMessage) {
	m.arrivals++
	one.arrival = m.arrivals
	one.leases = map[string]modelLease{}
	m.messages = append(m.messages, one)
}

func (m *model) push(q *modelQueue, body string, delay time.Duration) {
	m.pushed++
	m.enter(&modelMessage{queue: q, body: body, entered: m.now, free: m.now.Add(delay)})
}

// turn is who comes next: those that can be delivered now, by when they could
// first, then by arrival.
func (m *model) turn(q *modelQueue) []*modelMessage {
	var out []*modelMessage
	for _, one := range m.messages {
		if one.queue == q && !m.visible(one).After(m.now) && one.spent < m.allowed(q) {
			out = append(out, one)
		}
	}
	slices.SortStableFunc(out, func(a, b *modelMessage) int {
		return cmp.Or(m.visible(a).Compare(m.visible(b)), cmp.Compare(a.arrival, b.arrival))
	})
	return out
}

func (m *model) lease(one *modelMessage, id string, visibility time.Duration) {
	one.leased = true
	one.free, one.lag = m.now.Add(visibility), lagOf(m.o.RedeliveryLag, one.turn)
	one.leases[id] = modelLease{one.turn, one.free}
}

// shown is what a pull says of a delivery.
func (m *model) shown(one *modelMessage) int {
	if m.o.AttemptsFromOne {
		return one.carried + one.spent
	}
	return one.carried + one.spent - 1
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
	one.free, one.lag = m.now.Add(wait), lagOf(m.o.RedeliveryLag, one.turn)
	if one.spent >= m.allowed(q) {
		m.bury(one, m.now)
	}
	return true
}

// state is a message as the emulator's back door shows it.
func (m *model) state(one *modelMessage) (string, time.Time) {
	visible := m.visible(one)
	switch {
	case one.leased && one.free.After(m.now):
		return "leased", one.free
	case visible.After(m.now):
		return "delayed", visible
	default:
		return "waiting", time.Time{}
	}
}
