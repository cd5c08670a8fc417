// Package calllog keeps the calls made to the API, and the list of them that a
// person looks at: filtered, and with a cursor. It is pure. Neither holds a
// token or a body, because a call doesn't; its texts come from outside and are
// not sanitised.
package calllog

import (
	"errors"
	"sync"

	"leaseview/apiclient"
	"leaseview/tui/trouble"
)

// Capacity is how many calls are kept.
const Capacity = 1000

// ring holds the newest calls, each under its number: how many came before it.
type ring struct {
	calls []apiclient.Call // call n is at n % Capacity
	total int              // calls ever added
}

func (r *ring) add(c apiclient.Call) {
	if len(r.calls) < Capacity {
		r.calls = append(r.calls, c)
	} else {
		r.calls[r.total%Capacity] = c
	}
	r.total++
}

// oldest is the number of the oldest call held.
func (r *ring) oldest() int { return r.total - len(r.calls) }

func (r *ring) at(n int) *apiclient.Call { return &r.calls[n%Capacity] }

// Log keeps the last 1,000 calls made to the API. Its Record may be the client's
// observer. The zero Log is empty; it is safe for use from any goroutine.
type Log struct {
	mu   sync.Mutex
	ring ring
}

// Record adds a call and forgets the oldest beyond 1,000.
func (l *Log) Record(c apiclient.Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ring.add(c)
}

// since returns the calls recorded after the first seen ones that are still
// held, oldest first, and how many were ever recorded.
func (l *Log) since(seen int) ([]apiclient.Call, int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	from := max(seen, l.ring.oldest())
	fresh := make([]apiclient.Call, l.ring.total-from)
	for i := range fresh {
		fresh[i] = *l.ring.at(from + i)
	}
	return fresh, l.ring.total
}

// ErrorOf is the API's code and message, or what went wrong on the way; "" for a
// call that went well.
func ErrorOf(c *apiclient.Call) string {
	if c.Err == nil {
		return ""
	}
	if e, ok := errors.AsType[*apiclient.Error](c.Err); ok && e.CodeText != "" {
		return e.CodeText + " " + e.Message
	}
	return trouble.Text(c.Err)
}
