// Package inproc lets a client call an http.Handler of its own process, without
// a socket and so without a network's time: in a synctest bubble everything that
// blocks is a channel.
package inproc

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"sync"
)

// New is a transport that hands every request to the handler, whatever host it
// names. A request's context is honoured while the handler works and while the
// answer is read. An answer is readable as it is written; nothing waits for a
// reader, so that a body that is never closed holds no goroutine. Once it is
// closed, what the handler still writes is refused.
func New(h http.Handler) http.RoundTripper { return transport{h} }

type transport struct{ handler http.Handler }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	in := r.Clone(ctx)
	if in.Body == nil {
		in.Body = http.NoBody
	}
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:0"
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	w := newAnswer(r.Method == http.MethodHead)
	go func() {
		defer in.Body.Close()
		defer w.end()
		t.handler.ServeHTTP(w, in)
	}()
	select {
	case <-w.started:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	status, head, err := w.head()
	if err != nil {
		return nil, err
	}
	size := int64(-1)
	if n, err := strconv.ParseInt(head.Get("Content-Length"), 10, 64); err == nil {
		size = n
	}
	return &http.Response{
		Status:     strconv.Itoa(status) + " " + http.StatusText(status),
		StatusCode: status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: head, ContentLength: size, Request: r,
		Body: &answerBody{ctx: ctx, from: w},
	}, nil
}

// answer is the http.ResponseWriter of one request in process. The handler
// writes without ever waiting; the reader waits for more.
type answer struct {
	started chan struct{} // closed when the status is known, or the handler has failed

	mu      sync.Mutex
	header  http.Header // the handler's
	sent    http.Header // as of WriteHeader
	status  int
	buf     bytes.Buffer
	more    chan struct{} // closed and replaced whenever there is news for the reader
	done    bool
	err     error // why the answer broke off
	discard bool
	closed  bool // by the reader
}

func newAnswer(discard bool) *answer {
	return &answer{
		started: make(chan struct{}), more: make(chan struct{}),
		header: http.Header{}, discard: discard,
	}
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.writeHeader(status)
}

func (a *answer) writeHeader(status int) {
	if a.status != 0 {
		return
	}
	a.status = status
	a.sent = a.header.Clone()
	close(a.started)
}

func (a *answer) Write(p []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.writeHeader(http.StatusOK)
	switch {
	case a.closed:
		return 0, io.ErrClosedPipe
	case !a.discard:
		a.buf.Write(p)
		a.tell()
	}
	return len(p), nil
}

// Flush has nothing to do: every write is readable at once.
func (a *answer) Flush() {}

func (a *answer) tell() {
	close(a.more)
	a.more = make(chan struct{})
}

// end closes the answer when the handler is through. A handler that panicked
// with http.ErrAbortHandler breaks the connection; other panics go on.
func (a *answer) end() {
	cause := recover()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.done = true
	if cause != nil {
		a.err = io.ErrUnexpectedEOF
		if a.status == 0 {
			a.err = io.EOF // as net/http says of a connection that closed before an answer
			close(a.started)
		}
	} else {
		a.writeHeader(http.StatusOK)
	}
	a.tell()
	if cause != nil && cause != http.ErrAbortHandler { //nolint:errorlint // a panic value, compared as net/http does
		panic(cause)
	}
}

// head is the answer's status line and headers, once started is closed.
func (a *answer) head() (int, http.Header, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.status == 0 {
		return 0, nil, a.err
	}
	return a.status, a.sent, nil
}

// answerBody is the reading end of an answer.
type answerBody struct {
	ctx  context.Context
	from *answer
}

func (b *answerBody) Read(p []byte) (int, error) {
	for {
		n, wait, err := b.from.read(p)
		if n > 0 || err != nil {
			return n, err
		}
		select {
		case <-wait:
		case <-b.ctx.Done():
			return 0, context.Cause(b.ctx)
		}
	}
}

// read takes what is there, or says what to wait for.
func (a *answer) read(p []byte) (int, <-chan struct{}, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.closed:
		return 0, nil, http.ErrBodyReadAfterClose
	case len(p) == 0:
		return 0, nil, io.ErrShortBuffer
	case a.buf.Len() > 0:
		n, _ := a.buf.Read(p)
		return n, nil, nil
	case a.done && a.err != nil:
		return 0, nil, a.err
	case a.done:
		return 0, nil, io.EOF
	default:
		return 0, a.more, nil
	}
}

func (b *answerBody) Close() error {
	b.from.mu.Lock()
	defer b.from.mu.Unlock()
	b.from.closed = true
	b.from.buf = bytes.Buffer{}
	return nil
}
