package tui_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// ordersSeed is one queue that can be pulled, with messages of every kind.
func ordersSeed() emulator.Seed {
	return emulator.Seed{Queues: []emulator.SeedQueue{{
		Name:     "orders",
		Consumer: &emulator.SeedConsumer{Type: "http_pull", DeadLetter: "orders-dlq"},
		Messages: []emulator.SeedMessage{
			{ID: "00000000000000000000000000000001", Body: `{"order":1204,"state":"paid"}`, Age: 3 * time.Minute},
			{ID: "00000000000000000000000000000002", Body: "hello, queue", ContentType: "text", Age: 2 * time.Minute},
			{ID: "00000000000000000000000000000003", Body: "\x00\x01\xfe\xff", ContentType: "bytes", Age: time.Minute},
		},
	}}}
}

func TestOpeningAQueuePeeksAndLeasesNothing(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.sees("orders", "~3", "peeked", "hello, queue", `{"order":1204`, "follow off", "none leased")
		for _, m := range d.server.Messages("orders") {
			if m.Attempts != 0 {
				t.Errorf("message %s has %d attempts after opening the queue", m.ID, m.Attempts)
			}
		}
	})
}

func TestPullLeasesShowsAndCopies(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("p")
		d.sees("leased", "1/3", "Leased 3 messages until", "0 new, 3 seen before")
		d.press("y")
		d.sees("Copied the lease_id", "to the system clipboard")
		if got, want := d.copied.last(), d.server.Messages("orders")[0].Leases[0].ID; got != want {
			t.Errorf("copied %q, want the lease %q", got, want)
		}
	})
}
