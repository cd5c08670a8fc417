package tui_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// The tick that is already on its way knows nothing of a lease that
// was filed after it was set, so a lease with less than a second left looks
// leased for up to a second too long.
func TestALeaseFiledBetweenTwoTicksLapsesInTime(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.wait(400 * time.Millisecond) // between two ticks
		d.server.Inject(emulator.Fault{Op: "pull", Delay: 29*time.Second + 600*time.Millisecond})
		sent := time.Now()
		d.press("p")
		d.waitUntil(sent.Add(29*time.Second + 700*time.Millisecond))
		d.sees("3 leased until")
		d.waitUntil(sent.Add(30*time.Second + frame))
		d.sees("none leased")
	})
}
