package inbox

import (
	"fmt"
	"strings"

	"leaseview/apiclient"
)

// Severity says how near a message is to its end, for its colour.
type Severity uint8

// The severities, from the mildest.
const (
	Unbounded Severity = iota // max_retries is unknown, so the end is too
	Calm                      // more than one delivery is left
	Near                      // this or the next delivery may be the last
	Last                      // this is the last delivery, or it has happened
)

// Outlook is a sentence about a message's end and how grave it is.
type Outlook struct {
	Severity Severity
	Words    string
}

// end is what becomes of a message after its last delivery.
type end struct {
	queue   string // the dead-letter queue; "" = deleted
	unknown bool
}

func endOf(c apiclient.Consumer) end {
	return end{queue: c.DeadLetterQueue, unknown: c.DeadLetterUnknown}
}

// End is what becomes of a message after its last delivery, as the end of a
// sentence: "moved to orders-dlq". A queue's name in it is text from outside.
func (b Budget) End() string {
	switch {
	case b.end.unknown:
		return "moved to a dead-letter queue, or DELETED without one"
	case b.end.queue != "":
		return "moved to " + b.end.queue
	default:
		return "DELETED, as there is no dead-letter queue"
	}
}

// Severity is how near its end a message is.
func (b Budget) Severity(e Entry) Severity { return b.Outlook(e).Severity }

// Outlook says in words what the end of this delivery, or the next one, means
// for a message.
func (b Budget) Outlook(e Entry) Outlook {
	switch e.State {
	case Acked:
		return Outlook{Calm, "none: the ack deleted it from the queue"}
	case Leased, Unleased:
		return b.leased(e)
	case Lapsed, Retried:
		return b.over(e)
	default:
		return b.waiting(e)
	}
}

// leased speaks of a message while the lease of its delivery runs.
func (b Budget) leased(e Entry) Outlook {
	switch b.OnLast(e) {
	case Surely:
		return Outlook{Last, "this is the last delivery: when the lease ends, " + b.End()}
	case Perhaps:
		return b.unclear("this may be the last delivery: when the lease ends, "+b.End(), e.Lease.Attempts, b.doubts(e, false))
	default:
		at, _ := b.last()
		n, _ := e.Lease.Attempts.Get()
		return b.left(at.reached(span{n + 1, n + 1}), span{at.least - n, at.most - n}, b.doubts(e, false))
	}
}

// over speaks of a message whose last lease has ended.
func (b Budget) over(e Entry) Outlook {
	switch b.Ended(e) {
	case Surely:
		return Outlook{Last, "its last delivery has ended: by now " + b.End()}
	case Perhaps:
		return b.unclear("its last delivery may have ended: by now "+b.End()+", or it is delivered once more", e.Lease.Attempts, b.doubts(e, false))
	default:
		return b.waiting(e)
	}
}

// waiting speaks of a message that nobody here has leased.
func (b Budget) waiting(e Entry) Outlook {
	at, limited := b.last()
	next, known := b.next(e)
	doubts := b.doubts(e, e.Peeked.Known() && !b.exact())
	switch {
	case !limited || !known:
		return b.unclear("the next delivery may be the last: then "+b.End(), shown(e), doubts)
	case next.least > at.most:
		return Outlook{Last, "the deliveries are spent: if a pull still gets it, then " + b.End() + " when that lease ends"}
	default:
		// A delivery that shows 0 and one that shows 1 can't both be the first.
		most := min(at.most-next.least+1, b.most())
		return b.left(at.reached(next), span{-1, most}, doubts)
	}
}

// most is the most deliveries that a message gets.
func (b Budget) most() int64 {
	n, _ := b.limit.Get()
	if b.rule == AtMax {
		return max(1, n)
	}
	return n + 1
}

// shown is the number that a waiting message is judged by, if there is one.
func shown(e Entry) apiclient.Count {
	if e.delivered() {
		return e.Lease.Attempts
	}
	return e.Peeked
}

// left speaks of the n deliveries to come. Without a least number, other
// consumers may have had some of them by now.
func (b Budget) left(nextIsLast Chance, n span, doubts string) Outlook {
	switch nextIsLast {
	case Surely:
		return Outlook{Near, "the next delivery is the last: then " + b.End()}
	case Perhaps:
		return Outlook{Near, "the next delivery may be the last: then " + b.End() + doubts}
	}
	// There are two at least: of one the sentence above has spoken.
	deliveries := fmt.Sprintf("%d more deliveries", n.most)
	switch {
	case n.least < 0:
		deliveries = fmt.Sprintf("at most %d deliveries left", n.most)
	case n.least < n.most:
		deliveries = fmt.Sprintf("%d to %d more deliveries", n.least, n.most)
	}
	return Outlook{Calm, deliveries + ": then " + b.End()}
}

// unclear gives the reason before what may be: a figure that is missing goes
// before what is not learnt yet.
func (b Budget) unclear(what string, attempts apiclient.Count, doubts string) Outlook {
	switch {
	case !b.limit.Known():
		return Outlook{Unbounded, "max_retries is unknown, since " + b.why + ": " + what}
	case !attempts.Known():
		return Outlook{Near, "its attempts are not known: " + what}
	default:
		return Outlook{Near, what + doubts}
	}
}

// exact says whether the number of a peek can be read without a guess.
func (b Budget) exact() bool { return b.counting.FromZero && b.counting.PeekKnown }

// doubts names what has to be known before a Perhaps can turn into a yes or no.
func (b Budget) doubts(e Entry, peeked bool) string {
	var open []string
	if n, known := b.limit.Get(); known && b.rule == Either {
		open = append(open, fmt.Sprintf("sources differ between %d and %d deliveries", max(1, n), n+1))
	}
	if n, known := b.lowest.Get(); known && b.lowest != b.limit {
		open = append(open, fmt.Sprintf("another consumer's max_retries is %d", n))
	}
	if !b.counting.FromZero {
		open = append(open, "whether the API counts from 0 or from 1 is not known yet")
	}
	if peeked && !e.delivered() && !b.counting.PeekKnown {
		open = append(open, "how a peek counts is not known yet")
	}
	if len(open) == 0 {
		return ""
	}
	return " (" + strings.Join(open, "; ") + ")"
}
