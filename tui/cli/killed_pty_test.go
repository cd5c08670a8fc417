//go:build !windows

package cli_test

import (
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"leaseview/tui/internal/story"
)

// beside starts another program on the world of one that was started before.
func beside(t *testing.T, other *story.Terminal, args ...string) *story.Terminal {
	t.Helper()
	return story.Process(t, builtBinary(t), story.Setup{
		Width: 80, Height: 24, Env: other.Env,
		Args: slices.Concat([]string{"orders-dlq", "--visibility-timeout", "30m"}, args),
	})
}

// killed is a program that has leased five of eight messages and was ended as hard
// as can be, and the journal that it leaves.
func killed(t *testing.T) (*story.Terminal, string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "journal.ndjson")
	s := opened(t, deadLetters(t, 8), "--journal", name)
	s.Press("p")
	s.Sees("5 leased until")
	s.Signal(syscall.SIGKILL)
	s.Exits(-1)
	return s, name
}

// Whoever starts again with the journal finds the leases of a program that was
// killed, can adopt one and ack its message, and leaves the others alone.
func TestWhatAKilledProgramHeldIsFound(t *testing.T) {
	t.Parallel()
	first, journal := killed(t)
	next := beside(t, first, "--journal", journal)
	next.Sees("5 leases of a run that has ended still run until", "◎ found", "5 found · none leased", "8 seen")
	next.Press("x")
	next.Sees("No lease is held")
	next.Press("a")
	next.Sees("F adopts it first")
	next.Press("F")
	next.Sees("Adopted 1 lease: held here until", "4 found · 1 leased until", "● leased")
	next.Press("a")
	next.Sees("Ack 1 message of orders-dlq?", `{"order":1}`)
	next.Press("right", "enter")
	next.Sees("Acked 1 message", "4 found · none leased")
	if n := first.Server.Count("orders-dlq"); n != 7 {
		t.Errorf("%d messages are left", n)
	}
	next.Press("ctrl+c") // leaving asks about nothing that is only found
	next.Exits(0)
	next.IsRestored()
	again := beside(t, first, "--journal", journal)
	again.Sees("4 leases of a run that has ended still run until", "4 found · none leased")
}

// Of two programs with one journal each keeps its leases to itself: what one holds
// or has found, the other names and does not offer.
func TestTwoProgramsWithOneJournal(t *testing.T) {
	t.Parallel()
	first, journal := killed(t)
	heir := beside(t, first, "--journal", journal)
	heir.Sees("5 found · none leased")
	other := beside(t, first, "--journal", journal)
	other.Sees("Another leaseview holds 5 leases of", "none leased")
	other.Misses("found")
	other.Press("p")
	other.Sees("3 leased until")
	heir.Press("m", "F")
	heir.Sees("Adopted 5 leases", "5 leased until")
	heir.Press("x")
	heir.Sees("Released 5 messages")
	other.Signal(syscall.SIGKILL)
	other.Exits(-1)
	third := beside(t, first, "--journal", journal)
	third.Sees("3 leases of a run that has ended still run until", "3 found · none leased")
	third.Misses("Another leaseview")
}

// A call that was on its way when the program was killed leaves its lease in doubt.
func TestACallCutByAKillIsADoubt(t *testing.T) {
	t.Parallel()
	journal := filepath.Join(t.TempDir(), "journal.ndjson")
	first := opened(t, deadLetters(t, 8, "ack,times=1,delay=4s"), "--journal", journal)
	first.Press("p")
	first.Sees("5 leased until")
	first.Press("a")
	first.Sees("Ack 1 message")
	first.Wait(100 * time.Millisecond)
	first.Press("right", "enter")
	first.Sees("acking")
	first.Signal(syscall.SIGKILL)
	first.Exits(-1)
	next := beside(t, first, "--journal", journal)
	next.Sees("5 found · none leased", "unsure")
	next.Press("F")
	next.Sees("1 is in doubt", "4 found · 1 unsure until")
	next.Press("x")
	next.Sees("Nothing was released", "1 lease in doubt was left alone")
}
