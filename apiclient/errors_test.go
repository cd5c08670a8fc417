package apiclient

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func asError(t *testing.T, err error) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("%v is no *Error", err)
	}
	return e
}

var predicates = map[string]func(error) bool{
	"auth": IsAuth, "not found": IsNotFound, "no pull consumer": IsNoPullConsumer, "paused": IsPaused,
	"rate limited": IsRateLimited, "unavailable": IsUnavailable, "malformed": IsMalformed, "html": IsHTML,
	"time-out": IsTimeout, "canceled": IsCanceled, "unsupported": IsUnsupported, "effect": MayHaveTakenEffect,
	"invalid": IsInvalid, "budget": IsBudget,
}

// holding are the names of the predicates that hold, in order.
func holding(err error) string {
	var names []string
	for name, holds := range predicates {
		if holds(err) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

type timeoutError struct{}

func (timeoutError) Error() string   { return "i/o timeout" }
func (timeoutError) Timeout() bool   { return true }
func (timeoutError) Temporary() bool { return true }

const aPage = "<!DOCTYPE html><html><head><title>502:\n Bad gateway</title></head></html>"

// Every kind of failure, as a pull and as a peek meet it: the answer, the
// predicates that hold and the sentence.
var failures = []struct {
	name   string
	op     string // "" = pull
	status int
	body   string
	header []string
	err    error
	holds  string
	says   string
}{
	{
		name: "bad token", status: 403, body: refused("10000", "Authentication error"),
		holds: "auth", says: "pull: Authentication error (HTTP 403, code 10000)",
	},
	{name: "invalid token", status: 400, body: refused("9109", "Invalid access token"), holds: "auth", says: "pull: Invalid access token (HTTP 400, code 9109)"},
	{name: "401 without a body", status: 401, holds: "auth", says: "pull: Unauthorized (HTTP 401)"},
	{
		name: "bad header", status: 400,
		body: `{"success":false,"errors":[{"code":6003,"message":"Invalid request headers","error_chain":[
			{"code":6111,"message":"Invalid format for Authorization header"}]}],"messages":[],"result":null}`,
		holds: "auth", says: "pull: Invalid request headers; Invalid format for Authorization header (code 6111) (HTTP 400, code 6003)",
	},
	{name: "no queue", status: 404, body: refused("11000", "Queue not found"), holds: "not found", says: "pull: Queue not found (HTTP 404, code 11000)"},
	{name: "no queue, message plane", status: 400, body: refused("10104", "QueueNotFound"), holds: "not found", says: "pull: QueueNotFound (HTTP 400, code 10104)"},
	{name: "no queue without a code", op: "peek", status: 404, body: refused("0", "queue does not exist"), holds: "not found", says: "peek: queue does not exist (HTTP 404, code 0)"},
	{name: "no queue, a code that is not known", status: 404, body: refused("12345", "gone"), holds: "not found", says: "pull: gone (HTTP 404, code 12345)"},
	{name: "missing endpoint", op: "peek", status: 404, body: refused("7000", "No route for that URI"), holds: "unsupported", says: "peek: No route for that URI (HTTP 404, code 7000)"},
	{name: "missing endpoint without a body", op: "peek", status: 404, holds: "unsupported", says: "peek: Not Found (HTTP 404)"},
	{name: "missing endpoint as a page", op: "peek", status: 404, body: aPage, holds: "html, unsupported", says: `peek: a web page came instead of an answer: "502: Bad gateway" (HTTP 404)`},
	{name: "method not allowed", op: "peek", status: 405, body: refused("10405", "Method not allowed"), holds: "unsupported", says: "peek: Method not allowed (HTTP 405, code 10405)"},
	{name: "not implemented", op: "peek", status: 501, holds: "unsupported", says: "peek: Not Implemented (HTTP 501)"},
	{
		name: "no pull consumer", status: 405, body: refused("0", "messages cannot be pulled unless http_pull mode is enabled"),
		holds: "no pull consumer", says: "pull: messages cannot be pulled unless http_pull mode is enabled (HTTP 405, code 0)",
	},
	{name: "no pull consumer without a body", status: 405, holds: "no pull consumer", says: "pull: Method Not Allowed (HTTP 405)"},
	{name: "a gateway's code and message", status: 503, body: `{"code":1,"message":"try later"}`, holds: "effect, unavailable", says: "pull: try later (HTTP 503, code 1); it may have taken effect all the same"},
	{name: "paused", status: 409, body: refused("0", "queue_delivery_paused"), holds: "paused", says: "pull: queue_delivery_paused (HTTP 409, code 0)"},
	{name: "paused, code as text", status: 409, body: refused(`"paused"`, "queue_delivery_paused"), holds: "paused", says: "pull: queue_delivery_paused (HTTP 409, code paused)"},
	{name: "conflict", op: "peek", status: 409, body: refused("11009", "taken"), holds: "", says: "peek: taken (HTTP 409, code 11009)"},
	{name: "rate limited", status: 429, body: refused("971", "Rate limited"), header: []string{"Retry-After", "42"}, holds: "rate limited", says: "pull: Rate limited (HTTP 429, code 971)"},
	{name: "overloaded", status: 400, body: refused("10250", "QueueOverloaded"), holds: "rate limited", says: "pull: QueueOverloaded (HTTP 400, code 10250)"},
	{name: "internal", status: 500, body: refused("15000", "UnknownInternalError"), holds: "effect, unavailable", says: "pull: UnknownInternalError (HTTP 500, code 15000); it may have taken effect all the same"},
	{name: "page", status: 502, body: aPage, holds: "effect, html, unavailable", says: `pull: a web page came instead of an answer: "502: Bad gateway" (HTTP 502); it may have taken effect all the same`},
	{
		name: "challenge", status: 403, body: "<html>", header: []string{"Cf-Mitigated", "challenge"},
		holds: "html", says: "pull: a web page came instead of an answer, with a challenge that only a browser can pass (HTTP 403)",
	},
	{name: "page with 200", status: 200, body: aPage, holds: "effect, html", says: `pull: a web page came instead of an answer: "502: Bad gateway" (HTTP 200); it may have taken effect all the same`},
	{name: "code and error", status: 400, body: `{"code":1234,"error":"gateway says no"}`, holds: "", says: "pull: gateway says no (HTTP 400, code 1234)"},
	{name: "errors as texts", status: 400, body: `{"success":false,"errors":["no","never"]}`, holds: "", says: "pull: no; never (HTTP 400)"},
	{name: "one error", status: 400, body: `{"success":false,"errors":{"code":"2","message":"no"}}`, holds: "", says: "pull: no (HTTP 400, code 2)"},
	{name: "error in an error", status: 400, body: `{"errors":[{"code":1,"error":"no"},{"code":2},{"message":"never"}]}`, holds: "", says: "pull: no; code 2; never (HTTP 400, code 1)"},
	{name: "unknown status", status: 499, holds: "", says: "pull: refused without a reason (HTTP 499)"},
	{name: "page without a title's end", status: 404, op: "peek", body: "<title>x", holds: "html, unsupported", says: "peek: a web page came instead of an answer (HTTP 404)"},
	{name: "not JSON", status: 400, body: `no`, holds: "", says: "pull: Bad Request (HTTP 400)"},
	{name: "refused with 200", status: 200, body: refused("10000", "Authentication error"), holds: "auth, effect", says: "pull: Authentication error (HTTP 200, code 10000); it may have taken effect all the same"},
	{
		name: "refused with 200 and a strange result", status: 200,
		body:  `{"result":{"messages":7},"success":false,"errors":[{"code":10207,"message":"no"}]}`,
		holds: "effect", says: "pull: no (HTTP 200, code 10207); it may have taken effect all the same",
	},
	{name: "empty", status: 200, holds: "effect, malformed", says: "pull: the answer is empty (HTTP 200); it may have taken effect all the same"},
	{name: "no content", status: 204, holds: "effect, malformed", says: "pull: the answer is empty (HTTP 204); it may have taken effect all the same"},
	{name: "redirect", status: 307, header: []string{"Location", "https://elsewhere.invalid/"}, holds: "", says: "pull: the server points to another address, which is not followed: check the base URL (HTTP 307)"},
	{name: "not modified", status: 304, holds: "effect, malformed", says: "pull: the server answered neither yes nor no (HTTP 304); it may have taken effect all the same"},
	{name: "several to choose from", status: 300, body: aPage, holds: "effect, malformed", says: "pull: the server answered neither yes nor no (HTTP 300); it may have taken effect all the same"},
	{name: "another protocol", status: 101, holds: "effect, malformed", says: "pull: the server switched to another protocol instead of answering (HTTP 101); it may have taken effect all the same"},
	{name: "only under way", status: 102, holds: "effect, malformed", says: "pull: the server answered neither yes nor no (HTTP 102); it may have taken effect all the same"},
	{name: "no such status", status: 700, holds: "effect, unavailable", says: "pull: refused without a reason (HTTP 700); it may have taken effect all the same"},
	{name: "see other", status: 303, holds: "effect", says: "pull: the server points to another address, which is not followed: check the base URL (HTTP 303); it may have taken effect all the same"},
	{name: "connection lost", err: io.ErrUnexpectedEOF, holds: "effect, unavailable", says: "pull: no answer: unexpected EOF; it may have taken effect all the same"},
	{name: "transport's time-out", err: timeoutError{}, holds: "effect, time-out, unavailable", says: "pull: no answer: i/o timeout; it may have taken effect all the same"},
	{name: "no connection", err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}, holds: "unavailable", says: "pull: no answer: dial: connection refused"},
	{name: "no such host", err: &net.DNSError{Err: "no such host", Name: "api.invalid"}, holds: "unavailable", says: "pull: no answer: lookup api.invalid: no such host"},
}

func TestFailures(t *testing.T) {
	t.Parallel()
	for _, test := range failures {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := fakeClient(t, func(*http.Request) (*http.Response, error) {
				if test.err != nil {
					return nil, test.err
				}
				return response(test.status, test.body, test.header...), nil
			})
			var err error
			if test.op == "peek" {
				_, err = c.Peek(t.Context(), testQueue, 5)
			} else {
				_, err = c.Pull(t.Context(), testQueue, PullOptions{})
			}
			if got := holding(err); got != test.holds {
				t.Errorf("holds: %s, want %s", got, test.holds)
			}
			if err == nil || err.Error() != test.says {
				t.Errorf("says:\n%v, want:\n%s", err, test.says)
			}
			if e := asError(t, err); e.Path != queuePath+"/messages/"+e.Op || e.SentAt.IsZero() {
				t.Errorf("%s, sent %v", e.Path, e.SentAt)
			}
		})
	}
}

