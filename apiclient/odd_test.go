package apiclient

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
)

// An odd member of a message costs neither the message nor another, and is kept
// as it came.
func TestOddMessages(t *testing.T) {
	t.Parallel()
	const at = "result.messages[1]."
	for member, want := range map[string]struct {
		note string // "" for none
		odd  string
		m    Message
	}{
		`"attempts":null`:                  {},
		`"attempts":0`:                     {m: Message{Attempts: CountOf(0)}},
		`"attempts":2.0`:                   {m: Message{Attempts: CountOf(2)}},
		`"attempts":"2"`:                   {m: Message{Attempts: CountOf(2)}},
		`"attempts":9007199254740993`:      {m: Message{Attempts: CountOf(1<<53 + 1)}},
		`"attempts":2.5`:                   {at + "attempts is 2.5, not a whole number", `{"attempts":2.5}`, Message{}},
		`"attempts":-1`:                    {at + "attempts is -1, below zero", `{"attempts":-1}`, Message{}},
		`"attempts":"two"`:                 {at + `attempts is "two", not a whole number`, `{"attempts":"two"}`, Message{}},
		`"attempts":1e300`:                 {at + "attempts is 1e300, not a whole number", `{"attempts":1e300}`, Message{}},
		`"attempts":9007199254740994.0`:    {at + "attempts is 9007199254740994.0, not a whole number", `{"attempts":9007199254740994.0}`, Message{}},
		`"attempts":{"n":1}`:               {at + "attempts is an object, not a whole number", `{"attempts":{"n":1}}`, Message{}},
		`"attempts":1,"attempts":2`:        {at + "attempts comes more than once", "", Message{Attempts: CountOf(1), Unknown: jsontext.Value(`{"attempts":2}`)}},
		`"timestamp_ms":null`:              {},
		`"timestamp_ms":1710950954154`:     {m: Message{Timestamp: time.UnixMilli(1710950954154)}},
		`"timestamp_ms":1710950954154.0`:   {m: Message{Timestamp: time.UnixMilli(1710950954154)}},
		`"timestamp_ms":1710950954154.25`:  {odd: `{"timestamp_ms":1710950954154.25}`, m: Message{Timestamp: time.UnixMilli(1710950954154).Add(250 * time.Microsecond)}},
		`"timestamp_ms":"1710950954154.5"`: {odd: `{"timestamp_ms":"1710950954154.5"}`, m: Message{Timestamp: time.UnixMilli(1710950954154).Add(500 * time.Microsecond)}},
		`"timestamp_ms":0`:                 {odd: `{"timestamp_ms":0}`},
		`"timestamp_ms":-5`:                {at + "timestamp_ms is -5, below zero", `{"timestamp_ms":-5}`, Message{}},
		`"timestamp_ms":-0.5`:              {at + "timestamp_ms is -0.5, below zero", `{"timestamp_ms":-0.5}`, Message{}},
		`"timestamp_ms":253402300800000`:   {at + "timestamp_ms is 253402300800000, not a time in milliseconds", `{"timestamp_ms":253402300800000}`, Message{}},
		`"timestamp_ms":1e300`:             {at + "timestamp_ms is 1e300, not a time in milliseconds", `{"timestamp_ms":1e300}`, Message{}},
		`"timestamp_ms":true`:              {at + "timestamp_ms is true or false, not a time in milliseconds", `{"timestamp_ms":true}`, Message{}},
		`"metadata":[1]`:                   {at + "metadata is a list, not an object", `{"metadata":[1]}`, Message{}},
		`"metadata":null`:                  {odd: `{"metadata":null}`},
		`"ref":7`:                          {at + "ref is 7, not a string", `{"ref":7}`, Message{}},
		`"new":7`:                          {m: Message{Unknown: jsontext.Value(`{"new":7}`)}},
		`"body":7`:                         {m: Message{BodyJSON: jsontext.Value(`7`)}},
	} {
		t.Run(member, func(t *testing.T) {
			t.Parallel()
			body := result(`{"messages":[` + messageA + `,{"id":"x",` + member + `,"lease_id":"l"},` + messageB + `]}`)
			got, err := answering(t, 200, body).Pull(t.Context(), testQueue, PullOptions{})
			if err != nil || ids(got.Messages) != "a,x,b" {
				t.Fatal(ids(got.Messages), err)
			}
			want.m.ID, want.m.LeaseID = "x", "l"
			if want.odd != "" {
				want.m.Odd = jsontext.Value(want.odd)
			}
			if diff := cmp.Diff(want.m, got.Messages[1]); diff != "" {
				t.Error(diff)
			}
			if text := strings.Join(got.Oddities, "; "); text != want.note {
				t.Errorf("noted %q, want %q", text, want.note)
			}
		})
	}
}

