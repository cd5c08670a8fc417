package tui_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui/internal/story"
)

// The tick that is already on its way knows nothing of a lease that
// was filed after it was set, so a lease with less than a second left looks
// leased for up to a second too long.
func TestALeaseFiledBetweenTwoTicksLapsesInTime(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Wait(400 * time.Millisecond) // between two ticks
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 29*time.Second + 600*time.Millisecond})
		sent := time.Now()
		d.Press("p")
		d.WaitUntil(sent.Add(29*time.Second + 700*time.Millisecond))
		d.Sees("3 leased until")
		d.WaitUntil(sent.Add(30*time.Second + story.Frame))
		d.Sees("none leased")
	})
}
