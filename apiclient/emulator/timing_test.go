package emulator_test

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

func TestDelays(t *testing.T) {
	t.Parallel()
	clock := newClock()
	seed := orders(`{"retry_delay":20}`)
	seed.Queues[0].Settings.DeliveryDelay = 10
	r := newRaw(t, emulator.Options{Now: clock.now}, seed)
	r.post("/messages/batch", `{"messages":[{"body":"now","content_type":"text","delay_seconds":0},{"body":"later","content_type":"text"}],"delay_seconds":30}`)
	r.pushText("standard")
	if m := r.peek("")[0].Metadata; m["CF-msg-delay-secs"] != nil {
		t.Errorf("a message without delay has the metadata %v", m)
	}
	bodies := func() string {
		var out strings.Builder
		for _, m := range r.pull(`{"batch_size":10}`) {
			if delay := m.Metadata["CF-msg-delay-secs"]; m.Body == "later" && delay != "30" {
				t.Errorf("the metadata says a delay of %v", delay)
			}
			out.WriteString(m.Body + " ")
			r.post("/messages/ack", ackBody(m.Lease))
		}
		return out.String()
	}
	for _, step := range []struct {
		wait time.Duration
		want string
	}{{0, "now "}, {10*time.Second - 1, ""}, {1, "standard "}, {20*time.Second - 1, ""}, {1, "later "}} {
		clock.step(step.wait)
		if got := bodies(); got != step.want {
			t.Errorf("after another %v: %q, want %q", step.wait, got, step.want)
		}
	}
}

func TestRetryDelays(t *testing.T) {
	t.Parallel()
	clock := newClock()
	r := newRaw(t, emulator.Options{Now: clock.now}, orders(`{"retry_delay":20,"max_retries":9}`))
	r.pushText("a")
	for _, tc := range []struct {
		item string
		wait time.Duration
	}{{`"delay_seconds":0`, 0}, {`"delay_seconds":7.0`, 7 * time.Second}, {`"x":0`, 20 * time.Second}} {
		lease := r.pull("")[0].Lease
		r.post("/messages/ack", `{"retries":[{"lease_id":"`+lease+`",`+tc.item+`}]}`)
		if tc.wait > 0 {
			clock.step(tc.wait - time.Millisecond)
			if got := r.pull(""); len(got) != 0 {
				t.Errorf("%s: back too early", tc.item)
			}
			clock.step(time.Millisecond)
		}
		if got := r.peek(""); len(got) != 1 {
			t.Errorf("%s: not back after %v", tc.item, tc.wait)
		}
	}
}

func TestRetention(t *testing.T) {
	t.Parallel()
	clock := newClock()
	seed := orders(`{"max_retries":0}`)
	seed.Queues[0].Settings.Retention = 60
	seed.Queues[0].Consumer.DeadLetter = "dead"
	r := newRaw(t, emulator.Options{Now: clock.now}, seed)
	r.pushText("expires")
	clock.step(30 * time.Second)
	r.pushText("dies")
	clock.step(30*time.Second - 1)
	if n := r.server.Count("orders"); n != 2 {
		t.Errorf("%d messages before the retention is over", n)
	}
	clock.step(1)
	got := r.pull(`{"visibility_timeout_ms":10000}`)
	if len(got) != 1 || got[0].Body != "dies" {
		t.Fatalf("%+v", got)
	}
	clock.step(10 * time.Second)
	if n := r.server.Count("dead"); n != 1 {
		t.Errorf("%d dead messages", n)
	}
	clock.step(4*24*time.Hour - 1) // the dead-letter queue keeps it for four days of its own
	if n := r.server.Count("dead"); n != 1 {
		t.Errorf("%d dead messages just before the four days are over", n)
	}
	clock.step(1)
	if n := r.server.Count("dead"); n != 0 {
		t.Errorf("%d dead messages after four days", n)
	}
}

func TestLateRetryCantTakeAMessageFromItsHolder(t *testing.T) {
	t.Parallel()
	clock := newClock()
	r := newRaw(t, emulator.Options{Now: clock.now}, orders(""))
	r.pushText("a")
	first := r.pull("")[0]
	clock.step(30 * time.Second)
	second := r.pull("")[0]
	result := r.post("/messages/ack", retryBody(first.Lease))
	if result["retryCount"] != 0.0 || result["warnings"].(map[string]any)[first.Lease] == nil {
		t.Errorf("%v", result)
	}
	if got := r.pull(""); len(got) != 0 {
		t.Errorf("delivered to two holders: %+v", got)
	}
	if result := r.post("/messages/ack", retryBody(second.Lease)); result["retryCount"] != 1.0 {
		t.Errorf("%v", result)
	}
}

func TestOneLeaseOneVerdict(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{}, orders(""))
	r.pushText("a", "b")
	got := r.pull("")
	a, b := got[0].Lease, got[1].Lease
	result := r.post("/messages/ack", settleBody([]string{a, a}, []string{a, b, b}))
	if result["ackCount"] != 1.0 || result["retryCount"] != 1.0 || len(result["warnings"].(map[string]any)) != 0 {
		t.Errorf("named twice: %v", result)
	}
	result = r.post("/messages/ack", settleBody([]string{b}, nil))
	if result["ackCount"] != 0.0 || len(result["warnings"].(map[string]any)) != 1 {
		t.Errorf("an ack after a retry: %v", result)
	}
}

func TestChangedConsumerEndsWhatIsSpent(t *testing.T) {
	t.Parallel()
	clock := newClock()
	seed := orders(`{"max_retries":5}`)
	seed.Queues[0].Consumer.DeadLetter = "dead"
	r := newRaw(t, emulator.Options{Now: clock.now}, seed)
	r.pushText("a")
	r.post("/messages/ack", retryBody(r.pull("")[0].Lease))
	clock.step(time.Minute)
	id := r.do(http.MethodGet, r.queue("/consumers"), "").json["result"].([]any)[0].(map[string]any)["consumer_id"].(string)
	answer := r.do(http.MethodPut, r.queue("/consumers/"+id), `{"type":"http_pull","dead_letter_queue":"dead","settings":{"max_retries":0}}`)
	if answer.status != 200 {
		t.Fatal(answer.text)
	}
	if n := r.server.Count("dead"); n != 1 {
		t.Fatalf("%d dead messages", n)
	}
	clock.step(4*24*time.Hour - 1) // it died now, not when it was given back
	if n := r.server.Count("dead"); n != 1 {
		t.Error("the retention of the dead-letter queue began too early")
	}
}

func TestTheClockNeverGoesBack(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := emulator.NewTest(t, emulator.Options{Now: clock.now})
	for _, step := range []time.Duration{time.Hour, -2 * time.Hour, math.MaxInt64, time.Hour} {
		before := s.Now()
		if s.Advance(step); s.Now().Before(before) {
			t.Errorf("advancing by %v went from %v to %v", step, before, s.Now())
		}
	}
	if want := clock.at.Add(math.MaxInt64); !s.Now().Equal(want) {
		t.Errorf("now %v, want %v", s.Now(), want)
	}
}
