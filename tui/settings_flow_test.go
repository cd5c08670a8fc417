package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui/internal/story"
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
		{3, "0", "a whole number from 1 to 100"},
		{3, "101", "a whole number from 1 to 100"},
	}
	for _, c := range cases {
		t.Run(c.text+" as field "+string(rune('0'+c.field)), func(t *testing.T) {
			t.Parallel()
			flow(t, story.Setup{Seed: ordersSeed(), Width: 80, Height: 16}, func(d *driver) {
				d.Press(",")
				for range c.field {
					d.Press("tab")
				}
				d.Fill(c.text)
				d.Press("enter")
				d.Sees("Pull and peek settings", c.says)
				d.Press("esc")
				d.Misses("Pull and peek settings")
				d.Press("p")
				d.Sees("Leased 3 messages until 00:00:30 UTC") // what was there holds
			})
		})
	}
}

func TestSettingsHoldFromTheNextPull(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 5 * time.Second})
		d.Press(",")
		d.Fill("1")
		d.Press("enter", "p", ",")
		d.Fill("2")
		d.Press("down")
		d.Fill("600") // seconds
		d.Press("down")
		d.Fill("1m")
		d.Press("up", "shift+tab", "enter")
		d.Sees("From now on a pull leases up to 2 for 10m; follow pulls every 1m")
		d.Wait(6 * time.Second)
		d.Sees("Leased 1 message until 00:00:30 UTC") // as it was sent
		d.Press("p")
		d.Sees("Leased 2 messages until 00:10:0")
		if row := d.Row("hello, queue"); !strings.Contains(row, "9:5") && !strings.Contains(row, "10:0") {
			t.Errorf("a lease of ten minutes says %q", row)
		}
		d.Press("f")
		d.Sees("every 1m")
	})
}

func TestAnEmptyVisibilityIsTheConsumers(t *testing.T) {
	t.Parallel()
	seed := ordersSeed()
	seed.Queues[0].Consumer.Settings = []byte(`{"visibility_timeout_ms":90000}`)
	flow(t, story.Setup{Seed: seed}, func(d *driver) {
		d.Sees("visibility 1m30s")
		d.Press(",")
		d.Sees("empty: as the consumer, 1m")
		d.Press("esc", "p")
		d.Sees("Leased 3 messages until 00:01:30 UTC")
	})
}

// In a prompt letters are text, and the cursor of the terminal is where it goes.
func TestAPromptTakesKeysAsText(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press(",")
		d.Fill("pqf?y")
		d.Sees("pqf?y", "Pull and peek settings")
		d.PulledTimes(0)
		line := strings.Split(d.Screen(), "\n")[d.Terminal.CursorPosition().Y]
		if !strings.Contains(line, "pqf?y") {
			t.Errorf("the cursor is on the line %q", line)
		}
		before := []rune(line)[:d.Terminal.CursorPosition().X]
		if !strings.HasSuffix(string(before), "pqf?y") {
			t.Errorf("the cursor is behind %q", string(before))
		}
		d.Press("ctrl+c")
		d.Wait(time.Second)
		if d.Running() {
			t.Errorf("ctrl+c in a prompt did not quit:\n%s", d.Screen())
		}
	})
}
