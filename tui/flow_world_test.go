package tui_test

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"
	"sync"
	"time"

	"leaseview/apiclient/emulator"
)

// clock is the wall clock of everybody in a flow, server and program alike. Its
// jumps are those of a laptop that slept: timers do not see them.
type clock struct {
	mu     sync.Mutex
	offset time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

func (c *clock) jump(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}

// requestLog keeps every request that the server answered or dropped.
type requestLog struct {
	mu   sync.Mutex
	seen []emulator.Exchange
}

func (l *requestLog) add(x emulator.Exchange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen = append(l.seen, x)
}

func (l *requestLog) of(op string) []emulator.Exchange {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []emulator.Exchange
	for _, x := range l.seen {
		if x.Op == op {
			found = append(found, x)
		}
	}
	return found
}

// count is how many requests of an operation the server has seen.
func (d *driver) count(op string) int { return len(d.requests.of(op)) }

// pulledTimes fails unless the server has seen so many pulls.
func (d *driver) pulledTimes(want int) {
	d.t.Helper()
	if got := d.count("pull"); got != want {
		d.t.Errorf("the server has seen %d pulls, want %d:\n%s", got, want, d.screen())
	}
}

// neverTwoAtOnce fails if two requests of an operation on one queue overlapped.
func (d *driver) neverTwoAtOnce(op string) {
	d.t.Helper()
	calls := d.requests.of(op)
	slices.SortFunc(calls, func(a, b emulator.Exchange) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), a.Time.Compare(b.Time))
	})
	for i := 1; i < len(calls); i++ {
		if calls[i].Path != calls[i-1].Path {
			continue
		}
		if end := calls[i-1].Time.Add(calls[i-1].Duration); calls[i].Time.Before(end) {
			d.t.Errorf("a %s began at %v, before the one before it ended at %v", op, calls[i].Time, end)
		}
	}
}

// attempts are those of every message of a queue, in order of arrival.
func (d *driver) attempts(queue string) []int {
	var out []int
	for _, m := range d.server.Messages(queue) {
		out = append(out, m.Attempts)
	}
	return out
}

// lease is the newest lease of a message, by its place in the queue.
func (d *driver) lease(queue string, i int) string {
	leases := d.server.Messages(queue)[i].Leases
	return leases[len(leases)-1].ID
}

// clipboard stands for the system's, or for the terminal's.
type clipboard struct {
	mu    sync.Mutex
	texts []string
	fail  error
}

func (c *clipboard) write(text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail != nil {
		return c.fail
	}
	c.texts = append(c.texts, text)
	return nil
}

func (c *clipboard) failWith(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fail = err
}

func (c *clipboard) last() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.texts) == 0 {
		return ""
	}
	return c.texts[len(c.texts)-1]
}

// takeOSC52 is the terminal's clipboard: "52;c;BASE64".
func (d *driver) takeOSC52(data []byte) bool {
	parts := strings.SplitN(string(data), ";", 3)
	text, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if len(parts) != 3 || err != nil {
		d.t.Errorf("OSC 52 with %q", data)
		return true
	}
	_ = d.byOSC.write(string(text))
	return true
}

type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

func (c *counter) value() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}