// What a status alone tells: that nothing took effect, that there was too much, that
// the server failed.
func TestWhatAStatusTells(t *testing.T) {
	t.Parallel()
	for status, want := range map[int][3]bool{
		200: {}, 304: {}, 400: {true, false, false}, 413: {true, true, false}, 422: {true, false, false}, 499: {true, false, false},
		500: {false, false, true}, 503: {false, false, true},
	} {
		_, err := answering(t, status, `{"success":false}`).Pull(t.Context(), testQueue, PullOptions{})
		if got := [3]bool{IsRefused(err), IsTooLarge(err), IsServerError(err)}; got != want {
			t.Errorf("%d: refused, too large, server error: %v, want %v", status, got, want)
		}
	}
}

func TestErrorFields(t *testing.T) {
	t.Parallel()
	_, err := answering(t, 429, `{"success":false,"errors":[
		{"code":10207,"message":"Expected object","documentation_url":"https://developers.cloudflare.com/x","source":{"pointer":"/body"}},
		{"code":7000,"message":"No route","documentation_url":"https://x.test","source":{"pointer":"/a"}},{"source":{"pointer":"/b"}}]}`, "Retry-After", "42", "CF-Ray", "ray-9").Pull(t.Context(), testQueue, PullOptions{})
	e := asError(t, err)
	if e.Status != 429 || e.Code != 10207 || e.CodeText != "10207" || e.Message != "Expected object" ||
		e.DocURL != "https://developers.cloudflare.com/x" || e.Pointer != "/body" || e.RayID != "ray-9" ||
		!slices.Equal(e.Details, []string{"No route (code 7000, at /a, see https://x.test)", "at /b"}) {
		t.Errorf("%+v", *e)
	}
	if d, ok := RetryAfter(err); !ok || d != 42*time.Second {
		t.Error(d, ok)
	}
	if _, ok := RetryAfter(errors.New("other")); ok {
		t.Error("an error of somebody else has no Retry-After")
	}
}

