package tui_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

func TestACallOpensWhole(t *testing.T) {
	t.Parallel()
	flow(t, logged(setup{seed: ordersSeed(), width: 80, height: 24}), func(d *driver) {
		d.server.Inject(emulator.Fault{
			Op: "pull", Status: 400,
			Body: `{"success":false,"errors":[{"code":10026,"message":"a reason that is much too long for the column of a narrow terminal\nand has two lines"}]}`,
		})
		d.press("p", "L", "enter")
		d.sees("POST /queues/orders/messages/pull", "status 400, took", "CF-Ray ", "a reason that is much too long for the column",
			"␊and has two lines", "(HTTP 400, code 10026)")
		d.press("esc")
		d.misses("status 400, took")
		d.sees("Activity")
	})
}

func TestALapsedLastDeliverySpeaksOfThePast(t *testing.T) {
	t.Parallel()
	seed := leaseSeed(2, 0, withDLQ)
	seed.Queues[0].Messages[0].Attempts = 3
	flow(t, setup{seed: seed}, func(d *driver) {
		d.pull()
		d.press("]", "]")
		d.sees("this is the last delivery: when the lease ends, moved to orders-dlq")
		d.wait(time.Minute)
		d.sees("its last delivery has ended: by now moved to orders-dlq")
	})
}

func TestUnsureLeasesAreNotCountedAsHeld(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
		d.pull()
		d.server.Inject(emulator.Fault{Op: "ack", Drop: emulator.DropAfter})
		d.press("space", "space", "a")
		d.yes()
		d.sees("2 unsure, 1 leased until", "its messages are shown as unsure")
		d.misses("it may have taken effect all the same")
	})
}
