package emulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"leaseview/apiclient/emulator"
)

func newRequest(ctx context.Context, t *testing.T, s *emulator.Server, rest, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost,
		s.BaseURL()+"/accounts/"+s.Account()+"/queues/"+ordersID+rest, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.Token())
	return req
}

func TestRoundTripperInBubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRaw(t, emulator.Options{}, orders(""))
		r.pushText("a")
		if got := r.pull(`{}`); len(got) != 1 {
			t.Fatalf("first pull: %+v", got)
		}
		time.Sleep(31 * time.Second)
		if got := r.pull(`{}`); len(got) != 1 || got[0].Attempts != 1 {
			t.Fatalf("pull after the lease lapsed: %+v", got)
		}
	})
}

func TestContextEndsASlowCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRaw(t, emulator.Options{}, orders(""))
		r.pushText("a")
		r.server.Inject(emulator.Fault{Op: "pull", Delay: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		start := time.Now()
		//nolint:bodyclose // there is no answer
		_, err := r.server.RoundTripper().RoundTrip(newRequest(ctx, t, r.server, "/messages/pull", "{}"))
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 5*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		synctest.Wait() // a handler that went on waiting would keep the bubble from ending
		if m := r.server.Messages("orders"); m[0].Attempts != 0 {
			t.Errorf("the pull took effect: %+v", m)
		}
	})
}

func TestUnreadAnswerHoldsNoGoroutine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		if err := s.Seed(orders("")); err != nil {
			t.Fatal(err)
		}
		//nolint:bodyclose // that is what this is about
		res, err := s.RoundTripper().RoundTrip(newRequest(t.Context(), t, s, "/messages/pull", "{}"))
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatal(res, err)
		}
		// The body is neither read nor closed: the bubble ends only if nothing waits for that.
	})
}

func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name     string
		fault    emulator.Fault
		status   int
		roundErr error
		readErr  error
		read     int
		attempts int
	}{
		{name: "dropped before", fault: emulator.Fault{Drop: emulator.DropBefore}, roundErr: io.EOF, attempts: 0},
		{name: "dropped after", fault: emulator.Fault{Drop: emulator.DropAfter}, roundErr: io.EOF, attempts: 1},
		{name: "cut", fault: emulator.Fault{Cut: 10}, status: 200, readErr: io.ErrUnexpectedEOF, read: 10, attempts: 1},
		{name: "cut after the headers", fault: emulator.Fault{Cut: -1}, status: 200, readErr: io.ErrUnexpectedEOF, attempts: 1},
		{name: "an answer cut", fault: emulator.Fault{Status: 502, Cut: 5}, status: 502, readErr: io.ErrUnexpectedEOF, read: 5},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := newRaw(t, emulator.Options{}, orders(""))
			r.pushText("a")
			tc.fault.Op = "pull"
			r.server.Inject(tc.fault)
			res, err := r.server.RoundTripper().RoundTrip(newRequest(t.Context(), t, r.server, "/messages/pull", "{}"))
			if !errors.Is(err, tc.roundErr) {
				t.Fatalf("RoundTrip: %v, want %v", err, tc.roundErr)
			}
			if err == nil {
				defer res.Body.Close()
				data, err := io.ReadAll(res.Body)
				if !errors.Is(err, tc.readErr) || len(data) != tc.read || res.StatusCode != tc.status {
					t.Errorf("status %d, read %d bytes and %v", res.StatusCode, len(data), err)
				}
			}
			if m := r.server.Messages("orders"); m[0].Attempts != tc.attempts {
				t.Errorf("attempts %d, want %d", m[0].Attempts, tc.attempts)
			}
		})
	}
}
