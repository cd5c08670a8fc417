//go:build !windows

package cli_test

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"leaseview/tui/cli"
	"leaseview/tui/internal/story"
)

// logged is a line of the debug log.
type logged struct {
	Msg   string  `json:"msg"`
	Demo  bool    `json:"demo"`
	Queue string  `json:"queue"`
	Path  string  `json:"path"`
	Error *string `json:"error"`
}

func readLog(t *testing.T, name string) []logged {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []logged
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.Contains(lines.Text(), "Bearer") {
			t.Errorf("the log shows a header: %s", lines.Text())
		}
		var one logged
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatalf("%v in %s", err, lines.Text())
		}
		all = append(all, one)
	}
	return all
}

// TestTheFlagsReachTheScreen: batch size and visibility, a journal, a debug log
// that was open to others before, and the demo's traffic at the machine's pace.
func TestTheFlagsReachTheScreen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	debug, journal := filepath.Join(dir, "debug.log"), filepath.Join(dir, "journal.ndjson")
	if err := os.WriteFile(debug, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	ticks := make(chan time.Time)
	s := here(t.Context(), t, cli.Machine{Now: time.Now, Location: time.UTC, Ticks: ticks}, story.Setup{Args: []string{
		"--demo", "emails", "--batch-size", "3", "--visibility-timeout", "30m", "--debug", debug, "--journal", journal, "--on-quit", "keep",
	}})
	s.Sees("emails", "peeked")
	ticks <- time.Now() // taken: the traffic goes by the ticks that it was given
	s.Press("p")
	s.Sees("3 leased until")
	s.Press("q")
	s.Exits(0)
	s.IsRestored()
	s.Reports("emails: 3 leases stay until ")
	for _, name := range []string{debug, journal} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s can be read by others: %v, %v", name, info.Mode(), err)
		}
	}
	lines, err := os.ReadFile(journal)
	if err != nil || strings.Count(string(lines), "\n") != 3 {
		t.Errorf("the journal holds %q, %v", lines, err)
	}
	log := readLog(t, debug)
	if first, last := log[0], log[len(log)-1]; first.Msg != "start" || !first.Demo || first.Queue != "emails" || last.Msg != "end" || last.Error != nil {
		t.Errorf("the log goes from %+v to %+v", first, last)
	}
	pulls := 0
	for _, line := range log {
		if line.Msg == "call" && strings.HasSuffix(line.Path, "/messages/pull") {
			pulls++
		}
	}
	if pulls != 1 {
		t.Errorf("the log has %d pulls in %d lines", pulls, len(log))
	}
}

// TestFilesThatCannotBeOpened are said before the screen changes.
func TestFilesThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"--debug", "--journal"} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			s := here(t.Context(), t, cli.Machine{Now: time.Now}, story.Setup{Args: []string{"--demo", flag, t.TempDir()}})
			s.Exits(2)
			s.Sees("leaseview: " + flag + ": ")
			if strings.Contains(s.Wire(), "\x1b[?1049h") {
				t.Errorf("the screen was changed before:\n%s", s.Screen())
			}
		})
	}
}

// TestAContextThatEnds ends the program as a failure, which says so, and in good
// order all the same.
func TestAContextThatEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := here(ctx, t, cli.Machine{Now: time.Now}, story.Setup{Args: []string{"--demo"}})
	s.Sees("orders-dlq")
	cancel()
	s.Exits(1)
	s.IsRestored()
	s.Reports("the screen stopped: ")
}
