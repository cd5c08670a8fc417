//go:build !windows

package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"leaseview/tui/internal/story"
)

// pullEmails starts the demo and leases a batch, of which nothing is near its
// last delivery.
func pullEmails(t *testing.T, args ...string) *story.Terminal {
	t.Helper()
	s := started(t, append([]string{"--demo", "emails", "--batch-size", "5"}, args...)...)
	s.Sees("emails", "peeked")
	s.Press("p")
	countsDown(s)
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
			s.Signal(syscall.SIGTERM)
			s.Exits(143)
			s.IsRestored()
			s.Reports(want)
		})
	}
}

// TestKilledWithAJournal ends the program as hard as can be: what was on the
// screen is in the journal.
func TestKilledWithAJournal(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal.ndjson")
	s := pullEmails(t, "--journal", name)
	s.Signal(syscall.SIGKILL)
	s.Exits(-1)
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
	s := started(t, "--demo", "--journal", t.TempDir())
	s.Exits(2)
	s.Until("the reason is given on the shell's screen", func(text, wire string) bool {
		return strings.Contains(text, "leaseview: --journal: ") && !strings.Contains(wire, "\x1b[?1049h")
	})
}

// Who ends the program while a pull has no answer yet waits for it: a line on
// the shell's screen says so meanwhile, also where nothing is released.
func TestASignalWhileAPullHangsSaysWhatItWaitsFor(t *testing.T) {
	t.Parallel()
	s := opened(t, deadLetters(t, 3, "pull,times=1,delay=1500ms"), "--on-quit", "keep")
	s.Press("p")
	s.Sees("pulling")
	s.Signal(syscall.SIGTERM)
	s.Reports("settling what is held with the API, at most 7s")
	s.Exits(143)
	s.IsRestored()
	s.Reports("orders-dlq: 3 leases stay until ")
}
