package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"leaseview/apiclient/emulator"
)

// TestProducerRequests replays what the producer binding of workerd
// 1.20261117.1 sent for the calls in the names. Its host is always "fake-host";
// X-Leaseview-Queue is what the service's injectRequestHeaders adds.
func TestProducerRequests(t *testing.T) {
	t.Parallel()
	octets := func(format string, more ...string) http.Header {
		h := http.Header{"Content-Type": {"application/octet-stream"}, "X-Msg-Fmt": {format}, "X-Leaseview-Queue": {"orders"}}
		for i := 0; i < len(more); i += 2 {
			h.Set(more[i], more[i+1])
		}
		return h
	}
	clone := "\xff\x0fo\"\x01dD\x00\x00\x00\x00\x00\x00\x00\x00\"\x01m;I\x02I\x04:\x02{\x02"
	for _, tc := range []struct {
		call   string
		path   string
		header http.Header
		body   string
		want   []string // content type, state and body of each message
	}{
		{"send({a: 1})", "/message", octets("json"), `{"a":1}`, []string{`json waiting {"a":1}`}},
		{`send("hello ü", {contentType: "text"})`, "/message", octets("text"), "hello ü", []string{"text waiting hello ü"}},
		{"send(…, {delaySeconds: 5})", "/message", octets("json", "X-Msg-Delay-Secs", "5"), `{"n":[1,2]}`, []string{`json delayed {"n":[1,2]}`}},
		{"send(bytes)", "/message", octets("bytes"), "\x01\x02\xff", []string{"bytes waiting \x01\x02\xff"}},
		{"send({d: new Date(0), m: new Map()}, v8)", "/message", octets("v8"), clone, []string{"v8 waiting " + clone}},
		{"a binding without a format", "/message", http.Header{"X-Leaseview-Queue": {"orders"}}, clone, []string{"v8 waiting " + clone}},
		{"by path", "/orders/message", http.Header{"X-Msg-Fmt": {"text"}}, "x", []string{"text waiting x"}},
		{
			"sendBatch([…], {delaySeconds: 3})", "/batch",
			http.Header{
				"Content-Type": {"application/json"}, "Cf-Queue-Batch-Count": {"5"}, "Cf-Queue-Batch-Bytes": {"19"}, "Cf-Queue-Largest-Msg": {"9"},
				"X-Msg-Delay-Secs": {"3"}, "X-Leaseview-Queue": {"orders"},
			},
			`{"messages":[{"body":"eA==","contentType":"text"},{"body":"eyJ5IjoxfQ==","contentType":"json","delaySecs": 0},{"body":"CQ==","contentType":"bytes"},{"body":"/w87SQJJBDoC","contentType":"v8"},{"body":"NQ==","contentType":"json"}]}`,
			[]string{"text delayed x", `json waiting {"y":1}`, "bytes delayed \t", "v8 delayed \xff\x0f;I\x02I\x04:\x02", "json delayed 5"},
		},
	} {
		t.Run(tc.call, func(t *testing.T) {
			t.Parallel()
			s := emulator.NewTest(t, emulator.Options{})
			seed := orders("")
			seed.Queues = append(seed.Queues, emulator.SeedQueue{Name: "other"})
			if err := s.Seed(seed); err != nil {
				t.Fatal(err)
			}
			w := produce(t, s, http.MethodPost, tc.path, tc.body, tc.header)
			if w.status != 200 || !strings.HasPrefix(w.body.String(), `{"metadata":{"metrics":{"backlogCount":`) {
				t.Fatalf("%d %s", w.status, &w.body)
			}
			var got []string
			for _, m := range s.Messages("orders") {
				got = append(got, m.ContentType+" "+m.State+" "+m.Body)
			}
			if strings.Join(got, "|") != strings.Join(tc.want, "|") {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

func produce(t *testing.T, s *emulator.Server, method, path, body string, header http.Header) *recorder {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://fake-host"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header
	w := newRecorder()
	s.ProducerHandler().ServeHTTP(w, req)
	return w
}

// TestProducerRefusals: the two headers are what workerd builds the Worker's
// exception from, as in "Message size out of bounds (10204)".
func TestProducerRefusals(t *testing.T) {
	t.Parallel()
	s := emulator.NewTest(t, emulator.Options{})
	if err := s.Seed(orders("")); err != nil {
		t.Fatal(err)
	}
	text := func(more ...string) http.Header {
		h := http.Header{"X-Msg-Fmt": {"text"}}
		for i := 0; i < len(more); i += 2 {
			h.Set(more[i], more[i+1])
		}
		return h
	}
	for _, tc := range []struct {
		name, method, path, body string
		header                   http.Header
		status                   int
		code                     string
	}{
		{"too long", "POST", "/message", strings.Repeat("z", 128_001), text(), 413, "10204"},
		{"delay", "POST", "/message", "z", text("X-Msg-Delay-Secs", "90000"), 400, "10202"},
		{"format", "POST", "/message", "z", http.Header{"X-Msg-Fmt": {"xml"}}, 400, "10203"},
		{"not json", "POST", "/message", "{", http.Header{"X-Msg-Fmt": {"json"}}, 400, "10203"},
		{"no such queue", "POST", "/nowhere/message", "z", text(), 404, "10104"},
		{"batch not base64", "POST", "/batch", `{"messages":[{"body":"?","contentType":"text"}]}`, text(), 400, "10207"},
		{"batch empty", "POST", "/batch", `{"messages":[]}`, text(), 400, "10206"},
		{"batch not json", "POST", "/batch", `{`, text(), 400, "10208"},
		{"another path", "POST", "/elsewhere", "", text(), 404, "7000"},
	} {
		w := produce(t, s, tc.method, tc.path, tc.body, tc.header)
		if w.status != tc.status || w.header.Get("CF-Queues-Error-Code") != tc.code || w.header.Get("CF-Queues-Error-Cause") == "" {
			t.Errorf("%s: %d %v %s", tc.name, w.status, w.header, &w.body)
		}
	}
	if w := produce(t, s, "GET", "/metrics", "", text()); w.status != 200 || w.body.String() != `{"backlogCount":0,"backlogBytes":0}` {
		t.Errorf("metrics: %d %s", w.status, &w.body)
	}
	if err := s.Seed(emulator.Seed{Queues: []emulator.SeedQueue{{Name: "second"}}}); err != nil {
		t.Fatal(err)
	}
	if w := produce(t, s, "POST", "/message", "z", text()); w.status != 404 || !strings.Contains(w.body.String(), "X-Leaseview-Queue") {
		t.Errorf("two queues and no name: %d %s", w.status, &w.body)
	}
}
