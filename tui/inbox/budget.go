package inbox

import (
	"fmt"
	"strconv"

	"leaseview/apiclient"
)

// Rule says how many times a message is delivered where max_retries is N.
// Cloudflare's documentation and its local simulator differ by one.
type Rule uint8

// The rules. Warnings under AtOrAfter go by the smaller number.
const (
	AtOrAfter Rule = iota // N or N+1 deliveries: nobody knows for sure
	AtMax                 // N deliveries
	AfterMax              // N+1 deliveries
)

// Severity says how near a message is to its end.
type Severity uint8

// The severities, from the mildest.
const (
	Unbounded Severity = iota // max_retries is unknown, so the end is too
	Calm                      // more than one delivery is left
	Near                      // the next delivery is the last
	Last                      // the last delivery has happened
)

// Outlook is a sentence about a message's end and how grave it is.
type Outlook struct {
	Severity Severity
	Words    string
}

// Budget tells how many deliveries a queue's messages get and what follows the
// last one. It is made from the queue's consumer; see [NewBudget].
type Budget struct {
	known      bool
	maxRetries int
	rule       Rule
	deadLetter string
	why        string // why max_retries is unknown
}

// NewBudget reads a budget from the consumer that takes a queue's messages;
// nil when it has none.
func NewBudget(c *apiclient.Consumer, rule Rule) Budget {
	switch {
	case c == nil:
		return Budget{rule: rule, why: "the queue has no consumer"}
	case c.MaxRetries == nil:
		return Budget{rule: rule, deadLetter: c.DeadLetterQueue, why: "the API does not say what the consumer's is"}
	default:
		return Budget{known: true, maxRetries: *c.MaxRetries, rule: rule, deadLetter: c.DeadLetterQueue}
	}
}

// Short is attempts against max_retries: "2/3", "4/3" where a message was
// delivered once more, "2/–" where max_retries is unknown, "–/3" where the API
// gave no attempts.
func (b Budget) Short(attempts int) string {
	spent, limit := "–", "–"
	if attempts > 0 {
		spent = strconv.Itoa(attempts)
	}
	if b.known {
		limit = strconv.Itoa(b.maxRetries)
	}
	return spent + "/" + limit
}

// Severity is how near the end a message is that has been delivered so often.
func (b Budget) Severity(attempts int) Severity {
	switch fewest, _ := b.deliveries(); {
	case !b.known:
		return Unbounded
	case attempts >= fewest:
		return Last
	case attempts+1 >= fewest:
		return Near
	default:
		return Calm
	}
}

// EndsWithLease says whether a message may end when the lease of this delivery
// lapses or is released: moved to the dead-letter queue, or deleted.
func (b Budget) EndsWithLease(attempts int) bool { return b.Severity(attempts) == Last }

// NextIsLast says whether a pull that delivers the message once more may be its
// last delivery, or come after what should have been the last.
func (b Budget) NextIsLast(attempts int) bool {
	s := b.Severity(attempts)
	return s == Near || s == Last
}

// Known says whether max_retries is known. Where it is not, any delivery may be
// a message's last.
func (b Budget) Known() bool { return b.known }

// Spent says that a message has surely had its last delivery.
func (b Budget) Spent(attempts int) bool {
	_, most := b.deliveries()
	return b.known && attempts >= most
}

// Leased says what follows for a message whose delivery of that number is
// leased, or was.
func (b Budget) Leased(attempts int) Outlook {
	out := Outlook{Severity: b.Severity(attempts)}
	fewest, _ := b.deliveries()
	switch out.Severity {
	case Unbounded:
		out.Words = b.unknown()
	case Last:
		out.Words = "this was the last delivery: " + b.fate("when the lease ends") + b.doubt(attempts)
	case Near:
		out.Words = "next delivery is the last: then " + b.fate("") + b.doubt(attempts)
	case Calm:
		out.Words = plural(fewest-attempts, "more delivery", "more deliveries") + ": then " + b.fate("") + b.doubt(attempts)
	}
	return out
}

// Waiting says what a pull of a message means that nobody here has leased.
// What a peek shows as its attempts is the least that it can be.
func (b Budget) Waiting(attempts int) Outlook {
	out := Outlook{Severity: b.Severity(attempts)}
	fewest, _ := b.deliveries()
	switch out.Severity {
	case Unbounded:
		out.Words = b.unknown()
	case Last:
		out.Words = "the deliveries are spent: if a pull still gets it, then " + b.fate("when that lease ends") + b.doubt(attempts)
	case Near:
		out.Words = "the next pull is the last delivery: then " + b.fate("") + b.doubt(attempts)
	case Calm:
		out.Words = "at most " + plural(fewest-attempts, "delivery", "deliveries") + " left: then " + b.fate("") + b.doubt(attempts)
	}
	return out
}

// Limit says how many deliveries a message gets: "at 3 or 4 deliveries"; "" when
// that is unknown.
func (b Budget) Limit() string {
	fewest, most := b.deliveries()
	switch {
	case !b.known:
		return ""
	case fewest == most:
		return "at " + plural(fewest, "delivery", "deliveries")
	default:
		return fmt.Sprintf("at %d or %d deliveries", fewest, most)
	}
}

// deliveries is the fewest and the most that a message gets. The first one
// happens even where max_retries is 0.
func (b Budget) deliveries() (fewest, most int) {
	switch b.rule {
	case AtMax:
		return max(1, b.maxRetries), max(1, b.maxRetries)
	case AfterMax:
		return b.maxRetries + 1, b.maxRetries + 1
	default:
		return max(1, b.maxRetries), b.maxRetries + 1
	}
}

// fate is what happens to a message after its last delivery.
func (b Budget) fate(when string) string {
	if when != "" {
		when = " " + when
	}
	if b.deadLetter != "" {
		return "moved to " + b.deadLetter + when
	}
	return "DELETED" + when + " (no dead-letter queue)"
}

// doubt names both numbers while either can be true.
func (b Budget) doubt(attempts int) string {
	fewest, most := b.deliveries()
	if fewest == most || attempts >= most {
		return ""
	}
	return "; " + b.Limit() + ", sources differ"
}

func (b Budget) unknown() string {
	return "max_retries is unknown, since " + b.why + ": any delivery may be the last"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
