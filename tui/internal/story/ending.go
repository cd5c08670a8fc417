//go:build !windows

package story

import (
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
)

// Signal sends the program a signal.
func (s *Terminal) Signal(signal syscall.Signal) {
	s.T.Helper()
	if err := s.process.Signal(signal); err != nil {
		s.T.Fatal(err)
	}
}

// HangUp takes the terminal away, as closing its window does.
func (s *Terminal) HangUp() {
	s.T.Helper()
	s.ours.Close()
	// It is gone when its reader lets go of it, which a byte makes it do.
	if _, err := s.theirs.WriteString(" "); err != nil {
		s.T.Fatal(err)
	}
}

// Exits waits for the program's end and checks its exit code; -1 is that of a
// process which was killed.
func (s *Terminal) Exits(want int) {
	s.T.Helper()
	select {
	case got := <-s.exited:
		s.exited <- got
		if got != want {
			s.T.Errorf("exit code %d, want %d; the screen:\n%s", got, want, s.Screen())
		}
	case <-time.After(Patience):
		s.T.Fatalf("the program does not end; the screen:\n%s", s.Screen())
	}
}

// IsRestored checks that the terminal is as it was before the program ran.
func (s *Terminal) IsRestored() {
	s.T.Helper()
	after, err := term.GetState(s.theirs.Fd())
	if err != nil {
		s.T.Fatal(err)
	}
	if *after != *s.before {
		s.T.Errorf("the terminal's line settings were not restored:\n before %+v\n after  %+v", *s.before, *after)
	}
	// What the program wrote may still be on its way.
	modes := map[string]string{
		"alternate screen": "1049", "mouse clicks": "1000", "mouse drags": "1002", "mouse motion": "1003",
		"mouse in SGR": "1006", "bracketed paste": "2004", "focus reports": "1004",
	}
	s.Until("the cursor is shown and all modes are off", func(_, wire string) bool {
		for _, mode := range modes {
			if strings.LastIndex(wire, "\x1b[?"+mode+"h") > strings.LastIndex(wire, "\x1b[?"+mode+"l") {
				return false
			}
		}
		return strings.LastIndex(wire, "\x1b[?25h") >= strings.LastIndex(wire, "\x1b[?25l")
	})
}

// ShellShows waits until the shell's screen, once it is back, shows a text.
func (s *Terminal) ShellShows(text string) {
	s.T.Helper()
	s.Until("the shell's screen says "+text, func(_, wire string) bool {
		_, after, restored := strings.Cut(wire, "\x1b[?1049l")
		return restored && strings.Contains(after, text)
	})
}

func (s *Terminal) reports(lines []string) {
	s.T.Helper()
	for _, line := range lines {
		s.ShellShows("leaseview: " + line)
	}
}
