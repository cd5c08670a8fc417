package main

import (
	"context"
	"fmt"
	"image/color"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// scene is one picture: a terminal, how to start the program, and what a person
// does before the picture is taken.
type scene struct {
	name          string
	title         string // of the window
	width, height int
	light         bool
	noColor       bool
	args          []string
	steps         []step
}

// step is something done in a scene: keys are typed, then time passes, then the
// screen must show a text.
type step struct {
	keys  string
	pass  time.Duration
	shows string
}

// settle is how long a screen has to stay the same before it counts as still.
// It is longer than the second in which the program looks at its clock.
const settle = 1300 * time.Millisecond

// patience is how long a scene waits for what it wants to see.
const patience = 30 * time.Second

// play runs the program through a scene and returns what is then on its screen.
func play(ctx context.Context, s scene) (uv.Screen, error) {
	t, err := open(ctx, s)
	if err != nil {
		return nil, err
	}
	defer t.close()
	for _, step := range s.steps {
		if err := t.do(ctx, step); err != nil {
			return nil, err
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	screen := uv.NewScreenBuffer(s.width, s.height)
	t.vt.Draw(screen, screen.Bounds())
	return screen, nil
}

// theatre is a terminal with the program in it.
type theatre struct {
	program  *exec.Cmd
	terminal *os.File // our side of it
	time     *os.File // what is written here lets time pass; see stage
	reading  sync.WaitGroup

	mu      sync.Mutex
	vt      *vt.Emulator
	changed time.Time
}

// open starts the program. The terminal tells it the scene's background.
func open(ctx context.Context, s scene) (*theatre, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	pipe, passing, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer pipe.Close()
	t := &theatre{time: passing, vt: vt.NewEmulator(s.width, s.height), changed: time.Now()}
	t.vt.SetDefaultBackgroundColor(parse(s.look().background))
	t.vt.SetDefaultForegroundColor(parse(s.look().text))
	t.program = exec.CommandContext(ctx, self, append([]string{"stage"}, s.args...)...)
	t.program.Env = []string{"TERM=xterm-256color", "COLORTERM=truecolor", "HOME=/", "PATH=" + os.Getenv("PATH")}
	if s.noColor {
		t.program.Env = append(t.program.Env, "NO_COLOR=1")
	}
	t.program.ExtraFiles = []*os.File{pipe}
	t.terminal, err = pty.StartWithSize(t.program, &pty.Winsize{Cols: uint16(s.width), Rows: uint16(s.height)})
	if err != nil {
		passing.Close()
		return nil, fmt.Errorf("starting the program in a terminal: %w", err)
	}
	t.reading.Go(t.read)
	t.reading.Go(func() { _, _ = io.Copy(t.terminal, t.vt) }) // the terminal's answers; ends with it
	return t, nil
}

// read takes what the program writes until it ends.
func (t *theatre) read() {
	buf := make([]byte, 64<<10)
	for {
		n, err := t.terminal.Read(buf)
		t.mu.Lock()
		before := t.vt.Render()
		_, _ = t.vt.Write(buf[:n]) // it takes everything
		if t.vt.Render() != before {
			t.changed = time.Now()
		}
		t.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// close ends the program, which has nothing to lose.
func (t *theatre) close() {
	_ = t.program.Process.Signal(syscall.SIGKILL) // it may have ended by itself
	_ = t.program.Wait()                          // killed, as it should be
	if answers, ok := t.vt.InputPipe().(io.Closer); ok {
		_ = answers.Close() // a pipe in memory
	}
	t.terminal.Close()
	t.time.Close()
	t.reading.Wait()
}

// do carries out a step.
func (t *theatre) do(ctx context.Context, s step) error {
	if s.keys != "" {
		if _, err := io.WriteString(t.terminal, s.keys); err != nil {
			return err
		}
	}
	if s.pass > 0 {
		if _, err := fmt.Fprintln(t.time, s.pass); err != nil {
			return err
		}
	}
	return t.still(ctx, s.shows)
}

// still waits until the screen shows a text and stays the same.
func (t *theatre) still(ctx context.Context, shows string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	asked := time.Now()
	for {
		t.mu.Lock()
		text, changed := ansi.Strip(t.vt.Render()), t.changed
		t.mu.Unlock()
		if strings.Contains(text, shows) && time.Since(changed) >= settle && time.Since(asked) >= settle {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the screen does not show %q and come to rest:\n%s", shows, text)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// parse reads a colour written as #rrggbb.
func parse(hex string) color.Color {
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		panic("not a colour: " + hex)
	}
	return color.RGBA{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n), A: 0xff}
}
