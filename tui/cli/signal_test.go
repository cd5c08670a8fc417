//go:build !windows

package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"syscall"
	"testing"
)

// TestSignals sends this very process the signals that the program takes, so no
// test may run beside it that takes them too.
//
//nolint:paralleltest // see above
func TestSignals(t *testing.T) {
	for signal, want := range map[syscall.Signal]struct {
		code int
		text string
	}{
		syscall.SIGINT:  {130, "ended by signal: interrupt"},
		syscall.SIGTERM: {143, "ended by signal: terminated"},
		syscall.SIGHUP:  {129, "ended by signal: hangup"},
	} {
		ctx, stop := untilSignal(t.Context())
		if err := syscall.Kill(os.Getpid(), signal); err != nil {
			t.Fatal(err)
		}
		<-ctx.Done()
		if cause := context.Cause(ctx); cause.Error() != want.text {
			t.Errorf("%v: the cause is %v", signal, cause)
		}
		var stderr bytes.Buffer
		// What else went wrong is not said: the one who sent the signal knows.
		if code := (&app{stderr: &stderr}).report(ctx, errors.New("cut short")); code != want.code || stderr.Len() > 0 {
			t.Errorf("%v: exit code %d, %q", signal, code, &stderr)
		}
		stop()
	}
}
