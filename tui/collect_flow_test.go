package tui_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// collects opens the question of what it costs to collect all, and says yes.
func (d *driver) collects() { d.Press("B", "enter", "right", "enter") }

// deadLetters is "orders-dlq" with n messages, of which some have had attempts.
func deadLetters(n int, attempts map[int]int) emulator.Seed {
	seed := numberedSeed(n)
	seed.Queues[0].Name = "orders-dlq"
	seed.Queues[0].Consumer = &emulator.SeedConsumer{Type: "http_pull"}
	for i, spent := range attempts {
		seed.Queues[0].Messages[i].Attempts = spent
	}
	return seed
}

// onDeadLetters is the setup of a story on that queue. Bodies are numbered.
func onDeadLetters(n int, attempts map[int]int) story.Setup {
	return story.Setup{Seed: deadLetters(n, attempts), Options: func(o *tui.Options) { o.Queue = "orders-dlq" }}
}

// Collecting pulls the backlog batch after batch, after one question with its cost.
func TestCollectPullsTheBacklog(t *testing.T) {
	t.Parallel()
	flow(t, onDeadLetters(232, nil), func(d *driver) {
		d.Press("B")
		d.Sees("Collect messages of orders-dlq", "232", "1 to 20000; the backlog is about 232")
		d.Press("enter")
		d.Sees(
			"Collect up to 232 messages of orders-dlq?", "At least 3 pulls. Each message costs an attempt", "for 30s, the first until about 00:00:30 UTC.",
			"It is the last delivery of none seen here; it stops at the first", "quarter of its time left. esc",
		)
		d.PulledTimes(0)
		d.Press("right", "enter")
		d.Sees("Collected 232 messages, leased until 00:00:30", "232 seen of about 232", "232 leased until")
		d.PulledTimes(3)
		if !d.OnCursor("message 000") {
			t.Errorf("the cursor is not on the first message:\n%s", d.Screen())
		}
	})
}

// A no, a number that can't be, and what comes first: nothing is pulled.
func TestCollectAsksFirst(t *testing.T) {
	t.Parallel()
	flow(t, onDeadLetters(10, nil), func(d *driver) {
		d.Press("B")
		d.Fill("20001")
		d.Press("enter")
		d.Sees("a whole number from 1 to 20000")
		d.Fill("7")
		d.Press("enter")
		d.Sees("Collect up to 7 messages of orders-dlq?", "At least 1 pull.")
		d.Press("enter")
		d.Sees("Nothing was done.")
		d.PulledTimes(0)
		d.Press("f", "B")
		d.Sees("Follow pulls already: f stops it first.")
		d.Press("f", "B")
		d.Fill("7")
		d.Press("enter", "right", "enter")
		d.Sees("Collected 7 messages, leased until")
		d.PulledTimes(1)
	})
	setup := onDeadLetters(3, nil)
	setup.Options = func(o *tui.Options) { o.Queue, o.Leaser = "orders-dlq", nil }
	flow(t, setup, func(d *driver) {
		d.Press("B")
		d.Sees("Read-only: this would change the queue")
	})
}

// Every way in which collecting ends by itself, and says so.
func TestCollectEndsByItself(t *testing.T) {
	t.Parallel()
	after := func(status int) []emulator.Fault {
		return []emulator.Fault{{Op: "pull", Delay: time.Millisecond}, {Op: "pull", Status: status}}
	}
	cases := map[string]struct {
		attempts map[int]int
		faults   []emulator.Fault
		taken    int // by others
		says     []string
		pulls    int
	}{
		"three empty answers": {taken: 40, pulls: 6, says: []string{
			"Collected 210 of 250 messages: three pulls in a row brought no further one. That does not say that the queue is empty.", "B goes on, after asking.",
		}},
		"an error":   {faults: after(http.StatusConflict), pulls: 2, says: []string{"Pull failed", "Collecting stopped at 100 of 250 messages.", "100 leased until"}},
		"rate limit": {faults: after(http.StatusTooManyRequests), pulls: 2, says: []string{"Pull failed", "Collecting stopped at 100 of 250 messages.", "RATE LIMITED"}},
		"a last delivery": {attempts: map[int]int{150: 3}, pulls: 2, says: []string{
			"Collecting stopped at 200 of 250 messages: message", "is on the last delivery (3/3).",
			"When the lease ends, 1 on the last delivery will be DELETED, as there is no dead-letter queue.",
		}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			setup := onDeadLetters(250, c.attempts)
			flow(t, setup, func(d *driver) {
				if c.taken > 0 {
					if _, err := d.Server.Take("orders-dlq", c.taken, time.Hour); err != nil {
						t.Fatal(err)
					}
				}
				for _, f := range c.faults {
					d.Server.Inject(f)
				}
				d.collects()
				d.Awaits(c.says...)
				d.Wait(time.Second)
				d.PulledTimes(c.pulls)
			})
		})
	}
}

