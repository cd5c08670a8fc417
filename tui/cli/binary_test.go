//go:build !windows

package cli_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"leaseview/tui/cli"
	"leaseview/tui/internal/story"
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

// started is the program with a command line, in a terminal of 80x24.
func started(t *testing.T, args ...string) *story.Terminal {
	t.Helper()
	return story.Process(t, builtBinary(t), story.Setup{Width: 80, Height: 24, Args: args})
}

// here runs the program in the test itself, on a machine that is given, in a
// terminal of 80x24.
func here(ctx context.Context, t *testing.T, m cli.Machine, with story.Setup) *story.Terminal {
	t.Helper()
	with.Width, with.Height = 80, 24
	return story.Here(t, with, func(tty *os.File, environment []string) int {
		var pairs []string
		for _, line := range environment {
			name, value, _ := strings.Cut(line, "=")
			pairs = append(pairs, name, value)
		}
		return m.Run(ctx, with.Args, env(pairs...), tty, tty, tty)
	})
}

// A shell takes what the emulator prints while the emulator goes on beside it,
// and ends it by the number that it was told.
func TestAShellEvaluatesTheEmulator(t *testing.T) {
	t.Parallel()
	script := `eval "$("$1" emulator --token 'a~b=' 2>/dev/null &)"
sh -c 'echo "$CLOUDFLARE_API_TOKEN $CLOUDFLARE_ACCOUNT_ID $CLOUDFLARE_BASE_URL"'
kill "$LEASEVIEW_EMULATOR_PID" && echo ended`
	out, err := exec.CommandContext(t.Context(), "sh", "-c", script, "sh", builtBinary(t)).CombinedOutput()
	want := "a~b= 5ca1ab1e0ddba11c0ffee0decade5eed http://127.0.0.1:"
	if text := string(out); err != nil || !strings.HasPrefix(text, want) || !strings.HasSuffix(text, "/client/v4\nended\n") {
		t.Errorf("%v: %s", err, text)
	}
}
