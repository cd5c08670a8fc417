package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// renewing is an emulator whose extensions name a new lease for each old one.
var renewing = emulator.Options{ExtendGivesLeases: true}

func TestAnExtensionReplacesTheLease(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(2, 0, withDLQ), server: renewing, options: batchesOf(5, time.Minute)}, func(d *driver) {
		d.press("p")
		d.wait(40 * time.Second)
		old := d.lease("orders", 0)
		d.press("e")
		d.sees("Extended 1 message.", "2 leased until")
		if left := d.rowOf(1); !strings.Contains(left, "0:59") && !strings.Contains(left, "1:00") {
			t.Errorf("the row of the new lease says %q", left)
		}
		fresh := d.lease("orders", 0)
		if fresh == old {
			t.Fatal("the emulator gave the same lease twice")
		}
		d.press("y")
		if d.copied.last() != fresh {
			t.Errorf("y copies %q, want the new lease", d.copied.last())
		}
		d.press("]", "]")
		d.sees("0/3", "earlier", "attempts 0, until")
		d.showsInFull(fresh)
		d.press("tab", "G")
		d.showsInFull(old)
		if got := d.attempts("orders"); got[0] != 1 {
			t.Errorf("the extension counted an attempt: %v", got)
		}
		// It runs on while the other one lapses.
		d.wait(25 * time.Second)
		d.rowSays("●", 1)
		d.rowSays("◌", 2)
		d.press("a")
		d.yes()
		d.sees("Acked 1 message.")
	})
}

func TestAnExtensionSaysThatACopyIsStale(t *testing.T) {
	t.Parallel()
	const stale = "The lease_id that you copied before is replaced: y copies the new one"
	t.Run("by y", func(t *testing.T) {
		t.Parallel()
		flow(t, setup{seed: leaseSeed(2, 0, withDLQ), server: renewing}, func(d *driver) {
			d.press("p", "y", "e")
			d.sees("Extended 1 message.", stale)
			d.press("e")
			d.misses(stale) // it has been said
		})
	})
	t.Run("by the copy menu", func(t *testing.T) {
		t.Parallel()
		flow(t, setup{seed: leaseSeed(2, 0, withDLQ), server: renewing}, func(d *driver) {
			d.press("p", "Y", "l", "e")
			d.sees("Extended 1 message.", stale)
		})
	})
	t.Run("another row", func(t *testing.T) {
		t.Parallel()
		flow(t, setup{seed: leaseSeed(2, 0, withDLQ), server: renewing}, func(d *driver) {
			d.press("p", "y", "j", "e")
			d.sees("Extended 1 message.")
			d.misses(stale)
		})
	})
	t.Run("only the newest copy counts", func(t *testing.T) {
		t.Parallel()
		flow(t, setup{seed: leaseSeed(2, 0, patient), server: renewing}, func(d *driver) {
			d.press("p", "g", "space", "y", "M", "G", "space", "y", "M", "g", "e")
			d.sees("Extended 1 message.")
			d.misses(stale)
		})
	})
	t.Run("in place", func(t *testing.T) {
		t.Parallel()
		flow(t, setup{seed: leaseSeed(2, 0, withDLQ)}, func(d *driver) {
			d.press("p", "y", "e")
			d.sees("Extended 1 message.")
			d.misses(stale)
		})
	})
	t.Run("in the first call of three", func(t *testing.T) {
		t.Parallel()
		var wire tap
		heldBatches(t, &wire, func(d *driver) {
			d.press("g", "y", "e")
			d.sees("Extended 250 messages.", stale)
		})
	})
}

func TestALapsedLeaseCanBeExtended(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(2, 0, withDLQ)}, func(d *driver) {
		d.press("p")
		d.wait(40 * time.Second)
		d.sees("none leased")
		d.press("e")
		d.sees("Extended 1 message.", "1 leased until")
		d.rowSays("●", 1)
		if d.stateOf(1) != "leased" {
			t.Errorf("the server has message 1 %q", d.stateOf(1))
		}
	})
}

func TestARefusedExtensionClaimsNothing(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(2, 0, patient)}, func(d *driver) {
		d.press("p")
		d.wait(40 * time.Second)
		if _, err := d.server.Take("orders", 1, time.Hour); err != nil {
			t.Fatal(err)
		}
		d.press("m", "e")
		d.sees("Extended 1 message.", "1 was not accepted", "1 leased until", "2 marked")
		d.rowSays("◌", 1)
		d.rowSays("●", 2)
	})
}

func TestALostExtensionIsUnsure(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(2, 0, patient)}, func(d *driver) {
		d.press("p")
		d.server.Inject(emulator.Fault{Op: "extend", Drop: emulator.DropAfter})
		d.press("e")
		d.sees("Extend failed", "may have taken effect", "It was not repeated")
		d.rowSays("unsure", 1)
		d.wait(time.Minute)
		if n := d.count("extend"); n != 1 {
			t.Errorf("%d calls", n)
		}
	})
}

func TestAnAPIWithoutExtendIsAskedOnce(t *testing.T) {
	t.Parallel()
	for _, status := range []int{404, 405} {
		with := setup{seed: leaseSeed(2, 0, withDLQ), server: emulator.Options{Missing: map[string]int{"extend": status}}}
		flow(t, with, func(d *driver) {
			d.press("p", "e")
			d.sees("This API has no extend", "The leases run on as they were: ack or retry them before they lapse")
			d.misses("unsure")
			for range 3 {
				d.press("e")
				d.sees("This API has no extend: ack or retry before the lease lapses")
			}
			if n := d.count("extend"); n != 1 {
				t.Errorf("%d calls of an extend that is not there", n)
			}
		})
	}
}
