package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

func TestSettingsAreCheckedBeforeTheyHold(t *testing.T) {
	t.Parallel()
	cases := []struct {
		field int
		text  string
		says  string
	}{
		{0, "0", "a whole number from 1 to 100"},
		{0, "101", "a whole number from 1 to 100"},
		{0, "ten", "a whole number from 1 to 100"},
		{0, "", "a whole number from 1 to 100"},
		{1, "13h", "a duration from 1s to 12h"},
		{1, "500ms", "a duration from 1s to 12h"},
		{1, "-5s", "a duration from 1s to 12h"},
		{1, "soon", "a duration from 1s to 12h"},
		{2, "0s", "a duration from 1s to 1h"},
		{2, "2h", "a duration from 1s to 1h"},
		{2, "", "a duration from 1s to 1h"},
	}
	for _, c := range cases {
		t.Run(c.text+" as field "+string(rune('0'+c.field)), func(t *testing.T) {
			t.Parallel()
			flow(t, setup{seed: ordersSeed(), width: 80, height: 16}, func(d *driver) {
				d.press(",")
				for range c.field {
					d.press("tab")
				}
				d.fill(c.text)
				d.press("enter")
				d.sees("Pull settings", c.says)
				d.press("esc")
				d.misses("Pull settings")
				d.press("p")
				d.sees("Leased 3 messages until 00:00:30 UTC") // what was there holds
			})
		})
	}
}

func TestSettingsHoldFromTheNextPull(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "pull", Delay: 5 * time.Second})
		d.press(",")
		d.fill("1")
		d.press("enter", "p", ",")
		d.fill("2")
		d.press("down")
		d.fill("600") // seconds
		d.press("down")
		d.fill("1m")
		d.press("up", "shift+tab", "enter")
		d.sees("From now on a pull leases up to 2 for 10m; follow pulls every 1m")
		d.wait(6 * time.Second)
		d.sees("Leased 1 message until 00:00:30 UTC") // as it was sent
		d.press("p")
		d.sees("Leased 2 messages until 00:10:0")
		if row := d.row("hello, queue"); !strings.Contains(row, "9:5") && !strings.Contains(row, "10:0") {
			t.Errorf("a lease of ten minutes says %q", row)
		}
		d.press("f")
		d.sees("every 1m")
	})
}

func TestAnEmptyVisibilityIsTheConsumers(t *testing.T) {
	t.Parallel()
	seed := ordersSeed()
	seed.Queues[0].Consumer.Settings = []byte(`{"visibility_timeout_ms":90000}`)
	flow(t, setup{seed: seed}, func(d *driver) {
		d.sees("visibility 1m30s")
		d.press(",")
		d.sees("empty: as the consumer, 1m")
		d.press("esc", "p")
		d.sees("Leased 3 messages until 00:01:30 UTC")
	})
}

// In a prompt letters are text, and the cursor of the terminal is where it goes.
func TestAPromptTakesKeysAsText(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press(",")
		d.fill("pqf?y")
		d.sees("pqf?y", "Pull settings")
		d.pulledTimes(0)
		line := strings.Split(d.screen(), "\n")[d.terminal.CursorPosition().Y]
		if !strings.Contains(line, "pqf?y") {
			t.Errorf("the cursor is on the line %q", line)
		}
		before := []rune(line)[:d.terminal.CursorPosition().X]
		if !strings.HasSuffix(string(before), "pqf?y") {
			t.Errorf("the cursor is behind %q", string(before))
		}
		d.press("ctrl+c")
		d.wait(time.Second)
		if d.running() {
			t.Errorf("ctrl+c in a prompt did not quit:\n%s", d.screen())
		}
	})
}
