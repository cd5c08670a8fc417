package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

func listed(times ...time.Duration) emulator.Lags { return emulator.Lags{Times: times} }

// TestARetryLags: between the retry and the redelivery pulls are empty, though
// the message is in the queue.
func TestARetryLags(t *testing.T) {
	t.Parallel()
	clock := newClock()
	o := emulator.Options{Now: clock.now, RedeliveryLag: listed(0, 11*time.Second)}
	r := newRaw(t, o, orders(`{"max_retries":9}`))
	r.pushText("a")
	for i, lag := range []time.Duration{0, 11 * time.Second, 0, 0} {
		got := r.pull("")
		if len(got) != 1 || got[0].Attempts != i {
			t.Fatalf("delivery %d: %+v", i+1, got)
		}
		r.post("/messages/ack", retryBody(got[0].Lease))
		if lag == 0 {
			continue
		}
		clock.step(lag - 1)
		if late, seen := r.pull(""), r.peek(""); len(late) != 0 || len(seen) != 0 {
			t.Errorf("before the lag is over: %+v %+v", late, seen)
		}
		r.isDelayed("orders", clock.at.Add(1))
		clock.step(1)
	}
}

// isDelayed requires that a queue's one message is counted, and delayed.
func (r *raw) isDelayed(queue string, until time.Time) {
	r.t.Helper()
	list := r.server.Messages(queue)
	if len(list) != 1 || list[0].State != "delayed" || !list[0].Until.Equal(until) {
		r.t.Errorf("%s has %+v, want one that is delayed until %v", queue, list, until)
	}
	path := "/accounts/" + r.server.Account() + "/queues/" + r.server.QueueID(queue) + "/metrics"
	if m := r.do(http.MethodGet, path, "").json["result"].(map[string]any); m["backlog_count"] != 1.0 || m["backlog_bytes"] != 1.0 {
		r.t.Errorf("metrics of %s: %v", queue, m)
	}
}

// TestALapseLags: the lease ends at its own time, and the message is delayed
// from then on; its lease still acts.
func TestALapseLags(t *testing.T) {
	t.Parallel()
	clock := newClock()
	r := newRaw(t, emulator.Options{Now: clock.now, RedeliveryLag: listed(5 * time.Second)}, orders(""))
	r.pushText("a")
	lease := r.pull(`{"visibility_timeout_ms":1000}`)[0].Lease
	clock.step(time.Second - 1)
	if m := r.server.Messages("orders")[0]; m.State != "leased" || m.Until.Sub(clock.at) != 1 {
		t.Errorf("before the lease ends: %+v", m)
	}
	clock.step(1)
	r.isDelayed("orders", clock.at.Add(5*time.Second))
	if result := r.post("/messages/extend", extendBody(lease)); result["extendCount"] != 1.0 {
		t.Errorf("extending a lapsed lease: %v", result)
	}
	clock.step(time.Minute)
	r.isDelayed("orders", clock.at.Add(5*time.Second))
	clock.step(5 * time.Second)
	if got := r.pull(""); len(got) != 1 || got[0].Attempts != 1 {
		t.Errorf("after the lag: %+v", got)
	}
}

// TestALastLeaseDoesNotLag: a message that is not delivered again dies when its
// lease ends.
func TestALastLeaseDoesNotLag(t *testing.T) {
	t.Parallel()
	clock := newClock()
	o := emulator.Options{Now: clock.now, RedeliveryLag: listed(time.Hour), DeadLetterLag: listed(4*time.Second, 0)}
	seed := orders(`{"max_retries":0}`)
	seed.Queues[0].Consumer.DeadLetter = "dead"
	r := newRaw(t, o, seed)
	r.pushText("a")
	r.pull(`{"visibility_timeout_ms":1000}`)
	clock.step(time.Second)
	if n := r.server.Count("orders"); n != 0 {
		t.Errorf("%d messages are left", n)
	}
	r.isDelayed("dead", clock.at.Add(4*time.Second))
	if taken, err := r.server.Take("dead", 1, time.Second); err != nil || len(taken) != 0 {
		t.Errorf("taken before the lag is over: %+v %v", taken, err)
	}
	clock.step(4 * time.Second)
	if taken, err := r.server.Take("dead", 1, time.Second); err != nil || len(taken) != 1 {
		t.Errorf("taken after the lag: %+v %v", taken, err)
	}
	r.pushText("b")
	r.post("/messages/ack", retryBody(r.pull("")[0].Lease))
	if q := r.server.Queues()[1]; q.Count != 2 || q.Waiting != 1 {
		t.Errorf("the second to die has no lag: %+v", q)
	}
	if err := r.server.ResetTo(seed); err != nil {
		t.Fatal(err)
	}
	r.pushText("c")
	r.post("/messages/ack", retryBody(r.pull("")[0].Lease))
	r.isDelayed("dead", clock.at.Add(4*time.Second)) // the count of deaths began anew
}

