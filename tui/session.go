package tui

import (
	"time"

	"leaseview/apiclient"
	"leaseview/tui/find"
	"leaseview/tui/inbox"
)

// session is what is held about one queue. It lives as long as the program, so
// that a late answer always has a place to go, whatever is on screen by then.
type session struct {
	queue     apiclient.Queue
	consumers []apiclient.Consumer // none until read
	settings  bool                 // the settings have been read, so no consumers means that there are none
	rule      inbox.Rule
	fromZero  bool // some queue of this API has shown that it counts from 0
	budget    inbox.Budget

	inbox  *inbox.Inbox
	list   find.Listing // what is shown of the inbox, and in which order
	facts  map[apiclient.MessageID]facts
	marks  marks
	atRisk map[apiclient.MessageID]struct{} // waiting, and the next delivery may be the last: see risk.go
	cursor apiclient.MessageID              // "" while there are no rows
	offset int                              // the table's first visible row

	backlog backlog
	peek    outcome
	pull    outcome
	follow  follow
	skew    time.Duration // the server's clock minus ours; 0 while they agree to a second or two
}

// backlog is what the metrics endpoint said.
type backlog struct {
	latest apiclient.Metrics
	known  bool
	failed error     // of the newest poll; nil when it went well
	fails  int       // polls that failed in a row
	next   time.Time // when to poll again
	trend  []float64 // counts of this session, oldest first
}

// count is how many messages the newest figures say there are.
func (b *backlog) count() (n int64, known bool) { return b.latest.BacklogCount.Get() }

// outcome is how the newest call of a kind ended.
type outcome struct {
	done     bool
	err      error
	returned int
}

// trendLength is how many samples the header's sparkline can look back.
const trendLength = 120

func newSession(q apiclient.Queue, rule inbox.Rule) *session {
	ledger := inbox.New()
	s := &session{
		inbox: ledger, list: find.NewListing(ledger), facts: make(map[apiclient.MessageID]facts), rule: rule, budget: inbox.Unread(rule),
		marks: newMarks(), atRisk: make(map[apiclient.MessageID]struct{}),
	}
	s.queue.ID = q.ID
	s.setQueue(q)
	return s
}

// setQueue takes newly read settings. The consumer embedded in the queue counts
// as read when there is one; a list entry without consumers proves nothing. What
// is said about another queue is not about this one, whoever says it.
func (s *session) setQueue(q apiclient.Queue) {
	if q.ID != s.queue.ID {
		return
	}
	s.queue = q
	s.queue.Name = queueName(q)
	if len(q.Consumers) > 0 {
		s.setConsumers(q.Consumers)
	}
}

func (s *session) setConsumers(consumers []apiclient.Consumer) {
	s.settings, s.consumers = true, consumers
	s.judge()
}

// judge makes the budget anew from what is known by now, and looks at every
// message again when it has changed.
func (s *session) judge() {
	budget := inbox.Unread(s.rule)
	if s.settings {
		budget = inbox.NewBudget(s.consumers, s.rule)
	}
	counting := s.inbox.Counting()
	counting.FromZero = counting.FromZero || s.fromZero
	if budget = budget.With(counting); budget != s.budget {
		s.budget = budget
		s.reclassifyAll()
	}
}

// pullConsumer is the consumer that pulls are counted against, nil where there
// is none or none is known.
func (s *session) pullConsumer() *apiclient.Consumer {
	for i := range s.consumers {
		if s.consumers[i].Type == apiclient.ConsumerHTTPPull {
			return &s.consumers[i]
		}
	}
	return nil
}

// heard takes an answer's time, so that ages are counted on the server's clock.
// The Date header has whole seconds, so a small difference is none.
func (s *session) heard(r apiclient.Reply) {
	if r.ServerTime.IsZero() {
		return
	}
	s.skew = r.ServerTime.Sub(r.ReceivedAt)
	if s.skew.Abs() <= 2*time.Second {
		s.skew = 0
	}
}

// take files a metrics answer, whether it was polled or came with a pull.
func (s *session) take(m apiclient.Metrics) {
	if s.backlog.known && m.ReceivedAt.Before(s.backlog.latest.ReceivedAt) {
		return
	}
	s.backlog.latest, s.backlog.known = m, true
	count, known := m.BacklogCount.Get()
	if !known {
		return
	}
	s.backlog.trend = append(s.backlog.trend, float64(count))
	if extra := len(s.backlog.trend) - trendLength; extra > 0 {
		s.backlog.trend = append(s.backlog.trend[:0], s.backlog.trend[extra:]...)
	}
}

// lapse ends the leases whose time is over.
func (s *session) lapse(now time.Time) { s.reclassify(s.inbox.Lapse(now)...) }

// remember keeps the facts of new sightings and gives the cursor its first row.
func (s *session) remember(found map[apiclient.MessageID]facts) {
	for id, f := range found {
		s.facts[id] = f
	}
	if s.cursor == "" {
		s.cursor = s.list.Next("", 0)
	}
}

// selected is the entry under the cursor.
func (s *session) selected() (inbox.Entry, bool) {
	if s == nil || s.cursor == "" {
		return inbox.Entry{}, false
	}
	return s.inbox.Entry(s.cursor)
}

// cursorRow is the row number of the cursor's message.
func (s *session) cursorRow() int {
	row, _ := s.list.Pos(s.cursor)
	return row
}

// moveCursor goes n rows on, stopping at both ends.
func (s *session) moveCursor(n int) { s.cursor = s.list.Next(s.cursor, n) }

func (s *session) setCursorRow(row int) {
	if s.list.Len() > 0 {
		s.cursor = s.list.ID(min(max(row, 0), s.list.Len()-1))
	}
}

// addSession makes the session of a queue that had none.
func (m *Model) addSession(q apiclient.Queue) *session {
	s := newSession(q, m.opts.Rule)
	for _, other := range m.sessions {
		s.fromZero = s.fromZero || other.fromZero
	}
	s.judge()
	m.sessions[q.ID] = s
	return s
}

// sessionFor is the session that an answer belongs to. An answer for a queue
// that nobody opened is kept all the same, since it may hold leases: under a
// session of its own, which leaving releases and reports like any other.
func (m *Model) sessionFor(id apiclient.QueueID) *session {
	if s := m.sessions[id]; s != nil {
		return s
	}
	m.say(notice{text: "An answer came for queue " + string(id) + ", which is not open: it is kept, and told of on leaving.", tone: toneWarn})
	return m.addSession(apiclient.Queue{ID: id, Name: string(id)})
}
