package apiclient

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"
)

// Client calls the API for one account. It is safe for concurrent use; make it
// with [New].
type Client struct {
	base      string // without a slash at its end
	account   string // "/accounts/…"
	authorize func(http.Header)
	redact    func(string) string
	transport http.RoundTripper
	now       func() time.Time
	userAgent string
	observe   func(Call)
	timeout   time.Duration
	budget    *budget

	smallPages atomic.Bool // the API refused a large page of the list of queues
	names      knownNames
}

// String names the base URL and the account.
func (c *Client) String() string {
	if c == nil {
		return "apiclient.Client(nil)"
	}
	return fmt.Sprintf("apiclient.Client(%s%s)", c.base, c.account)
}

// GoString is String.
func (c *Client) GoString() string { return c.String() }

// Format writes String for every verb, so that none walks through the fields.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue is String.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

type automaticKey struct{}

// Automatic marks the calls made with the context as made by a timer: together
// they get at most a quarter of the request budget, and after a 429 none is
// sent before the time that the API named.
func Automatic(ctx context.Context) context.Context {
	return context.WithValue(ctx, automaticKey{}, true)
}

func isAutomatic(ctx context.Context) bool {
	automatic, _ := ctx.Value(automaticKey{}).(bool)
	return automatic
}

// request is one call on its way through the funnel.
type request struct {
	op      string // for people: "pull", "list queues"
	method  string
	path    string // below the account
	body    any    // becomes JSON; nil for none
	changes bool   // it changes something, so it is sent once
	noBody  bool   // 204 and 205 without a body are whole answers
	read    func(data []byte) error
}

// call sends the request and decodes the answer, for reads up to maxTries
// times. Every error is an *Error.
func (c *Client) call(ctx context.Context, r request) (Reply, error) {
	if c.redact(r.path) != r.path {
		return Reply{}, c.invalid(r.op, "the address would hold the API token")
	}
	payload, err := encode(r.body)
	if err != nil {
		return Reply{}, c.invalid(r.op, err.Error())
	}
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.timeout)
		defer cancel()
	}
	var last *Error
	for n := 1; ; n++ {
		reply, failure := c.try(ctx, r, payload, n)
		if failure == nil {
			return reply, nil
		}
		if failure.kind == kindBudget && last != nil {
			// Why the first try failed says more than why there is no second.
			return reply, last
		}
		last = failure
		wait, again := nextTry(ctx, r, failure, n)
		if !again {
			return reply, failure
		}
		if err := pause(ctx, wait); err != nil {
			return reply, c.givenUp(r, failure, err)
		}
	}
}

// try makes one try: budget, request, answer, and the observer's notice. A try
// that the budget refuses was no call, so nobody is told of it.
func (c *Client) try(ctx context.Context, r request, payload []byte, n int) (Reply, *Error) {
	automatic := isAutomatic(ctx)
	if failure := c.reserve(ctx, r, automatic); failure != nil {
		return Reply{}, failure
	}
	started := c.now()
	got := c.send(ctx, r, payload)
	ended := c.now()
	failure := c.judge(ctx, r, got)
	call := Call{
		Method: r.method, Path: c.account + r.path, Status: got.status,
		Started: started, Duration: ended.Sub(started), RayID: c.rayID(got.header),
		Try: n, Automatic: automatic,
	}
	if failure != nil {
		call.Err = failure
		if IsRateLimited(failure) {
			c.budget.block(ended, failure.RetryAfter)
		}
	}
	c.observe(call)
	return c.reply(got, ended), failure
}

// reserve takes one request out of the budget, waiting for it when the wait is
// short.
func (c *Client) reserve(ctx context.Context, r request, automatic bool) *Error {
	if err := ctx.Err(); err != nil {
		return c.failure(r, Error{kind: kindContext, Err: err})
	}
	wait, cancel, refusal := c.budget.take(c.now, automatic)
	if refusal != nil {
		return c.failure(r, Error{kind: kindBudget, Message: refusal.reason, RetryAfter: refusal.wait})
	}
	if err := pause(ctx, wait); err != nil {
		cancel()
		return c.failure(r, Error{kind: kindContext, Err: err})
	}
	return nil
}

func (c *Client) reply(got answer, ended time.Time) Reply {
	reply := Reply{SentAt: got.sentAt, ReceivedAt: ended.Round(0), RayID: c.rayID(got.header)}
	if date, err := http.ParseTime(got.header.Get("Date")); err == nil {
		reply.ServerTime = date
	}
	return reply
}

func (c *Client) rayID(h http.Header) string { return c.clean(h.Get("Cf-Ray"), 100) }

// failure completes an error with what the request knows.
func (c *Client) failure(r request, e Error) *Error {
	e.Op, e.Path = r.op, c.account+r.path
	return &e
}

// invalid is a call that was refused before anything was sent.
func (c *Client) invalid(op, reason string) *Error {
	return &Error{Op: op, kind: kindInvalid, Message: c.redact(reason)}
}

// encode turns a request body into JSON. A string that is not UTF-8 can't be
// sent as JSON and is an error, unless an option says otherwise.
func encode(body any, options ...json.Options) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	payload, err := json.Marshal(body, options...)
	if err != nil {
		return nil, fmt.Errorf("the request can't be written as JSON: %w", err)
	}
	return payload, nil
}