// TestASeededPastCounts: the deliveries that a seed's message has had are
// deliveries.
func TestASeededPastCounts(t *testing.T) {
	t.Parallel()
	clock := newClock()
	seed := orders(`{"max_retries":9}`)
	seed.Queues[0].Messages = []emulator.SeedMessage{{ContentType: "text", Body: "a", Attempts: 2}}
	r := newRaw(t, emulator.Options{Now: clock.now, RedeliveryLag: listed(0, 0, 7*time.Second)}, seed)
	got := r.pull("")[0]
	if got.Attempts != 2 {
		t.Errorf("%+v", got)
	}
	r.post("/messages/ack", retryBody(got.Lease))
	r.isDelayed("orders", clock.at.Add(7*time.Second))
}

// TestALagAddsToADelay, whichever of the two delays it is.
func TestALagAddsToADelay(t *testing.T) {
	t.Parallel()
	for body, delay := range map[string]time.Duration{`"delay_seconds":30`: 30 * time.Second, `"x":0`: 20 * time.Second} {
		clock := newClock()
		r := newRaw(t, emulator.Options{Now: clock.now, RedeliveryLag: listed(3 * time.Second)}, orders(`{"retry_delay":20}`))
		r.pushText("a")
		r.post("/messages/ack", `{"retries":[{"lease_id":"`+r.pull("")[0].Lease+`",`+body+`}]}`)
		r.isDelayed("orders", clock.at.Add(delay+3*time.Second))
	}
}

// TestMadeUpLags: they follow from the seed, lie where lags were recorded, and
// differ between messages and between deliveries.
func TestMadeUpLags(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) (redelivery, dead []time.Duration) {
		clock := newClock()
		lags := emulator.Lags{Random: true, Seed: seed}
		queues := orders(`{"max_retries":2}`)
		queues.Queues[0].Consumer.DeadLetter = "dead"
		r := newRaw(t, emulator.Options{Now: clock.now, RedeliveryLag: lags, DeadLetterLag: lags}, queues)
		for i := range 20 {
			r.pushText(fmt.Sprint(i))
		}
		for range 3 {
			for _, m := range r.pull(`{"batch_size":100}`) {
				r.post("/messages/ack", retryBody(m.Lease))
			}
			for _, m := range r.server.Messages("orders") {
				redelivery = append(redelivery, max(0, m.Until.Sub(clock.at)))
			}
			for _, m := range r.server.Messages("dead") {
				dead = append(dead, m.Until.Sub(clock.at))
			}
			clock.step(12 * time.Second)
		}
		return redelivery, dead
	}
	redelivery, dead := run(7)
	again, _ := run(7)
	other, _ := run(8)
	if len(redelivery) != 40 || len(dead) != 20 || fmt.Sprint(redelivery) != fmt.Sprint(again) || fmt.Sprint(redelivery) == fmt.Sprint(other) {
		t.Errorf("%v and %v, again %v, otherwise %v", redelivery, dead, again, other)
	}
	within := func(what string, lags []time.Duration, least, most time.Duration) {
		different := map[time.Duration]bool{}
		for _, lag := range lags {
			if different[lag] = true; lag < least || lag > most {
				t.Errorf("%s: %v", what, lag)
			}
		}
		if len(different) < len(lags)/2 {
			t.Errorf("%s are alike: %v", what, lags)
		}
	}
	within("redeliveries", redelivery, 0, 12*time.Second)
	within("dead letters", dead, 2*time.Second, 6*time.Second)
}
