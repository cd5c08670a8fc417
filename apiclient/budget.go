package apiclient

import (
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// The API counts requests over five minutes. A token bucket of a quarter of the
// requests, refilled with the other three quarters over that time, can't exceed
// the count in any five minutes, wherever they begin.
const (
	budgetWindow = 5 * time.Minute
	// maxBudgetWait is how long a call waits for the budget before it is
	// refused with the reason.
	maxBudgetWait = 5 * time.Second
	// blockWithoutRetryAfter is how long automatic calls rest after a 429 that
	// names no time.
	blockWithoutRetryAfter = time.Minute
)

// budget shares out the requests of one client. Automatic calls draw on a bucket
// of their own besides the common one, so that a person's key always finds three
// quarters of it.
type budget struct {
	all, automatic *rate.Limiter

	mu      sync.Mutex
	blocked time.Time // automatic calls rest until then
}

// refusal is why no request may be sent now, and how long that lasts.
type refusal struct {
	reason string
	wait   time.Duration
}

func newBudget(requests int) *budget {
	return &budget{all: newShare(requests), automatic: newShare(max(1, requests/4))}
}

// newShare allows the number of requests per window. Very small shares are
// rounded up to one at once and one per window.
func newShare(requests int) *rate.Limiter {
	burst := max(1, requests/4)
	refill := max(1, requests-burst)
	return rate.NewLimiter(rate.Limit(float64(refill)/budgetWindow.Seconds()), burst)
}

// take reserves one request. The caller waits for the time returned and then
// sends it, or calls cancel.
func (b *budget) take(now func() time.Time, automatic bool) (wait time.Duration, cancel func(), no *refusal) {
	at := now()
	shares := []*rate.Limiter{b.all}
	if automatic {
		if rest := b.resting(at); rest > 0 {
			return 0, nil, &refusal{
				reason: fmt.Sprintf("the API answered 429: automatic calls rest for another %s", inSeconds(rest)),
				wait:   rest,
			}
		}
		shares = append(shares, b.automatic)
	}
	var held []*rate.Reservation
	giveBack := func(t time.Time) {
		for _, r := range held {
			r.CancelAt(t)
		}
	}
	for _, share := range shares {
		r := share.ReserveN(at, 1)
		held = append(held, r)
		wait = max(wait, r.DelayFrom(at))
	}
	if wait > maxBudgetWait {
		giveBack(at)
		return 0, nil, &refusal{
			reason: fmt.Sprintf("the request budget is used up: the next request may be sent in %s", inSeconds(wait)),
			wait:   wait,
		}
	}
	return wait, func() { giveBack(now()) }, nil
}

// unhurried is how long a call waits that leaves a third of what can be sent at
// once to others: one of many, for which nobody has pressed a key of its own.
func (b *budget) unhurried(at time.Time) time.Duration {
	lack := float64(b.all.Burst()/3+1) - b.all.TokensAt(at)
	if lack <= 0 {
		return 0
	}
	return time.Duration(lack / float64(b.all.Limit()) * float64(time.Second))
}

func (b *budget) resting(at time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.blocked.Sub(at)
}

// block makes automatic calls rest after a 429. A shorter block never ends a
// longer one.
func (b *budget) block(at time.Time, retryAfter time.Duration) {
	if retryAfter <= 0 {
		retryAfter = blockWithoutRetryAfter
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if until := at.Add(retryAfter); until.After(b.blocked) {
		b.blocked = until
	}
}

// inSeconds rounds up, so that nobody is told to come back too early.
func inSeconds(d time.Duration) time.Duration {
	return (d + time.Second - 1).Truncate(time.Second)
}
