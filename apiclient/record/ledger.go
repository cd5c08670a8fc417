package record

import (
	"slices"
	"time"

	"leaseview/apiclient"
)

// recent is how long a line can matter for the leases that run: none is longer
// than twelve hours from the line that tells of it. The rest is for clocks.
const recent = apiclient.MaxVisibilityTimeout + time.Hour

// maxTracked bounds the leases that are kept in mind while a journal is read. A
// program that pulls all day long stays below.
const (
	maxTracked = 200_000
	maxCalls   = 1000 // on one lease
)

// ledger gathers from lines in any order which leases run. It keeps no message.
type ledger struct {
	origin  Origin
	now     time.Time
	leases  map[apiclient.LeaseID]*fate
	newest  map[messageKey]holding
	tooMany bool // lines were passed over, so that nothing can be told
}

type messageKey struct {
	queue apiclient.QueueID
	id    apiclient.MessageID
}

// holding is the newest lease of a message.
type holding struct {
	queue     apiclient.Queue
	lease     apiclient.LeaseID
	at, until time.Time
}

// before says whether another lease of the message is newer. Which of two that
// begin together it is does not matter, but it has to be the same in any order.
func (h holding) before(other holding) bool {
	switch {
	case !h.at.Equal(other.at):
		return h.at.Before(other.at)
	case !h.until.Equal(other.until):
		return h.until.Before(other.until)
	default:
		return h.lease < other.lease
	}
}

// fate is what became of a lease.
type fate struct {
	over  bool // settled, or exchanged for another one
	runs  []string
	calls []attempt
}

// attempt is a call on a lease: what was said of it.
type attempt struct {
	run    string
	number int64
	sent   bool // there is an intent
	clear  bool // there is an answer that says what it did
	open   bool // there is one that does not
}

// doubtful says whether a call may have taken effect on the lease.
func (f *fate) doubtful() bool {
	return slices.ContainsFunc(f.calls, func(a attempt) bool { return a.open || a.sent && !a.clear })
}

func newLedger(origin Origin, now time.Time) *ledger {
	return &ledger{
		origin: origin, now: now,
		leases: make(map[apiclient.LeaseID]*fate), newest: make(map[messageKey]holding),
	}
}

// concerns says whether a line is about the leases of this account that may run.
func (l *ledger) concerns(line *Line) bool {
	return line.Version == version && line.Account == l.origin.Account && line.BaseURL == l.origin.BaseURL &&
		(line.At.IsZero() || line.At.Add(recent).After(l.now))
}

// take files one line.
func (l *ledger) take(line *Line) {
	if l.tooMany || !l.concerns(line) {
		return
	}
	switch line.Kind {
	case KindDelivery:
		if m, err := line.Message(); err == nil && m.LeaseID != "" {
			l.hold(line, m.LeaseID, m.ID)
		}
	case KindExtend:
		l.hold(line, line.LeaseID, line.Messages...)
		if line.OldLease != line.LeaseID {
			l.fate(line.OldLease, line.Run).over = true
		}
	case KindIntent, KindOutcome, KindNote:
		for _, lease := range line.Leases {
			f := l.fate(lease.ID, line.Run)
			f.told(line, lease)
			l.tooMany = l.tooMany || len(f.calls) > maxCalls || len(f.runs) > maxCalls
		}
	}
}

// hold files a lease with the messages that came with it.
func (l *ledger) hold(line *Line, lease apiclient.LeaseID, messages ...apiclient.MessageID) {
	if lease == "" {
		return
	}
	l.fate(lease, line.Run)
	h := holding{line.Queue, lease, line.At, l.latestEnd(line)}
	for _, id := range messages {
		key := messageKey{line.Queue.ID, id}
		if before, known := l.newest[key]; !known || before.before(h) {
			l.newest[key] = h
		}
		l.tooMany = l.tooMany || len(l.newest) > maxTracked
	}
}

// latestEnd is when the lease that a line tells of ends at the latest. A line from
// the future was written by a clock that was set back since: the lease began before
// now, however long before. And none is longer than the API grants.
func (l *ledger) latestEnd(line *Line) time.Time {
	began, end := line.At, line.Until
	switch {
	case began.IsZero():
		began = l.now
	case began.After(l.now):
		began, end = l.now, end.Add(l.now.Sub(began))
	}
	if most := began.Add(apiclient.MaxVisibilityTimeout); end.After(most) {
		return most
	}
	return end
}

// fate is that of a lease, with a run that has told of it.
func (l *ledger) fate(id apiclient.LeaseID, run string) *fate {
	f := l.leases[id]
	switch {
	case f != nil:
	case len(l.leases) >= maxTracked:
		l.tooMany = true
		return &fate{}
	default:
		f = &fate{}
		l.leases[id] = f
	}
	if !slices.Contains(f.runs, run) {
		f.runs = append(f.runs, run)
	}
	return f
}

// told files what a line says of a call on the lease.
func (f *fate) told(line *Line, lease Lease) {
	if line.Kind == KindNote {
		return
	}
	a := f.attempt(line.Run, line.Call)
	switch {
	case line.Kind == KindIntent:
		a.sent = true
	case lease.Result == Accepted:
		a.clear = true
		f.over = f.over || line.Act != Extend
	case lease.Result == Refused:
		a.clear = true
	default:
		a.open = true
	}
}

// attempt is the call of a run with that number. What has no number is a call of
// its own, that no other line answers.
func (f *fate) attempt(run string, number int64) *attempt {
	i := slices.IndexFunc(f.calls, func(a attempt) bool { return number > 0 && a.run == run && a.number == number })
	if i < 0 {
		i = len(f.calls)
		f.calls = append(f.calls, attempt{run: run, number: number})
	}
	return &f.calls[i]
}

// goesOn says whether the lease of a message goes on, as far as the lines tell.
func (l *ledger) goesOn(h holding) bool {
	return h.until.After(l.now) && !l.leases[h.lease].over
}
