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
		{"the lease", 0, "l", func(d *driver) string { return d.lease("orders", 0) }, "lease_id"},
		{"the message id", 1, "i", func(*driver) string { return "00000000000000000000000000000002" }, "message id"},
		{"json as bytes", 0, "b", func(*driver) string { return paidOrder }, "body, exact bytes"},
		{"json as shown", 0, "s", func(*driver) string { return "{\n  \"order\": 1204,\n  \"state\": \"paid\"\n}" }, "body as shown"},
		{"text", 1, "b", func(*driver) string { return "hello, queue" }, "(12 bytes)"},
		{"bytes that are no text", 2, "b", func(*driver) string { return someBytes }, "(4 bytes)"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			flow(t, setup{seed: ordersSeed()}, func(d *driver) {
				d.press("p")
				for range c.down {
					d.press("j")
				}
				d.press("Y")
				d.sees("Copy of message 0000000000000000000000000000000")
				d.press(c.key)
				if got, want := d.copied.last(), c.want(d); got != want {
					t.Errorf("copied %q, want %q", got, want)
				}
				d.sees("Copied", c.words, "to the system clipboard")
				d.misses("Copy of message")
			})
		})
	}
}

func TestTheCopyMenuByArrowAndEnter(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("Y")
		d.sees("no lease yet: p leases a batch")
		d.press("enter")
		d.sees("No lease yet: p leases a batch", "Copy of message")
		d.press("down", "enter")
		if got := d.copied.last(); got != "00000000000000000000000000000001" {
			t.Errorf("copied %q, want the message id", got)
		}
		d.press("Y", "esc")
		d.misses("Copy of message")
		d.press("y")
		d.sees("No lease yet: p leases a batch")
	})
}

func TestTheCopiedMessageIsItsJSON(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("p", "j", "Y", "m")
		var got struct {
			ID       string            `json:"id"`
			Body     string            `json:"body"`
			Attempts *int              `json:"attempts"`
			LeaseID  string            `json:"lease_id"`
			Metadata map[string]string `json:"metadata"`
		}
		if err := json.Unmarshal([]byte(d.copied.last()), &got); err != nil {
			t.Fatalf("copied %q: %v", d.copied.last(), err)
		}
		if got.ID != "00000000000000000000000000000002" || got.Body != "hello, queue" || got.Attempts == nil || *got.Attempts != 0 ||
			got.LeaseID != d.lease("orders", 1) || got.Metadata["CF-Content-Type"] != "text" {
			t.Errorf("copied %+v", got)
		}
	})
}

// The menu acts on the message that it was opened on, whatever moves beneath.
func TestTheCopyMenuKeepsItsMessage(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "pull", Delay: 3 * time.Second})
		d.press("p", "j", "Y")
		d.wait(4 * time.Second)
		d.press("l")
		if got, want := d.copied.last(), d.lease("orders", 1); got != want {
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
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("p")
		for key, into := range map[string]*string{"a": &commands.ack, "u": &commands.retry, "p": &commands.pull} {
			d.press("Y", key)
			*into = d.copied.last()
		}
		commands.lease, commands.account, commands.queue = d.lease("orders", 0), d.server.Account(), d.server.QueueID("orders")
		commands.base = d.server.BaseURL()
		for _, command := range []string{commands.ack, commands.retry, commands.pull} {
			if strings.Contains(command, d.server.Token()) {
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
		flow(t, setup{seed: ordersSeed(), options: none}, func(d *driver) {
			d.press("p", "y")
			d.sees("Copied the lease_id", "by OSC 52, if your terminal allows it")
			if got, want := d.byOSC.last(), d.lease("orders", 0); got != want {
				t.Errorf("the terminal was given %q, want %q", got, want)
			}
			d.press("G", "Y", "b")
			if got := d.byOSC.last(); got != someBytes {
				t.Errorf("the terminal was given %q, want the exact bytes %q", got, someBytes)
			}
		})
	})
	t.Run("the system clipboard fails", func(t *testing.T) {
		t.Parallel()
		flow(t, setup{seed: ordersSeed()}, func(d *driver) {
			d.copied.failWith(errors.New("xclip: can't open display"))
			d.press("p", "y")
			d.sees("by OSC 52", "the system clipboard failed: xclip: can't open display")
			if got, want := d.byOSC.last(), d.lease("orders", 0); got != want {
				t.Errorf("the terminal was given %q, want %q", got, want)
			}
		})
	})
}
