package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leaseview/apiclient/emulator"
	"leaseview/tui/cli"
)

const (
	someAccount = "0123456789abcdef0123456789abcdef"
	secret      = "s3cret-t0ken-that-nothing-may-show"
)

// env is an environment with these variables alone.
func env(pairs ...string) func(string) string {
	values := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return values[name] }
}

func credentials(more ...string) func(string) string {
	return env(append([]string{"CLOUDFLARE_API_TOKEN", secret, "CLOUDFLARE_ACCOUNT_ID", someAccount}, more...)...)
}

const (
	makeToken = `
Make an API token with the permission "Queues: Edit" in the Cloudflare dashboard
(My Profile > API Tokens), and set CLOUDFLARE_API_TOKEN to it.`
	findAccount = `
Set CLOUDFLARE_ACCOUNT_ID to the account's id (wrangler whoami shows it), or
give it with --account.`
	orDemo     = "\nTo look around without: leaseview --demo"
	noTerminal = "standard input is not a terminal: leaseview is a full-screen program, run it in one"
)

// refusal is a command line, with its environment, that must be refused.
type refusal struct {
	name string
	env  func(string) string
	args []string
	want string
}

func refusedFlags() []refusal {
	return []refusal{
		{"unknown flag", env(), []string{"--batchsize", "3"}, "unknown flag: --batchsize"},
		{"two queues with what a terminal obeys", env(), []string{"a\x1b]0;x\a", "b\u202e"}, "give one QUEUE at most, not 2: a␛]0;x␇, b<U+202E>"},
		{"two queues", env(), []string{"a", "b"}, "give one QUEUE at most, not 2: a, b"},
		{"help of what there is not", env(), []string{"help", "bogus"}, `no command "bogus" to help with; there are completion, emulator, help`},
		{"help of what an emulator has not", env(), []string{"help", "emulator", "bogus"}, `no command "emulator bogus" to help with; there are completion, emulator, help`},
		{"completion for what there is not", env(), []string{"completion", "bogus"}, `unknown command "bogus" for "leaseview completion"`},
		{"empty queue", env(), []string{" "}, "QUEUE is empty: give a queue's name or id, or leave it out to choose from a list"},
		{"batch size 0", env(), []string{"--batch-size", "0"}, `invalid argument "0" for "--batch-size" flag: give a whole number from 1 to 100`},
		{"batch size 101", env(), []string{"--batch-size=101"}, `invalid argument "101" for "--batch-size" flag: give a whole number from 1 to 100`},
		{"batch size x", env(), []string{"--batch-size=x"}, `invalid argument "x" for "--batch-size" flag: give a whole number from 1 to 100`},
		{
			"visibility above 12 h", env(),
			[]string{"--visibility-timeout", "12h1s"},
			`invalid argument "12h1s" for "--visibility-timeout" flag: give a duration from 1s to 12h, such as 30s or 5m`,
		},
		{
			"visibility of an unknown unit", env(),
			[]string{"--visibility-timeout", "30d"},
			`invalid argument "30d" for "--visibility-timeout" flag: give a duration from 1s to 12h, such as 30s or 5m`,
		},
		{
			"follow too fast", env(),
			[]string{"--follow", "10ms"},
			`invalid argument "10ms" for "--follow" flag: give a duration from 1s to 1h, such as 30s or 5m`,
		},
		{
			"following without changing anything", env(),
			[]string{"--demo", "--follow", "5s", "--read-only"},
			"--follow pulls, which --read-only refuses: leave out one of them",
		},
		{
			"one file for two", credentials(),
			[]string{"--journal", "f", "--debug", "f"},
			"--journal and --debug name the same file: give each its own",
		},
		{
			"one file for two, by another name", credentials(),
			[]string{"--journal", "f", "--debug", "./f"},
			"--journal and --debug name the same file: give each its own",
		},
		{"on quit", env(), []string{"--on-quit", "drop"}, `invalid argument "drop" for "--on-quit" flag: give one of ask|keep|release`},
		{
			"deliveries", env(),
			[]string{"--deliveries", "3"},
			`invalid argument "3" for "--deliveries" flag: give one of either|max-retries|max-retries+1`,
		},
	}
}

