//go:build !windows

package cli_test

import (
	"strings"
	"syscall"
	"testing"

	"leaseview/tui/internal/story"
)

// modesOfTheScreen are what the program turns on in its terminal.
var modesOfTheScreen = []string{"1049", "1002", "1006", "2004"}

// isBack waits until the program has its terminal again, drawn anew.
func isBack(s *story.Terminal, since int) {
	s.T.Helper()
	s.Until("the terminal's modes are on again and the screen is drawn", func(text, wire string) bool {
		for _, mode := range modesOfTheScreen {
			if !strings.Contains(wire[since:], "\x1b[?"+mode+"h") ||
				strings.LastIndex(wire, "\x1b[?"+mode+"h") < strings.LastIndex(wire, "\x1b[?"+mode+"l") {
				return false
			}
		}
		return strings.Contains(text, "orders-dlq")
	})
}

// leasedInAJob is the program as a job of a shell, with three leases.
func leasedInAJob(t *testing.T) *story.Shell {
	t.Helper()
	with := deadLetters(t, 3)
	with.Args = append(with.Args, "--on-quit", "release")
	s := story.Job(t, builtBinary(t), with)
	s.Sees("orders-dlq", "peeked")
	s.Press("p")
	s.Sees("3 leased until")
	return s
}

// However the program is stopped, the shell has its terminal as it was, and the
// program has all of it again once it goes on, with its leases.
func TestStoppedAndContinued(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]func(s *story.Shell){
		"by its key":  func(s *story.Shell) { s.Press("ctrl+z") },
		"by a signal": func(s *story.Shell) { s.Signal(syscall.SIGTSTP) },
		"by a signal, twice": func(s *story.Shell) {
			s.Signal(syscall.SIGTSTP)
			s.Stops()
			s.Continues()
			s.Sees("3 leased until")
			s.Signal(syscall.SIGTSTP)
		},
		"by what can't be met": func(s *story.Shell) { s.Signal(syscall.SIGSTOP) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := leasedInAJob(t)
			stop(s)
			s.Stops()
			if name != "by what can't be met" {
				s.IsRestored()
				s.ShellShows("leaseview: orders-dlq: 3 leases stay until ")
			}
			since := len(s.Wire())
			s.Continues()
			isBack(s.Terminal, since)
			s.Sees("3 leased until")
			s.Press("j", "space")
			s.Sees("1 marked")
			s.Press("q")
			s.Exits(0)
			s.IsRestored()
			s.Reports("orders-dlq: released 3 leases")
		})
	}
}

// Who ends a job that is stopped lets it go on for that: a shell on its way out
// does. It releases and ends, though the terminal is somebody else's by then.
func TestEndedWhileStopped(t *testing.T) {
	t.Parallel()
	for name, ends := range map[string]struct{ stop, end syscall.Signal }{
		"suspended, terminated": {syscall.SIGTSTP, syscall.SIGTERM},
		"suspended, hung up":    {syscall.SIGTSTP, syscall.SIGHUP},
		"suspended, interrupt":  {syscall.SIGTSTP, syscall.SIGINT},
		"stopped, terminated":   {syscall.SIGSTOP, syscall.SIGTERM},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := leasedInAJob(t)
			s.Signal(ends.stop)
			s.Stops()
			s.Signal(ends.end)
			s.Signal(syscall.SIGCONT)
			s.ShellShows("leaseview: orders-dlq: released 3 leases")
			if bodies := s.Waiting("orders-dlq"); len(bodies) != 3 {
				t.Errorf("%d of 3 messages are waiting", len(bodies))
			}
		})
	}
}

// A program that no shell runs as a job is not stopped: nothing would let it go
// on. It says so, and keeps its terminal.
func TestNobodyToSuspendTo(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]func(s *story.Terminal){
		"by its key":  func(s *story.Terminal) { s.Press("ctrl+z") },
		"by a signal": func(s *story.Terminal) { s.Signal(syscall.SIGTSTP) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := opened(t, deadLetters(t, 3))
			since := len(s.Wire())
			stop(s)
			s.Sees("Not suspended: no shell runs this program")
			isBack(s, since)
			s.Press("q")
			s.Exits(0)
			s.IsRestored()
		})
	}
}

// SIGQUIT ends the program where it stands, and shows where that was; but the
// terminal is the shell's again.
func TestQuitBySignal(t *testing.T) {
	t.Parallel()
	s := opened(t, deadLetters(t, 3))
	s.Signal(syscall.SIGQUIT)
	s.Exits(131)
	s.IsRestored()
	s.Reports("SIGQUIT: ended at once, where it stood; leases that were held stay")
	s.ShellShows("goroutine ")
}
