package inbox

import (
	"slices"

	"leaseview/apiclient"
)

// Rule says how many times a message is delivered where max_retries is N.
type Rule uint8

// The rules. The first is what was recorded on the live service; Cloudflare's
// documentation can also be read as the second.
const (
	AfterMax Rule = iota // N+1 deliveries
	AtMax                // N deliveries, and one where N is 0
	Either               // N or N+1: nobody knows for sure
)

// Chance says how sure something is.
type Chance uint8

// The chances. Unknown figures make a Perhaps, never a No.
const (
	No Chance = iota
	Perhaps
	Surely
)

// Budget tells how many deliveries a queue's messages get and what follows the
// last one. It alone compares attempts with a limit: whoever wants to know
// whether a delivery is a message's last asks it. It is a value; see [NewBudget]
// and [Budget.With].
//
// What the API shows as attempts can be counted in two ways, and what a peek
// shows in three. Both are learnt from what is seen: until then a budget judges
// by whatever is left possible, and says Perhaps.
type Budget struct {
	limit    apiclient.Count // max_retries
	lowest   apiclient.Count // of all consumers: from this on a delivery may be the last
	rule     Rule
	counting Counting
	end      end
	why      string // why max_retries is unknown
}

// Counting is what has been learnt of how the API counts.
type Counting struct {
	// FromZero is set once a leased message has shown 0: the first delivery
	// shows 0, the next 1. Not set, it may count from 0 or from 1.
	FromZero bool
	// PeekKnown is set once the same message was peeked and then pulled.
	PeekKnown bool
	// PeekBehind is how many the number of a pull is above that of the peek
	// before it: -1, 0 or 1. It has a meaning once PeekKnown is set.
	PeekBehind int64
}

// NewBudget reads a budget from a queue's consumers. A pull consumer decides,
// since pulls count against it; where there is none, the others bound what is
// peeked at. Of several the lowest limit counts. Beside a pull consumer another
// one with a lower limit makes the deliveries from that on a Perhaps.
func NewBudget(consumers []apiclient.Consumer, rule Rule) Budget {
	b := Budget{rule: rule}
	deciding := slices.DeleteFunc(slices.Clone(consumers), func(c apiclient.Consumer) bool {
		return c.Type != apiclient.ConsumerHTTPPull
	})
	if len(deciding) == 0 {
		deciding = consumers
	}
	if len(deciding) == 0 {
		b.end, b.why = end{unknown: true}, "the queue has no consumer"
		return b
	}
	b.limit = deciding[0].MaxRetries
	b.end = endOf(deciding[0])
	for _, c := range deciding[1:] {
		b.limit = lower(b.limit, c.MaxRetries)
		if endOf(c) != b.end {
			b.end = end{unknown: true}
		}
	}
	if !b.limit.Known() {
		b.why = "the API does not say what the consumer's is"
	}
	b.lowest = b.limit
	for _, c := range consumers {
		if below(c.MaxRetries, b.limit) {
			b.lowest = lower(b.lowest, c.MaxRetries)
			if endOf(c) != b.end {
				b.end = end{unknown: true}
			}
		}
	}
	return b
}

// below says whether a limit is surely lower than another.
func below(x, y apiclient.Count) bool {
	a, known := x.Get()
	b, alsoKnown := y.Get()
	return known && alsoKnown && a < b
}

// Unread is the budget of a queue whose settings are not known.
func Unread(rule Rule) Budget {
	return Budget{rule: rule, end: end{unknown: true}, why: "the queue's settings are not read yet"}
}

// lower is the lower of two limits; unknown where one of them is.
func lower(x, y apiclient.Count) apiclient.Count {
	a, known := x.Get()
	b, alsoKnown := y.Get()
	switch {
	case !known || !alsoKnown:
		return apiclient.Count{}
	case b < a:
		return y
	default:
		return x
	}
}

// With is the budget with what has been learnt since.
func (b Budget) With(learnt Counting) Budget {
	b.counting = learnt
	return b
}

// Known says whether max_retries is known. Where it is not, any delivery may be
// a message's last.
func (b Budget) Known() bool { return b.limit.Known() }

