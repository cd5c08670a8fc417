package cli

import (
	"errors"
	"runtime"
	"time"

	"github.com/atotto/clipboard"

	"leaseview/tui"
)

// clipboardPatience bounds a clipboard command that hangs, as those of X do
// when their display is gone.
const clipboardPatience = 2 * time.Second

// systemClipboard writes the clipboard of the desktop that the user sits at. It
// is nil where there is none, and over SSH, where it would be the wrong one.
func (a *app) systemClipboard() func(string) error {
	if clipboard.Unsupported || !a.atDesktop(runtime.GOOS) {
		return nil
	}
	return func(text string) error { return writeWithin(clipboardPatience, clipboard.WriteAll, text) }
}

// atDesktop says whether the environment is that of a desktop session.
func (a *app) atDesktop(goos string) bool {
	for _, remote := range []string{"SSH_TTY", "SSH_CONNECTION"} {
		if a.getenv(remote) != "" {
			return false
		}
	}
	if goos == "darwin" || goos == "windows" {
		return true
	}
	for _, session := range []string{"WAYLAND_DISPLAY", "DISPLAY", "WSL_DISTRO_NAME", "TERMUX_VERSION"} {
		if a.getenv(session) != "" {
			return true
		}
	}
	return false
}

// multiplexer is what stands between the program and the terminal, as its
// environment tells.
func (a *app) multiplexer() tui.Multiplexer {
	switch {
	case a.getenv("TMUX") != "":
		return tui.Tmux
	case a.getenv("STY") != "":
		return tui.GNUScreen
	default:
		return tui.NoMultiplexer
	}
}

// writeWithin gives a write so much time. One that takes longer is left to end
// by itself.
func writeWithin(patience time.Duration, write func(string) error, text string) error {
	done := make(chan error, 1)
	go func() { done <- write(text) }()
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		return errors.New("the clipboard command does not answer")
	}
}