// Whatever stands around the messages, they are leased.
func TestOddMembersAroundMessages(t *testing.T) {
	t.Parallel()
	messages := `"messages":[` + messageA + `,` + messageB + `]`
	for body, note := range map[string]string{
		`{"success":true,"errors":7,"result_info":[],"result":{` + messages + `}}`:                           "errors is 7, not a list",
		`{"result":{` + messages + `},"errors":[{"message":"odd","code":5}],"success":true}`:                 `errors has "odd (code 5)" although success is true`,
		result(`{"message_backlog_count":2.5,` + messages + `}`):                                             "result.message_backlog_count is 2.5, not a whole number",
		result(`{"message_backlog_count":"many",` + messages + `}`):                                          `result.message_backlog_count is "many", not a whole number`,
		result(`{"message_backlog_count":1e300,` + messages + `}`):                                           "result.message_backlog_count is 1e300, not a whole number",
		result(`{"message_backlog_count":-1,` + messages + `}`):                                              "result.message_backlog_count is -1, below zero",
		result(`{"message_backlog_count":1,"message_backlog_count":2,` + messages + `}`):                     "result.message_backlog_count comes more than once",
		result(`{"metadata":7,` + messages + `}`):                                                            "result.metadata is 7, not an object",
		result(`{"metadata":{"metrics":[]},` + messages + `}`):                                               "result.metadata.metrics is a list, not an object",
		result(`{"metadata":{"metrics":{"backlog_bytes":2.5}},` + messages + `}`):                            "result.metadata.metrics.backlog_bytes is 2.5, not a whole number",
		result(`{"messages":[` + messageA + `],"messages":[` + messageB + `]}`):                              "result.messages comes more than once",
		`{"success":true,"result":{"messages":[` + messageA + `]},"result":{"messages":[` + messageB + `]}}`: "result comes more than once; result.messages comes more than once",
	} {
		got, err := answering(t, 200, body).Pull(t.Context(), testQueue, PullOptions{})
		if err != nil || ids(got.Messages) != "a,b" || strings.Join(got.Oddities, "; ") != note {
			t.Errorf("%s: %q, %q, %v", body, ids(got.Messages), got.Oddities, err)
		}
	}
	for body, says := range map[string]string{
		`{"success":7,"result":{` + messages + `}}`:                                 "success is 7, not true or false",
		`{"success":null,"result":{` + messages + `}}`:                              "success is missing",
		`{"success":false,"errors":[{"message":"no"}],"result":{` + messages + `}}`: "no",
		result(`{` + messages + `,"messages":7}`):                                   "result.messages is 7, not a list",
		result(`{"messages":[` + messageA + `,7,` + messageB + `]}`):                "result.messages[1] is 7, not an object",
	} {
		got, err := answering(t, 200, body).Pull(t.Context(), testQueue, PullOptions{})
		if err == nil || !MayHaveTakenEffect(err) || !strings.Contains(err.Error(), says) || ids(got.Messages) != "a,b" {
			t.Errorf("%s: %q, %v", body, ids(got.Messages), err)
		}
	}
}

// A message without an id has one made up, the same each time and another for
// each message; one without a lease is there to be looked at.
func TestMessagesWithoutIDOrLease(t *testing.T) {
	t.Parallel()
	body := result(`{"messages":[{"lease_id":"l1","body":"x"},{"id":null,"lease_id":"l2","body":"x"},{"id":7,"lease_id":"l2"},
		{"id":"","body":"x"},{"body":"x"},{"id":"a","lease_id":null},{"id":"a","lease_id":"l1"},{"id":"a","lease_id":{}}]}`)
	c := answering(t, 200, body)
	got, err := c.Pull(t.Context(), testQueue, PullOptions{})
	again, _ := c.Pull(t.Context(), testQueue, PullOptions{})
	if err != nil || len(got.Messages) != 8 || ids(got.Messages) != ids(again.Messages) {
		t.Fatal(ids(got.Messages), ids(again.Messages), err)
	}
	seen := map[MessageID]bool{}
	for i, m := range got.Messages {
		if m.NoID != (i < 5) || m.NoID != strings.HasPrefix(string(m.ID), "no-id-") || m.NoID && seen[m.ID] {
			t.Errorf("message %d is %q, made up: %v", i, m.ID, m.NoID)
		}
		seen[m.ID] = true
	}
	want := []string{
		"result.messages[0].id is missing", "result.messages[1].id is missing", "result.messages[2].id is 7, not a string",
		"result.messages[3].lease_id is missing: nothing can settle the message", "result.messages[3].id is missing",
		"result.messages[4].lease_id is missing: nothing can settle the message", "result.messages[4].id is missing",
		"result.messages[5].lease_id is missing: nothing can settle the message", "result.messages[7].lease_id is an object, not a string",
	}
	if diff := cmp.Diff(want, got.Oddities); diff != "" {
		t.Error(diff)
	}
	if string(got.Messages[2].Odd) != `{"id":7}` || string(got.Messages[3].Odd) != `{"id":""}` || got.Messages[1].Odd != nil {
		t.Errorf("%s %s %s", got.Messages[2].Odd, got.Messages[3].Odd, got.Messages[1].Odd)
	}
}

