package apiclient

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
)

const (
	messageA = `{"id":"a","lease_id":"la","body":"A"}`
	messageB = `{"id":"b","lease_id":"lb","body":"B"}`
)

func ids(ms []Message) string {
	var all []string
	for _, m := range ms {
		all = append(all, string(m.ID))
	}
	return strings.Join(all, ",")
}

// An answer that is not whole is an error that names the field; the messages
// that could be read come with it, since they are leased.
func TestMalformedPull(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body, says string
		kept       string
	}{
		"empty object":        {`{}`, "success is missing", ""},
		"success of a string": {`{"success":"true","result":{"messages":[` + messageA + `]}}`, `success is "true", not true or false`, "a"},
		"a list":              {`[]`, "the whole answer is a list", ""},
		"null":                {`null`, "success is missing", ""},
		"no result":           {`{"success":true}`, "result is missing", ""},
		"null result":         {result(`null`), "result is missing", ""},
		"result of a list":    {result(`[]`), "result is a list", ""},
		"messages of an object": {
			result(`{"messages":{}}`), "result.messages is an object, not a list", "",
		},
		"messages of a string": {result(`{"messages":"none"}`), `result.messages is "none", not a list`, ""},
		"message of a number":  {result(`{"messages":[` + messageA + `,7,` + messageB + `]}`), "result.messages[1] is 7, not an object", "a,b"},
		"cut in a message":     {`{"success":true,"result":{"messages":[` + messageA + `,` + messageB + `,{"id":"c","body":"half`, "cut off after", "a,b"},
		"cut after a message":  {`{"success":true,"result":{"messages":[` + messageA + `,`, "cut off after", "a"},
		"cut at the end":       {strings.TrimSuffix(result(`{"messages":[`+messageA+`]}`), "}"), "cut off after", "a"},
		"cut at once":          {`{`, "cut off after 1 bytes", ""},
		"not JSON":             {`{"success":true,"result":{"messages":[` + messageA + `,{"id":nope}]}}`, "not JSON: byte ", "a"},
		"not JSON, where":      {`{"success":true,"result":{"messages":[` + messageA + `,{"id":nope}]}}`, "in result.messages[1].id", "a"},
		"two answers":          {result(`{"messages":[]}`) + `{}`, "not JSON", ""},
		"plain text":           {`upstream connect error`, "not JSON", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tries := 0
			c := fakeClient(t, func(*http.Request) (*http.Response, error) { tries++; return response(200, test.body), nil })
			got, err := c.Pull(t.Context(), testQueue, PullOptions{})
			if !IsMalformed(err) || !strings.Contains(err.Error(), test.says) || !MayHaveTakenEffect(err) {
				t.Errorf("%v (malformed: %v), want %q", err, IsMalformed(err), test.says)
			}
			if ids(got.Messages) != test.kept {
				t.Errorf("kept %q, want %q", ids(got.Messages), test.kept)
			}
			if tries != 1 || got.SentAt.IsZero() {
				t.Errorf("%d tries, sent %v", tries, got.SentAt)
			}
		})
	}
}

