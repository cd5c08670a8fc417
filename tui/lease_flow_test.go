package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

func TestALeaseLapsesAtItsSecond(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		sent := time.Now()
		d.press("p")
		d.waitUntil(sent.Add(30*time.Second - frame))
		if row := d.row("hello, queue"); !strings.Contains(row, "●") || !strings.Contains(row, "0:0") {
			t.Errorf("just before its end the row says %q", row)
		}
		d.sees("3 leased until")
		d.waitUntil(sent.Add(30*time.Second + frame))
		if row := d.row("hello, queue"); !strings.Contains(row, "◌") || strings.Contains(row, "0:0") {
			t.Errorf("at its end the row says %q", row)
		}
		d.sees("none leased")
	})
}

func TestALapsedLeaseKeepsItsLastId(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("p")
		lease := d.lease("orders", 0)
		d.wait(42 * time.Second)
		d.press("]", "]")
		d.sees("lapsed 0:12 ago; an ack may still be accepted")
		d.press("y")
		d.sees("Copied the last lease_id, lapsed", "ack may still be accepted")
		if d.copied.last() != lease {
			t.Errorf("copied %q, want the last lease %q", d.copied.last(), lease)
		}
	})
}

func TestTheLeaseCountsFromTheSend(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "pull", Delay: 12 * time.Second})
		sent := time.Now()
		d.press("p")
		d.waitUntil(sent.Add(12*time.Second + frame))
		if row := d.row("hello, queue"); !strings.Contains(row, "0:17") && !strings.Contains(row, "0:18") {
			t.Errorf("after an answer that took 12 s, the row of a 30 s lease says %q", row)
		}
		d.waitUntil(sent.Add(30*time.Second - frame))
		d.sees("3 leased until")
		d.waitUntil(sent.Add(30*time.Second + frame))
		d.sees("none leased")
	})
}

// The answer comes so late that less than a tick of the lease is left.
func TestALeaseThatIsNearlyOverLapsesInTime(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "pull", Delay: 29*time.Second + 600*time.Millisecond})
		sent := time.Now()
		d.press("p")
		d.waitUntil(sent.Add(29*time.Second + 700*time.Millisecond))
		d.sees("3 leased until")
		d.waitUntil(sent.Add(30*time.Second + frame))
		d.sees("none leased")
	})
}

func TestALeaseThatWasOverBeforeItsAnswerCame(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press(",", "tab")
		d.fill("5s")
		d.press("enter")
		d.server.Inject(emulator.Fault{Op: "pull", Delay: 20 * time.Second})
		d.press("p")
		d.wait(21 * time.Second)
		d.sees("none leased")
		if row := d.row("hello, queue"); !strings.Contains(row, "◌") {
			t.Errorf("the row says %q", row)
		}
	})
}

// A laptop that slept: the wall clock is eight hours on, the timers are not.
func TestALeaseLapsesWhileTheMachineSleeps(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press(",", "tab")
		d.fill("2h")
		d.press("enter", "p")
		d.sees("3 leased until")
		if row := d.row("hello, queue"); !strings.Contains(row, "1:59:59") && !strings.Contains(row, "2:00:00") {
			t.Errorf("the row of a lease of two hours says %q", row)
		}
		d.clock.jump(8 * time.Hour)
		d.wait(time.Second)
		d.sees("none leased")
		d.press("]", "]")
		d.sees("lapsed 6:00:0")
	})
}

func TestAClockSetBackPromisesNoLongerLease(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		sent := time.Now()
		d.press("p")
		d.wait(5 * time.Second)
		d.clock.jump(-8 * time.Hour)
		d.wait(time.Second)
		if row := d.row("hello, queue"); strings.Contains(row, "8:0") {
			t.Errorf("the row promises %q", row)
		}
		d.waitUntil(sent.Add(32 * time.Second))
		d.sees("none leased")
	})
}

func TestARedeliveryKeepsTheRowAndItsHistory(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("p", "j")
		first := d.lease("orders", 1)
		d.wait(31 * time.Second)
		d.press("p")
		d.sees("1/3", "0 new, 3 seen before", "3 seen of about 3")
		if !d.onCursor("hello, queue") {
			t.Error("the redelivery moved the cursor")
		}
		second := d.lease("orders", 1)
		if first == second {
			t.Fatal("the emulator gave the same lease twice")
		}
		d.press("y")
		if d.copied.last() != second {
			t.Errorf("copied %q, want the new lease %q", d.copied.last(), second)
		}
		d.press("]", "]")
		d.sees("earlier", "attempts 0, until")
		d.showsInFull(second)
	})
}

// showsInFull fails unless a long value is in the detail pane, over however
// many lines.
func (d *driver) showsInFull(value string) {
	d.t.Helper()
	var pane strings.Builder
	for line := range strings.SplitSeq(d.screen(), "\n") {
		_, right, _ := strings.Cut(line, "│")
		pane.WriteString(strings.Join(strings.Fields(right), ""))
	}
	if !strings.Contains(pane.String(), value) {
		d.t.Errorf("the detail pane does not show the whole of %q:\n%s", value, d.screen())
	}
}

func TestTheLeaseTabSaysWhatTheEndMeans(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("]", "]")
		d.sees("none: p leases a batch")
		for _, words := range []string{"3 more deliveries", "2 more deliveries", "the next delivery is the last", "this is the last delivery: when the lease ends, moved to orders-dlq"} {
			d.pull()
			d.sees(words)
			d.wait(31 * time.Second)
		}
	})
}

// pull presses p, and says yes where the pull asks first.
func (d *driver) pull() {
	d.t.Helper()
	before := d.count("pull")
	d.press("p")
	if d.count("pull") == before {
		d.yes()
	}
}
