package inbox_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// service is one way in which the API may count.
type service struct {
	fromZero bool
	ahead    int64 // a peek shows the deliveries so far, and that many more
	strict   bool  // max_retries deliveries, not one more
}

// shown is the number of a message's next delivery, and what a peek shows of it.
func (s service) shown(deliveries int64) (pull, peek int64) {
	pull = deliveries
	if !s.fromZero {
		pull++
	}
	return pull, deliveries + s.ahead
}

func (s service) deliveries(maxRetries int64) int64 {
	if s.strict {
		return max(1, maxRetries)
	}
	return maxRetries + 1
}

// TestNoLastDeliveryIsMissed walks through random lives of a message on every
// service that is possible: peeks, pulls, retries, lapses, other consumers. No
// delivery that is the last one goes unnoticed, neither before the pull nor while
// it is leased; and what is called sure is so.
func TestNoLastDeliveryIsMissed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := service{rapid.Bool().Draw(t, "from 0"), rapid.Int64Range(0, 1).Draw(t, "ahead"), rapid.Bool().Draw(t, "strict")}
		rule := inbox.AfterMax
		switch {
		case s.strict && s.fromZero, rapid.Bool().Draw(t, "told"):
			rule = map[bool]inbox.Rule{true: inbox.AtMax, false: inbox.AfterMax}[s.strict]
		case rapid.Bool().Draw(t, "either"):
			rule = inbox.Either
		}
		limit := rapid.Int64Range(0, 5).Draw(t, "max_retries")
		w := &walk{service: s, rule: rule, limit: limit, b: inbox.New(), spent: map[string]int64{}}
		t.Repeat(map[string]func(*rapid.T){
			"peek":   w.peek,
			"pull":   w.pull,
			"retry":  w.retry,
			"others": w.others,
			"lapse":  func(*rapid.T) { w.now += 100; w.b.Lapse(at(w.now)) },
		})
	})
}

// walk is a queue of a few messages on such a service.
type walk struct {
	service
	rule   inbox.Rule
	limit  int64
	b      *inbox.Inbox
	spent  map[string]int64 // deliveries so far
	now    float64
	leases int
}

func (w *walk) budget() inbox.Budget {
	return inbox.NewBudget(consumer(w.limit, ""), w.rule).With(w.b.Counting())
}

func (w *walk) message(t *rapid.T) string {
	return rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "message")
}

// alive says whether the message still waits to be delivered.
func (w *walk) alive(id string) bool { return w.spent[id] < w.deliveries(w.limit) }

func (w *walk) peek(t *rapid.T) {
	id := w.message(t)
	if !w.alive(id) {
		return
	}
	w.now++
	_, shows := w.shown(w.spent[id])
	res := peek(w.now, id)
	res.Messages[0].Attempts = apiclient.CountOf(shows)
	w.b.MergePeek(res, 1)
}

func (w *walk) pull(t *rapid.T) {
	id := w.message(t)
	if !w.alive(id) {
		return
	}
	w.now++
	w.leases++
	w.b.Lapse(at(w.now)) // a message is delivered again only when its lease is over
	last := w.spent[id]+1 == w.deliveries(w.limit)
	if e, seen := w.b.Entry(apiclient.MessageID(id)); seen && e.State != inbox.Leased {
		w.judge(t, "the next delivery", last, w.budget().NextLast(e))
	}
	shows, _ := w.shown(w.spent[id])
	w.b.MergePull(pull(w.now, delivery(id, fmt.Sprint("lease ", w.leases), int(shows))), 50*time.Second)
	w.spent[id]++
	e, _ := w.b.Entry(apiclient.MessageID(id))
	w.judge(t, "this delivery", last, w.budget().OnLast(e))
	if live := w.fromZero && !w.strict && w.rule == inbox.AfterMax; live && !last && w.budget().OnLast(e) != inbox.No {
		t.Fatalf("%s showed %d of %d and is called last; it has deliveries left", id, shows, w.limit)
	}
}

func (w *walk) judge(t *rapid.T, what string, last bool, said inbox.Chance) {
	// What another consumer did since the last look can't be known here.
	switch {
	case last && said == inbox.No:
		t.Fatalf("%s is the last (max_retries %d, %+v, rule %d, learnt %+v), and nothing says so", what, w.limit, w.service, w.rule, w.b.Counting())
	case !last && said == inbox.Surely && w.told():
		t.Fatalf("%s is said to be the last, and is not (max_retries %d, %+v, rule %d, learnt %+v)", what, w.limit, w.service, w.rule, w.b.Counting())
	}
}

// told says whether the rule is the one of the service.
func (w *walk) told() bool {
	return w.rule == inbox.Either || (w.rule == inbox.AtMax) == w.strict
}

func (w *walk) retry(t *rapid.T) {
	id := w.message(t)
	e, ok := w.b.Entry(apiclient.MessageID(id))
	if !ok || e.State != inbox.Leased {
		return
	}
	w.now++
	w.b.MergeSettle(apiclient.Settlement{Retries: []apiclient.Retry{{LeaseID: e.Lease.ID}}}, settled(w.now, 0, 1))
}

// others have a message delivered to them, and peek's next look shows it.
func (w *walk) others(t *rapid.T) {
	id := w.message(t)
	e, seen := w.b.Entry(apiclient.MessageID(id))
	if seen && e.State == inbox.Leased || w.spent[id]+1 >= w.deliveries(w.limit) {
		return
	}
	w.spent[id]++
	w.peekAt(id)
}

func (w *walk) peekAt(id string) {
	w.now++
	_, shows := w.shown(w.spent[id])
	res := peek(w.now, id)
	res.Messages[0].Attempts = apiclient.CountOf(shows)
	w.b.MergePeek(res, 1)
}
