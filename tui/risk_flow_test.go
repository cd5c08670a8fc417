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
	"leaseview/tui/internal/story"
)

// The lease tab says at each delivery what the next one, or the end of this
// one, means: under every rule, with and without a dead-letter queue.
func TestTheBudgetInWords(t *testing.T) {
	t.Parallel()
	const (
		moved   = "moved to orders-dlq"
		deleted = "DELETED, as there is no dead-letter queue"
		ends    = ": when the lease ends, "
	)
	cases := []struct {
		name     string
		rule     inbox.Rule
		server   emulator.Options
		consumer emulator.SeedConsumer
		first    int      // what the first delivery shows
		attempts []string // during the first delivery, the second, …
	}{
		{"as recorded", inbox.AfterMax, emulator.Options{}, withDLQ, 0, []string{
			"3 more deliveries: then " + moved, "2 more deliveries: then " + moved,
			"the next delivery is the last: then " + moved, "this is the last delivery" + ends + moved,
		}},
		{"as recorded, deleted", inbox.AfterMax, emulator.Options{}, withoutDLQ, 0, []string{
			"3 more deliveries: then " + deleted, "2 more deliveries: then " + deleted,
			"the next delivery is the last: then " + deleted, "this is the last delivery" + ends + deleted,
		}},
		{"max_retries deliveries", inbox.AtMax, emulator.Options{StrictDeliveries: true}, withDLQ, 0, []string{
			"2 more deliveries: then " + moved, "the next delivery is the last: then " + moved, "this is the last delivery" + ends + moved,
		}},
		{"either", inbox.Either, emulator.Options{}, withDLQ, 0, []string{
			"2 to 3 more deliveries: then " + moved, "the next delivery may be the last: then " + moved + " (sources differ between 3 and 4 deliveries)",
			"this may be the last delivery" + ends + moved + " (sources differ between 3 and 4 deliveries)", "this is the last delivery" + ends + moved,
		}},
		{"counted from 1", inbox.AfterMax, emulator.Options{AttemptsFromOne: true}, withDLQ, 1, []string{
			"2 to 3 more deliveries: then " + moved, "the next delivery may be the last: then " + moved + " (whether the API counts from 0 or from 1 is not known yet)",
			"this may be the last delivery" + ends + moved, "this is the last delivery" + ends + moved,
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			with := story.Setup{Seed: leaseSeed(1, 0, c.consumer), Options: func(o *tui.Options) { o.Rule = c.rule }, Server: c.server}
			flow(t, with, func(d *driver) {
				d.Press("]", "]")
				for i, words := range c.attempts {
					d.pull()
					d.Sees(fmt.Sprintf("%d/3", c.first+i), words)
					d.Wait(31 * time.Second)
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
		for range 3 {
			d.Press("p")
			d.Wait(31 * time.Second)
		}
	}
	cases := map[string]struct {
		attempts int
		server   emulator.Options
		rule     inbox.Rule
		before   func(*driver)
	}{
		"seen":            {before: seen},
		"peeked":          {attempts: 3},
		"peeked, 1 short": {attempts: 2},
		"peeked as next":  {attempts: 1, server: emulator.Options{PeekNextAttempts: true}},
		"peeked, N":       {attempts: 2, rule: inbox.AtMax},
		"from 1":          {attempts: 2, server: emulator.Options{AttemptsFromOne: true}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := story.Setup{
				Seed: leaseSeed(1, c.attempts, withDLQ), Server: c.server,
				Options: func(o *tui.Options) { o.Rule = c.rule },
			}
			flow(t, with, func(d *driver) {
				if c.before != nil {
					c.before(d)
				}
				pulls := d.Count("pull")
				d.Press("p")
				d.Sees("Pull 5 messages of orders?", "A pull may hand out the last delivery of 1 message seen here",
					"After it, when the lease ends: moved to orders-dlq", idOf(1), "Of the first: the next delivery",
					"v looks without spending anything", "▸ No")
				d.Wait(time.Second)
				d.Press("p", "p", "enter")
				d.Misses("Pull 5 messages of orders?")
				d.Wait(time.Minute)
				d.PulledTimes(pulls)
				d.Press("p")
				d.Yes()
				d.PulledTimes(pulls + 1)
				d.Sees("Leased 1 message")
			})
		})
	}
}

func TestAPullThatRisksNothingAsksNothing(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		attempts int
		rule     inbox.Rule
	}{"fresh": {0, inbox.Either}, "once": {1, inbox.AfterMax}}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := story.Setup{Seed: leaseSeed(1, c.attempts, withDLQ), Options: func(o *tui.Options) { o.Rule = c.rule }}
			flow(t, with, func(d *driver) {
				d.Press("p")
				d.Sees("Leased 1 message")
			})
		})
	}
}

