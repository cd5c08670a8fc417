package emulator_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// TestReadSeed reads the example of README.md.
func TestReadSeed(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/seed.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seed, err := emulator.ReadSeed(f)
	if err != nil {
		t.Fatal(err)
	}
	clock := newClock()
	s := emulator.NewTest(t, emulator.Options{Now: clock.now})
	if err = s.Seed(seed); err != nil {
		t.Fatal(err)
	}
	got := s.Messages("orders")
	for i, want := range []emulator.MessageState{
		{ContentType: "json", Body: `{"order":1,"total":12.50}`, Attempts: 2, State: "waiting", Timestamp: clock.at.Add(-5 * time.Minute)},
		{ContentType: "text", Body: "héllo", State: "delayed", Timestamp: clock.at, Until: clock.at.Add(90 * time.Second)},
		{ContentType: "bytes", Body: "\x00\x01\x02\xff", State: "waiting", Timestamp: clock.at},
		{ContentType: "v8", Body: "\xff\x0fI\x02", State: "waiting", Timestamp: clock.at},
	} {
		g := got[i]
		if g.ContentType != want.ContentType || g.Body != want.Body || g.Attempts != want.Attempts || g.State != want.State ||
			!g.Timestamp.Equal(want.Timestamp) || !g.Until.Equal(want.Until) {
			t.Errorf("message %d: %+v, want %+v", i, g, want)
		}
	}
	if q := s.Queues()[0]; q.ID != ordersID || q.Consumer != "http_pull" || q.DeadLetter != "orders-dlq" || q.Allowed != 6 {
		t.Errorf("%+v", q)
	}
	data, err := json.Marshal(seed)
	if err != nil {
		t.Fatal(err)
	}
	again, err := emulator.ReadSeed(strings.NewReader(string(data)))
	if err != nil || len(again.Queues[0].Messages) != 4 || again.Queues[0].Messages[3].Body != "\xff\x0fI\x02" {
		t.Errorf("written and read again: %v %s", err, data)
	}
}

func TestBadSeeds(t *testing.T) {
	t.Parallel()
	queue := func(rest string) string { return `{"queues":[{"name":"orders"` + rest + `}]}` }
	message := func(m string) string { return queue(`,"messages":[` + m + `]`) }
	for text, want := range map[string]string{
		`{`:                                      "reading the seed",
		`{"queue":[]}`:                           "queue",
		`[]`:                                     "reading the seed: unexpected array",
		`{"queues":[{"name":"a b"}]}`:            "the name must have",
		`{"queues":[{"name":"a"},{"name":"a"}]}`: "named twice",
		`{"queues":[{"name":"a","id":"` + ordersID + `"},{"name":"b","id":"` + strings.ToUpper(ordersID) + `"}]}`: "another queue has the id",
		queue(`,"id":"xyz"`):                                                                              "32 hexadecimal",
		queue(`,"settings":{"delivery_delay":"1"}`):                                                       "/queues/0/settings/delivery_delay: unexpected string",
		message(`{"body":{},"attempts":1.5}`):                                                             "/attempts: want a whole number",
		queue(`,"setting":{}`):                                                                            "setting",
		queue(`,"settings":{"message_retention_period":5}`):                                               "60 to 1209600",
		queue(`,"settings":{"delivery_delay":-1}`):                                                        "0 to 86400",
		queue(`,"settings":{"message_retention_period":18446744173}`):                                     "60 to 1209600",
		queue(`,"settings":{"delivery_delay":18446744074}`):                                               "0 to 86400",
		queue(`,"jurisdiction":"moon"`):                                                                   "jurisdiction",
		queue(`,"producers":[{"type":"cron","script":"a"}]`):                                              "producer",
		queue(`,"producers":[{"type":"worker"}]`):                                                         "producer",
		queue(`,"producers":[{"type":"r2_bucket","script":"a"}]`):                                         "producer",
		queue(`,"consumer":{"type":"push"}`):                                                              "consumer type",
		queue(`,"consumer":{"type":"worker"}`):                                                            "script_name",
		queue(`,"consumer":{"type":"http_pull","settings":{"max_retries":101}}`):                          "max_retries",
		queue(`,"json_encoding":"hex"`):                                                                   "hex",
		message(`{}`):                                                                                     "body is missing",
		message(`{"body":1,"content_type":"text"}`):                                                       "must be a string",
		message(`{"body":"?","content_type":"bytes"}`):                                                    "must be base64",
		message(`{"body":"x","content_type":"xml"}`):                                                      "content type",
		message(`{"body":{},"attempts":-1}`):                                                              "negative",
		message(`{"body":{},"age_seconds":-1e300}`):                                                       "negative",
		message(`{"body":{},"delay_seconds":86401}`):                                                      "longer than 86400",
		message(`{"body":{},"delay_seconds":1e300}`):                                                      "longer than 86400",
		message(`{"body":1,"id":"` + ordersID + `"},{"body":2,"id":"` + strings.ToUpper(ordersID) + `"}`): "another message has the id",
		message(`{"body":{},"id":"1"}`):                                                                   "32 hexadecimal",
		message(`{"body":"` + strings.Repeat("x", 128_001) + `","content_type":"text"}`):                  "at most 128000",
	} {
		if _, err := emulator.ReadSeed(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "emulator.") {
			t.Errorf("%.80s: %v, want %q", text, err, want)
		}
	}
}

// TestSeedsThatCannotLive are right in form, but the queue would drop a message
// at once.
func TestSeedsThatCannotLive(t *testing.T) {
	t.Parallel()
	s := emulator.NewTest(t, emulator.Options{})
	dead := orders(`{"max_retries":1}`)
	dead.Queues[0].Messages = []emulator.SeedMessage{{Body: "{}", Attempts: 2}}
	if err := s.Seed(dead); err == nil || !strings.Contains(err.Error(), "it would be dead") {
		t.Errorf("a message that is dead already: %v", err)
	}
	dead.Queues[0].Messages = []emulator.SeedMessage{{Body: "{}", Age: 97 * time.Hour}}
	if err := s.Seed(dead); err == nil || !strings.Contains(err.Error(), "it would be gone") {
		t.Errorf("a message past its retention: %v", err)
	}
	old, err := emulator.ReadSeed(strings.NewReader(`{"queues":[{"name":"a","messages":[{"body":1,"age_seconds":1e300}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Seed(old); err == nil || !strings.Contains(err.Error(), "it would be gone") {
		t.Errorf("a message past all counting: %v", err)
	}
	if len(s.Queues()) != 0 {
		t.Error("a refused seed left something behind")
	}
}
