package apiclient

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// reply is what a try meets: an answer, a broken connection, or an answer that
// breaks off in the middle.
type reply struct {
	status int
	body   string
	header []string
	delay  time.Duration
}

var (
	broken = reply{}
	cutOff = reply{status: 200, body: `{"success":tr`, header: []string{"Test-Cut", "1"}}
)

func status(code int, body string, header ...string) reply {
	return reply{status: code, body: body, header: header}
}

// script answers the tries one after the other; the last answer repeats.
type script struct {
	answers []reply
	at      []time.Time
}

func (s *script) RoundTrip(*http.Request) (*http.Response, error) {
	next := s.answers[min(len(s.at), len(s.answers)-1)]
	s.at = append(s.at, time.Now())
	time.Sleep(next.delay)
	if next.status == 0 {
		return nil, errors.New("connection reset")
	}
	resp := response(next.status, next.body, next.header...)
	if resp.Header.Get("Test-Cut") != "" {
		resp.ContentLength = int64(len(next.body)) + 100
	}
	return resp, nil
}

func TestReadsAreRetried(t *testing.T) {
	t.Parallel()
	good := status(200, result(aMetrics))
	for name, test := range map[string]struct {
		answers []reply
		tries   int
		ok      bool
		least   time.Duration
		most    time.Duration
	}{
		"at once":                {[]reply{good}, 1, true, 0, 0},
		"500":                    {[]reply{status(500, ""), good}, 2, true, firstPause / 2, firstPause},
		"html 502":               {[]reply{status(502, aPage), good}, 2, true, firstPause / 2, firstPause},
		"connection":             {[]reply{broken, good}, 2, true, firstPause / 2, firstPause},
		"cut":                    {[]reply{cutOff, good}, 2, true, firstPause / 2, firstPause},
		"third time":             {[]reply{broken, status(503, ""), good}, 3, true, 3 * firstPause / 2, 3 * firstPause},
		"no fourth time":         {[]reply{broken, broken, broken, good}, 3, false, 3 * firstPause / 2, 3 * firstPause},
		"429":                    {[]reply{status(429, ""), good}, 2, true, firstPause / 2, firstPause},
		"429 with a time":        {[]reply{status(429, "", "Retry-After", "7"), good}, 2, true, 7 * time.Second, 7 * time.Second},
		"503 with a time":        {[]reply{status(503, "", "Retry-After", "7"), good}, 2, true, 7 * time.Second, 7 * time.Second},
		"503 with the most time": {[]reply{status(503, "", "Retry-After", "10"), good}, 2, true, maxPause, maxPause},
		"429 with a long time":   {[]reply{status(429, "", "Retry-After", "300"), good}, 1, false, 0, 0},
		"403":                    {[]reply{status(403, refused("10000", "no")), good}, 1, false, 0, 0},
		"404":                    {[]reply{status(404, refused("11000", "no")), good}, 1, false, 0, 0},
		"501":                    {[]reply{status(501, ""), good}, 1, false, 0, 0},
		"redirect":               {[]reply{status(307, "", "Location", "/x"), good}, 1, false, 0, 0},
		"malformed":              {[]reply{status(200, `{}`), good}, 1, false, 0, 0},
		"success false at 200":   {[]reply{status(200, refused("15000", "no")), good}, 1, false, 0, 0},
		"503 and then a 404":     {[]reply{status(503, ""), status(404, refused("11000", "no")), good}, 2, false, firstPause / 2, firstPause},
		"page with 200 is final": {[]reply{status(200, aPage), good}, 1, false, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{answers: test.answers}
				var tries []int
				c := newClient(t, Config{Transport: s, Observe: func(call Call) { tries = append(tries, call.Try) }})
				start := time.Now()
				_, err := c.Metrics(t.Context(), testQueue)
				if took := time.Since(start); took < test.least || took > test.most {
					t.Errorf("took %v, want %v to %v", took, test.least, test.most)
				}
				if len(s.at) != test.tries || (err == nil) != test.ok {
					t.Errorf("%d tries, %v", len(s.at), err)
				}
				for i, n := range tries {
					if n != i+1 {
						t.Errorf("observed tries %v", tries)
					}
				}
				if len(tries) != test.tries {
					t.Errorf("observed tries %v", tries)
				}
			})
		})
	}
}

