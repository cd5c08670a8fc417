package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"leaseview/apiclient/emulator"
)

// listeners are what is served on a port, each with a request that it grants.
func listeners(s *emulator.Server) map[string]struct {
	handler      http.Handler
	method, path string
} {
	type listener = struct {
		handler      http.Handler
		method, path string
	}
	queues := "/client/v4/accounts/" + s.Account() + "/queues"
	return map[string]listener{
		"the API":      {s.Handler(), http.MethodGet, queues},
		"a push":       {s.Handler(), http.MethodPost, queues + "/" + ordersID + "/messages/peek"},
		"the admin":    {s.Handler(), http.MethodGet, "/_emulator/state"},
		"admin writes": {s.Handler(), http.MethodPost, "/_emulator/reset"},
		"producers":    {s.ProducerHandler(), http.MethodPost, "/orders/message"},
	}
}

// ask sends a request that would be granted, as this host and with these headers.
func ask(t *testing.T, s *emulator.Server, listener, host string, header http.Header) int {
	t.Helper()
	to := listeners(s)[listener]
	req, err := http.NewRequestWithContext(t.Context(), to.method, "http://localhost"+to.path, strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header.Clone()
	req.Header.Set("Authorization", "Bearer "+s.Token())
	req.Header.Set("X-Msg-Fmt", "text")
	req.RemoteAddr, req.Host = "127.0.0.1:4000", host
	w := newRecorder()
	to.handler.ServeHTTP(w, req)
	return w.status
}

// Whatever listens on a port answers to this machine's names, in any letter case,
// also whole, as with the dot of the root. Any other name is what a page made to
// point here.
func TestEveryListenerAnswersToThisMachineOnly(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]int{
		"localhost": 200, "LOCALHOST:8787": 200, "localhost.": 200, "LocalHost.:80": 200, "localhost:": 200,
		"127.0.0.1": 200, "127.0.0.1:80": 200, "127.8.9.10:80": 200, "[::1]": 200, "[::1]:80": 200, "[::FFFF:127.0.0.1]:80": 200,
		"gateway.docker.internal:8787": 200, "Gateway.Docker.Internal.": 200,
		"": 403, ".": 403, ":80": 403, "localhost..": 403, "localhost.example": 403, "x.localhost": 403, "evil.example": 403,
		"127.0.0.1.evil.example": 403, "127.1": 403, "0x7f000001": 403, "2130706433": 403, "0.0.0.0": 403, "192.0.2.7": 403,
		"[::]:80": 403, "[fe80::1]": 403, "[::1": 403, "docker.internal": 403, "emulator.invalid": 403,
	} {
		s := emulator.New(emulator.Options{Hosts: []string{"gateway.docker.internal"}})
		if err := s.Seed(orders("")); err != nil {
			t.Fatal(err)
		}
		for name := range listeners(s) {
			if got := ask(t, s, name, host, http.Header{}); got != want {
				t.Errorf("%s as %q: %d, want %d", name, host, got, want)
			}
		}
	}
}

