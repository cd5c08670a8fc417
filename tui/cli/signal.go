package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// signalError is the cause of a context that a signal ended.
type signalError struct{ signal syscall.Signal }

func (e signalError) Error() string { return "ended by signal: " + e.signal.String() }

// exitCode is what a shell expects of a program that a signal ended.
func (e signalError) exitCode() int { return 128 + int(e.signal) }

// endings are the signals that ask the program to end in good order.
var endings = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}

// untilSignal returns a context that ends with the first signal that asks the
// program to. The next one ends the program at once.
func untilSignal(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, endings...)
	go func() {
		defer signal.Stop(signals)
		select {
		case s := <-signals:
			if number, ok := s.(syscall.Signal); ok {
				cancel(signalError{number})
			}
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(context.Canceled) }
}
