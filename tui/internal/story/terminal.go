//go:build !windows

package story

import (
	"bytes"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// Terminal drives the real program in a terminal of its own, in real time.
// What it is asked to see it waits for, and a story that waits in vain ends.
type Terminal struct {
	*Story
	// Env is what the program's environment says of its world, for another program
	// beside it.
	Env []string

	process     *os.Process // nil where the program runs in the test itself
	ours        *os.File    // the terminal's side
	theirs      *os.File    // the program's side, kept open to read its state
	before      *term.State
	exited      chan int // the exit code, put back by who takes it
	readerDone  chan struct{}
	answersDone chan struct{}

	mu      sync.Mutex
	vt      *vt.Emulator
	wire    bytes.Buffer // every byte that the program wrote
	changed chan struct{}
}

// lastBytes is how long a story waits for what a program wrote before it ended.
const lastBytes = 2 * time.Second

// Process starts the program at path in a terminal. Where the setup has queues
// it finds their server in its environment.
func Process(t *testing.T, path string, with Setup) *Terminal {
	t.Helper()
	s, env := open(t, with)
	cmd := exec.Command(path, with.Args...)
	cmd.Env = append([]string{"TERM=xterm-256color", "COLORTERM=truecolor", "PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}, env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.theirs, s.theirs, s.theirs
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.process = cmd.Process
	go func() {
		var status *exec.ExitError
		if err := cmd.Wait(); err != nil && !errors.As(err, &status) {
			t.Error(err)
		}
		s.exited <- cmd.ProcessState.ExitCode()
	}()
	t.Cleanup(s.close)
	return s
}

// Here is [Process] without one: the program runs in the test. It is given its
// side of the terminal and its environment, NAME=value each, and returns its
// exit code.
func Here(t *testing.T, with Setup, program func(tty *os.File, env []string) int) *Terminal {
	t.Helper()
	s, env := open(t, with)
	// Both sides stay open until the tests end: after a panic a reader of the
	// framework may still be about to look at the program's side.
	heldOpen.Store(s.theirs, s.ours)
	go func() { s.exited <- program(s.theirs, append([]string{"TERM=xterm-256color"}, env...)) }()
	return s
}

// heldOpen keeps files from being closed, by the garbage collector too.
var heldOpen sync.Map

// open makes a terminal with nothing in it, and what an environment says of the
// setup's world.
func open(t *testing.T, with Setup) (s *Terminal, env []string) {
	t.Helper()
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Fatalf("opening a terminal: %v", err)
	}
	s = &Terminal{
		Story: &Story{T: t, World: World{ByOSC: &Clipboard{}}, ends: true},
		ours:  ours, theirs: theirs, vt: vt.NewEmulator(with.Width, with.Height),
		exited: make(chan int, 1), readerDone: make(chan struct{}), answersDone: make(chan struct{}), changed: make(chan struct{}),
	}
	s.by = s
	if len(with.Seed.Queues) > 0 {
		s.World = newWorld(t, with)
		served := httptest.NewServer(s.Server.Handler())
		t.Cleanup(served.Close)
		env = []string{
			"CLOUDFLARE_BASE_URL=" + served.URL + "/client/v4",
			"CLOUDFLARE_ACCOUNT_ID=" + s.Server.Account(), "CLOUDFLARE_API_TOKEN=" + s.Server.Token(),
		}
	}
	s.vt.RegisterOscHandler(52, s.takeOSC52)
	s.size(with.Width, with.Height)
	if s.before, err = term.GetState(theirs.Fd()); err != nil {
		t.Fatal(err)
	}
	s.Env = append(env, with.Env...)
	go s.read()
	go s.answer(with.Silent)
	return s, s.Env
}

// close ends whatever is left.
func (s *Terminal) close() {
	_ = s.process.Kill() // it has mostly ended by itself
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
func (s *Terminal) read() {
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
func (s *Terminal) answer(silent bool) {
	defer close(s.answersDone)
	to := io.Writer(s.ours)
	if silent {
		to = io.Discard
	}
	_, _ = io.Copy(to, s.vt) // ends with the terminal
}

func (s *Terminal) size(width, height int) {
	s.T.Helper()
	if err := pty.Setsize(s.ours, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		s.T.Fatal(err)
	}
}

// resize changes the size as a person does, who pulls at the window's corner.
func (s *Terminal) resize(width, height int) {
	s.T.Helper()
	s.mu.Lock()
	s.vt.Resize(width, height)
	s.mu.Unlock()
	s.size(width, height)
}

func (s *Terminal) send(msg tea.Msg) {
	s.T.Helper()
	typed := onWire(msg)
	if typed == "" {
		s.T.Fatalf("no bytes are known for %T %+v", msg, msg)
	}
	if _, err := s.ours.WriteString(typed); err != nil {
		s.T.Fatalf("typing %q: %v", typed, err)
	}
	if typed == escape {
		time.Sleep(escapeAlone)
	}
}

// An escape that another key follows at once is a sequence, or that key with
// alt. Nobody types so fast.
const (
	escape      = "\x1b"
	escapeAlone = 250 * time.Millisecond
)

func (s *Terminal) pass(d time.Duration) { time.Sleep(d) }

func (s *Terminal) render() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.vt.Render()
}

// Wire is every byte that the program has written so far.
func (s *Terminal) Wire() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wire.String()
}

func (s *Terminal) soon(holds func() bool) bool { return s.inTime(holds) }

func (s *Terminal) inTime(holds func() bool) bool { return s.within(Patience, holds) }

// within says whether something holds before so much time is over.
func (s *Terminal) within(limit time.Duration, holds func() bool) bool {
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	exited := s.exited
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if holds() {
			return true
		}
		select {
		case <-changed:
		case code := <-exited:
			// Its last bytes may still be on their way.
			s.exited <- code
			exited = nil
			deadline.Reset(lastBytes)
		case <-deadline.C:
			return false
		}
	}
}

// Until waits until a condition on the screen's text and on the bytes written
// holds, which what describes.
func (s *Terminal) Until(what string, holds func(text, wire string) bool) {
	s.T.Helper()
	s.Within(Patience, what, holds)
}

// Within is [Terminal.Until] for what may not take longer.
func (s *Terminal) Within(limit time.Duration, what string, holds func(text, wire string) bool) {
	s.T.Helper()
	if s.within(limit, func() bool { return holds(s.Screen(), s.Wire()) }) {
		return
	}
	wire := s.Wire()
	s.T.Fatalf("within %v not yet: %s; ended: %v; the screen:\n%s\nthe last bytes: %q",
		limit, what, !s.running(), s.Screen(), wire[max(0, len(wire)-2000):])
}

func (s *Terminal) running() bool { return len(s.exited) == 0 }
