package apiclient

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// Error is how every call fails. Ask about it with the predicates of this
// package rather than by its fields: they know which statuses and codes the API
// uses for what. Its texts come from outside and may hold anything but the
// token.
type Error struct {
	Op   string // the call, for people: "pull", "list queues"
	Path string // below the base URL, with the query

	Status   int       // of HTTP; 0 without an answer
	Code     int       // of the API's first error; 0 is a code that occurs
	CodeText string    // the code as it came; "" when there was none
	Message  string    // the API's first error, or what was wrong with the answer
	Details  []string  // further errors and the chain below the first, as "text (code n)"
	DocURL   string    // documentation_url
	Pointer  string    // source.pointer: what in the request was wrong
	RayID    string    // CF-Ray
	Server   time.Time // the answer's Date header; zero without one
	SentAt   time.Time // just before the request was handed to the transport; zero when it was not
	Err      error     // of the transport or the context; nil when the API answered
	kind     errorKind // what went wrong, apart from what the API said
	cut      bool      // the answer's beginning came, its end did not
	// RetryAfter is how long the API, or the request budget, asks to wait.
	RetryAfter time.Duration
	// MayHaveTakenEffect means that the call changes something, that it may have
	// reached the API, and that no answer tells what became of it.
	MayHaveTakenEffect bool
}

// errorKind says at which point a call failed.
type errorKind uint8

const (
	kindAPI       errorKind = iota // the API answered that it didn't work
	kindTransport                  // no answer, or not all of it
	kindContext                    // cancelled, or out of time
	kindMalformed                  // an answer that is not what the API documents
	kindHTML                       // a web page instead of an answer
	kindRedirect                   // an answer that points elsewhere
	kindBudget                     // not sent: the request budget
	kindInvalid                    // not sent: the caller asked for what the API can't do
)

// Error is one sentence without the address and without the token.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	b.WriteString(": ")
	b.WriteString(e.reason())
	var notes []string
	if e.Status != 0 {
		notes = append(notes, fmt.Sprintf("HTTP %d", e.Status))
	}
	if e.CodeText != "" {
		notes = append(notes, "code "+e.CodeText)
	}
	if len(notes) > 0 {
		b.WriteString(" (" + strings.Join(notes, ", ") + ")")
	}
	if e.MayHaveTakenEffect {
		b.WriteString("; it may have taken effect all the same")
	}
	return b.String()
}

func (e *Error) reason() string {
	switch {
	case e.kind == kindContext && errors.Is(e.Err, context.DeadlineExceeded):
		return "no answer in time"
	case e.kind == kindContext:
		return "cancelled"
	case e.kind == kindTransport && e.cut:
		return "the answer was cut off: " + e.Err.Error()
	case e.kind == kindTransport:
		return "no answer: " + e.Err.Error()
	case e.Message != "":
		return strings.Join(append([]string{e.Message}, e.Details...), "; ")
	}
	if text := http.StatusText(e.Status); text != "" && e.Status/100 != 2 {
		return text
	}
	return "refused without a reason"
}

// Unwrap gives the transport's or the context's error.
func (e *Error) Unwrap() error { return e.Err }

// NotFoundError is what [Client.FindQueue] returns when no queue has the name or
// the id. IsNotFound is true for it.
type NotFoundError struct {
	Wanted  string
	Nearest []string // names that differ little, the nearest first; at most three
	Listed  int      // how many queues were looked at
	Total   int      // how many there are, says the API; more than Listed where not all were read
}

// Error names what was looked for and the nearest names.
func (e *NotFoundError) Error() string {
	text := fmt.Sprintf("no queue has the name or id %q", e.Wanted)
	if e.Total > e.Listed {
		text += fmt.Sprintf(" among the %d of %d that were read", e.Listed, e.Total)
	}
	if len(e.Nearest) > 0 {
		text += fmt.Sprintf("; nearest: %s", strings.Join(e.Nearest, ", "))
	}
	return text
}

// Codes of the API's errors that mean the same at any status.
const (
	codeRateLimited      = 971
	codeTooManyRequests  = 6100
	codeInvalidHeaders   = 6003
	codeNoRoute          = 7000
	codeNoMethod         = 7001
	codeCouldNotRoute    = 7003
	codeInvalidToken     = 9109
	codeAuthentication   = 10000
	codeNoSuchQueue      = 10004
	codeQueueNotFound    = 10104
	codeUnauthorized     = 10106
	codeOverloaded       = 10250
	codeMethodNotAllowed = 10405
	codeQueueMissing     = 11000
)

// answered finds the *Error of an answer of the API itself.
func answered(err error) (*Error, bool) {
	e, ok := errors.AsType[*Error](err)
	return e, ok && e.kind == kindAPI
}

func isOneOf(code int, codes ...int) bool {
	for _, c := range codes {
		if c == code {
			return true
		}
	}
	return false
}

// IsAuth reports that the token is not valid for the account, or lacks the
// permission: the API gives one answer for both.
func IsAuth(err error) bool {
	e, ok := answered(err)
	return ok && (e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden ||
		isOneOf(e.Code, codeAuthentication, codeInvalidToken, codeUnauthorized, codeInvalidHeaders))
}

