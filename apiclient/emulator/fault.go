package emulator

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault makes calls go wrong. The zero value of every field but Op and Queue
// leaves that part of the call alone; a fault with only a Delay makes a slow
// call that works.
type Fault struct {
	Op    string // the operation: "pull", "peek", "ack", "push", "push_batch", "metrics", "list", … (see Endpoints); "" is any
	Queue string // the queue's name; "" is any
	Times int    // how many calls it meets; 0 is one, below 0 is all

	Delay  time.Duration // before anything else happens
	Status int           // answer this instead of taking effect
	Body   string        // of that answer; "" is the one that the API is known to give with the status
	Header http.Header   // added to the answer, injected or real; a nil value removes a header
	Cut    int           // the answer breaks off after so many bytes of its body; below 0: after the headers
	Drop   Drop          // the connection breaks instead of an answer
}

// Drop says when a connection breaks.
type Drop string

// The moments at which a connection can break.
const (
	DropNever  Drop = ""
	DropBefore Drop = "before" // the call takes no effect
	DropAfter  Drop = "after"  // the call takes effect and its answer is lost
)

// String is the fault as a rule that ParseFault reads; bodies and headers are
// left out.
func (f Fault) String() string {
	parts := []string{f.Op}
	if f.Op == "" {
		parts[0] = "any"
	}
	for _, part := range []struct {
		set  bool
		text string
	}{
		{f.Queue != "", "queue=" + f.Queue},
		{f.Times != 0, "times=" + strconv.Itoa(f.Times)},
		{f.Delay != 0, "delay=" + f.Delay.String()},
		{f.Status != 0, "status=" + strconv.Itoa(f.Status)},
		{f.Cut != 0, "cut=" + strconv.Itoa(f.Cut)},
		{f.Drop != DropNever, "drop=" + string(f.Drop)},
	} {
		if part.set {
			parts = append(parts, part.text)
		}
	}
	return strings.Join(parts, ",")
}

// Inject adds a fault. Faults are met in the order in which they were injected,
// one a call. A fault whose Op no operation has is a mistake of the caller and
// panics.
func (s *Server) Inject(f Fault) {
	if f.Op != "" && !slices.Contains(Endpoints(), f.Op) {
		panic(fmt.Sprintf("emulator: no operation %q to inject a fault into; there are %q", f.Op, Endpoints()))
	}
	if f.Times == 0 {
		f.Times = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// ClearFaults forgets every fault.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// pendingFaults are the faults that still wait for a call, except those that
// are there for all calls.
func (s *Server) pendingFaults() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Fault
	for _, f := range s.faults {
		if f.Times > 0 {
			out = append(out, *f)
		}
	}
	return out
}

// takeFault uses up the first fault that fits. It needs s.mu.
func (s *Server) takeFault(op, queue string) *Fault {
	for i, f := range s.faults {
		if (f.Op != "" && f.Op != op) || (f.Queue != "" && f.Queue != queue) {
			continue
		}
		met := *f
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
		}
		return &met
	}
	return nil
}

// throughFaults runs a call as its fault wants it. A dropped connection is a
// panic with http.ErrAbortHandler, which net/http and the in-process
// RoundTripper both turn into a broken connection.
func (s *Server) throughFaults(ctx context.Context, x *exchange, run func() reply) reply {
	f := x.fault
	if f == nil {
		return run()
	}
	if sleep(ctx, f.Delay) != nil {
		panic(http.ErrAbortHandler)
	}
	if f.Drop == DropBefore {
		panic(http.ErrAbortHandler)
	}
	var answer reply
	if f.Status != 0 {
		answer = f.answer()
	} else {
		answer = run()
	}
	if f.Drop == DropAfter {
		panic(http.ErrAbortHandler)
	}
	if len(f.Header) > 0 {
		merged := http.Header{}
		for key, values := range answer.header {
			merged[key] = values
		}
		for key, values := range f.Header {
			merged[http.CanonicalHeaderKey(key)] = values
		}
		answer.header = merged
	}
	return answer
}

// cutAt is how much of an answer of n bytes is sent.
func (x *exchange) cutAt(n int) int {
	if x.fault == nil || x.fault.Cut == 0 {
		return n
	}
	return min(n, max(0, x.fault.Cut))
}

const htmlBadGateway = `<!DOCTYPE html>
<html lang="en-US">
<head><title>api.cloudflare.com | %d: %s</title></head>
<body><h1>%s</h1><p>Error code %d</p><p>This page is made up by the leaseview emulator.</p></body>
</html>
`

// answer is what the API is known to say with the fault's status.
func (f *Fault) answer() reply {
	if f.Body != "" {
		return reply{status: f.Status, raw: []byte(f.Body)}
	}
	switch f.Status {
	case http.StatusTooManyRequests:
		return *rateRefusal(5 * time.Minute)
	case http.StatusUnauthorized, http.StatusForbidden:
		return fail(f.Status, codeAuth, textAuth).reply()
	case http.StatusNotFound:
		return fail(f.Status, codeNoQueue, "Queue not found").reply()
	case http.StatusMethodNotAllowed:
		return fail(f.Status, codeNoPullConsumer, textNoPullConsumer).reply()
	case http.StatusConflict:
		return fail(f.Status, codePaused, textPaused).reply()
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		text := http.StatusText(f.Status)
		return reply{
			status: f.Status, header: http.Header{"Content-Type": {"text/html; charset=UTF-8"}},
			raw: fmt.Appendf(nil, htmlBadGateway, f.Status, text, text, f.Status),
		}
	default:
		return fail(f.Status, codeInternal, "UnknownInternalError").reply()
	}
}
