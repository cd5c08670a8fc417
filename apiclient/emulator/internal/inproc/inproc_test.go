package inproc

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

func request(ctx context.Context, t *testing.T, method, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, method, "http://nowhere.invalid/path?q=1", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// closing is an answer whose body is closed at the end of the test.
type closing struct{ *http.Response }

func roundTrip(t *testing.T, req *http.Request, h http.HandlerFunc) closing {
	t.Helper()
	res, err := New(h).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return closing{res}
}

func readAll(t *testing.T, res closing) string {
	t.Helper()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Error(err)
	}
	return string(data)
}

// TestTheHandlerSeesARequestOfAServer: path, host, peer and body are those that
// a server hands out.
func TestTheHandlerSeesARequestOfAServer(t *testing.T) {
	t.Parallel()
	res := roundTrip(t, request(t.Context(), t, http.MethodPost, "body"), func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || string(body) != "body" || r.RequestURI != "/path?q=1" || r.Host != "nowhere.invalid" || r.RemoteAddr == "" {
			t.Errorf("%q %v, URI %q, host %q, peer %q", body, err, r.RequestURI, r.Host, r.RemoteAddr)
		}
		w.Header().Set("Content-Length", "4")
		w.Header().Set("X-Before", "1")
		w.WriteHeader(http.StatusTeapot)
		w.WriteHeader(http.StatusOK) // too late, as are headers
		w.Header().Set("X-After", "1")
		_, _ = io.WriteString(w, "tea!")
	})
	if got := readAll(t, res); got != "tea!" || res.ContentLength != 4 || res.Status != "418 I'm a teapot" || res.StatusCode != http.StatusTeapot {
		t.Errorf("%s, %d bytes announced, %q", res.Status, res.ContentLength, got)
	}
	if res.Header.Get("X-Before") != "1" || res.Header.Get("X-After") != "" {
		t.Errorf("headers %v", res.Header)
	}
}

// TestARequestWithoutABody has an empty one at the handler, as a server has it.
func TestARequestWithoutABody(t *testing.T) {
	t.Parallel()
	req := request(t.Context(), t, http.MethodGet, "")
	req.Body, req.Host = nil, ""
	res := roundTrip(t, req, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if len(body) != 0 || err != nil || r.Host != "nowhere.invalid" {
			t.Errorf("%q %v, host %q", body, err, r.Host)
		}
		_, _ = io.WriteString(w, "ok")
	})
	if got := readAll(t, res); got != "ok" || res.ContentLength != -1 || res.StatusCode != http.StatusOK {
		t.Errorf("%s, %d bytes announced, %q", res.Status, res.ContentLength, got)
	}
}

// TestTransportStreams: what the handler wrote can be read while it goes on.
func TestTransportStreams(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		goOn := make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		res := roundTrip(t, request(ctx, t, http.MethodGet, ""), func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "first")
			if flusher, ok := w.(http.Flusher); ok {
				flusher.Flush()
			}
			<-goOn
			_, _ = io.WriteString(w, " second")
			select {
			case <-goOn:
			case <-r.Context().Done():
			}
		})
		buf := make([]byte, 100)
		if n, err := res.Body.Read(buf); string(buf[:n]) != "first" || err != nil {
			t.Fatalf("%q %v", buf[:n], err)
		}
		go func() { goOn <- struct{}{} }()
		if n, err := res.Body.Read(buf); string(buf[:n]) != " second" || err != nil {
			t.Fatalf("%q %v", buf[:n], err)
		}
		go func() {
			synctest.Wait()
			cancel()
		}()
		if _, err := res.Body.Read(buf); !errors.Is(err, context.Canceled) {
			t.Errorf("reading on after the end of the context: %v", err)
		}
	})
}

