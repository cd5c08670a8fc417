package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// traces are testdata/live-traces.json: two runs against the real API. The file
// is the oracle; what it says and this test does not know fails it.
type traces struct {
	What     string         `json:"what"`
	Consumer map[string]any `json:"consumer_create_answer"`
	A        trace          `json:"A"`
	B        trace          `json:"B"`
}

type trace struct {
	Queue struct {
		MaxRetries   int  `json:"max_retries"`
		VisibilityMS int  `json:"visibility_timeout_ms"`
		RetryDelay   int  `json:"retry_delay"`
		DeadLetter   bool `json:"dead_letter_queue"`
	} `json:"queue"`
	Push struct {
		Via         string `json:"via"`
		ContentType string `json:"content_type"`
		Body        string `json:"body"`
	} `json:"push"`
	EachPull struct {
		BatchSize    int    `json:"batch_size"`
		VisibilityMS int    `json:"visibility_timeout_ms"`
		Then         string `json:"then"`
	} `json:"each_pull"`
	Pulls []struct {
		Messages int  `json:"messages"`
		Attempts *int `json:"attempts"` // nil for an empty pull
	} `json:"pulls"`
	SameID     bool `json:"same_message_id_on_every_pull"`
	DeadLetter struct {
		Poll    int     `json:"appeared_at_poll"`
		Between float64 `json:"seconds_between_polls"`
		SameID  bool    `json:"id_equals_source_id"`
		Body    string  `json:"body_read_by"`
	} `json:"dead_letter"`
	LeaseLength int   `json:"lease_id_length"` // 0 where it was not recorded
	LeaseParts  []int `json:"lease_id_parts"`
}

// What the recorder did between its pulls; the file says the same in words.
const (
	afterMessage = 500 * time.Millisecond
	afterNothing = 2500 * time.Millisecond
	script       = "retries with delay_seconds 0 as soon as a message came; wait 0.5 s after a message, 2.5 s after an empty answer"
	tracedBody   = `{"n":1,"of":"the trace"}`
)

func readTraces(t *testing.T) traces {
	t.Helper()
	data, err := os.ReadFile("testdata/live-traces.json")
	if err != nil {
		t.Fatal(err)
	}
	strict := json.NewDecoder(bytes.NewReader(data))
	strict.DisallowUnknownFields()
	var all traces
	if err := strict.Decode(&all); err != nil {
		t.Fatal(err)
	}
	for name, one := range map[string]trace{"A": all.A, "B": all.B} {
		if one.EachPull.Then != script || one.Push.Via != "REST" || one.Push.ContentType != "json" || one.Push.Body != "an object" {
			t.Fatalf("run %s was recorded in another way: %+v", name, one)
		}
	}
	return all
}

// lags are how late the service was in a run: as late as the pulls that came
// back empty tell, at most.
func (x trace) lags() (redelivery, dead emulator.Lags) {
	last := 0
	for i, p := range x.Pulls {
		if p.Messages > 0 {
			last = i
		}
	}
	var wait time.Duration
	for i, p := range x.Pulls[:last+1] {
		switch {
		case i == 0:
		case p.Messages == 0:
			wait += afterNothing
		default:
			if wait > 0 {
				wait += afterMessage
			}
			redelivery.Times = append(redelivery.Times, wait)
			wait = 0
		}
	}
	// The first poll comes after the last pull and its wait.
	wait = afterMessage + time.Duration(len(x.Pulls)-1-last)*afterNothing
	wait += time.Duration(float64(x.DeadLetter.Poll-1) * x.DeadLetter.Between * float64(time.Second))
	dead.Times = []time.Duration{wait}
	return redelivery, dead
}

