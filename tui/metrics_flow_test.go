package tui_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui/internal/story"
)

// A clock that was set back does not hold the polls up until it has caught up.
func TestThePollsGoOnWhenTheClockGoesBack(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(5, 0, patient)}, func(d *driver) {
		d.Wait(10 * time.Second)
		before := d.Count("metrics")
		d.Clock.Jump(-8 * time.Hour)
		d.Wait(5 * time.Minute)
		if n := d.Count("metrics") - before; n < 5 {
			t.Errorf("%d polls in the five minutes after the clock went back", n)
		}
	})
}

// Polls that fail come ever more slowly, but they do come.
func TestFailingPollsBackOff(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "metrics", Status: 403, Times: -1})
		before := d.Count("metrics")
		d.Wait(10 * time.Minute)
		failing := d.Count("metrics") - before
		if failing < 5 || failing > 20 {
			t.Errorf("%d polls in ten minutes of failing", failing)
		}
		d.Server.ClearFaults()
		d.Wait(2 * time.Minute) // the next one goes well
		before = d.Count("metrics")
		d.Wait(time.Minute)
		if n := d.Count("metrics") - before; n < 5 {
			t.Errorf("%d polls in a minute once they go well again", n)
		}
		d.Server.Inject(emulator.Fault{Op: "metrics", Status: 403, Times: -1})
		before = d.Count("metrics")
		d.Wait(time.Minute)
		if n := d.Count("metrics") - before; n < 3 {
			t.Errorf("%d polls in a minute of failing anew: what failed long ago still counts", n)
		}
	})
}