// TestCancelledBeforeAnAnswer: who gives up gets the cause at once, and the
// handler hears of it.
func TestCancelledBeforeAnAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		why := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		heard := false
		go func() {
			synctest.Wait()
			cancel(why)
		}()
		//nolint:bodyclose // there is no answer
		_, err := New(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			heard = true
		})).RoundTrip(request(ctx, t, http.MethodGet, ""))
		synctest.Wait()
		if !errors.Is(err, why) || !heard {
			t.Errorf("%v; the handler heard of it: %v", err, heard)
		}
	})
}

func TestTransportEndsWithoutAnswer(t *testing.T) {
	t.Parallel()
	res := roundTrip(t, request(t.Context(), t, http.MethodGet, ""), func(http.ResponseWriter, *http.Request) {})
	if got := readAll(t, res); got != "" || res.StatusCode != http.StatusOK {
		t.Errorf("a handler that writes nothing: %s %q", res.Status, got)
	}
}

// TestAHeadHasNoBody, whatever the handler writes.
func TestAHeadHasNoBody(t *testing.T) {
	t.Parallel()
	res := roundTrip(t, request(t.Context(), t, http.MethodHead, ""), func(w http.ResponseWriter, _ *http.Request) {
		if n, err := io.WriteString(w, "hidden"); n != 6 || err != nil {
			t.Errorf("the handler wrote %d bytes: %v", n, err)
		}
	})
	if got := readAll(t, res); got != "" {
		t.Errorf("%q", got)
	}
}

// TestAClosedBody refuses reader and writer: a handler sees that nobody listens.
func TestAClosedBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		closed, wrote := make(chan struct{}), error(nil)
		res := roundTrip(t, request(t.Context(), t, http.MethodGet, ""), func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "never read")
			<-closed
			_, wrote = io.WriteString(w, "more")
		})
		synctest.Wait()
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
		close(closed)
		synctest.Wait()
		if !errors.Is(wrote, io.ErrClosedPipe) {
			t.Errorf("writing to a closed body: %v", wrote)
		}
		if kept := res.Body.(*answerBody).from.buf.Len(); kept != 0 {
			t.Errorf("%d bytes are kept for a body that was closed", kept)
		}
		if n, err := res.Body.Read(make([]byte, 9)); n != 0 || !errors.Is(err, http.ErrBodyReadAfterClose) {
			t.Errorf("reading a closed body: %d, %v", n, err)
		}
	})
}

// TestNothingIsReadIntoNoBuffer, where a loop would go on for ever.
func TestNothingIsReadIntoNoBuffer(t *testing.T) {
	t.Parallel()
	res := roundTrip(t, request(t.Context(), t, http.MethodGet, ""), func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "x")
	})
	if n, err := res.Body.Read(nil); n != 0 || !errors.Is(err, io.ErrShortBuffer) {
		t.Errorf("%d %v", n, err)
	}
}

// TestAnAbortedAnswer is a broken connection: nothing before an answer, and an
// unexpected end within one.
func TestAnAbortedAnswer(t *testing.T) {
	t.Parallel()
	//nolint:bodyclose // there is no answer
	_, err := New(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })).
		RoundTrip(request(t.Context(), t, http.MethodGet, ""))
	if !errors.Is(err, io.EOF) {
		t.Errorf("aborted before an answer: %v", err)
	}
	res := roundTrip(t, request(t.Context(), t, http.MethodGet, ""), func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "begin")
		panic(http.ErrAbortHandler)
	})
	if data, err := io.ReadAll(res.Body); string(data) != "begin" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("aborted within an answer: %q %v", data, err)
	}
}

// TestAPanicGoesOn: only http.ErrAbortHandler is no fault of the handler.
func TestAPanicGoesOn(t *testing.T) {
	t.Parallel()
	a := newAnswer(false)
	func() {
		defer func() {
			if got := recover(); got != "a fault" {
				t.Errorf("the panic went on as %v", got)
			}
		}()
		defer a.end()
		panic("a fault")
	}()
	if _, _, err := a.head(); !errors.Is(err, io.EOF) {
		t.Errorf("the answer of a handler that panicked: %v", err)
	}
}
