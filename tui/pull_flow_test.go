package tui_test

import (
	"slices"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// ordersSeed is one queue that can be pulled, with messages of every kind.
func ordersSeed() emulator.Seed {
	return emulator.Seed{Queues: []emulator.SeedQueue{{
		Name:     "orders",
		Consumer: &emulator.SeedConsumer{Type: "http_pull", DeadLetter: "orders-dlq"},
		Messages: []emulator.SeedMessage{
			{ID: "00000000000000000000000000000001", Body: paidOrder, Age: 3 * time.Minute},
			{ID: "00000000000000000000000000000002", Body: "hello, queue", ContentType: "text", Age: 2 * time.Minute},
			{ID: "00000000000000000000000000000003", Body: someBytes, ContentType: "bytes", Age: time.Minute},
		},
	}}}
}

const (
	paidOrder = `{"order":1204,"state":"paid"}`
	someBytes = "\x00\x01\xfe\xff"
)

func TestOpeningAQueuePeeksAndLeasesNothing(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Sees("orders", "~3", "○", "hello, queue", `{"order":1204`, "follow off", "none leased", "Nothing was leased")
		if got := d.Attempts("orders"); !slices.Equal(got, []int{0, 0, 0}) {
			t.Errorf("attempts after opening the queue: %v", got)
		}
		d.PulledTimes(0)
	})
}

func TestPullLeasesShowsAndCopies(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("p")
		d.Sees("●", "0/3", "Leased 3 messages until", "0 new, 3 seen before")
		d.Press("y")
		d.Sees("Copied the lease_id", "to the system clipboard")
		if got, want := d.Copied.Last(), d.Lease("orders", 0); got != want {
			t.Errorf("copied %q, want the lease %q", got, want)
		}
		d.Press("j", "y")
		if got, want := d.Copied.Last(), d.Lease("orders", 1); got != want {
			t.Errorf("one row down, copied %q, want the lease %q", got, want)
		}
	})
}

func TestAWideTableNamesTheStates(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed(), Width: 140, Height: 24}, func(d *driver) {
		d.Sees("○ peeked")
		d.Press("p")
		d.Sees("● leased")
		d.Wait(31 * time.Second)
		d.Sees("◌ lapsed")
	})
}

func TestAPullThatReturnsNothingIsNoEmptyQueue(t *testing.T) {
	t.Parallel()
	empty := emulator.Seed{Queues: []emulator.SeedQueue{{Name: "orders", Consumer: &emulator.SeedConsumer{Type: "http_pull"}}}}
	t.Run("nothing was waiting", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: empty}, func(d *driver) {
			d.Sees("Peek returned 0 messages", "That does not say that the queue is empty", "The backlog is about 0.")
			d.Press("p")
			d.Sees("Pull returned 0 messages", "That does not say that the queue is empty", "p pulls again")
		})
	})
	t.Run("you hold them", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
			d.Press("p", "p")
			d.Sees("Pull returned 0 messages; 3 leased by you until")
		})
	})
	t.Run("others hold them", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
			if _, err := d.Server.Take("orders", 3, time.Hour); err != nil {
				t.Fatal(err)
			}
			d.Press("p")
			d.Sees("Pull returned 0 messages", "about 3 in the queue: why none came, the API does not say")
		})
	})
}

func TestASecondPullWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 5 * time.Second})
		d.Press("p")
		d.Sees("pulling", "esc cancels")
		d.Press("p")
		d.Sees("A pull is under way")
		d.Wait(6 * time.Second)
		d.Sees("Leased 3 messages")
		d.PulledTimes(1)
	})
}

func TestTheNextPullTakesTheNextMessages(t *testing.T) {
	t.Parallel()
	seed := ordersSeed()
	for range 4 {
		seed.Queues[0].Messages = append(seed.Queues[0].Messages, emulator.SeedMessage{Body: `{"more":true}`})
	}
	five := func(o *tui.Options) { o.PeekSize = 5 }
	flow(t, story.Setup{Seed: seed, Options: five}, func(d *driver) {
		d.Sees("5 seen of about 7")
		d.Press("p", "p")
		d.Sees("Leased 2 messages", "2 new, 0 seen before", "7 seen of about 7", "7 leased until")
		if !d.OnCursor("1204") {
			t.Error("the cursor left its message when others were added")
		}
	})
}
