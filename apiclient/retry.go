package apiclient

import (
	"context"
	"math/rand/v2"
	"time"
)

// A read is tried maxTries times at most. Between the tries it waits
// firstPause, doubled each time and shortened at random by up to a half, or
// what Retry-After says. A longer Retry-After than maxPause ends the call: a
// person decides better than a program whether to wait for it.
const (
	maxTries   = 3
	firstPause = 250 * time.Millisecond
	maxPause   = 10 * time.Second
)

// nextTry says whether try n of a request is to be followed by another, and
// after how long.
func nextTry(ctx context.Context, r request, failure *Error, n int) (time.Duration, bool) {
	switch {
	case r.changes, n >= maxTries, failure.kind == kindBudget, ctx.Err() != nil:
		return 0, false
	case failure.kind == kindHTML, failure.kind == kindAPI, failure.kind == kindTransport:
	default:
		return 0, false
	}
	limited := IsRateLimited(failure)
	if (!limited && !IsUnavailable(failure)) || (limited && isAutomatic(ctx)) || failure.RetryAfter > maxPause {
		return 0, false
	}
	wait := firstPause << (n - 1)
	wait -= rand.N(wait / 2)
	return max(wait, failure.RetryAfter), true
}

// pause waits for d, or for less when the context ends: then its error says so.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
