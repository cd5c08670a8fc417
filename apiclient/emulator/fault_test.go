package emulator_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient/emulator"
)

func TestParseFault(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]emulator.Fault{
		"pull,status=429,times=2,header=Retry-After: 30": {Op: "pull", Status: 429, Times: 2, Header: http.Header{"Retry-After": {"30"}}},
		"ack,drop=after":                     {Op: "ack", Drop: emulator.DropAfter},
		"any,delay=2s,times=-1":              {Delay: 2 * time.Second, Times: -1},
		"push,queue=orders,cut=10":           {Op: "push", Queue: "orders", Cut: 10},
		`list,status=500,body={"a":1,"b":2}`: {Op: "list", Status: 500, Body: `{"a":1,"b":2}`},
	} {
		got, err := emulator.ParseFault(rule)
		if err != nil || cmp.Diff(want, got) != "" {
			t.Errorf("%s: %v %s", rule, err, cmp.Diff(want, got))
		}
	}
	for rule, want := range map[string]string{
		"":                    "no operation",
		"pul,status=500":      `no operation "pul"`,
		"pull":                "does nothing",
		"pull,status=99":      "200 to 599",
		"pull,status=x":       "status=x is not a number from 200 to 599",
		"pull,status=1e999":   "200 to 599",
		"pull,cut=":           "cut= is not a whole number",
		"pull,times=often":    "times=often is not a whole number",
		"pull,delay=-1s":      "negative",
		"pull,drop=sometimes": "neither before nor after",
		"pull,header=x":       "NAME:VALUE",
		"pull,when=now":       `no part "when"`,
	} {
		if _, err := emulator.ParseFault(rule); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", rule, err, want)
		}
	}
}

// TestFaultsInOrder: each call meets the first fault that fits it.
func TestFaultsInOrder(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{}, orders(""))
	r.server.Inject(emulator.Fault{Op: "metrics", Status: 500, Times: 2})
	r.server.Inject(emulator.Fault{Op: "metrics", Queue: "elsewhere", Status: 501, Times: -1})
	r.server.Inject(emulator.Fault{Status: 503})
	var got []int
	for range 4 {
		got = append(got, r.do(http.MethodGet, r.queue("/metrics"), "").status)
	}
	if want := []int{500, 500, 503, 200}; cmp.Diff(want, got) != "" {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestFaultAnswers(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{}, orders(""))
	for _, tc := range []struct {
		fault emulator.Fault
		want  string
		key   string
		value string
	}{
		{emulator.Fault{Status: 429}, `"code":971`, "Retry-After", "300"},
		{emulator.Fault{Status: 429, Header: http.Header{"Retry-After": {"7"}}}, `"code":971`, "Retry-After", "7"},
		{emulator.Fault{Status: 403}, `"code":10000`, "Content-Type", "application/json"},
		{emulator.Fault{Status: 405}, `"code":0,"message":"messages cannot be pulled`, "Content-Type", "application/json"},
		{emulator.Fault{Status: 409}, `queue_delivery_paused`, "Content-Type", "application/json"},
		{emulator.Fault{Status: 404}, `"code":11000`, "Content-Type", "application/json"},
		{emulator.Fault{Status: 500}, `"code":15000`, "Content-Type", "application/json"},
		{emulator.Fault{Status: 502}, "<!DOCTYPE html>", "Content-Type", "text/html; charset=UTF-8"},
		{emulator.Fault{Status: 200, Body: "{}"}, "{}", "Content-Type", "application/json"},
		{emulator.Fault{Header: http.Header{"X-Odd": {"1"}}}, `"backlog_count":0`, "X-Odd", "1"},
	} {
		tc.fault.Op = "metrics"
		r.server.Inject(tc.fault)
		answer := r.do(http.MethodGet, r.queue("/metrics"), "")
		if tc.fault.Status != 0 && answer.status != tc.fault.Status || !strings.Contains(answer.text, tc.want) || answer.header.Get(tc.key) != tc.value {
			t.Errorf("%v: %d %v %s", tc.fault, answer.status, answer.header, answer.text)
		}
		if answer.header.Get("CF-Ray") == "" || answer.header.Get("Date") == "" {
			t.Errorf("%v: no CF-Ray or no Date", tc.fault)
		}
	}
}

func TestFaultDelayWorks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRaw(t, emulator.Options{}, orders(""))
		r.server.Inject(emulator.Fault{Op: "metrics", Delay: 3 * time.Second})
		start := time.Now()
		if answer := r.do(http.MethodGet, r.queue("/metrics"), ""); answer.status != 200 || time.Since(start) != 3*time.Second {
			t.Errorf("%d after %v", answer.status, time.Since(start))
		}
	})
}

// TestFaultsOverSockets: a broken connection looks to a client of net/http as
// it does in process.
func TestFaultsOverSockets(t *testing.T) {
	t.Parallel()
	s := emulator.NewTest(t, emulator.Options{})
	if err := s.Seed(orders("")); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	c := &loopback{server: s, base: server.URL + "/client/v4", http: server.Client()}
	for _, tc := range []struct {
		fault emulator.Fault
		left  int
		want  error
	}{
		{emulator.Fault{Drop: emulator.DropBefore}, 0, io.EOF},
		{emulator.Fault{Drop: emulator.DropAfter}, 1, io.EOF},
		{emulator.Fault{Cut: 20}, 2, io.ErrUnexpectedEOF},
	} {
		tc.fault.Op = "push"
		s.Inject(tc.fault)
		_, err := c.postRaw("/messages", strings.NewReader(oneMessage))
		if err == nil || !strings.HasSuffix(err.Error(), tc.want.Error()) {
			t.Errorf("%v: %v, want %v", tc.fault, err, tc.want)
		}
		if n := s.Count("orders"); n != tc.left {
			t.Errorf("%v: %d messages, want %d", tc.fault, n, tc.left)
		}
	}
}

// watcher is a TB that notes its failure.
type watcher struct {
	cleanups []func()
	failed   string
}

func (w *watcher) Helper()                   {}
func (w *watcher) Cleanup(f func())          { w.cleanups = append(w.cleanups, f) }
func (w *watcher) Fatalf(f string, a ...any) { w.failed = fmt.Sprintf(f, a...) }

func TestFaultThatNeverHappened(t *testing.T) {
	t.Parallel()
	w := &watcher{}
	s := emulator.NewTest(w, emulator.Options{})
	s.Inject(emulator.Fault{Op: "list", Status: 500, Times: -1}) // for all calls: none is no mistake
	s.Inject(emulator.Fault{Op: "pull", Status: 429})
	for _, f := range w.cleanups {
		f()
	}
	if !strings.Contains(w.failed, "pull") {
		t.Errorf("failed with %q", w.failed)
	}
}
