package tui_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// A clock that was set back does not hold the polls up until it has caught up.
func TestThePollsGoOnWhenTheClockGoesBack(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(5, 0, patient)}, func(d *driver) {
		d.wait(10 * time.Second)
		before := d.count("metrics")
		d.clock.jump(-8 * time.Hour)
		d.wait(5 * time.Minute)
		if n := d.count("metrics") - before; n < 5 {
			t.Errorf("%d polls in the five minutes after the clock went back", n)
		}
	})
}

// Polls that fail come ever more slowly, but they do come.
func TestFailingPollsBackOff(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "metrics", Status: 403, Times: -1})
		before := d.count("metrics")
		d.wait(10 * time.Minute)
		failing := d.count("metrics") - before
		if failing < 5 || failing > 20 {
			t.Errorf("%d polls in ten minutes of failing", failing)
		}
		d.server.ClearFaults()
		d.wait(2 * time.Minute) // the next one goes well
		before = d.count("metrics")
		d.wait(time.Minute)
		if n := d.count("metrics") - before; n < 5 {
			t.Errorf("%d polls in a minute once they go well again", n)
		}
		d.server.Inject(emulator.Fault{Op: "metrics", Status: 403, Times: -1})
		before = d.count("metrics")
		d.wait(time.Minute)
		if n := d.count("metrics") - before; n < 3 {
			t.Errorf("%d polls in a minute of failing anew: what failed long ago still counts", n)
		}
	})
}
