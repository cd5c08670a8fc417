package apiclient

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// forgetful is a server that answers the first request of its life and closes
// the connection on every later one after having read it: the moment at which
// net/http is tempted to send it again.
func forgetful(t *testing.T) (address string, read *atomic.Int32) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	read = new(atomic.Int32)
	serve := func(conn net.Conn) {
		defer func() { _ = conn.Close() }()
		in := bufio.NewReader(conn)
		for {
			req, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, req.Body)
			if read.Add(1) > 1 {
				return
			}
			answer := result(aMetrics)
			_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(answer), answer)
		}
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	return "http://" + listener.Addr().String() + mount, read
}

// A reused connection that breaks after the server has read the request: the
// transport itself must not send a change again.
func TestTransportDoesNotReplay(t *testing.T) {
	t.Parallel()
	for _, call := range calls() {
		if !call.changes {
			continue
		}
		t.Run(call.name, func(t *testing.T) {
			t.Parallel()
			base, read := forgetful(t)
			transport := &http.Transport{}
			t.Cleanup(transport.CloseIdleConnections)
			c := newClient(t, Config{BaseURL: base, Transport: transport})
			if _, err := c.Metrics(t.Context(), testQueue); err != nil {
				t.Fatal(err)
			}
			_, err := call.run(t.Context(), c)
			if !IsUnavailable(err) || !MayHaveTakenEffect(err) {
				t.Error(err)
			}
			if n := read.Load(); n != 2 {
				t.Errorf("the server read the call %d times", n-1)
			}
		})
	}
}

// The server above does provoke a replay where the transport takes it for safe;
// without this the test above could pass for want of temptation.
func TestForgetfulServerProvokesReplays(t *testing.T) {
	t.Parallel()
	base, read := forgetful(t)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	for range 2 {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := transport.RoundTrip(req); err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	}
	if n := read.Load(); n != 3 {
		t.Errorf("%d requests instead of 1 and a replayed one", n)
	}
}

// Without GetBody and an idempotency key no transport has the means to send a
// change twice.
func TestChangesCannotBeRewound(t *testing.T) {
	t.Parallel()
	for _, call := range calls() {
		c := fakeClient(t, func(r *http.Request) (*http.Response, error) {
			if call.changes && r.GetBody != nil {
				t.Errorf("%s can be rewound", call.name)
			}
			if len(r.Header["Idempotency-Key"])+len(r.Header["X-Idempotency-Key"]) > 0 {
				t.Errorf("%s has an idempotency key", call.name)
			}
			return response(200, call.answer), nil
		})
		if _, err := call.run(t.Context(), c); err != nil {
			t.Error(err)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, code := range []int{301, 302, 303, 307, 308} {
		for _, call := range calls() {
			t.Run(fmt.Sprint(code, " ", call.name), func(t *testing.T) {
				t.Parallel()
				var elsewhere atomic.Int32
				c := socketClient(t, func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/elsewhere" {
						elsewhere.Add(1)
						return
					}
					http.Redirect(w, r, mount+"/elsewhere", code)
				})
				_, err := call.run(t.Context(), c)
				if err == nil || !strings.Contains(err.Error(), "points to another address") || MayHaveTakenEffect(err) != (call.changes && code == 303) {
					t.Error(err)
				}
				if elsewhere.Load() != 0 {
					t.Error("the redirect was followed")
				}
			})
		}
	}
}

// A redirect to another host brings the token there no more than the call.
func TestNothingIsSentToAnotherHost(t *testing.T) {
	t.Parallel()
	var got atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { got.Add(1) }))
	t.Cleanup(other.Close)
	for _, call := range calls() {
		for _, code := range []int{300, 301, 302, 303, 304, 305, 307, 308} {
			c := socketClient(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", other.URL)
				w.WriteHeader(code)
			})
			if _, err := call.run(t.Context(), c); err == nil {
				t.Errorf("%s takes %d for an answer", call.name, code)
			}
		}
	}
	if n := got.Load(); n != 0 {
		t.Errorf("%d requests to the other host", n)
	}
}

// rawClient is a client of a server that answers every call with these bytes and
// then says nothing more, on a connection that stays open.
func rawClient(t *testing.T, answer string) *Client {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = conn.Close() })
			go func() {
				if req, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					_, _ = io.Copy(io.Discard, req.Body)
					_, _ = io.WriteString(conn, answer)
				}
			}()
		}
	}()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return newClient(t, Config{BaseURL: "http://" + listener.Addr().String() + mount, Transport: transport, Timeout: time.Hour})
}

