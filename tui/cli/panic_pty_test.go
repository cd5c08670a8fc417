// After a panic the framework closes its input under its own reader, which the
// race detector reports now and then; so this file is left out with -race.

//go:build !windows && !race

package cli_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"leaseview/tui/cli"
)

// A panic, here of the clock, ends the program in good order: the terminal is as
// it was, and the leases are dealt with.
func TestAPanicRestoresTheTerminal(t *testing.T) {
	t.Parallel()
	var broken atomic.Bool
	now := func() time.Time {
		if broken.CompareAndSwap(true, false) {
			panic("the clock has stopped")
		}
		return time.Now()
	}
	with := deadLetters(t, 3)
	with.Args = append(with.Args, "--on-quit", "release")
	s := here(context.Background(), t, cli.Machine{Now: now}, with)
	s.Sees("orders-dlq", "peeked")
	s.Press("p")
	s.Sees("3 leased until")
	broken.Store(true)
	s.Exits(1)
	s.IsRestored()
	s.Reports("orders-dlq: released 3 leases")
	s.ShellShows("the program failed and had to stop")
	if bodies := s.Waiting("orders-dlq"); len(bodies) != 3 {
		t.Errorf("%d of 3 messages are waiting", len(bodies))
	}
}
