package emulator

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a network of its own, with deadlines by the clock of a bubble.
type pipes struct {
	accepted chan net.Conn
	closed   chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.accepted:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// connect is a client's end of a connection to the server.
func (p *pipes) connect(t *testing.T) net.Conn {
	t.Helper()
	client, server := net.Pipe()
	t.Cleanup(func() { _ = client.Close() })
	p.accepted <- fromHere{server}
	return client
}

// fromHere is a connection from this machine.
type fromHere struct{ net.Conn }

func (fromHere) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4000} }

// listening serves an empty account, with one queue, as Serve does.
func listening(t *testing.T) (*Server, *pipes) {
	t.Helper()
	s := New(Options{})
	if err := s.Seed(Seed{Queues: []SeedQueue{{ID: strings.Repeat("a", 32), Name: "orders", Consumer: &SeedConsumer{Type: "http_pull"}}}}); err != nil {
		t.Fatal(err)
	}
	network := &pipes{make(chan net.Conn), make(chan struct{})}
	server := newHTTPServer(s.Handler())
	go func() { _ = server.Serve(network) }()
	t.Cleanup(func() {
		_ = server.Close()
		time.Sleep(time.Minute) // whatever still ends by the clock has ended
	})
	return s, network
}

// head is the beginning of a push of n bytes.
func (s *Server) head(token string, n int) string {
	return fmt.Sprintf("POST /client/v4/accounts/%s/queues/%s/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n",
		s.Account(), strings.Repeat("a", 32), token, n)
}

// answerOf is the status that comes, and after how long; 0 for a connection that
// ends without.
func answerOf(t *testing.T, c net.Conn) (int, time.Duration) {
	t.Helper()
	start := time.Now()
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0, time.Since(start)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	return res.StatusCode, time.Since(start)
}

func send(t *testing.T, c net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
}

// A wrong token is told before a byte of the body has come.
func TestTokenIsJudgedBeforeTheBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, network := listening(t)
		for _, n := range []int{10, 1 << 20, 1 << 40} {
			c := network.connect(t)
			send(t, c, s.head("wrong", n))
			if status, took := answerOf(t, c); status != http.StatusForbidden || took != 0 {
				t.Errorf("%d bytes announced: %d after %v", n, status, took)
			}
			if _, err := io.Copy(io.Discard, c); err != nil {
				t.Error(err) // the end of the connection, which a half-sent body doesn't hold open
			}
		}
		if held := s.bodies.held.Load(); held != 0 {
			t.Errorf("%d bytes are held", held)
		}
	})
}

// A body that is announced and does not come takes no memory and ends in time.
func TestHalfSentBodiesEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, network := listening(t)
		var waiting []net.Conn
		for range 150 {
			c := network.connect(t)
			send(t, c, s.head(s.Token(), maxRequest)+"half")
			waiting = append(waiting, c)
		}
		synctest.Wait()
		if held := s.bodies.held.Load(); held > 1<<20 {
			t.Errorf("%d bytes are held for 150 times 4 bytes", held)
		}
		for _, c := range waiting {
			if status, _ := answerOf(t, c); status != http.StatusRequestTimeout {
				t.Fatalf("%d", status)
			}
		}
		if took := time.Since(bubbleStart()); took != maxBodyTime {
			t.Errorf("after %v", took)
		}
		synctest.Wait()
		if held := s.bodies.held.Load(); held != 0 {
			t.Errorf("%d bytes are still held", held)
		}
	})
}

// bubbleStart is when every bubble of synctest begins.
func bubbleStart() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

// All bodies together have one bound. What comes past it is refused, and once
// the others have ended there is room again.
func TestBodiesAreBoundedInSum(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, network := listening(t)
		const half = maxRequest / 2
		var waiting []net.Conn
		for range maxBodies / half {
			c := network.connect(t)
			send(t, c, s.head(s.Token(), maxRequest)+strings.Repeat("z", half-1))
			waiting = append(waiting, c)
		}
		synctest.Wait()
		if held := s.bodies.held.Load(); held > maxBodies {
			t.Errorf("%d bytes are held, at most %d may be", held, maxBodies)
		}
		c := network.connect(t)
		send(t, c, s.head(s.Token(), 100))
		if status, took := answerOf(t, c); status != http.StatusServiceUnavailable || took != 0 {
			t.Errorf("one more: %d after %v", status, took)
		}
		c = network.connect(t)
		send(t, c, "GET /client/v4/accounts/"+s.Account()+"/queues HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "+s.Token()+"\r\n\r\n")
		if status, _ := answerOf(t, c); status != http.StatusOK {
			t.Errorf("one without a body: %d", status)
		}
		for _, c := range waiting {
			_ = c.Close()
		}
		synctest.Wait()
		c = network.connect(t)
		body := `{"body":"a","content_type":"text"}`
		send(t, c, s.head(s.Token(), len(body))+body)
		if status, _ := answerOf(t, c); status != http.StatusOK {
			t.Errorf("afterwards: %d", status)
		}
	})
}

// Headers that never end, or have no end, are no way to hold a connection.
func TestSlowAndEndlessHeadersEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, network := listening(t)
		slow := network.connect(t)
		send(t, slow, "GET /client/v4/user HTTP/1.1\r\nHost: localhost\r\n")
		if status, took := answerOf(t, slow); status == http.StatusOK || took > 5*time.Second {
			t.Errorf("slow headers: %d after %v", status, took)
		}
		endless := network.connect(t)
		go func() {
			_, _ = io.WriteString(endless, "GET /client/v4/user HTTP/1.1\r\nX: "+strings.Repeat("x", 64<<10))
		}()
		if status, took := answerOf(t, endless); status != http.StatusRequestHeaderFieldsTooLarge || took > time.Second {
			t.Errorf("endless headers: %d after %v", status, took)
		}
		old := network.connect(t)
		send(t, old, "GET /client/v4/user HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer "+s.Token()+"\r\n\r\n")
		if status, _ := answerOf(t, old); status != http.StatusOK {
			t.Errorf("HTTP/1.0: %d", status)
		}
	})
}

// A call that takes long is not cut short by the bound of its body, nor is the
// next one on the same connection.
func TestTheBoundOfABodyIsNotTheCalls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, network := listening(t)
		s.Inject(Fault{Op: "push", Delay: 2 * maxAnswerTime})
		c := network.connect(t)
		body := `{"body":"a","content_type":"text"}`
		for _, want := range []time.Duration{2 * maxAnswerTime, 0} {
			send(t, c, s.head(s.Token(), len(body))+body)
			if status, took := answerOf(t, c); status != http.StatusOK || took != want {
				t.Errorf("%d after %v, want %v", status, took, want)
			}
			time.Sleep(maxAnswerTime + time.Second)
		}
	})
}

// What nests beyond reason is refused, and nothing falls over.
func TestDeepBodies(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	client := http.Client{Transport: s.RoundTripper()}
	for path, status := range map[string]int{"/client/v4/accounts/" + s.Account() + "/queues": 400, "/_emulator/seed": 400, "/_emulator/faults": 400} {
		for _, body := range []string{strings.Repeat("[", 1<<20), strings.Repeat(`{"settings":`, 20_000) + "1" + strings.Repeat("}", 20_000)} {
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://emulator.invalid"+path, strings.NewReader(body))
			req.Header.Set("Authorization", "Bearer "+s.Token())
			res, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			text, _ := io.ReadAll(res.Body)
			_ = res.Body.Close()
			if res.StatusCode != status || len(text) > 1000 {
				t.Errorf("%s: %d, %d bytes: %.200s", path, res.StatusCode, len(text), text)
			}
		}
	}
}