func refusedEnvironments() []refusal {
	return []refusal{
		{"nothing set", env(), nil, "CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID are not set." + makeToken + findAccount + orDemo},
		{"no token", env("CLOUDFLARE_ACCOUNT_ID", someAccount), []string{"q"}, "CLOUDFLARE_API_TOKEN is not set." + makeToken + orDemo},
		{"no account", env("CLOUDFLARE_API_TOKEN", secret), []string{"q"}, "CLOUDFLARE_ACCOUNT_ID is not set." + findAccount + orDemo},
		{
			"short account", credentials("CLOUDFLARE_ACCOUNT_ID", "abc"), nil,
			"the account id is not 32 hexadecimal digits: it has 3 characters (read from CLOUDFLARE_ACCOUNT_ID)",
		},
		{
			"account of the flag first", credentials(),
			[]string{"--account", "abcd"},
			"the account id is not 32 hexadecimal digits: it has 4 characters (read from --account)",
		},
		{
			"bad token", credentials("CLOUDFLARE_API_TOKEN", "two "+secret), nil,
			"the API token holds a space, a line end or another character that no token has (read from CLOUDFLARE_API_TOKEN)",
		},
		{
			"bad base URL", credentials("CLOUDFLARE_API_BASE_URL", "ftp://user:word@example.com"), nil,
			"the base URL holds a user name: credentials belong in the token (read from CLOUDFLARE_API_BASE_URL)",
		},
		{
			"another bad base URL", credentials("CLOUDFLARE_API_BASE_URL", "ftp://example.com"), nil,
			"the base URL is not an http or https address with a host (read from CLOUDFLARE_API_BASE_URL)",
		},
		{
			"SDK's base URL first", credentials("CLOUDFLARE_BASE_URL", "x", "CLOUDFLARE_API_BASE_URL", "https://example.com/client/v4"), nil,
			"the base URL is not an http or https address with a host (read from CLOUDFLARE_BASE_URL)",
		},
		{
			"base URL of the flag first", credentials("CLOUDFLARE_BASE_URL", "https://example.com/client/v4"),
			[]string{"--base-url", "x"},
			"the base URL is not an http or https address with a host (read from --base-url)",
		},
		{
			"the token in the clear", credentials("CLOUDFLARE_BASE_URL", "http://example.com/client/v4"), nil,
			"CLOUDFLARE_BASE_URL is a plain http address of another machine, which would show the token to the network on its way: use https",
		},
		{"plain http on this machine", credentials("CLOUDFLARE_BASE_URL", "http://127.0.0.1:80/client/v4"), nil, noTerminal},
		{"plain http on this machine, by name", credentials("CLOUDFLARE_BASE_URL", "http://LOCALHOST:80/client/v4"), nil, noTerminal},
		{"plain http on this machine, by its whole name", credentials("CLOUDFLARE_BASE_URL", "http://localhost.:80/client/v4"), nil, noTerminal},
		{"no terminal", credentials(), []string{"q"}, noTerminal},
		{"space around what was set", credentials("CLOUDFLARE_API_TOKEN", secret+"\n"), []string{"q"}, noTerminal},
		{"no terminal for the demo", env(), []string{"--demo"}, noTerminal},
		{
			"a demo of another account", env(),
			[]string{"--demo", "--account", someAccount},
			"--demo has an account and a server of its own: leave out --account and --base-url",
		},
	}
}

func refusedEmulators(missing string) []refusal {
	return []refusal{
		{
			"emulator on the network", env(),
			[]string{"emulator", "--listen", "0.0.0.0:0"},
			`address "0.0.0.0:0" is not on loopback: the emulator serves this machine only, on 127.0.0.1, ::1 or localhost`,
		},
		{
			"a knob that there is not", env(),
			[]string{"emulator", "--knob", "colour=blue"},
			`--knob colour=blue: no knob "colour"; there are ` + strings.Join(emulator.Knobs(), ", "),
		},
		{
			"a profile that there is not", env(),
			[]string{"emulator", "--like", "production"},
			`--like production: no profile "production"; there are live-2026-09 and docs`,
		},
		{
			"a profile in a file", env(),
			[]string{"emulator", "--like", "runs/today.ndjson"},
			"--like runs/today.ndjson: names of files are reserved for recordings, which can't be played yet; there are the profiles live-2026-09 and docs",
		},
		{"emulator of a short account", env(), []string{"emulator", "--account", "abc"}, `account "abc" is not 32 hexadecimal digits`},
		{
			"emulator without its seed", env(),
			[]string{"emulator", "--seed", missing},
			"--seed takes none, demo or a file: open " + missing + ": no such file or directory",
		},
		{"emulator with an argument", env(), []string{"emulator", "orders"}, `unknown command "orders" for "leaseview emulator"`},
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "missing.json")
	for _, tt := range slices.Concat(refusedFlags(), refusedEnvironments(), refusedEmulators(missing)) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			code := cli.Run(t.Context(), tt.args, tt.env, strings.NewReader(""), &stdout, &stderr)
			if code != 2 {
				t.Errorf("exit code %d, want 2", code)
			}
			if got, want := stderr.String(), "leaseview: "+tt.want+"\n"; got != want {
				t.Errorf("stderr:\n got %q\nwant %q", got, want)
			}
			if stdout.Len() > 0 {
				t.Errorf("stdout has %q", &stdout)
			}
			if strings.Contains(stderr.String(), secret) {
				t.Error("the token was shown")
			}
		})
	}
}

