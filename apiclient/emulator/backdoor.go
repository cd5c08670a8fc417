package emulator

import (
	"fmt"
	"time"

	"leaseview/apiclient/emulator/internal/broker"
)

// The back door: the state by Go method, past the wire, the token, the faults
// and the rate limit. Queues go by name here.

// QueueState is a queue as it is.
type QueueState struct {
	ID, Name   string
	Count      int // unacknowledged messages: waiting, delayed and leased
	Bytes      int64
	Waiting    int
	Delayed    int
	Leased     int
	Paused     bool
	Consumer   string // "http_pull", "worker", "notification", ""
	DeadLetter string
	Allowed    int // deliveries that a message gets; 0 for no limit
}

// MessageState is a message as it is.
type MessageState struct {
	ID          string
	ContentType string
	Body        string // the exact bytes
	Timestamp   time.Time
	Attempts    int       // deliveries so far, whatever a pull shows of them
	State       string    // "waiting", "delayed" or "leased"
	Until       time.Time // of a delay or a lease; a delay includes what the service lags behind
	Leases      []LeaseState
}

// LeaseState is a lease that can still settle its message, lapsed or not.
type LeaseState struct {
	ID       string
	Until    time.Time
	Attempts int // as its delivery showed them to the client: from 0 or 1, by Options
}

// Queues returns the state of every queue, in order of creation.
func (s *Server) Queues() []QueueState {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	var out []QueueState
	for _, q := range s.broker.Queues(now) {
		out = append(out, queueState(now, q))
	}
	return out
}

// QueueID is the id of the queue of that name; "" when there is none.
func (s *Server) QueueID(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q, found := s.broker.QueueByName(s.now(), name); found {
		return q.ID
	}
	return ""
}

// Count is the number of unacknowledged messages in a queue; 0 when there is no
// such queue. Unlike Messages it costs nothing that grows with the backlog.
func (s *Server) Count(queue string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q, found := s.broker.QueueByName(s.now(), queue); found {
		return q.Count()
	}
	return 0
}

// Messages returns every message of a queue in order of arrival; nil when there
// is no such queue.
func (s *Server) Messages(queue string) []MessageState {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	q, found := s.broker.QueueByName(now, queue)
	if !found {
		return nil
	}
	return messageStates(now, q)
}

// Push puts a message into a queue as if a producer had sent it Age ago.
func (s *Server) Push(queue string, m SeedMessage) error {
	if err := m.check(); err != nil {
		return err
	}
	return s.at(queue, func(now time.Time, q *broker.Queue) { s.plant(now, q, m, "") })
}

// SetPaused pauses or resumes the delivery of a queue.
func (s *Server) SetPaused(queue string, paused bool) error {
	return s.at(queue, func(now time.Time, q *broker.Queue) {
		settings := q.Settings
		settings.DeliveryPaused = paused
		q.SetSettings(now, settings)
	})
}

// Taken is a message that the back door leased.
type Taken struct {
	Lease, Body string
	Attempts    int // deliveries so far with this one, as a Worker counts them
}

// Take leases up to n messages, as a consumer of whatever kind would. A paused
// queue gives none.
func (s *Server) Take(queue string, n int, visibility time.Duration) ([]Taken, error) {
	var out []Taken
	err := s.at(queue, func(now time.Time, q *broker.Queue) {
		if q.Settings.DeliveryPaused {
			return
		}
		for _, d := range q.Pull(now, n, visibility) {
			out = append(out, Taken{Lease: d.Lease, Body: d.Body, Attempts: d.Count})
		}
	})
	return out, err
}

// Settle acknowledges and retries by lease, and answers how many leases
// counted. A retry is delivered again after the delay.
func (s *Server) Settle(queue string, acks, retries []string, delay time.Duration) (int, error) {
	counted := 0
	err := s.at(queue, func(now time.Time, q *broker.Queue) {
		for _, lease := range acks {
			if q.Ack(now, lease) == broker.Accepted {
				counted++
			}
		}
		for _, lease := range retries {
			if q.Retry(now, lease, &delay) == broker.Accepted {
				counted++
			}
		}
	})
	return counted, err
}

func (s *Server) at(queue string, fn func(now time.Time, q *broker.Queue)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	q, found := s.broker.QueueByName(now, queue)
	if !found {
		return fmt.Errorf("emulator: there is no queue %q", queue)
	}
	fn(now, q)
	return nil
}

var stateNames = [...]string{broker.Waiting: "waiting", broker.Delayed: "delayed", broker.Leased: "leased"}

func queueState(now time.Time, q *broker.Queue) QueueState {
	out := QueueState{
		ID: q.ID, Name: q.Name, Count: q.Count(), Bytes: q.Bytes(),
		Paused: q.Settings.DeliveryPaused, Allowed: q.Allowed(),
	}
	if q.Consumer != nil {
		out.Consumer, out.DeadLetter = q.Consumer.Type, q.Consumer.DeadLetter
	}
	for _, m := range q.Messages() {
		switch state, _ := m.State(now); state {
		case broker.Waiting:
			out.Waiting++
		case broker.Delayed:
			out.Delayed++
		case broker.Leased:
			out.Leased++
		}
	}
	return out
}

func messageStates(now time.Time, q *broker.Queue) []MessageState {
	var out []MessageState
	for _, m := range q.Messages() {
		state, until := m.State(now)
		one := MessageState{
			ID: m.ID, ContentType: m.Type, Body: m.Body, Timestamp: m.Timestamp, Attempts: m.Attempts(),
			State: stateNames[state],
		}
		if state != broker.Waiting {
			one.Until = until
		}
		for _, l := range m.Leases() {
			one.Leases = append(one.Leases, LeaseState{ID: l.ID, Until: l.Until, Attempts: l.Attempts})
		}
		out = append(out, one)
	}
	return out
}
