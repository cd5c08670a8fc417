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

// prospect is what the end of this delivery, or the next one, means for a message.
type prospect struct {
	kind prospectKind
	left span // deliveries to come, of severalLeft; a least below 0 = others may have had some
}

type prospectKind uint8

const (
	ackedAway     prospectKind = iota
	severalLeft                // two deliveries at least
	nextIsLast                 // the next delivery is the last
	nextMayBeLast              // it may be
	nextUnknown                // it may be, as figures are missing
	thisIsLast                 // the delivery whose lease runs
	thisMayBeLast
	hasEnded // with the delivery that is over
	mayHaveEnded
	spent // more deliveries were seen than there should be
)

// prospect decides; its words and its severity only tell it.
func (b Budget) prospect(e Entry) prospect {
	switch e.State {
	case Acked:
		return prospect{kind: ackedAway}
	case Leased, Unleased, Found:
		return b.leased(e)
	case Lapsed, Retried:
		return b.over(e)
	default:
		return b.waiting(e)
	}
}

// leased speaks of a message while the lease of its delivery runs.
func (b Budget) leased(e Entry) prospect {
	switch b.OnLast(e) {
	case Surely:
		return prospect{kind: thisIsLast}
	case Perhaps:
		return prospect{kind: thisMayBeLast}
	default:
		at, _ := b.last()
		n, _ := e.Lease.Attempts.Get()
		return left(at.reached(span{n + 1, n + 1}), span{at.least - n, at.most - n})
	}
}

// over speaks of a message whose last lease has ended.
func (b Budget) over(e Entry) prospect {
	switch b.Ended(e) {
	case Surely:
		return prospect{kind: hasEnded}
	case Perhaps:
		return prospect{kind: mayHaveEnded}
	default:
		return b.waiting(e)
	}
}

// waiting speaks of a message that nobody here has leased.
func (b Budget) waiting(e Entry) prospect {
	at, limited := b.last()
	next, known := b.next(e)
	switch {
	case !limited || !known:
		return prospect{kind: nextUnknown}
	case next.least > at.most:
		return prospect{kind: spent}
	default:
		// A delivery that shows 0 and one that shows 1 can't both be the first.
		most := min(at.most-next.least+1, b.most())
		return left(at.reached(next), span{-1, most})
	}
}

// left speaks of the n deliveries to come. Without a least number, other
// consumers may have had some of them by now.
func left(next Chance, n span) prospect {
	switch next {
	case Surely:
		return prospect{kind: nextIsLast}
	case Perhaps:
		return prospect{kind: nextMayBeLast}
	default:
		return prospect{kind: severalLeft, left: n}
	}
}

// Severity is how near its end a message is.
func (b Budget) Severity(e Entry) Severity { return b.severity(b.prospect(e)) }

func (b Budget) severity(p prospect) Severity {
	switch p.kind {
	case ackedAway, severalLeft:
		return Calm
	case thisIsLast, hasEnded, spent:
		return Last
	case nextIsLast, nextMayBeLast:
		return Near
	}
	if !b.limit.Known() {
		return Unbounded
	}
	return Near
}

// Outlook says in words what the end of this delivery, or the next one, means
// for a message.
func (b Budget) Outlook(e Entry) Outlook {
	p := b.prospect(e)
	return Outlook{b.severity(p), b.words(p, e)}
}

func (b Budget) words(p prospect, e Entry) string {
	switch p.kind {
	case ackedAway:
		return "none: the ack deleted it from the queue"
	case severalLeft:
		return deliveriesLeft(p.left) + ": then " + b.End()
	case nextIsLast:
		return "the next delivery is the last: then " + b.End()
	case nextMayBeLast:
		return "the next delivery may be the last: then " + b.End() + b.doubts(e)
	case nextUnknown:
		return b.unclear("the next delivery may be the last: then "+b.End(), e)
	case thisIsLast:
		return "this is the last delivery: when the lease ends, " + b.End()
	case thisMayBeLast:
		return b.unclear("this may be the last delivery: when the lease ends, "+b.End(), e)
	case hasEnded:
		return "its last delivery has ended: by now " + b.End()
	case mayHaveEnded:
		return b.unclear("its last delivery may have ended: by now "+b.End()+", or it is delivered once more", e)
	default:
		return "the deliveries are spent: if a pull still gets it, then " + b.End() + " when that lease ends"
	}
}

// deliveriesLeft counts them. There are two at least: of one the sentences about
// the next delivery speak.
func deliveriesLeft(n span) string {
	switch {
	case n.least < 0:
		return fmt.Sprintf("at most %d deliveries left", n.most)
	case n.least < n.most:
		return fmt.Sprintf("%d to %d more deliveries", n.least, n.most)
	default:
		return fmt.Sprintf("%d more deliveries", n.most)
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

// unclear gives the reason before what may be: a figure that is missing goes
// before what is not learnt yet.
func (b Budget) unclear(what string, e Entry) string {
	attempts := e.Lease.Attempts
	if b.isWaiting(e) {
		attempts = shown(e)
	}
	switch {
	case !b.limit.Known():
		return "max_retries is unknown, since " + b.why + ": " + what
	case !attempts.Known():
		return "its attempts are not known: " + what
	default:
		return what + b.doubts(e)
	}
}

// isWaiting says whether a message is judged by the delivery to come.
func (b Budget) isWaiting(e Entry) bool {
	switch e.State {
	case Leased, Unleased, Found:
		return false
	case Lapsed, Retried:
		return b.Ended(e) == No
	default:
		return true
	}
}

// exact says whether the number of a peek can be read without a guess.
func (b Budget) exact() bool { return b.counting.FromZero && b.counting.PeekKnown }

// doubts names what has to be known before a Perhaps can turn into a yes or no.
func (b Budget) doubts(e Entry) string {
	peeked := b.isWaiting(e) && e.Peeked.Known() && !b.exact()
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
