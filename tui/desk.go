package tui

import (
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/backlog"
	"leaseview/tui/flight"
	"leaseview/tui/session"
	"leaseview/tui/trouble"
	"leaseview/tui/words"
)

// desk is what everybody in the program works with, whichever page is open: the
// time, the queues, the calls under way, what is said and what is asked. Each of
// its parts is a type of its own, with the functions that change it.
type desk struct {
	opts Options // never changes
	clock
	front
	queueStore
	quirks
	clip

	// foundBefore are leases of runs that have ended, in queues not opened yet.
	foundBefore map[apiclient.QueueID][]session.Found

	flight  *flight.Board
	pulling session.PullSettings
	journal error // why the journal can't be written; then nothing is pulled any more
}

// begin registers a call, or refuses because one of its kind is under way.
func (d *desk) begin(kind flight.Kind, queue apiclient.QueueID, automatic bool) (flight.Ticket, bool) {
	return d.flight.Begin(flight.Key{Kind: kind, Queue: queue}, automatic)
}

// runs says whether a call of that kind is under way on a queue.
func (d *desk) runs(kind flight.Kind, queue apiclient.QueueID) bool {
	_, ok := d.flight.Running(flight.Key{Kind: kind, Queue: queue})
	return ok
}

// kept wraps the command of a call that changes a queue, so that its answer
// can't be lost.
func (d *desk) kept(t flight.Ticket, what string, leases []apiclient.LeaseID, cmd tea.Cmd) tea.Cmd {
	keep := d.flight.Keep(t, what, leases)
	return func() tea.Msg {
		msg := cmd()
		keep(msg)
		return msg
	}
}

// readOnly says whether whatever changes a queue is refused: then there is
// nothing by which it could be done.
func (d *desk) readOnly() bool { return d.opts.Leaser == nil }

// queueStore holds what is known of each queue that was opened, or that an
// answer came for.
type queueStore struct {
	sessions map[apiclient.QueueID]*session.Session
	backlogs map[apiclient.QueueID]*backlog.Series
	open     apiclient.QueueID // the queue on screen; "" on the list
}

// onScreen is the session of the queue on screen, or nil.
func (q *queueStore) onScreen() *session.Session { return q.sessions[q.open] }

// backlog is what the metrics of a queue have said.
func (d *desk) backlog(id apiclient.QueueID) *backlog.Series {
	b := d.backlogs[id]
	if b == nil {
		b = backlog.New(d.opts.MetricsEvery)
		d.backlogs[id] = b
	}
	return b
}

// stopCollecting lets no queue be pulled any more for having been collected.
func (q *queueStore) stopCollecting(why session.Reason) {
	for _, s := range q.sessions {
		s.StopCollect(session.Stop{Reason: why})
	}
}

// byName lists the sessions by the names of their queues.
func (q *queueStore) byName() []*session.Session {
	return slices.SortedFunc(maps.Values(q.sessions), func(a, b *session.Session) int { return strings.Compare(a.Name(), b.Name()) })
}

// holding lists the sessions that hold leases, by name.
func (q *queueStore) holding() []*session.Session {
	return slices.DeleteFunc(q.byName(), func(s *session.Session) bool { return s.Held() == 0 })
}

// spread takes over what one queue's answers have shown of how the API counts:
// that holds of every queue.
func (q *queueStore) spread(from *session.Session) {
	if !from.CountsFromZero() {
		return
	}
	for _, s := range q.sessions {
		if !s.CountsFromZero() {
			s.LearnFromZero()
		}
	}
}

// add makes the session of a queue that had none.
func (d *desk) add(q apiclient.Queue) *session.Session {
	s := session.New(q, d.opts.Rule)
	for _, other := range d.sessions {
		if other.CountsFromZero() {
			s.LearnFromZero()
			break
		}
	}
	d.sessions[q.ID] = s
	d.give(s)
	return s
}

// maxOddities is how many members that could not be read one notice names.
const maxOddities = 3

// noteOddities says which members of an answer could not be understood and are
// left unknown.
func (d *desk) noteOddities(queue apiclient.QueueID, oddities []string) {
	fresh := d.fresh(queue, oddities)
	if len(fresh) == 0 {
		return
	}
	more := len(fresh) - maxOddities
	if more > 0 {
		fresh = append(slices.Clip(fresh[:maxOddities]), words.Count(int64(more))+" more")
	}
	d.addToNotice("Not understood, and left unknown: " + strings.Join(fresh, "; ") + ".")
}

// block stops everything automatic after a 429, for as long as it says.
func (d *desk) block(err error) {
	// Our own budget's refusal is no breach: whatever was refused tries again later.
	if !apiclient.IsRateLimited(err) || apiclient.IsBudget(err) {
		return
	}
	if until := d.now.Add(trouble.Wait(err)); until.After(d.blocked) {
		d.blocked = until
	}
	for _, s := range d.sessions {
		s.StopFollow(session.Stop{Reason: session.RateLimited})
		s.StopCollect(session.Stop{Reason: session.RateLimited})
	}
}

func (d *desk) cycleTimes() tea.Cmd {
	d.mode = (d.mode + 1) % timeModes
	d.say(notice{text: "Times as " + [...]string{"age", "local time", "UTC"}[d.mode] + ".", tone: toneInfo})
	return nil
}

// clip is where copies go.
type clip struct {
	copied []apiclient.LeaseID // copied last; an extension makes them stale
}

// replaced says whether an extension has replaced a lease that was copied last:
// then the copy settles its message no more.
func (c *clip) replaced(extended apiclient.ExtendResult) bool {
	before := len(c.copied)
	c.copied = slices.DeleteFunc(c.copied, func(old apiclient.LeaseID) bool {
		id, ok := extended.Leases[old]
		return ok && id != old
	})
	return len(c.copied) < before
}
