package tui_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
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
		"HTTP 500", "The API answered that it failed",
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
		"The API can't be reached, or the connection to it broke",
	}},
	{name: "dead after", fault: emulator.Fault{Drop: emulator.DropAfter}, effect: true, says: []string{
		"The API can't be reached, or the connection to it broke",
	}},
	{name: "an API without it", fault: emulator.Fault{
		Status: 404, Body: `{"success":false,"errors":[{"code":7003,"message":"Could not route to that"}]}`,
	}, says: []string{"Could not route to that", "This API does not offer that call"}},
	{name: "a refusal of no known kind", fault: emulator.Fault{
		Status: 400, Body: `{"success":false,"errors":[{"code":10026,"message":"no such batch"}]}`,
	}, says: []string{"no such batch", "The API refuses what was asked, and nothing took effect"}},
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
			flow(t, story.Setup{Seed: ordersSeed(), Width: 80, Height: 24}, func(d *driver) {
				c.fault.Op = "pull"
				d.Server.Inject(c.fault)
				d.Press("p")
				d.Wait(c.after)
				d.Sees("Pull failed")
				d.Sees(c.says...)
				const maybe = "It may have taken effect: up to 5 messages may be hidden, with an attempt spent, until"
				if c.effect {
					d.Sees(maybe, "It was not repeated")
				} else {
					d.Misses(maybe)
				}
				d.Sees("hello, queue") // the last good data stays
				d.Wait(15 * time.Second)
				d.PulledTimes(1)
				d.Sees("Pull failed") // it stays until somebody has read it
				d.Press("j")
				d.Misses("Pull failed")
			})
		})
	}
}

func TestACancelledPullIsNotForgotten(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 20 * time.Second})
		d.Press("p")
		d.Sees("pulling", "esc cancels")
		d.Press("esc")
		d.Sees("Pull failed", "You cancelled it", "It may have taken effect", "It was not repeated")
		d.Misses("esc cancels")
		d.Wait(35 * time.Second)
		d.PulledTimes(1)
	})
}

func TestAnyCallCanBeCancelled(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "peek", Delay: 20 * time.Second})
		d.Press("v")
		d.Sees("peeking")
		d.Press("esc")
		d.Sees("Peek failed", "You cancelled it")
		d.Misses("It may have taken effect")
		d.Press("v")
		d.Sees("Peek shows 3 messages")
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
			flow(t, story.Setup{Seed: c.seed}, func(d *driver) {
				for _, key := range []string{"p", "f"} {
					d.Press(key)
					d.Sees(c.says, "v still peeks")
				}
				d.Wait(time.Minute)
				d.PulledTimes(0)
				d.Press("v")
				d.Sees("Peek shows 3 messages")
			})
		})
	}
}

func TestAPausedQueueIsOnlyPeekedAt(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		if err := d.Server.SetPaused("orders", true); err != nil {
			t.Fatal(err)
		}
		d.Press("p") // the program does not know yet
		d.Sees("Delivery of this queue is paused. Nothing was leased")
		d.Press("r")
		d.Sees("PAUSED")
		d.Press("p")
		d.Sees("so nothing can be leased. Resume it with: wrangler queues resume-delivery orders", "v still peeks")
		d.PulledTimes(1)
		if err := d.Server.SetPaused("orders", false); err != nil {
			t.Fatal(err)
		}
		d.Press("r")
		d.Misses("PAUSED")
		d.Press("p")
		d.Sees("Leased 3 messages")
	})
}

func TestRateLimitStopsEverythingAutomatic(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("f")
		d.Server.Inject(emulator.Fault{Op: "metrics", Status: 429, Header: http.Header{"Retry-After": {"60"}}})
		d.Wait(6 * time.Second)
		d.Sees("RATE LIMITED 0:5", "follow stopped the API limits the rate of calls")
		metrics, pulls := d.Count("metrics"), d.Count("pull")
		d.Wait(50 * time.Second)
		d.Sees("RATE LIMITED 0:0")
		if d.Count("metrics") != metrics || d.Count("pull") != pulls {
			t.Errorf("while it was blocked it sent %d polls and %d pulls", d.Count("metrics")-metrics, d.Count("pull")-pulls)
		}
		d.Wait(15 * time.Second)
		d.Misses("RATE LIMITED")
		if d.Count("metrics") == metrics {
			t.Error("the polls did not go on after Retry-After")
		}
		d.Sees("follow stopped")
		d.PulledTimes(pulls)
	})
}

func TestStaleMetricsSaySoAndRecover(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Sees("~3", "0s ago")
		d.Server.Inject(emulator.Fault{Op: "metrics", Times: -1, Status: 500})
		d.Wait(20 * time.Second)
		d.Sees("stale: ", "s old", "~3")
		d.Wait(40 * time.Second)
		d.Sees("stale: 1m 0s old") // its age goes on
		d.Server.ClearFaults()
		d.Wait(time.Minute)
		d.Misses("stale")
		d.Sees("s ago")
	})
}

