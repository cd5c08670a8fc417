package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
)

// fleetSeed has a queue of each kind; by name: emails, idle, orders, paused, worker.
func fleetSeed() emulator.Seed {
	seed := ordersSeed()
	seed.Queues = append(seed.Queues,
		emulator.SeedQueue{
			Name: "emails", Consumer: &emulator.SeedConsumer{Type: "http_pull"},
			Messages: []emulator.SeedMessage{{Body: "to: somebody", ContentType: "text"}},
		},
		emulator.SeedQueue{Name: "idle"},
		emulator.SeedQueue{Name: "paused", Settings: emulator.SeedSettings{DeliveryPaused: true}},
		emulator.SeedQueue{Name: "worker", Consumer: &emulator.SeedConsumer{Type: "worker", Script: "mailer"}},
	)
	return seed
}

// choose starts with the list of queues.
func choose(o *tui.Options) { o.Queue = "" }

func TestTheListOpensAQueueAndComesBack(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: fleetSeed(), options: choose}, func(d *driver) {
		d.sees("Queues", "5 queues", "emails", "orders", "Worker mailer", "no consumer")
		if d.count("peek") != 0 || d.count("pull") != 0 {
			t.Error("the list reads messages")
		}
		d.press("j", "j", "enter")
		d.sees("hello, queue", "follow off")
		d.misses("mailer")
		d.press("esc")
		d.sees("5 queues", "mailer")
		if at := d.rowOfCursor(); !strings.Contains(at, "orders") {
			t.Errorf("back on the list, the cursor is on %q", at)
		}
		d.press("g", "enter")
		d.sees("to: somebody")
		d.misses("hello, queue")
		d.press("q")
		d.sees("5 queues")
		d.pulledTimes(0)
	})
}

// rowOfCursor is the line of the screen that the cursor's bar is on.
func (d *driver) rowOfCursor() string {
	d.t.Helper()
	for line := range strings.SplitSeq(d.screen(), "\n") {
		if strings.ContainsAny(line, "▌▏") {
			return line
		}
	}
	d.t.Fatalf("no cursor on the screen:\n%s", d.screen())
	return ""
}

func TestAQueueIsFoundAgainAsItWasLeft(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: fleetSeed(), options: choose}, func(d *driver) {
		d.press("j", "j", "enter", "p", "j")
		d.press("q", "enter")
		d.sees("3 leased until")
		if !d.onCursor("hello, queue") {
			t.Error("the cursor is not where it was left")
		}
		d.press("q")
		d.wait(40 * time.Second)
		d.press("enter")
		d.sees("none leased", "◌")
	})
}

// The answer of a pull holds leases: it is filed under its own queue, wherever
// the person is by then.
func TestALatePullIsFiledUnderItsQueue(t *testing.T) {
	t.Parallel()
	for name, elsewhere := range map[string][]string{
		"on the list": {"q"}, "in another queue": {"q", "g", "enter"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow(t, setup{seed: fleetSeed(), options: choose}, func(d *driver) {
				d.press("j", "j", "enter")
				d.server.Inject(emulator.Fault{Op: "pull", Delay: 5 * time.Second})
				d.press("p")
				d.press(elsewhere...)
				d.wait(6 * time.Second)
				d.sees(`Leased 3 messages from "orders" until`)
				if name == "in another queue" {
					d.sees("to: somebody", "none leased")
					d.misses("hello, queue")
					d.press("q", "j", "j")
				}
				d.press("enter")
				d.sees("3 leased until", "hello, queue")
				d.press("y")
				if got, want := d.copied.last(), d.lease("orders", 0); got != want {
					t.Errorf("copied %q, want %q", got, want)
				}
				d.pulledTimes(1)
			})
		})
	}
}

func TestALatePeekBringsNothingToAnotherQueue(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: fleetSeed(), options: choose}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "peek", Queue: "orders", Delay: 5 * time.Second})
		d.press("j", "j", "enter", "q", "g", "enter")
		d.wait(6 * time.Second)
		d.sees("to: somebody")
		d.misses("hello, queue")
	})
}

func TestTheListSaysWhyItIsEmpty(t *testing.T) {
	t.Parallel()
	t.Run("no queues", func(t *testing.T) {
		t.Parallel()
		flow(t, setup{options: choose}, func(d *driver) {
			d.sees("This account has no queues", "wrangler queues create", "r reads the list again")
			d.press("enter")
			d.sees("No queue to open")
			if err := d.server.Seed(fleetSeed()); err != nil {
				t.Fatal(err)
			}
			d.press("r")
			d.sees("5 queues")
		})
	})
	t.Run("loading", func(t *testing.T) {
		t.Parallel()
		faults := []emulator.Fault{{Op: "list", Delay: 5 * time.Second}}
		flow(t, setup{seed: fleetSeed(), options: choose, faults: faults}, func(d *driver) {
			d.sees("Reading the list of queues")
			d.wait(5 * time.Second)
			d.sees("5 queues")
		})
	})
	t.Run("failed", func(t *testing.T) {
		t.Parallel()
		faults := []emulator.Fault{{Op: "list", Status: 403}}
		flow(t, setup{seed: fleetSeed(), options: choose, faults: faults}, func(d *driver) {
			d.sees("The list of queues could not be read", "lacks Queues Edit", "r tries again")
			d.press("r")
			d.sees("5 queues")
			d.misses("could not be read")
		})
	})
}

func TestAListThatFailsLaterStays(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: fleetSeed(), options: choose}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "list", Times: -1, Status: 500})
		d.press("r")
		d.wait(5 * time.Second)
		d.sees("The list of queues could not be read", "orders", "emails")
	})
}

func TestWithANamedQueueBackIsOut(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: fleetSeed()}, func(d *driver) {
		d.press("esc")
		d.sees("Nothing to go back to: q quits")
		d.press("q")
		if d.running() {
			t.Errorf("q did not quit:\n%s", d.screen())
		}
	})
}

func TestOpeningByID(t *testing.T) {
	t.Parallel()
	const id = "0123456789abcdef0123456789abcdef"
	seed := ordersSeed()
	seed.Queues[0].ID = id
	byID := func(o *tui.Options) { o.Queue = id }
	flow(t, setup{seed: seed, options: byID}, func(d *driver) {
		d.sees("orders", id, "hello, queue")
	})
}

// esc stops what the person waits for on this screen, and no call of a queue
// that they have left: a pull would be in doubt for nothing.
func TestEscLeavesTheCallsOfAnotherQueueAlone(t *testing.T) {
	t.Parallel()
	seed := emulator.Seed{}
	for _, name := range []string{"carts", "emails"} {
		queue := leaseSeed(0, 0, patient).Queues[0]
		queue.Name, queue.Messages = name, []emulator.SeedMessage{{Body: `{"n":1}`}}
		seed.Queues = append(seed.Queues, queue)
	}
	flow(t, setup{seed: seed, options: func(o *tui.Options) { o.Queue = "" }}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "pull", Delay: 10 * time.Second})
		d.press("enter", "p", "q", "j", "enter")
		d.misses("pulling")
		d.press("esc")
		d.wait(15 * time.Second)
		d.misses("Pull failed")
		d.sees(`Leased 1 message from "carts"`)
	})
}
