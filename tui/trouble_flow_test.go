package tui_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
)

type troubleCase struct {
	name   string
	fault  emulator.Fault
	after  time.Duration
	says   []string
	effect bool // it may have taken effect, and the screen must say so
}

var troubleCases = []troubleCase{
	{name: "no pull consumer", fault: emulator.Fault{Status: 405}, says: []string{
		"has no HTTP pull consumer", "v (peek) still works", "wrangler queues consumer http add orders",
	}},
	{name: "paused", fault: emulator.Fault{Status: 409}, says: []string{
		"Delivery of this queue is paused. Nothing was leased", "wrangler queues resume-delivery orders",
	}},
	{name: "rate limited", fault: emulator.Fault{Status: 429, Header: http.Header{"Retry-After": {"90"}}}, says: []string{
		"the API refuses them for 1:30", "Everything automatic stops until then", "RATE LIMITED 1:",
	}},
	{name: "500", fault: emulator.Fault{Status: 500}, effect: true, says: []string{
		"HTTP 500", "The API can't be reached or is failing",
	}},
	{name: "a web page", fault: emulator.Fault{Status: 502}, effect: true, says: []string{
		"HTTP 502", "The answer is a web page, not the API's",
	}},
	{name: "forbidden", fault: emulator.Fault{Status: 403}, says: []string{
		"The token is not valid for this account, or lacks Queues Edit", "set CLOUDFLARE_API_TOKEN",
	}},
	{name: "a cut answer", fault: emulator.Fault{Cut: 100}, effect: true, says: []string{
		"the answer was cut off", "The answer is not what the API documents",
	}},
	{name: "not the API's JSON", fault: emulator.Fault{Status: 200, Body: `{}`}, effect: true, says: []string{
		"The answer is not what the API documents",
	}},
	{name: "dead before", fault: emulator.Fault{Drop: emulator.DropBefore}, effect: true, says: []string{
		"The API can't be reached or is failing",
	}},
	{name: "dead after", fault: emulator.Fault{Drop: emulator.DropAfter}, effect: true, says: []string{
		"The API can't be reached or is failing",
	}},
	{name: "an API without it", fault: emulator.Fault{
		Status: 404, Body: `{"success":false,"errors":[{"code":7003,"message":"Could not route to that"}]}`,
	}, says: []string{"Could not route to that", "This API does not offer that call"}},
	{name: "a refusal of no known kind", fault: emulator.Fault{
		Status: 400, Body: `{"success":false,"errors":[{"code":10026,"message":"no such batch"}]}`,
	}, says: []string{"no such batch", "The last good data stays on screen"}},
	{name: "no answer in time", fault: emulator.Fault{Delay: time.Hour}, after: 31 * time.Second, effect: true, says: []string{
		"No answer came in time",
	}},
}

// TestAFailedPullSaysWhatToDo gives a pull every trouble that the API and the
// network have, and reads what the screen says of it. Nothing of that may ever
// be sent twice.
func TestAFailedPullSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, c := range troubleCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			flow(t, setup{seed: ordersSeed(), width: 80, height: 24}, func(d *driver) {
				c.fault.Op = "pull"
				d.server.Inject(c.fault)
				d.press("p")
				d.wait(c.after)
				d.sees("Pull failed")
				d.sees(c.says...)
				const maybe = "It may have taken effect: up to 5 messages may be hidden, with an attempt spent, until"
				if c.effect {
					d.sees(maybe, "It was not repeated")
				} else {
					d.misses(maybe)
				}
				d.sees("hello, queue") // the last good data stays
				d.wait(15 * time.Second)
				d.pulledTimes(1)
				d.sees("Pull failed") // it stays until somebody has read it
				d.press("j")
				d.misses("Pull failed")
			})
		})
	}
}

func TestACancelledPullIsNotForgotten(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "pull", Delay: 20 * time.Second})
		d.press("p")
		d.sees("pulling", "esc cancels")
		d.press("esc")
		d.sees("Pull failed", "You cancelled it", "It may have taken effect", "It was not repeated")
		d.misses("esc cancels")
		d.wait(35 * time.Second)
		d.pulledTimes(1)
	})
}

func TestAnyCallCanBeCancelled(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "peek", Delay: 20 * time.Second})
		d.press("v")
		d.sees("peeking")
		d.press("esc")
		d.sees("Peek failed", "You cancelled it")
		d.misses("It may have taken effect")
		d.press("v")
		d.sees("Peek shows 3 messages")
	})
}

func TestWithoutAPullConsumerOnlyPeekWorks(t *testing.T) {
	t.Parallel()
	none, worker := ordersSeed(), ordersSeed()
	none.Queues[0].Consumer = nil
	worker.Queues[0].Consumer = &emulator.SeedConsumer{Type: "worker", Script: "orders-worker"}
	for name, c := range map[string]struct {
		seed emulator.Seed
		says string
	}{
		"no consumer": {none, "The queue has no HTTP pull consumer. Add one with: wrangler queues consumer http add orders"},
		"a Worker":    {worker, "The queue is consumed by Worker orders-worker: it has no HTTP pull consumer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow(t, setup{seed: c.seed}, func(d *driver) {
				for _, key := range []string{"p", "f"} {
					d.press(key)
					d.sees(c.says, "v still peeks")
				}
				d.wait(time.Minute)
				d.pulledTimes(0)
				d.press("v")
				d.sees("Peek shows 3 messages")
			})
		})
	}
}

