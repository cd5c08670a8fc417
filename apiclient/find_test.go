package apiclient

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pager serves queues in pages and counts the requests.
type pager struct {
	names    []string
	perPage  int
	filters  bool // the name parameter is honoured
	oblivion bool // the page parameter is ignored
	total    int  // 0 = what there is
	mu       sync.Mutex
	requests []string
}

func (p *pager) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = append(p.requests, strings.TrimPrefix(r.URL.RequestURI(), mount+accountPath))
	if !strings.HasSuffix(r.URL.Path, "/queues") {
		id := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		for i, name := range p.names {
			if queueID(i) == id {
				return response(200, result(item(i, name))), nil
			}
		}
		return response(404, refused("11000", "Queue not found")), nil
	}
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	if p.oblivion || page == 0 {
		page = 1
	}
	var items []string
	for i, name := range p.names {
		wanted := r.URL.Query().Get("name")
		if p.filters && wanted != "" && !strings.HasPrefix(name, wanted) {
			continue
		}
		items = append(items, item(i, name))
	}
	total := max(p.total, len(items))
	items = items[min(len(items), (page-1)*p.perPage):min(len(items), page*p.perPage)]
	return response(200, fmt.Sprintf(`{"success":true,"errors":[],"messages":[],"result":[%s],
		"result_info":{"count":%d,"page":%d,"per_page":%d,"total_count":%d}}`,
		strings.Join(items, ","), len(items), page, p.perPage, total)), nil
}

func queueID(i int) string { return fmt.Sprintf("%032x", i+1) }

func item(i int, name string) string {
	return fmt.Sprintf(`{"queue_id":"%s","queue_name":"%s"}`, queueID(i), name)
}

func numbered(n int) []string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("queue-%d", i))
	}
	return names
}

func TestListQueues(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pager    *pager
		requests []string // in any order, after the first
		queues   int
	}{
		"none":             {&pager{perPage: 20}, []string{"/queues?per_page=100"}, 0},
		"one page":         {&pager{names: numbered(20), perPage: 20}, []string{"/queues?per_page=100"}, 20},
		"three pages":      {&pager{names: numbered(45), perPage: 20}, []string{"/queues?per_page=100", "/queues?page=2&per_page=100", "/queues?page=3&per_page=100"}, 45},
		"one more":         {&pager{names: numbered(21), perPage: 20}, []string{"/queues?per_page=100", "/queues?page=2&per_page=100"}, 21},
		"empty page":       {&pager{names: numbered(20), perPage: 20, total: 1000}, []string{"/queues?per_page=100", "/queues?page=2&per_page=100", "/queues?page=3&per_page=100", "/queues?page=4&per_page=100", "/queues?page=5&per_page=100", "/queues?page=6&per_page=100", "/queues?page=7&per_page=100", "/queues?page=8&per_page=100", "/queues?page=9&per_page=100"}, 20},
		"page is ignored":  {&pager{names: numbered(45), perPage: 20, oblivion: true}, []string{"/queues?per_page=100", "/queues?page=2&per_page=100", "/queues?page=3&per_page=100"}, 20},
		"no items a page":  {&pager{perPage: 0, total: 5}, []string{"/queues?per_page=100"}, 0},
		"no items, a page": {&pager{perPage: 20, total: 5}, []string{"/queues?per_page=100"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := newClient(t, Config{Transport: test.pager}).ListQueues(t.Context())
			slices.Sort(test.pager.requests[1:])
			if err != nil || len(got) != test.queues || !slices.Equal(test.pager.requests, test.requests) {
				t.Errorf("%d queues by %q: %v", len(got), test.pager.requests, err)
			}
		})
	}
}

// Without result_info, or with a senseless one, the first page is the list.
func TestListQueuesWithoutPages(t *testing.T) {
	t.Parallel()
	for _, info := range []string{``, `,"result_info":null`, `,"result_info":[]`, `,"result_info":{"page":"one","per_page":20,"total_count":100}`, `,"result_info":{"per_page":-1,"total_count":9}`} {
		c := answering(t, 200, `{"success":true,"result":[`+item(0, "orders")+`]`+info+`}`)
		got, err := c.ListQueues(t.Context())
		if err != nil || len(got) != 1 {
			t.Errorf("%s: %v, %v", info, got, err)
		}
	}
}

