package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// What was recorded on the live service: attempts are 0 on the first delivery,
// and the one that shows max_retries is the last.

func following(o *tui.Options) { o.Follow = 2 * time.Second }

// A server redelivers one message while its leases still run: nothing tells
// before the fourth pull that it is the last, and nothing pulls after it.
func TestFollowStopsAfterTheLastDelivery(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{"pull": {pulledOnce("l0", "0"), pulledOnce("l1", "1"), pulledOnce("l2", "2"), pulledOnce("l3", "3"), pulledOnce("l4", "4")}})
	flow(t, story.Setup{Client: s.install, Options: following}, func(d *driver) {
		for i := range 3 {
			d.Wait(2 * time.Second)
			d.Misses("Follow stopped", "last delivery")
			if got := len(s.of("pull")); got != i+1 {
				t.Fatalf("%d pulls after %d intervals:\n%s", got, i+1, d.Screen())
			}
		}
		d.Wait(2 * time.Second)
		d.Sees("Follow stopped: message m1 is on the last delivery (3/3).", "When the lease ends, it will be moved to orders-dlq.")
		d.Wait(time.Minute)
		if got := len(s.of("pull")); got != 4 {
			t.Errorf("%d pulls, want 4", got)
		}
	})
}

// Once the third lease has ended, the next delivery is known to be the last.
func TestFollowStopsBeforeAKnownLastDelivery(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*driver){
		"lapsed":  func(d *driver) { d.Wait(31 * time.Second) },
		"retried": func(d *driver) { d.Press("u"); d.Wait(5 * time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scripted(map[string][]string{
				"pull": {pulledOnce("l0", "0"), pulledOnce("l1", "1"), pulledOnce("l2", "2"), result(`{"message_backlog_count":1,"messages":[]}`)},
				"ack":  {result(`{"ackCount":0,"retryCount":1,"warnings":{}}`)},
			})
			flow(t, story.Setup{Client: s.install, Options: following}, func(d *driver) {
				d.Wait(7 * time.Second)
				if len(s.of("pull")) != 3 {
					t.Fatalf("%d pulls", len(s.of("pull")))
				}
				s.next("pull", pulledOnce("l3", "3"))
				d.Press("f") // hold it until the lease has ended
				end(d)
				d.Press("f")
				d.Wait(10 * time.Second)
				if got := len(s.of("pull")); got != 3 {
					t.Errorf("%d pulls: the last delivery was spent unasked\n%s", got, d.Screen())
				}
			})
		})
	}
}

// Three of four held messages can go back; the fourth would end.
func TestReleasingOnQuitLeavesTheLastDeliveryAlone(t *testing.T) {
	t.Parallel()
	var list []string
	for i := range 4 {
		list = append(list, wireMessage(fmt.Sprint("m", i), fmt.Sprint("l", i), fmt.Sprint(i)))
	}
	s := scripted(map[string][]string{
		"pull": {result(`{"message_backlog_count":4,"messages":[` + strings.Join(list, ",") + `]}`)},
		"ack":  {result(`{"ackCount":0,"retryCount":3,"warnings":{}}`)},
	})
	with := story.Setup{Client: s.install, Options: func(o *tui.Options) { o.OnQuit = tui.OnQuitRelease }}
	flow(t, with, func(d *driver) {
		d.Press("p")
		d.Sees("0/3", "1/3", "2/3", "3/3", "When the lease ends, 1 on the last delivery will be moved to orders-dlq.")
		d.Press("ctrl+c")
		report := strings.Join(d.Reported(), "\n")
		calls := s.of("ack")
		if len(calls) != 1 || strings.Count(calls[0], "lease_id") != 3 || strings.Contains(calls[0], `"l3"`) {
			t.Errorf("the calls were %q, want one that releases l0, l1 and l2", calls)
		}
		for _, want := range []string{"orders: released 3 leases", "1 lease stays", "1 on the last delivery will be moved to orders-dlq: m3 (3/3)"} {
			if !strings.Contains(report, want) {
				t.Errorf("the report lacks %q:\n%s", want, report)
			}
		}
	})
}

