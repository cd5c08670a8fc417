package tui

import (
	"time"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// session is what is held about one queue. It lives as long as the program, so
// that a late answer always has a place to go, whatever is on screen by then.
type session struct {
	queue    apiclient.Queue
	consumer *apiclient.Consumer // nil until read, or where there is none
	settings bool                // the settings have been read, so consumer == nil means none
	rule     inbox.Rule
	budget   inbox.Budget

	inbox  *inbox.Inbox
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

// outcome is how the newest call of a kind ended.
type outcome struct {
	done     bool
	err      error
	returned int
}

// trendLength is how many samples the header's sparkline can look back.
const trendLength = 120

func newSession(q apiclient.Queue, rule inbox.Rule) *session {
	s := &session{inbox: inbox.New(), facts: make(map[apiclient.MessageID]facts), rule: rule, budget: inbox.NewBudget(nil, rule), marks: newMarks(), atRisk: make(map[apiclient.MessageID]struct{})}
	s.setQueue(q)
	return s
}

// setQueue takes newly read settings. The consumer embedded in the queue counts
// as read when there is one; a list entry without consumers proves nothing.
func (s *session) setQueue(q apiclient.Queue) {
	s.queue = q
	if len(q.Consumers) > 0 {
		s.setConsumers(q.Consumers)
	}
}

func (s *session) setConsumers(consumers []apiclient.Consumer) {
	s.settings = true
	s.consumer = nil
	for i := range consumers {
		if s.consumer == nil || consumers[i].Type == apiclient.ConsumerHTTPPull {
			s.consumer = &consumers[i]
		}
	}
	if budget := inbox.NewBudget(s.pullConsumer(), s.rule); budget != s.budget {
		s.budget = budget
		s.reclassifyAll()
	}
}

// pullConsumer is the consumer that pulls are counted against. A Worker's
// limit does not apply to them, as nothing can be pulled beside a Worker.
func (s *session) pullConsumer() *apiclient.Consumer {
	if s.consumer == nil || s.consumer.Type != apiclient.ConsumerHTTPPull {
		return nil
	}
	return s.consumer
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
	s.backlog.trend = append(s.backlog.trend, float64(m.BacklogCount))
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
	if s.cursor == "" && s.inbox.Len() > 0 {
		s.cursor = s.inbox.At(0).Message.ID
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
	row, _ := s.inbox.Position(s.cursor)
	return row
}

// moveCursor goes n rows on, stopping at both ends.
func (s *session) moveCursor(n int) { s.setCursorRow(s.cursorRow() + n) }

func (s *session) setCursorRow(row int) {
	if s.inbox.Len() == 0 {
		return
	}
	row = min(max(row, 0), s.inbox.Len()-1)
	s.cursor = s.inbox.At(row).Message.ID
}
