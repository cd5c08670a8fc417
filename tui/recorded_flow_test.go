package tui_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui"
)

// What was recorded on the live service: attempts are 0 on the first delivery,
// and the one that shows max_retries is the last.

func following(o *tui.Options) { o.Follow = 2 * time.Second }

// A server redelivers one message while its leases still run: nothing tells
// before the fourth pull that it is the last, and nothing pulls after it.
func TestFollowStopsAfterTheLastDelivery(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{"pull": {pulledOnce("l0", "0"), pulledOnce("l1", "1"), pulledOnce("l2", "2"), pulledOnce("l3", "3"), pulledOnce("l4", "4")}})
	flow(t, setup{client: s.install, options: following}, func(d *driver) {
		for i := range 3 {
			d.wait(2 * time.Second)
			d.misses("Follow stopped", "last delivery")
			if got := len(s.of("pull")); got != i+1 {
				t.Fatalf("%d pulls after %d intervals:\n%s", got, i+1, d.screen())
			}
		}
		d.wait(2 * time.Second)
		d.sees("Follow stopped: message m1 is on the last delivery (3/3).", "When the lease ends, it will be moved to orders-dlq.")
		d.wait(time.Minute)
		if got := len(s.of("pull")); got != 4 {
			t.Errorf("%d pulls, want 4", got)
		}
	})
}

