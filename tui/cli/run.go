package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
)

// The exit codes, beside 128 plus the number of a signal that ended the program.
const (
	exitOK      = 0
	exitFailure = 1 // something failed while the program ran
	exitUsage   = 2 // a flag, the environment or the terminal is not what it must be
)

// Run runs leaseview with its arguments (without the program's name) and
// returns its exit code. getenv is the only way to the environment. The
// full-screen program needs stdin and stdout to be terminals.
//
// SIGINT, SIGTERM and SIGHUP end it in good order; SIGQUIT where it stands.
func Run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	return Machine{Now: time.Now}.Run(ctx, args, getenv, stdin, stdout, stderr)
}

// Machine is what the program takes from the machine beside what Run is given.
type Machine struct {
	Now func() time.Time
	// Location is the time zone of local times; nil is the machine's.
	Location *time.Location
	// Ticks is what moves the demo's traffic, a step each; nil is a ticker.
	Ticks <-chan time.Time
}

// Run is [Run] on that machine.
func (m Machine) Run(
	ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer,
) int {
	ctx, stop := untilSignal(ctx)
	defer stop()
	token := secret(strings.TrimSpace(getenv(envToken)))
	a := &app{machine: m, getenv: getenv, token: token, stdin: stdin, stdout: stdout, stderr: printed{stderr, token.hide}}
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(printed{to: stdout})
	root.SetErr(a.stderr)
	addCompletion(root)
	err := root.ExecuteContext(ctx)
	return a.report(ctx, err)
}

// app is one run of the program.
type app struct {
	machine Machine
	getenv  func(string) string
	token   secret // as the environment has it
	stdin   io.Reader
	stdout  io.Writer // also the screen's: whoever else writes to it goes by printed
	stderr  io.Writer
}

// failure is an error that is nobody's slip on the command line.
type failure struct{ err error }

func (f failure) Error() string { return f.err.Error() }
func (f failure) Unwrap() error { return f.err }

// report says on stderr what went wrong and returns the exit code.
func (a *app) report(ctx context.Context, err error) int {
	if err == nil {
		return exitOK
	}
	for _, why := range []error{context.Cause(ctx), err} {
		if ended, ok := errors.AsType[signalError](why); ok {
			return ended.exitCode()
		}
	}
	fmt.Fprintln(a.stderr, "leaseview: "+err.Error())
	var f failure
	if errors.As(err, &f) {
		return exitFailure
	}
	return exitUsage
}

// version is the module's version as the build recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "dev"
	}
	return info.Main.Version
}

// isTerminal says whether a reader or writer is a terminal.
func isTerminal(x any) bool {
	f, ok := x.(term.File)
	return ok && term.IsTerminal(f.Fd())
}
