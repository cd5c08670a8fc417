package session

import (
	"time"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// follow pulls on a timer. It is off until a person turns it on, and ends by
// itself, with a reason, rather than spend attempts that nobody watches.
type follow struct {
	state      followState
	next       time.Time
	stop       Stop      // why it ended by itself
	unattended int       // pulls since the last key press
	begun      time.Time // when its last pull was
	lag        Lag
}

// Lag is why follow can't keep its interval, as the last pull showed.
type Lag struct {
	Cause LagCause
	Every time.Duration // from pull to pull instead
}

// LagCause is what follow waits for.
type LagCause uint8

// The causes.
const (
	NoLag       LagCause = iota
	SlowAnswers          // an answer takes most of the interval, or longer
	BudgetWaits          // a pull waits for the budget of automatic requests
)

type followState uint8

const (
	followOff followState = iota // never on, or turned off by its key
	followOn
	followStopped // by itself
)

const (
	// followHead is the pause before the first pull, at most: time to take back
	// a key that was pressed by mistake.
	followHead = 3 * time.Second
	// maxHeld is how many leases follow may pile up.
	maxHeld = 500
	// maxUnattended is how many pulls may pass without a key press.
	maxUnattended = 60
)

// Reason is why follow ended by itself, or collecting.
type Reason uint8

// The reasons. Which figures belong to one, [Stop] says.
const (
	NoReason Reason = iota
	RateLimited
	JournalFailed
	PullFailed
	QueueLeft
	MayEnd       // the next pull may cost a last delivery
	Unattended   // so many pulls without a key press: N
	TooManyHeld  // so many leases are held: N
	LastDelivery // a pull brought a message on its last delivery: ID

	// Of collecting alone.
	Complete    // as many came as were wanted
	NothingCame // several pulls in a row brought nothing
	NearlyOver  // the first lease has little of its time left
	ByKey       // a person stopped it
)

// Stop is why follow or collecting ended by itself, or must.
type Stop struct {
	Reason   Reason
	Danger   Danger              // of MayEnd
	N        int                 // of Unattended and TooManyHeld
	ID       apiclient.MessageID // of LastDelivery: the first such message
	Attempts apiclient.Count     // that it showed
	Chance   inbox.Chance        // that it is the last
}

// Following says whether follow is on.
func (s *Session) Following() bool { return s.follow.state == followOn }

// FollowStop is why follow ended by itself; NoReason while it is on, or where a
// key turned it off.
func (s *Session) FollowStop() Stop {
	if s.follow.state != followStopped {
		return Stop{}
	}
	return s.follow.stop
}

// NextFollow is when follow pulls next. It has a meaning while follow is on.
func (s *Session) NextFollow() time.Time { return s.follow.next }

// StartFollow turns follow on: the first pull comes after the interval, or after
// three seconds where that is longer.
func (s *Session) StartFollow(now time.Time, interval time.Duration) {
	s.follow = follow{state: followOn, next: now.Add(min(interval, followHead))}
}

// EndFollow turns follow off as a person does: that has no reason to tell.
func (s *Session) EndFollow() { s.follow = follow{} }

// StopFollow ends follow by itself, and says whether it was on.
func (s *Session) StopFollow(why Stop) bool {
	if !s.Following() {
		return false
	}
	s.follow.state, s.follow.stop = followStopped, why
	return true
}

// Attended says that a person is at the keyboard.
func (s *Session) Attended() { s.follow.unattended = 0 }

// PutFollowOff makes the next pull wait for so long from now on.
func (s *Session) PutFollowOff(now time.Time, wait time.Duration) { s.follow.next = now.Add(wait) }

// FollowDue says whether the time for a pull has come. A clock that was set back
// must not make it wait longer than the interval.
func (s *Session) FollowDue(now time.Time, interval time.Duration) bool {
	if s.follow.next.Sub(now) > interval {
		s.follow.next = now.Add(interval)
	}
	return !now.Before(s.follow.next)
}

// FollowLag is why follow can't keep its interval, if it can't.
func (s *Session) FollowLag() Lag {
	if !s.Following() {
		return Lag{}
	}
	return s.follow.lag
}

// FollowPull counts a pull that follow makes now.
func (s *Session) FollowPull(now time.Time, interval time.Duration) {
	s.follow.unattended++
	s.follow.begun = now
	s.follow.next = now.Add(interval)
}

// FollowObjection is why the next pull must not be made unasked; NoReason when
// it may.
func (s *Session) FollowObjection() Stop {
	switch danger := s.Danger(); {
	case danger != NoDanger:
		return Stop{Reason: MayEnd, Danger: danger}
	case s.follow.unattended >= maxUnattended:
		return Stop{Reason: Unattended, N: s.follow.unattended}
	case s.Held() >= maxHeld:
		return Stop{Reason: TooManyHeld, N: s.Held()}
	}
	return Stop{}
}

// FollowPulled plans the next pull when an answer has come to one that was sent:
// an interval after that was, so that follow keeps its pace. After a slow answer a
// quarter of the interval is left, and what comes of it instead of the interval
// FollowLag says. It ends follow when the pull brought a message on its last
// delivery: no further look should be spent unasked. Then it returns why.
func (s *Session) FollowPulled(sent, received time.Time, interval time.Duration, last []Target) Stop {
	if !s.Following() {
		return Stop{}
	}
	f := &s.follow
	f.next = sent.Add(interval)
	if rest := received.Add(interval / 4); rest.After(f.next) {
		f.next = rest
	}
	f.lag = lagOf(sent.Sub(f.begun), f.next.Sub(sent), interval)
	if len(last) == 0 {
		return Stop{}
	}
	stop := s.lastDelivery(last)
	s.StopFollow(stop)
	return stop
}

// lagOf is what a pull shows that waited so long before it was sent, and after
// which follow rests for so long. A tenth of the interval is none.
func lagOf(waited, rests, interval time.Duration) Lag {
	most := interval + max(interval/10, 100*time.Millisecond)
	every := waited + rests
	switch {
	case every <= most:
		return Lag{}
	case waited > rests-interval:
		return Lag{BudgetWaits, every}
	default:
		return Lag{SlowAnswers, every}
	}
}

// lastDelivery names the first of messages that may end with their leases.
func (s *Session) lastDelivery(last []Target) Stop {
	first := ByFate(last)[0].Targets[0]
	e, _ := s.inbox.Entry(first.ID)
	return Stop{Reason: LastDelivery, ID: first.ID, Attempts: e.Lease.Attempts, Chance: first.Last}
}