func TestNoMessages(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"messages":null}`, `{"messages":[]}`, `{"message_backlog_count":3}`} {
		got, err := answering(t, 200, result(body)).Pull(t.Context(), testQueue, PullOptions{})
		if err != nil || len(got.Messages) != 0 {
			t.Errorf("%s: %v, %v", body, got, err)
		}
	}
}

// What the API is known to vary is taken in every form.
func TestLenientPull(t *testing.T) {
	t.Parallel()
	got, err := answering(t, 200, `{"success":true,"errors":null,"messages":[{"code":1,"message":"note"},"text",7],"other":[1],
		"result":{"message_backlog_count":"10","metadata":{"metrics":{"backlog_count":10.0,"backlog_bytes":2e3,"oldest_message_timestamp_ms":0}},
		"messages":[{"id":"a","\u006cease_id":"l","attempts":"2","timestamp_ms":1710950954154.0,
			"metadata":{"b":"1","CF-Content-Type":"json","n":{"deep":[1,2]},"b":"2"},
			"body":{"x":1},"new":"thing","more":{"a":null}},
			{"id":"b","lease_id":"m","attempts":3.0,"metadata":null,"timestamp_ms":null},
			{"id":"c","lease_id":"n","body":null}]}}`).Pull(t.Context(), testQueue, PullOptions{})
	if err != nil {
		t.Fatal(err)
	}
	got.Reply, got.Metrics.Reply = Reply{}, Reply{}
	want := PullResult{
		BacklogCount: CountOf(10), Unreadable: CountOf(0), Metrics: &Metrics{BacklogCount: CountOf(10), BacklogBytes: CountOf(2000)},
		Messages: []Message{
			{
				ID: "a", LeaseID: "l", Attempts: CountOf(2), Timestamp: time.UnixMilli(1710950954154), BodyJSON: jsontext.Value(`{"x":1}`),
				Metadata: []MetadataEntry{{Key: "b", Value: "1"}, {Key: "CF-Content-Type", Value: "json"}, {"n", `{"deep":[1,2]}`, `"n":{"deep":[1,2]}`}, {Key: "b", Value: "2"}},
				Unknown:  jsontext.Value(`{"new":"thing","more":{"a":null}}`),
			},
			{ID: "b", LeaseID: "m", Attempts: CountOf(3), Odd: jsontext.Value(`{"metadata":null}`)},
			{ID: "c", LeaseID: "n", BodyJSON: jsontext.Value(`null`)},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Metrics that come along with a pull must not cost its messages.
func TestAttachedMetricsNeverFail(t *testing.T) {
	t.Parallel()
	for _, metadata := range []string{`null`, `7`, `"x"`, `[]`, `{}`, `{"metrics":null}`, `{"metrics":7}`, `{"metrics":{"backlog_count":"many"}}`} {
		got, err := answering(t, 200, result(`{"metadata":`+metadata+`,"messages":[`+messageA+`]}`)).Pull(t.Context(), testQueue, PullOptions{})
		if err != nil || len(got.Messages) != 1 || got.Metrics != nil {
			t.Errorf("%s: %v, %v", metadata, got, err)
		}
	}
}

func TestPeekKeepsRefsAndNoLeases(t *testing.T) {
	t.Parallel()
	got, err := answering(t, 200, result(`{"messages":[{"id":"a","ref":"r","lease_id":"l"},{"id":"b"}]}`)).Peek(t.Context(), testQueue, 0)
	want := []Message{{ID: "a", Ref: "r"}, {ID: "b"}}
	if diff := cmp.Diff(want, got.Messages); diff != "" || err != nil {
		t.Error(err, diff)
	}
	got, err = answering(t, 200, result(`{"messages":[{"id":"a"},{"ref":"r"}]}`)).Peek(t.Context(), testQueue, 0)
	if err != nil || len(got.Messages) != 2 || !got.Messages[1].NoID || got.Messages[1].Ref != "r" {
		t.Error(got, err)
	}
}

func TestQueue(t *testing.T) {
	t.Parallel()
	got, err := answering(t, 200, result(`{"queue_id":"`+string(testQueue)+`","queue_name":"orders","created_on":"2022-10-30T16:05:14.966372Z",
		"modified_on":"yesterday","producers_total_count":3,"producers":[{"type":"worker","script":"s"},{"type":"r2_bucket","bucket_name":"b"},
			{"type":"worker","service":"t"}],
		"consumers_total_count":1,"consumers":[
			{"consumer_id":"c1","type":"worker","service":"old","environment":"production","dead_letter_queue":"dlq",
				"settings":{"batch_size":10,"max_retries":0,"max_wait_time_ms":5000,"max_concurrency":null,"retry_delay":7,"new":1}},
			{"consumer_id":"c2","type":"http_pull","created_on":"2019-08-24T14:15:22Z","queue_name":"orders","novel":true,
				"settings":{"visibility_timeout_ms":30000,"max_concurrency":4,"more":2}}],
		"settings":{"delivery_delay":"5","delivery_paused":true,"message_retention_period":345600,"extra":1},
		"jurisdiction":"eu","flavour":"plum"}`)).GetQueue(t.Context(), testQueue)
	if err != nil {
		t.Fatal(err)
	}
	want := Queue{
		ID: testQueue, Name: "orders", CreatedOn: time.Date(2022, 10, 30, 16, 5, 14, 966372000, time.UTC), Jurisdiction: "eu",
		Producers:      []Producer{{"worker", "s"}, {"r2_bucket", "b"}, {"worker", "t"}},
		ProducersTotal: 3, ConsumersTotal: CountOf(2),
		Consumers: []Consumer{
			{
				ID: "c1", Type: ConsumerWorker, Script: "old", Environment: "production", DeadLetterQueue: "dlq",
				BatchSize: 10, MaxRetries: CountOf(0), RetryDelay: 7 * time.Second, MaxWait: 5 * time.Second,
				Unknown: jsontext.Value(`{"settings":{"new":1}}`),
			},
			{
				ID: "c2", Type: ConsumerHTTPPull, QueueName: "orders", CreatedOn: time.Date(2019, 8, 24, 14, 15, 22, 0, time.UTC),
				VisibilityTimeout: 30 * time.Second, MaxConcurrency: ptr(4),
				Unknown: jsontext.Value(`{"novel":true,"settings":{"more":2}}`),
			},
		},
		DeliveryDelay: 5 * time.Second, DeliveryPaused: true, RetentionPeriod: 96 * time.Hour,
		Unknown:  jsontext.Value(`{"flavour":"plum","settings":{"extra":1}}`),
		Oddities: []string{`result.modified_on is "yesterday", not a date and time`},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// An answer about another queue is no answer.
func TestAnswersOfAnotherQueue(t *testing.T) {
	t.Parallel()
	const another = "023e105f4ecef8ad9ca31a8372d0c354"
	for body, says := range map[string]string{
		`{"queue_id":"` + another + `","queue_name":"orders"}`:        `the answer names another queue: "` + another + `", not "` + string(testQueue) + `"`,
		`{"queue_id":"` + strings.ToUpper(string(testQueue)) + `"}`:   `the answer names another queue: "023E105F4ECEF8AD9CA31A8372D0C353", not`,
		`{"queue_id":" ` + string(testQueue) + `"}`:                   "the answer names another queue",
		`{"queue_id":"` + testToken + `"}`:                            `the answer names another queue: "[token]"`,
		`{"queue_id":"` + another + `","queue_id":"` + another + `"}`: "the answer names another queue",
	} {
		c := answering(t, 200, result(body))
		if q, err := c.GetQueue(t.Context(), testQueue); !IsMalformed(err) || !strings.Contains(err.Error(), says) || MayHaveTakenEffect(err) || q.ID != "" {
			t.Errorf("%s: %v, %v, want %q", body, q, err, says)
		}
		if _, err := c.SetDeliveryPaused(t.Context(), Queue{ID: testQueue}, true); !IsMalformed(err) || !MayHaveTakenEffect(err) {
			t.Errorf("%s: paused: %v", body, err)
		}
		if _, err := c.FindQueue(t.Context(), strings.ToUpper(string(testQueue))); !IsMalformed(err) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: found: %v, want %q", body, err, says)
		}
	}
}

// What is no id names no other queue: the answer stands, and the id stays the one
// that was asked for.
func TestAnswersOfAQueueWithoutID(t *testing.T) {
	t.Parallel()
	for body, says := range map[string]string{
		`{"queue_name":"orders"}`:                 "result.queue_id is missing",
		`{"queue_name":"orders","queue_id":null}`: "result.queue_id is missing",
		`{"queue_name":"orders","queue_id":""}`:   "result.queue_id is missing",
		`{"queue_name":"orders","queue_id":7}`:    "result.queue_id is 7, not a string",
	} {
		want := Queue{ID: testQueue, Name: "orders", Oddities: []string{says}}
		c := answering(t, 200, result(body))
		got, err := c.GetQueue(t.Context(), testQueue)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", body, err, diff)
		}
		if got, err = c.SetDeliveryPaused(t.Context(), Queue{ID: testQueue}, true); err != nil || got.ID != testQueue {
			t.Errorf("%s: paused: %v, %v", body, got, err)
		}
	}
}

func TestOldestUnknown(t *testing.T) {
	t.Parallel()
	m, err := answering(t, 200, result(`{"backlog_count":3,"oldest_message_timestamp_ms":0}`)).Metrics(t.Context(), testQueue)
	if err != nil || !m.Oldest.IsZero() || m.BacklogCount != CountOf(3) {
		t.Error(m, err)
	}
}

func TestSettleAnswers(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]SettleResult{
		`{"ackCount":1}`: {Acked: 1},
		`{"ackCount":"1","retryCount":2.0,"warnings":null}`:                        {Acked: 1, Retried: 2},
		`{"ackCount":0,"warnings":{"a":"lapsed","b":{"message":"unknown"},"c":7}}`: {Warnings: map[LeaseID]string{"a": "lapsed", "b": "unknown", "c": "7"}},
		`{"ackCount":0,"warnings":["one",{"lease_id":"a","warning":"two"},{"odd":1}]}`: {
			Warnings: map[LeaseID]string{"a": "two"}, Notes: []string{"one", `{"odd":1}`},
		},
		`{"ackCount":0,"warnings":"careful","errors":["no"]}`: {Notes: []string{"careful", "no"}},
		`{"ackCount":0,"warnings":[]}`:                        {},
	} {
		got, err := answering(t, 200, result(body)).Settle(t.Context(), testQueue, Settlement{Acks: []LeaseID{"a"}})
		got.Reply = Reply{}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", body, err, diff)
		}
	}
	for body, says := range map[string]string{
		`{}`:                               "result.ackCount is missing",
		`{"retryCount":1}`:                 "result.ackCount is missing",
		`{"ackCount":1}`:                   "result.retryCount is missing",
		`{"ackCount":true,"retryCount":1}`: "result.ackCount is true or false, not a whole number",
		`{"ackCount":1,"retryCount":0.5}`:  "result.retryCount is 0.5, not a whole number",
		`{"ackCount":-1,"retryCount":1}`:   "result.ackCount is -1, below zero",
	} {
		_, err := answering(t, 200, result(body)).Settle(t.Context(), testQueue, Settlement{Acks: []LeaseID{"a"}, Retries: []Retry{{LeaseID: "b"}}})
		if !IsMalformed(err) || !MayHaveTakenEffect(err) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", body, err, says)
		}
	}
}

// Every form of an extend answer that keeps old and new leases apart.
func TestExtendAnswers(t *testing.T) {
	t.Parallel()
	both := map[LeaseID]LeaseID{"a": "A", "b": "B"}
	for body, want := range map[string]map[LeaseID]LeaseID{
		`{"messages":[{"id":"1","lease_id":"A"},{"id":"2","lease_id":"B"}]}`: both,
		`{"leases":["A","B"]}`:    both,
		`{"lease_ids":["A","B"]}`: both,
		`{"extended":[{"lease_id":"b","new_lease_id":"B"},{"lease_id":"a","new_lease_id":"A"}]}`:            both,
		`{"extend":[{"old_lease_id":"b","lease_id":"B"},{"previous_lease_id":"a","lease_id":"A"}]}`:         both,
		`{"extensions":[{"original_lease_id":"b","new_lease_id":"B"},{"lease_id":"a","new_lease_id":"A"}]}`: both,
		`{"leases":{"a":"A","b":{"lease_id":"B"}}}`:                                                         both,
		`{"a":"A","b":{"new_lease_id":"B"}}`:                                                                both,
		`["A","B"]`:                                                                                         both,
		`{"messages":[{"lease_id":"B"}],"warnings":{"a":"lapsed"}}`:                                         {"b": "B"},
		`{"leases":{"b":"B"}}`:                                                                              {"b": "B"},
		`{"warnings":{"a":"lapsed","b":"lapsed"}}`:                                                          nil,
		`{"extendCount":2,"warnings":{}}`:                                                                   nil,
		`{"extendCount":"2"}`:                                                                               nil,
		`{"extendCount":1.0,"warnings":{"a":"lapsed"}}`:                                                     nil,
		`{"extendCount":2,"leases":{"a":"A","b":"B"}}`:                                                      both,
		`{"extendCount":"x","leases":{"a":"A","b":"B"}}`:                                                    both,
	} {
		got, err := answering(t, 200, result(body)).Extend(t.Context(), testQueue, []LeaseID{"a", "b"}, 0)
		if diff := cmp.Diff(want, got.Leases); err != nil || diff != "" {
			t.Errorf("%s: %v %s", body, err, diff)
		}
	}
	for _, body := range []string{
		`{}`, `7`, `"A"`, `[]`, `{"messages":["A"]}`, `{"messages":["A","B","C"]}`, `{"leases":{"x":"X"}}`, `{"messages":[7,8]}`,
		`{"extendCount":null}`, `{"extendCount":-1}`, `{"extendCount":1.5}`, `{"extendCount":"x","warnings":{"a":"lapsed"}}`,
	} {
		_, err := answering(t, 200, result(body)).Extend(t.Context(), testQueue, []LeaseID{"a", "b"}, 0)
		if !IsMalformed(err) || !MayHaveTakenEffect(err) || !strings.Contains(err.Error(), "which new lease replaced which") {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// A warning of a list names its message by ref, as another does its lease.
func TestWarningsOfRefs(t *testing.T) {
	t.Parallel()
	result, err := answering(t, 200, `{"success":true,"result":{"warnings":[{"ref":"r1","message":"gone"},{"ref":"r2","message":"late"}]}}`).
		PurgeMessages(t.Context(), testQueue, []Ref{"r1", "r2"})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Notes) > 0 || len(result.Warnings) != 2 || !strings.Contains(result.Warnings["r1"], "gone") || !strings.Contains(result.Warnings["r2"], "late") {
		t.Errorf("%+v", result)
	}
}

func TestPurgeStatusForms(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC)
	for body, want := range map[string]PurgeStatus{
		`{"success":true}`: {},
		result(`null`):     {},
		result(`{"started_at":"2026-11-01T10:00:00Z","complete":true}`):                      {StartedAt: at, Completed: "true"},
		result(`{"started_on":"2026-11-01T10:00:00Z","complete":false}`):                     {StartedAt: at, Completed: "false"},
		result(`{"started_at":"2026-11-01T10:00:00Z","completed":"in progress"}`):            {StartedAt: at, Completed: "in progress"},
		result(`{"queue_id":"q","queue_name":"orders","created_on":"2020-01-01T00:00:00Z"}`): {},
	} {
		got, err := answering(t, 200, body).PurgeQueue(t.Context(), testQueue)
		got.Reply = Reply{}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", body, err, diff)
		}
	}
}

// Where the documentation shows no result, an answer without content is whole.
func TestNoContent(t *testing.T) {
	t.Parallel()
	c := answering(t, 204, "")
	if err := c.RemoveConsumer(t.Context(), testQueue, "c1"); err != nil {
		t.Error(err)
	}
	if _, err := c.Push(t.Context(), testQueue, Outgoing{Body: "a"}); err != nil {
		t.Error(err)
	}
	if _, err := answering(t, 200, "").Push(t.Context(), testQueue, Outgoing{Body: "a"}); !IsMalformed(err) || !MayHaveTakenEffect(err) {
		t.Error(err)
	}
}

func TestWholeNumber(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]int64{
		`0`: 0, `-1`: -1, `2.0`: 2, `"2"`: 2, `" 2 "`: 2, `"2.0"`: 2, `1e3`: 1000, `9223372036854775807`: 1<<63 - 1, `9007199254740992.0`: 1 << 53,
	} {
		if got, ok := wholeNumber(jsontext.Value(form)); !ok || got != want {
			t.Errorf("%s: %d, %v", form, got, ok)
		}
	}
	for _, form := range []string{`""`, `"x"`, `1.5`, `"NaN"`, `9007199254740993.0`, `9007199254740992e0`, `"."`, `"-"`, `1e-1`, `"Inf"`, `"0x10"`, `"1_000"`, `1e300`, `9223372036854775808`, `true`, `null`, `[]`, `{}`, ``} {
		if got, ok := wholeNumber(jsontext.Value(form)); ok {
			t.Errorf("%s: %d", form, got)
		}
	}
}
