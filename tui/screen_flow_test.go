package tui_test

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
)

// longSeed is "orders" with so many numbered messages that no screen shows all.
func longSeed(n int) emulator.Seed {
	seed := manySeed(0)
	for i := range n {
		seed.Queues[0].Messages = append(seed.Queues[0].Messages, emulator.SeedMessage{
			ID: fmt.Sprintf("%032x", i), Body: fmt.Sprintf("message %03d", i), ContentType: "text",
		})
	}
	return seed
}

// hundred makes every peek and pull bring as much as the API gives.
func hundred(o *tui.Options) { o.BatchSize = 100 }

func TestTheCursorMoves(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: longSeed(100), options: hundred, width: 160, height: 40}, func(d *driver) {
		for _, step := range []struct{ key, at string }{
			{"j", "001"},
			{"down", "002"},
			{"k", "001"},
			{"up", "000"},
			{"k", "000"},
			{"G", "099"},
			{"j", "099"},
			{"g", "000"},
			{"end", "099"},
			{"home", "000"},
			{"pgdown", "034"},
			{"ctrl+d", "051"},
			{"ctrl+u", "034"},
			{"pgup", "000"},
		} {
			d.press(step.key)
			if row := d.rowOfCursor(); !strings.Contains(row, "message "+step.at) {
				t.Fatalf("after %s the cursor is on %q, want message %s", step.key, row, step.at)
			}
		}
	})
}

func TestTheMouseScrollsAndSelects(t *testing.T) {
	t.Parallel()
	seed := longSeed(100)
	seed.Queues[0].Messages[1].Body = strings.Repeat("a line\n", 200)
	flow(t, setup{seed: seed, options: hundred}, func(d *driver) {
		d.clickOn("message 004")
		if !d.onCursor("message 004") {
			t.Errorf("a click selected %q", d.rowOfCursor())
		}
		d.wheel(tea.MouseWheelDown, 5, 10)
		if !d.onCursor("message 007") {
			t.Errorf("a notch of the wheel went to %q", d.rowOfCursor())
		}
		d.wheel(tea.MouseWheelUp, 5, 10)
		d.wheel(tea.MouseWheelUp, 5, 10)
		if !d.onCursor("a line") {
			t.Errorf("two notches back went to %q", d.rowOfCursor())
		}
		d.sees("1-19/200")
		d.wheel(tea.MouseWheelDown, 120, 10) // over the detail pane
		d.sees("4-22/200")
		if !d.onCursor("a line") {
			t.Error("the wheel over the detail pane moved the table")
		}
		d.click(120, 10)
		d.press("j")
		d.sees("5-23/200")
		d.clickOn("message 004")
		d.press("j")
		if !d.onCursor("message 005") {
			t.Error("a click on the table did not give it the keys")
		}
	})
}

func TestTheMouseOnTheListAndInDialogs(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: fleetSeed(), options: choose}, func(d *driver) {
		d.clickOn("orders")
		d.wheel(tea.MouseWheelDown, 3, 3)
		d.wheel(tea.MouseWheelUp, 3, 3)
		d.clickOn("orders")
		d.press("enter")
		d.sees("hello, queue")
		d.press("Y")
		d.clickOn("orders") // the header, beneath the dialog
		d.wheel(tea.MouseWheelDown, 3, 3)
		d.sees("Copy of message")
		d.press("enter")
		d.sees("Copied body, exact bytes") // three items down
	})
}

func TestTheMouseCanBeTurnedOff(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("ctrl+o")
		d.sees("MOUSE OFF", "your terminal selects text now", "ctrl+o turns it on again")
		d.press("ctrl+o")
		d.sees("The mouse scrolls and selects rows again")
		d.misses("MOUSE OFF")
		d.press(",", "ctrl+o")
		d.sees("MOUSE OFF", "Pull settings")
	})
}

func TestTimesAsAgeLocalAndUTC(t *testing.T) {
	t.Parallel()
	east := func(o *tui.Options) { o.Location = time.FixedZone("CEST", 2*60*60) }
	flow(t, setup{seed: ordersSeed(), options: east}, func(d *driver) {
		d.sees("AGE", "3m")
		d.press("z")
		d.sees("Times as local time", "LOCAL", "01:57:00")
		d.press("]")
		d.sees("2000-01-01 01:57:00.000 CEST (3m 0s ago)")
		d.press("z")
		d.sees("Times as UTC", "UTC", "23:57:00", "1999-12-31 23:57:00.000 UTC")
		d.press("z")
		d.sees("Times as age", "AGE", "3m")
	})
}

func TestTheTabsAndTheModesOfABody(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.sees("pretty · json, plain", `"order": 1204,`)
		d.press("t")
		d.sees("text · ", `{"order":1204,"state":"paid"}`)
		d.press("t")
		d.sees("hex · ", "7b 22 6f")
		d.press("t")
		d.sees("raw · ", `{"order":1204,"state":"paid"}`)
		d.press("]")
		d.sees("id", "sent", "CF-Content-Type", "json", "seen 1 time")
		d.press("]")
		d.sees("lease none", "outlook", "ref")
		d.press("]", "t")
		d.sees("pretty · ", `"order": 1204,`)
		d.press("[", "[")
		d.sees("CF-Content-Type")
		d.press("t")
		d.sees("text · ")
	})
}

