package apiclient

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"slices"
	"sync/atomic"
	"time"
)

// Bounds of what is read of an answer.
const (
	maxAnswer      = 64_000_000
	maxErrorAnswer = 1 << 20
	firstBuffer    = 4 << 10
)

var errTooLarge = errors.New("the answer is larger than 64 MB")

// answer is what came back, as far as it came.
type answer struct {
	sentAt time.Time // zero when nothing was handed to the transport
	status int
	header http.Header
	data   []byte
	err    error // of the transport, or of reading the body
	sent   bool  // the request may have reached the server
}

// send hands the request to the transport once and reads what comes back. It
// goes past http.Client, which would follow a redirect and so send a pull or an
// ack a second time (307 and 308), and whose errors repeat the address.
func (c *Client) send(ctx context.Context, r request, payload []byte) answer {
	var got answer
	var tracked tracker
	req, err := c.build(tracked.trace(ctx), r, payload)
	if err != nil {
		got.err = err
		return got
	}
	got.sentAt = c.now().Round(0)
	resp, err := c.transport.RoundTrip(req)
	got.sent = tracked.maySent(err)
	if err == nil && resp == nil {
		err = errors.New("the transport returned nothing")
	}
	if err != nil {
		got.err = err
		return got
	}
	defer func() { _ = resp.Body.Close() }()
	got.status, got.header = resp.StatusCode, resp.Header
	if got.status < 200 {
		return got // no answer follows: behind a 101 is the bare connection, which may say nothing for ever
	}
	limit := maxAnswer
	if got.status >= 300 {
		limit = maxErrorAnswer
	}
	got.data, got.err = readBounded(resp.Body, resp.ContentLength, limit)
	if got.status >= 300 && errors.Is(got.err, errTooLarge) {
		got.err = nil // the beginning of an error page says enough
	}
	return got
}

func (c *Client) build(ctx context.Context, r request, payload []byte) (*http.Request, error) {
	var body io.Reader = http.NoBody
	if payload != nil {
		body = bytes.NewReader(payload)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, c.base+c.account+r.path, body)
	if err != nil {
		return nil, err
	}
	if r.changes {
		// Without GetBody the transport has nothing to send a second time,
		// whatever it thinks of the first.
		req.GetBody = nil
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent)
	if payload != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	c.authorize(req.Header)
	return req, nil
}

// maxInterim is how many interim answers (1xx) may come before the one that
// counts. A server that has more to tell has none.
const maxInterim = 100

// tracker learns from net/http whether a connection was ever there to carry the
// request, and ends a call that gets nothing but interim answers. Other
// transports report nothing.
type tracker struct {
	sought, got atomic.Bool
	interim     atomic.Int32
}

func (t *tracker) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.sought.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.got.Store(true) },
		Got1xxResponse: func(int, textproto.MIMEHeader) error {
			if t.interim.Add(1) > maxInterim {
				return fmt.Errorf("more than %d interim answers (1xx) came, and no answer", maxInterim)
			}
			return nil
		},
	})
}

// maySent is false only when it is certain that the server saw nothing.
func (t *tracker) maySent(err error) bool {
	if err == nil {
		return true
	}
	if t.sought.Load() && !t.got.Load() {
		return false
	}
	var op *net.OpError
	var dns *net.DNSError
	return (!errors.As(err, &op) || op.Op != "dial") && !errors.As(err, &dns)
}

// readBounded reads r to its end. The buffer is as large as the server
// announced, so that 13 MB are not copied on the way; an announcement beyond
// the limit is not believed.
func readBounded(r io.Reader, announced int64, limit int) ([]byte, error) {
	size := firstBuffer
	if announced > 0 {
		// One byte more lets the last Read see the end without growing.
		size = int(min(announced, int64(limit))) + 1
	}
	buf := make([]byte, 0, size)
	for {
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, len(buf))
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), limit+1)])
		buf = buf[:len(buf)+n]
		switch {
		case len(buf) > limit:
			return buf[:limit], errTooLarge
		case errors.Is(err, io.EOF) && int64(len(buf)) < announced:
			return buf, io.ErrUnexpectedEOF
		case errors.Is(err, io.EOF):
			return buf, nil
		case err != nil:
			return buf, err
		}
	}
}