// Attempts that the API does not give may be the last in every sentence.
func TestUnknownAttemptsMayBeTheLast(t *testing.T) {
	t.Parallel()
	for _, attempts := range []string{"", "null", "2.5", "-1", `"many"`, "{}"} {
		t.Run(attempts, func(t *testing.T) {
			t.Parallel()
			s := scripted(map[string][]string{
				"pull": {pulledOnce("l", attempts)},
				"ack":  {result(`{"ackCount":0,"retryCount":1,"warnings":{}}`)},
			})
			flow(t, story.Setup{Client: s.install, Options: following}, func(d *driver) {
				d.Wait(3 * time.Second)
				d.Sees("?/3", "Follow stopped: message m1 is perhaps on the last delivery (?/3).", "When the lease ends, it may be moved to orders-dlq.")
				d.Press("]", "]")
				d.Sees("its attempts are not known: this may be the last delivery: when the lease ends, moved to orders-dlq")
				d.Misses("more deliver")
				d.Press("x")
				d.Sees("Nothing was released.", "1 lease perhaps on the last delivery was left alone")
				d.Press("u")
				d.Sees("1 of 1 message perhaps on the last delivery: a retry may end it: moved to orders-dlq.")
				d.Wait(time.Second)
				d.Press("esc")
				if n := len(s.of("pull")); n != 1 || len(s.of("ack")) != 0 {
					t.Errorf("%d pulls, %d settling calls", n, len(s.of("ack")))
				}
			})
		})
	}
}

// What an act ends is asked again when it is sent: settings that change beneath
// an open prompt, or between two calls of a job, end nothing unasked.
func TestWhatARetryEndsIsAskedWhenItIsSent(t *testing.T) {
	t.Parallel()
	limit := func(n string) string { return strings.ReplaceAll(queueOrders, `"max_retries":3`, `"max_retries":`+n) }
	consumers := func(n string) string {
		return result(`[` + strings.ReplaceAll(pullConsumer3, `"max_retries":3`, `"max_retries":`+n) + `]`)
	}
	s := scripted(map[string][]string{
		"list": {result(`[` + limit("10") + `]`)}, "get": {result(limit("10"))}, "consumers": {consumers("10")},
		"pull": {pulledOnce("l", "3")}, "ack": {result(`{"ackCount":0,"retryCount":1,"warnings":{}}`)},
	})
	flow(t, story.Setup{Client: s.install}, func(d *driver) {
		d.Press("p")
		d.Sees("3/10")
		s.hold("get", "consumers", "metrics")
		d.Press("r", "U") // the settings are on their way while the prompt is open
		s.next("get", result(limit("3")))
		s.next("consumers", consumers("3"))
		s.release()
		d.Settle()
		d.Press("enter")
		d.Sees("1 of 1 message perhaps on the last delivery: a retry may end it")
		if n := len(s.of("ack")); n != 0 {
			t.Errorf("%d calls were sent before the question", n)
		}
		d.Wait(time.Second)
		d.Press("enter")
		if n := len(s.of("ack")); n != 0 {
			t.Error("the retry was sent without a yes")
		}
		d.Press("u")
		d.Yes()
		if n := len(s.of("ack")); n != 1 {
			t.Errorf("%d calls after a yes", n)
		}
	})
}

// The limit falls while a retry of 150 messages is between its two calls: the
// second one would end what it names, so it is not sent.
func TestAJobAsksBeforeEachCall(t *testing.T) {
	t.Parallel()
	batch := func(first, n int) string {
		var list []string
		for i := range n {
			list = append(list, wireMessage(fmt.Sprint("m", first+i), fmt.Sprintf("l%03d", first+i), "3"))
		}
		return result(`{"message_backlog_count":150,"messages":[` + strings.Join(list, ",") + `]}`)
	}
	ten := strings.NewReplacer(`"max_retries":3`, `"max_retries":10`)
	s := scripted(map[string][]string{
		"list": {result(`[` + ten.Replace(queueOrders) + `]`)}, "get": {result(ten.Replace(queueOrders))}, "consumers": {result(`[` + ten.Replace(pullConsumer3) + `]`)},
		"pull": {batch(0, 100), batch(100, 50)}, "ack": {result(`{"ackCount":0,"retryCount":100,"warnings":{}}`)},
	})
	flow(t, story.Setup{Client: s.install, Options: batchesOf(100, time.Hour)}, func(d *driver) {
		d.Press("p", "p", "m")
		s.hold("ack")
		s.next("get", result(queueOrders))
		s.next("consumers", result(`[`+pullConsumer3+`]`))
		d.Press("u", "r") // the first call is under way while the settings come
		d.Sees("max retries 3")
		s.release()
		d.Settle()
		if calls := s.of("ack"); len(calls) != 1 || strings.Count(calls[0], "lease_id") != 100 {
			t.Errorf("%d calls, want the first alone", len(calls))
		}
		d.Sees("Retried 100 messages.", "50 leases perhaps on the last delivery were left alone: a retry might end them: moved to orders-dlq")
	})
}
