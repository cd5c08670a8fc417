package tui_test

import (
	"net/http"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui/internal/story"
)

func TestAnAckAsksAndDeletesTheRow(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
		d.Press("p", "j", "a")
		d.Sees("Ack 1 message of orders?", idOf(2), "An ack deletes the message from the queue. It can't be undone")
		if n := d.Count("ack"); n != 0 {
			t.Errorf("%d settling calls before the answer", n)
		}
		d.Yes()
		d.Sees("Acked 1 message.", "2 leased until")
		d.rowSays("✓", 2)
		d.rowSays("●", 1, 3)
		if d.stateOf(2) != "" || d.left() != 2 {
			t.Errorf("the server has message 2 %q, and %d in all", d.stateOf(2), d.left())
		}
	})
}

func TestNoIsPreselected(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{{"enter"}, {"n"}, {"esc"}, {"q"}, {"tab", "tab", "enter"}} {
		t.Run(keys[0], func(t *testing.T) {
			t.Parallel()
			flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
				d.Press("p", "a")
				d.Wait(time.Second)
				d.Press(keys...)
				d.Misses("Ack 1 message of orders?")
				if d.Count("ack") != 0 || d.left() != 3 {
					t.Errorf("%d settling calls, %d messages left", d.Count("ack"), d.left())
				}
			})
		})
	}
}

func TestMovingToYesAndEnterIsAYes(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
		d.Press("p", "a")
		d.Wait(time.Second)
		d.Press("right", "enter")
		d.Sees("Acked 1 message.")
	})
}

func TestARetryPutsBackAtOnce(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
		d.Press("p", "u")
		d.Sees("Retried 1 message.", "2 leased until")
		d.rowSays("↻", 1)
		if d.stateOf(1) != "waiting" {
			t.Errorf("the server has message 1 %q", d.stateOf(1))
		}
	})
}

func TestARetryAfterADelay(t *testing.T) {
	t.Parallel()
	var wire tap
	flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ), Client: wire.install}, func(d *driver) {
		d.Press("p", "U")
		d.Sees("Retry 1 message after a delay", "0s to 24h")
		for _, wrong := range []string{"25h", "-1s", "1.5s", "soon"} {
			d.Fill(wrong)
			d.Press("enter")
			d.Sees("whole seconds from 0s to 24h")
		}
		d.Fill("10m")
		d.Press("enter")
		d.Sees("Retried 1 message.")
		calls := wire.of("ack")
		if len(calls) != 1 || len(calls[0].delays) != 1 || calls[0].delays[0] == nil || *calls[0].delays[0] != 600 {
			t.Errorf("the calls were %+v", calls)
		}
		if d.stateOf(1) != "delayed" {
			t.Errorf("the server has message 1 %q", d.stateOf(1))
		}
		d.Press("]", "]")
		d.Sees("available", "again at")
	})
}

func TestMarksComeBeforeTheRow(t *testing.T) {
	t.Parallel()
	var wire tap
	flow(t, story.Setup{Seed: leaseSeed(5, 0, withDLQ), Client: wire.install}, func(d *driver) {
		d.Press("p")
		d.mark(3)
		d.Press("G")
		d.Sees("3 marked")
		d.Press("a")
		d.Sees("Ack 3 messages of orders?", idOf(1), idOf(2), idOf(3))
		d.Misses(idOf(4))
		d.Yes()
		d.Sees("Acked 3 messages.", "2 leased until")
		d.Misses("3 marked")
		d.Press("H") // shows what is finished
		d.rowSays("✓", 1, 2, 3)
		d.rowSays("●", 4, 5)
		if d.left() != 2 || len(wire.of("ack")) != 1 {
			t.Errorf("%d left after %d calls", d.left(), len(wire.of("ack")))
		}
	})
}

func TestMarksWithoutALeaseAreCountedAndStay(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(5, 0, withDLQ), Options: batchesOf(2, time.Minute)}, func(d *driver) {
		d.Press(",")
		d.Fill("5")
		d.Press("enter", "v", ",")
		d.Fill("2")
		d.Press("enter", "p", "m", "a")
		d.Sees("Ack 2 messages of orders?", "3 chosen messages have no lease to settle and stay as they are")
		d.Yes()
		d.Sees("Acked 2 messages.", "3 marked")
		if d.left() != 3 {
			t.Errorf("%d left", d.left())
		}
		d.Press("a")
		d.Sees("3 marked messages have no lease to settle: p leases a batch, M clears the marks")
	})
}

func TestWhatCannotBeSettledSaysWhy(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(2, 0, withDLQ)}, func(d *driver) {
		for _, key := range []string{"a", "u", "U", "e"} {
			d.Press(key)
			d.Sees("No lease yet: p leases a batch")
		}
		d.Press("x")
		d.Sees("No lease is held: there is nothing to release")
		d.Press("p", "a")
		d.Yes()
		for _, key := range []string{"a", "u", "U", "e"} {
			d.Press(key)
			d.Sees("Nothing to settle: this message is acked already")
		}
		if n := d.Count("ack") + d.Count("extend"); n != 1 {
			t.Errorf("%d calls, want the one ack", n)
		}
	})
}

