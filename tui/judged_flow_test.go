package tui_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui/internal/story"
)

func TestACallOpensWhole(t *testing.T) {
	t.Parallel()
	flow(t, logged(story.Setup{Seed: ordersSeed(), Width: 80, Height: 24}), func(d *driver) {
		d.Server.Inject(emulator.Fault{
			Op: "pull", Status: 400,
			Body: `{"success":false,"errors":[{"code":10026,"message":"a reason that is much too long for the column of a narrow terminal\nand has two lines"}]}`,
		})
		d.Press("p", "L", "enter")
		d.Sees("POST /queues/orders/messages/pull", "status 400, took", "CF-Ray ", "a reason that is much too long for the column",
			"␊and has two lines", "(HTTP 400, code 10026)")
		d.Press("esc")
		d.Misses("status 400, took")
		d.Sees("Activity")
	})
}

func TestALapsedLastDeliverySpeaksOfThePast(t *testing.T) {
	t.Parallel()
	seed := leaseSeed(2, 0, withDLQ)
	seed.Queues[0].Messages[0].Attempts = 3
	flow(t, story.Setup{Seed: seed}, func(d *driver) {
		d.pull()
		d.Press("]", "]")
		d.Sees("this is the last delivery: when the lease ends, moved to orders-dlq")
		d.Wait(time.Minute)
		d.Sees("its last delivery has ended: by now moved to orders-dlq")
	})
}

func TestUnsureLeasesAreNotCountedAsHeld(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
		d.pull()
		d.Server.Inject(emulator.Fault{Op: "ack", Drop: emulator.DropAfter})
		d.Press("space", "space", "a")
		d.Yes()
		d.Sees("2 unsure, 1 leased until", "its messages are shown as unsure")
		d.Misses("it may have taken effect all the same")
	})
}
