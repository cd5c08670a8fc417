package session

import (
	"maps"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// MaxCollected is how many messages can be held for collecting to go on.
const MaxCollected = 20_000

const (
	// maxEmpty is after how many answers without a further message, in a row,
	// collecting ends. A single one says little: the service answers so after a
	// retry, too.
	maxEmpty = 3
	// leastLeft is the part of the first lease that is kept for acting on what was
	// collected.
	leastLeft = 0.25
)

// collect pulls batch after batch. A person has agreed to what it costs, once: it
// ends rather than cost more.
type collect struct {
	agreed Risk
	first  inbox.Lease // of the first messages: its times
	empty  int         // answers in a row that brought no further message
	stop   Stop        // why no further pull is sent, once there is a reason
	Collected
}

// Collected is what collecting has brought.
type Collected struct {
	Messages int
	Wanted   int
	Bare     int      // of the messages, those that came without a lease
	Last     []Target // that may end with their leases, as they were judged then
}

// CollectRisk is what collecting may cost as things stand: it is about messages that
// nobody has seen yet, so that a danger to each delivery goes before one to those that
// were seen.
func (s *Session) CollectRisk() Risk { return Risk{s.collectDanger(), maps.Clone(s.atRisk)} }

func (s *Session) collectDanger() Danger {
	switch {
	case !s.budget.Known():
		return UnknownLimit
	case s.budget.FirstLast() != inbox.No:
		return EveryLast
	default:
		return s.Danger()
	}
}

// StartCollect begins to collect so many messages. What it may cost was agreed to.
// The first pull is yet to be sent.
func (s *Session) StartCollect(wanted int, agreed Risk) {
	s.collect = &collect{agreed: agreed, Collected: Collected{Wanted: wanted}}
}

// Collecting is how far collecting has come; false while nothing is collected.
func (s *Session) Collecting() (Collected, bool) {
	if s.collect == nil {
		return Collected{}, false
	}
	return s.collect.Collected, true
}

// CollectBatch is for how many messages the next pull asks.
func (s *Session) CollectBatch() int {
	return min(s.collect.Wanted-s.collect.Messages, apiclient.MaxBatchSize)
}

// StopCollect keeps collecting from sending another pull; the answer of the one
// under way ends it. It says whether there was anything to stop.
func (s *Session) StopCollect(why Stop) bool {
	if s.collect == nil || s.collect.stop.Reason != NoReason {
		return false
	}
	s.collect.stop = why
	return true
}

// CollectPulled counts what a pull brought under such a lease, and returns why
// collecting ends with it; NoReason when it goes on.
func (s *Session) CollectPulled(p PullReport, lease inbox.Lease, now time.Time) Stop {
	c := s.collect
	// What comes once more, as a queue that delivers at least once may do, is no
	// further message.
	came := p.Leased + p.Bare - p.Again
	c.Messages += came
	c.Bare += p.Bare
	c.Last = append(c.Last, p.Last...)
	c.empty++
	if came > 0 {
		c.empty = 0
		if c.first.Until.IsZero() {
			c.first = lease
		}
	}
	danger := s.collectDanger()
	unnamed := c.agreed.unnamed(danger, p.Last)
	switch {
	case len(unnamed) > 0:
		return s.lastDelivery(unnamed)
	case c.Messages >= c.Wanted:
		return Stop{Reason: Complete}
	case c.stop.Reason != NoReason:
		return c.stop
	case c.empty >= maxEmpty:
		return Stop{Reason: NothingCame}
	case s.Held() >= MaxCollected:
		return Stop{Reason: TooManyHeld, N: s.Held()}
	case !c.first.Until.IsZero() && c.first.Fraction(now) < leastLeft:
		return Stop{Reason: NearlyOver}
	case !c.agreed.Covers(Risk{danger, s.atRisk}):
		return Stop{Reason: MayEnd, Danger: danger}
	}
	return Stop{}
}

// EndCollect ends it, and returns what it has brought; those on their last delivery
// as they are judged now.
func (s *Session) EndCollect() Collected {
	done := s.collect.Collected
	done.Last = OnLast(s.JudgedAnew(done.Last))
	s.collect = nil
	return done
}
