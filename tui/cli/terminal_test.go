//go:build !windows

package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// TestMain removes the binary that the tests of this package may have built.
func TestMain(m *testing.M) {
	m.Run()
	if dir := binary.dir; dir != "" {
		_ = os.RemoveAll(dir) // a temporary folder left over harms nobody
	}
}

// binary is the real program, built once for the tests that need it.
var binary struct {
	once sync.Once
	dir  string
	path string
	err  error
}

func builtBinary(t *testing.T) string {
	t.Helper()
	binary.once.Do(func() {
		// Not t.TempDir, which ends with the first test that asks.
		binary.dir, binary.err = os.MkdirTemp("", "leaseview-test-") //nolint:usetesting // outlives this test; TestMain removes it
		if binary.err != nil {
			return
		}
		binary.path = filepath.Join(binary.dir, "leaseview")
		cmd := exec.Command("go", "build", "-o", binary.path, "leaseview")
		if out, err := cmd.CombinedOutput(); err != nil {
			binary.err = fmt.Errorf("go build: %w\n%s", err, out)
		}
	})
	if binary.err != nil {
		t.Fatal(binary.err)
	}
	return binary.path
}

// patience is how long a test waits for the program before it fails. Only a
// failing test waits so long.
const patience = 20 * time.Second

// lastBytes is how long a test waits for what a program wrote before it ended.
const lastBytes = 2 * time.Second

// screen is a terminal with the real program in it.
type screen struct {
	t           *testing.T
	cmd         *exec.Cmd
	ours        *os.File // the terminal's side
	theirs      *os.File // the program's side, kept open to read its state
	before      *term.State
	exited      chan error
	readerDone  chan struct{}
	answersDone chan struct{}

	mu      sync.Mutex
	vt      *vt.Emulator
	wire    bytes.Buffer // every byte that the program wrote
	changed chan struct{}
}

// terminalOptions describe a terminal and what runs in it.
type terminalOptions struct {
	width, height int
	silent        bool // answers no query
	env           []string
	args          []string
}

