package tui_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/inbox"
)

// The lease tab says at each delivery what the next one, or the end of this
// one, means: under every rule, with and without a dead-letter queue.
func TestTheBudgetInWords(t *testing.T) {
	t.Parallel()
	const (
		moved   = "moved to orders-dlq"
		deleted = "DELETED"
		nowhere = "(no dead-letter queue)"
		doubt   = "; at 3 or 4 deliveries, sources differ"
	)
	cases := []struct {
		rule     inbox.Rule
		consumer emulator.SeedConsumer
		attempts []string // after the first delivery, the second, …
	}{
		{inbox.AtOrAfter, withDLQ, []string{
			"2 more deliveries: then " + moved + doubt,
			"next delivery is the last: then " + moved + doubt,
			"this was the last delivery: " + moved + " when the lease ends" + doubt,
			"this was the last delivery: " + moved + " when the lease ends",
		}},
		{inbox.AtOrAfter, withoutDLQ, []string{
			"2 more deliveries: then " + deleted + " " + nowhere + doubt,
			"next delivery is the last: then " + deleted + " " + nowhere + doubt,
			"this was the last delivery: " + deleted + " when the lease ends " + nowhere + doubt,
			"this was the last delivery: " + deleted + " when the lease ends " + nowhere,
		}},
		{inbox.AtMax, withDLQ, []string{
			"2 more deliveries: then " + moved, "next delivery is the last: then " + moved,
			"this was the last delivery: " + moved + " when the lease ends",
		}},
		{inbox.AfterMax, withoutDLQ, []string{
			"3 more deliveries: then " + deleted, "2 more deliveries: then " + deleted,
			"next delivery is the last: then " + deleted, "this was the last delivery: " + deleted + " when the lease ends",
		}},
	}
	for _, c := range cases {
		t.Run(fmt.Sprintf("rule %d, dlq %q", c.rule, c.consumer.DeadLetter), func(t *testing.T) {
			t.Parallel()
			with := setup{
				seed: leaseSeed(1, 0, c.consumer), options: func(o *tui.Options) { o.Rule = c.rule },
				server: emulator.Options{StrictDeliveries: c.rule == inbox.AtMax},
			}
			flow(t, with, func(d *driver) {
				d.press("]", "]")
				for i, words := range c.attempts {
					d.pull()
					d.sees(fmt.Sprintf("%d/3", i+1), words)
					d.wait(31 * time.Second)
				}
				if d.left() != 0 {
					t.Errorf("%d messages left after every delivery", d.left())
				}
			})
		})
	}
}

// A pull that would probably hand out a last delivery asks, whether the message
// was leased here before or only peeked at.
func TestAPullTowardsALastDeliveryAsks(t *testing.T) {
	t.Parallel()
	seen := func(d *driver) {
		for range 2 {
			d.press("p")
			d.wait(31 * time.Second)
		}
	}
	cases := map[string]struct {
		attempts int
		server   emulator.Options
		rule     inbox.Rule
		before   func(*driver)
	}{
		"seen":            {before: seen},
		"peeked":          {attempts: 2},
		"peeked as next":  {attempts: 1, server: emulator.Options{PeekNextAttempts: true}},
		"peeked, N+1":     {attempts: 3, rule: inbox.AfterMax},
		"peeked, N":       {attempts: 2, rule: inbox.AtMax},
		"peeked past max": {attempts: 3},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := setup{
				seed: leaseSeed(1, c.attempts, withDLQ), server: c.server,
				options: func(o *tui.Options) { o.Rule = c.rule },
			}
			flow(t, with, func(d *driver) {
				if c.before != nil {
					c.before(d)
				}
				pulls := d.count("pull")
				d.press("p")
				d.sees("Pull 5 messages of orders?", "A pull may hand out the last delivery of 1 message seen here",
					"After it, when the lease ends: moved to orders-dlq", idOf(1), "Attempts that a peek shows are the least",
					"v looks without spending anything", "▸ No")
				d.wait(time.Second)
				d.press("p", "p", "enter")
				d.misses("Pull 5 messages of orders?")
				d.wait(time.Minute)
				d.pulledTimes(pulls)
				d.press("p")
				d.yes()
				d.pulledTimes(pulls + 1)
				d.sees("Leased 1 message")
			})
		})
	}
}

func TestAPullThatRisksNothingAsksNothing(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		attempts int
		rule     inbox.Rule
	}{"fresh": {0, inbox.AtOrAfter}, "once": {1, inbox.AtOrAfter}, "twice, N+1": {2, inbox.AfterMax}}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := setup{seed: leaseSeed(1, c.attempts, withDLQ), options: func(o *tui.Options) { o.Rule = c.rule }}
			flow(t, with, func(d *driver) {
				d.press("p")
				d.sees("Leased 1 message")
			})
		})
	}
}

