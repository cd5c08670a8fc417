//go:build !windows

package cli_test

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"github.com/go-json-experiment/json"

	"leaseview/tui/cli"
)

// openHere is openTerminal without a process: what runs in it runs in the test.
func openHere(t *testing.T, width, height int) *screen {
	t.Helper()
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Fatalf("opening a terminal: %v", err)
	}
	s := &screen{
		t: t, ours: ours, theirs: theirs, vt: vt.NewEmulator(width, height), exited: make(chan error, 1),
		readerDone: make(chan struct{}), answersDone: make(chan struct{}), changed: make(chan struct{}),
	}
	s.size(width, height)
	if s.before, err = term.GetState(theirs.Fd()); err != nil {
		t.Fatal(err)
	}
	go s.read()
	go s.answer(false)
	// Both sides stay open until the tests end: after a panic a reader of the
	// framework may still be about to look at the program's side.
	heldOpen.Store(theirs, ours)
	return s
}

// heldOpen keeps files from being closed, by the garbage collector too.
var heldOpen sync.Map

// run runs the program in the terminal and returns where its exit code will be.
func (s *screen) run(ctx context.Context, m cli.Machine, args ...string) <-chan int {
	code := make(chan int, 1)
	go func() { code <- m.Run(ctx, args, env("TERM", "xterm-256color"), s.theirs, s.theirs, s.theirs) }()
	return code
}

func (s *screen) wantCode(code <-chan int, want int) {
	s.t.Helper()
	select {
	case got := <-code:
		if got != want {
			text, _, _ := s.look()
			s.t.Errorf("exit code %d, want %d; the screen:\n%s", got, want, text)
		}
	case <-time.After(patience):
		s.t.Fatal("the program does not end")
	}
}

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
	s := openHere(t, 80, 24)
	ticks := make(chan time.Time)
	code := s.run(t.Context(), cli.Machine{Now: time.Now, Location: time.UTC, Ticks: ticks},
		"--demo", "emails", "--batch-size", "3", "--visibility-timeout", "30m", "--debug", debug, "--journal", journal, "--on-quit", "keep")
	s.waitFor(patience, "emails", "peeked")
	ticks <- time.Now() // taken: the traffic goes by the ticks that it was given
	s.press("p")
	s.waitFor(patience, "3 leased until")
	s.press("q")
	s.wantCode(code, 0)
	s.wantRestored()
	s.reports("leaseview: emails: 3 leases stay until ")
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
			s := openHere(t, 80, 24)
			s.wantCode(s.run(t.Context(), cli.Machine{Now: time.Now}, "--demo", flag, t.TempDir()), 2)
			text := s.waitFor(patience, "leaseview: "+flag+": ")
			if _, wire, _ := s.look(); strings.Contains(wire, "\x1b[?1049h") {
				t.Errorf("the screen was changed before:\n%s", text)
			}
		})
	}
}

// TestAContextThatEnds ends the program as a failure, which says so, and in good
// order all the same.
func TestAContextThatEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := openHere(t, 80, 24)
	code := s.run(ctx, cli.Machine{Now: time.Now}, "--demo")
	s.waitFor(patience, "orders-dlq")
	cancel()
	s.wantCode(code, 1)
	s.wantRestored()
	s.reports("leaseview: the screen stopped: ")
}
