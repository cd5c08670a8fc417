package apiclient

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// countingClient answers every call and counts them.
func countingClient(t *testing.T, cfg Config) (*Client, *[]time.Time) {
	t.Helper()
	var sent []time.Time
	cfg.Transport = roundTrip(func(*http.Request) (*http.Response, error) {
		sent = append(sent, time.Now())
		return response(200, result(aMetrics)), nil
	})
	return newClient(t, cfg), &sent
}

// mostInWindow is the largest number of requests in any five minutes.
func mostInWindow(sent []time.Time) int {
	most, from := 0, 0
	for i, at := range sent {
		for at.Sub(sent[from]) >= budgetWindow {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}

// Over an hour of calls as fast as they are let through, no five minutes see
// more than the budget, and not much less of it is lost.
func TestBudgetHoldsInEveryWindow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		budget    int
		automatic bool
		want      int
	}{
		"default":           {0, false, 1200},
		"automatic":         {0, true, 300},
		"settable":          {400, false, 400},
		"settable, a share": {400, true, 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, sent := countingClient(t, Config{Budget: test.budget})
				ctx := t.Context()
				if test.automatic {
					ctx = Automatic(ctx)
				}
				start := time.Now()
				for time.Since(start) < time.Hour {
					if _, err := c.Metrics(ctx, testQueue); err != nil {
						t.Fatal(err)
					}
				}
				if most := mostInWindow(*sent); most > test.want || most < test.want*9/10 {
					t.Errorf("%d in five minutes, want %d", most, test.want)
				}
				if hourly := len(*sent); hourly < 12*test.want*3/4 {
					t.Errorf("%d in an hour: the budget is not used", hourly)
				}
			})
		})
	}
}

// Automatic calls use up their own share and leave the rest to the person.
func TestAutomaticCallsLeaveRoom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, sent := countingClient(t, Config{Budget: 160})
		refusedAt := 0
		for i := range 100 {
			if _, err := c.Metrics(Automatic(t.Context()), testQueue); IsBudget(err) {
				refusedAt = i
				break
			}
		}
		if refusedAt != 10 { // a quarter of the automatic share of 40 at once
			t.Errorf("refused at call %d", refusedAt)
		}
		start := time.Now()
		for range 20 {
			if _, err := c.Metrics(t.Context(), testQueue); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 0 || len(*sent) != 30 {
			t.Errorf("a person's calls waited %v", took)
		}
	})
}

// A budget that is used up is an error with the time to wait, not a hang; a
// short wait is waited, and a refused call costs nothing.
func TestBudgetIsUsedUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		observed := 0
		c, sent := countingClient(t, Config{Budget: 4, Observe: func(Call) { observed++ }})
		if _, err := c.Metrics(t.Context(), testQueue); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			_, err := c.Pull(t.Context(), testQueue, PullOptions{})
			if !IsBudget(err) || !IsRateLimited(err) || MayHaveTakenEffect(err) ||
				err.Error() != "pull: the request budget is used up: the next request may be sent in 1m40s" {
				t.Fatal(err)
			}
			if wait, ok := RetryAfter(err); !ok || wait != 100*time.Second {
				t.Errorf("wait %v", wait)
			}
		}
		time.Sleep(97 * time.Second)
		start := time.Now()
		if _, err := c.Metrics(t.Context(), testQueue); err != nil || time.Since(start) != 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if len(*sent) != 2 || observed != 2 {
			t.Errorf("%d sent, %d observed", len(*sent), observed)
		}
	})
}

// The lease clock starts after the wait for the budget.
func TestSentAtIsAfterTheWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := countingClient(t, Config{Budget: 4})
		_, _ = c.Metrics(t.Context(), testQueue)
		time.Sleep(98 * time.Second)
		start := time.Now()
		m, err := c.Metrics(t.Context(), testQueue)
		if err != nil || m.SentAt.Sub(start) != 2*time.Second {
			t.Errorf("sent after %v: %v", m.SentAt.Sub(start), err)
		}
	})
}

func TestCancelWhileWaitingForTheBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, sent := countingClient(t, Config{Budget: 4})
		_, _ = c.Metrics(t.Context(), testQueue)
		time.Sleep(96 * time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Pull(ctx, testQueue, PullOptions{})
		if !IsTimeout(err) || MayHaveTakenEffect(err) || len(*sent) != 1 {
			t.Errorf("%v, %d sent", err, len(*sent))
		}
		// The place in the queue was given back.
		start := time.Now()
		if _, err := c.Metrics(t.Context(), testQueue); err != nil || time.Since(start) != 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

// After a 429 nothing automatic is sent until the time that the API named, while
// a person may still try.
func TestRestAfter429(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		header []string
		rest   time.Duration
	}{
		"with Retry-After":    {[]string{"Retry-After", "42"}, 42 * time.Second},
		"without Retry-After": {nil, blockWithoutRetryAfter},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{answers: []reply{status(429, "", test.header...), status(200, result(aMetrics))}}
				c := newClient(t, Config{Transport: s})
				automatic := Automatic(t.Context())
				if _, err := c.Metrics(automatic, testQueue); !IsRateLimited(err) || IsBudget(err) || len(s.at) != 1 {
					t.Fatal(err, len(s.at))
				}
				time.Sleep(test.rest - 1500*time.Millisecond)
				_, err := c.Metrics(automatic, testQueue)
				if !IsBudget(err) || len(s.at) != 1 || !strings.Contains(err.Error(), "the API answered 429: automatic calls rest for another 2s") {
					t.Error(err)
				}
				if wait, ok := RetryAfter(err); !ok || wait != 1500*time.Millisecond {
					t.Error(wait)
				}
				if _, err := c.Metrics(t.Context(), testQueue); err != nil {
					t.Error("a person's call was refused:", err)
				}
				time.Sleep(1500 * time.Millisecond)
				if _, err := c.Metrics(automatic, testQueue); err != nil {
					t.Error("the rest has no end:", err)
				}
			})
		})
	}
}

// What a 429 says of the time to wait holds from its coming, however slow it came.
func TestTheRestBeginsWithTheAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := fakeClient(t, func(*http.Request) (*http.Response, error) {
			time.Sleep(20 * time.Second)
			return response(429, "", "Retry-After", "42"), nil
		})
		automatic := Automatic(t.Context())
		if _, err := c.Metrics(automatic, testQueue); IsBudget(err) {
			t.Fatal(err)
		}
		_, err := c.Metrics(automatic, testQueue)
		if wait, ok := RetryAfter(err); !IsBudget(err) || !ok || wait != 42*time.Second {
			t.Errorf("%v, to wait %v", err, wait)
		}
	})
}

// A read that may not be tried again says why it failed, not that it may not.
func TestBudgetEndsRetries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []reply{status(503, "")}}
		_, err := newClient(t, Config{Transport: s, Budget: 4}).Metrics(t.Context(), testQueue)
		if !IsUnavailable(err) || IsBudget(err) || len(s.at) != 1 {
			t.Errorf("%v after %d tries", err, len(s.at))
		}
	})
}

// Many calls at once share one budget and nothing else.
func TestConcurrentCalls(t *testing.T) {
	t.Parallel()
	var observed atomic.Int32
	c := newClient(t, Config{
		Observe:   func(Call) { observed.Add(1) },
		Transport: roundTrip(func(*http.Request) (*http.Response, error) { return response(200, result(aMetrics)), nil }),
	})
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			for _, ctx := range []context.Context{t.Context(), Automatic(t.Context())} {
				if _, err := c.Metrics(ctx, testQueue); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if observed.Load() != 100 {
		t.Errorf("%d calls observed", observed.Load())
	}
}

func TestShorterRestKeepsTheLonger(t *testing.T) {
	t.Parallel()
	b := newBudget(100)
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	b.block(at, time.Minute)
	b.block(at, time.Second)
	if rest := b.resting(at); rest != time.Minute {
		t.Error(rest)
	}
}
