package emulator_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

const oneMessage = `{"body":{"n":1}}`

func TestJSONEncodings(t *testing.T) {
	t.Parallel()
	for encoding, want := range map[emulator.Encoding]string{
		"":                      `{"n":1} {"n":1}`,
		emulator.EncodingBase64: "eyJuIjoxfQ== eyJuIjoxfQ==",
		emulator.EncodingPlain:  `{"n":1} {"n":1}`,
		emulator.EncodingMixed:  `eyJuIjoxfQ== {"n":1}`,
	} {
		r := newRaw(t, emulator.Options{JSONEncoding: encoding}, orders(""))
		r.post("/messages", oneMessage)
		r.post("/messages", oneMessage)
		got := r.pull("")
		if all := got[0].Body + " " + got[1].Body; all != want || got[0].Metadata["CF-Content-Type"] != "json" {
			t.Errorf("%q: %s", encoding, all)
		}
	}
}

// TestDeliveriesUntilDead counts what comes before a message is dead: by lapses
// and by explicit retries, with and without a dead-letter queue.
func TestDeliveriesUntilDead(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		options emulator.Options
		retry   bool
		retries string
		want    int
	}{
		{"max_retries+1 by lapse", emulator.Options{}, false, "2", 3},
		{"max_retries by lapse", emulator.Options{StrictDeliveries: true}, false, "2", 2},
		{"max_retries+1 by retry", emulator.Options{}, true, "2", 3},
		{"max_retries by retry", emulator.Options{StrictDeliveries: true}, true, "2", 2},
		{"no retries at all", emulator.Options{}, true, "0", 1},
		{"one id for life", emulator.Options{DLQKeepID: true}, true, "0", 1},
		{"no retries, strictly", emulator.Options{StrictDeliveries: true}, true, "0", 1},
		{"retries that are given back never end", emulator.Options{RetryRefunds: true}, true, "2", 20},
	} {
		for _, grave := range []string{"", "orders-dlq"} {
			t.Run(tc.name+" to "+grave, func(t *testing.T) {
				t.Parallel()
				clock := newClock()
				tc.options.Now = clock.now
				seed := orders(`{"max_retries":` + tc.retries + `}`)
				seed.Queues[0].Consumer.DeadLetter = grave
				r := newRaw(t, tc.options, seed)
				r.pushText("a")
				id := r.server.Messages("orders")[0].ID
				deliveries := 0
				for range 20 {
					got := r.pull(`{"visibility_timeout_ms":1000}`)
					if len(got) == 0 {
						break
					}
					deliveries++
					if tc.retry {
						r.post("/messages/ack", retryBody(got[0].Lease))
					} else {
						clock.step(time.Second)
					}
				}
				if deliveries != tc.want {
					t.Errorf("%d deliveries, want %d", deliveries, tc.want)
				}
				dead := r.server.Messages("orders-dlq")
				switch {
				case deliveries == 20:
				case grave == "" && r.server.Count("orders") != 0:
					t.Error("without a dead-letter queue the message is gone")
				case grave != "" && (len(dead) != 1 || (dead[0].ID == id) != tc.options.DLQKeepID || dead[0].Attempts != 0):
					t.Errorf("the dead-letter queue, made when it was missing, has %+v", dead)
				}
			})
		}
	}
}

func TestDeadLetterQueueKeepsTheJurisdiction(t *testing.T) {
	t.Parallel()
	seed := orders(`{"max_retries":0}`)
	seed.Queues[0].Consumer.DeadLetter, seed.Queues[0].Jurisdiction = "dead", "eu"
	r := newRaw(t, emulator.Options{}, seed)
	r.pushText("a")
	r.post("/messages/ack", retryBody(r.pull("")[0].Lease))
	list := r.do(http.MethodGet, "/accounts/"+r.server.Account()+"/queues?name=dead", "").json["result"].([]any)
	if len(list) != 1 || list[0].(map[string]any)["jurisdiction"] != "eu" {
		t.Errorf("%v", list)
	}
}

