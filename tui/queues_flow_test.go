package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
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
	flow(t, story.Setup{Seed: fleetSeed(), Options: choose}, func(d *driver) {
		d.Sees("Queues", "5 queues", "emails", "orders", "Worker mailer", "no consumer")
		if d.Count("peek") != 0 || d.Count("pull") != 0 {
			t.Error("the list reads messages")
		}
		d.Press("j", "j", "enter")
		d.Sees("hello, queue", "follow off")
		d.Misses("mailer")
		d.Press("esc")
		d.Sees("5 queues", "mailer")
		if at := d.rowOfCursor(); !strings.Contains(at, "orders") {
			t.Errorf("back on the list, the cursor is on %q", at)
		}
		d.Press("g", "enter")
		d.Sees("to: somebody")
		d.Misses("hello, queue")
		d.Press("q")
		d.Sees("5 queues")
		d.PulledTimes(0)
	})
}

// rowOfCursor is the line of the screen that the cursor's bar is on.
func (d *driver) rowOfCursor() string {
	d.T.Helper()
	for line := range strings.SplitSeq(d.Screen(), "\n") {
		if strings.ContainsAny(line, "▌▏") {
			return line
		}
	}
	d.T.Fatalf("no cursor on the screen:\n%s", d.Screen())
	return ""
}

func TestAQueueIsFoundAgainAsItWasLeft(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: fleetSeed(), Options: choose}, func(d *driver) {
		d.Press("j", "j", "enter", "p", "j")
		d.Press("q", "enter")
		d.Sees("3 leased until")
		if !d.OnCursor("hello, queue") {
			t.Error("the cursor is not where it was left")
		}
		d.Press("q")
		d.Wait(40 * time.Second)
		d.Press("enter")
		d.Sees("none leased", "◌")
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
			flow(t, story.Setup{Seed: fleetSeed(), Options: choose}, func(d *driver) {
				d.Press("j", "j", "enter")
				d.Server.Inject(emulator.Fault{Op: "pull", Delay: 5 * time.Second})
				d.Press("p")
				d.Press(elsewhere...)
				d.Wait(6 * time.Second)
				d.Sees("orders: Leased 3 messages until")
				if name == "in another queue" {
					d.Sees("to: somebody", "none leased")
					d.Misses("hello, queue")
					d.Press("q", "j", "j")
				}
				d.Press("enter")
				d.Sees("3 leased until", "hello, queue")
				d.Press("y")
				if got, want := d.Copied.Last(), d.Lease("orders", 0); got != want {
					t.Errorf("copied %q, want %q", got, want)
				}
				d.PulledTimes(1)
			})
		})
	}
}

func TestALatePeekBringsNothingToAnotherQueue(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: fleetSeed(), Options: choose}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "peek", Queue: "orders", Delay: 5 * time.Second})
		d.Press("j", "j", "enter", "q", "g", "enter")
		d.Wait(6 * time.Second)
		d.Sees("to: somebody")
		d.Misses("hello, queue")
	})
}

func TestTheListSaysWhyItIsEmpty(t *testing.T) {
	t.Parallel()
	t.Run("no queues", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Options: choose}, func(d *driver) {
			d.Sees("This account has no queues", "wrangler queues create", "r reads the list again")
			d.Press("enter")
			d.Sees("No queue to open")
			if err := d.Server.Seed(fleetSeed()); err != nil {
				t.Fatal(err)
			}
			d.Press("r")
			d.Sees("5 queues")
		})
	})
	t.Run("loading", func(t *testing.T) {
		t.Parallel()
		faults := []emulator.Fault{{Op: "list", Delay: 5 * time.Second}}
		flow(t, story.Setup{Seed: fleetSeed(), Options: choose, Faults: faults}, func(d *driver) {
			d.Sees("Reading the list of queues")
			d.Wait(5 * time.Second)
			d.Sees("5 queues")
		})
	})
	t.Run("failed", func(t *testing.T) {
		t.Parallel()
		faults := []emulator.Fault{{Op: "list", Status: 403}}
		flow(t, story.Setup{Seed: fleetSeed(), Options: choose, Faults: faults}, func(d *driver) {
			d.Sees("The list of queues could not be read", "lacks Queues Edit", "r tries again")
			d.Press("r")
			d.Sees("5 queues")
			d.Misses("could not be read")
		})
	})
}

func TestAListThatFailsLaterStays(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: fleetSeed(), Options: choose}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "list", Times: -1, Status: 500})
		d.Press("r")
		d.Wait(5 * time.Second)
		d.Sees("The list of queues could not be read", "orders", "emails")
	})
}

// Who named a queue leaves the program by q; esc leads to the list, from where
// another queue and then the list again can be reached.
func TestFromANamedQueue(t *testing.T) {
	t.Parallel()
	t.Run("q quits", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: fleetSeed()}, func(d *driver) {
			d.Press("q")
			if d.Running() {
				t.Errorf("q did not quit:\n%s", d.Screen())
			}
		})
	})
	t.Run("esc lists the queues", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: fleetSeed()}, func(d *driver) {
			d.Press("esc")
			d.Sees("5 queues", "orders", "emails")
			d.Press("enter", "q")
			d.Sees("5 queues")
			d.Press("q")
			if d.Running() {
				t.Errorf("q did not quit:\n%s", d.Screen())
			}
		})
	})
	t.Run("follow ends with it", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: fleetSeed(), Options: func(o *tui.Options) { o.Follow = 10 * time.Second }}, func(d *driver) {
			d.Press("esc")
			d.Wait(time.Minute)
			d.PulledTimes(0)
		})
	})
}

// A name that no queue has is no reason to start the program again: the list of
// those that there are is one key away.
func TestFromAQueueThatIsNotThere(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: fleetSeed(), Options: func(o *tui.Options) { o.Queue = "ordrs" }}, func(d *driver) {
		d.Sees(`no queue has the name or id "ordrs"; nearest: orders`, "r tries again, esc lists the queues, q quits")
		d.Press("esc")
		d.Sees("5 queues", "orders")
		d.Misses("could not be opened")
	})
}

func TestOpeningByID(t *testing.T) {
	t.Parallel()
	const id = "0123456789abcdef0123456789abcdef"
	seed := ordersSeed()
	seed.Queues[0].ID = id
	byID := func(o *tui.Options) { o.Queue = id }
	flow(t, story.Setup{Seed: seed, Options: byID}, func(d *driver) {
		d.Sees("orders", id, "hello, queue")
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
	flow(t, story.Setup{Seed: seed, Options: func(o *tui.Options) { o.Queue = "" }}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 10 * time.Second})
		d.Press("enter", "p", "q", "j", "enter")
		d.Misses("pulling")
		d.Press("esc")
		d.Wait(15 * time.Second)
		d.Misses("Pull failed")
		d.Sees("carts: Leased 1 message until")
	})
}
