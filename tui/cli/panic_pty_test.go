// After a panic the framework closes its input under its own reader, which the
// race detector reports now and then; so this file is left out with -race.

//go:build !windows && !race

package cli_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leaseview/tui/cli"
)

// A panic, here of the clock, ends the program in good order: the terminal is as
// it was, and the leases are dealt with.
func TestAPanicRestoresTheTerminal(t *testing.T) {
	t.Parallel()
	b := startBackend(t, 3)
	s := openHere(t, 80, 24)
	var broken atomic.Bool
	now := func() time.Time {
		if broken.CompareAndSwap(true, false) {
			panic("the clock has stopped")
		}
		return time.Now()
	}
	values := map[string]string{"TERM": "xterm-256color"}
	for _, line := range b.env {
		key, value, _ := strings.Cut(line, "=")
		values[key] = value
	}
	code := make(chan int, 1)
	go func() {
		args := []string{"orders-dlq", "--on-quit", "release", "--visibility-timeout", "30m"}
		code <- cli.Machine{Now: now}.Run(context.Background(), args, func(name string) string { return values[name] }, s.theirs, s.theirs, s.theirs)
	}()
	s.waitFor(patience, "orders-dlq", "peeked")
	s.press("p")
	s.waitFor(patience, "3 leased until")
	broken.Store(true)
	select {
	case got := <-code:
		if got != 1 {
			t.Errorf("exit code %d, want 1", got)
		}
	case <-time.After(patience):
		t.Fatal("the program does not end")
	}
	s.wantRestored()
	s.reports("leaseview: orders-dlq: released 3 leases")
	s.reports("the program failed and had to stop")
	if bodies, _ := b.waiting(); len(bodies) != 3 {
		t.Errorf("%d of 3 messages are waiting", len(bodies))
	}
}
