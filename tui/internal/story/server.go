package story

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"leaseview/apiclient/emulator"
)

// Requests keeps every request that the server answered or dropped.
type Requests struct {
	mu   sync.Mutex
	seen []emulator.Exchange
}

func (l *Requests) add(x emulator.Exchange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen = append(l.seen, x)
}

// All are the requests in the order of their ends.
func (l *Requests) All() []emulator.Exchange {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.seen)
}

// Of are the requests of an operation.
func (l *Requests) Of(op string) []emulator.Exchange {
	return slices.DeleteFunc(l.All(), func(x emulator.Exchange) bool { return x.Op != op })
}

// Count is how many requests of an operation the server has seen.
func (s *Story) Count(op string) int { return len(s.Requests.Of(op)) }

// PulledTimes fails unless the server has seen so many pulls.
func (s *Story) PulledTimes(want int) {
	s.T.Helper()
	if got := s.Count("pull"); got != want {
		s.T.Errorf("the server has seen %d pulls, want %d:\n%s", got, want, s.Screen())
	}
}

// NeverTwoAtOnce fails if two requests of an operation on one queue overlapped.
func (s *Story) NeverTwoAtOnce(op string) {
	s.T.Helper()
	calls := s.Requests.Of(op)
	slices.SortFunc(calls, func(a, b emulator.Exchange) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), a.Time.Compare(b.Time))
	})
	for i := 1; i < len(calls); i++ {
		if calls[i].Path != calls[i-1].Path {
			continue
		}
		if end := calls[i-1].Time.Add(calls[i-1].Duration); calls[i].Time.Before(end) {
			s.T.Errorf("a %s began at %v, before the one before it ended at %v", op, calls[i].Time, end)
		}
	}
}

// Attempts are those of every message of a queue, in order of arrival.
func (s *Story) Attempts(queue string) []int {
	var out []int
	for _, m := range s.Server.Messages(queue) {
		out = append(out, m.Attempts)
	}
	return out
}

// Waiting are the bodies of the messages of a queue that nobody holds.
func (s *Story) Waiting(queue string) []string {
	var bodies []string
	for _, m := range s.Server.Messages(queue) {
		if m.State == "waiting" {
			bodies = append(bodies, m.Body)
		}
	}
	return bodies
}

// Lease is the newest lease of a message, by its place in the queue.
func (s *Story) Lease(queue string, i int) string {
	leases := s.Server.Messages(queue)[i].Leases
	return leases[len(leases)-1].ID
}