// TestLiveTraces replays both runs, call by call in virtual time, and compares
// every value that they hold.
func TestLiveTraces(t *testing.T) {
	t.Parallel()
	all := readTraces(t)
	for name, one := range map[string]trace{"A": all.A, "B": all.B} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var o emulator.Options
			o.RedeliveryLag, o.DeadLetterLag = one.lags()
			p := newReplay(t, o)
			p.create(one)
			p.consumer(all.Consumer)
			got := p.pulls(one)
			id := got[0].ID
			for i, m := range slices.DeleteFunc(got, func(m message) bool { return m.ID == "" }) {
				if (m.ID == id) != one.SameID || m.Body != tracedBody {
					t.Errorf("delivery %d: %+v", i+1, m)
				}
				if one.LeaseLength != 0 && (len(m.Lease) != one.LeaseLength || partLengths(m.Lease) != joined(one.LeaseParts)) {
					t.Errorf("delivery %d: the lease %q", i+1, m.Lease)
				}
			}
			dead := p.dead(one)
			if (dead.ID == id) != one.DeadLetter.SameID {
				t.Errorf("the dead letter's id is %s, it was %s", dead.ID, id)
			}
			if one.DeadLetter.Body != "" && !json.Valid([]byte(dead.Body)) || dead.Body != tracedBody {
				t.Errorf("the dead letter's body %q is not what was sent as JSON", dead.Body)
			}
		})
	}
}

func joined(lengths []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(lengths), "[]"), " ", ".")
}

// replay is the recorder of the traces.
type replay struct {
	*raw
	clock                *clock
	source, grave        string // queue ids
	withGrave, withoutIt map[string]any
}

func newReplay(t *testing.T, o emulator.Options) *replay {
	t.Helper()
	clock := newClock()
	clock.step(356 * time.Microsecond) // so that times have microseconds to show
	o.Now = clock.now
	return &replay{raw: newRaw(t, o, emulator.Seed{}), clock: clock}
}

func (p *replay) call(method, rest, body string) map[string]any {
	p.t.Helper()
	answer := p.do(method, "/accounts/"+p.server.Account()+"/queues"+rest, body)
	if answer.status != http.StatusOK {
		p.t.Fatalf("%s %s %s: %d %s", method, rest, body, answer.status, answer.text)
	}
	result, _ := answer.json["result"].(map[string]any)
	return result
}

// create makes the run's two queues with their consumers, and sends the message.
func (p *replay) create(x trace) {
	p.t.Helper()
	p.source = p.call("POST", "", `{"queue_name":"traced"}`)["queue_id"].(string)
	p.grave = p.call("POST", "", `{"queue_name":"traced-dlq"}`)["queue_id"].(string)
	dead := ""
	if x.Queue.DeadLetter {
		dead = `,"dead_letter_queue":"traced-dlq"`
	}
	settings := fmt.Sprintf(`{"batch_size":10,"max_retries":%d,"visibility_timeout_ms":%d,"retry_delay":%d}`,
		x.Queue.MaxRetries, x.Queue.VisibilityMS, x.Queue.RetryDelay)
	p.withGrave = p.call("POST", "/"+p.source+"/consumers", `{"type":"http_pull","settings":`+settings+dead+`}`)
	p.withoutIt = p.call("POST", "/"+p.grave+"/consumers", `{"type":"http_pull","settings":`+settings+`}`)
	p.call("POST", "/"+p.source+"/messages", `{"body":`+tracedBody+`,"content_type":"json"}`)
}

var digits = regexp.MustCompile(`\d`)

