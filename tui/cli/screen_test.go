//go:build !windows

package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"leaseview/tui/internal/story"
)

// countsDown waits until leased rows count down.
func countsDown(s *story.Terminal) {
	s.T.Helper()
	s.Until("leased rows count down", func(text, _ string) bool {
		return strings.Contains(text, "leased") && countdown.MatchString(text)
	})
}

var countdown = regexp.MustCompile(` 0:[0-5][0-9] `)

func TestDemoInATerminal(t *testing.T) {
	t.Parallel()
	// None of these is near its last delivery, so a pull asks nothing.
	s := started(t, "--demo", "emails")
	s.Sees("emails", "peeked")
	s.Press("p")
	countsDown(s)
	s.Press("y")
	s.Until("a lease_id is copied by OSC 52", func(text, _ string) bool {
		return strings.Contains(text, "OSC 52") && s.ByOSC.Last() != ""
	})
	lease := s.ByOSC.Last()
	if strings.Count(lease, ".") != 4 || !strings.HasPrefix(lease, "eyJ") {
		t.Errorf("copied %q, which is no lease_id", lease)
	}
	s.Resize(120, 40)
	s.Until("the screen fills 120x40", func(text, _ string) bool {
		lines := strings.Split(strings.TrimRight(text, "\n "), "\n")
		return len(lines) == 40 && strings.Contains(text, "emails")
	})
	s.Press("ctrl+c")
	s.Sees("Quit with leases held?")
	s.Press("ctrl+c") // leases are held: the second one leaves them to lapse
	s.Exits(0)
	s.IsRestored()
}

// TestFirstFrameOnASilentTerminal holds the start to less time than any library
// waits for an answer of the terminal.
func TestFirstFrameOnASilentTerminal(t *testing.T) {
	t.Parallel()
	s := story.Process(t, builtBinary(t), story.Setup{Width: 80, Height: 24, Silent: true, Args: []string{"--demo"}})
	showsWithin(s, 1900*time.Millisecond, "orders-dlq")
	s.Press("q")
	s.Exits(0)
	s.IsRestored()
}

func showsWithin(s *story.Terminal, limit time.Duration, texts ...string) {
	s.T.Helper()
	s.Within(limit, fmt.Sprintf("the screen shows %q", texts), func(text, _ string) bool {
		return !slices.ContainsFunc(texts, func(want string) bool { return !strings.Contains(text, want) })
	})
}

func TestHelpOnASilentTerminal(t *testing.T) {
	t.Parallel()
	s := story.Process(t, builtBinary(t), story.Setup{Width: 100, Height: 60, Silent: true, Args: []string{"--help"}})
	showsWithin(s, 1900*time.Millisecond, "CLOUDFLARE_API_TOKEN", "--batch-size", "--demo")
	s.Exits(0)
}

func TestSignalsRestoreTheTerminal(t *testing.T) {
	t.Parallel()
	for signal, code := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGHUP: 129, syscall.SIGINT: 130} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			s := started(t, "--demo")
			s.Sees("orders-dlq")
			s.Signal(signal)
			s.Exits(code)
			s.IsRestored()
		})
	}
}

func TestNoColor(t *testing.T) {
	t.Parallel()
	color := regexp.MustCompile(`\x1b\[[0-9;:]*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;:]*m`)
	for _, env := range []string{"NO_COLOR=1", "NO_COLOR=yes", ""} {
		t.Run(env, func(t *testing.T) {
			t.Parallel()
			s := story.Process(t, builtBinary(t), story.Setup{Width: 80, Height: 24, Env: []string{env}, Args: []string{"--demo", "orders"}})
			s.Sees("orders", "peeked")
			wire := s.Wire()
			if got, want := color.MatchString(wire), env == ""; got != want {
				t.Errorf("wrote colours: %v, want %v; one: %q", got, want, color.FindString(wire))
			}
			s.Press("ctrl+c")
			s.Exits(0)
		})
	}
}

func TestDebugLogInATerminal(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "debug.log")
	if err := os.WriteFile(name, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s := started(t, "--demo", "orders", "--debug", name)
	s.Sees("orders", "peeked")
	s.Press("ctrl+c")
	s.Exits(0)
	log, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"msg":"start"`, `"msg":"call"`, "/messages/peek", `"status":200`, `"msg":"end"`} {
		if !strings.Contains(string(log), want) {
			t.Errorf("the log lacks %s:\n%s", want, log)
		}
	}
	if strings.Contains(string(log), "token") {
		t.Errorf("the log speaks of a token:\n%s", log)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the log can be read by others: %v", info.Mode())
	}
}

// TestHelp keeps every byte of the help as it goes into a pipe; run with -update
// to write it anew.
func TestHelp(t *testing.T) {
	t.Parallel()
	for _, columns := range []string{"", "40", "120"} {
		t.Run("columns "+columns, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), builtBinary(t), "--help")
			cmd.Env = append(os.Environ(), "COLUMNS="+columns)
			help, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			golden.RequireEqual(t, help)
		})
	}
}
