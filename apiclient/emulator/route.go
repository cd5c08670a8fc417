package emulator

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// route is one operation of the API. A pattern's segments are literal, or
// {account}, {queue} and {consumer}.
type route struct {
	op      string
	method  string
	pattern string
	plane   plane
	write   bool // needs the write permission
	serve   func(*Server, *call) reply
}

// plane decides how a route answers for a queue that is not there.
type plane int

const (
	control plane = iota // 404, code 11000, which was recorded on pull and ack too
	sending              // 404, code 10104, as documented
)

const (
	queuesPattern = "accounts/{account}/queues"
	queuePattern  = queuesPattern + "/{queue}"
)

var routes = []route{
	{"accounts", http.MethodGet, "accounts", control, false, (*Server).listAccounts},
	{"account", http.MethodGet, "accounts/{account}", control, false, (*Server).getAccount},
	{"user", http.MethodGet, "user", control, false, (*Server).getUser},
	{"memberships", http.MethodGet, "memberships", control, false, (*Server).listMemberships},
	{"verify", http.MethodGet, "user/tokens/verify", control, false, (*Server).verifyToken},
	{"verify_account_token", http.MethodGet, "accounts/{account}/tokens/verify", control, false, (*Server).verifyToken},
	{"list", http.MethodGet, queuesPattern, control, false, (*Server).listQueues},
	{"create", http.MethodPost, queuesPattern, control, true, (*Server).createQueue},
	{"get", http.MethodGet, queuePattern, control, false, (*Server).getQueue},
	{"update", http.MethodPut, queuePattern, control, true, (*Server).updateQueue},
	{"edit", http.MethodPatch, queuePattern, control, true, (*Server).editQueue},
	{"delete", http.MethodDelete, queuePattern, control, true, (*Server).deleteQueue},
	{"metrics", http.MethodGet, queuePattern + "/metrics", control, false, (*Server).queueMetrics},
	{"purge", http.MethodPost, queuePattern + "/purge", control, true, (*Server).purgeQueue},
	{"purge_status", http.MethodGet, queuePattern + "/purge", control, false, (*Server).purgeStatus},
	{"consumers", http.MethodGet, queuePattern + "/consumers", control, false, (*Server).listConsumers},
	{"add_consumer", http.MethodPost, queuePattern + "/consumers", control, true, (*Server).addConsumer},
	{"get_consumer", http.MethodGet, queuePattern + "/consumers/{consumer}", control, false, (*Server).getConsumer},
	{"update_consumer", http.MethodPut, queuePattern + "/consumers/{consumer}", control, true, (*Server).updateConsumer},
	{"delete_consumer", http.MethodDelete, queuePattern + "/consumers/{consumer}", control, true, (*Server).deleteConsumer},
	{"push", http.MethodPost, queuePattern + "/messages", sending, true, (*Server).push},
	{"push_batch", http.MethodPost, queuePattern + "/messages/batch", sending, true, (*Server).pushBatch},
	{"pull", http.MethodPost, queuePattern + "/messages/pull", control, true, (*Server).pull},
	{"ack", http.MethodPost, queuePattern + "/messages/ack", control, true, (*Server).ack},
	{"peek", http.MethodPost, queuePattern + "/messages/peek", control, true, (*Server).peek},
	{"purge_messages", http.MethodPost, queuePattern + "/messages/purge", control, true, (*Server).purgeMessages},
	{"extend", http.MethodPost, queuePattern + "/messages/extend", control, true, (*Server).extend},
}

// unserved is a path of the API that the emulator does not have, under any
// method.
type unserved struct {
	pattern string
	text    string // what it is, and what to use instead
}

const (
	subscriptionsPattern = "accounts/{account}/event_subscriptions/subscriptions"
	subscriptionsText    = "event subscriptions; push the events as messages instead"
)

var notServed = []unserved{
	{subscriptionsPattern, subscriptionsText},
	{subscriptionsPattern + "/{subscription}", subscriptionsText},
	{queuePattern + "/messages/preview", "the deprecated preview of messages; use messages/peek instead"},
	{queuePattern + "/messages/preview/ack", "the deprecated acknowledgement of previewed messages; use messages/purge instead"},
}

// match is what a request's path stands for.
type match struct {
	route     *route    // nil when the method does not fit
	methods   []string  // that the path has
	known     bool      // some route has the path
	unserved  *unserved // nil for what is served
	account   string
	queueID   string
	consumer  string
	inAccount bool // the path names an account
	inQueue   bool // and a queue
}

// findRoute matches a path below /client/v4, as it came, so that an escaped slash
// divides nothing. A trailing slash is no difference. What is not UTF-8 is no path.
func findRoute(method, path string) match {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	for i := range parts {
		part, err := url.PathUnescape(parts[i])
		if err != nil || !utf8.ValidString(part) {
			return match{}
		}
		parts[i] = part
	}
	var found match
	for i := range routes {
		m, ok := matchPattern(routes[i].pattern, parts)
		if !ok {
			continue
		}
		if !found.known {
			found = m
			found.known = true
		}
		found.methods = append(found.methods, routes[i].method)
		if routes[i].method == method {
			m.known, m.route = true, &routes[i]
			return m
		}
	}
	for i := range notServed {
		if m, ok := matchPattern(notServed[i].pattern, parts); ok && !found.known {
			m.unserved = &notServed[i]
			return m
		}
	}
	return found
}

func matchPattern(pattern string, parts []string) (match, bool) {
	var m match
	rest := pattern
	for _, part := range parts {
		if rest == "" || part == "" {
			return match{}, false
		}
		var want string
		want, rest, _ = strings.Cut(rest, "/")
		switch want {
		case "{account}":
			m.account, m.inAccount = part, true
		case "{queue}":
			m.queueID, m.inQueue = part, true
		case "{consumer}":
			m.consumer = part
		case "{subscription}", part:
		default:
			return match{}, false
		}
	}
	return m, rest == ""
}

// isHex32 reports whether s is an id as the API makes them.
func isHex32(s string) bool {
	if len(s) != 32 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}
