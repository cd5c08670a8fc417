package apiclient

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// Bounds of reading the list of queues. An account has at most 10,000 of them,
// and the API's example shows 20 on a page.
const (
	maxPages = 500
	// largePage is what a page is asked to hold. Whether the API takes
	// per_page here is documented nowhere.
	largePage = 100
	// maxPagesAtOnce is how many pages are asked for at a time, once it is known
	// how many there are.
	maxPagesAtOnce = 8
	// maxStalePages may bring nothing new until the list is taken to have ended:
	// a server may repeat itself, and a list that moves repeats some.
	maxStalePages = 3
	// maxFailedPages may fail, each for itself, until no further is asked for.
	maxFailedPages = 3
)

// QueueList reads the account's list of queues, page by page as they come. What
// fails in between costs its own page only, and is gone on with by calling Next
// again. Make one with [Client.NewQueueList]; it belongs to one goroutine.
//
// The items carry consumers and settings, never a backlog. An id may be "" or
// one that no call takes: then the queue can only be looked at here.
//
// https://developers.cloudflare.com/api/resources/queues/methods/list/
type QueueList struct {
	client *Client
	hasty  bool // stops where it would wait for the request budget

	all    listing
	size   int   // elements on a page; 0 until the first has come
	last   int   // the last page, as far as is known
	full   int   // the last page that held as many as the first
	next   int   // the first that was not asked for yet
	again  []int // pages that failed the last time
	failed []int // pages that failed since
	stale  int   // pages that brought nothing new
	came   chan fetchedPage
	under  int // pages under way
	err    error
}

// ListPart is what one page of the list brought.
type ListPart struct {
	Queues   []Queue       // those that no page before it had
	Oddities []string      // what is odd in the list itself; what is in a queue, that says
	Known    int           // queues that have come by now
	Total    int           // how many there are, says the API, which may err; at least Known
	Missing  int           // pages that failed by now
	Waited   time.Duration // for the request budget, of which reading leaves a third
}

type fetchedPage struct {
	page   int
	got    queuePage
	waited time.Duration
	err    error
}

// NewQueueList begins a list. Nothing is asked before Next.
func (c *Client) NewQueueList() *QueueList {
	return &QueueList{client: c, all: listing{odd: c.oddities()}, next: 1, came: make(chan fetchedPage, maxPagesAtOnce)}
}

// Next waits for the next page. more says that another is to come; without, the
// list has ended, and the error is why it is not whole, if that is known to be
// so. Then Next, when it is called again, asks for what is missing. The context
// is for all that Next begins: it must live until there is no more.
func (l *QueueList) Next(ctx context.Context) (part ListPart, more bool, err error) {
	l.ask(ctx)
	if l.under > 0 {
		got := <-l.came // which comes: every call ends, at the latest with its context
		l.under--
		l.take(got, &part)
		l.ask(ctx)
	}
	part.Known, part.Missing = len(l.all.items), len(l.failed)
	part.Total = max(l.all.total, part.Known)
	if l.under > 0 {
		return part, true, nil
	}
	err, l.err = l.err, nil
	l.client.names.read(l.whole())
	l.again, l.failed = append(l.again, l.failed...), nil
	slices.Sort(l.again)
	return part, false, err
}

// whole says whether nothing is known to be missing.
func (l *QueueList) whole() bool {
	return l.size > 0 && l.under == 0 && len(l.again)+len(l.failed) == 0 && l.next > l.last
}

// ask begins as many calls as there may be.
func (l *QueueList) ask(ctx context.Context) {
	for l.under < maxPagesAtOnce && !l.stopped() {
		page := l.pageToAsk()
		if page == 0 {
			return
		}
		l.under++
		go func() { l.came <- l.client.fetchPage(ctx, page) }()
	}
}

// stopped says whether nothing more is to be asked for: what failed would fail
// again, or would have to wait.
func (l *QueueList) stopped() bool {
	if l.hasty && l.size > 0 && l.client.budget.unhurried(l.client.now()) > 0 {
		return true
	}
	return l.err != nil && (len(l.failed) >= maxFailedPages || l.size == 0 ||
		IsAuth(l.err) || IsRateLimited(l.err) || IsCanceled(l.err) || IsTimeout(l.err))
}

// pageToAsk takes the next page to ask for; 0 while there is none. Until the
// first has come, nobody knows how many there are.
func (l *QueueList) pageToAsk() int {
	switch {
	case len(l.again) > 0:
		page := l.again[0]
		l.again = l.again[1:]
		return page
	case l.next == 1, l.size > 0 && l.next <= min(l.last, maxPages):
		l.next++
		return l.next - 1
	}
	return 0
}