// A backlog of none is known, though it may be wrong.
func TestCollectOffersABatchOfAQueueThatSaysNothing(t *testing.T) {
	t.Parallel()
	flow(t, onDeadLetters(0, nil), func(d *driver) {
		d.Press("B")
		d.Sees("100", "1 to 20000; the backlog is about 0")
	})
}

// Collecting leaves time to act on what it has brought.
func TestCollectKeepsAQuarterOfTheFirstLease(t *testing.T) {
	t.Parallel()
	flow(t, onDeadLetters(500, nil), func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Times: -1, Delay: 8 * time.Second})
		d.collects()
		d.Wait(15 * time.Second)
		d.Sees("collecting 100/500", "██░░░░░░░░", "esc stops")
		d.Wait(15 * time.Second)
		d.Sees("Collecting stopped at 300 of 500 messages: less than a quarter of the first lease's time is left.")
		d.PulledTimes(3)
	})
}

// esc sends no further pull and awaits the one under way; once more it gives that
// up, too.
func TestEscStopsCollecting(t *testing.T) {
	t.Parallel()
	setup := onDeadLetters(500, nil)
	setup.Options = func(o *tui.Options) { o.Queue, o.VisibilityTimeout = "orders-dlq", time.Hour }
	flow(t, setup, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Times: -1, Delay: 8 * time.Second})
		d.collects()
		d.Wait(9 * time.Second)
		d.Press("p")
		d.Sees("Still", "collecting 100/500", "esc stops it after the pull under way")
		d.Press("u")
		d.Sees("Still", "collecting 100/500")
		d.Press("esc")
		d.Sees("No further pull is sent.")
		d.Wait(8 * time.Second)
		d.Sees("Collected 200 of 500 messages, then stopped.", "B goes on, after asking.")
		d.PulledTimes(2)
		d.collects()
		d.Press("esc", "esc")
		d.Sees("Pull failed: cancelled", "Collecting stopped at 0 of 500 messages.")
		d.Wait(time.Minute)
		d.PulledTimes(3)
	})
}

// Leaving the queue or the program stops collecting; what comes late is filed under
// the queue that was asked.
func TestLeavingStopsCollecting(t *testing.T) {
	t.Parallel()
	start := func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Times: -1, Delay: 4 * time.Second})
		d.collects()
		d.Wait(5 * time.Second)
		d.Sees("collecting 100/500")
	}
	t.Run("the queue", func(t *testing.T) {
		t.Parallel()
		setup := onDeadLetters(500, nil)
		setup.Options = func(o *tui.Options) { o.Queue = "" }
		flow(t, setup, func(d *driver) {
			d.Press("enter")
			start(d)
			d.Press("q")
			d.Wait(10 * time.Second)
			d.Sees("orders-dlq: Collecting stopped at 200 of 500 messages: you left the queue.")
			d.PulledTimes(2)
			d.Press("enter")
			d.Sees("200 leased until")
		})
	})
	t.Run("the program", func(t *testing.T) {
		t.Parallel()
		flow(t, onDeadLetters(500, nil), func(d *driver) {
			start(d)
			d.Press("ctrl+c")
			d.Sees("100 leases are held until", "1 call that changes the queue is still without an answer")
			d.Wait(10 * time.Second)
			d.Sees("200 leases are held until")
			d.PulledTimes(2)
		})
	})
	t.Run("at once", func(t *testing.T) {
		t.Parallel()
		setup := onDeadLetters(500, nil)
		setup.Options = func(o *tui.Options) { o.Queue, o.OnQuit = "orders-dlq", tui.OnQuitRelease }
		flow(t, setup, func(d *driver) {
			start(d)
			d.Press("ctrl+c")
			d.Reports("orders-dlq: released 100 leases", "orders-dlq: released 100 leases") // the second batch came late
			d.PulledTimes(2)
		})
	})
}

// The risk that the question names is one that is agreed to: collecting goes on
// over what it has named.
func TestCollectGoesOnOverWhatItHasNamed(t *testing.T) {
	t.Parallel()
	flow(t, onDeadLetters(250, map[int]int{3: 3, 20: 3}), func(d *driver) {
		d.Press("B", "enter")
		d.Sees("It is perhaps the last delivery of 2 seen here.", "DELETED", "It stops at any other of which it may be.")
		d.Press("right", "enter")
		d.Sees("Collected 250 messages, leased until", "When the lease ends, 2 on the last delivery will be DELETED")
		d.PulledTimes(3)
	})
}

// Where any delivery may be the last, the question says that, and means all.
func TestCollectWhereEveryDeliveryMayBeTheLast(t *testing.T) {
	t.Parallel()
	seed := numberedSeed(150)
	seed.Queues[0].Consumer.Settings = []byte(`{"max_retries":0}`)
	flow(t, story.Setup{Seed: seed}, func(d *driver) {
		d.Press("B", "enter")
		d.Sees("Every delivery of this queue may be a message's last.", "moved to orders-dlq")
		d.Press("right", "enter")
		d.Sees("Collected 150 messages", "When the lease ends, 150 on the last delivery will be moved to orders-dlq.")
		d.PulledTimes(2)
	})
}