// Short is attempts against max_retries: "2/3", "2/–" where max_retries is
// unknown, "?/3" where the API gave no attempts.
func (b Budget) Short(attempts apiclient.Count) string {
	spent, limit := "?", "–"
	if attempts.Known() {
		spent = attempts.String()
	}
	if b.limit.Known() {
		limit = b.limit.String()
	}
	return spent + "/" + limit
}

// span is a number of which only the bounds are known.
type span struct{ least, most int64 }

// last is the attempts that a message's last delivery shows: from least on it
// may be the last, from most on it is.
//
// With D deliveries that is D-1 where the first shows 0, and D where it shows 1.
func (b Budget) last() (span, bool) {
	n, known := b.limit.Get()
	if !known {
		return span{}, false
	}
	deliveries := b.deliveries(n)
	if lowest, known := b.lowest.Get(); known {
		deliveries.least = b.deliveries(lowest).least
	}
	at := span{deliveries.least - 1, deliveries.most} // of a first that shows 0, and 1
	if b.counting.FromZero {
		at.most--
	}
	return at, true
}

// deliveries is how many a message gets where max_retries is n.
func (b Budget) deliveries(n int64) span {
	switch b.rule {
	case AtMax:
		return span{max(1, n), max(1, n)}
	case Either:
		return span{max(1, n), n + 1}
	default:
		return span{n + 1, n + 1}
	}
}

// reached says whether a delivery that shows those attempts is the last.
func (s span) reached(attempts span) Chance {
	switch {
	case attempts.least >= s.most:
		return Surely
	case attempts.most >= s.least:
		return Perhaps
	default:
		return No
	}
}

// OnLast says whether the newest delivery seen of a message is its last: when
// its lease ends, by itself or by a retry, the message ends. Whatever is not
// known makes it Perhaps.
func (b Budget) OnLast(e Entry) Chance { return b.delivered(e.Lease.Attempts) }

// delivered is OnLast by the attempts of a delivery.
func (b Budget) delivered(attempts apiclient.Count) Chance {
	at, limited := b.last()
	n, known := attempts.Get()
	if !limited || !known {
		return Perhaps
	}
	return at.reached(span{n, n})
}

// NextLast says whether the next delivery of a message will be its last.
func (b Budget) NextLast(e Entry) Chance {
	at, limited := b.last()
	next, known := b.next(e)
	if !limited || !known {
		return Perhaps
	}
	return at.reached(next)
}

// FirstLast says whether a message that was never delivered has its last
// delivery before it.
func (b Budget) FirstLast() Chance {
	at, limited := b.last()
	if !limited {
		return Perhaps
	}
	// The first delivery shows 0, or 1 on a service that counts so: then at is
	// one higher, too.
	return at.reached(span{0, 0})
}

// Ended says whether a message has ended with its delivery, or will without
// anybody here being able to change it: its lease is over, by lapse or by retry,
// or came without a lease_id.
func (b Budget) Ended(e Entry) Chance {
	switch e.State {
	case Lapsed, Retried, Unleased:
		return b.OnLast(e)
	default:
		return No
	}
}

// next is what the next delivery of a message will show as its attempts.
//
// A delivery seen here says it but for what other consumers have done since. A
// peek says it as soon as it is known how the API counts; until then it is
// within one.
func (b Budget) next(e Entry) (span, bool) {
	var next span
	if e.delivered() {
		n, known := e.Lease.Attempts.Get()
		if !known {
			return span{}, false
		}
		next = span{n + 1, n + 1}
	}
	switch shown, known := e.Peeked.Get(); {
	case known:
		return b.peeked(e, shown, next), true
	case !e.delivered():
		return span{}, false
	}
	return next, true
}

// delivered says whether a delivery of the message was seen here.
func (e Entry) delivered() bool { return e.Lease.ID != "" || e.State == Unleased }

// peeked adds what a peek showed to what is known by the last delivery.
func (b Budget) peeked(e Entry, shown int64, next span) span {
	peek := span{shown - 1, shown + 1}
	if b.exact() {
		peek = span{shown + b.counting.PeekBehind, shown + b.counting.PeekBehind}
	}
	switch {
	case !e.delivered():
		return span{max(peek.least, 0), max(peek.most, 0)}
	case !b.exact() && shown < next.most:
		return next // nobody else has had it
	default:
		return span{max(next.least, peek.least), max(next.most, peek.most)}
	}
}