// Only a binding of workerd calls itself so, and only producers have bindings.
func TestProducersAnswerToTheNameThatBindingsUse(t *testing.T) {
	t.Parallel()
	s := emulator.New(emulator.Options{})
	if err := s.Seed(orders("")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"producers": 200, "the API": 403, "the admin": 403} {
		if got := ask(t, s, name, "fake-host", http.Header{}); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

// A page in a browser reaches every port of this machine, and its requests say so.
func TestNoListenerAnswersAPage(t *testing.T) {
	t.Parallel()
	s := emulator.New(emulator.Options{})
	if err := s.Seed(orders("")); err != nil {
		t.Fatal(err)
	}
	for name := range listeners(s) {
		for _, tc := range []struct {
			header http.Header
			want   int
		}{
			{http.Header{"Origin": {"https://evil.example"}}, 403},
			{http.Header{"Origin": {"null"}}, 403},
			{http.Header{"Origin": {"http://127.0.0.1:8787"}}, 403},
			{http.Header{"Sec-Fetch-Site": {"cross-site"}}, 403},
			{http.Header{"Sec-Fetch-Site": {"same-site"}}, 403},
			{http.Header{"Sec-Fetch-Site": {"same-origin"}}, 403},
			{http.Header{"Sec-Fetch-Site": {"none"}}, 200}, // typed by a person
			{http.Header{"Sec-Fetch-Mode": {"cors"}}, 200}, // what Node's fetch sends
		} {
			if got := ask(t, s, name, "localhost:8787", tc.header); got != tc.want {
				t.Errorf("%s with %v: %d, want %d", name, tc.header, got, tc.want)
			}
		}
	}
	if states := s.Queues(); len(states) != 1 {
		t.Errorf("queues afterwards: %v", states)
	}
}

// What is refused at the door counts nowhere: it meets no fault and uses up no
// rate, or a page could spoil a test that it can't reach.
func TestWhatIsRefusedAtTheDoorCountsNowhere(t *testing.T) {
	t.Parallel()
	var log []emulator.Exchange
	s := emulator.New(emulator.Options{RateLimit: 1, Log: func(x emulator.Exchange) { log = append(log, x) }})
	if err := s.Seed(orders("")); err != nil {
		t.Fatal(err)
	}
	s.Inject(emulator.Fault{Op: "list", Status: 500})
	for _, want := range []struct {
		host   string
		status int
	}{{"evil.example", 403}, {"evil.example", 403}, {"localhost", 500}, {"localhost", 429}} {
		if got := ask(t, s, "the API", want.host, http.Header{}); got != want.status {
			t.Errorf("as %s: %d, want %d", want.host, got, want.status)
		}
	}
	if len(log) != 4 || log[0].Status != 403 || log[0].Path == "" || log[0].Fault {
		t.Errorf("log: %+v", log)
	}
}

// A path is divided where it says so, and what is no text names nothing.
func TestOddPaths(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{}, orders(""))
	account := "/accounts/" + r.server.Account()
	for path, want := range map[string]int{
		"/%ff": 404, "/accounts/%ff/queues": 404, account + "/queues/%ff": 404, account + "/queues/%c3%28/messages/pull": 404,
		account + "%2fqueues": 400, account + "/queues/" + ordersID + "%2fmetrics": 400, account + "/queues/a%00b": 400,
		account + "/%71ueues": 200, account + "/queues/../queues": 404, account + "//queues": 404, account + "/queues/%2e%2e": 400,
		account + "/queues/" + ordersID + "/%ff": 404, "/" + strings.Repeat("a/", 5000): 404, account + "/queues?" + strings.Repeat("a=b&", 5000): 200,
		account + "/queues?page=%ff": 400, account + "/queues?name=%ff": 200, account + "/queues?page=1;x=2": 200,
	} {
		if answer := r.do(http.MethodGet, path, ""); answer.status != want {
			t.Errorf("%.80s: %d %s, want %d", path, answer.status, answer.text, want)
		}
	}
}

// A method that a path does not have is told which it has.
func TestAllowIsTold(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{}, orders(""))
	for _, tc := range []struct{ method, path, allow string }{
		{"PATCH", "/accounts/" + r.server.Account() + "/queues", "GET, POST"},
		{"HEAD", "/accounts/" + r.server.Account() + "/queues", "GET, POST"},
		{"POST", r.queue(""), "GET, PUT, PATCH, DELETE"},
		{"GET", r.queue("/messages/pull"), "POST"},
		{"OPTIONS", r.queue("/metrics"), "GET"},
	} {
		answer := r.do(tc.method, tc.path, "")
		if answer.status != http.StatusMethodNotAllowed || answer.header.Get("Allow") != tc.allow {
			t.Errorf("%s %s: %d, Allow %q, want %q", tc.method, tc.path, answer.status, answer.header.Get("Allow"), tc.allow)
		}
	}
}
