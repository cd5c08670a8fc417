package emulator

import (
	"net"
	"net/http"
	"slices"
	"strings"
)

// guarded stands in front of whatever listens on a port. A page in a browser on
// this machine can reach every port of it, and an address that the page's own
// host name was made to resolve to (DNS rebinding) even reads the answers: so
// what names another host than this machine, or comes from a page, ends here,
// before it counts, meets a fault or has its body read.
func (s *Server) guarded(serve http.HandlerFunc, hosts ...string) http.Handler {
	hosts = append(hosts, s.options.Hosts...)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var why string
		switch {
		case !isLocalHost(r.Host, hosts):
			why = "The emulator answers to the names of this machine only, as localhost and 127.0.0.1"
		case fromPage(r.Header):
			why = "The emulator answers no page in a browser"
		default:
			serve(w, r)
			return
		}
		s.mu.Lock()
		x := &exchange{now: s.now()}
		x.exchange = Exchange{Time: x.now, Method: r.Method, Path: r.URL.Path, RayID: s.nextRay()}
		s.mu.Unlock()
		answer := fail(http.StatusForbidden, codeNotLocal, "%s", why).reply()
		answer.header = http.Header{"Connection": {"close"}} // whatever it still has to send, nobody reads it
		x.write(w, answer)
		s.finish(x)
	})
}

// isLocalHost says whether a Host header names this machine, or one of the
// further names that are taken.
func isLocalHost(header string, further []string) bool {
	host, _, err := net.SplitHostPort(header)
	if err != nil {
		host = header // without a port
		if last := len(host) - 1; last > 0 && host[0] == '[' && host[last] == ']' {
			host = host[1:last]
		}
	}
	if isLoopback(host) {
		return true
	}
	name := strings.TrimSuffix(host, ".")
	return name != "" && slices.ContainsFunc(further, func(one string) bool { return strings.EqualFold(one, name) })
}

// fromPage says whether a request is a page's: browsers send an Origin with what
// changes something, and Sec-Fetch-Site with everything, where "none" is an
// address that a person typed.
func fromPage(h http.Header) bool {
	site := h.Get("Sec-Fetch-Site")
	return h.Get("Origin") != "" || site != "" && site != "none"
}