// Once the third lease has ended, the next delivery is known to be the last.
func TestFollowStopsBeforeAKnownLastDelivery(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*driver){
		"lapsed":  func(d *driver) { d.wait(31 * time.Second) },
		"retried": func(d *driver) { d.press("u"); d.wait(5 * time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scripted(map[string][]string{
				"pull": {pulledOnce("l0", "0"), pulledOnce("l1", "1"), pulledOnce("l2", "2"), result(`{"message_backlog_count":1,"messages":[]}`)},
				"ack":  {result(`{"ackCount":0,"retryCount":1,"warnings":{}}`)},
			})
			flow(t, setup{client: s.install, options: following}, func(d *driver) {
				d.wait(7 * time.Second)
				if len(s.of("pull")) != 3 {
					t.Fatalf("%d pulls", len(s.of("pull")))
				}
				s.next("pull", pulledOnce("l3", "3"))
				d.press("f") // hold it until the lease has ended
				end(d)
				d.press("f")
				d.wait(10 * time.Second)
				if got := len(s.of("pull")); got != 3 {
					t.Errorf("%d pulls: the last delivery was spent unasked\n%s", got, d.screen())
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
	with := setup{client: s.install, options: func(o *tui.Options) { o.OnQuit = tui.OnQuitRelease }}
	flow(t, with, func(d *driver) {
		d.press("p")
		d.sees("0/3", "1/3", "2/3", "3/3", "When the lease ends, 1 on the last delivery will be moved to orders-dlq.")
		d.press("ctrl+c")
		d.stop()
		calls := s.of("ack")
		if len(calls) != 1 || strings.Count(calls[0], "lease_id") != 3 || strings.Contains(calls[0], `"l3"`) {
			t.Errorf("the calls were %q, want one that releases l0, l1 and l2", calls)
		}
		report := strings.Join(d.report, "\n")
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
			flow(t, setup{client: s.install, options: following}, func(d *driver) {
				d.wait(3 * time.Second)
				d.sees("?/3", "Follow stopped: message m1 is perhaps on the last delivery (?/3).", "When the lease ends, it may be moved to orders-dlq.")
				d.press("]", "]")
				d.sees("the API gave no attempts: this may be the last delivery: when the lease ends, moved to orders-dlq")
				d.misses("more deliver")
				d.press("x")
				d.sees("Nothing was released.", "1 lease perhaps on the last delivery was left alone")
				d.press("u")
				d.sees("1 of 1 message perhaps on the last delivery: a retry may end it: moved to orders-dlq.")
				d.wait(time.Second)
				d.press("esc")
				if n := len(s.of("pull")); n != 1 || len(s.of("ack")) != 0 {
					t.Errorf("%d pulls, %d settling calls", n, len(s.of("ack")))
				}
			})
		})
	}
}

// An answer about another queue moves nothing, not even one whose id differs in
// letter case alone.
func TestAnAnswerAboutAnotherQueueMovesNothing(t *testing.T) {
	t.Parallel()
	for _, other := range []string{strings.Repeat("f", 32), strings.ToUpper(ordersHex)} {
		t.Run(other, func(t *testing.T) {
			t.Parallel()
			s := scripted(map[string][]string{
				"get":  {result(strings.Replace(queueOrders, ordersHex, other, 1))},
				"pull": {pulledOnce("l", "0")},
			})
			var paths wirePaths
			with := setup{client: func(c *apiclient.Config) { s.install(c); paths.install(c) }}
			flow(t, with, func(d *driver) {
				d.sees("The settings of \"orders\" could not be read", other)
				d.press("r", "p")
				d.sees("orders", "Leased 1 message", "0/3")
				d.press("x", "r", "v", "L", "q")
				for _, path := range paths.all() {
					if strings.Contains(path, other) {
						t.Errorf("%s was asked for", path)
					}
				}
			})
		})
	}
}

// TestConsumersOfEveryKind: their limits bound what is peeked at, and what stands
// in the way of a pull is named by its kind.
func TestConsumersOfEveryKind(t *testing.T) {
	t.Parallel()
	const (
		worker       = `{"consumer_id":"w","type":"worker","service":"mailer","dead_letter_queue":"letters","settings":{"max_retries":5}}`
		notification = `{"consumer_id":"n","type":"notification","settings":{"email":[{"id":"e"}],"max_retries":100}}`
	)
	tests := []struct {
		name      string
		consumers []string
		header    []string
		refusal   []string
	}{
		{
			"a Worker",
			[]string{worker},
			[]string{"consumer Worker mailer", "max retries 5", "dlq letters", "4/5"},
			[]string{"The queue is consumed by Worker mailer", "wrangler queues consumer worker remove orders mailer", "wrangler queues consumer http add orders"},
		},
		{
			"notifications",
			[]string{notification},
			[]string{"consumer notification", "max retries 100", "dlq none", "4/100"},
			[]string{"The queue is consumed by notification", "wrangler queues consumer notification remove orders", "a wrangler after 4.164.0", "dashboard"},
		},
		{
			"several",
			[]string{worker, notification},
			[]string{"consumer Worker mailer + notification", "max retries 5, 100", "dlq letters, none", "4/5"},
			[]string{"remove those", "worker remove orders mailer; wrangler queues consumer notification remove orders"},
		},
		{"several with a pull", []string{worker, pullConsumer3}, []string{"consumer Worker mailer + pull", "max retries 5, 3", "4/3"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			list := `[` + strings.Join(tt.consumers, ",") + `]`
			queue := strings.Replace(queueOrders, `[`+pullConsumer3+`]`, list, 1)
			s := scripted(map[string][]string{
				"list": {result(`[` + queue + `]`)}, "get": {result(queue)}, "consumers": {result(list)},
				"peek": {result(`{"messages":[` + wireMessage("m1", "", "4") + `]}`)},
			})
			flow(t, setup{client: s.install, width: 200, height: 40}, func(d *driver) {
				d.sees(tt.header...)
				if tt.refusal == nil {
					return
				}
				d.press("p")
				d.sees(tt.refusal...)
				d.press("]", "]")
				d.misses("max_retries is unknown")
			})
		})
	}
}

// TestOddMembersCostNothingElse: what can be read is shown, the odd member is
// unknown and said once.
func TestOddMembersCostNothingElse(t *testing.T) {
	t.Parallel()
	messages := func(backlog string, list ...string) string {
		return result(`{"message_backlog_count":` + backlog + `,"messages":[` + strings.Join(list, ",") + `]}`)
	}
	odd := strings.Replace(wireMessage("m1", "l1", "0"), "1710950954154", "1710950954154.5", 1)
	tests := []struct {
		name string
		pull string
		sees []string
	}{
		{"a fraction as backlog", messages("2.5", wireMessage("m1", "l1", "0")), []string{"Leased 1 message"}},
		{"words as backlog", messages(`"many"`, wireMessage("m1", "l1", "0")), []string{"Leased 1 message"}},
		{"a huge backlog", messages("1e300", wireMessage("m1", "l1", "0")), []string{"Leased 1 message"}},
		{"a fraction of a millisecond", messages("1", odd), []string{"Leased 1 message", "0/3"}},
		{
			"no lease", messages("2", wireMessage("m1", "", "0"), wireMessage("m2", "l2", "0")),
			[]string{"Leased 1 message", "1 more came without a lease_id", "body of m1", "body of m2"},
		},
		{
			"one lease for two", messages("2", wireMessage("m1", "l", "0"), wireMessage("m2", "l", "0")),
			[]string{"Leased 2 messages", "2 leased until", "body of m1", "body of m2"},
		},
		{"no id", messages("1", strings.Replace(wireMessage("m1", "l1", "0"), `"id":"m1",`, "", 1)), []string{"Leased 1 message", "1 leased until", "body of m1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := scripted(map[string][]string{
				"pull":    {tt.pull},
				"metrics": {result(`{"backlog_count":2.5,"backlog_bytes":-7,"oldest_message_timestamp_ms":1}`)},
				"get":     {result(strings.Replace(queueOrders, `"delivery_paused":false`, `"delivery_delay":1.5,"delivery_paused":false`, 1))},
			})
			flow(t, setup{client: s.install}, func(d *driver) {
				d.wait(time.Second)
				d.press("p")
				d.misses("failed", "not understood: ")
				d.sees(tt.sees...)
				d.press("esc")
				d.wait(time.Minute) // metrics are polled again and again
				d.misses("Not understood")
				d.sees("backlog unknown")
			})
		})
	}
}

// TestAnExtensionByCount: the answer of the newest types has no lease in it.
func TestAnExtensionByCount(t *testing.T) {
	t.Parallel()
	pull := result(`{"message_backlog_count":2,"messages":[` + wireMessage("m1", "l1", "0") + `,` + wireMessage("m2", "l2", "0") + `]}`)
	tests := []struct {
		name   string
		answer string
		sees   []string
		left   []string // of the two rows, how their lease stands
	}{
		{"both", `{"extendCount":2,"warnings":{}}`, []string{"Extended 2 messages.", "The API named no new lease_id"}, []string{"0:30", "0:30"}},
		{"one warned about", `{"extendCount":1,"warnings":{"l1":"too late"}}`, []string{"Extended 1 message.", "1 was not accepted"}, []string{"0:10", "0:30"}},
		{"one, and nobody knows which", `{"extendCount":1,"warnings":{}}`, []string{"Of 2 the answer did not say which", "2 unsure"}, []string{"unsure", "unsure"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := scripted(map[string][]string{"pull": {pull}, "extend": {result(tt.answer)}})
			flow(t, setup{client: s.install}, func(d *driver) {
				d.press("p")
				d.wait(20*time.Second - 2*frame)
				d.press("m", "e")
				d.sees(tt.sees...)
				d.press("y") // the lease_id that was named before is the one to copy
				if got := d.copied.last(); got != "l1\nl2" {
					t.Errorf("copied %q", got)
				}
				for i, want := range tt.left {
					row := d.row(fmt.Sprint("body of m", i+1))
					short := want == "0:30" && strings.Contains(row, "0:29") || want == "0:10" && strings.Contains(row, "0:09")
					if !strings.Contains(row, want) && !short {
						t.Errorf("row %d is %q, want %s", i+1, row, want)
					}
				}
			})
		})
	}
}

// inDoubt holds one lease, of which the answer to a retry after an hour was lost.
func inDoubt(t *testing.T, test func(*driver)) {
	t.Helper()
	s := scripted(map[string][]string{
		"pull": {pulledOnce("l", "0")},
		"ack":  {lost, result(`{"ackCount":1,"retryCount":1,"warnings":{}}`)},
	})
	flow(t, setup{client: s.install}, func(d *driver) {
		d.press("p", "U", "1", "h", "enter")
		d.sees("may have taken effect", "unsure")
		test(d)
		if n := len(s.of("ack")) + len(s.of("extend")); n != 1 {
			t.Errorf("%d calls settled a lease in doubt in passing", n-1)
		}
	})
}

// TestDoubtIsNeverSettledInPassing: a call whose answer was lost may have taken
// effect, so no other call settles its leases but the key on the row itself.
func TestDoubtIsNeverSettledInPassing(t *testing.T) {
	t.Parallel()
	cases := map[string]func(d *driver){
		"by x": func(d *driver) {
			d.press("x")
			d.sees("Nothing was released.", "1 lease in doubt was left alone")
		},
		"by marks": func(d *driver) {
			for _, key := range []string{"a", "u", "e"} {
				d.press("m", key)
				d.sees("1 marked message is in doubt")
				d.wait(time.Second)
				d.press("right", "enter", "M")
			}
		},
		"by leaving": func(d *driver) {
			d.press("q")
			d.sees("1 lease is in doubt", "A release leaves it alone")
			d.wait(time.Second)
			d.press("right", "enter")
			report := strings.Join(d.reported(), "\n")
			if !strings.Contains(report, "1 lease is in doubt and left alone") || !strings.Contains(report, "m1 (0/3)") {
				d.t.Errorf("the report is\n%s", report)
			}
		},
		"after it has lapsed": func(d *driver) {
			d.wait(40 * time.Second)
			d.press("m", "u")
			d.sees("1 marked message is in doubt")
		},
		"by its own row, without a yes": func(d *driver) {
			for _, key := range []string{"a", "u", "e"} {
				d.press(key)
				d.sees("In doubt: the answer to a call (Retry) was lost: it may have taken effect")
				d.wait(time.Second)
				d.press("enter")
			}
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inDoubt(t, test)
		})
	}
}

// The key on the row itself settles a doubt, once it has been named and agreed to.
func TestADoubtIsSettledByAYesOnItsRow(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"a", "u"} {
		s := scripted(map[string][]string{
			"pull": {pulledOnce("l", "0")},
			"ack":  {lost, result(`{"ackCount":1,"retryCount":1,"warnings":{}}`)},
		})
		flow(t, setup{client: s.install}, func(d *driver) {
			d.press("p", "U", "1", "h", "enter", key)
			d.sees("If it did, this call comes on top of it.")
			d.yes()
			if n := len(s.of("ack")); n != 2 {
				t.Errorf("%s and a yes made %d calls in all, want 2", key, n)
			}
		})
	}
}