// One short of the limit a peek says nothing for sure, until a message that was
// peeked at has been pulled.
func TestAPeekIsReadExactlyOnceItIsKnownHow(t *testing.T) {
	t.Parallel()
	seed := leaseSeed(2, 0, withDLQ)
	seed.Queues[0].Messages[1].Attempts = 2
	flow(t, story.Setup{Seed: seed, Options: func(o *tui.Options) { o.BatchSize = 2 }}, func(d *driver) {
		d.Press("p")
		d.Sees("Pull 2 messages of orders?", "the next delivery may be the last", "how a peek counts is not known yet")
		d.Wait(time.Second)
		d.Press("esc", ",")
		d.Fill("1")
		d.Press("enter", "p")
		d.Yes() // it brings the first, which shows 0 as it did when it was peeked at
		d.Sees("0/3")
		d.Press("p")
		d.Sees("Leased 1 message", "2/3")
		d.Misses("on the last delivery", "may be the last")
	})
}

// Where one delivery is all there is, every pull is the last of something.
func TestAQueueOfOneDeliveryAlwaysAsks(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(0, 0, emulator.SeedConsumer{Settings: jsontext.Value(`{"max_retries":0}`)})}, func(d *driver) {
		if err := d.Server.Push("orders", emulator.SeedMessage{Body: bodyOf(1)}); err != nil {
			t.Fatal(err)
		}
		d.Press("f")
		d.Sees("Follow was not started: every delivery of this queue may be a message's last")
		d.Press("p")
		d.Sees("Every delivery of this queue may be a message's last", "DELETED, as there is no dead-letter queue")
		d.Yes()
		d.Sees("Leased 1 message", "0/0", "1 on the last delivery will be DELETED")
	})
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
			seed.Queues[0].Messages[1].Attempts = 3
			with := story.Setup{Seed: seed}
			flow(t, with, func(d *driver) {
				d.pull()
				d.Press("m")
				d.Press(c.keys...)
				d.Sees("Retry 3 messages", "1 of 3 messages on the last delivery: a retry ends it: "+c.fate, idOf(2)+" 3/3 last {", idOf(3)+" 0/3 {", "▸ No")
				d.Wait(time.Second)
				d.Press("enter")
				if d.Count("ack") != 0 || d.left() != 3 {
					t.Errorf("%d settling calls, %d left, after No", d.Count("ack"), d.left())
				}
				d.Press(c.keys...)
				d.Yes()
				d.Sees("Retried 3 messages.")
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
	seed.Queues[0].Messages[1].Attempts = 3
	flow(t, story.Setup{Seed: seed}, func(d *driver) {
		d.pull()
		d.Press("x")
		d.Sees("Released 2 messages.", "1 lease on the last delivery was left alone: a release would end it: moved to orders-dlq")
		d.rowSays("●", 2)
		if got := []string{d.stateOf(1), d.stateOf(2), d.stateOf(3)}; !slices.Equal(got, []string{"waiting", "leased", "waiting"}) {
			t.Errorf("the server's states are %q", got)
		}
		d.Press("x")
		d.Sees("Nothing was released.", "1 lease on the last delivery was left alone: a release would end it: moved to orders-dlq",
			"a acks, e extends, u retries after asking")
		if n := d.Count("ack"); n != 1 {
			t.Errorf("%d calls", n)
		}
	})
}

// What was acked has no deliveries to come, whatever its attempts were.
func TestAnAckedMessageHasNoOutlook(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(1, 0, withDLQ)}, func(d *driver) {
		d.Press("p", "]", "]")
		d.Sees("3 more deliveries")
		d.Press("a")
		d.Yes()
		d.Sees("ended: acked", "none: the ack deleted it from the queue")
		d.Misses("left: then moved", "sources differ")
	})
}

