//go:build !windows

package story

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// shellOfJob runs the program as a job of its own. It says when that is stopped,
// and takes it to the foreground again at a line, in a terminal that it has put
// in order as shells for people do; $0 is where the job's id goes.
const shellOfJob = `set -m
order=$(stty -g)
sh -c 'echo $$ >"$0"; exec "$@"' "$0" "$@"
code=$?
while jobs %% >/dev/null 2>&1; do
	echo "the job has stopped"
	read -r line
	stty "$order"
	fg >/dev/null
	code=$?
done
exit $code`

// Shell is a terminal in which a shell runs the program, so that it can be
// stopped.
type Shell struct {
	*Terminal
	id    string // names the file with the program's process id
	stops int    // that were waited for
}

// Job is [Process] for a program that a shell with job control has started.
func Job(t *testing.T, path string, with Setup) *Shell {
	t.Helper()
	id := filepath.Join(t.TempDir(), "pid")
	with.Args = append([]string{"-c", shellOfJob, id, path}, with.Args...)
	return &Shell{Terminal: Process(t, "/bin/bash", with), id: id}
}

// Signal sends the program a signal, and the shell none.
func (s *Shell) Signal(signal syscall.Signal) {
	s.T.Helper()
	text, err := os.ReadFile(s.id)
	if err != nil {
		s.T.Fatal(err)
	}
	id, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		s.T.Fatal(err)
	}
	if err := syscall.Kill(id, signal); err != nil {
		s.T.Fatal(err)
	}
}

// Stops waits until the shell has the terminal back.
func (s *Shell) Stops() {
	s.T.Helper()
	s.stops++
	s.Until("the job has stopped, and the shell is in front", func(_, wire string) bool {
		return strings.Count(wire, "the job has stopped") == s.stops
	})
}

// Continues takes the program to the foreground again, by the key that ends a
// line whatever state the program has left the terminal in.
func (s *Shell) Continues() {
	s.T.Helper()
	s.Press("ctrl+j")
}
