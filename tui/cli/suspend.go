//go:build !windows

package cli

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"

	"leaseview/tui"
)

// attendance is what the full-screen program owes its terminal when a signal
// stops it, lets it go on or ends it on the spot. The library does so for its
// own key alone.
type attendance struct {
	program *tea.Program
	stderr  io.Writer
	held    func() []string // what is said of the leases, asked in the program's loop
	signals chan os.Signal
	away    atomic.Bool   // it stops, or has stopped, by itself
	goesOn  chan struct{} // gets one when it goes on from there
	ending  chan struct{} // closed by the first signal that ends the program
	done    chan struct{}
	quit    chan struct{} // closed when SIGQUIT has ended the program
}

// continued says that the program goes on after a stop that it could do nothing
// about, such as SIGSTOP: the shell has used the terminal in between.
type continued struct{}

// stopsTheJob is what the program stops itself by. A SIGTSTP that was listened for
// once can't be given its meaning back: Go's runtime keeps its handler, which
// drops it. The kernel takes this one for the same, and drops it where no shell
// would ever let the job go on. It is also what stops a job that touches its
// terminal behind the shell's back.
const stopsTheJob = syscall.SIGTTOU

// stopPatience is how long the program waits to be stopped by its own signal,
// which takes a while on a busy machine.
const stopPatience = time.Second

// clockStops is how long the library's renderer may take to stop its clock once it
// has let go of the terminal. One that stops later stops for good.
const clockStops = 100 * time.Millisecond

// frontPoll is how often the program looks whether the terminal is its own again.
// No signal tells.
const frontPoll = 50 * time.Millisecond

// attend makes what the program's messages pass through; held is asked there.
func attend(stderr io.Writer, held func() []string) *attendance {
	return &attendance{
		stderr: stderr, held: held,
		signals: make(chan os.Signal, 8), goesOn: make(chan struct{}, 1),
		ending: make(chan struct{}), done: make(chan struct{}), quit: make(chan struct{}),
	}
}

// begin listens until the returned function is called.
func (a *attendance) begin(program *tea.Program) (end func()) {
	a.program = program
	signal.Notify(a.signals, append(endings, syscall.SIGTSTP, syscall.SIGCONT, syscall.SIGQUIT)...)
	go func() {
		for {
			select {
			case s := <-a.signals:
				a.heed(s)
			case <-a.done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(a.signals)
		close(a.done)
	}
}

// heed leaves to the program's own loop whatever it can wait for.
func (a *attendance) heed(s os.Signal) {
	switch s {
	case syscall.SIGTSTP:
		a.program.Send(tea.SuspendMsg{})
	case syscall.SIGCONT:
		if a.away.Load() {
			select {
			case a.goesOn <- struct{}{}:
			default:
			}
			return
		}
		a.program.Send(continued{})
	case syscall.SIGQUIT:
		signal.Ignore(stopsTheJob)
		a.die()
		signal.Stop(a.signals)
	default:
		// It ends, perhaps behind the shell's back, and must not be stopped again
		// for giving the terminal back.
		signal.Ignore(stopsTheJob)
		select {
		case <-a.ending:
		default:
			close(a.ending)
		}
	}
}

// filter takes the program's messages before it does: the key that suspends and
// the signals have one way.
func (a *attendance) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case tea.SuspendMsg:
		return a.aside(a.suspend)
	case continued:
		a.awaitFront()
		return a.aside(func() tea.Msg { return tea.ResumeMsg{} })
	}
	return msg
}

// awaitFront waits until the terminal is the program's, or the program ends. One
// that goes on behind the shell's back would be stopped for touching it, and then
// hear of no signal that is to end it.
func (a *attendance) awaitFront() {
	for !inFront() {
		select {
		case <-a.ending:
			return
		case <-time.After(frontPoll):
		}
	}
}

// inFront says whether the terminal is this job's, and not the shell's or another
// job's.
func inFront() bool {
	terminal, err := os.Open("/dev/tty")
	if err != nil {
		return true // there is none that could stop the program
	}
	defer terminal.Close()
	group, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCGPGRP)
	return err != nil || group == unix.Getpgrp()
}

// aside gives the terminal back for as long as something takes, and takes it
// again as it is found then.
func (a *attendance) aside(what func() tea.Msg) tea.Msg {
	if err := a.program.ReleaseTerminal(); err != nil {
		return nil
	}
	msg := what()
	time.Sleep(clockStops)
	a.awaitFront()
	if err := a.program.RestoreTerminal(); err != nil {
		// The terminal is gone: its reader ends the program.
		return nil
	}
	return msg
}

// suspend stops the whole job, as the terminal's own key would, and tells the
// shell what is leased meanwhile.
func (a *attendance) suspend() tea.Msg {
	for _, line := range a.held() {
		fmt.Fprintln(a.stderr, "leaseview:", line)
	}
	a.away.Store(true)
	defer a.away.Store(false)
	if err := syscall.Kill(0, stopsTheJob); err != nil {
		return tui.NotSuspended{}
	}
	// The time that it was stopped counts: then it may be over before the news is
	// here that the program goes on.
	for _, patience := range []time.Duration{stopPatience, stopPatience / 10} {
		select {
		case <-a.goesOn:
			return tea.ResumeMsg{}
		case <-time.After(patience):
		}
	}
	return tui.NotSuspended{}
}

// die makes an end of the program where it stands, as SIGQUIT does by default,
// but for the terminal: what hangs must not keep that.
func (a *attendance) die() {
	released := make(chan struct{})
	go func() {
		defer close(released)
		_ = a.program.ReleaseTerminal() // whatever fails of it, this is the end
	}()
	select {
	case <-released:
	case <-time.After(time.Second):
	}
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	fmt.Fprintf(a.stderr, "leaseview: SIGQUIT: ended at once, where it stood; leases that were held stay until they lapse\n\n%s\n", stacks)
	close(a.quit)
}