// One note speaks for a member that is odd in many elements, there are at most
// ten, and one that counts the rest.
func TestOdditiesAreBounded(t *testing.T) {
	t.Parallel()
	one := "result.messages[0].attempts is 2.5, not a whole number"
	noted := result(`{"messages":[` + strings.Repeat(`{"lease_id":"l"},`, 14) + `{"lease_id":"l"}]}`)
	ten := func(last string) []string {
		var notes []string
		for i := range 10 {
			notes = append(notes, "result.messages["+strconv.Itoa(i)+"].id is missing")
		}
		return append(notes, last)
	}
	for body, want := range map[string][]string{
		result(`{"messages":[` + odd(1) + `]}`):   {one},
		result(`{"messages":[` + odd(2) + `]}`):   {one, "and 1 more"},
		result(`{"messages":[` + odd(500) + `]}`): {one, "and 499 more"},
		noted: ten("and 5 more"),
	} {
		got, err := answering(t, 200, body).Pull(t.Context(), testQueue, PullOptions{})
		if diff := cmp.Diff(want, got.Oddities); diff != "" || err != nil {
			t.Errorf("%d messages, %v\n%s", len(got.Messages), err, diff)
		}
	}
}

// odd is a list of n messages whose attempts are no whole number.
func odd(n int) string {
	const message = `{"id":"a","lease_id":"l","attempts":2.5}`
	return strings.Repeat(message+",", n-1) + message
}

// A note quotes the beginning of a long value, and nothing of one that holds the
// token in any spelling.
func TestWhatANoteQuotes(t *testing.T) {
	t.Parallel()
	escaped := strings.ReplaceAll(testToken, "-", `\u002d`)
	for value, note := range map[string]string{
		`"` + strings.Repeat("é", 30) + `"`:             `"` + strings.Repeat("é", 20) + `…"`,
		strings.Repeat("7", 50):                         strings.Repeat("7", 40) + "…",
		`"` + strings.Repeat("x", 39) + `é"`:            `"` + strings.Repeat("x", 39) + `…"`,
		`"a\u001b[31m\n"`:                               `"a\x1b[31m\n"`,
		`"` + testToken + `"`:                           "a string",
		`"` + testToken[:30] + testToken + `"`:          "a string",
		`"` + escaped + `"`:                             "a string",
		`"` + strings.Repeat("x", 35) + escaped + `"`:   "a string",
		`{"` + testToken + `":1}`:                       "an object",
		`["` + escaped + `"]`:                           "a list",
		`"` + strings.Repeat(testToken+" ", 1000) + `"`: "a string",
	} {
		got, err := answering(t, 200, result(`{"messages":[{"id":"a","lease_id":"l","attempts":`+value+`}]}`)).Pull(t.Context(), testQueue, PullOptions{})
		if err != nil || len(got.Oddities) != 1 || got.Oddities[0] != "result.messages[0].attempts is "+note+", not a whole number" {
			t.Errorf("%.80s: %q, %v", value, got.Oddities, err)
		}
	}
}

func TestMetricsMemberByMember(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]Metrics{
		`{}`:                     {},
		`{"backlog_count":null}`: {},
		`{"backlog_bytes":1}`:    {BacklogBytes: CountOf(1)},
		`{"backlog_count":2.5,"backlog_bytes":3000000000}`: {
			BacklogBytes: CountOf(3000000000), Reply: Reply{Oddities: []string{"result.backlog_count is 2.5, not a whole number"}},
		},
		`{"backlog_count":9007199254740993,"oldest_message_timestamp_ms":1710950954154.5}`: {
			BacklogCount: CountOf(9007199254740993), Oldest: time.UnixMilli(1710950954154).Add(500 * time.Microsecond),
		},
		`{"backlog_count":-1,"oldest_message_timestamp_ms":-1}`: {Reply: Reply{Oddities: []string{
			"result.backlog_count is -1, below zero", "result.oldest_message_timestamp_ms is -1, below zero",
		}}},
		`{"oldest_message_timestamp_ms":{}}`: {Reply: Reply{Oddities: []string{
			"result.oldest_message_timestamp_ms is an object, not a time in milliseconds",
		}}},
	} {
		got, err := answering(t, 200, result(body)).Metrics(t.Context(), testQueue)
		got.Reply = Reply{Oddities: got.Oddities}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", body, err, diff)
		}
	}
	if _, err := answering(t, 200, result(`[]`)).Metrics(t.Context(), testQueue); !IsMalformed(err) || !strings.Contains(err.Error(), "result is a list, not an object") {
		t.Error(err)
	}
}

