package tui

import (
	"sync"

	"leaseview/apiclient"
)

// logLength is how many calls are kept.
const logLength = 1000

// CallLog keeps the last 1,000 calls made to the API. Its Record may be the
// client's observer; it is safe for use from any goroutine.
type CallLog struct {
	mu    sync.Mutex
	calls []apiclient.Call // a ring once it is full
	first int              // index of the oldest
	total int              // ever recorded
}

// Record adds a call and forgets the oldest beyond 1,000.
func (l *CallLog) Record(c apiclient.Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total++
	if len(l.calls) < logLength {
		l.calls = append(l.calls, c)
		return
	}
	l.calls[l.first] = c
	l.first = (l.first + 1) % logLength
}

// since returns the calls recorded after the first seen ones, oldest first, and
// how many were ever recorded.
func (l *CallLog) since(seen int) ([]apiclient.Call, int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(l.total-seen, len(l.calls))
	fresh := make([]apiclient.Call, n)
	for i := range fresh {
		fresh[i] = l.calls[(l.first+len(l.calls)-n+i)%len(l.calls)]
	}
	return fresh, l.total
}