// consumer holds the answers of the creation to the recorded one: the same
// members, and what the file gives as values or in words.
func (p *replay) consumer(want map[string]any) {
	p.t.Helper()
	for _, got := range []map[string]any{p.withGrave, p.withoutIt} {
		if !maps.EqualFunc(got, want, func(any, any) bool { return true }) {
			p.t.Errorf("the consumer %v has other members than %v", got, want)
		}
		if got["type"] != want["type"] || fmt.Sprint(got["settings"]) != fmt.Sprint(want["settings"]) {
			p.t.Errorf("the consumer %v, want %v", got, want)
		}
		shape := func(stamp any) string { return digits.ReplaceAllString(fmt.Sprint(stamp), "0") }
		if shape(got["created_on"]) != shape(want["created_on"]) {
			p.t.Errorf("created_on is %v, want the shape of %v", got["created_on"], want["created_on"])
		}
		if id, _ := got["consumer_id"].(string); want["consumer_id"] != "32 hex" || !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(id) {
			p.t.Errorf("consumer_id is %v, want %v", got["consumer_id"], want["consumer_id"])
		}
	}
	if want["dead_letter_queue"] != `name, or "" when there is none` ||
		p.withGrave["dead_letter_queue"] != "traced-dlq" || p.withoutIt["dead_letter_queue"] != "" {
		p.t.Errorf("dead_letter_queue is %v and %v, want %v", p.withGrave["dead_letter_queue"], p.withoutIt["dead_letter_queue"], want["dead_letter_queue"])
	}
	if p.withGrave["queue_name"] != "traced" || p.withoutIt["queue_name"] != "traced-dlq" {
		p.t.Errorf("queue_name is %v and %v", p.withGrave["queue_name"], p.withoutIt["queue_name"])
	}
}

// pulls goes through the recorded pulls; an empty one is the zero message.
func (p *replay) pulls(x trace) []message {
	p.t.Helper()
	body := fmt.Sprintf(`{"batch_size":%d,"visibility_timeout_ms":%d}`, x.EachPull.BatchSize, x.EachPull.VisibilityMS)
	var out []message
	for i, want := range x.Pulls {
		got := messagesOf(p.t, p.call("POST", "/"+p.source+"/messages/pull", body))
		if len(got) != want.Messages {
			p.t.Fatalf("pull %d has %d messages, want %d", i+1, len(got), want.Messages)
		}
		if len(got) == 0 {
			out = append(out, message{})
			p.clock.step(afterNothing)
			continue
		}
		if want.Attempts == nil || got[0].Attempts != *want.Attempts {
			p.t.Errorf("pull %d: %+v, want attempts %v", i+1, got[0], want.Attempts)
		}
		retried := p.call("POST", "/"+p.source+"/messages/ack", `{"retries":[{"lease_id":"`+got[0].Lease+`","delay_seconds":0}]}`)
		if retried["retryCount"] != 1.0 {
			p.t.Fatalf("retry %d: %v", i+1, retried)
		}
		out = append(out, got[0])
		p.clock.step(afterMessage)
	}
	return out
}

// dead polls the dead-letter queue, where the message appears at the recorded
// poll and not before.
func (p *replay) dead(x trace) message {
	p.t.Helper()
	for poll := 1; ; poll++ {
		got := messagesOf(p.t, p.call("POST", "/"+p.grave+"/messages/pull", "{}"))
		if len(got) == 1 && poll == x.DeadLetter.Poll {
			return got[0]
		}
		if len(got) > 0 || poll >= x.DeadLetter.Poll {
			p.t.Fatalf("poll %d of the dead-letter queue has %d messages, want one at poll %d", poll, len(got), x.DeadLetter.Poll)
		}
		p.clock.step(time.Duration(x.DeadLetter.Between * float64(time.Second)))
	}
}

// TestDocsProfileDiffersFromTheTraces, where the documentation does, and in
// nothing else that they record.
func TestDocsProfileDiffersFromTheTraces(t *testing.T) {
	t.Parallel()
	x := readTraces(t).B
	var o emulator.Options
	if err := o.Like("docs"); err != nil {
		t.Fatal(err)
	}
	o.RedeliveryLag, o.DeadLetterLag = x.lags()
	for i, p := range x.Pulls {
		if p.Attempts != nil {
			one := *p.Attempts + 1
			x.Pulls[i].Attempts = &one
		}
	}
	p := newReplay(t, o)
	p.create(x)
	first := p.pulls(x)[0]
	if first.Body == tracedBody || partLengths(first.Lease) != "47.0.22.43.43" || len(first.Lease) != 159 {
		t.Errorf("%+v", first)
	}
	if dead := p.dead(x); dead.ID != first.ID || dead.Body != first.Body || dead.Attempts != 1 {
		t.Errorf("the dead letter is %+v", dead)
	}
}
