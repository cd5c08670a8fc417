package cli

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui"
)

// framesPerSecond is twice the library's default. A key's effect waits for the
// next frame: its median latency in a terminal is 8 ms, against 10 ms of a bare
// program at 60 frames and 21 ms at 30. A frame in which nothing changed draws
// nothing, so that the idle program still costs less than that bare one.
const framesPerSecond = 120

// runScreen runs the full-screen program until the user leaves it.
func (a *app) runScreen(ctx context.Context, s settings) error {
	log, closeLog, err := openDebugLog(s.debug, a.token.hide)
	if err != nil {
		return err
	}
	defer closeLog()
	from, err := a.open(ctx, s, log)
	if err != nil {
		return err
	}
	defer from.close()
	journal, closeJournal, err := openJournal(s, from)
	if err != nil {
		return err
	}
	log.Info("start", "version", version(), "base_url", from.baseURL, "queue", s.screen.Queue, "demo", s.screen.Demo)
	// The program's calls outlive a signal: an answer that comes late says what
	// is leased.
	model := tui.New(context.WithoutCancel(ctx), a.screenOptions(s, from, journal))
	attendance := attend(a.stderr, model.Held)
	program := tea.NewProgram(careful{model, a.token.hide},
		tea.WithInput(a.stdin),
		tea.WithOutput(a.stdout),
		tea.WithEnvironment(terminalEnvironment(a.getenv)),
		tea.WithFPS(framesPerSecond),
		tea.WithoutSignalHandler(), // Run's context ends with the signals
		tea.WithFilter(attendance.filter),
	)
	end := attendance.begin(program)
	err = runUntil(ctx, program, attendance.quit)
	end()
	if ended, ok := errors.AsType[signalError](err); ok {
		return errors.Join(ended, closeJournal())
	}
	a.leave(ctx, model)
	err = errors.Join(err, closeJournal())
	log.Info("end", "error", err)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, tea.ErrProgramPanic):
		return failure{errors.New("the program failed and had to stop: what is written above says where")}
	default:
		return failure{fmt.Errorf("the screen stopped: %w", err)}
	}
}

// runUntil runs the program until it or the context ends. A context of the
// library's own (tea.WithContext) would kill the program, and a killed one closes
// its input under its reader; this one quits it, which waits for the reader. Once
// quit is closed nothing is waited for: the program may hang.
func runUntil(ctx context.Context, program *tea.Program, quit <-chan struct{}) error {
	defer context.AfterFunc(ctx, program.Quit)()
	ended := make(chan error, 1)
	go func() {
		_, err := program.Run()
		ended <- err
	}()
	select {
	case <-quit:
		return signalError{syscall.SIGQUIT}
	case err := <-ended:
		if err != nil {
			return err
		}
		return ctx.Err()
	}
}

// screenOptions adds to the settings of the screen what it works with.
func (a *app) screenOptions(s settings, source source, journal tui.Journal) tui.Options {
	options := s.screen
	options.Account, options.BaseURL = source.account, source.baseURL
	options.Reader, options.Calls, options.Journal = source.client, source.calls, journal
	if !s.readOnly {
		options.Leaser = source.client
	}
	options.Now, options.Location, options.Clipboard = a.machine.Now, a.machine.Location, a.systemClipboard()
	options.Between = a.multiplexer()
	if options.Location == nil {
		options.Location = time.Local
	}
	return options
}
