package emulator_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"leaseview/apiclient/emulator"
)

// FuzzRequests throws bodies at every call that takes one. Whatever comes, the
// answer is one whole envelope, no status is 5xx, and what a pull then delivers
// is what was pushed.
func FuzzRequests(f *testing.F) {
	for _, body := range []string{
		"", "{}", "[]", "null", `{"body":"hi","content_type":"text"}`, `{"body":{"a":1},"delay_seconds":2.0}`,
		`{"messages":[{"body":{}},{"body":"x","content_type":"text"}],"delay_seconds":0}`,
		`{"acks":[{"lease_id":"x"}],"retries":[{"lease_id":"x","delay_seconds":1}]}`, `{"refs":[{"ref":"x"}]}`,
		`{"extend":[{"lease_id":"x"}],"visibility_timeout_ms":1}`, `{"batch_size":1e1}`, `{"batch_size":1e400}`, `{"batch_size":-0}`,
		`{"type":"http_pull","settings":{"max_retries":3}}`, `{"queue_name":"a","settings":{"delivery_paused":true}}`,
		"{\"body\":\"\xff\",\"content_type\":\"text\"}", `{"body":"\ud800","content_type":"text"}`, `{"body":{"a":1,"a":2}}`,
		`{"delete_messages_permanently":true}`,
		`{"type":"notification","settings":{"email":[{"id":"a"}],"pagerduty":null,"webhooks":[]}}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		s := emulator.New(emulator.Options{Now: func() time.Time { return time.Unix(1_800_000_000, 0) }})
		if err := s.Seed(orders("")); err != nil {
			t.Fatal(err)
		}
		for _, call := range []struct{ method, path string }{
			{"POST", "/messages"},
			{"POST", "/messages/batch"},
			{"POST", "/messages/pull"},
			{"POST", "/messages/ack"},
			{"POST", "/messages/peek"},
			{"POST", "/messages/purge"},
			{"POST", "/messages/extend"},
			{"POST", "/purge"},
			{"POST", "/consumers"},
			{"PUT", "/consumers/" + ordersID},
			{"PATCH", ""},
			{"PUT", ""},
			{"POST", "/messages/pull"},
		} {
			checkEnvelope(t, s, call.method, call.path, body)
		}
		checkAnswer(t, s, "POST", "/accounts/"+s.Account()+"/queues", body)
	})
}

func checkEnvelope(t *testing.T, s *emulator.Server, method, rest string, body []byte) {
	t.Helper()
	checkAnswer(t, s, method, "/accounts/"+s.Account()+"/queues/"+ordersID+rest, body)
}

func checkAnswer(t *testing.T, s *emulator.Server, method, path string, body []byte) {
	t.Helper()
	req, err := http.NewRequest(method, s.BaseURL()+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.Token())
	w := newRecorder()
	s.Handler().ServeHTTP(w, req)
	var answer struct {
		Success  *bool
		Errors   []struct{ Code int }
		Messages []any
	}
	if err := json.Unmarshal(w.body.Bytes(), &answer); err != nil || !utf8.Valid(w.body.Bytes()) {
		t.Fatalf("%s %s: %v: %q", method, path, err, w.body.Bytes())
	}
	good := w.status == 200
	if answer.Success == nil || *answer.Success != good || (len(answer.Errors) == 0) != good || answer.Messages == nil || w.status >= 500 {
		t.Fatalf("%s %s: %d %s", method, path, w.status, &w.body)
	}
}

// FuzzParseFault: a rule that is taken can be written and read again.
func FuzzParseFault(f *testing.F) {
	for _, rule := range []string{"pull,status=429,times=2", "any,delay=1s", "ack,drop=after", "list,cut=-1,body=,", "pull,header=A:b"} {
		f.Add(rule)
	}
	f.Fuzz(func(t *testing.T, rule string) {
		fault, err := emulator.ParseFault(rule)
		if err != nil || len(fault.Header) > 0 || strings.Contains(fault.Queue, ",") {
			return
		}
		if again, err := emulator.ParseFault(fault.String()); err != nil || again.String() != fault.String() {
			t.Errorf("%q became %q, which gives %v", rule, fault.String(), err)
		}
	})
}

// FuzzReadSeed: a seed that is taken can be planted, or is refused as a whole.
func FuzzReadSeed(f *testing.F) {
	f.Add(`{"queues":[{"name":"a","messages":[{"body":{"n":1},"age_seconds":1e300},{"body":"x","content_type":"text"}]}]}`)
	f.Add(`{"queues":[{"name":"a","consumer":{"type":"http_pull","settings":{"max_retries":1}}}]}`)
	f.Add(`{"queues":[{"name":"a","consumer":{"type":"worker","script_name":"\" \\"}}]}`)
	f.Add(`{"queues":[{"name":"a","consumer":{"type":"notification","settings":{"webhooks":[{"id":"b"}]}}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		seed, err := emulator.ReadSeed(strings.NewReader(text))
		if err != nil {
			return
		}
		s := emulator.New(emulator.Options{})
		if err := s.Seed(seed); err != nil && len(s.Queues()) > 0 {
			t.Errorf("%q: %v, but something was planted", text, err)
		}
	})
}

// FuzzSetKnob: whatever is typed is set or refused in words, and what was set
// makes a server.
func FuzzSetKnob(f *testing.F) {
	for _, setting := range []string{"redeliveryLag=0s,11s", "deadLetterLag=seed:7", "missing=peek:405", "metricsNoise=0.1", "attemptsFrom=1", "x=y"} {
		f.Add(setting)
	}
	f.Fuzz(func(t *testing.T, setting string) {
		var o emulator.Options
		if err := o.SetKnob(setting); err != nil {
			if err.Error() == "" || strings.Contains(err.Error(), "strconv") {
				t.Errorf("%q: %v", setting, err)
			}
			return
		}
		emulator.New(o).Queues()
	})
}
