package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui/internal/story"
)

// renewing is an emulator whose extensions name a new lease for each old one.
var renewing = emulator.Options{ExtendGivesLeases: true}

func TestAnExtensionReplacesTheLease(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(2, 0, withDLQ), Server: renewing, Options: batchesOf(5, time.Minute)}, func(d *driver) {
		d.Press("p")
		d.Wait(40 * time.Second)
		old := d.Lease("orders", 0)
		d.Press("e")
		d.Sees("Extended 1 message.", "2 leased until")
		if left := d.rowOf(1); !strings.Contains(left, "0:59") && !strings.Contains(left, "1:00") {
			t.Errorf("the row of the new lease says %q", left)
		}
		fresh := d.Lease("orders", 0)
		if fresh == old {
			t.Fatal("the emulator gave the same lease twice")
		}
		d.Press("y")
		if d.Copied.Last() != fresh {
			t.Errorf("y copies %q, want the new lease", d.Copied.Last())
		}
		d.Press("]", "]")
		d.Sees("0/3", "earlier", "attempts 0, until")
		d.showsInFull(fresh)
		d.Press("tab", "G")
		d.showsInFull(old)
		if got := d.Attempts("orders"); got[0] != 1 {
			t.Errorf("the extension counted an attempt: %v", got)
		}
		// It runs on while the other one lapses.
		d.Wait(25 * time.Second)
		d.rowSays("●", 1)
		d.rowSays("◌", 2)
		d.Press("a")
		d.Yes()
		d.Sees("Acked 1 message.")
	})
}

func TestAnExtensionSaysThatACopyIsStale(t *testing.T) {
	t.Parallel()
	const stale = "The lease_id that you copied before is replaced: y copies the new one"
	t.Run("by y", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: leaseSeed(2, 0, withDLQ), Server: renewing}, func(d *driver) {
			d.Press("p", "y", "e")
			d.Sees("Extended 1 message.", stale)
			d.Press("e")
			d.Misses(stale) // it has been said
		})
	})
	t.Run("by the copy menu", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: leaseSeed(2, 0, withDLQ), Server: renewing}, func(d *driver) {
			d.Press("p", "Y", "l", "e")
			d.Sees("Extended 1 message.", stale)
		})
	})
	t.Run("another row", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: leaseSeed(2, 0, withDLQ), Server: renewing}, func(d *driver) {
			d.Press("p", "y", "j", "e")
			d.Sees("Extended 1 message.")
			d.Misses(stale)
		})
	})
	t.Run("only the newest copy counts", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: leaseSeed(2, 0, patient), Server: renewing}, func(d *driver) {
			d.Press("p", "g", "space", "y", "M", "G", "space", "y", "M", "g", "e")
			d.Sees("Extended 1 message.")
			d.Misses(stale)
		})
	})
	t.Run("in place", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: leaseSeed(2, 0, withDLQ)}, func(d *driver) {
			d.Press("p", "y", "e")
			d.Sees("Extended 1 message.")
			d.Misses(stale)
		})
	})
	t.Run("in the first call of three", func(t *testing.T) {
		t.Parallel()
		var wire tap
		heldBatches(t, &wire, func(d *driver) {
			d.Press("g", "y", "e")
			d.Sees("Extended 250 messages.", stale)
		})
	})
}

func TestALapsedLeaseCanBeExtended(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(2, 0, withDLQ)}, func(d *driver) {
		d.Press("p")
		d.Wait(40 * time.Second)
		d.Sees("none leased")
		d.Press("e")
		d.Sees("Extended 1 message.", "1 leased until")
		d.rowSays("●", 1)
		if d.stateOf(1) != "leased" {
			t.Errorf("the server has message 1 %q", d.stateOf(1))
		}
	})
}

func TestARefusedExtensionClaimsNothing(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(2, 0, patient)}, func(d *driver) {
		d.Press("p")
		d.Wait(40 * time.Second)
		if _, err := d.Server.Take("orders", 1, time.Hour); err != nil {
			t.Fatal(err)
		}
		d.Press("m", "e")
		d.Sees("Extended 1 message.", "1 was not accepted", "1 leased until", "2 marked")
		d.rowSays("◌", 1)
		d.rowSays("●", 2)
	})
}

func TestALostExtensionIsUnsure(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(2, 0, patient)}, func(d *driver) {
		d.Press("p")
		d.Server.Inject(emulator.Fault{Op: "extend", Drop: emulator.DropAfter})
		d.Press("e")
		d.Sees("Extend failed", "may have taken effect", "It was not repeated")
		d.rowSays("unsure", 1)
		d.Wait(time.Minute)
		if n := d.Count("extend"); n != 1 {
			t.Errorf("%d calls", n)
		}
	})
}

func TestAnAPIWithoutExtendIsAskedOnce(t *testing.T) {
	t.Parallel()
	for _, status := range []int{404, 405} {
		with := story.Setup{Seed: leaseSeed(2, 0, withDLQ), Server: emulator.Options{Missing: map[string]int{"extend": status}}}
		flow(t, with, func(d *driver) {
			d.Press("p", "e")
			d.Sees("This API has no extend", "The leases run on as they were: ack or retry them before they lapse")
			d.Misses("unsure")
			for range 3 {
				d.Press("e")
				d.Sees("This API has no extend: ack or retry before the lease lapses")
			}
			if n := d.Count("extend"); n != 1 {
				t.Errorf("%d calls of an extend that is not there", n)
			}
		})
	}
}
