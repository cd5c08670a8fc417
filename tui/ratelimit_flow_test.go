package tui_test

import (
	"net/http"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
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
			flow(t, story.Setup{Seed: leaseSeed(50, 0, patient), Options: following}, func(d *driver) {
				d.Wait(4 * time.Second)
				d.Sees("5 leased until", "follow in")
				d.Server.Inject(limits(c.op, "60"))
				d.Press(c.keys...)
				d.Sees("RATE LIMITED", "follow stopped")
				metrics, pulls := d.Count("metrics"), d.Count("pull")
				d.Wait(50 * time.Second)
				d.Sees("RATE LIMITED 0:")
				if d.Count("metrics") != metrics || d.Count("pull") != pulls {
					t.Errorf("while it was blocked it sent %d polls and %d pulls", d.Count("metrics")-metrics, d.Count("pull")-pulls)
				}
				d.Wait(40 * time.Second)
				d.Misses("RATE LIMITED")
				d.Sees("follow stopped")
				d.PulledTimes(pulls)
				if d.Count("metrics") == metrics {
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
			with := story.Setup{Seed: leaseSeed(50, 0, patient), Options: options}
			if queue != "" {
				with.Faults = []emulator.Fault{limits("list", "60")}
			}
			flow(t, with, func(d *driver) {
				if queue == "" {
					d.Server.Inject(limits("list", "60"))
					d.Press("r")
				}
				d.Sees("RATE LIMITED")
				if queue == "" {
					d.Press("enter")
				} else {
					d.Press("r") // a person may try again
				}
				d.Sees("RATE LIMITED", "follow in")
				d.Wait(15 * time.Second)
				d.Sees("RATE LIMITED", "follow stopped the API limits the rate of calls")
				d.Wait(2 * time.Minute)
				d.PulledTimes(0)
			})
		})
	}
}

// A second breach that asks for less time takes nothing from the first.
func TestAShorterLimitKeepsTheLongerOne(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(50, 0, patient)}, func(d *driver) {
		d.Server.Inject(limits("peek", "60"))
		d.Press("v")
		d.Sees("RATE LIMITED 1:00")
		d.Server.Inject(limits("peek", "11"))
		d.Press("v")
		d.Wait(20 * time.Second)
		d.Sees("RATE LIMITED 0:")
		d.Server.Inject(limits("peek", "90"))
		d.Press("v")
		d.Sees("RATE LIMITED 1:30")
	})
}

// Without a Retry-After the whole window counts that the API documents.
func TestARateLimitWithoutATime(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(3, 0, patient)}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Status: 429})
		d.Press("p")
		d.Sees("RATE LIMITED 5:00")
	})
}

// What the program's own budget refuses was never sent: it is no breach.
func TestTheOwnBudgetIsNoRateLimit(t *testing.T) {
	t.Parallel()
	with := story.Setup{Seed: leaseSeed(5, 0, withDLQ), Client: func(c *apiclient.Config) { c.Budget = 12 }}
	flow(t, with, func(d *driver) {
		for range 8 {
			d.Press("v")
			d.Wait(6 * time.Second)
		}
		d.Sees("request budget")
		d.Misses("RATE LIMITED")
	})
}
