package story

import (
	"context"
	"io"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"leaseview/tui"
)

// Virtual drives the whole program in a synctest bubble: real Bubble Tea, a
// terminal in memory, virtual time, no ports and no sleeps that take any.
type Virtual struct {
	*Story
	Program   *tea.Program
	Terminal  *vt.SafeEmulator
	Suspended atomic.Int32 // how often ctrl+z would have stopped the program

	done chan struct{}
	left tea.Model // once the program has ended, until it has left
}

// Virtually runs a story in a bubble of its own, from the program's start to
// its end.
func Virtually(t *testing.T, with Setup, story func(*Virtual)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		v := StartVirtual(t, with)
		story(v)
		v.Stop()
	})
}

// StartVirtual starts the program in the bubble that the test runs in.
func StartVirtual(t *testing.T, with Setup) *Virtual {
	t.Helper()
	if with.Width == 0 {
		with.Width, with.Height = 140, 24
	}
	if with.Profile == 0 {
		with.Profile = colorprofile.TrueColor
	}
	v := &Virtual{Story: &Story{T: t, World: newWorld(t, with)}, done: make(chan struct{})}
	v.by = v
	v.Terminal = vt.NewSafeEmulator(with.Width, with.Height)
	v.Terminal.RegisterOscHandler(52, v.takeOSC52)
	go func() { _, _ = io.Copy(io.Discard, v.Terminal) }()
	// Without an input that is a terminal, Bubble Tea ends lines as a terminal
	// in its ordinary mode wants them.
	_, _ = v.Terminal.WriteString(newLineMode)
	v.Program = tea.NewProgram(tui.New(context.Background(), v.options(t, with)),
		tea.WithInput(nil), tea.WithOutput(v.Terminal), tea.WithoutSignalHandler(), tea.WithFilter(v.withoutSuspending),
		tea.WithWindowSize(with.Width, with.Height), tea.WithColorProfile(with.Profile),
		tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithFPS(framesPerSecond))
	go func() {
		defer close(v.done)
		model, err := v.Program.Run()
		if err != nil {
			t.Errorf("the program ended with %v", err)
		}
		v.left = model
	}()
	v.Settle()
	return v
}

const newLineMode = "\x1b[20h"

// withoutSuspending keeps ctrl+z from stopping the test's own process: the
// program sees what it would after "fg".
func (v *Virtual) withoutSuspending(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, ok := msg.(tea.SuspendMsg); ok {
		v.Suspended.Add(1)
		return tea.ResumeMsg{}
	}
	return msg
}

// Frame is long enough for the renderer to have drawn what Update did.
const Frame = 50 * time.Millisecond

const framesPerSecond = 25

// Settle waits until nothing but timers is left to happen, and the screen is drawn.
func (v *Virtual) Settle() {
	synctest.Wait()
	time.Sleep(Frame)
	synctest.Wait()
}

// WaitUntil lets virtual time pass up to a moment, at which nothing that is due
// a frame later has happened.
func (v *Virtual) WaitUntil(at time.Time) {
	time.Sleep(time.Until(at))
	synctest.Wait()
}

func (v *Virtual) send(msg tea.Msg) {
	v.Program.Send(msg)
	v.Settle()
}

func (v *Virtual) resize(w, h int) {
	v.Terminal.Resize(w, h)
	v.send(tea.WindowSizeMsg{Width: w, Height: h})
}

func (v *Virtual) pass(d time.Duration) {
	time.Sleep(d)
	v.Settle()
}

func (v *Virtual) render() string { return v.Terminal.Render() }

func (v *Virtual) soon(holds func() bool) bool { return holds() }

func (v *Virtual) inTime(holds func() bool) bool {
	return patiently(holds, v.Settle)
}

// patiently lets virtual time pass, step by step, until something holds.
func patiently(holds func() bool, step func()) bool {
	for end := time.Now().Add(Patience); time.Now().Before(end); step() {
		if holds() {
			return true
		}
	}
	return false
}

func (v *Virtual) running() bool {
	select {
	case <-v.done:
		return false
	default:
		return true
	}
}

// Reported are the lines that the program has ended with. They come once: what
// has left has nothing more to settle.
func (v *Virtual) Reported() []string {
	v.T.Helper()
	v.Settle()
	if v.running() {
		v.T.Fatalf("the program still runs:\n%s", v.Screen())
	}
	return v.leave()
}

func (v *Virtual) reports(want []string) {
	v.T.Helper()
	sameLines(v.T, v.Reported(), want)
}

func sameLines(t *testing.T, got, want []string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the program reports\n %q, want\n %q", got, want)
	}
}

// Stop ends the program however it likes to be asked, and lets its timers run
// out.
func (v *Virtual) Stop() {
	for range 2 {
		if v.running() {
			v.send(Key("ctrl+c"))
		}
	}
	if v.running() {
		v.T.Errorf("the program still runs after ctrl+c, pressed twice:\n%s", v.Screen())
		v.Program.Kill()
	}
	<-v.done
	v.leave()
	_ = v.Terminal.Close()
	time.Sleep(afterlife)
}

// leave does what the command line does once the screen is the shell's again.
func (v *Virtual) leave() []string {
	m, ok := v.left.(*tui.Model)
	if !ok {
		return nil
	}
	v.left = nil
	return leave(m)
}

func leave(m *tui.Model) []string {
	ctx, cancel := context.WithTimeout(context.Background(), tui.LeaveTime)
	defer cancel()
	return m.Leave(ctx)
}

// afterlife is longer than any timer that the program may leave behind.
const afterlife = time.Minute
