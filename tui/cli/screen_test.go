//go:build !windows

package cli_test

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
)

var (
	countdown = regexp.MustCompile(` 0:[0-5][0-9] `)
	copied    = regexp.MustCompile(`\x1b\]52;c;([A-Za-z0-9+/=]+)(\x07|\x1b\\)`)
)

func TestDemoInATerminal(t *testing.T) {
	t.Parallel()
	// None of these is near its last delivery, so a pull asks nothing.
	s := openTerminal(t, terminalOptions{width: 80, height: 24, args: []string{"--demo", "emails"}})
	s.waitFor(patience, "emails", "peeked")
	s.press("p")
	s.waitUntil(patience, "leased rows count down", func(text, _ string) bool {
		return strings.Contains(text, "leased") && countdown.MatchString(text)
	})
	s.press("y")
	var lease string
	s.waitUntil(patience, "a lease_id is copied by OSC 52", func(text, wire string) bool {
		found := copied.FindStringSubmatch(wire)
		if found == nil || !strings.Contains(text, "OSC 52") {
			return false
		}
		raw, err := base64.StdEncoding.DecodeString(found[1])
		lease = string(raw)
		return err == nil
	})
	if strings.Count(lease, ".") != 4 || !strings.HasPrefix(lease, "eyJ") {
		t.Errorf("copied %q, which is no lease_id", lease)
	}
	s.resize(120, 40)
	s.waitUntil(patience, "the screen fills 120x40", func(text, _ string) bool {
		lines := strings.Split(strings.TrimRight(text, "\n "), "\n")
		return len(lines) == 40 && strings.Contains(text, "emails")
	})
	s.press("\x03")
	s.waitFor(patience, "Quit with leases held?")
	s.press("\x03") // leases are held: the second one leaves them to lapse
	s.wantExit(0)
	s.wantRestored()
}

// TestFirstFrameOnASilentTerminal holds the start to less time than any library
// waits for an answer of the terminal.
func TestFirstFrameOnASilentTerminal(t *testing.T) {
	t.Parallel()
	s := openTerminal(t, terminalOptions{width: 80, height: 24, silent: true, args: []string{"--demo"}})
	s.waitFor(1900*time.Millisecond, "orders-dlq")
	s.press("q")
	s.wantExit(0)
	s.wantRestored()
}

func TestHelpOnASilentTerminal(t *testing.T) {
	t.Parallel()
	s := openTerminal(t, terminalOptions{width: 100, height: 60, silent: true, args: []string{"--help"}})
	s.waitFor(1900*time.Millisecond, "CLOUDFLARE_API_TOKEN", "--batch-size", "--demo")
	s.wantExit(0)
}

func TestSignalsRestoreTheTerminal(t *testing.T) {
	t.Parallel()
	for signal, code := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGHUP: 129, syscall.SIGINT: 130} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			s := openTerminal(t, terminalOptions{width: 80, height: 24, args: []string{"--demo"}})
			s.waitFor(patience, "orders-dlq")
			if err := s.cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			s.wantExit(code)
			s.wantRestored()
		})
	}
}

func TestNoColor(t *testing.T) {
	t.Parallel()
	color := regexp.MustCompile(`\x1b\[[0-9;:]*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;:]*m`)
	for _, env := range []string{"NO_COLOR=1", "NO_COLOR=yes", ""} {
		t.Run(env, func(t *testing.T) {
			t.Parallel()
			s := openTerminal(t, terminalOptions{width: 80, height: 24, env: []string{env}, args: []string{"--demo", "orders"}})
			s.waitFor(patience, "orders", "peeked")
			_, wire, _ := s.look()
			if got, want := color.MatchString(wire), env == ""; got != want {
				t.Errorf("wrote colours: %v, want %v; one: %q", got, want, color.FindString(wire))
			}
			s.press("\x03")
			s.wantExit(0)
		})
	}
}

func TestDebugLogInATerminal(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "debug.log")
	if err := os.WriteFile(name, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s := openTerminal(t, terminalOptions{width: 80, height: 24, args: []string{"--demo", "orders", "--debug", name}})
	s.waitFor(patience, "orders", "peeked")
	s.press("\x03")
	s.wantExit(0)
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

// TestHelp keeps every byte of the help; run with -update to write it anew. It
// goes into a pipe, so no terminal's width and colours change it.
func TestHelp(t *testing.T) {
	t.Parallel()
	help, err := exec.CommandContext(t.Context(), builtBinary(t), "--help").Output()
	if err != nil {
		t.Fatal(err)
	}
	golden.RequireEqual(t, help)
}