func TestAPausedQueueIsOnlyPeekedAt(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		if err := d.server.SetPaused("orders", true); err != nil {
			t.Fatal(err)
		}
		d.press("p") // the program does not know yet
		d.sees("Delivery of this queue is paused. Nothing was leased")
		d.press("r")
		d.sees("PAUSED")
		d.press("p")
		d.sees("so nothing can be leased. Resume it with: wrangler queues resume-delivery orders", "v still peeks")
		d.pulledTimes(1)
		if err := d.server.SetPaused("orders", false); err != nil {
			t.Fatal(err)
		}
		d.press("r")
		d.misses("PAUSED")
		d.press("p")
		d.sees("Leased 3 messages")
	})
}

func TestRateLimitStopsEverythingAutomatic(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("f")
		d.server.Inject(emulator.Fault{Op: "metrics", Status: 429, Header: http.Header{"Retry-After": {"60"}}})
		d.wait(6 * time.Second)
		d.sees("RATE LIMITED 0:5", "follow stopped: the API limits the rate of calls")
		metrics, pulls := d.count("metrics"), d.count("pull")
		d.wait(50 * time.Second)
		d.sees("RATE LIMITED 0:0")
		if d.count("metrics") != metrics || d.count("pull") != pulls {
			t.Errorf("while it was blocked it sent %d polls and %d pulls", d.count("metrics")-metrics, d.count("pull")-pulls)
		}
		d.wait(15 * time.Second)
		d.misses("RATE LIMITED")
		if d.count("metrics") == metrics {
			t.Error("the polls did not go on after Retry-After")
		}
		d.sees("follow stopped")
		d.pulledTimes(pulls)
	})
}

func TestStaleMetricsSaySoAndRecover(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.sees("~3", "0s ago")
		d.server.Inject(emulator.Fault{Op: "metrics", Times: -1, Status: 500})
		d.wait(20 * time.Second)
		d.sees("stale: ", "s old", "~3")
		d.wait(40 * time.Second)
		d.sees("stale: 1m 0s old") // its age goes on
		d.server.ClearFaults()
		d.wait(time.Minute)
		d.misses("stale")
		d.sees("s ago")
	})
}

func TestMetricsThatNeverCame(t *testing.T) {
	t.Parallel()
	faults := []emulator.Fault{{Op: "metrics", Times: -1, Status: 500}}
	flow(t, setup{seed: ordersSeed(), faults: faults}, func(d *driver) {
		d.wait(5 * time.Second)
		d.sees("metrics failed", "3 messages seen", "hello, queue")
	})
}

func TestATokenThatIsNotValid(t *testing.T) {
	t.Parallel()
	bad := func(c *apiclient.Config) { c.Token = "not-the-token-of-this-account" }
	flow(t, setup{seed: ordersSeed(), client: bad}, func(d *driver) {
		d.sees(`The queue "orders" could not be opened`, "lacks Queues Edit", "CLOUDFLARE_API_TOKEN", "r tries again, q quits")
		d.misses("not-the-token")
		d.press("p")
		d.sees("The queue is not open yet: r tries to open it")
	})
}

func TestAnUnknownQueueNamesTheNearest(t *testing.T) {
	t.Parallel()
	typo := func(o *tui.Options) { o.Queue = "ordres" }
	flow(t, setup{seed: ordersSeed(), options: typo}, func(d *driver) {
		d.sees(`no queue has the name or id "ordres"; nearest: orders`, "Names and ids must match exactly", "r tries again")
		if err := d.server.Seed(emulator.Seed{Queues: []emulator.SeedQueue{{Name: "ordres"}}}); err != nil {
			t.Fatal(err)
		}
		d.press("r")
		d.misses("no queue has the name")
		d.sees("Peek returned 0 messages")
	})
}

func TestAReadRecoversByItself(t *testing.T) {
	t.Parallel()
	faults := []emulator.Fault{{Op: "peek", Times: 2, Status: 503}, {Op: "get", Drop: emulator.DropBefore}}
	flow(t, setup{seed: ordersSeed(), faults: faults}, func(d *driver) {
		d.wait(5 * time.Second)
		d.sees("hello, queue", "consumer pull")
		d.misses("failed")
		if d.count("peek") != 3 {
			t.Errorf("%d peeks, want two that failed and one that did not", d.count("peek"))
		}
	})
}

func TestAFailedPeekKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "peek", Times: -1, Status: 500})
		d.press("v")
		d.wait(5 * time.Second)
		d.sees("Peek failed", "hello, queue")
		if got := d.attempts("orders"); !slices.Equal(got, []int{0, 0, 0}) {
			t.Errorf("attempts %v", got)
		}
	})
}

func TestSettingsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	faults := []emulator.Fault{{Op: "consumers", Times: -1, Status: 500}}
	flow(t, setup{seed: ordersSeed(), faults: faults}, func(d *driver) {
		d.wait(5 * time.Second)
		d.sees(`The settings of "orders" could not be read`, "hello, queue")
		d.press("p") // what is not known to fail is tried
		d.pulledTimes(1)
	})
}

// What an answer that failed does not show is not gone.
func TestAFailedPeekTakesNothingAway(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"refused": {Op: "peek", Status: 403}, "cut": {Op: "peek", Cut: 600, Times: -1}, "lost": {Op: "peek", Drop: emulator.DropAfter, Times: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow(t, setup{seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
				d.press(",")
				d.fill("10") // a whole answer would show the end of the queue
				d.press("enter")
				d.rowSays("○", 1, 2, 3, 4, 5)
				d.server.Inject(fault)
				d.press("v")
				d.wait(5 * time.Second)
				d.sees("Peek failed")
				d.rowSays("○", 1, 2, 3, 4, 5)
			})
		})
	}
}
