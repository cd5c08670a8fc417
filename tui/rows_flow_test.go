package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// ackedElsewhere is another consumer, which acks the next n messages of "orders".
func (d *driver) ackedElsewhere(n int) {
	d.T.Helper()
	taken, err := d.Server.Take("orders", n, time.Minute)
	if err != nil {
		d.T.Fatal(err)
	}
	leases := make([]string, len(taken))
	for i := range taken {
		leases[i] = taken[i].Lease
	}
	if acked, err := d.Server.Settle("orders", leases, nil, 0); err != nil || acked != n {
		d.T.Fatalf("%d acked of %d: %v", acked, n, err)
	}
}

// What a newer look at the head should have shown and did not looks fresh no more:
// it says since when it was not seen. After five minutes it leaves the table, and is
// counted.
func TestWhatOthersAckedIsNotSeen(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: numberedSeed(70), Width: 200, Height: 24}, func(d *driver) {
		d.Press("j", "j", "j", "j", "j")
		d.ackedElsewhere(4)
		d.Press("v") // it shows fifty again, the next four of them
		for _, row := range []string{d.Row("message 000"), d.Row("message 003")} {
			if !strings.Contains(row, "– not seen") || !strings.Contains(row, "not seen since 00:00") {
				t.Errorf("what is missing at the head says %q", row)
			}
		}
		if row := d.Row("message 004"); !strings.Contains(row, "○ peeked") {
			t.Errorf("what was shown says %q", row)
		}
		d.Sees("54 seen of about 70")
		d.Wait(5 * time.Minute)
		d.Sees("50 · 4 finished: H shows them")
		d.Misses("not seen")
		d.Press("H")
		d.Sees("54 · 4 finished: H hides them", "Finished rows are shown as well: 4.", "not seen since 00:00")
		d.Press("H")
		d.Sees("50 · 4 finished: H shows them", "Finished rows leave the table.")
	})
}

// The figures of the queue tell it without a look: "oldest 26 m" stands over no
// fresh-looking row of 40 m.
func TestWhatIsOlderThanTheQueueIsNotSeen(t *testing.T) {
	t.Parallel()
	seed := numberedSeed(6)
	for i := range seed.Queues[0].Messages {
		seed.Queues[0].Messages[i].Age -= time.Duration(i) * time.Minute // a minute and a second apart
	}
	flow(t, story.Setup{Seed: seed, Width: 200, Height: 24}, func(d *driver) {
		d.ackedElsewhere(3)
		d.Wait(30 * time.Second)
		d.Misses("not seen") // the figures may lag
		d.Wait(40 * time.Second)
		for _, row := range []string{d.Row("message 000"), d.Row("message 001")} {
			if !strings.Contains(row, "– not seen") {
				t.Errorf("older than the oldest by more than a minute, a row says %q", row)
			}
		}
		if row := d.Row("message 003"); !strings.Contains(row, "○ peeked") {
			t.Errorf("the oldest says %q", row)
		}
		d.Press("]", "]")
		d.Sees("peeked, but not seen since 00:00: a newer look at the queue")
	})
}

// What was missed and is there after all is seen again.
func TestWhatComesBackIsSeen(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: numberedSeed(3)}, func(d *driver) {
		if _, err := d.Server.Take("orders", 2, 10*time.Second); err != nil {
			t.Fatal(err)
		}
		d.Press("v")
		d.Sees("– not seen")
		d.Wait(11 * time.Second)
		d.Press("v")
		d.Misses("not seen")
		d.Sees("3 seen of about 3")
	})
}

// The row under the cursor stays until the cursor goes: what was done to it can be
// seen. What was done to marks takes the cursor on to the next that is left.
func TestAFinishedRowLeavesTheTable(t *testing.T) {
	t.Parallel()
	five := func(o *tui.Options) { o.BatchSize = 7 }
	flow(t, story.Setup{Seed: numberedSeed(7), Options: five}, func(d *driver) {
		d.Press("p", "j", "a")
		d.Yes()
		d.Sees("Acked 1 message.", "✓ acked", "7 seen of about 7")
		d.Press("j")
		d.Misses("✓ acked")
		d.Sees("6 · 1 finished: H shows them")
		if !d.OnCursor("message 002") {
			t.Errorf("the cursor is not on the next row:\n%s", d.Screen())
		}
		d.Press("space", "space", "k", "a") // marks 2 and 3, and goes back to 3
		d.Yes()
		d.Sees("Acked 2 messages.", "4 · 3 finished: H shows them")
		if !d.OnCursor("message 004") {
			t.Errorf("the cursor did not take the next row below:\n%s", d.Screen())
		}
		d.Press("u")
		d.Sees("Retried 1 message.", "↻ retried")
		d.Press("G", "a")
		d.Yes()
		d.Sees("✓ acked")
		d.Press("H", "H") // hides the finished, the cursor's too
		d.Misses("✓", "↻")
		d.Sees("2 · 5 finished: H shows them")
		if !d.OnCursor("message 005") {
			t.Errorf("the cursor did not take the last row:\n%s", d.Screen())
		}
	})
}

// A finished row stays for its mark, and for what was said of it until somebody can
// have read it.
func TestAFinishedRowStaysForAReason(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{
		"pull": {result(`{"messages":[` +
			`{"id":"a","lease_id":"la","body":"first","attempts":0,"timestamp_ms":1},` +
			`{"id":"b","lease_id":"lb","body":"second","attempts":0,"timestamp_ms":2},` +
			`{"id":"c","lease_id":"lc","body":"third","attempts":0,"timestamp_ms":3}]}`)},
		"ack": {result(`{"ackCount":2,"retryCount":0,"warnings":{"la":"late"}}`)},
	})
	flow(t, story.Setup{Client: s.install}, func(d *driver) {
		d.Press("p", "space", "space", "a")
		d.Yes()
		d.Sees("Acked 2 messages.", "1 was accepted with a warning (late)", "2 · 1 finished")
		d.Press("g")
		if !d.OnCursor("first") {
			t.Errorf("the row with a warning has left:\n%s", d.Screen())
		}
		d.Press("j")
		d.Sees("✓ acked") // nobody has read it yet
		d.Press("k", "]", "]")
		d.Sees("late")
		d.Press("j")
		d.Misses("✓ acked")
		d.Sees("1 · 2 finished")
	})
}
