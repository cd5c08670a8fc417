package emulator_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// lockedBuffer is a log that handlers write while the test reads.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// served is a running Serve and the environment that it announced.
type served struct {
	env map[string]string
	log *lockedBuffer
	end func() error // cancels it and waits
}

func serve(t *testing.T, o emulator.ServeOptions) served {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	done := make(chan error, 1)
	log := &lockedBuffer{}
	o.Out, o.Log = in, log
	go func() {
		err := emulator.Serve(ctx, o)
		in.CloseWithError(err)
		done <- err
	}()
	end := sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() { _ = end() })
	env := map[string]string{}
	lines := 5
	if o.ProducerListen != "" {
		lines++
	}
	scanner := bufio.NewScanner(out)
	for range lines {
		if !scanner.Scan() {
			t.Fatal(scanner.Err())
		}
		line, ok := strings.CutPrefix(scanner.Text(), "export ")
		name, value, _ := strings.Cut(line, "=")
		if env[name] = strings.Trim(value, "'"); !ok || value != "'"+env[name]+"'" {
			t.Errorf("%s is no line for a shell", scanner.Text())
		}
	}
	return served{env, log, end}
}

func (s served) do(t *testing.T, method, url, body string, header http.Header) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header
	if req.Header == nil {
		req.Header = http.Header{}
	}
	if strings.Contains(url, "/client/v4") {
		req.Header.Set("Authorization", "Bearer "+s.env["CLOUDFLARE_API_TOKEN"])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(data)
}

