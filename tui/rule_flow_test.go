package tui_test

import (
	"strings"
	"testing"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// At 80x24 the header says how often a message is delivered and where it ends, and
// the footer how to ack and to retry what is leased.
func TestWhatMattersIsThereAt80x24(t *testing.T) {
	t.Parallel()
	with := goldenSetup(80, 24)
	with.Options = func(o *tui.Options) { o.Demo = true }
	flow(t, with, func(d *driver) {
		d.Sees("DEMO", "max retries 3", "dlq orders-dlq")
		d.Press("p", "j")
		d.Sees("DEMO", "max retries 3", "dlq orders-dlq", "a ack", "u retry", "p pull", "v peek")
	})
}

// That the data is made up stays on screen at every size, on every page.
func TestDemoIsSaidAtEverySize(t *testing.T) {
	t.Parallel()
	seed := ordersSeed()
	long := strings.Repeat("a-queue-", 7) + "dlq"
	seed.Queues = append(seed.Queues, emulator.SeedQueue{Name: long, Consumer: seed.Queues[0].Consumer})
	for _, name := range []string{"orders", long, ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := logged(story.Setup{Width: 40, Height: 10, Seed: seed, Options: func(o *tui.Options) { o.Demo, o.Queue = true, name }})
			flow(t, with, func(d *driver) {
				for _, keys := range [][]string{nil, {"f"}, {"L"}} {
					d.Press(keys...)
					for _, size := range [][2]int{{40, 10}, {40, 20}, {40, 40}, {57, 15}, {80, 24}, {120, 40}} {
						d.Resize(size[0], size[1])
						if top := strings.Join(strings.Split(d.Screen(), "\n")[:3], "\n"); !strings.Contains(top, "DEMO") {
							t.Errorf("%v at %v:\n%s", keys, size, d.Screen())
						}
					}
				}
			})
		})
	}
}

// Marks cut no number off the line above the table.
func TestMarksCutNoNumber(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Width: 120, Height: 40, Seed: manySeed(120)}, func(d *driver) {
		d.Press("p", "m")
		d.Sees("▸ 50 seen 50 marked · 5 leased until 00:00:30 UTC")
		d.Resize(40, 10)
		d.Sees("▸ 50 seen 50 marked · 5 leased")
	})
}

// A backlog that stays as it is draws no block that is higher than a line of text.
func TestAFlatBacklogIsCalm(t *testing.T) {
	t.Parallel()
	flow(t, goldenSetup(80, 24), func(d *driver) {
		d.Press("r", "r", "r")
		d.Sees("▂▂")
		d.Misses("█", "▇", "▆", "▅", "▄")
	})
}
