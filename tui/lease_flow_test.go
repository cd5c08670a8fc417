package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui/internal/story"
)

func TestALeaseLapsesAtItsSecond(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		sent := time.Now()
		d.Press("p")
		d.WaitUntil(sent.Add(30*time.Second - story.Frame))
		if row := d.Row("hello, queue"); !strings.Contains(row, "●") || !strings.Contains(row, "0:0") {
			t.Errorf("just before its end the row says %q", row)
		}
		d.Sees("3 leased until")
		d.WaitUntil(sent.Add(30*time.Second + story.Frame))
		if row := d.Row("hello, queue"); !strings.Contains(row, "◌") || strings.Contains(row, "0:0") {
			t.Errorf("at its end the row says %q", row)
		}
		d.Sees("none leased")
	})
}

func TestALapsedLeaseKeepsItsLastId(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("p")
		lease := d.Lease("orders", 0)
		d.Wait(42 * time.Second)
		d.Press("]", "]")
		d.Sees("lapsed 0:12 ago; an ack may still be accepted")
		d.Press("y")
		d.Sees("the last lease_id, lapsed", "ack may still be accepted")
		if d.Copied.Last() != lease {
			t.Errorf("copied %q, want the last lease %q", d.Copied.Last(), lease)
		}
	})
}

func TestTheLeaseCountsFromTheSend(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 12 * time.Second})
		sent := time.Now()
		d.Press("p")
		d.WaitUntil(sent.Add(12*time.Second + story.Frame))
		if row := d.Row("hello, queue"); !strings.Contains(row, "0:17") && !strings.Contains(row, "0:18") {
			t.Errorf("after an answer that took 12 s, the row of a 30 s lease says %q", row)
		}
		d.WaitUntil(sent.Add(30*time.Second - story.Frame))
		d.Sees("3 leased until")
		d.WaitUntil(sent.Add(30*time.Second + story.Frame))
		d.Sees("none leased")
	})
}

// The answer comes so late that less than a tick of the lease is left.
func TestALeaseThatIsNearlyOverLapsesInTime(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 29*time.Second + 600*time.Millisecond})
		sent := time.Now()
		d.Press("p")
		d.WaitUntil(sent.Add(29*time.Second + 700*time.Millisecond))
		d.Sees("3 leased until")
		d.WaitUntil(sent.Add(30*time.Second + story.Frame))
		d.Sees("none leased")
	})
}

func TestALeaseThatWasOverBeforeItsAnswerCame(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press(",", "tab")
		d.Fill("5s")
		d.Press("enter")
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 20 * time.Second})
		d.Press("p")
		d.Wait(21 * time.Second)
		d.Sees("none leased")
		if row := d.Row("hello, queue"); !strings.Contains(row, "◌") {
			t.Errorf("the row says %q", row)
		}
	})
}

// A laptop that slept: the wall clock is eight hours on, the timers are not.
func TestALeaseLapsesWhileTheMachineSleeps(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press(",", "tab")
		d.Fill("2h")
		d.Press("enter", "p")
		d.Sees("3 leased until")
		if row := d.Row("hello, queue"); !strings.Contains(row, "1:59:59") && !strings.Contains(row, "2:00:00") {
			t.Errorf("the row of a lease of two hours says %q", row)
		}
		d.Clock.Jump(8 * time.Hour)
		d.Wait(time.Second)
		d.Sees("none leased")
		d.Press("]", "]")
		d.Sees("lapsed 6:00:0")
	})
}

func TestAClockSetBackPromisesNoLongerLease(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		sent := time.Now()
		d.Press("p")
		d.Wait(5 * time.Second)
		d.Clock.Jump(-8 * time.Hour)
		d.Wait(time.Second)
		if row := d.Row("hello, queue"); strings.Contains(row, "8:0") {
			t.Errorf("the row promises %q", row)
		}
		d.WaitUntil(sent.Add(32 * time.Second))
		d.Sees("none leased")
	})
}

func TestARedeliveryKeepsTheRowAndItsHistory(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("p", "j")
		first := d.Lease("orders", 1)
		d.Wait(31 * time.Second)
		d.Press("p")
		d.Sees("1/3", "0 new, 3 seen before", "3 seen of about 3")
		if !d.OnCursor("hello, queue") {
			t.Error("the redelivery moved the cursor")
		}
		second := d.Lease("orders", 1)
		if first == second {
			t.Fatal("the emulator gave the same lease twice")
		}
		d.Press("y")
		if d.Copied.Last() != second {
			t.Errorf("copied %q, want the new lease %q", d.Copied.Last(), second)
		}
		d.Press("]", "]")
		d.Sees("earlier", "attempts 0, until")
		d.showsInFull(second)
	})
}

// showsInFull fails unless a long value is in the detail pane, over however
// many lines.
func (d *driver) showsInFull(value string) {
	d.T.Helper()
	var pane strings.Builder
	for line := range strings.SplitSeq(d.Screen(), "\n") {
		_, right, _ := strings.Cut(line, "│")
		pane.WriteString(strings.Join(strings.Fields(right), ""))
	}
	if !strings.Contains(pane.String(), value) {
		d.T.Errorf("the detail pane does not show the whole of %q:\n%s", value, d.Screen())
	}
}

func TestTheLeaseTabSaysWhatTheEndMeans(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("]", "]")
		d.Sees("none: p leases a batch")
		for _, words := range []string{"3 more deliveries", "2 more deliveries", "the next delivery is the last", "this is the last delivery: when the lease ends, moved to orders-dlq"} {
			d.pull()
			d.Sees(words)
			d.Wait(31 * time.Second)
		}
	})
}

// pull presses p, and says yes where the pull asks first.
func (d *driver) pull() {
	d.T.Helper()
	before := d.Count("pull")
	d.Press("p")
	if d.Count("pull") == before {
		d.Yes()
	}
}
