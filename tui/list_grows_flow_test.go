package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// manyQueues is an account with so many queues, behind a network of a tenth of a
// second. Their names are not in the order in which they were made.
func manyQueues(n int, perPage emulator.PerPage) story.Setup {
	with := story.Setup{
		Options: choose, Server: emulator.Options{PerPage: perPage, RateLimit: 1200},
		Faults: []emulator.Fault{{Op: "list", Delay: 100 * time.Millisecond, Times: -1}},
	}
	for i := range n {
		with.Seed.Queues = append(with.Seed.Queues, emulator.SeedQueue{
			Name: fmt.Sprintf("queue-%05d", i*7919%n), Consumer: &emulator.SeedConsumer{Type: "http_pull"},
		})
	}
	return with
}

// The first rows are there after one round trip, and can be used while the rest
// comes: the cursor stays on its queue, and a key waits for nothing.
func TestTheListCanBeUsedWhileItGrows(t *testing.T) {
	t.Parallel()
	flow(t, manyQueues(10_000, emulator.PerPageIgnored), func(d *driver) {
		d.Wait(150 * time.Millisecond)
		d.Sees("of 10,000 queues", "reading the queues", "esc stops")
		d.Misses("paced")
		d.Press("j", "j", "j")
		on := strings.Fields(d.rowOfCursor())[1]
		d.Wait(10 * time.Second)
		d.Sees("of 10,000 queues, paced by our own request budget")
		if at := strings.Fields(d.rowOfCursor())[1]; at != on {
			t.Errorf("the cursor was on %s and is on %s", on, at)
		}
		d.Press("enter")
		d.Sees(on, "follow off", "Peek returned 0 messages")
		d.Misses("reading the queues")
		d.Press("q")
		d.Sees("of 10,000 queues", "reading the queues")
		d.Wait(2 * time.Minute)
		d.Sees("10,000 queues")
		d.Misses("of 10,000", "reading")
		if at := strings.Fields(d.rowOfCursor())[1]; at != on {
			t.Errorf("in the end the cursor is on %s", at)
		}
		if n := d.Count("list"); n != 500 {
			t.Errorf("%d pages were read", n)
		}
		d.Press("g")
		d.Sees("queue-00000")
		d.Press("G")
		d.Sees("queue-09999")
	})
}

// A page that fails costs its own queues: what came stays, the loss is told, and
// the key reads what is missing and no more.
func TestAListWithAPageMissingIsReadOn(t *testing.T) {
	t.Parallel()
	with := manyQueues(1000, emulator.PerPageTaken)
	with.Faults = append([]emulator.Fault{{Op: "list", Delay: time.Millisecond}, {Op: "list", Status: 501}}, with.Faults...)
	flow(t, with, func(d *driver) {
		d.Wait(5 * time.Second)
		d.Sees("900 of 1,000 queues were read: ", "r reads on", "900 of 1,000 queues")
		before := d.Count("list")
		d.Press("r")
		d.Wait(time.Second)
		d.Sees("1,000 queues")
		d.Misses("900", "were read")
		if n := d.Count("list") - before; n != 1 {
			t.Errorf("%d pages were read", n)
		}
	})
}

// Who has seen enough stops it, and may go on later.
func TestReadingTheListIsStopped(t *testing.T) {
	t.Parallel()
	flow(t, manyQueues(10_000, emulator.PerPageRefused), func(d *driver) {
		d.Wait(10 * time.Second)
		d.Press("esc")
		d.Sees("Stopped: ", "of 10,000 queues have come. r reads on.")
		d.Misses("reading the queues", "paced")
		stopped := d.Count("list")
		d.Wait(time.Minute)
		if n := d.Count("list"); n != stopped {
			t.Errorf("%d pages were read after it", n-stopped)
		}
		d.Press("esc")
		d.Sees("The list is not being read.")
		d.Press("r")
		d.Wait(2 * time.Minute)
		d.Sees("10,000 queues")
		if n := d.Count("list"); n > 501+8 {
			t.Errorf("%d pages were read in all", n)
		}
	})
}

// An API that lists fewer than it counts is not corrected: both are said.
func TestAListThatIsShorterThanItsCount(t *testing.T) {
	t.Parallel()
	with := manyQueues(300, emulator.PerPageTaken)
	with.Server.ListTotal = 2
	flow(t, with, func(d *driver) {
		d.Wait(5 * time.Second)
		d.Sees("The API counts 600 queues and listed 300: r reads the list again.", "300 of 600 queues")
	})
}

// A name that no queue has costs the list once.
func TestAMistypedNameIsTriedAgainWithoutTheList(t *testing.T) {
	t.Parallel()
	with := manyQueues(3000, emulator.PerPageIgnored)
	with.Options = func(o *tui.Options) { o.Queue = "queue-0042" }
	flow(t, with, func(d *driver) {
		d.Wait(10 * time.Second)
		d.Sees(`no queue has the name or id "queue-0042"`, "nearest: queue-00042")
		before := d.Count("list")
		d.Press("r")
		d.Wait(10 * time.Second)
		d.Sees("nearest: queue-00042")
		if n := d.Count("list") - before; n != 1 {
			t.Errorf("trying again cost %d calls", n)
		}
	})
}

// The list says where leases are held, how many and until when.
func TestTheListMarksTheQueuesWithLeases(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: fleetSeed(), Options: choose, Width: 80, Height: 24}, func(d *driver) {
		d.Misses("LEASES")
		d.Press("j", "j", "enter", "p")
		d.Sees("3 leased until ")
		d.Press("q")
		row := d.rowOfCursor()
		if !strings.Contains(row, "orders") || !strings.Contains(row, "3 leased") || !strings.Contains(row, "until 0") {
			t.Errorf("the row is %q", row)
		}
		d.Sees("LEASES")
		d.Wait(40 * time.Second)
		d.Misses("LEASES", "3 leased")
	})
}
