package tui_test

import (
	"fmt"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui/internal/story"
)

// While the settings could not be read, max_retries is unknown and any delivery
// may be the last: a pull and a retry ask, and a release leaves all alone.
func TestWhatMayEndAMessageAsksWhileTheLimitIsUnknown(t *testing.T) {
	t.Parallel()
	seed := leaseSeed(2, 2, withoutDLQ)
	seed.Queues[0].ID = idOf(9)
	list := fmt.Sprintf(`{"success":true,"errors":[],"messages":[],"result":[{"queue_id":%q,"queue_name":"orders","consumers":[],"consumers_total_count":1,"producers":[],"settings":{}}],"result_info":{"page":1,"per_page":100,"count":1,"total_count":1,"total_pages":1}}`, idOf(9))
	with := story.Setup{Seed: seed, Faults: []emulator.Fault{
		{Op: "list", Status: 200, Body: list}, {Op: "get", Times: -1, Status: 500}, {Op: "consumers", Times: -1, Status: 500},
	}}
	flow(t, with, func(d *driver) {
		d.Press("esc", "p")
		d.Sees("The consumer's max_retries is unknown, so any delivery may be a message's last", "DELETED without one")
		d.Yes()
		d.Sees("2/–")
		d.Press("x")
		d.Sees("perhaps on the last delivery (max_retries is unknown)", "a release might end them")
		d.Press("u")
		d.Sees("1 of 1 message perhaps on the last delivery (max_retries is unknown): a retry may end it")
		d.Wait(time.Second)
		d.Press("enter")
		if d.left() != 2 {
			t.Errorf("%d of 2 messages are left: they were ended without a yes\n%s", d.left(), d.Screen())
		}
	})
}