// An ack of 300 goes in three calls. The second one's answer is lost: its hundred
// are in doubt, and a release sends the last hundred alone.
func TestAReleaseLeavesALostCallAlone(t *testing.T) {
	t.Parallel()
	batch := func(first int) string {
		var list []string
		for i := range 100 {
			list = append(list, wireMessage(fmt.Sprint("m", first+i), fmt.Sprintf("l%03d", first+i), "0"))
		}
		return result(`{"message_backlog_count":300,"messages":[` + strings.Join(list, ",") + `]}`)
	}
	hundred := result(`{"ackCount":100,"retryCount":0,"warnings":{}}`)
	s := scripted(map[string][]string{
		"pull": {batch(0), batch(100), batch(200)},
		"ack":  {hundred, lost, result(`{"ackCount":0,"retryCount":100,"warnings":{}}`)},
	})
	flow(t, setup{client: s.install, options: batchesOf(100, time.Hour)}, func(d *driver) {
		d.press("p", "p", "p", "m", "a", "right", "enter")
		d.sees("100 acked, 100 in the call that failed, 100 not sent")
		d.press("x")
		d.sees("Released 100 messages.", "100 leases in doubt were left alone")
		calls := s.of("ack")
		if len(calls) != 3 || !strings.Contains(calls[2], `"l299"`) || strings.Contains(calls[2], `"l199"`) {
			t.Errorf("%d calls; the last was %.200s", len(calls), calls[len(calls)-1])
		}
	})
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
	var gate slowGate
	with := setup{client: func(c *apiclient.Config) { s.install(c); gate.install(c) }}
	flow(t, with, func(d *driver) {
		d.press("p")
		d.sees("3/10")
		gate.hold()
		d.press("r", "U") // the settings are on their way while the prompt is open
		s.next("get", result(limit("3")))
		s.next("consumers", consumers("3"))
		gate.release()
		d.settle()
		d.press("enter")
		d.sees("1 of 1 message perhaps on the last delivery: a retry may end it")
		if n := len(s.of("ack")); n != 0 {
			t.Errorf("%d calls were sent before the question", n)
		}
		d.wait(time.Second)
		d.press("enter")
		if n := len(s.of("ack")); n != 0 {
			t.Error("the retry was sent without a yes")
		}
		d.press("u")
		d.yes()
		if n := len(s.of("ack")); n != 1 {
			t.Errorf("%d calls after a yes", n)
		}
	})
}

