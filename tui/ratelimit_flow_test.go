package tui_test

import (
	"net/http"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
)

// limits is a 429 to one call, with what it says of the time.
func limits(op, seconds string) emulator.Fault {
	return emulator.Fault{Op: op, Status: 429, Header: http.Header{"Retry-After": {seconds}}}
}

// limitedCalls are the calls of the program, each with the keys that make it.
var limitedCalls = []struct {
	op   string
	keys []string
}{
	{op: "metrics", keys: []string{"r"}},
	{op: "peek", keys: []string{"v"}},
	{op: "pull", keys: []string{"p"}},
	{op: "ack", keys: []string{"a", "right", "enter"}}, // an ack
	{op: "ack", keys: []string{"u"}},                   // a retry
	{op: "ack", keys: []string{"x"}},                   // a release
	{op: "extend", keys: []string{"e"}},
	{op: "get", keys: []string{"r"}},
	{op: "consumers", keys: []string{"r"}},
}

// Whatever call it is that breaches the limit, nothing automatic goes on until
// the time that the API named, and follow not even then.
func TestARateLimitOfAnyCallStopsWhatIsAutomatic(t *testing.T) {
	t.Parallel()
	for _, c := range limitedCalls {
		t.Run(c.op+" by "+c.keys[0], func(t *testing.T) {
			t.Parallel()
			following := func(o *tui.Options) { o.Follow, o.VisibilityTimeout = 10*time.Second, time.Hour }
			flow(t, setup{seed: leaseSeed(50, 0, patient), options: following}, func(d *driver) {
				d.wait(4 * time.Second)
				d.sees("5 leased until", "follow in")
				d.server.Inject(limits(c.op, "60"))
				d.press(c.keys...)
				d.sees("RATE LIMITED", "follow stopped")
				metrics, pulls := d.count("metrics"), d.count("pull")
				d.wait(50 * time.Second)
				d.sees("RATE LIMITED 0:")
				if d.count("metrics") != metrics || d.count("pull") != pulls {
					t.Errorf("while it was blocked it sent %d polls and %d pulls", d.count("metrics")-metrics, d.count("pull")-pulls)
				}
				d.wait(40 * time.Second)
				d.misses("RATE LIMITED")
				d.sees("follow stopped")
				d.pulledTimes(pulls)
				if d.count("metrics") == metrics {
					t.Error("the polls did not go on")
				}
			})
		})
	}
}

// A breach by the list of queues, or by the search for the one that was named,
// holds for the queue that is opened afterwards: --follow does not begin.
func TestARateLimitOfTheListHoldsForTheQueue(t *testing.T) {
	t.Parallel()
	for name, queue := range map[string]string{"the list": "", "the search": "orders"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := func(o *tui.Options) { o.Queue, o.Follow = queue, 10*time.Second }
			with := setup{seed: leaseSeed(50, 0, patient), options: options}
			if queue != "" {
				with.faults = []emulator.Fault{limits("list", "60")}
			}
			flow(t, with, func(d *driver) {
				if queue == "" {
					d.server.Inject(limits("list", "60"))
					d.press("r")
				}
				d.sees("RATE LIMITED")
				if queue == "" {
					d.press("enter")
				} else {
					d.press("r") // a person may try again
				}
				d.sees("RATE LIMITED", "follow in")
				d.wait(15 * time.Second)
				d.sees("RATE LIMITED", "follow stopped: the API limits the rate of calls")
				d.wait(2 * time.Minute)
				d.pulledTimes(0)
			})
		})
	}
}

// A second breach that asks for less time takes nothing from the first.
func TestAShorterLimitKeepsTheLongerOne(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(50, 0, patient)}, func(d *driver) {
		d.server.Inject(limits("peek", "60"))
		d.press("v")
		d.sees("RATE LIMITED 1:00")
		d.server.Inject(limits("peek", "11"))
		d.press("v")
		d.wait(20 * time.Second)
		d.sees("RATE LIMITED 0:")
		d.server.Inject(limits("peek", "90"))
		d.press("v")
		d.sees("RATE LIMITED 1:30")
	})
}

// Without a Retry-After the whole window counts that the API documents.
func TestARateLimitWithoutATime(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(3, 0, patient)}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "pull", Status: 429})
		d.press("p")
		d.sees("RATE LIMITED 5:00")
	})
}

// What the program's own budget refuses was never sent: it is no breach.
func TestTheOwnBudgetIsNoRateLimit(t *testing.T) {
	t.Parallel()
	with := setup{seed: leaseSeed(5, 0, withDLQ), client: func(c *apiclient.Config) { c.Budget = 12 }}
	flow(t, with, func(d *driver) {
		for range 8 {
			d.press("v")
			d.wait(6 * time.Second)
		}
		d.sees("request budget")
		d.misses("RATE LIMITED")
	})
}