// Whatever goes wrong, a call that changes something is sent once, and every
// call that only reads is sent again. A new method that is missing from calls()
// has no test for its request either.
func TestChangesAreSentOnce(t *testing.T) {
	t.Parallel()
	for _, call := range calls() {
		for name, answer := range map[string]reply{
			"connection": broken, "cut": cutOff, "500": status(500, refused("15000", "no")),
			"502": status(502, aPage), "429": status(429, "", "Retry-After", "1"),
		} {
			t.Run(call.name+" "+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s := &script{answers: []reply{answer}}
					_, err := call.run(t.Context(), newClient(t, Config{Transport: s}))
					want := maxTries
					if call.changes {
						want = 1
					}
					if len(s.at) != want || err == nil {
						t.Errorf("sent %d times, want %d: %v", len(s.at), want, err)
					}
					if effect := call.changes && name != "429"; MayHaveTakenEffect(err) != effect ||
						strings.Contains(err.Error(), "may have taken effect") != effect {
						t.Errorf("effect: want %v: %v", effect, err)
					}
				})
			})
		}
	}
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	hang := roundTrip(func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, errors.New("net/http: request canceled")
	})
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, err := newClient(t, Config{Transport: hang}).Pull(t.Context(), testQueue, PullOptions{})
		if took := time.Since(start); took != DefaultTimeout || !IsTimeout(err) || IsUnavailable(err) || err.Error() != "pull: no answer in time; it may have taken effect all the same" {
			t.Errorf("%v after %v", err, took)
		}
		if e := asError(t, err); !e.SentAt.Equal(start) {
			t.Error(e.SentAt)
		}
		start = time.Now()
		_, err = newClient(t, Config{Transport: hang, Timeout: time.Second}).Metrics(t.Context(), testQueue)
		if took := time.Since(start); took != time.Second || !IsTimeout(err) || MayHaveTakenEffect(err) {
			t.Errorf("%v after %v", err, took)
		}
		// A deadline of the caller's own is kept, the longer one too.
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start = time.Now()
		_, err = newClient(t, Config{Transport: hang, Timeout: time.Second}).Metrics(ctx, testQueue)
		if took := time.Since(start); took != time.Minute || !IsTimeout(err) {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// The time-out covers the reading of the answer, not only its beginning.
func TestTimeoutWhileReading(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := fakeClient(t, func(r *http.Request) (*http.Response, error) {
			resp := response(200, "")
			begun := strings.NewReader(`{"success":true,"result":{"messages":[` + messageA + `,`)
			resp.ContentLength, resp.Body = -1, io.NopCloser(io.MultiReader(begun, hangingReader{r.Context()}))
			return resp, nil
		})
		got, err := c.Pull(t.Context(), testQueue, PullOptions{})
		if !IsTimeout(err) || !IsMalformed(err) || !MayHaveTakenEffect(err) || ids(got.Messages) != "a" {
			t.Error(ids(got.Messages), err)
		}
	})
}

type hangingReader struct{ ctx context.Context }

func (r hangingReader) Read([]byte) (int, error) {
	<-r.ctx.Done()
	return 0, r.ctx.Err()
}

func TestCancelBetweenTries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := &script{answers: []reply{status(503, "", "Retry-After", "8")}}
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		_, err := newClient(t, Config{Transport: s}).Metrics(ctx, testQueue)
		if took := time.Since(start); !IsCanceled(err) || took != time.Second || len(s.at) != 1 {
			t.Errorf("%v after %v and %d tries", err, took, len(s.at))
		}
		if e := asError(t, err); e.SentAt.IsZero() {
			t.Error("the time of sending is lost")
		}
		// Out of time between two tries, the last failure says more.
		deadline, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err = newClient(t, Config{Transport: s}).Metrics(deadline, testQueue); !IsUnavailable(err) {
			t.Error(err)
		}
		// A context that has ended sends nothing.
		tries := len(s.at)
		if _, err = newClient(t, Config{Transport: s}).Pull(ctx, testQueue, PullOptions{}); !IsCanceled(err) || MayHaveTakenEffect(err) || len(s.at) != tries {
			t.Error(err)
		}
	})
}

func TestObserver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var seen []Call
		slow := reply{status: 503, header: []string{"CF-Ray", "ray-1"}, delay: 3 * time.Second}
		s := &script{answers: []reply{slow, status(200, result(aMetrics))}}
		c := newClient(t, Config{Transport: s, Observe: func(call Call) { seen = append(seen, call) }})
		start := time.Now()
		if _, err := c.Metrics(Automatic(t.Context()), testQueue); err != nil {
			t.Fatal(err)
		}
		first, second := seen[0], seen[1]
		if first.Method != http.MethodGet || first.Path != queuePath+"/metrics" || first.Status != 503 || first.RayID != "ray-1" || first.Try != 1 ||
			!first.Automatic || !first.Started.Equal(start) || first.Duration != 3*time.Second || !IsUnavailable(first.Err) {
			t.Errorf("%+v", first)
		}
		if second.Status != 200 || second.Try != 2 || second.Err != nil || second.RayID != "" {
			t.Errorf("%+v", second)
		}
	})
}

// Clients that failed together must not come back together.
func TestPausesDiffer(t *testing.T) {
	t.Parallel()
	for n := 1; n < maxTries; n++ {
		seen := make(map[time.Duration]bool)
		for range 100 {
			wait, again := nextTry(t.Context(), request{}, &Error{Status: 503}, n)
			if longest := firstPause << (n - 1); !again || wait < longest/2 || wait > longest {
				t.Fatalf("try %d: %v, %v", n, wait, again)
			}
			seen[wait] = true
		}
		if len(seen) < 50 {
			t.Errorf("try %d: %d different pauses of 100", n, len(seen))
		}
	}
}
