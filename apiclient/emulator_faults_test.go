package apiclient_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	b := newBench(t, emulator.Options{})
	ctx := t.Context()
	missing := apiclient.QueueID(strings.Repeat("f", 32))
	stranger := clientOf(t, b.server, apiclient.Config{Token: "a-token-that-opens-nothing"})
	reader := emulator.NewTest(t, emulator.Options{ReadOnly: true})
	if err := reader.Seed(emulator.Seed{Queues: []emulator.SeedQueue{{ID: string(ordersID), Name: "orders"}}}); err != nil {
		t.Fatal(err)
	}
	readOnly := clientOf(t, reader, apiclient.Config{})
	for name, test := range map[string]struct {
		err   error
		holds func(error) bool
	}{
		"no queue, control plane": {second(b.GetQueue(ctx, missing)), apiclient.IsNotFound},
		"no queue, message plane": {second(b.Pull(ctx, missing, apiclient.PullOptions{})), apiclient.IsNotFound},
		"no queue, peek":          {second(b.Peek(ctx, missing, 5)), apiclient.IsNotFound},
		"worker's queue":          {second(b.Pull(ctx, workerID, apiclient.PullOptions{})), apiclient.IsNoPullConsumer},
		"wrong token":             {second(stranger.ListQueues(ctx)), apiclient.IsAuth},
		"read-only peek":          {second(readOnly.Peek(ctx, ordersID, 5)), apiclient.IsAuth},
	} {
		if !test.holds(test.err) || apiclient.MayHaveTakenEffect(test.err) || apiclient.IsUnsupported(test.err) {
			t.Errorf("%s: %v", name, test.err)
		}
	}
	if _, err := readOnly.Metrics(ctx, ordersID); err != nil {
		t.Error(err)
	}
}

func second[T any](_ T, err error) error { return err }

// A server that doesn't have an endpoint is told from a queue that isn't there.
func TestMissingEndpoints(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusNotFound, http.StatusMethodNotAllowed} {
		b := newBench(t, emulator.Options{Missing: map[string]int{
			"peek": status, "purge_messages": status, "extend": status, "metrics": status,
		}})
		ctx := t.Context()
		for name, err := range map[string]error{
			"peek":    second(b.Peek(ctx, ordersID, 5)),
			"purge":   second(b.PurgeMessages(ctx, ordersID, []apiclient.Ref{"r"})),
			"extend":  second(b.Extend(ctx, ordersID, []apiclient.LeaseID{"l"}, 0)),
			"metrics": second(b.Metrics(ctx, ordersID)),
		} {
			if !apiclient.IsUnsupported(err) || apiclient.IsNotFound(err) || apiclient.IsNoPullConsumer(err) {
				t.Errorf("%d %s: %v", status, name, err)
			}
		}
		if len(b.calls) != 4 {
			t.Errorf("%d calls: what is missing was asked for again", len(b.calls))
		}
	}
}

// A pull whose answer was lost leased its messages. It is sent once, and says
// what may have become of it.
func TestFaultsOfAPull(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  emulator.Fault
		leased int
		kept   int
		effect bool
		holds  func(error) bool
	}{
		"dropped before":    {emulator.Fault{Drop: emulator.DropBefore}, 0, 0, true, apiclient.IsUnavailable},
		"dropped after":     {emulator.Fault{Drop: emulator.DropAfter}, 5, 0, true, apiclient.IsUnavailable},
		"cut":               {emulator.Fault{Cut: 700}, 5, 1, true, apiclient.IsMalformed},
		"cut at once":       {emulator.Fault{Cut: -1}, 5, 0, true, apiclient.IsMalformed},
		"500":               {emulator.Fault{Status: 500}, 0, 0, true, apiclient.IsUnavailable},
		"502 page":          {emulator.Fault{Status: 502}, 0, 0, true, apiclient.IsHTML},
		"429":               {emulator.Fault{Status: 429}, 0, 0, false, apiclient.IsRateLimited},
		"409":               {emulator.Fault{Status: 409}, 0, 0, false, apiclient.IsPaused},
		"405":               {emulator.Fault{Status: 405}, 0, 0, false, apiclient.IsNoPullConsumer},
		"403":               {emulator.Fault{Status: 403}, 0, 0, false, apiclient.IsAuth},
		"404":               {emulator.Fault{Status: 404}, 0, 0, false, apiclient.IsNotFound},
		"empty object":      {emulator.Fault{Status: 200, Body: `{}`}, 0, 0, true, apiclient.IsMalformed},
		"time-out":          {emulator.Fault{Delay: time.Hour}, 0, 0, true, apiclient.IsTimeout},
		"slow, but in time": {emulator.Fault{Delay: 20 * time.Second}, 5, 5, false, func(err error) bool { return err == nil }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, emulator.Options{}, words(5)...)
				test.fault.Op = "pull"
				b.server.Inject(test.fault)
				got, err := b.Pull(t.Context(), ordersID, apiclient.PullOptions{BatchSize: 5, VisibilityTimeout: time.Hour})
				if !test.holds(err) || apiclient.MayHaveTakenEffect(err) != test.effect || len(got.Messages) != test.kept {
					t.Errorf("%d messages: %v", len(got.Messages), err)
				}
				leased := 0
				for _, m := range b.server.Messages("orders") {
					if m.State == "leased" && m.Attempts == 1 {
						leased++
					}
				}
				if leased != test.leased || len(b.calls) != 1 {
					t.Errorf("%d leased by %d calls", leased, len(b.calls))
				}
			})
		})
	}
}

// A read recovers from faults by itself.
func TestFaultsOfAPeek(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"dropped": {Drop: emulator.DropAfter, Times: 2}, "cut": {Cut: 100, Times: 2}, "500": {Status: 500, Times: 2}, "502": {Status: 502, Times: 2},
		"429": {Status: 429, Header: http.Header{"Retry-After": {"3"}}, Times: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, emulator.Options{}, words(5)...)
				fault.Op = "peek"
				b.server.Inject(fault)
				got, err := b.Peek(t.Context(), ordersID, 5)
				if err != nil || len(got.Messages) != 5 || len(b.calls) != 3 {
					t.Errorf("%d messages by %d calls: %v", len(got.Messages), len(b.calls), err)
				}
			})
		})
	}
}

func TestCancelOfAPull(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, emulator.Options{}, words(5)...)
		b.server.Inject(emulator.Fault{Op: "pull", Delay: time.Hour})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		_, err := b.Pull(ctx, ordersID, apiclient.PullOptions{})
		if !apiclient.IsCanceled(err) || !apiclient.MayHaveTakenEffect(err) || time.Since(start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

// The client's budget keeps the account below the limit of a server that counts.
func TestBudgetKeepsBelowTheLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, emulator.Options{RateLimit: 1200})
		start := time.Now()
		for time.Since(start) < 20*time.Minute {
			if _, err := b.Metrics(t.Context(), ordersID); err != nil {
				t.Fatal(err)
			}
		}
		if len(b.calls) < 3900 {
			t.Errorf("%d calls in 20 minutes", len(b.calls))
		}
	})
}