func TestParseRetryAfter(t *testing.T) {
	t.Parallel()
	server := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "-5": 0, "soon": 0, "NaN": 0, "42": 42 * time.Second, "1.5": 1500 * time.Millisecond,
		"1e300": maxRetryAfter, "Mon, 23 Nov 2026 12:00:30 GMT": 30 * time.Second, "Mon, 23 Nov 2026 11:00:00 GMT": 0,
		"Tue, 23 Nov 2027 12:00:00 GMT": maxRetryAfter,
	} {
		if got := parseRetryAfter(http.Header{"Retry-After": {value}}, server); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

// A call that was cancelled says so, whatever the transport made of it.
func TestContextWins(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, 200, 503} {
		ctx, cancel := context.WithCancel(t.Context())
		c := fakeClient(t, func(*http.Request) (*http.Response, error) {
			cancel()
			if status == 0 {
				return nil, errors.New("use of closed connection")
			}
			r := response(status, `{"success":`)
			r.ContentLength = 1000
			return r, nil
		})
		_, err := c.Pull(ctx, testQueue, PullOptions{})
		if !IsCanceled(err) || IsUnavailable(err) || !MayHaveTakenEffect(err) ||
			!strings.Contains(err.Error(), "cancelled") {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// Nothing that comes back carries the token on, however the server or the
// transport repeats it. TestNoCallRepeatsTheToken has the answers of all calls.
func TestTokenIsNeverRepeated(t *testing.T) {
	t.Parallel()
	echo := "you sent " + testToken
	// The token stands where a text is cut, before and after it is taken out.
	padded := strings.Repeat("x", maxMessage-10) + testToken + strings.Repeat("y", 100)
	for name, fn := range map[string]roundTrip{
		"message": func(*http.Request) (*http.Response, error) { return response(403, refused("10000", echo)), nil },
		"long":    func(*http.Request) (*http.Response, error) { return response(403, refused("10000", padded)), nil },
		"code": func(*http.Request) (*http.Response, error) {
			return response(403, refused(`"`+testToken+`"`, "no")), nil
		},
		"details": func(*http.Request) (*http.Response, error) {
			return response(400, `{"errors":[{"message":"a"},{"message":"`+echo+`","documentation_url":"`+echo+`"}]}`), nil
		},
		"pointer": func(*http.Request) (*http.Response, error) {
			return response(400, `{"errors":[{"message":"a","documentation_url":"`+echo+`","source":{"pointer":"`+echo+`"}}]}`), nil
		},
		"page": func(*http.Request) (*http.Response, error) { return response(502, "<title>"+echo+"</title>"), nil },
		"ray":  func(*http.Request) (*http.Response, error) { return response(403, "", "CF-Ray", testToken), nil },
		"value": func(*http.Request) (*http.Response, error) {
			return response(200, result(`{"messages":"`+testToken[:30]+testToken+`"}`)), nil
		},
		"transport": func(r *http.Request) (*http.Response, error) {
			return nil, errors.New("proxy dumped: " + r.Header.Get("Authorization"))
		},
		"reading": func(r *http.Request) (*http.Response, error) {
			resp := response(200, "")
			resp.ContentLength, resp.Body = -1, io.NopCloser(&failingReader{err: errors.New(r.Header.Get("Authorization"))})
			return resp, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen []string
			c := newClient(t, Config{Transport: fn, Observe: func(call Call) { seen = append(seen, dump(call), dump(call.Err)) }})
			_, err := c.Pull(t.Context(), testQueue, PullOptions{})
			e := asError(t, err)
			for unwrapped := err; unwrapped != nil; unwrapped = errors.Unwrap(unwrapped) {
				seen = append(seen, dump(unwrapped))
			}
			for _, text := range append(seen, dump(*e), dump(e.Details)) {
				if strings.Contains(text, testToken) || strings.Contains(text, testToken[:10]) {
					t.Errorf("the token is in %s", text)
				}
			}
		})
	}
}

type failingReader struct{ err error }

func (r *failingReader) Read([]byte) (int, error) { return 0, r.err }
