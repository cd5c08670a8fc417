package cli

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestAtDesktop(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		goos string
		set  []string
		want bool
	}{
		{"X", "linux", []string{"DISPLAY"}, true},
		{"Wayland", "linux", []string{"WAYLAND_DISPLAY"}, true},
		{"WSL", "linux", []string{"WSL_DISTRO_NAME"}, true},
		{"Termux", "android", []string{"TERMUX_VERSION"}, true},
		{"console", "linux", nil, false},
		{"Mac", "darwin", nil, true},
		{"Windows", "windows", nil, true},
		{"Mac over SSH", "darwin", []string{"SSH_TTY"}, false},
		{"forwarded X over SSH", "linux", []string{"DISPLAY", "SSH_CONNECTION"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := &app{getenv: func(name string) string {
				if slices.Contains(tt.set, name) {
					return "set"
				}
				return ""
			}}
			if got := a.atDesktop(tt.goos); got != tt.want {
				t.Errorf("at a desktop: %v, want %v", got, tt.want)
			}
		})
	}
}

func TestClipboardThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		start := time.Now()
		err := writeWithin(clipboardPatience, func(string) error { <-release; return nil }, "text")
		if err == nil || err.Error() != "the clipboard command does not answer" || time.Since(start) != clipboardPatience {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		close(release)
	})
}

func TestClipboardGetsTheExactText(t *testing.T) {
	t.Parallel()
	const text = "two\nlines\x00\xff"
	failed := errors.New("no display")
	var got string
	err := writeWithin(clipboardPatience, func(s string) error { got = s; return failed }, text)
	if got != text || !errors.Is(err, failed) {
		t.Errorf("wrote %q with %v, want %q with %v", got, err, text, failed)
	}
}

func TestTerminalEnvironment(t *testing.T) {
	t.Parallel()
	values := map[string]string{"TERM": "xterm", "NO_COLOR": "yes", "CLOUDFLARE_API_TOKEN": "secret", "TMUX": ""}
	got := terminalEnvironment(func(name string) string { return values[name] })
	if want := []string{"TERM=xterm", "NO_COLOR=1"}; !slices.Equal(got, want) {
		t.Errorf("the terminal's environment is %q, want %q", got, want)
	}
}