// IsNotFound reports that the queue, or what was named in it, does not exist.
func IsNotFound(err error) bool {
	if _, ok := errors.AsType[*NotFoundError](err); ok {
		return true
	}
	e, ok := answered(err)
	if !ok {
		return false
	}
	return isOneOf(e.Code, codeQueueMissing, codeNoSuchQueue, codeQueueNotFound) ||
		e.Status == http.StatusNotFound && !e.missingEndpoint()
}

// IsWrongAddress reports that there is not even a list of queues where it was
// asked for, which every account has: the base URL is not the API's, or the
// account is none.
func IsWrongAddress(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Op == opListQueues && (e.kind == kindAPI || e.kind == kindHTML) &&
		(e.Status == http.StatusNotFound || isOneOf(e.Code, codeNoRoute, codeCouldNotRoute))
}

// IsUnsupported reports that the API doesn't know the endpoint, not that a queue
// is missing: the caller may fall back to another way.
func IsUnsupported(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.kind != kindAPI && e.kind != kindHTML || IsNoPullConsumer(err) {
		return false
	}
	switch e.Status {
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	case http.StatusNotFound:
		return e.missingEndpoint()
	}
	return e.Code == codeMethodNotAllowed
}

// missingEndpoint tells the two meanings of 404 apart. A queue that is missing
// has a code of its own or is named in the text; a route that is missing has the
// router's code, or no code at all.
func (e *Error) missingEndpoint() bool {
	switch {
	case isOneOf(e.Code, codeNoRoute, codeNoMethod, codeCouldNotRoute, codeMethodNotAllowed):
		return true
	case e.kind == kindHTML:
		return true
	case e.Code != 0, strings.Contains(strings.ToLower(e.Message), "queue"):
		return false
	}
	return strings.Contains(e.Path, "/messages/") || strings.HasSuffix(e.Path, "/metrics")
}

// IsNoPullConsumer reports that the queue has no http_pull consumer, or one so
// new that the API doesn't know it yet (some seconds).
func IsNoPullConsumer(err error) bool {
	e, ok := answered(err)
	return ok && e.Status == http.StatusMethodNotAllowed &&
		(e.Op == opPull || strings.Contains(e.Message, "http_pull"))
}

// IsPaused reports that the queue's delivery is paused.
func IsPaused(err error) bool {
	e, ok := answered(err)
	return ok && e.Status == http.StatusConflict &&
		(e.Op == opPull || strings.Contains(e.Message, "paused"))
}

// IsBadRequest reports that the API refused a request for what stood in it, and
// not for who made it: HTTP 400.
func IsBadRequest(err error) bool {
	e, ok := answered(err)
	return ok && e.Status == http.StatusBadRequest && !IsAuth(err)
}

// IsRateLimited reports that too many requests were sent: the API said so, or
// the client's own budget forbade another (then [IsBudget] is true as well).
func IsRateLimited(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.kind == kindBudget || e.Status == http.StatusTooManyRequests ||
		e.kind == kindAPI && isOneOf(e.Code, codeRateLimited, codeTooManyRequests, codeOverloaded))
}

// IsBudget reports that nothing was sent, because the request budget is used up
// or because automatic calls rest after a 429.
func IsBudget(err error) bool { return isKind(err, kindBudget) }

// IsInvalid reports that nothing was sent, because the API can't do what was
// asked.
func IsInvalid(err error) bool { return isKind(err, kindInvalid) }

// IsRefused reports that the API answered with a status from 400 to 499: it did
// nothing of what was asked.
func IsRefused(err error) bool {
	e, ok := answered(err)
	return ok && e.Status/100 == 4
}

// IsTooLarge reports that the API refused a request for its size.
func IsTooLarge(err error) bool {
	e, ok := answered(err)
	return ok && e.Status == http.StatusRequestEntityTooLarge
}

// IsServerError reports an answer of 500 and above.
func IsServerError(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status >= http.StatusInternalServerError
}

// IsUnavailable reports an answer of 500 and above, or that the connection
// failed. Running out of time is [IsTimeout] instead.
func IsUnavailable(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.kind != kindContext && (e.kind == kindTransport ||
		e.Status >= http.StatusInternalServerError && e.Status != http.StatusNotImplemented)
}

// IsMalformed reports an answer that is not what the API documents, or not all
// of it. Error says which field.
func IsMalformed(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.kind == kindMalformed || e.cut)
}

// IsHTML reports a web page instead of an answer: a proxy, a firewall or an
// overload page.
func IsHTML(err error) bool { return isKind(err, kindHTML) }

// IsTimeout reports that no answer came in time.
func IsTimeout(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}

// IsCanceled reports that the caller gave the call up.
func IsCanceled(err error) bool { return errors.Is(err, context.Canceled) }

// MayHaveTakenEffect reports that a call which changes something may have done
// so although it failed.
func MayHaveTakenEffect(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.MayHaveTakenEffect
}

// RetryAfter is how long to wait before the next call, where that is known.
func RetryAfter(err error) (time.Duration, bool) {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.RetryAfter <= 0 {
		return 0, false
	}
	return e.RetryAfter, true
}

func isKind(err error, kind errorKind) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.kind == kind
}