// The count of a list that was not sent may be anything.
func TestSettleCountNobodyAskedFor(t *testing.T) {
	t.Parallel()
	got, err := answering(t, 200, result(`{"ackCount":1,"retryCount":-1}`)).Settle(t.Context(), testQueue, Settlement{Acks: []LeaseID{"a"}})
	if err != nil || got.Acked != 1 || got.Retried != 0 || !slices.Equal(got.Oddities, []string{"result.retryCount is -1, below zero"}) {
		t.Error(got, err)
	}
}

func TestExtendCounts(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]ExtendResult{
		`{"extendCount":2}`:                             {Extended: CountOf(2)},
		`{"extendCount":2.0}`:                           {Extended: CountOf(2)},
		`{"extendCount":"1","warnings":{"b":"lapsed"}}`: {Extended: CountOf(1), Warnings: map[LeaseID]string{"b": "lapsed"}},
		`{"extendCount":0,"warnings":{}}`:               {Extended: CountOf(0)},
		`{"extendCount":2,"leases":{"a":"A","b":"B"}}`:  {Extended: CountOf(2), Leases: map[LeaseID]LeaseID{"a": "A", "b": "B"}},
		`{"extendCount":-2,"leases":{"a":"A","b":7}}`: {Leases: map[LeaseID]LeaseID{"a": "A"}, Reply: Reply{Oddities: []string{
			"result.extendCount is -2, below zero", "result.leases has a lease without a new one",
		}}},
		`{"extendCount":2,"leases":["A",{"old_lease_id":"x","new_lease_id":"X"}]}`: {
			Extended: CountOf(2), Leases: map[LeaseID]LeaseID{"a": "A"},
			Reply: Reply{Oddities: []string{"result.leases[1] names a lease, but not which one it replaced"}},
		},
	} {
		got, err := answering(t, 200, result(body)).Extend(t.Context(), testQueue, []LeaseID{"a", "b"}, 0)
		got.Reply = Reply{Oddities: got.Oddities}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", body, err, diff)
		}
	}
}

// What is said of a push or a purge that was carried out never makes it a
// failure.
func TestOddAnswersOfWhatWasDone(t *testing.T) {
	t.Parallel()
	for _, v := range []string{`null`, `true`, `"x"`, `7`, `2.5`, `-1`, `1e300`, `[]`, `{}`, `[{}]`} {
		body := result(fmt.Sprintf(`{"metadata":%s,"warnings":%[1]s,"errors":%[1]s,"started_at":%[1]s,"started_on":%[1]s,"completed":%[1]s,"complete":%[1]s}`, v))
		c := answering(t, 200, body)
		_, push := c.Push(t.Context(), testQueue, Outgoing{Body: "x"})
		_, refs := c.PurgeMessages(t.Context(), testQueue, []Ref{"r"})
		_, purge := c.PurgeQueue(t.Context(), testQueue)
		_, status := c.PurgeQueueStatus(t.Context(), testQueue)
		if push != nil || refs != nil || purge != nil || status != nil {
			t.Errorf("%s: %v, %v, %v, %v", v, push, refs, purge, status)
		}
	}
}

func TestMilliTime(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]time.Time{
		`1`:                       time.UnixMilli(1),
		`1710950954154.123456789`: time.UnixMilli(1710950954154).Add(123456),
		`1.710950954154e12`:       time.UnixMilli(1710950954154),
		`1.7109509541545e12`:      time.UnixMilli(1710950954154).Add(500000),
		`0.000001`:                time.Unix(0, 1),
		`253402300799999.9`:       time.Date(9999, 12, 31, 23, 59, 59, 999_900_000, time.UTC),
		`"1710950954154.0000001"`: time.UnixMilli(1710950954154),
	} {
		if at, _, wrong := milliTime(jsontext.Value(form)); wrong != "" || !at.Equal(want) {
			t.Errorf("%s: %v %s", form, at, wrong)
		}
	}
	for _, form := range []string{`"1.2.3"`, `".5"`, `"-"`, `"."`, `"e"`, `0.0000001`, `[]`, `""`, `"NaN"`, `99999999999999999999.5`} {
		if at, _, wrong := milliTime(jsontext.Value(form)); wrong == "" {
			t.Errorf("%s: %v", form, at)
		}
	}
}
