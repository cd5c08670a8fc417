// Package session is what is known and held about one queue: its settings, the
// messages seen of it, which of them are marked, which one the cursor is on, what
// a pull or a retry may cost, when follow pulls next, and how far a job has come
// that settles leases.
//
// It is pure: it reads no clock, does no IO and makes no sentence. What it is
// told of an answer it files, and reports in numbers and ids what that changed.
// A Session belongs to one goroutine.
package session

import (
	"time"

	"leaseview/apiclient"
	"leaseview/tui/find"
	"leaseview/tui/inbox"
)

// Session is what is held about one queue. It lives as long as the program, so
// that a late answer always has a place to go, whatever is on screen by then.
// Make one with [New].
type Session struct {
	queue     apiclient.Queue
	consumers []apiclient.Consumer // nil until they are read; empty = there are none
	rule      inbox.Rule
	fromZero  bool // some queue of this API has shown that it counts from 0
	budget    inbox.Budget

	inbox  *inbox.Inbox
	list   *find.Listing
	facts  map[apiclient.MessageID]Facts
	marks  map[apiclient.MessageID]struct{}
	anchor apiclient.MessageID                    // where a range of marks began; "" while none is open
	atRisk map[apiclient.MessageID]struct{}       // waiting, and the next delivery may be the last: see risk.go
	near   map[apiclient.MessageID]inbox.Severity // not finished, and near their ends: see near.go
	cursor apiclient.MessageID                    // "" while there are no rows
	unread map[apiclient.MessageID]struct{}       // settled with a note that has not been on screen

	peek    Outcome
	pull    Outcome
	lost    []lostPull // that may still hide messages
	follow  follow
	collect *collect      // pulling batch after batch; nil = nothing is
	job     *Job          // settling under way; nil = none
	held    Holding       // see Holding
	heldAt  heldAt        // when that was so
	skew    time.Duration // the server's clock minus ours; 0 while they agree to a second or two

	// Offset is the table's first visible row. Whoever draws the table keeps it.
	Offset int
}

// Outcome is how the newest call of a kind has ended.
type Outcome struct {
	Ending Ending
	Err    error // why it failed; nil unless it has
}

// Ending is how a call ended.
type Ending uint8

// The endings.
const (
	NotYet  Ending = iota // no such call has been answered
	Failed                // Outcome.Err says why
	Nothing               // it brought no messages
	Brought               // it brought some
)

func ended(messages int, err error) Outcome {
	switch {
	case err != nil:
		return Outcome{Failed, err}
	case messages == 0:
		return Outcome{Ending: Nothing}
	default:
		return Outcome{Ending: Brought}
	}
}

// New is the session of a queue that has just been found. rule says how many
// deliveries max_retries means.
func New(q apiclient.Queue, rule inbox.Rule) *Session {
	ledger := inbox.New()
	s := &Session{
		inbox: ledger, list: find.NewListing(ledger), facts: make(map[apiclient.MessageID]Facts),
		rule: rule, budget: inbox.Unread(rule),
		marks: make(map[apiclient.MessageID]struct{}), atRisk: make(map[apiclient.MessageID]struct{}),
		near: make(map[apiclient.MessageID]inbox.Severity), unread: make(map[apiclient.MessageID]struct{}),
	}
	s.queue.ID = q.ID
	s.SetQueue(q)
	return s
}

// ID is the queue's.
func (s *Session) ID() apiclient.QueueID { return s.queue.ID }

// Name is the queue's name, or its id where the API gave none.
func (s *Session) Name() string { return NameOf(s.queue) }

// NameOf is a queue's name, or its id where the API gave no name.
func NameOf(q apiclient.Queue) string {
	if q.Name == "" {
		return string(q.ID)
	}
	return q.Name
}

// Queue is the queue as it was read last.
func (s *Session) Queue() apiclient.Queue { return s.queue }

// Budget tells how many deliveries the queue's messages get.
func (s *Session) Budget() inbox.Budget { return s.budget }

// Peeked is how the newest peek ended.
func (s *Session) Peeked() Outcome { return s.peek }

// Pulled is how the newest pull ended.
func (s *Session) Pulled() Outcome { return s.pull }