// Whatever a server answers, collecting ends: more than was asked for, the same
// message again and again, messages without a lease.
func TestCollectEndsWhateverComes(t *testing.T) {
	t.Parallel()
	five := make([]string, 5)
	bare := make([]string, 3)
	for i := range five {
		five[i] = wireMessage(fmt.Sprint("m", i), fmt.Sprint("l", i), "0")
	}
	for i := range bare {
		bare[i] = wireMessage(fmt.Sprint("m", i), "", "0")
	}
	of := func(messages []string) string {
		return result(`{"message_backlog_count":1,"messages":[` + strings.Join(messages, ",") + `]}`)
	}
	cases := map[string]struct {
		pulls []string
		want  string
		says  string
	}{
		"more than asked for": {[]string{of(five)}, "3", "Collected 5 messages, leased until"},
		"the same again": {
			slices.Repeat([]string{pulledOnce("l", "0")}, 4), "3",
			"Collected 1 of 3 messages: three pulls in a row brought no further one.",
		},
		"none with a lease": {[]string{of(bare)}, "3", "3 more came without a lease_id"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scripted(map[string][]string{"pull": c.pulls})
			flow(t, story.Setup{Client: s.install}, func(d *driver) {
				d.Press("B")
				d.Fill(c.want)
				d.Press("enter", "right", "enter")
				d.Sees(c.says)
				if n := len(s.of("pull")); n != len(c.pulls) {
					t.Errorf("%d pulls, want %d", n, len(c.pulls))
				}
			})
		})
	}
}

// A journal that fails ends collecting with the batch that it lacks.
func TestCollectEndsWithTheJournal(t *testing.T) {
	t.Parallel()
	book := &journal{}
	setup := onDeadLetters(250, nil)
	setup.Options = func(o *tui.Options) { o.Queue, o.Journal = "orders-dlq", book }
	flow(t, setup, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Times: -1, Delay: 4 * time.Second})
		d.collects()
		d.Wait(5 * time.Second)
		book.failWith(errors.New("the disk is full"))
		d.Wait(5 * time.Second)
		d.Sees("Not recorded", "200 leased until")
		d.Misses("goes on, after asking")
		d.Wait(10 * time.Second)
		d.PulledTimes(2)
		d.Press("B")
		d.Sees("The journal can't be written")
	})
}

// The message at its last delivery is found behind what a peek shows: in a queue of
// 500, by five keys from the opened queue.
func TestTheMessageAtItsEndIsFewKeysAway(t *testing.T) {
	t.Parallel()
	flow(t, onDeadLetters(500, map[int]int{420: 3}), func(d *driver) {
		keys := []string{"B", "enter", "right", "enter", "."}
		d.Press(keys...)
		d.Sees("Near the end: 1 of 1, the nearest first.")
		if !d.OnCursor("message 420") {
			t.Errorf("the cursor is not on the message at its end:\n%s", d.Screen())
		}
		if len(keys) > 8 {
			t.Errorf("%d keys", len(keys))
		}
		d.PulledTimes(5)
	})
}

// A dead-letter queue of 232 is emptied but for three.
func TestADeadLetterQueueIsEmptiedButForThree(t *testing.T) {
	t.Parallel()
	flow(t, onDeadLetters(232, nil), func(d *driver) {
		collect := []string{"B", "enter", "right", "enter"}
		unmark := []string{"m", "g", "space", "space", "space"}
		ack := []string{"a", "right", "enter"}
		d.Press(collect...)
		d.Sees("Collected 232 messages")
		d.Press(unmark...)
		d.Press(ack...)
		d.Awaits("Acked 229 messages.", "3 · 229 finished: H shows them", "3 leased until")
		if n := len(collect) + len(unmark) + len(ack); n > 15 {
			t.Errorf("%d keys", n)
		}
		if n := d.Server.Count("orders-dlq"); n != 3 {
			t.Errorf("%d messages are left", n)
		}
	})
}

// The walk over rows near their ends goes from the nearest to the others, and
// begins again.
func TestTheWalkOverRowsNearTheirEnds(t *testing.T) {
	t.Parallel()
	flow(t, onDeadLetters(30, map[int]int{4: 2, 9: 3, 20: 3}), func(d *driver) {
		goes := func(on, says string) {
			t.Helper()
			d.Press(".")
			d.Sees(says)
			if !d.OnCursor(on) {
				t.Errorf("the cursor is not on %s:\n%s", on, d.Screen())
			}
		}
		goes("message 004", "Near the end: 1 of 3")
		goes("message 009", "Near the end: 2 of 3")
		d.Press("B", "enter", "right", "enter") // what is leased on its last delivery is nearer
		d.Sees("Collected 30 messages")
		goes("message 020", "Near the end: 2 of 3")
		goes("message 004", "Near the end: 3 of 3")
		goes("message 009", "Near the end: 1 of 3")
	})
	flow(t, onDeadLetters(3, nil), func(d *driver) {
		d.Press(".")
		d.Sees("No row seen here is near its end.")
	})
}
