package tui_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// numberedSeed is "orders" with n messages whose bodies are numbered, the oldest
// first, a second apart.
func numberedSeed(n int) emulator.Seed {
	seed := emulator.Seed{Queues: []emulator.SeedQueue{{
		Name: "orders", Consumer: &emulator.SeedConsumer{Type: "http_pull", DeadLetter: "orders-dlq"},
	}}}
	for i := range n {
		seed.Queues[0].Messages = append(seed.Queues[0].Messages, emulator.SeedMessage{
			Body: fmt.Sprintf("message %03d", i), ContentType: "text", Age: time.Hour - time.Duration(i)*time.Second,
		})
	}
	return seed
}

// Looking is free: opening shows a screenful, however few a pull leases.
func TestOpeningShowsAScreenful(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: numberedSeed(70)}, func(d *driver) {
		d.Sees("50 seen of about 70", "Peek shows the first 50 messages, 50 new. Nothing was leased.")
		d.Press("p")
		d.Sees("Leased 5 messages until")
	})
}

// How far a peek sees is said: fewer came than were asked for, or as many as there
// can be. Neither is called the whole queue.
func TestAPeekSaysHowFarItSees(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		size, messages int
		says           string
	}{
		{0, 49, "Peek shows 49 messages, 49 new: all that it sees. Nothing was leased."},
		{100, 100, "Peek shows 100 messages, 100 new: the most that it can. Nothing was leased."},
		{20, 30, "Peek shows the first 20 messages, 20 new. Nothing was leased."},
	} {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			size := func(o *tui.Options) { o.PeekSize = c.size }
			flow(t, story.Setup{Seed: numberedSeed(c.messages), Options: size}, func(d *driver) {
				d.Sees(c.says)
				d.Misses("whole queue")
			})
		})
	}
}

// An API that refuses to show so many is asked again with the batch of a pull, and
// not asked for so many any more; for fewer it is.
func TestARefusedPeekAsksForThePullsBatch(t *testing.T) {
	t.Parallel()
	refused := emulator.Fault{Op: "peek", Status: http.StatusBadRequest}
	flow(t, story.Setup{Seed: numberedSeed(70), Faults: []emulator.Fault{refused}}, func(d *driver) {
		d.Sees("5 seen of about 70", "Peek shows 5 messages, 5 new, as the API refuses 50. Nothing was leased.")
		peeks := func(want int) {
			t.Helper()
			if got := d.Count("peek"); got != want {
				t.Errorf("%d peeks were sent, want %d", got, want)
			}
		}
		peeks(2)
		d.Press("v")
		peeks(3)
		d.Sees("5 seen of about 70")
		d.Press(",", "up")
		d.Fill("20")
		d.Press("enter", "v")
		d.Sees("20 seen of about 70")
		peeks(4)
	})
}

// A peek that fails in another way is not asked again, nor one that is refused
// with the batch of a pull.
func TestOnlyARefusalOfTheSizeAsksAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status, peeks int
	}{
		"failed":        {http.StatusConflict, 1},
		"not allowed":   {http.StatusForbidden, 1},
		"refused twice": {http.StatusBadRequest, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fault := emulator.Fault{Op: "peek", Status: c.status, Times: -1}
			flow(t, story.Setup{Seed: numberedSeed(70), Faults: []emulator.Fault{fault}}, func(d *driver) {
				d.Sees("Peek failed")
				if got := d.Count("peek"); got != c.peeks {
					t.Errorf("%d peeks were sent, want %d", got, c.peeks)
				}
				d.Server.ClearFaults()
				d.Press("v")
				d.Sees("50 seen of about 70") // a size that nobody is known to refuse
			})
		})
	}
}

// After a pull the cursor is on what it leased; on a leased row it stays, and
// while a timer pulls.
func TestThePullsCursor(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: numberedSeed(70)}, func(d *driver) {
		d.Press("G", "p")
		if !d.OnCursor("message 000") {
			t.Errorf("the cursor is not on the first message leased:\n%s", d.Screen())
		}
		d.Press("j", "p")
		if !d.OnCursor("message 001") {
			t.Errorf("the cursor left a leased row:\n%s", d.Screen())
		}
		d.Press("G", "f")
		d.Wait(4 * time.Second)
		d.PulledTimes(3)
		if !d.OnCursor("message 049") {
			t.Errorf("a timer's pull moved the cursor:\n%s", d.Screen())
		}
	})
}