// Where one delivery is all there is, every pull is the last of something.
func TestAQueueOfOneDeliveryAlwaysAsks(t *testing.T) {
	t.Parallel()
	for _, settings := range []string{`{"max_retries":0}`, `{"max_retries":1}`} {
		flow(t, setup{seed: leaseSeed(0, 0, emulator.SeedConsumer{Settings: jsontext.Value(settings)})}, func(d *driver) {
			if err := d.server.Push("orders", emulator.SeedMessage{Body: bodyOf(1)}); err != nil {
				t.Fatal(err)
			}
			d.press("f")
			d.sees("Follow was not started: every delivery of this queue may be a message's last")
			d.press("p")
			d.sees("Every delivery of this queue may be a message's last", "DELETED, as there is no dead-letter queue")
			d.yes()
			d.sees("Leased 1 message", "1/")
		})
	}
}

// A retry ends a message on its last delivery, as its lapse would: it asks, and
// names what it ends.
func TestARetryOfALastDeliveryAsks(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		consumer emulator.SeedConsumer
		keys     []string
		fate     string
	}{
		"now, dlq":      {withDLQ, []string{"u"}, "moved to orders-dlq"},
		"now, deleted":  {withoutDLQ, []string{"u"}, "DELETED, as there is no dead-letter queue"},
		"later, dlq":    {withDLQ, []string{"U", "enter"}, "moved to orders-dlq"},
		"later, no dlq": {withoutDLQ, []string{"U", "enter"}, "DELETED, as there is no dead-letter queue"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed := leaseSeed(3, 0, c.consumer)
			seed.Queues[0].Messages[1].Attempts = 2
			with := setup{seed: seed, server: emulator.Options{StrictDeliveries: true}}
			flow(t, with, func(d *driver) {
				d.pull()
				d.press("m")
				d.press(c.keys...)
				d.sees("Retry 3 messages", "1 of 3 messages on the last delivery: a retry ends it: "+c.fate, idOf(2), "▸ No")
				d.misses(idOf(3) + " ")
				d.wait(time.Second)
				d.press("enter")
				if d.count("ack") != 0 || d.left() != 3 {
					t.Errorf("%d settling calls, %d left, after No", d.count("ack"), d.left())
				}
				d.press(c.keys...)
				d.yes()
				d.sees("Retried 3 messages.")
				if d.left() != 2 || d.stateOf(2) != "" {
					t.Errorf("%d left", d.left())
				}
			})
		})
	}
}

func TestReleaseLeavesLastDeliveriesAlone(t *testing.T) {
	t.Parallel()
	seed := leaseSeed(3, 0, withDLQ)
	seed.Queues[0].Messages[1].Attempts = 2
	flow(t, setup{seed: seed, server: emulator.Options{StrictDeliveries: true}}, func(d *driver) {
		d.pull()
		d.press("x")
		d.sees("Released 2 messages.", "1 lease on the last delivery was left alone: a release would end it: moved to orders-dlq")
		d.rowSays("●", 2)
		if got := []string{d.stateOf(1), d.stateOf(2), d.stateOf(3)}; !slices.Equal(got, []string{"waiting", "leased", "waiting"}) {
			t.Errorf("the server's states are %q", got)
		}
		d.press("x")
		d.sees("Nothing was released: 1 lease is on the last delivery", "A release would end it: moved to orders-dlq",
			"a acks, e extends, u retries after asking")
		if n := d.count("ack"); n != 1 {
			t.Errorf("%d calls", n)
		}
	})
}

// What was acked has no deliveries to come, whatever its attempts were.
func TestAnAckedMessageHasNoOutlook(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(1, 0, withDLQ)}, func(d *driver) {
		d.press("p", "]", "]")
		d.sees("2 more deliveries")
		d.press("a")
		d.yes()
		d.sees("ended: acked", "none: the ack deleted it from the queue")
		d.misses("left: then moved", "sources differ")
	})
}

// A pull can bring a last delivery that nothing here had seen, so that nothing
// asked: then its notice says what is about to end.
func TestAPullSaysThatItBroughtALastDelivery(t *testing.T) {
	t.Parallel()
	seed := leaseSeed(2, 0, withoutDLQ)
	seed.Queues[0].Messages[1].Attempts = 2
	flow(t, setup{seed: seed, options: func(o *tui.Options) { o.BatchSize = 1 }}, func(d *driver) {
		d.press("p")
		d.sees("Leased 1 message")
		d.misses("on the last delivery")
		d.press("p")
		d.sees("Leased 1 message", "When the lease ends, 1 on the last delivery will be DELETED, as there is no dead-letter queue.")
	})
}
