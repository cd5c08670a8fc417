package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leaseview/tui"
	"leaseview/tui/internal/story"
)

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
			flow(t, story.Setup{Client: s.install}, func(d *driver) {
				d.Sees("The settings could not be read", other)
				d.Press("r", "p")
				d.Sees("orders", "Leased 1 message", "0/3")
				d.Press("x", "r", "v", "L", "q")
				for _, path := range s.asked() {
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
			flow(t, story.Setup{Client: s.install, Width: 200, Height: 40}, func(d *driver) {
				d.Sees(tt.header...)
				if tt.refusal == nil {
					return
				}
				d.Press("p")
				d.Sees(tt.refusal...)
				d.Press("]", "]")
				d.Misses("max_retries is unknown")
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
			flow(t, story.Setup{Client: s.install}, func(d *driver) {
				d.Wait(time.Second)
				d.Press("p")
				d.Misses("failed", "not understood: ")
				d.Sees(tt.sees...)
				d.Press("g")        // any key clears the notice
				d.Wait(time.Minute) // metrics are polled again and again
				d.Misses("Not understood")
				d.Sees("backlog unknown")
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
			flow(t, story.Setup{Client: s.install}, func(d *driver) {
				d.Press("p")
				d.Wait(20*time.Second - 2*story.Frame)
				d.Press("m", "e")
				d.Sees(tt.sees...)
				d.Press("y") // the lease_id that was named before is the one to copy
				if got := d.Copied.Last(); got != "l1\nl2" {
					t.Errorf("copied %q", got)
				}
				for i, want := range tt.left {
					row := d.Row(fmt.Sprint("body of m", i+1))
					short := want == "0:30" && strings.Contains(row, "0:29") || want == "0:10" && strings.Contains(row, "0:09")
					if !strings.Contains(row, want) && !short {
						t.Errorf("row %d is %q, want %s", i+1, row, want)
					}
				}
			})
		})
	}
}

// An empty answer says nothing about the queue, and no cause is named that
// nobody saw.
func TestAnEmptyPullIsNoEmptyQueue(t *testing.T) {
	t.Parallel()
	for backlog, want := range map[string]string{"0": "That does not say that the queue is empty", "7": "why none came, the API does not say"} {
		s := scripted(map[string][]string{"metrics": {result(`{"backlog_count":` + backlog + `,"backlog_bytes":0,"oldest_message_timestamp_ms":0}`)}})
		flow(t, story.Setup{Client: s.install}, func(d *driver) {
			d.Press("p")
			d.Sees("Pull returned 0 messages", want)
			d.Misses("nothing was waiting", "leased by others")
		})
	}
}

// What an answer warns about without naming a lease is said, too.
func TestWarningsThatNameNoLease(t *testing.T) {
	t.Parallel()
	for op, key := range map[string]string{"ack": "u", "extend": "e"} {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			s := scripted(map[string][]string{
				"pull":   {pulledOnce("l", "0")},
				"ack":    {result(`{"ackCount":0,"retryCount":1,"warnings":["slow\nshard","another"]}`)},
				"extend": {result(`{"extendCount":1,"warnings":["slow\nshard","another"]}`)},
			})
			flow(t, story.Setup{Client: s.install}, func(d *driver) {
				d.Press("p", key)
				d.Sees("The API adds, of no lease by name: slow", "shard; and 1 more")
			})
		})
	}
}

// TestConsumersThatWereNotSaid are not none.
func TestConsumersThatWereNotSaid(t *testing.T) {
	t.Parallel()
	queue := func(id, name, more string) string {
		return `{"queue_id":"` + strings.Repeat(id, 32) + `","queue_name":"` + name + `"` + more + `}`
	}
	s := scripted(map[string][]string{"list": {result(`[` + strings.Join([]string{
		queue("1", "silent", ""), queue("2", "odd", `,"consumers":{"a":1}`), queue("3", "partly", `,"consumers":[7]`),
		queue("4", "free", `,"consumers":[]`), queue("5", "counted", `,"consumers_total_count":2`),
	}, ",") + `]`)}})
	flow(t, story.Setup{Client: s.install, Options: func(o *tui.Options) { o.Queue = "" }}, func(d *driver) {
		d.Sees("silent consumer unknown", "odd consumer unknown", "partly consumer unknown", "free no consumer", "counted 2 consumers")
	})
}