func TestMetricsThatNeverCame(t *testing.T) {
	t.Parallel()
	faults := []emulator.Fault{{Op: "metrics", Times: -1, Status: 500}}
	flow(t, story.Setup{Seed: ordersSeed(), Faults: faults}, func(d *driver) {
		d.Wait(5 * time.Second)
		d.Sees("metrics failed", "3 messages seen", "hello, queue")
	})
}

func TestATokenThatIsNotValid(t *testing.T) {
	t.Parallel()
	bad := func(c *apiclient.Config) { c.Token = "not-the-token-of-this-account" }
	flow(t, story.Setup{Seed: ordersSeed(), Client: bad}, func(d *driver) {
		d.Sees(`The queue "orders" could not be opened`, "lacks Queues Edit", "CLOUDFLARE_API_TOKEN", "r tries again, esc lists the queues, q quits")
		d.Misses("not-the-token")
		d.Press("p")
		d.Sees("The queue is not open yet: r tries to open it")
	})
}

func TestAnUnknownQueueNamesTheNearest(t *testing.T) {
	t.Parallel()
	typo := func(o *tui.Options) { o.Queue = "ordres" }
	flow(t, story.Setup{Seed: ordersSeed(), Options: typo}, func(d *driver) {
		d.Sees(`no queue has the name or id "ordres"; nearest: orders`, "Names and ids must match exactly", "r tries again")
		if err := d.Server.Seed(emulator.Seed{Queues: []emulator.SeedQueue{{Name: "ordres"}}}); err != nil {
			t.Fatal(err)
		}
		d.Press("r")
		d.Misses("no queue has the name")
		d.Sees("Peek returned 0 messages")
	})
}

func TestAReadRecoversByItself(t *testing.T) {
	t.Parallel()
	faults := []emulator.Fault{{Op: "peek", Times: 2, Status: 503}, {Op: "get", Drop: emulator.DropBefore}}
	flow(t, story.Setup{Seed: ordersSeed(), Faults: faults}, func(d *driver) {
		d.Wait(5 * time.Second)
		d.Sees("hello, queue", "consumer pull")
		d.Misses("failed")
		if d.Count("peek") != 3 {
			t.Errorf("%d peeks, want two that failed and one that did not", d.Count("peek"))
		}
	})
}

func TestAFailedPeekKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "peek", Times: -1, Status: 500})
		d.Press("v")
		d.Wait(5 * time.Second)
		d.Sees("Peek failed", "hello, queue")
		if got := d.Attempts("orders"); !slices.Equal(got, []int{0, 0, 0}) {
			t.Errorf("attempts %v", got)
		}
	})
}

func TestSettingsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	faults := []emulator.Fault{{Op: "consumers", Times: -1, Status: 500}}
	flow(t, story.Setup{Seed: ordersSeed(), Faults: faults}, func(d *driver) {
		d.Wait(5 * time.Second)
		d.Sees("The settings could not be read", "hello, queue")
		d.Press("p") // what is not known to fail is tried
		d.PulledTimes(1)
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
			flow(t, story.Setup{Seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
				d.Press(",")
				d.Fill("10") // a whole answer would show the end of the queue
				d.Press("enter")
				d.rowSays("○", 1, 2, 3, 4, 5)
				d.Server.Inject(fault)
				d.Press("v")
				d.Wait(5 * time.Second)
				d.Sees("Peek failed")
				d.rowSays("○", 1, 2, 3, 4, 5)
			})
		})
	}
}

// Whatever the API refers to in an error is on the screen at once, and in the opened
// call for as long as that is kept: what of the request was wrong, where that is
// documented, and the same of its further errors.
func TestWhatAnErrorRefersTo(t *testing.T) {
	t.Parallel()
	flow(t, logged(story.Setup{Seed: ordersSeed()}), func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Status: 400, Body: `{"success":false,"errors":[
			{"code":10026,"message":"no such batch","documentation_url":"https://developers.cloudflare.com/queues/\u001b]0;x","source":{"pointer":"/batch_size"}},
			{"code":7,"message":"nor this","documentation_url":"https://developers.cloudflare.com/seven","source":{"pointer":"/visibility_timeout_ms"}}]}`})
		d.Press("p")
		refers := []string{
			"no such batch", "code 10026", "Of the request it names: /batch_size", "Documentation: https://developers.cloudflare.com/queues/␛]0;x",
			"nor this (code 7, at /visibility_timeout_ms, see https://developers.cloudflare.com/seven)",
		}
		d.Sees(refers...)
		d.Misses("The last good data stays on screen", "may have taken effect")
		d.Press("L", "enter")
		d.Sees(refers...)
	})
}
