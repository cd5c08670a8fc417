//go:build !windows

package cli_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// deadLetters is "orders-dlq" with n messages, on a screen of 80x24, and what goes
// wrong there. Message 7 is {"order":7}. Leases of half an hour outlast any test.
func deadLetters(t *testing.T, n int, faults ...string) story.Setup {
	t.Helper()
	consumer := emulator.SeedConsumer{Type: "http_pull", Settings: []byte(`{"max_retries":10}`)}
	queue := emulator.SeedQueue{Name: "orders-dlq", Consumer: &consumer}
	for i := range n {
		queue.Messages = append(queue.Messages, emulator.SeedMessage{Body: bodyOf(i + 1), Age: time.Hour})
	}
	with := story.Setup{
		Width: 80, Height: 24, Seed: emulator.Seed{Queues: []emulator.SeedQueue{queue}},
		Args:    []string{"orders-dlq", "--visibility-timeout", "30m"},
		Options: func(o *tui.Options) { o.Queue, o.VisibilityTimeout = "orders-dlq", 30*time.Minute },
	}
	for _, rule := range faults {
		fault, err := emulator.ParseFault(rule)
		if err != nil {
			t.Fatal(err)
		}
		with.Faults = append(with.Faults, fault)
	}
	return with
}

func bodyOf(n int) string { return fmt.Sprintf(`{"order":%d}`, n) }

// opened runs the program on that queue, and waits until it has looked into it.
func opened(t *testing.T, with story.Setup, args ...string) *story.Terminal {
	t.Helper()
	with.Args = append(with.Args, args...)
	s := story.Process(t, builtBinary(t), with)
	s.Sees("orders-dlq", "peeked")
	return s
}

// both tells a story twice: on virtual time, and then of the built binary in a
// terminal, which is as it was before when the story is over.
func both(t *testing.T, with story.Setup, tell func(s *story.Story)) {
	t.Helper()
	t.Log("on virtual time:")
	story.Virtually(t, with, func(v *story.Virtual) { tell(v.Story) })
	t.Log("in a terminal:")
	s := opened(t, with)
	tell(s.Story)
	s.Exits(0)
	s.IsRestored()
}

// A person at 80x24 empties a dead-letter queue of 230 messages, keeping three.
// What stands on the screen before each key says what the key will do.
func TestEmptyingADeadLetterQueue(t *testing.T) {
	t.Parallel()
	with := deadLetters(t, 230, "ack,times=3,delay=500ms")
	with.Args = append(with.Args, "--batch-size", "100")
	options := with.Options
	with.Options = func(o *tui.Options) { options(o); o.BatchSize = 100 }
	both(t, with, func(s *story.Story) {
		s.Sees("~230", "p pull", "none leased")
		for _, held := range []string{"100 leased until", "200 leased until", "230 leased until"} {
			s.Press("p")
			s.Sees(held)
		}
		s.Press("m")
		s.Sees("Marked 230 messages.", "230 marked")
		s.Press("g", "j", "j", "space") // the third
		s.Sees("229 marked")
		s.Press("j", "j", "j", "space") // the seventh
		s.Sees("228 marked")
		s.Press("G", "space") // the last
		s.Sees("227 marked")
		s.Press("a")
		s.Sees("Ack 227 messages of orders-dlq?", "and 219 more: pgdn", "3 more that you see stay as they are: not marked.", "An ack deletes", "can't be undone", "▸ No")
		s.Press("y") // no letter says yes
		s.Press("tab", "enter")
		s.Sees("acking 0/227")
		s.Awaits("acking 100/227", "esc")
		s.Awaits("acking 200/227")
		s.Awaits("Acked 227 messages.", "3 leased until")
		s.Press("q")
		s.Sees("Quit with leases held?", "3 leases are held", "▸ Stay", "Release")
		s.Wait(time.Second) // for half of it the question takes no answer
		s.Press("right")
		s.Sees("▸ Release")
		s.Press("enter")
		s.Reports("orders-dlq: released 3 leases")
		got, want := s.Waiting("orders-dlq"), []string{bodyOf(3), bodyOf(7), bodyOf(230)}
		slices.Sort(got)
		slices.Sort(want)
		if count := s.Server.Count("orders-dlq"); count != 3 || !slices.Equal(got, want) {
			s.T.Errorf("%d messages are left, %q of them waiting; want %q", count, got, want)
		}
	})
}

// A person asks for two messages at a time, puts back one and then the other, and
// leaves. What is pasted does nothing, and a larger window shows the body beside
// the table.
func TestHandlingMessagesOneByOne(t *testing.T) {
	t.Parallel()
	both(t, deadLetters(t, 5), func(s *story.Story) {
		s.Press(",")
		s.Sees("Pull and peek settings")
		s.Fill("2")
		s.Press("enter")
		s.Sees("From now on a pull leases up to 2 for 30m")
		s.Paste("pfa")
		s.Sees("Pasted text is ignored")
		s.PulledTimes(0)
		s.Press("p")
		s.Sees("Leased 2 messages", "2 leased until")
		s.Misses("Pull and peek settings")
		s.Press("g", "u")
		s.Sees("Retried 1 message", "1 leased until")
		if row := s.Row(bodyOf(1)); !strings.Contains(row, "↻") {
			s.T.Errorf("the row of what was put back is %q", row)
		}
		s.Resize(140, 24)
		s.Sees(`"order": 1`)
		s.Press("j", "space") // a mark moves on
		s.Sees("1 marked", `"order": 3`)
		if !s.OnCursor(bodyOf(3)) {
			s.T.Errorf("the cursor is elsewhere:\n%s", s.Screen())
		}
		s.Press("x")
		s.Sees("Released 1 message", "none leased")
		s.Press("q") // with nothing held there is no question
		s.Reports()
		s.PulledTimes(1)
		s.NeverTwoAtOnce("ack")
		if waiting := s.Waiting("orders-dlq"); len(waiting) != 5 {
			s.T.Errorf("waiting are %q", waiting)
		}
	})
}

// However the program is ended, what was configured becomes of its leases.
func TestSignalsDoWhatWasConfigured(t *testing.T) {
	t.Parallel()
	cases := []struct {
		signal  syscall.Signal
		code    int
		how     string
		says    string
		waiting int
	}{
		{syscall.SIGINT, 130, "release", "orders-dlq: released 3 leases", 3},
		{syscall.SIGTERM, 143, "release", "orders-dlq: released 3 leases", 3},
		{syscall.SIGHUP, 129, "release", "orders-dlq: released 3 leases", 3},
		{syscall.SIGINT, 130, "ask", "orders-dlq: 3 leases stay until ", 0},
		{syscall.SIGHUP, 129, "keep", "orders-dlq: 3 leases stay until ", 0},
	}
	for _, c := range cases {
		t.Run(c.signal.String()+", "+c.how, func(t *testing.T) {
			t.Parallel()
			s := opened(t, deadLetters(t, 3), "--on-quit", c.how)
			s.Press("p")
			s.Sees("3 leased until")
			s.Signal(c.signal)
			s.Exits(c.code)
			s.IsRestored()
			s.Reports(c.says)
			if bodies, count := s.Waiting("orders-dlq"), s.Server.Count("orders-dlq"); len(bodies) != c.waiting || count != 3 {
				t.Errorf("%d of %d messages are waiting, want %d of 3", len(bodies), count, c.waiting)
			}
		})
	}
}

// A signal finds the program in any state: asking, typing, settling, pulling.
func TestASignalInAnyState(t *testing.T) {
	t.Parallel()
	states := map[string]struct {
		keys, shows string
		faults      []string
		journal     int // lines, one for each delivery
	}{
		"asking":   {"a", "Ack 1 message", nil, 5},
		"typing":   {",", "Visibility timeout", nil, 5},
		"helping":  {"?", "Keys ·", nil, 5},
		"settling": {"u", "retrying", []string{"ack,times=1,delay=1s"}, 5},
		// The pull brings the other three and two of those that went back at once.
		"pulling": {"p", "pulling", []string{"pull,times=1,delay=1ms", "pull,times=1,delay=1s"}, 10},
	}
	for name, c := range states {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			journal := filepath.Join(t.TempDir(), "journal.ndjson")
			s := opened(t, deadLetters(t, 8, c.faults...), "--on-quit", "release", "--journal", journal)
			s.Press("p")
			s.Sees("5 leased until")
			s.Press(c.keys)
			s.Sees(c.shows)
			s.Signal(syscall.SIGTERM)
			s.Exits(143)
			s.IsRestored()
			s.Reports("orders-dlq: released ")
			if bodies := s.Waiting("orders-dlq"); len(bodies) != 8 {
				t.Errorf("%d of 8 messages are waiting after the release", len(bodies))
			}
			lines, err := os.ReadFile(journal)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Count(string(lines), `"kind":"delivery"`); got != c.journal {
				t.Errorf("the journal has %d deliveries, want %d:\n%s", got, c.journal, lines)
			}
		})
	}
}

// The dialog that asks what to do with the leases is no answer: they stay.
func TestASignalWhileLeavingIsAsked(t *testing.T) {
	t.Parallel()
	s := opened(t, deadLetters(t, 3))
	s.Press("p")
	s.Sees("3 leased until")
	s.Press("q")
	s.Sees("Quit with leases held?")
	s.Signal(syscall.SIGTERM)
	s.Exits(143)
	s.IsRestored()
	s.Reports("orders-dlq: 3 leases stay until ")
}

// A window that is closed takes the terminal away: there is nobody to tell, but
// what was configured is done.
func TestAClosedTerminalReleases(t *testing.T) {
	t.Parallel()
	s := opened(t, deadLetters(t, 3), "--on-quit", "release")
	s.Press("p")
	s.Sees("3 leased until")
	s.HangUp()
	s.Exits(129)
	if bodies, count := s.Waiting("orders-dlq"), s.Server.Count("orders-dlq"); len(bodies) != 3 || count != 3 {
		t.Errorf("%d of %d messages are waiting", len(bodies), count)
	}
}

// emulated serves a setup's world by the emulator command, in a process of its
// own, and returns what it says of itself, NAME=value each.
func emulated(t *testing.T, with story.Setup, faults ...string) (environment []string) {
	t.Helper()
	seed, err := json.Marshal(with.Seed)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "seed.json")
	if err = os.WriteFile(name, seed, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"emulator", "--seed", name}
	for _, fault := range faults {
		args = append(args, "--fault", fault)
	}
	cmd := exec.Command(builtBinary(t), args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err = cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended with its test
		_ = cmd.Wait()
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		name, value, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		environment = append(environment, name+"="+strings.Trim(value, "'"))
	}
	return environment
}

// A dead server does not keep the shell waiting: who can't wait for as long as
// leaving may take ends it, and is told what became of the leases.
func TestLeavingADeadServer(t *testing.T) {
	t.Parallel()
	with := deadLetters(t, 3)
	with.Env, with.Seed = emulated(t, with, "ack,times=9,delay=60s"), emulator.Seed{}
	s := opened(t, with, "--on-quit", "release")
	s.Press("p")
	s.Sees("3 leased until")
	s.Press("q")
	s.Reports("settling what is held with the API, at most 7s (ctrl+c gives up)")
	s.Press("ctrl+c")
	s.Exits(0)
	s.IsRestored()
	s.Reports("orders-dlq: 3 leases stay until ")
	if strings.Contains(s.Wire(), "no answer in") {
		t.Error("it was the time that ended the wait, not ctrl+c")
	}
}