// What is no answer, on a connection that stays open, ends the call at once: an
// hour is how long it might wait, and the test would with it.
func TestAnswersThatAreNoneEndAtOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ answer, says string }{
		"another protocol": {"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n", "switched to another protocol"},
		"101 and nothing":  {"HTTP/1.1 101 Whatever\r\n\r\n", "switched to another protocol"},
		"hints for ever":   {strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 5000), "more than 100 interim answers"},
		"not modified":     {"HTTP/1.1 304 Not Modified\r\n\r\n", "neither yes nor no"},
		"not HTTP":         {"SSH-2.0-OpenSSH_9.9\r\n\r\n", "malformed HTTP"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := rawClient(t, test.answer).Pull(t.Context(), testQueue, PullOptions{})
			if err == nil || !strings.Contains(err.Error(), test.says) || !MayHaveTakenEffect(err) {
				t.Error(err)
			}
		})
	}
	for _, call := range calls() {
		_, err := call.run(t.Context(), rawClient(t, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n"))
		if !IsMalformed(err) || MayHaveTakenEffect(err) != call.changes {
			t.Errorf("%s: %v", call.name, err)
		}
	}
}

// Where no connection came about, nothing can have taken effect, and the error
// says nothing of the kind.
func TestNothingWasSent(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + listener.Addr().String()
	_ = listener.Close()
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	slow := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	for name, test := range map[string]struct {
		cfg   Config
		holds string
	}{
		"refused":       {Config{BaseURL: closed, Transport: &http.Transport{}}, "unavailable"},
		"untrusted":     {Config{BaseURL: untrusted.URL, Transport: &http.Transport{}}, "unavailable"},
		"still dialing": {Config{BaseURL: closed, Transport: slow, Timeout: time.Millisecond}, "time-out"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newClient(t, test.cfg).Pull(t.Context(), testQueue, PullOptions{})
			if got := holding(err); got != test.holds {
				t.Errorf("%s: %v", got, err)
			}
		})
	}
}

// An answer that breaks off on a real connection keeps the messages that came.
func TestCutOnTheWire(t *testing.T) {
	t.Parallel()
	body := result(`{"messages":[` + messageA + `,` + messageB + `]}`)
	c := socketClient(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		_, _ = io.WriteString(w, body[:strings.Index(body, messageB)+5])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	got, err := c.Pull(t.Context(), testQueue, PullOptions{})
	if ids(got.Messages) != "a" || holding(err) != "effect, malformed, unavailable" || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("%s, %s: %v", ids(got.Messages), holding(err), err)
	}
}

func TestReadBounded(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("0123456789", 5000)
	for name, test := range map[string]struct {
		announced int64
		limit     int
		want      int
		err       error
	}{
		"announced":         {int64(len(text)), 1 << 20, len(text), nil},
		"unknown":           {-1, 1 << 20, len(text), nil},
		"announced nothing": {0, 1 << 20, len(text), nil},
		"exactly the limit": {int64(len(text)), len(text), len(text), nil},
		"over the limit":    {int64(len(text)), len(text) - 1, len(text) - 1, errTooLarge},
		"unknown and over":  {-1, 10, 10, errTooLarge},
		"liar":              {1 << 50, 1 << 20, len(text), io.ErrUnexpectedEOF},
		"modest liar":       {10, 1 << 20, len(text), nil},
	} {
		for _, reader := range []io.Reader{strings.NewReader(text), iotestOneByte{strings.NewReader(text)}} {
			got, err := readBounded(reader, test.announced, test.limit)
			if err != test.err || string(got) != text[:test.want] { //nolint:errorlint // The very error, not one around it.
				t.Errorf("%s: %d bytes, %v", name, len(got), err)
			}
			if cap(got) > 4*max(test.limit, len(text))+firstBuffer {
				t.Errorf("%s: a buffer of %d", name, cap(got))
			}
		}
	}
}

// iotestOneByte hands out a byte at a time, and the end together with the last.
type iotestOneByte struct{ r *strings.Reader }

func (o iotestOneByte) Read(p []byte) (int, error) {
	n, err := o.r.Read(p[:min(1, len(p))])
	if err == nil && o.r.Len() == 0 {
		err = io.EOF
	}
	return n, err
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	c := fakeClient(t, func(*http.Request) (*http.Response, error) {
		resp := response(200, "")
		begun := `{"success":true,"result":{"messages":[` + messageA + `,`
		resp.ContentLength = maxAnswer
		resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(begun), endless{}))
		return resp, nil
	})
	got, err := c.Pull(t.Context(), testQueue, PullOptions{})
	if ids(got.Messages) != "a" || !IsMalformed(err) || !strings.Contains(err.Error(), "larger than 64 MB") {
		t.Error(ids(got.Messages), err)
	}
	// The beginning of an endless error page says what it has to say.
	c = fakeClient(t, func(*http.Request) (*http.Response, error) {
		resp := response(404, "")
		resp.ContentLength, resp.Body = -1, io.NopCloser(io.MultiReader(bytes.NewReader([]byte(aPage)), endless{}))
		return resp, nil
	})
	if _, err = c.Metrics(t.Context(), testQueue); !IsHTML(err) || !strings.Contains(err.Error(), "502: Bad gateway") {
		t.Error(err)
	}
}
