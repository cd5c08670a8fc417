package emulator

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"leaseview/apiclient/emulator/internal/broker"
)

// call is one request on its way through a handler.
type call struct {
	match
	query url.Values
	body  []byte
}

// serve answers one request: faults first, then the rate limit, the token, the
// account, the permission, and only then the body, the endpoint switches and at
// last the operation.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, adminPath) {
		s.serveAdmin(w, r)
		return
	}
	x := s.begin(r)
	var sent bool
	defer func() {
		// A dropped connection unwinds as a panic; the log still gets its line.
		if !sent {
			x.exchange.Status = 0
		}
		s.finish(x)
	}()
	body := newIncoming(w, r, &s.bodies)
	defer body.release()
	answer := s.throughFaults(r.Context(), x, func() reply { return s.answer(r, x, body) })
	body.answering(w.Header())
	whole := x.write(w, answer)
	sent = true
	if !whole {
		_ = http.NewResponseController(w).Flush() // what is left of the answer must arrive
		panic(http.ErrAbortHandler)
	}
}

// write sends an answer, as far as a fault lets it, and says whether that is all.
func (x *exchange) write(w http.ResponseWriter, answer reply) (whole bool) {
	data := answer.encode()
	writeHeader(w, x, answer)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(answer.status)
	x.exchange.Status = answer.status
	keep := x.cutAt(len(data))
	n, _ := w.Write(data[:keep]) // a client that went away is its own business
	x.exchange.Bytes = int64(n)
	return keep == len(data)
}

// exchange is a request's way from begin to finish.
type exchange struct {
	exchange Exchange
	match    match
	fault    *Fault // met by this request; nil for none
	limits   http.Header
	limited  *reply
	now      time.Time
}

// begin does everything that is decided when a request comes in, at one moment.
func (s *Server) begin(r *http.Request) *exchange {
	found := match{}
	if rest, ok := strings.CutPrefix(r.URL.EscapedPath(), basePath+"/"); ok {
		found = findRoute(r.Method, rest)
	}
	x := &exchange{match: found}
	x.exchange = Exchange{Method: r.Method, Path: r.URL.Path}
	if found.route != nil {
		x.exchange.Op = found.route.op
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	x.now = s.now()
	x.exchange.Time = x.now
	x.exchange.RayID = s.nextRay()
	x.limits, x.limited = s.countRequest(x.now)
	x.fault = s.takeFault(x.exchange.Op, s.queueName(found.queueID))
	x.exchange.Fault = x.fault != nil
	return x
}

func (s *Server) finish(x *exchange) {
	if s.options.Log == nil {
		return
	}
	x.exchange.Duration = s.Now().Sub(x.now)
	s.options.Log(x.exchange)
}

// answer runs the operation, or refuses it.
func (s *Server) answer(r *http.Request, x *exchange, body *incoming) reply {
	if x.limited != nil {
		return *x.limited
	}
	m := x.match
	if m.unserved == nil && !m.known {
		return failed(http.StatusNotFound, noRoute(r.URL.Path)...)
	}
	if refused := s.authorize(r.Header, m); refused != nil {
		return *refused
	}
	if m.unserved != nil {
		return fail(http.StatusNotImplemented, codeNotServed, "This emulator does not serve %s", m.unserved.text).reply()
	}
	if m.route == nil {
		answer := fail(http.StatusMethodNotAllowed, codeNoMethod, "Method %s not available for that URI.", r.Method).reply()
		answer.header = http.Header{"Allow": {strings.Join(m.methods, ", ")}}
		return answer
	}
	if m.inQueue && !isHex32(m.queueID) {
		// Recorded: whatever is in the body, a malformed id comes first.
		return fail(http.StatusBadRequest, codeQueueID, "Queue ID is malformed").reply()
	}
	data, bad := body.read(maxRequest)
	if bad != nil {
		return bad.reply()
	}
	if refused := s.checkSwitches(r, m); refused != nil {
		return *refused
	}
	c := &call{match: m, query: r.URL.Query(), body: data}
	return m.route.serve(s, c)
}

func noRoute(path string) []wireError {
	return []wireError{
		{Code: codeNotRouted, Message: "Could not route to " + path + ", perhaps your object identifier is invalid?"},
		{Code: codeNoRoute, Message: "No route for that URI"},
	}
}

// checkSwitches refuses operations that the options switch off.
func (s *Server) checkSwitches(r *http.Request, m match) *reply {
	switch status := s.options.Missing[m.route.op]; status {
	case 0:
		return nil
	case http.StatusMethodNotAllowed:
		answer := fail(status, codeNoMethod, "Method %s not available for that URI.", r.Method).reply()
		return &answer
	default:
		answer := failed(http.StatusNotFound, noRoute(r.URL.Path)...)
		return &answer
	}
}

func writeHeader(w http.ResponseWriter, x *exchange, answer reply) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Date", x.now.Format(http.TimeFormat))
	h.Set("CF-Ray", x.exchange.RayID)
	for key, values := range x.limits {
		h[key] = values
	}
	for key, values := range answer.header {
		h[http.CanonicalHeaderKey(key)] = values
	}
}

// withQueue runs fn on the call's queue while the state is locked and brought
// up to the present. What fn returns is encoded after the lock is given back.
func (s *Server) withQueue(c *call, fn func(now time.Time, q *broker.Queue) reply) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	q, found := s.broker.Queue(now, strings.ToLower(c.queueID))
	if !found {
		code := codeNoQueue
		if c.route.plane == sending {
			code = codeNoQueuePlane
		}
		return fail(http.StatusNotFound, code, "Queue not found").reply()
	}
	return fn(now, q)
}

// queueName is the name of a queue by id, "" when there is none. It needs s.mu.
func (s *Server) queueName(id string) string {
	if q, found := s.broker.Queue(s.now(), strings.ToLower(id)); found {
		return q.Name
	}
	return ""
}

// sleep waits without holding anything up when the client goes away.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