// openTerminal starts the program in a terminal of its own.
func openTerminal(t *testing.T, o terminalOptions) *screen {
	t.Helper()
	path := builtBinary(t)
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Fatalf("opening a terminal: %v", err)
	}
	s := &screen{
		t: t, ours: ours, theirs: theirs, vt: vt.NewEmulator(o.width, o.height),
		exited: make(chan error, 1), readerDone: make(chan struct{}), answersDone: make(chan struct{}), changed: make(chan struct{}),
	}
	s.size(o.width, o.height)
	if s.before, err = term.GetState(theirs.Fd()); err != nil {
		t.Fatal(err)
	}
	s.cmd = exec.Command(path, o.args...)
	s.cmd.Env = append([]string{"TERM=xterm-256color", "COLORTERM=truecolor", "PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}, o.env...)
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = theirs, theirs, theirs
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.read()
	go s.answer(o.silent)
	go func() { s.exited <- s.cmd.Wait() }()
	t.Cleanup(s.close)
	return s
}

// close ends whatever is left.
func (s *screen) close() {
	_ = s.cmd.Process.Kill() // it has mostly ended by itself
	s.theirs.Close()
	s.ours.Close()
	<-s.readerDone
	// The emulator's own Close races with its Read; the end of its answers is
	// all there is to wait for.
	if answers, ok := s.vt.InputPipe().(io.Closer); ok {
		_ = answers.Close() // a pipe in memory
		<-s.answersDone
	}
}

// read takes what the program writes.
func (s *screen) read() {
	defer close(s.readerDone)
	buf := make([]byte, 64<<10)
	for {
		n, err := s.ours.Read(buf)
		s.mu.Lock()
		s.wire.Write(buf[:n])
		_, _ = s.vt.Write(buf[:n]) // it takes everything
		close(s.changed)
		s.changed = make(chan struct{})
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// answer sends the terminal's answers to the program's queries, or drops them.
func (s *screen) answer(silent bool) {
	defer close(s.answersDone)
	to := io.Writer(s.ours)
	if silent {
		to = io.Discard
	}
	_, _ = io.Copy(to, s.vt) // ends with the terminal
}

func (s *screen) size(width, height int) {
	s.t.Helper()
	if err := pty.Setsize(s.ours, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		s.t.Fatal(err)
	}
}

// resize changes the terminal's size as a person does, who pulls at its corner.
func (s *screen) resize(width, height int) {
	s.t.Helper()
	s.mu.Lock()
	s.vt.Resize(width, height)
	s.mu.Unlock()
	s.size(width, height)
}

// press types keys.
func (s *screen) press(keys string) {
	s.t.Helper()
	if _, err := s.ours.WriteString(keys); err != nil {
		s.t.Fatalf("typing %q: %v", keys, err)
	}
}

// look returns the text on the screen, and every byte written so far.
func (s *screen) look() (text, wire string, changed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return ansi.Strip(s.vt.Render()), s.wire.String(), s.changed
}

// waitFor waits until the screen shows all of these texts.
func (s *screen) waitFor(within time.Duration, texts ...string) string {
	s.t.Helper()
	return s.waitUntil(within, fmt.Sprintf("the screen shows %q", texts), func(text, _ string) bool {
		for _, want := range texts {
			if !strings.Contains(text, want) {
				return false
			}
		}
		return true
	})
}

// waitUntil waits until a condition on the screen's text and on the bytes
// written holds, and returns the text.
func (s *screen) waitUntil(within time.Duration, what string, holds func(text, wire string) bool) string {
	s.t.Helper()
	deadline := time.NewTimer(within)
	defer deadline.Stop()
	exited := s.exited
	for {
		text, wire, changed := s.look()
		if holds(text, wire) {
			return text
		}
		select {
		case <-changed:
		case err := <-exited:
			// Its last bytes may still be on their way.
			s.exited <- err
			exited = nil
			deadline.Reset(lastBytes)
		case <-deadline.C:
			s.t.Fatalf("within %v not yet: %s; ended: %v; the screen:\n%s\nthe last bytes: %q",
				within, what, exited == nil, text, last(wire, 2000))
		}
	}
}

func last(s string, n int) string { return s[max(0, len(s)-n):] }

// wantExit waits for the program's end and checks its exit code.
func (s *screen) wantExit(code int) {
	s.t.Helper()
	select {
	case err := <-s.exited:
		s.exited <- err
		var status *exec.ExitError
		if err != nil && !errors.As(err, &status) {
			s.t.Fatal(err)
		}
		if got := s.cmd.ProcessState.ExitCode(); got != code {
			text, _, _ := s.look()
			s.t.Errorf("exit code %d, want %d; the screen:\n%s", got, code, text)
		}
	case <-time.After(patience):
		s.t.Fatal("the program does not end")
	}
}

// wantRestored checks that the terminal is as it was before the program ran.
func (s *screen) wantRestored() {
	s.t.Helper()
	after, err := term.GetState(s.theirs.Fd())
	if err != nil {
		s.t.Fatal(err)
	}
	if *after != *s.before {
		s.t.Errorf("the terminal's line settings were not restored:\n before %+v\n after  %+v", *s.before, *after)
	}
	// What the program wrote may still be on its way.
	modes := map[string]string{
		"alternate screen": "1049", "mouse clicks": "1000", "mouse drags": "1002", "mouse motion": "1003",
		"mouse in SGR": "1006", "bracketed paste": "2004", "focus reports": "1004",
	}
	s.waitUntil(patience, "the cursor is shown and all modes are off", func(_, wire string) bool {
		for _, mode := range modes {
			if strings.LastIndex(wire, "\x1b[?"+mode+"h") > strings.LastIndex(wire, "\x1b[?"+mode+"l") {
				return false
			}
		}
		return strings.LastIndex(wire, "\x1b[?25h") >= strings.LastIndex(wire, "\x1b[?25l")
	})
}