// An empty answer says nothing about the queue, and no cause is named that
// nobody saw.
func TestAnEmptyPullIsNoEmptyQueue(t *testing.T) {
	t.Parallel()
	for backlog, want := range map[string]string{"0": "That does not say that the queue is empty", "7": "they may be leased, delayed, or on their way back after a retry"} {
		s := scripted(map[string][]string{"metrics": {result(`{"backlog_count":` + backlog + `,"backlog_bytes":0,"oldest_message_timestamp_ms":0}`)}})
		flow(t, setup{client: s.install}, func(d *driver) {
			d.press("p")
			d.sees("Pull returned 0 messages", want)
			d.misses("nothing was waiting", "leased by others")
		})
	}
}

// TestPairsOfKeysAnswerNothing presses, from every state that asks, the commonest
// pairs of keys, fast: none of them is a yes.
func TestPairsOfKeysAnswerNothing(t *testing.T) {
	t.Parallel()
	pairs := [][2]string{
		{"j", "j"},
		{"k", "k"},
		{"j", "enter"},
		{"k", "enter"},
		{"y", "y"},
		{"y", "enter"},
		{"enter", "enter"},
		{"space", "j"},
		{"space", "space"},
		{"j", "k"},
		{"g", "g"},
		{"G", "enter"},
		{"h", "l"},
		{"l", "enter"},
		{"down", "enter"},
		{"up", "enter"},
		{"esc", "esc"},
		{"tab", "tab"},
		{"q", "y"},
		{"n", "y"},
	}
	// Each leads to a question, from a queue with leases held on last deliveries.
	states := []string{"a", "u", "U enter", "p", "q", "ctrl+c", "m a", "m u"}
	slices.SortFunc(states, strings.Compare)
	for _, state := range states {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			for _, pair := range pairs {
				s := scripted(map[string][]string{
					"pull": {pulledOnce("l", "3")},
					"peek": {result(`{"messages":[` + wireMessage("m2", "", "3") + `]}`)},
					"ack":  {result(`{"ackCount":1,"retryCount":1,"warnings":{}}`)},
				})
				with := setup{client: s.install, options: func(o *tui.Options) { o.Queue = "" }, width: 80, height: 16}
				flow(t, with, func(d *driver) {
					d.press("enter", "p")
					d.yes()
					d.press("esc")
					pulls := len(s.of("pull"))
					d.press(strings.Fields(state)...)
					d.press(pair[0], pair[1])
					d.wait(50 * time.Millisecond)
					if n := len(s.of("ack")) + len(s.of("extend")) + len(s.of("pull")) - pulls; n != 0 {
						t.Errorf("%s, then %v: %d calls\n%s", state, pair, n, d.screen())
					}
					if !d.running() {
						t.Errorf("%s, then %v ended the program", state, pair)
					}
				})
			}
		})
	}
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
	gate := slowGate{posts: true}
	with := setup{client: func(c *apiclient.Config) { s.install(c); gate.install(c) }, options: batchesOf(100, time.Hour)}
	flow(t, with, func(d *driver) {
		d.press("p", "p", "m")
		gate.hold()
		s.next("get", result(queueOrders))
		s.next("consumers", result(`[`+pullConsumer3+`]`))
		d.press("u", "r") // the first call is under way while the settings come
		d.sees("max retries 3")
		gate.release()
		d.settle()
		if calls := s.of("ack"); len(calls) != 1 || strings.Count(calls[0], "lease_id") != 100 {
			t.Errorf("%d calls, want the first alone", len(calls))
		}
		d.sees("Retried 100 messages.", "50 leases perhaps on the last delivery were left alone: a retry might end them: moved to orders-dlq")
	})
}

// A call that still hangs when the program ends is in doubt, and is not sent
// again by the release.
func TestACallThatHangsAtTheEndIsNotRepeated(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{"pull": {pulledOnce("l", "0")}, "ack": {result(`{"ackCount":0,"retryCount":1,"warnings":{}}`)}})
	gate := slowGate{posts: true}
	with := setup{
		client:  func(c *apiclient.Config) { s.install(c); gate.install(c) },
		options: func(o *tui.Options) { o.OnQuit = tui.OnQuitRelease },
	}
	flow(t, with, func(d *driver) {
		d.press("p")
		gate.hold()
		d.press("U", "1", "h", "enter")
		d.press("q")
		report := strings.Join(d.reported(), "\n")
		for _, want := range []string{"no answer in time; it may have taken effect", "1 lease is in doubt and left alone", "m1 (0/3)"} {
			if !strings.Contains(report, want) {
				t.Errorf("the report lacks %q:\n%s", want, report)
			}
		}
		if n := len(s.of("ack")); n != 0 {
			t.Errorf("%d further calls", n)
		}
		gate.release()
	})
}