// A server that always has another page is left after the most that an account
// can have, with an error: half a list must not pass for a whole one.
func TestListQueuesHasAnEnd(t *testing.T) {
	t.Parallel()
	var pages atomic.Int32 // several are asked for at once
	c := newClient(t, Config{Budget: 10000, Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		n := int(pages.Add(1))
		return response(200, `{"success":true,"result":[`+item(n, "x")+`],"result_info":{"per_page":1,"total_count":"100000"}}`), nil
	})})
	_, err := c.ListQueues(t.Context())
	if !IsMalformed(err) || !strings.Contains(err.Error(), "gave up after 500 pages") || pages.Load() != maxPages {
		t.Errorf("%d pages: %v", pages.Load(), err)
	}
}

// A page that fails is the whole list's error.
func TestListQueuesFailsWhole(t *testing.T) {
	t.Parallel()
	pages := &pager{names: numbered(45), perPage: 20}
	c := fakeClient(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Query().Get("page") == "2" {
			return response(403, refused("10000", "no")), nil
		}
		return pages.RoundTrip(r)
	})
	if got, err := c.ListQueues(t.Context()); !IsAuth(err) || got != nil {
		t.Error(got, err)
	}
}

func TestFindQueue(t *testing.T) {
	t.Parallel()
	many := append(numbered(45), "orders", "orders-dlq", "Emails")
	hexName := strings.Repeat("ab", 16)
	for name, test := range map[string]struct {
		pager    *pager
		wanted   string
		found    string // a name; "" for an error
		nearest  []string
		listed   int
		requests int // at most
	}{
		"by name, filtered":       {pager: &pager{names: many, perPage: 20, filters: true}, wanted: "orders", found: "orders", requests: 1},
		"by name, on page 3":      {pager: &pager{names: many, perPage: 20}, wanted: "orders", found: "orders", requests: 4},
		"prefix is no match":      {pager: &pager{names: []string{"orders-dlq", "orders"}, perPage: 20, filters: true}, wanted: "orders", found: "orders", requests: 1},
		"by id":                   {pager: &pager{names: many, perPage: 20}, wanted: queueID(46), found: "orders-dlq", requests: 1},
		"by id in capitals":       {pager: &pager{names: many, perPage: 20}, wanted: strings.ToUpper(queueID(9)), found: "queue-9", requests: 1},
		"a name like an id":       {pager: &pager{names: []string{hexName}, perPage: 20, filters: true}, wanted: hexName, found: hexName, requests: 2},
		"typo":                    {pager: &pager{names: many, perPage: 20, filters: true}, wanted: "odrers", nearest: []string{"orders"}, listed: 48, requests: 4},
		"case":                    {pager: &pager{names: many, perPage: 20, filters: true}, wanted: "emails", nearest: []string{"Emails"}, listed: 48, requests: 4},
		"the beginning":           {pager: &pager{names: []string{"billing-events", "orders"}, perPage: 20}, wanted: "bi", nearest: []string{"billing-events"}, listed: 2, requests: 2},
		"part":                    {pager: &pager{names: many, perPage: 20, filters: true}, wanted: "dlq", nearest: []string{"orders-dlq"}, listed: 48, requests: 4},
		"nothing like it":         {pager: &pager{names: many, perPage: 20, filters: true}, wanted: "zzzzzzzzzz", listed: 48, requests: 4},
		"not among those listed":  {pager: &pager{names: many, perPage: 20, oblivion: true}, wanted: "orderz", listed: 20, requests: 4},
		"the nearest three first": {pager: &pager{names: []string{"order1", "orderss", "orders12", "orders2", "x"}, perPage: 20}, wanted: "orders", nearest: []string{"order1", "orders2", "orderss"}, listed: 5, requests: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := newClient(t, Config{Transport: test.pager}).FindQueue(t.Context(), test.wanted)
			if got.Name != test.found || (err == nil) != (test.found != "") || len(test.pager.requests) > test.requests {
				t.Fatalf("%q by %q: %v", got.Name, test.pager.requests, err)
			}
			if err == nil {
				return
			}
			missing, ok := errors.AsType[*NotFoundError](err)
			want := &NotFoundError{Wanted: test.wanted, Nearest: test.nearest, Listed: test.listed, Total: len(test.pager.names)}
			if !ok || !IsNotFound(err) || IsUnsupported(err) {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, missing); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNotFoundSays(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]*NotFoundError{
		`no queue has the name or id "odrers"; nearest: orders, borders`:    {Wanted: "odrers", Nearest: []string{"orders", "borders"}, Listed: 3, Total: 3},
		`no queue has the name or id "x" among the 20 of 48 that were read`: {Wanted: "x", Listed: 20, Total: 48},
	} {
		if err.Error() != want {
			t.Errorf("%s, want %s", err, want)
		}
	}
}

// A filter that the API refuses leaves the list; a token that it refuses doesn't.
func TestFindQueueWithoutAFilter(t *testing.T) {
	t.Parallel()
	pages := &pager{names: []string{"orders"}, perPage: 20}
	refuse := http.StatusBadRequest
	c := fakeClient(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Query().Has("name") {
			return response(refuse, refused("10000", "no")), nil
		}
		return pages.RoundTrip(r)
	})
	if _, err := c.FindQueue(t.Context(), "orders"); !IsAuth(err) || len(pages.requests) != 0 {
		t.Error(err)
	}
	c = fakeClient(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Query().Has("name") {
			return response(refuse, refused("10026", "unknown parameter")), nil
		}
		return pages.RoundTrip(r)
	})
	if q, err := c.FindQueue(t.Context(), "orders"); err != nil || q.Name != "orders" {
		t.Error(q, err)
	}
}

