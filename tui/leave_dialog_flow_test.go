package tui_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui/internal/story"
)

// Someone who types q for "back" and goes on typing must not leave by it.
func TestTheLeaveDialogTakesNoEarlyAnswer(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("p")
		d.Press("q", "right", "enter")
		d.Sees("Quit with leases held?", "▸ Stay")
		if !d.Running() {
			t.Error("the program ended by keys typed before its question could be read")
		}
		d.Wait(time.Second)
		d.Press("enter")
		d.Misses("Quit with leases held?")
		if !d.Running() {
			t.Error("Stay left")
		}
	})
}

func TestTheLeaveDialogKeepsUpWithWhatIsHeld(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 4 * time.Second})
		d.Press("p", "ctrl+c")
		d.Sees("Quit without an answer?", "1 call that changes the queue is still without an answer", "No lease is held.")
		d.Wait(5 * time.Second)
		d.Sees("Quit with leases held?", "orders: 3 leases are held until")
		d.Misses("without an answer")
		d.Wait(40 * time.Second)
		d.Sees("Quit?", "No lease is held.")
	})
}

func TestFollowKeepsItsInterval(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: manySeed(100), Options: follows(1, time.Hour)}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Times: -1, Delay: 50 * time.Millisecond})
		d.Wait(21 * time.Second)
		if n := d.Count("pull"); n < 19 {
			t.Errorf("%d pulls in 21 s, at one every 1.05 s", n)
		}
	})
}
