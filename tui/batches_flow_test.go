package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui/internal/story"
)

// heldBatches is a flow that holds and marks 250 messages.
func heldBatches(t *testing.T, wire *tap, test func(d *driver)) {
	t.Helper()
	with := story.Setup{Seed: leaseSeed(250, 0, patient), Server: renewing, Options: batchesOf(100, time.Hour), Client: wire.install}
	flow(t, with, func(d *driver) {
		d.holding(250)
		d.Press("m")
		d.Sees("Marked 250 messages.")
		test(d)
	})
	wire.nothingTwice(t)
}

// sizes are how many leases each call of an operation carried.
func (p *tap) sizes(op string) string {
	var sizes []string
	for _, c := range p.of(op) {
		sizes = append(sizes, fmt.Sprint(len(c.leases())))
	}
	return strings.Join(sizes, " ")
}

func TestManyAreSettledInCallsOfAHundred(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		keys []string
		op   string
		says string
	}{
		"ack":    {[]string{"a"}, "ack", "Acked 250 messages."},
		"retry":  {[]string{"u"}, "ack", "Retried 250 messages."},
		"later":  {[]string{"U", "enter"}, "ack", "Retried 250 messages."},
		"extend": {[]string{"e"}, "extend", "Extended 250 messages."},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var wire tap
			heldBatches(t, &wire, func(d *driver) {
				d.Press(c.keys...)
				if name == "ack" {
					d.Sees("Ack 250 messages of orders?", idOf(1), idOf(8), "… and 242 more: pgdn")
					d.Misses(idOf(9))
					d.Yes()
				}
				d.Sees(c.says)
				if got := wire.sizes(c.op); got != "100 100 50" {
					t.Errorf("the calls carried %s leases", got)
				}
				d.NeverTwoAtOnce(c.op)
			})
		})
	}
}

func TestTheCallsOfAJobGoInOrder(t *testing.T) {
	t.Parallel()
	var wire tap
	heldBatches(t, &wire, func(d *driver) {
		var want []string
		for _, m := range d.Server.Messages("orders") {
			want = append(want, m.Leases[0].ID)
		}
		d.Press("a")
		d.Yes()
		var got []string
		for _, c := range wire.of("ack") {
			got = append(got, c.acks...)
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Error("the leases were not sent in the order of the rows")
		}
	})
}

func TestTheFooterShowsHowFarAJobIs(t *testing.T) {
	t.Parallel()
	var wire tap
	heldBatches(t, &wire, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "ack", Times: -1, Delay: 5 * time.Second})
		d.Press("a")
		d.Yes()
		for i, words := range []string{"acking 0/250", "acking 100/250", "acking 200/250"} {
			d.Sees(words)
			if last := i == 2; strings.Contains(d.Words(), "esc cancels") == last {
				t.Errorf("%s: says that esc cancels: %v; only what is not sent can be", words, last)
			}
			d.Press("a")
			d.Sees("Still acking", "esc stops it after the call under way")
			d.Wait(5 * time.Second)
		}
		d.Sees("Acked 250 messages.")
		d.Misses("esc cancels")
		if d.left() != 0 {
			t.Errorf("%d messages left", d.left())
		}
	})
}

func TestEscStopsAJobAfterTheCallUnderWay(t *testing.T) {
	t.Parallel()
	var wire tap
	heldBatches(t, &wire, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "ack", Times: -1, Delay: 5 * time.Second})
		d.Press("a")
		d.Yes()
		d.Wait(3 * time.Second)
		d.Press("esc")
		d.Wait(3 * time.Second)
		d.Sees("Acked 100 messages; cancelled before the other 150.", "150 marked")
		d.Wait(time.Minute)
		if d.Count("ack") != 1 || d.left() != 150 {
			t.Errorf("%d left after %d calls", d.left(), d.Count("ack"))
		}
	})
}

func TestAFaultInTheSecondCallKeepsTheRest(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		fault  emulator.Fault
		unsure bool
		left   int
	}{
		"500":   {emulator.Fault{Status: 500}, true, 150},
		"web":   {emulator.Fault{Status: 502}, true, 150},
		"403":   {emulator.Fault{Status: 403}, false, 150},
		"cut":   {emulator.Fault{Cut: 40}, true, 50},
		"lost":  {emulator.Fault{Drop: emulator.DropAfter}, true, 50},
		"unmet": {emulator.Fault{Drop: emulator.DropBefore}, true, 150},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var wire tap
			heldBatches(t, &wire, func(d *driver) {
				c.fault.Op = "ack"
				d.Server.Inject(emulator.Fault{Op: "ack", Delay: time.Millisecond})
				d.Server.Inject(c.fault)
				d.Press("a")
				d.Yes()
				d.Sees("Ack failed", "100 acked, 100 in the call that failed, 50 not sent")
				d.Wait(3 * time.Minute)
				if n := d.Count("ack"); n != 2 || d.left() != c.left {
					t.Errorf("%d calls, %d messages left; want 2 and %d", n, d.left(), c.left)
				}
				d.Press("H", "g") // shows what is finished
				d.Sees("150 marked")
				d.rowSays("✓", 1)
				d.onRow(100, "✓")
				d.onRow(201, "●")
				if c.unsure {
					d.onRow(101, "unsure")
					d.onRow(200, "unsure")
				} else {
					d.onRow(101, "●")
				}
			})
		})
	}
}

// onRow scrolls to a message and fails unless its row holds the text.
func (d *driver) onRow(n int, text string) {
	d.T.Helper()
	d.Press("g")
	for range n - 1 {
		d.Program.Send(story.Key("j"))
	}
	d.Settle()
	d.rowSays(text, n)
}

// After a job that failed half way, the marks are those that are still to do.
func TestWhatIsLeftOfAJobCanBeAskedForAgain(t *testing.T) {
	t.Parallel()
	var wire tap
	heldBatches(t, &wire, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "ack", Delay: time.Millisecond})
		d.Server.Inject(emulator.Fault{Op: "ack", Status: 403})
		d.Press("a")
		d.Yes()
		d.Sees("150 marked")
		if d.Count("ack") != 2 {
			t.Fatalf("%d calls", d.Count("ack"))
		}
		wire.calls = nil // the first try of these is over, and a key asked for another
		d.Press("a")
		d.Sees("Ack 150 messages of orders?")
		d.Yes()
		d.Sees("Acked 150 messages.")
		if d.left() != 0 || wire.sizes("ack") != "100 50" {
			t.Errorf("%d left; calls of %s", d.left(), wire.sizes("ack"))
		}
	})
}
