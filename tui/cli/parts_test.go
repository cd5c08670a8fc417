package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/atotto/clipboard"

	"leaseview/apiclient"
	"leaseview/tui"
)

// TestFlagValues: what help and completion read of the flags that have a type of
// their own.
func TestFlagValues(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, set, empty, full, kind string }{
		{"batch-size", "7", "", "7", "N"},
		{"visibility-timeout", "90s", "", "1m30s", "TIME"},
		{"follow", "5s", "", "5s", "TIME"},
		{"on-quit", "keep", "ask", "keep", "ask|keep|release"},
		{"deliveries", "either", "max-retries+1", "either", "either|max-retries|max-retries+1"},
	} {
		value := (&app{}).rootCommand().Flags().Lookup(tt.name).Value
		if value.String() != tt.empty || value.Type() != tt.kind {
			t.Errorf("--%s is %q of type %q", tt.name, value, value.Type())
		}
		if err := value.Set(tt.set); err != nil || value.String() != tt.full {
			t.Errorf("--%s %s is %q, %v", tt.name, tt.set, value, err)
		}
	}
}

func TestDebugLogFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, _, err := openDebugLog(filepath.Join(dir, "none", "log"), secret("").hide); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "--debug: ") {
		t.Errorf("a folder that is not there: %v", err)
	}
	before, err := os.Stat(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	log, end, err := openDebugLog(os.DevNull, secret("").hide)
	if err != nil {
		t.Fatal(err)
	}
	log.Info("to nowhere")
	end()
	if after, err := os.Stat(os.DevNull); err != nil || after.Mode() != before.Mode() {
		t.Errorf("the device's mode is now %v, %v", after.Mode(), err)
	}
	const fixed = "/proc/self/comm" // a regular file whose mode is the kernel's
	if info, err := os.Stat(fixed); err == nil && info.Mode().IsRegular() {
		if _, _, err := openDebugLog(fixed, secret("").hide); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("a log that stays open to others: %v", err)
		}
	}
}

func TestLoggedCalls(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	call := apiclient.Call{
		Method: "POST", Path: "/queues/q/messages/ack", Status: 500, Started: time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC),
		Duration: 1500 * time.Microsecond, RayID: "ray-1", Try: 2, Automatic: true, Err: errors.New("it broke"),
	}
	write := logCall(log)
	write(call)
	call.Err, call.Status = nil, 200
	write(call)
	const rest = `"started":"2026-11-25T09:00:00Z","ms":1.5,"ray":"ray-1","try":2,"automatic":true`
	want := `{"level":"ERROR","msg":"call","method":"POST","path":"/queues/q/messages/ack","status":500,` + rest + `,"error":"it broke"}` + "\n" +
		`{"level":"INFO","msg":"call","method":"POST","path":"/queues/q/messages/ack","status":200,` + rest + "}\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", &out, want)
	}
}

// TestWhatIsReported by which exit code.
func TestWhatIsReported(t *testing.T) {
	t.Parallel()
	slip := errors.New("a slip")
	for _, tt := range []struct {
		err  error
		code int
		text string
	}{
		{nil, exitOK, ""},
		{slip, exitUsage, "leaseview: a slip\n"},
		{failure{slip}, exitFailure, "leaseview: a slip\n"},
		{fmt.Errorf("around it: %w", failure{slip}), exitFailure, "leaseview: around it: a slip\n"},
	} {
		var stderr bytes.Buffer
		a := &app{stderr: &stderr}
		if code := a.report(t.Context(), tt.err); code != tt.code || stderr.String() != tt.text {
			t.Errorf("%v: exit code %d, %q", tt.err, code, &stderr)
		}
	}
	if !errors.Is(failure{slip}, slip) {
		t.Error("a failure hides its reason")
	}
}

// TestASourceOfNoAccount has been refused before; here too it opens nothing.
func TestASourceOfNoAccount(t *testing.T) {
	t.Parallel()
	if got, err := (&app{}).open(t.Context(), settings{}, slog.New(slog.DiscardHandler)); err == nil || got.client != nil {
		t.Errorf("opened %+v", got)
	}
}

// TestTheDemosTrafficEnds when it is closed: nothing works on after that.
func TestTheDemosTrafficEnds(t *testing.T) {
	t.Parallel()
	for name, ticks := range map[string]chan time.Time{"by a ticker": nil, "by ticks": make(chan time.Time)} {
		a := &app{machine: Machine{Now: time.Now, Ticks: ticks}}
		got, err := a.open(t.Context(), settings{screen: tui.Options{Demo: true}}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		queues, err := got.client.ListQueues(t.Context())
		if err != nil || len(queues) < 5 || string(got.account) == "" || got.baseURL == "" {
			t.Errorf("%s: %d queues of %q at %q, %v", name, len(queues), got.account, got.baseURL, err)
		}
		got.close() // returns when the traffic has ended
		select {
		case ticks <- time.Now():
			t.Errorf("%s: the traffic goes on", name)
		default:
		}
	}
}

//nolint:paralleltest // the clipboard library keeps what it found in a variable
func TestTheClipboardOfTheDesktop(t *testing.T) {
	was := clipboard.Unsupported
	defer func() { clipboard.Unsupported = was }()
	for _, tt := range []struct {
		unsupported bool
		set         map[string]string
		want        bool
	}{
		{false, map[string]string{"DISPLAY": ":0"}, true},
		{true, map[string]string{"DISPLAY": ":0"}, false},
		{false, map[string]string{"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"}, false},
	} {
		clipboard.Unsupported = tt.unsupported
		a := &app{getenv: func(name string) string { return tt.set[name] }}
		if got := a.systemClipboard() != nil; got != tt.want {
			t.Errorf("unsupported %v, with %v: %v", tt.unsupported, tt.set, got)
		}
	}
}

// What OSC 52 has to pass is told by the environment that tmux and screen set.
func TestWhatStandsBeforeTheTerminal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		set  map[string]string
		want tui.Multiplexer
	}{
		{map[string]string{"TERM": "xterm-256color"}, tui.NoMultiplexer},
		{map[string]string{"TERM": "screen-256color", "TMUX": "/tmp/tmux-0/default,1,0"}, tui.Tmux},
		{map[string]string{"TERM": "screen", "STY": "12.pts-0.host"}, tui.GNUScreen},
	} {
		a := &app{getenv: func(name string) string { return tt.set[name] }}
		if got := a.multiplexer(); got != tt.want {
			t.Errorf("with %v: %v, want %v", tt.set, got, tt.want)
		}
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	if got := version(); got == "" || strings.ContainsAny(got, "() \n") {
		t.Errorf("the version is %q", got)
	}
}

// TestUntilSignalEnds without a signal.
func TestUntilSignalEnds(t *testing.T) {
	t.Parallel()
	ctx, stop := untilSignal(t.Context())
	stop()
	<-ctx.Done()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		t.Errorf("the cause is %v", cause)
	}
}
