package tui_test

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

func TestTheCopyMenuCopiesExactly(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		down  int    // rows below the first
		key   string // of the menu
		want  func(d *driver) string
		words string
	}{
		{"the lease", 0, "l", func(d *driver) string { return d.Lease("orders", 0) }, "lease_id"},
		{"the message id", 1, "i", func(*driver) string { return "00000000000000000000000000000002" }, "message id"},
		{"json as bytes", 0, "b", func(*driver) string { return paidOrder }, "body, exact bytes"},
		{"json as shown", 0, "s", func(*driver) string { return "{\n  \"order\": 1204,\n  \"state\": \"paid\"\n}" }, "body as shown"},
		{"text", 1, "b", func(*driver) string { return "hello, queue" }, "(12 bytes)"},
		{"bytes that are no text", 2, "b", func(*driver) string { return someBytes }, "(4 bytes)"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
				d.Press("p")
				for range c.down {
					d.Press("j")
				}
				d.Press("Y")
				d.Sees("Copy of message 0000000000000000000000000000000")
				d.Press(c.key)
				if got, want := d.Copied.Last(), c.want(d); got != want {
					t.Errorf("copied %q, want %q", got, want)
				}
				d.Sees("Copied", c.words, "to the system clipboard")
				d.Misses("Copy of message")
			})
		})
	}
}

func TestTheCopyMenuByArrowAndEnter(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("Y")
		d.Sees("no lease yet: p leases a batch")
		d.Press("enter")
		d.Sees("No lease yet: p leases a batch", "Copy of message")
		d.Press("down", "enter")
		if got := d.Copied.Last(); got != "00000000000000000000000000000001" {
			t.Errorf("copied %q, want the message id", got)
		}
		d.Press("Y", "esc")
		d.Misses("Copy of message")
		d.Press("y")
		d.Sees("No lease yet: p leases a batch")
	})
}

func TestTheCopiedMessageIsItsJSON(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("p", "j", "Y", "m")
		var got struct {
			ID       string            `json:"id"`
			Body     string            `json:"body"`
			Attempts *int              `json:"attempts"`
			LeaseID  string            `json:"lease_id"`
			Metadata map[string]string `json:"metadata"`
		}
		if err := json.Unmarshal([]byte(d.Copied.Last()), &got); err != nil {
			t.Fatalf("copied %q: %v", d.Copied.Last(), err)
		}
		if got.ID != "00000000000000000000000000000002" || got.Body != "hello, queue" || got.Attempts == nil || *got.Attempts != 0 ||
			got.LeaseID != d.Lease("orders", 1) || got.Metadata["CF-Content-Type"] != "text" {
			t.Errorf("copied %+v", got)
		}
	})
}

// The menu acts on the message that it was opened on, whatever moves beneath.
func TestTheCopyMenuKeepsItsMessage(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 3 * time.Second})
		d.Press("p", "j", "Y")
		d.Wait(4 * time.Second)
		d.Press("l")
		if got, want := d.Copied.Last(), d.Lease("orders", 1); got != want {
			t.Errorf("copied %q, want %q", got, want)
		}
	})
}

func TestCopiedCurlCommandsRunInAShell(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh to read the commands")
	}
	var commands struct{ ack, retry, pull, lease, account, queue, base string }
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("p")
		for key, into := range map[string]*string{"a": &commands.ack, "u": &commands.retry, "p": &commands.pull} {
			d.Press("Y", key)
			*into = d.Copied.Last()
		}
		commands.lease, commands.account, commands.queue = d.Lease("orders", 0), d.Server.Account(), d.Server.QueueID("orders")
		commands.base = d.Server.BaseURL()
		for _, command := range []string{commands.ack, commands.retry, commands.pull} {
			if strings.Contains(command, d.Server.Token()) {
				t.Errorf("the token is in %q", command)
			}
		}
	})
	url := commands.base + "/accounts/" + commands.account + "/queues/" + commands.queue + "/messages/"
	for _, c := range []struct{ command, url, data string }{
		{commands.ack, url + "ack", `{"acks":[{"lease_id":"` + commands.lease + `"}]}`},
		{commands.retry, url + "ack", `{"retries":[{"lease_id":"` + commands.lease + `","delay_seconds":0}]}`},
		{commands.pull, url + "pull", `{"batch_size":5,"visibility_timeout_ms":30000}`},
	} {
		want := []string{
			"-sS", "-X", "POST", c.url, "-H", "Authorization: Bearer it's a $ecret", "-H", "Content-Type: application/json",
			"--data", c.data,
		}
		if got := shellWords(t, sh, c.command); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s\nis to a shell\n%q\nwant\n%q", c.command, got, want)
		}
	}
}

// shellWords lets a shell read a curl command, and answers what curl would get.
func shellWords(t *testing.T, sh, command string) []string {
	t.Helper()
	script := "curl() { for word; do printf '%s\\n' \"$word\"; done; }\n" + command
	cmd := exec.Command(sh, "-c", script)
	cmd.Env = []string{"CLOUDFLARE_API_TOKEN=it's a $ecret"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("sh: %v\n%s", err, out)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

func TestCopyThroughTheTerminal(t *testing.T) {
	t.Parallel()
	t.Run("no system clipboard", func(t *testing.T) {
		t.Parallel()
		none := func(o *tui.Options) { o.Clipboard = nil }
		flow(t, story.Setup{Seed: ordersSeed(), Options: none}, func(d *driver) {
			d.Press("p", "y")
			d.Sees("Sent the lease_id", "to the terminal's clipboard (OSC 52)")
			d.Misses("Copied")
			if got, want := d.ByOSC.Last(), d.Lease("orders", 0); got != want {
				t.Errorf("the terminal was given %q, want %q", got, want)
			}
			d.Press("G", "Y", "b")
			if got := d.ByOSC.Last(); got != someBytes {
				t.Errorf("the terminal was given %q, want the exact bytes %q", got, someBytes)
			}
		})
	})
	t.Run("the system clipboard fails", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
			d.Copied.FailWith(errors.New("xclip: can't open display"))
			d.Press("p", "y")
			d.Sees("clipboard (OSC 52)", "The system clipboard failed: xclip: can't open display")
			if got, want := d.ByOSC.Last(), d.Lease("orders", 0); got != want {
				t.Errorf("the terminal was given %q, want %q", got, want)
			}
		})
	})
}

// Inside tmux a copy by OSC 52 reaches nobody unless an option is set, and inside
// screen nothing is sure: both are named, unless the system clipboard took it.
func TestCopyThroughAMultiplexer(t *testing.T) {
	t.Parallel()
	for between, says := range map[tui.Multiplexer]string{
		tui.Tmux:      "to tmux by OSC 52, which passes it on only with its option set-clipboard on: tmux set -s set-clipboard on.",
		tui.GNUScreen: "to screen by OSC 52, which need not pass it on to your terminal.",
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			flow(t, story.Setup{Seed: ordersSeed(), Options: func(o *tui.Options) { o.Between = between }}, func(d *driver) {
				d.Press("p", "y")
				d.Sees("Copied the lease_id", "to the system clipboard")
				d.Misses("OSC 52")
				d.Copied.FailWith(errors.New("no display"))
				d.Press("y")
				d.Sees("Sent the lease_id", says, "The system clipboard failed: no display.")
				d.Misses("Copied")
				if got, want := d.ByOSC.Last(), d.Lease("orders", 0); got != want {
					t.Errorf("the terminal was given %q, want %q", got, want)
				}
			})
		})
	}
}
