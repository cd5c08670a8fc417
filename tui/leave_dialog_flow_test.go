package tui_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// Someone who types q for "back" and goes on typing must not leave by it.
func TestTheLeaveDialogTakesNoEarlyAnswer(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("p")
		d.press("q", "right", "enter")
		d.sees("Quit with leases held?", "▸ Stay")
		if !d.running() {
			t.Error("the program ended by keys typed before its question could be read")
		}
		d.wait(time.Second)
		d.press("enter")
		d.misses("Quit with leases held?")
		if !d.running() {
			t.Error("Stay left")
		}
	})
}

func TestTheLeaveDialogKeepsUpWithWhatIsHeld(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "pull", Delay: 4 * time.Second})
		d.press("p", "ctrl+c")
		d.sees("1 call that changes the queue is still without an answer", "No lease is held any more")
		d.wait(5 * time.Second)
		d.sees("orders: 3 leases are held until")
		d.misses("still without an answer")
		d.wait(40 * time.Second)
		d.sees("No lease is held any more")
	})
}

func TestFollowKeepsItsInterval(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: manySeed(100), options: follows(1, time.Hour)}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "pull", Times: -1, Delay: 50 * time.Millisecond})
		d.wait(21 * time.Second)
		if n := d.count("pull"); n < 19 {
			t.Errorf("%d pulls in 21 s, at one every 1.05 s", n)
		}
	})
}
