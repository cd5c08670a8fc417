package emulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
)

// TestTransportStreams: what the handler wrote can be read while it goes on.
func TestTransportStreams(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		goOn := make(chan struct{})
		handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "first")
			<-goOn
			_, _ = io.WriteString(w, " second")
			select {
			case <-goOn:
			case <-r.Context().Done():
			}
		})
		ctx, cancel := context.WithCancel(t.Context())
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://emulator.invalid/", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		res, err := transport{handler}.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
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

func TestTransportEndsWithoutAnswer(t *testing.T) {
	t.Parallel()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://emulator.invalid/", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := transport{http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}.RoundTrip(req)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("a handler that writes nothing: %v %v", res, err)
	}
	defer res.Body.Close()
	if data, err := io.ReadAll(res.Body); len(data) != 0 || err != nil {
		t.Errorf("%q %v", data, err)
	}
}

// TestTransportAfterClose: who closed the body is sent nothing more, and the
// handler is told so.
func TestTransportAfterClose(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		closed := make(chan struct{})
		wrote := make(chan error, 1)
		handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "first")
			<-closed
			_, err := io.WriteString(w, " second")
			wrote <- err
		})
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://emulator.invalid/", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		res, err := transport{handler}.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if err := res.Body.Close(); err != nil {
			t.Fatal(err)
		}
		close(closed)
		if err := <-wrote; !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("the handler's write after the close: %v", err)
		}
		if kept := res.Body.(*answerBody).from.buf.Len(); kept != 0 {
			t.Errorf("%d bytes were kept for a body that was closed", kept)
		}
	})
}
