//go:build !windows

package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// pullEmails starts the demo and leases a batch, of which nothing is near its
// last delivery.
func pullEmails(t *testing.T, args ...string) *screen {
	t.Helper()
	s := openTerminal(t, terminalOptions{width: 80, height: 24, args: append([]string{"--demo", "emails", "--batch-size", "5"}, args...)})
	s.waitFor(patience, "emails", "peeked")
	s.press("p")
	s.waitUntil(patience, "leased rows count down", func(text, _ string) bool {
		return strings.Contains(text, "leased") && countdown.MatchString(text)
	})
	return s
}

func TestSignalWithLeasesHeld(t *testing.T) {
	t.Parallel()
	for how, want := range map[string]string{
		"ask": "emails: 5 leases stay until ", "keep": "emails: 5 leases stay until ", "release": "emails: released 5 leases",
	} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			s := pullEmails(t, "--on-quit", how)
			if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			s.wantExit(143)
			s.wantRestored()
			s.waitUntil(patience, "the shell's screen says what became of the leases", func(_, wire string) bool {
				_, after, restored := strings.Cut(wire, "\x1b[?1049l")
				return restored && strings.Contains(after, "leaseview: "+want)
			})
		})
	}
}

// TestKilledWithAJournal ends the program as hard as can be: what was on the
// screen is in the journal.
func TestKilledWithAJournal(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal.ndjson")
	s := pullEmails(t, "--journal", name)
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	s.wantExit(-1)
	journal, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got := bytes.Count(journal, []byte("\n")); got != 5 || !bytes.HasSuffix(journal, []byte("}\n")) {
		t.Errorf("the journal has %d whole lines of 5:\n%s", got, journal)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the journal can be read by others: %v", info.Mode())
	}
}

func TestJournalThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	s := openTerminal(t, terminalOptions{width: 80, height: 24, args: []string{"--demo", "--journal", t.TempDir()}})
	s.wantExit(2)
	s.waitUntil(patience, "the reason is given on the shell's screen", func(text, wire string) bool {
		return strings.Contains(text, "leaseview: --journal: ") && !strings.Contains(wire, "\x1b[?1049h")
	})
}

// Who ends the program while a pull has no answer yet waits for it: a line on
// the shell's screen says so meanwhile, also where nothing is released.
func TestASignalWhileAPullHangsSaysWhatItWaitsFor(t *testing.T) {
	t.Parallel()
	b := startBackend(t, 3, "pull,times=1,delay=1500ms")
	s := b.open("--on-quit", "keep", "--visibility-timeout", "30m")
	s.press("p")
	s.waitFor(patience, "pulling")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.reports("leaseview: settling what is held with the API, at most 7s")
	s.wantExit(143)
	s.wantRestored()
	s.reports("leaseview: orders-dlq: 3 leases stay until ")
}