// An id that is not 32 hexadecimal digits is found in the list.
func TestFindQueueByAnotherID(t *testing.T) {
	t.Parallel()
	c := answering(t, 200, result(`[{"queue_id":"q1","queue_name":"orders"}]`))
	if q, err := c.FindQueue(t.Context(), "Q1"); err != nil || q.Name != "orders" {
		t.Error(q, err)
	}
}

func TestEditDistance(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"a", "", 1},
		{"", "ab", 2},
		{"orders", "orders", 0},
		{"odrers", "orders", 1},
		{"order", "orders", 1},
		{"0rders", "orders", 1},
		{"kitten", "sitting", 3},
		{"ca", "abc", 3},
	} {
		if got := editDistance(test.a, test.b); got != test.want {
			t.Errorf("%q %q: %d, want %d", test.a, test.b, got, test.want)
		}
		if got := editDistance(test.b, test.a); got != test.want {
			t.Errorf("%q %q: %d, want %d", test.b, test.a, got, test.want)
		}
	}
}

func TestMeta(t *testing.T) {
	t.Parallel()
	m := Message{Body: "eyJhIjoxfQ==", Metadata: []MetadataEntry{
		{"CF-Content-Type", "null", `"CF-Content-Type":null`},
		{Key: "cf-content-TYPE", Value: "json"},
		{Key: "CF-SourceMessageSource", Value: "dash"},
		{Key: "CF-Content-Type", Value: "text"},
	}}
	if m.ContentType() != "json" || m.Source() != "dash" || (Message{}).ContentType() != "" || (Message{}).Source() != "" {
		t.Error(m.ContentType(), m.Source())
	}
	if _, ok := m.Meta("other"); ok {
		t.Error("a key that is not there was found")
	}
	if b := m.Decode(); string(b.Bytes) != `{"a":1}` {
		t.Errorf("%+v", b)
	}
	m.BodyJSON = []byte(`{"b":2}`)
	if b := m.Decode(); string(b.Bytes) != `{"b":2}` || b.How != "json, not in a string on the wire -> 7 bytes" {
		t.Errorf("%+v", b)
	}
}

// withInfo puts another result_info into a page.
func withInfo(t *testing.T, resp *http.Response, info string) *http.Response {
	t.Helper()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(string(data), `"result_info":`)
	return response(200, before+`"result_info":`+info+`}`)
}