// take files a page.
func (l *QueueList) take(f fetchedPage, part *ListPart) {
	part.Waited = f.waited
	if f.err != nil {
		l.failed, l.err = append(l.failed, f.page), f.err
		return
	}
	if f.page > 1 {
		f.got.odd.prefix(fmt.Sprintf("page %d: ", f.page))
	}
	elements, before := len(f.got.items)+f.got.dropped, len(l.all.items)
	if l.size == 0 {
		l.size = max(elements, 1)
	}
	fresh := l.all.add(f.got)
	part.Queues = queuePage{items: l.all.items[before:]}.queues()
	part.Oddities = f.got.odd.list()
	l.client.names.add(part.Queues, l.all.total)
	if fresh {
		l.stale = 0
	} else {
		l.stale++
	}
	switch {
	case elements == 0 && f.page > 1:
		l.last = min(l.last, f.page-1)
	case l.stale >= maxStalePages:
		l.last = 0
	case fresh:
		l.extend(f, elements)
	}
	switch {
	case l.all.dropped > 0 && len(l.all.items) == 0 && l.next > l.last:
		l.err = l.client.badList(notUnderstood + "nothing in the list is a queue: " + l.all.odd.texts[0])
	case l.last > maxPages && l.next > maxPages && l.err == nil:
		l.err = l.client.badList(fmt.Sprintf("the list has no end: gave up after %d pages", maxPages))
	}
}

// extend reckons how many pages there are. Where the API tried to say and can't
// be understood, the list ends with a page that brings nothing new.
func (l *QueueList) extend(f fetchedPage, elements int) {
	info := f.got.info
	if elements >= l.size {
		l.full = max(l.full, f.page)
	}
	if info.odd {
		l.last = max(l.last, f.page+1)
	} else if info.total > 0 {
		l.last = max(l.last, int(min((info.total-1)/int64(l.size)+1, maxPages+1)))
	}
	// More than the total have come and the last page was full: the total is wrong.
	if l.full == l.last && l.all.total > 0 && len(l.all.items)+l.all.dropped > l.all.total {
		l.last++
	}
}

// fetchPage reads one page, at a pace that leaves a third of the request budget
// to others; the first is never kept waiting.
func (c *Client) fetchPage(ctx context.Context, page int) fetchedPage {
	f := fetchedPage{page: page}
	for page > 1 {
		wait := c.budget.unhurried(c.now())
		if wait <= 0 {
			break
		}
		f.waited += wait
		if err := pause(ctx, wait); err != nil {
			f.err = c.failure(request{op: opListQueues, path: "/queues"}, Error{kind: kindContext, Err: err})
			return f
		}
	}
	large := !c.smallPages.Load()
	f.got, f.err = c.listPage(ctx, pagePath(page, large))
	if e, ok := answered(f.err); ok && large && page == 1 && e.Status == http.StatusBadRequest && !IsAuth(f.err) {
		c.smallPages.Store(true) // and no list of this client's asks again
		f.got, f.err = c.listPage(ctx, pagePath(page, false))
	}
	return f
}

// pagePath is below the account.
func pagePath(page int, large bool) string {
	query := url.Values{}
	if page > 1 {
		query.Set("page", strconv.Itoa(page))
	}
	if large {
		query.Set("per_page", strconv.Itoa(largePage))
	}
	if len(query) == 0 {
		return "/queues"
	}
	return "/queues?" + query.Encode()
}

// ListQueues reads the whole list of the account's queues. What is odd in a queue
// is told in its Oddities; what is odd in the list itself, such as an element that
// is no queue, in those of the first queue. Half a list is an error.
func (c *Client) ListQueues(ctx context.Context) ([]Queue, error) {
	l := c.NewQueueList()
	for more := true; more; {
		var err error
		if _, more, err = l.Next(ctx); err != nil {
			return nil, err
		}
	}
	return l.all.queues(), nil
}

// badList is the error of a list whose pages were read.
func (c *Client) badList(says string) error {
	return c.failure(request{op: opListQueues, method: http.MethodGet, path: "/queues"}, Error{
		kind: kindMalformed, Message: c.clean(says, maxMessage),
	})
}

func (c *Client) listPage(ctx context.Context, path string) (page queuePage, err error) {
	_, err = c.call(ctx, request{
		op: opListQueues, method: http.MethodGet, path: path,
		read: func(data []byte) error {
			page = queuePage{odd: c.oddities()}
			return page.read(data)
		},
	})
	if err != nil {
		return queuePage{}, err
	}
	return page, nil
}