// A lapsed lease may still be accepted, so its row still offers to settle.
func TestALapsedRowStillOffersAnAck(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(2, 0, withDLQ)}, func(d *driver) {
		d.Press("p")
		d.Wait(40 * time.Second)
		d.rowSays("◌", 1, 2)
		d.Press("a")
		d.Sees("Ack 1 message of orders?")
		d.Yes()
		d.Sees("Acked 1 message.")
		d.rowSays("✓", 1)
		if d.stateOf(1) != "" {
			t.Errorf("the server has message 1 %q", d.stateOf(1))
		}
	})
}

// The API names the leases that it refuses; their rows keep their state and say
// its words.
func TestPartialSuccessIsShownByRow(t *testing.T) {
	t.Parallel()
	server := emulator.Options{RefuseLateAcks: true}
	flow(t, story.Setup{Seed: leaseSeed(3, 0, patient), Server: server}, func(d *driver) {
		d.Press("p")
		d.Wait(31 * time.Second)
		if _, err := d.Server.Take("orders", 1, time.Hour); err != nil {
			t.Fatal(err)
		}
		d.Press("m", "a")
		d.Yes()
		d.Sees("Acked 2 messages.", "1 marked",
			"1 was not accepted (lease_id is no longer valid: the message has been delivered again since): ")
		d.rowSays("◌", 1)
		d.Press("H") // shows what is finished
		d.rowSays("✓", 2, 3)
		d.Press("g", "]", "]")
		d.Sees("note", "lease_id is no longer valid: the message has been delivered again since")
		if d.stateOf(1) != "leased" {
			t.Errorf("the other consumer's message is %q", d.stateOf(1))
		}
	})
}

// An answer that counts fewer than asked, and warns of none, leaves all in doubt.
func TestACountWithoutNamesLeavesRowsUnsure(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(3, 0, patient)}, func(d *driver) {
		d.Press("p", "m", "a")
		d.Server.Inject(emulator.Fault{
			Op: "ack", Status: http.StatusOK,
			Body: `{"success":true,"errors":[],"messages":[],"result":{"ackCount":1,"retryCount":0}}`,
		})
		d.Yes()
		d.Sees("Acked 0 messages.", "Of 3 the answer did not say which were accepted: they are shown as unsure", "3 marked")
		d.rowSays("unsure", 1, 2, 3)
		if n := d.Count("ack"); n != 1 {
			t.Errorf("%d calls", n)
		}
	})
}

func TestAFailedSettlementIsSentOnce(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		fault  emulator.Fault
		unsure bool
		left   int
	}{
		"500":        {emulator.Fault{Status: 500}, true, 3},
		"refused":    {emulator.Fault{Status: 403}, false, 3},
		"limited":    {emulator.Fault{Status: 429}, false, 3},
		"cut":        {emulator.Fault{Cut: 40}, true, 2},
		"lost":       {emulator.Fault{Drop: emulator.DropAfter}, true, 2},
		"never came": {emulator.Fault{Drop: emulator.DropBefore}, true, 3},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow(t, story.Setup{Seed: leaseSeed(3, 0, patient), Options: batchesOf(5, time.Hour)}, func(d *driver) {
				d.Press("p", "a")
				c.fault.Op = "ack"
				d.Server.Inject(c.fault)
				d.Yes()
				d.Sees("Ack failed", "0 acked, 1 in the call that failed, 0 not sent")
				d.Wait(3 * time.Minute)
				if n := d.Count("ack"); n != 1 {
					t.Errorf("%d calls, want one: nothing is repeated", n)
				}
				if d.left() != c.left {
					t.Errorf("%d messages left, want %d", d.left(), c.left)
				}
				if c.unsure {
					d.rowSays("unsure", 1)
					d.Sees("may have taken effect", "It was not repeated")
				} else {
					d.Misses("unsure", "may have taken effect")
				}
				// What is in doubt can still be asked for again, by a person.
				d.Press("j", "k", "a")
				d.Sees("Ack 1 message of orders?")
			})
		})
	}
}

func TestReleaseTakesAllThatIsHeldAndNoMarks(t *testing.T) {
	t.Parallel()
	var wire tap
	flow(t, story.Setup{Seed: leaseSeed(4, 0, patient), Client: wire.install}, func(d *driver) {
		d.Press("p", "a")
		d.Yes()
		d.mark(2)
		d.Press("x")
		d.Sees("Released 3 messages.", "none leased")
		d.Press("H")
		d.rowSays("↻", 2, 3, 4)
		calls := wire.of("ack")
		if last := calls[len(calls)-1]; len(last.retries) != 3 || len(last.acks) != 0 || *last.delays[0] != 0 {
			t.Errorf("the release was %+v", last)
		}
		for n := 2; n <= 4; n++ {
			if d.stateOf(n) != "waiting" {
				t.Errorf("message %d is %q", n, d.stateOf(n))
			}
		}
	})
}