func TestEnterTabAndEscMoveTheFocus(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		for _, way := range [][2]string{{"enter", "esc"}, {"tab", "tab"}, {"enter", "q"}} {
			d.press(way[0])
			d.sees("▸ Body")
			d.press("j")
			if !d.onCursor("1204") {
				t.Error("j in the detail pane moved the table")
			}
			d.press(way[1])
			d.sees("▸ 3 seen")
		}
	})
}

func TestTheSplits(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		even := d.tableWidth()
		d.press("+")
		d.sees("Split: larger table")
		if d.tableWidth() <= even {
			t.Errorf("the larger table is %d cells wide, the even one %d", d.tableWidth(), even)
		}
		d.press("+")
		d.sees("Split: larger detail")
		if d.tableWidth() >= even {
			t.Errorf("beside the larger detail pane the table is %d cells wide, the even one %d", d.tableWidth(), even)
		}
		d.press("+")
		d.sees("Split: one pane at a time")
		d.misses("│")
		d.press("enter")
		d.misses("hello, queue")
		d.press("esc", "_", "_", "_")
		d.sees("Split: even")
	})
}

// tableWidth is where the line between the panes stands.
func (d *driver) tableWidth() int {
	before, _, _ := strings.Cut(strings.Split(d.screen(), "\n")[10], "│")
	return len([]rune(before))
}

func TestHelpTellsWhyNot(t *testing.T) {
	t.Parallel()
	// Tall enough for every key, so that nothing has to be scrolled to.
	tall := func(s setup) setup { s.width, s.height = 160, 90; return s }
	t.Run("table", func(t *testing.T) {
		t.Parallel()
		flow(t, tall(setup{seed: ordersSeed()}), func(d *driver) {
			d.press("?")
			d.sees("Messages of a queue", "Table", "Everywhere", "pull one batch", "Never spends anything", "No lease yet: p leases a batch")
			d.misses("In a menu", "open the queue")
			d.press("?")
			d.misses("Everywhere")
			d.press("p", "?")
			d.misses("No lease yet")
		})
	})
	t.Run("detail", func(t *testing.T) {
		t.Parallel()
		flow(t, tall(setup{seed: ordersSeed()}), func(d *driver) {
			d.press("enter", "?")
			d.sees("Messages of a queue", "Detail", "body as pretty, text, hex or raw")
			d.misses("go to the detail pane")
			d.press("q")
			d.misses("Everywhere")
			d.sees("▸ Body")
		})
	})
	t.Run("list", func(t *testing.T) {
		t.Parallel()
		flow(t, tall(setup{options: choose}), func(d *driver) {
			d.press("?")
			d.sees("open the queue", "not now: No queue to open")
			d.misses("pull one batch")
			d.press("esc")
			d.misses("Everywhere")
		})
	})
	t.Run("scrolls", func(t *testing.T) {
		t.Parallel()
		flow(t, setup{seed: ordersSeed(), width: 80, height: 24}, func(d *driver) {
			d.press("?")
			d.sees("pull one batch")
			d.press("G")
			d.misses("pull one batch")
			d.sees("suspend to the shell")
			d.press("q")
			d.misses("suspend to the shell")
		})
	})
}

func TestALightTerminalGetsLightColours(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		dark, words := d.terminal.Render(), d.screen()
		d.background(color.White)
		if d.terminal.Render() == dark {
			t.Error("a light background changed no colour")
		}
		if d.screen() != words {
			t.Errorf("a light background changed what is said:\n%s", d.screen())
		}
		d.background(color.Black)
		if d.terminal.Render() != dark {
			t.Error("back on a dark background the colours are others than before")
		}
	})
}

func TestSuspendAndResume(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("p", "ctrl+z")
		if d.suspended.value() != 1 {
			t.Fatal("ctrl+z did not suspend")
		}
		d.clock.jump(time.Hour)
		d.wait(time.Second)
		d.sees("none leased")
		metrics := d.count("metrics")
		d.wait(time.Minute)
		if n := d.count("metrics") - metrics; n < 11 || n > 13 {
			t.Errorf("%d polls in the minute after the resume, want 12: one tick", n)
		}
	})
}

func TestAStormOfResizes(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.press("p", "j")
		for _, size := range [][2]int{{1, 1}, {39, 9}, {200, 60}, {40, 10}, {0, 0}, {80, 24}, {250, 3}, {3, 250}, {120, 40}} {
			d.resize(size[0], size[1])
		}
		d.sees("hello, queue", "3 seen of about 3")
		if !d.onCursor("hello, queue") {
			t.Error("the cursor moved")
		}
		d.resize(30, 8)
		d.misses("orders")
		d.sees("40x10")
		d.resize(160, 40)
		d.press("y")
		if got, want := d.copied.last(), d.lease("orders", 1); got != want {
			t.Errorf("copied %q, want %q", got, want)
		}
	})
}

func TestPasteRunsNoKeys(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed()}, func(d *driver) {
		d.paste("ppfq")
		d.sees("Pasted text is ignored here")
		d.press("Y")
		d.paste("b")
		d.sees("Pasted text is ignored here", "Copy of message")
		d.press("esc")
		d.pulledTimes(0)
		d.press(",", "ctrl+u")
		d.paste("42\x1b[31m")
		d.sees("42")
		d.misses("Pasted text is ignored")
	})
}
