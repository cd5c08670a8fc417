package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/tui/internal/story"
)

func TestCopyWithMarksTakesOneLeaseALine(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed(), Server: renewing, Width: 160, Height: 40}, func(d *driver) {
		d.Press("space", "y")
		d.Sees("None of the marked messages has a lease yet")
		if d.Copied.Last() != "" {
			t.Errorf("copied %q", d.Copied.Last())
		}
		d.Press("p")
		d.Press("m", "y")
		d.Sees("Copied 3 lease_ids, one a line", "to the system clipboard")
		messages := d.Server.Messages("orders")
		var want []string
		for _, m := range messages {
			want = append(want, m.Leases[len(m.Leases)-1].ID)
		}
		if got := d.Copied.Last(); got != strings.Join(want, "\n") {
			t.Errorf("copied %q, want %q", got, want)
		}
		d.Press("e")
		d.Sees("copied before is replaced")
	})
}

// The copy menu takes the marks, says how many they are and what stands between
// them, and copies what it said.
func TestTheCopyMenuTakesTheMarks(t *testing.T) {
	t.Parallel()
	const one, two, three = "00000000000000000000000000000001", "00000000000000000000000000000002", "00000000000000000000000000000003"
	const json, text = paidOrder, "hello, queue"
	flow(t, story.Setup{Seed: ordersSeed(), Width: 160, Height: 40}, func(d *driver) {
		leases := func() []string { return []string{d.Lease("orders", 0), d.Lease("orders", 1), d.Lease("orders", 2)} }
		d.Press("m", "Y")
		d.Sees("Copy of 3 marked messages", "0 lease_ids, one a line; 3 without one not now: none of the marked messages has a lease")
		d.Press("l")
		d.Sees("None of the marked messages has a lease.", "Copy of 3 marked")
		d.Press("esc", "p")
		for _, c := range []struct {
			key, says string
			want      func() string
		}{
			{"l", "3 lease_ids, one a line", func() string { return strings.Join(leases(), "\n") }},
			{"i", "3 message ids, one a line", func() string { return one + "\n" + two + "\n" + three }},
			{"s", "3 bodies as shown, blank line between", func() string { return "{\n  \"order\": 1204,\n  \"state\": \"paid\"\n}\n\n" + text }},
			{"b", "3 bodies, exact, LF between", func() string { return json + "\n" + text + "\n" + someBytes }},
			{"r", "3 bodies, raw, LF between", func() string { return json + "\n" + text + "\n" }},
			{"m", "3 messages as NDJSON", func() string { return `{"id":"` + one }},
			{"a", "ack of 3 leases as curl", func() string { return "curl " }},
			{"u", "retry of 3 leases as curl", func() string { return "curl " }},
			{"p", "pull as curl", func() string { return "curl " }},
		} {
			d.Press("Y")
			d.Sees("Copy of 3 marked messages", c.says)
			d.Press(c.key)
			got := d.Copied.Last()
			if !strings.HasPrefix(got, c.want()) {
				t.Errorf("%s copies %q, want %q", c.key, got, c.want())
			}
			d.Sees("Copied " + c.says)
			switch c.key {
			case "m":
				if lines := strings.Split(got, "\n"); len(lines) != 3 || !strings.HasPrefix(lines[2], `{"id":"`+three) {
					t.Errorf("the messages are %q", lines)
				}
			case "a", "u":
				for _, lease := range leases() {
					if strings.Count(got, lease) != 1 || strings.Contains(got, "\n") {
						t.Errorf("%s: the command is %q", c.key, got)
					}
				}
			}
		}
	})
}

// The marks are those of the moment when the menu opened, one is one, and leases
// of more than one call are parted.
func TestTheCopyMenuKeepsItsMarks(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed(), Width: 160, Height: 40}, func(d *driver) {
		d.Press("j", "space", "Y")
		d.Sees("Copy of 1 marked message ", "1 message id, one a line")
		d.Press("i")
		if got := d.Copied.Last(); got != "00000000000000000000000000000002" {
			t.Errorf("copied %q", got)
		}
	})
	flow(t, story.Setup{Seed: manySeed(250), Options: batchesOf(100, time.Hour), Width: 160, Height: 40}, func(d *driver) {
		d.Press("p", "p", "p", "m", "Y")
		d.Sees("ack of 250 leases as curl, 3 calls")
		d.Press("a")
		if got := d.Copied.Last(); strings.Count(got, "\n") != 2 || strings.Count(got, "lease_id") != 250 {
			t.Errorf("%d commands with %d leases", strings.Count(got, "\n")+1, strings.Count(got, "lease_id"))
		}
	})
}