// flowing is a text in one line, however it was laid out.
func flowing(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestVersionAndHelp(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args []string
		want []string
	}{
		{[]string{"--version"}, []string{"leaseview version"}},
		{[]string{"--help"}, []string{
			"CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_BASE_URL", "CLOUDFLARE_API_BASE_URL", "Queues: Edit",
			"--account", "--batch-size", "--visibility-timeout", "--follow", "--base-url", "--demo", "--debug", "emulator",
		}},
		{[]string{"emulator", "--help"}, []string{
			flowing(emulator.Help()), // its profiles and knobs
			"--listen", "--account", "--token", "--seed", "--fault", "--producer-listen", "--like", "--knob", "live-2026-09, the default",
		}},
		{[]string{"completion", "bash"}, []string{"leaseview"}},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			if code := cli.Run(t.Context(), tt.args, env(), strings.NewReader(""), &stdout, &stderr); code != 0 {
				t.Errorf("exit code %d, want 0; stderr %q", code, &stderr)
			}
			for _, want := range tt.want {
				if !strings.Contains(flowing(stdout.String()), want) {
					t.Errorf("stdout lacks %q:\n%s", want, &stdout)
				}
			}
		})
	}
}

// startEmulator runs the emulator command and returns the lines that it
// announced and a function that ends it and returns its exit code.
func startEmulator(t *testing.T, stderr io.Writer, args ...string) (announced map[string]string, end func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	out, stdout := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- cli.Run(ctx, append([]string{"emulator"}, args...), env(), strings.NewReader(""), stdout, stderr)
		_ = stdout.Close() // never fails
	}()
	announced = map[string]string{}
	// To its end, as the shell's $(…) reads it.
	for lines := bufio.NewScanner(out); lines.Scan(); {
		name, value, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		announced[name] = strings.Trim(value, "'")
	}
	if len(announced) != 5 {
		t.Fatalf("the emulator announced %v and ended with %d", announced, <-code)
	}
	return announced, func() int {
		cancel()
		return <-code
	}
}

func TestEmulatorServes(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(file, []byte(`{"queues":[{"name":"from-a-file"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for seed, want := range map[string]string{"none": `"total_count":0`, "demo": `"orders"`, file: `"from-a-file"`} {
		t.Run(filepath.Base(seed), func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			announced, end := startEmulator(t, &stderr, "--account", someAccount, "--token", secret, "--seed", seed)
			base := announced["CLOUDFLARE_BASE_URL"]
			if !strings.HasPrefix(base, "http://127.0.0.1:") || !strings.HasSuffix(base, "/client/v4") ||
				announced["CLOUDFLARE_API_BASE_URL"] != base || announced["CLOUDFLARE_ACCOUNT_ID"] != someAccount ||
				announced["CLOUDFLARE_API_TOKEN"] != secret {
				t.Errorf("announced %v", announced)
			}
			if got := listQueues(t, base); !strings.Contains(got, want) {
				t.Errorf("the list of queues lacks %s: %s", want, got)
			}
			if code := end(); code != 0 {
				t.Errorf("exit code %d, want 0", code)
			}
			if log := stderr.String(); strings.Count(log, "\n") != 1 || !strings.Contains(log, "GET /client/v4/accounts/"+someAccount+"/queues 200") {
				t.Errorf("the log is not one line a request: %q", log)
			}
			if strings.Contains(stderr.String(), secret) {
				t.Error("the log shows the token")
			}
		})
	}
}

func listQueues(t *testing.T, base string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/accounts/"+someAccount+"/queues", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+secret)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestASeedThatIsNone(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(file, []byte(`{"queues":[{"nom":"orders"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	code := cli.Run(t.Context(), []string{"emulator", "--seed", file}, env(), strings.NewReader(""), io.Discard, &stderr)
	if code != 2 || !strings.HasPrefix(stderr.String(), "leaseview: --seed "+file+": ") {
		t.Errorf("exit code %d, %s", code, &stderr)
	}
}

// full is an output without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// TestAnEmulatorThatCannotSayWhereItIs: nobody's slip on the command line.
func TestAnEmulatorThatCannotSayWhereItIs(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	code := cli.Run(t.Context(), []string{"emulator"}, env(), strings.NewReader(""), full{}, &stderr)
	if got := stderr.String(); code != 1 || got != "leaseview: announcing the emulator: no space left\n" {
		t.Errorf("exit code %d, %s", code, got)
	}
}