// A pull can bring a last delivery that nothing here had seen, so that nothing
// asked: then its notice says what is about to end.
func TestAPullSaysThatItBroughtALastDelivery(t *testing.T) {
	t.Parallel()
	seed := leaseSeed(2, 0, withoutDLQ)
	seed.Queues[0].Messages[1].Attempts = 3
	flow(t, story.Setup{Seed: seed, Options: func(o *tui.Options) { o.BatchSize, o.PeekSize = 1, 1 }}, func(d *driver) {
		d.Press("p")
		d.Sees("Leased 1 message")
		d.Misses("on the last delivery")
		d.Press("p")
		d.Sees("Leased 1 message", "When the lease ends, 1 on the last delivery will be DELETED, as there is no dead-letter queue.")
	})
}

// A retry and a release bring a message nearer to its end just as its lapse does.
func TestWhatWasPutBackNearItsEndAsks(t *testing.T) {
	t.Parallel()
	for key, put := range map[string]string{"u": "Retried 1 message", "x": "Released 1 message"} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			flow(t, story.Setup{Seed: leaseSeed(1, 2, withDLQ)}, func(d *driver) {
				d.pull()
				d.Sees("Leased 1 message", "2/3")
				d.Press(key)
				d.Sees(put)
				pulls := d.Count("pull")
				d.Press("p")
				d.Sees("Pull 5 messages of orders?", "A pull may hand out the last delivery of 1 message seen here")
				d.Press("f")
				d.Wait(time.Minute)
				d.PulledTimes(pulls)
			})
		})
	}
}

// What was leased after a yes waits no more: it is no reason to ask again.
func TestALeasedMessageIsNoRisk(t *testing.T) {
	t.Parallel()
	seed := leaseSeed(2, 0, withDLQ)
	seed.Queues[0].Messages[1].Attempts = 3
	flow(t, story.Setup{Seed: seed, Options: func(o *tui.Options) { o.BatchSize, o.PeekSize = 1, 1 }}, func(d *driver) {
		d.Press("v") // the second is not seen yet
		d.Press("p")
		d.Sees("0/3") // it is known how the API counts
		d.Press(",")
		d.Fill("3")
		d.Press("up")
		d.Fill("3")
		d.Press("enter", "v", "p")
		d.Sees("A pull may hand out the last delivery of 1 message seen here")
		d.Yes()
		d.Sees("Leased 1 message", "3/3")
		for range 3 {
			if err := d.Server.Push("orders", emulator.SeedMessage{Body: `{"more":1}`}); err != nil {
				t.Fatal(err)
			}
		}
		d.Press("p")
		d.Sees("Leased 3 messages")
	})
}

// A message that has ended is handed out to nobody: it is no reason to ask.
func TestAnEndedMessageIsNoRisk(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		attempts int
		server   emulator.Options
		rule     inbox.Rule
		says     string
	}{
		"as recorded":            {attempts: 3, says: "3/3"},
		"max_retries deliveries": {attempts: 2, server: emulator.Options{StrictDeliveries: true}, rule: inbox.AtMax, says: "2/3"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed := leaseSeed(2, 0, withDLQ)
			seed.Queues[0].Messages[1].Attempts = c.attempts
			flow(t, story.Setup{Seed: seed, Server: c.server, Options: func(o *tui.Options) { o.Rule = c.rule }}, func(d *driver) {
				d.Press("p")
				d.Yes() // the first shows 0, so that it is known how the API counts
				d.Sees("Leased 2 messages", c.says)
				d.Wait(40 * time.Second)
				if d.left() != 1 {
					t.Fatalf("%d messages are left", d.left())
				}
				pulls := d.Count("pull")
				d.Press("p")
				d.PulledTimes(pulls + 1)
			})
		})
	}
}

// What others have done to a message since it was seen here shows in the next
// peek, and counts from then on.
func TestAPeekThatShowsMoreAttemptsIsARisk(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(1, 0, withDLQ)}, func(d *driver) {
		for range 3 {
			taken, err := d.Server.Take("orders", 1, time.Minute)
			if err != nil || len(taken) != 1 {
				t.Fatal(len(taken), err)
			}
			if _, err := d.Server.Settle("orders", nil, []string{taken[0].Lease}, 0); err != nil {
				t.Fatal(err)
			}
		}
		d.Press("v")
		d.rowSays("3/3", 1)
		d.Press("p")
		d.Sees("Pull 5 messages of orders?", "A pull may hand out the last delivery of 1 message seen here")
		d.PulledTimes(0)
	})
}