func TestServe(t *testing.T) {
	t.Parallel()
	s := serve(t, emulator.ServeOptions{Seed: orders(""), ProducerListen: "127.0.0.1:0", Faults: []string{"metrics,status=503"}})
	base := s.env["CLOUDFLARE_BASE_URL"]
	if !strings.HasPrefix(base, "http://127.0.0.1:") || !strings.HasSuffix(base, "/client/v4") || s.env["CLOUDFLARE_API_BASE_URL"] != base {
		t.Errorf("base URLs: %v", s.env)
	}
	queue := base + "/accounts/" + s.env["CLOUDFLARE_ACCOUNT_ID"] + "/queues/" + ordersID
	if status, body := s.do(t, "POST", "http://"+s.env["LEASEVIEW_PRODUCER_ADDR"]+"/message", "hi", http.Header{"X-Msg-Fmt": {"text"}}); status != 200 {
		t.Errorf("producer: %d %s", status, body)
	}
	if status, body := s.do(t, "GET", queue+"/metrics", "", nil); status != 503 || !strings.Contains(body, "<html") {
		t.Errorf("fault: %d %s", status, body)
	}
	if status, body := s.do(t, "POST", queue+"/messages/pull", "", nil); status != 200 || !strings.Contains(body, `"body":"hi"`) {
		t.Errorf("pull: %d %s", status, body)
	}
	if err := s.end(); err != nil {
		t.Errorf("a cancelled Serve returns %v", err)
	}
	log := s.log.String()
	if strings.Contains(log, s.env["CLOUDFLARE_API_TOKEN"]) {
		t.Error("the log has the token in it")
	}
	for _, want := range []string{"POST /message 200", "/metrics 503", "fault", "/messages/pull 200"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
}

func TestLogLinesCannotBeForged(t *testing.T) {
	t.Parallel()
	s := serve(t, emulator.ServeOptions{ProducerListen: "127.0.0.1:0"})
	s.do(t, "GET", s.env["CLOUDFLARE_BASE_URL"]+"/a%0Ab%1B%5B2J%C2%9Bc", "", nil)
	s.do(t, "GET", "http://"+s.env["LEASEVIEW_PRODUCER_ADDR"]+"/d%0Ae", "", nil)
	if err := s.end(); err != nil {
		t.Error(err)
	}
	log := s.log.String()
	if strings.Count(log, "\n") != 2 || strings.ContainsAny(log, "\x1b\u009b") || !strings.Contains(log, "/a%0Ab%1B%5B2J%C2%9Bc 404") {
		t.Errorf("%q", log)
	}
}

func TestServeEndsSleepingCalls(t *testing.T) {
	t.Parallel()
	s := serve(t, emulator.ServeOptions{Seed: orders(""), Faults: []string{"metrics,delay=1h"}})
	go func() {
		req, _ := http.NewRequest(http.MethodGet, s.env["CLOUDFLARE_BASE_URL"]+"/accounts/"+s.env["CLOUDFLARE_ACCOUNT_ID"]+"/queues/"+ordersID+"/metrics", nil)
		req.Header.Set("Authorization", "Bearer "+s.env["CLOUDFLARE_API_TOKEN"])
		if res, err := http.DefaultClient.Do(req); err == nil {
			res.Body.Close()
		}
	}()
	start := time.Now()
	if err := s.end(); err != nil || time.Since(start) > 20*time.Second {
		t.Errorf("ended with %v after %v", err, time.Since(start))
	}
}

func TestServeRefuses(t *testing.T) {
	t.Parallel()
	ended, end := context.WithCancel(t.Context())
	end() // what is not refused ends at once, instead of serving for ever
	for name, tc := range map[string]struct {
		o    emulator.ServeOptions
		want string
	}{
		"all interfaces":   {emulator.ServeOptions{Listen: "0.0.0.0:0"}, "not on loopback"},
		"no host":          {emulator.ServeOptions{Listen: ":0"}, "not on loopback"},
		"a public address": {emulator.ServeOptions{Listen: "192.0.2.1:0"}, "not on loopback"},
		"no port":          {emulator.ServeOptions{Listen: "127.0.0.1"}, "want HOST:PORT"},
		"producers":        {emulator.ServeOptions{ProducerListen: "0.0.0.0:0"}, "not on loopback"},
		"an account":       {emulator.ServeOptions{Options: emulator.Options{Account: "short"}}, "32 hexadecimal"},
		"a shell's token":  {emulator.ServeOptions{Options: emulator.Options{Token: "a b"}}, "the token must"},
		"a token of lines": {emulator.ServeOptions{Options: emulator.Options{Token: "a\nPATH=b"}}, "the token must"},
		"a fault":          {emulator.ServeOptions{Faults: []string{"everything"}}, `no operation "everything"`},
		"a seed":           {emulator.ServeOptions{Seed: emulator.Seed{Queues: []emulator.SeedQueue{{Name: "a b"}}}}, "name"},
	} {
		tc.o.Out = io.Discard
		if err := emulator.Serve(ended, tc.o); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestServeRunsTraffic(t *testing.T) {
	t.Parallel()
	broken := errors.New("traffic broke down")
	o := emulator.ServeOptions{Out: io.Discard, Run: func(_ context.Context, s *emulator.Server) error {
		if len(s.Queues()) != 0 {
			t.Error("the server is not the one that is served")
		}
		return broken
	}}
	if err := emulator.Serve(t.Context(), o); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

func TestAdmin(t *testing.T) {
	t.Parallel()
	s := serve(t, emulator.ServeOptions{Seed: orders("")})
	admin := strings.TrimSuffix(s.env["CLOUDFLARE_BASE_URL"], "/client/v4") + "/_emulator/"
	queue := s.env["CLOUDFLARE_BASE_URL"] + "/accounts/" + s.env["CLOUDFLARE_ACCOUNT_ID"] + "/queues/" + ordersID
	s.do(t, "POST", queue+"/messages", `{"body":"a","content_type":"text"}`, nil)
	s.do(t, "POST", queue+"/messages/pull", "", nil)
	for _, step := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "state", "", 200, `"leased":1`},
		{"GET", "state?messages=true", "", 200, `"attempts":1,"state":"leased"`},
		{"POST", "advance", `{"duration":"31s"}`, 200, `"waiting":1`},
		{"POST", "advance", `{"duration":"-1s"}`, 400, "only goes forward"},
		{"POST", "advance", `{"duration":"soon"}`, 400, "soon"},
		{"POST", "faults", `{"rule":"pull,status=429,times=2"}`, 200, `"faults":["pull,times=2,status=429"]`},
		{"POST", "faults", `{"rule":"pull"}`, 400, "does nothing"},
		{"DELETE", "faults", "", 200, `"faults":[]`},
		{"POST", "seed", `{"queues":[{"name":"more","messages":[{"body":{"n":1}}]}]}`, 200, `"name":"more","count":1`},
		{"POST", "seed", `{"queues":[{"name":"more"}]}`, 400, "already"},
		{"POST", "reset", "", 200, `"name":"orders","count":0`},
		{"POST", "reset", `{"queues":[{"name":"only"}]}`, 200, `"queues":[{"id":`},
		{"GET", "elsewhere", "", 404, "POST advance"},
	} {
		status, body := s.do(t, step.method, admin+step.path, step.body, nil)
		if status != step.status || !strings.Contains(body, step.want) {
			t.Errorf("%s %s %s: %d %s", step.method, step.path, step.body, status, body)
		}
	}
	if status, body := s.do(t, "POST", admin+"reset", "", http.Header{"Origin": {"https://elsewhere.example"}}); status != 403 {
		t.Errorf("a page in a browser: %d %s", status, body)
	}
}

func TestAdminIsForLoopback(t *testing.T) {
	t.Parallel()
	s := emulator.New(emulator.Options{})
	for remote, want := range map[string]int{"192.0.2.7:4000": 403, "127.0.0.1:4000": 200, "[::1]:4000": 200} {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/_emulator/state", http.NoBody)
		req.RemoteAddr = remote
		w := newRecorder()
		s.Handler().ServeHTTP(w, req)
		if w.status != want {
			t.Errorf("from %s: %d, want %d", remote, w.status, want)
		}
	}
}

// The names of this machine are taken in any letter case, also whole, as with the
// dot of the root; those of others are not.
func TestAdminByTheNamesOfThisMachine(t *testing.T) {
	t.Parallel()
	s := emulator.New(emulator.Options{})
	for host, want := range map[string]int{
		"localhost": 200, "LOCALHOST:8787": 200, "localhost.": 200, "LocalHost.:80": 200, "127.0.0.1:80": 200, "[::1]:80": 200,
		"localhost.example": 403, "evil.example": 403, "192.0.2.7": 403,
	} {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/_emulator/state", http.NoBody)
		req.RemoteAddr, req.Host = "127.0.0.1:4000", host
		w := newRecorder()
		s.Handler().ServeHTTP(w, req)
		if w.status != want {
			t.Errorf("as %s: %d, want %d", host, w.status, want)
		}
	}
}

type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newRecorder() *recorder { return &recorder{header: http.Header{}, status: 200} }

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }
