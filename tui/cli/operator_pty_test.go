//go:build !windows

package cli_test

import (
	"bufio"
	"context"
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

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
)

// backend is an emulator in a process of its own, with a client that looks into
// it.
type backend struct {
	t      *testing.T
	env    []string
	client *apiclient.Client
}

// startBackend serves "orders-dlq" with n messages; message 7 is {"order":7}.
func startBackend(t *testing.T, n int, faults ...string) *backend {
	t.Helper()
	consumer := emulator.SeedConsumer{Type: "http_pull", Settings: []byte(`{"max_retries":10}`)}
	queue := emulator.SeedQueue{Name: "orders-dlq", Consumer: &consumer}
	for i := range n {
		queue.Messages = append(queue.Messages, emulator.SeedMessage{Body: fmt.Sprintf(`{"order":%d}`, i+1), Age: time.Hour})
	}
	seed, err := json.Marshal(emulator.Seed{Queues: []emulator.SeedQueue{queue}})
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
	b := &backend{t: t}
	values := map[string]string{}
	lines := bufio.NewScanner(out)
	for len(values) < 4 && lines.Scan() {
		if key, value, found := strings.Cut(lines.Text(), "="); found {
			values[key] = value
			b.env = append(b.env, lines.Text())
		}
	}
	b.client, err = apiclient.New(apiclient.Config{
		BaseURL: values["CLOUDFLARE_BASE_URL"], Account: apiclient.AccountID(values["CLOUDFLARE_ACCOUNT_ID"]), Token: values["CLOUDFLARE_API_TOKEN"],
	})
	if err != nil {
		t.Fatalf("the emulator printed %q: %v", b.env, err)
	}
	return b
}

// open runs the program on the backend's queue, in a terminal of 80x24.
func (b *backend) open(args ...string) *screen {
	b.t.Helper()
	s := openTerminal(b.t, terminalOptions{width: 80, height: 24, env: b.env, args: append([]string{"orders-dlq"}, args...)})
	s.waitFor(patience, "orders-dlq", "peeked")
	return s
}

// waiting are the bodies of the messages that nobody holds, and count how many
// there are in all.
func (b *backend) waiting() (bodies []string, count int) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	queue, err := b.client.FindQueue(ctx, "orders-dlq")
	if err != nil {
		b.t.Fatal(err)
	}
	peeked, err := b.client.Peek(ctx, queue.ID, apiclient.MaxBatchSize)
	if err != nil {
		b.t.Fatal(err)
	}
	metrics, err := b.client.Metrics(ctx, queue.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, m := range peeked.Messages {
		bodies = append(bodies, m.Body)
	}
	backlog, _ := metrics.BacklogCount.Get()
	return bodies, int(backlog)
}

// until presses a key, again and again, until the screen shows a text. It is for
// keys that do nothing more once they have worked. Between two presses is more
// than the half second for which a question takes none.
func (s *screen) until(keys, text string) {
	s.t.Helper()
	for range 100 {
		s.press(keys)
		for range 35 {
			if shown, _, _ := s.look(); strings.Contains(shown, text) {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	shown, _, _ := s.look()
	s.t.Fatalf("%q does not bring %q:\n%s", keys, text, shown)
}

// A person at 80x24 empties a dead-letter queue of 230 messages, keeping three.
// What stands on the screen before each key says what the key will do.
func TestEmptyingADeadLetterQueue(t *testing.T) {
	t.Parallel()
	b := startBackend(t, 230, "ack,times=3,delay=500ms")
	s := b.open("--batch-size", "100", "--visibility-timeout", "30m")
	s.waitFor(patience, "~230", "p pull", "none leased")
	for _, held := range []string{"100 leased until", "200 leased until", "230 leased until"} {
		s.press("p")
		s.waitFor(patience, held)
	}
	s.press("m")
	s.waitFor(patience, "Marked 230 messages.", "230 marked")
	s.press("gjj ") // the third
	s.waitFor(patience, "229 marked")
	s.press("jjj ") // the seventh
	s.waitFor(patience, "228 marked")
	s.press("G ") // the last
	s.waitFor(patience, "227 marked")
	s.press("a")
	s.waitFor(patience, "Ack 227 messages of orders-dlq?", "and 222 more", "An ack deletes", "can't be undone", "▸ No")
	s.press("y") // no letter says yes
	s.press("\t\r")
	s.waitFor(patience, "acking 0/227")
	s.waitFor(patience, "acking 100/227", "esc")
	s.waitFor(patience, "acking 200/227")
	s.waitFor(patience, "Acked 227 messages.", "3 leased until")
	s.press("q")
	s.waitFor(patience, "Quit with leases held?", "3 leases are held", "▸ Stay", "Release")
	s.until("\x1b[C", "▸ Release")
	s.press("\r")
	s.wantExit(0)
	s.wantRestored()
	s.reports("leaseview: orders-dlq: released 3 leases")
	bodies, count := b.waiting()
	slices.Sort(bodies)
	if want := []string{bodyOf(230), bodyOf(3), bodyOf(7)}; count != 3 || !sameSet(bodies, want) {
		t.Errorf("%d messages are left, %q of them waiting; want %q", count, bodies, want)
	}
}

// bodyOf is a body as the emulator sends it.
func bodyOf(n int) string { return fmt.Sprintf(`{"order":%d}`, n) }

func sameSet(a, b []string) bool {
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// reports waits until the shell's screen shows a line.
func (s *screen) reports(line string) {
	s.t.Helper()
	s.waitUntil(patience, "the shell's screen says "+line, func(_, wire string) bool {
		_, after, restored := strings.Cut(wire, "\x1b[?1049l")
		return restored && strings.Contains(after, line)
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
			b := startBackend(t, 3)
			s := b.open("--on-quit", c.how, "--visibility-timeout", "30m")
			s.press("p")
			s.waitFor(patience, "3 leased until")
			if err := s.cmd.Process.Signal(c.signal); err != nil {
				t.Fatal(err)
			}
			s.wantExit(c.code)
			s.wantRestored()
			s.reports("leaseview: " + c.says)
			if bodies, count := b.waiting(); len(bodies) != c.waiting || count != 3 {
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
		journal     int // lines, one for each message that was leased
	}{
		"asking":   {"a", "Ack 1 message", nil, 5},
		"typing":   {",", "Visibility timeout", nil, 5},
		"helping":  {"?", "Keys ·", nil, 5},
		"settling": {"u", "retrying", []string{"ack,times=1,delay=1s"}, 5},
		"pulling":  {"p", "pulling", []string{"pull,times=1,delay=1ms", "pull,times=1,delay=1s"}, 8},
	}
	for name, c := range states {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := startBackend(t, 8, c.faults...)
			journal := filepath.Join(t.TempDir(), "journal.ndjson")
			s := b.open("--on-quit", "release", "--visibility-timeout", "30m", "--journal", journal)
			s.press("p")
			s.waitFor(patience, "5 leased until")
			s.press(c.keys)
			s.waitFor(patience, c.shows)
			if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			s.wantExit(143)
			s.wantRestored()
			s.reports("leaseview: orders-dlq: released ")
			if bodies, _ := b.waiting(); len(bodies) != 8 {
				t.Errorf("%d of 8 messages are waiting after the release", len(bodies))
			}
			lines, err := os.ReadFile(journal)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Count(string(lines), "}\n"); got != c.journal {
				t.Errorf("the journal has %d lines, want %d:\n%s", got, c.journal, lines)
			}
		})
	}
}

// The dialog that asks what to do with the leases is no answer: they stay.
func TestASignalWhileLeavingIsAsked(t *testing.T) {
	t.Parallel()
	b := startBackend(t, 3)
	s := b.open("--visibility-timeout", "30m")
	s.press("p")
	s.waitFor(patience, "3 leased until")
	s.press("q")
	s.waitFor(patience, "Quit with leases held?")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.wantExit(143)
	s.wantRestored()
	s.reports("leaseview: orders-dlq: 3 leases stay until ")
}

// A window that is closed takes the terminal away: there is nobody to tell, but
// what was configured is done.
func TestAClosedTerminalReleases(t *testing.T) {
	t.Parallel()
	b := startBackend(t, 3)
	s := b.open("--on-quit", "release", "--visibility-timeout", "30m")
	s.press("p")
	s.waitFor(patience, "3 leased until")
	s.ours.Close()
	// The terminal is gone when its reader lets go of it, which a byte makes it do.
	if _, err := s.theirs.WriteString(" "); err != nil {
		t.Fatal(err)
	}
	s.wantExit(129)
	if bodies, count := b.waiting(); len(bodies) != 3 || count != 3 {
		t.Errorf("%d of %d messages are waiting", len(bodies), count)
	}
}

// A dead server does not keep the shell waiting: who can't wait for as long as
// leaving may take ends it, and is told what became of the leases.
func TestLeavingADeadServer(t *testing.T) {
	t.Parallel()
	b := startBackend(t, 3, "ack,times=9,delay=60s")
	s := b.open("--on-quit", "release", "--visibility-timeout", "30m")
	s.press("p")
	s.waitFor(patience, "3 leased until")
	s.press("q")
	s.reports("leaseview: settling what is held with the API, at most 7s (ctrl+c gives up)")
	s.press("\x03")
	s.wantExit(0)
	s.wantRestored()
	s.reports("leaseview: orders-dlq: 3 leases stay until ")
	if _, wire, _ := s.look(); strings.Contains(wire, "no answer in") {
		t.Error("it was the time that ended the wait, not ctrl+c")
	}
}