// SetQueue takes newly read settings. The consumer embedded in the queue counts
// as read when there is one; a list entry without consumers proves nothing. What
// is said about another queue is not about this one, whoever says it.
func (s *Session) SetQueue(q apiclient.Queue) {
	if q.ID != s.queue.ID {
		return
	}
	s.queue = q
	s.queue.Name = NameOf(q)
	if len(q.Consumers) > 0 {
		s.SetConsumers(q.Consumers)
	}
}

// SetConsumers takes the queue's consumers, all of them: none means that there
// are none.
func (s *Session) SetConsumers(consumers []apiclient.Consumer) {
	s.consumers = append([]apiclient.Consumer{}, consumers...)
	s.judge()
}

// Consumers are the queue's; false while they have not been read.
func (s *Session) Consumers() (list []apiclient.Consumer, read bool) {
	return s.consumers, s.consumers != nil
}

// PullConsumer is the consumer that pulls are counted against, nil where there
// is none or none is known.
func (s *Session) PullConsumer() *apiclient.Consumer {
	for i := range s.consumers {
		if s.consumers[i].Type == apiclient.ConsumerHTTPPull {
			return &s.consumers[i]
		}
	}
	return nil
}

// Pullable says whether a pull can lease anything.
type Pullable uint8

// What is known about a pull. Settings that have not been read object to nothing.
const (
	CanPull        Pullable = iota // as far as is known
	Paused                         // delivery is paused
	OtherConsumers                 // the queue has consumers, but none that pulls
	NoConsumers                    // it has none
)

// Pullable says whether a pull can work on this queue, as far as its settings
// are known.
func (s *Session) Pullable() Pullable {
	consumers, read := s.Consumers()
	switch {
	case s.queue.DeliveryPaused:
		return Paused
	case !read || s.PullConsumer() != nil:
		return CanPull
	case len(consumers) > 0:
		return OtherConsumers
	default:
		return NoConsumers
	}
}

// judge makes the budget anew from what is known by now, and looks at every
// message again when it has changed.
func (s *Session) judge() {
	budget := inbox.Unread(s.rule)
	if consumers, read := s.Consumers(); read {
		budget = inbox.NewBudget(consumers, s.rule)
	}
	counting := s.inbox.Counting()
	counting.FromZero = counting.FromZero || s.fromZero
	if budget = budget.With(counting); budget != s.budget {
		s.budget = budget
		s.reclassifyAll()
	}
}

// CountsFromZero says whether an answer of this API has shown that it counts
// attempts from 0.
func (s *Session) CountsFromZero() bool { return s.fromZero || s.inbox.Counting().FromZero }

// LearnFromZero takes over from another queue of the same API that it counts
// attempts from 0: that is the API's way, and so holds of every queue.
func (s *Session) LearnFromZero() {
	s.fromZero = true
	s.judge()
}

// Heard takes an answer's time, so that ages are counted on the server's clock.
// The Date header has whole seconds, so a small difference is none.
func (s *Session) Heard(r apiclient.Reply) {
	if r.ServerTime.IsZero() {
		return
	}
	s.skew = r.ServerTime.Sub(r.ReceivedAt)
	if s.skew.Abs() <= 2*time.Second {
		s.skew = 0
	}
}

// Age is how long ago, by the server's clock, something happened there.
func (s *Session) Age(at, now time.Time) time.Duration { return now.Add(s.skew).Sub(at) }

// Lapse ends the leases whose time is over, and gives up what was missed for long.
func (s *Session) Lapse(now time.Time) {
	s.reclassify(s.inbox.Lapse(now)...)
	s.reclassify(s.inbox.GiveUp(now)...)
}

// FileMetrics takes what the figures of the queue say of its messages.
func (s *Session) FileMetrics(m apiclient.Metrics) {
	s.Heard(m.Reply)
	s.reclassify(s.inbox.MergeOldest(m.Oldest, m.SentAt)...)
}

// NextLapse is when the next lease ends; false when none runs.
func (s *Session) NextLapse() (time.Time, bool) { return s.inbox.NextLapse() }

// Held is how many messages have a lease that runs.
func (s *Session) Held() int { return s.inbox.Held() }

// HeldLeases is how many leases those are: messages may share one.
func (s *Session) HeldLeases() int { return s.Holding().Leases }

// HeldUntil is when the last lease ends; false when none runs.
func (s *Session) HeldUntil() (time.Time, bool) { return s.inbox.HeldUntil() }

// Unsure is how many of the leases that run may have been settled already.
func (s *Session) Unsure() int { return s.inbox.Unsure() }