func TestDeadLetterKeepsAttempts(t *testing.T) {
	t.Parallel()
	seed := orders(`{"max_retries":0}`)
	seed.Queues[0].Consumer.DeadLetter = "dead"
	seed.Queues = append(seed.Queues, emulator.SeedQueue{Name: "dead", Consumer: &emulator.SeedConsumer{Type: "http_pull"}})
	r := newRaw(t, emulator.Options{DLQKeepAttempts: true}, seed)
	r.pushText("a")
	r.post("/messages/ack", retryBody(r.pull("")[0].Lease))
	if m := r.server.Messages("dead"); len(m) != 1 || m[0].Attempts != 1 {
		t.Fatalf("%+v", m)
	}
	taken, err := r.server.Take("dead", 1, time.Minute)
	if err != nil || taken[0].Attempts != 2 {
		t.Errorf("attempts go on: %+v %v", taken, err)
	}
}

func TestPeekKnobs(t *testing.T) {
	t.Parallel()
	t.Run("peek shows the next attempt", func(t *testing.T) {
		t.Parallel()
		r := newRaw(t, emulator.Options{PeekNextAttempts: true}, orders(""))
		r.pushText("a")
		if got := r.peek(""); got[0].Attempts != 1 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("peek hides what can't be delivered", func(t *testing.T) {
		t.Parallel()
		r := newRaw(t, emulator.Options{}, orders(""))
		r.pushText("a", "b")
		r.pull(`{"batch_size":1}`)
		r.post("/messages", `{"body":{},"delay_seconds":5}`)
		if got := r.peek(""); len(got) != 1 || got[0].Body != "b" || got[0].Lease != "" {
			t.Errorf("%+v", got)
		}
	})
	t.Run("peek shows what can't be delivered", func(t *testing.T) {
		t.Parallel()
		r := newRaw(t, emulator.Options{PeekHidden: true}, orders(""))
		r.pushText("a", "b")
		r.pull(`{"batch_size":1}`)
		if got := r.peek(""); len(got) != 2 {
			t.Errorf("%+v", got)
		}
	})
}

func TestDeliveryKnobs(t *testing.T) {
	t.Parallel()
	t.Run("ids change", func(t *testing.T) {
		t.Parallel()
		r := newRaw(t, emulator.Options{NewIDPerDelivery: true}, orders(""))
		r.pushText("a")
		first := r.pull("")
		r.post("/messages/ack", retryBody(first[0].Lease))
		if again := r.pull(""); again[0].ID == first[0].ID {
			t.Errorf("%+v", again)
		}
	})
	t.Run("late acks are refused once delivered again", func(t *testing.T) {
		t.Parallel()
		clock := newClock()
		r := newRaw(t, emulator.Options{Now: clock.now, RefuseLateAcks: true}, orders(""))
		r.pushText("a")
		first := r.pull("")
		clock.step(time.Minute)
		second := r.pull("")
		result := r.post("/messages/ack", ackBody(first[0].Lease))
		if result["ackCount"] != 0.0 || result["warnings"].(map[string]any)[first[0].Lease] == nil {
			t.Errorf("%v", result)
		}
		clock.step(time.Minute)
		if result := r.post("/messages/ack", ackBody(second[0].Lease)); result["ackCount"] != 1.0 {
			t.Errorf("late, but not delivered again: %v", result)
		}
	})
}

func TestAnswerKnobs(t *testing.T) {
	t.Parallel()
	t.Run("the metrics' oldest is unknown", func(t *testing.T) {
		t.Parallel()
		r := newRaw(t, emulator.Options{OldestUnknown: true}, orders(""))
		r.pushText("a")
		if m := r.do(http.MethodGet, r.queue("/metrics"), "").json["result"].(map[string]any); m["oldest_message_timestamp_ms"] != 0.0 || m["backlog_count"] != 1.0 {
			t.Errorf("%v", m)
		}
	})
	t.Run("push answers as it used to", func(t *testing.T) {
		t.Parallel()
		r := newRaw(t, emulator.Options{OldPushAnswer: true}, orders(""))
		if got := r.do(http.MethodPost, r.queue("/messages"), oneMessage); !strings.HasSuffix(got.text, `"result":null}`) {
			t.Errorf("%s", got.text)
		}
	})
	t.Run("any JSON", func(t *testing.T) {
		t.Parallel()
		r := newRaw(t, emulator.Options{AnyJSON: true}, orders(""))
		for _, body := range []string{`"hi"`, `[1]`, `null`, `1`} {
			r.post("/messages", `{"body":`+body+`}`)
		}
	})
}

// A list that only counts consumers says nothing of their settings; the queue
// itself, and the list of its consumers, do.
func TestAListThatOnlyCountsConsumers(t *testing.T) {
	t.Parallel()
	for only, listed := range map[bool]int{false: 1, true: 0} {
		r := newRaw(t, emulator.Options{ListOnlyCounts: only}, orders(""))
		entry := r.do(http.MethodGet, "/accounts/"+r.server.Account()+"/queues", "").json["result"].([]any)[0].(map[string]any)
		consumers, ok := entry["consumers"].([]any)
		if !ok || len(consumers) != listed || entry["consumers_total_count"] != 1.0 {
			t.Errorf("only counts %v: %v", only, entry)
		}
		queue := r.do(http.MethodGet, r.queue(""), "").json["result"].(map[string]any)
		all := r.do(http.MethodGet, r.queue("/consumers"), "").json["result"].([]any)
		if len(queue["consumers"].([]any)) != 1 || len(all) != 1 {
			t.Errorf("only counts %v: %v, %v", only, queue, all)
		}
	}
}

func TestVisibilityAlias(t *testing.T) {
	t.Parallel()
	t.Run("visibility_timeout is ignored", func(t *testing.T) {
		t.Parallel()
		clock := newClock()
		r := newRaw(t, emulator.Options{Now: clock.now}, orders(""))
		r.pushText("a")
		r.pull(`{"visibility_timeout":1000}`)
		if m := r.server.Messages("orders"); m[0].Until.Sub(clock.at) != 30*time.Second {
			t.Errorf("%+v", m)
		}
	})
	t.Run("visibility_timeout is honoured", func(t *testing.T) {
		t.Parallel()
		clock := newClock()
		r := newRaw(t, emulator.Options{Now: clock.now, VisibilityAlias: true}, orders(""))
		r.pushText("a")
		r.pull(`{"visibility_timeout":1000}`)
		if m := r.server.Messages("orders"); m[0].Until.Sub(clock.at) != time.Second {
			t.Errorf("%+v", m)
		}
	})
}

func TestMissingEndpoints(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{Missing: map[string]int{"peek": 404, "extend": 405, "metrics": 404}}, orders(""))
	for path, want := range map[string]int{"/messages/peek": 404, "/messages/extend": 405} {
		if answer := r.do(http.MethodPost, r.queue(path), "{}"); answer.status != want {
			t.Errorf("%s: %d, want %d", path, answer.status, want)
		}
	}
	if answer := r.do(http.MethodGet, r.queue("/metrics"), ""); answer.status != 404 {
		t.Errorf("metrics: %d", answer.status)
	}
}

func TestMetricsNoise(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{MetricsNoise: 0.2}, orders(""))
	for range 100 {
		if err := r.server.Push("orders", emulator.SeedMessage{ContentType: "text", Body: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[float64]bool{}
	for range 30 {
		n := r.do(http.MethodGet, r.queue("/metrics"), "").json["result"].(map[string]any)["backlog_count"].(float64)
		if n < 80 || n > 120 {
			t.Errorf("%v is more than 20 %% off", n)
		}
		seen[n] = true
	}
	if len(seen) < 5 {
		t.Errorf("the noise has only the values %v", seen)
	}
}

// TestPeekAttemptsOnBothBases holds a peek to its definition: the deliveries so
// far, or one more, whatever a pull shows.
func TestPeekAttemptsOnBothBases(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		options                     emulator.Options
		fresh, pulled, again, repul int
	}{
		{emulator.Options{}, 0, 0, 1, 1},
		{emulator.Options{PeekNextAttempts: true}, 1, 0, 2, 1},
		{emulator.Options{AttemptsFromOne: true}, 0, 1, 1, 2},
		{emulator.Options{AttemptsFromOne: true, PeekNextAttempts: true}, 1, 1, 2, 2},
	} {
		r := newRaw(t, tc.options, orders(""))
		r.pushText("a")
		fresh, pulled := r.peek("")[0], r.pull("")[0]
		if state := r.server.Messages("orders")[0]; state.Attempts != 1 || state.Leases[0].Attempts != pulled.Attempts {
			t.Errorf("the back door shows %+v", state)
		}
		r.post("/messages/ack", retryBody(pulled.Lease))
		again := r.peek("")[0]
		taken, err := r.server.Take("orders", 1, time.Minute)
		if err != nil || taken[0].Attempts != 2 {
			t.Errorf("the back door took %+v %v", taken, err)
		}
		r.post("/messages/ack", retryBody(taken[0].Lease))
		repulled := r.pull("")[0].Attempts - 1 // the third delivery
		if fresh.Attempts != tc.fresh || pulled.Attempts != tc.pulled || again.Attempts != tc.again || repulled != tc.repul {
			t.Errorf("%+v: %d %d %d %d", tc, fresh.Attempts, pulled.Attempts, again.Attempts, repulled)
		}
	}
}

func TestLeaseLengths(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		options emulator.Options
		parts   string
	}{{emulator.Options{}, "47.0.22.107.43"}, {emulator.Options{ShortLeases: true}, "47.0.22.43.43"}} {
		r := newRaw(t, tc.options, orders(""))
		r.pushText("a")
		if ref, lease := partLengths(r.peek("")[0].Ref), partLengths(r.pull("")[0].Lease); ref != tc.parts || lease != tc.parts {
			t.Errorf("the ref has %s, the lease %s, want %s", ref, lease, tc.parts)
		}
	}
}

// partLengths is the shape of a lease or a ref, as "47.0.22.107.43".
func partLengths(token string) string {
	var lengths []string
	for part := range strings.SplitSeq(token, ".") {
		lengths = append(lengths, strconv.Itoa(len(part)))
	}
	return strings.Join(lengths, ".")
}

// No source says what becomes of per_page where queues are listed, nor that the
// total is to be believed.
func TestPagesOfTheList(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		o         emulator.Options
		status    int
		has, says float64
	}{
		{emulator.Options{}, 200, 30, 50},
		{emulator.Options{PerPage: emulator.PerPageIgnored}, 200, 20, 50},
		{emulator.Options{PerPage: emulator.PerPageRefused}, 400, 0, 0},
		{emulator.Options{ListTotal: 0.5}, 200, 30, 25},
		{emulator.Options{ListTotal: 3}, 200, 30, 150},
	} {
		var seed emulator.Seed
		for i := range 50 {
			seed.Queues = append(seed.Queues, emulator.SeedQueue{Name: fmt.Sprintf("q%d", i)})
		}
		r := newRaw(t, tc.o, seed)
		answer := r.do(http.MethodGet, "/accounts/"+r.server.Account()+"/queues?per_page=30", "")
		if answer.status != tc.status {
			t.Errorf("%+v: %d %s", tc.o, answer.status, answer.text)
		}
		if info, ok := answer.json["result_info"].(map[string]any); ok && (info["count"] != tc.has || info["total_count"] != tc.says) {
			t.Errorf("%+v: %v", tc.o, info)
		}
	}
}
