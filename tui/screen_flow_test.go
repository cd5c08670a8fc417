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
	"leaseview/tui/internal/story"
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
func hundred(o *tui.Options) { o.BatchSize, o.PeekSize = 100, 100 }

func TestTheCursorMoves(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: longSeed(100), Options: hundred, Width: 160, Height: 40}, func(d *driver) {
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
			d.Press(step.key)
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
	flow(t, story.Setup{Seed: seed, Options: hundred}, func(d *driver) {
		d.ClickOn("message 004")
		if !d.OnCursor("message 004") {
			t.Errorf("a click selected %q", d.rowOfCursor())
		}
		d.Wheel(tea.MouseWheelDown, 5, 10)
		if !d.OnCursor("message 007") {
			t.Errorf("a notch of the wheel went to %q", d.rowOfCursor())
		}
		d.Wheel(tea.MouseWheelUp, 5, 10)
		d.Wheel(tea.MouseWheelUp, 5, 10)
		if !d.OnCursor("a line") {
			t.Errorf("two notches back went to %q", d.rowOfCursor())
		}
		d.Sees("1-19/200")
		d.Wheel(tea.MouseWheelDown, 120, 10) // over the detail pane
		d.Sees("4-22/200")
		if !d.OnCursor("a line") {
			t.Error("the wheel over the detail pane moved the table")
		}
		d.Click(120, 10)
		d.Press("j")
		d.Sees("5-23/200")
		d.ClickOn("message 004")
		d.Press("j")
		if !d.OnCursor("message 005") {
			t.Error("a click on the table did not give it the keys")
		}
	})
}

func TestTheMouseOnTheListAndInDialogs(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: fleetSeed(), Options: choose}, func(d *driver) {
		d.ClickOn("orders")
		d.Wheel(tea.MouseWheelDown, 3, 3)
		d.Wheel(tea.MouseWheelUp, 3, 3)
		d.ClickOn("orders")
		d.Press("enter")
		d.Sees("hello, queue")
		d.Press("Y")
		d.ClickOn("orders") // the header, beneath the dialog
		d.Wheel(tea.MouseWheelDown, 3, 3)
		d.Sees("Copy of message")
		d.Press("enter")
		d.Sees("Copied body, exact bytes") // three items down
	})
}

func TestTheMouseCanBeTurnedOff(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("ctrl+o")
		d.Sees("MOUSE OFF", "your terminal selects text now", "ctrl+o turns it on again")
		d.Press("ctrl+o")
		d.Sees("The mouse scrolls and selects again")
		d.Misses("MOUSE OFF")
		d.Press(",", "ctrl+o")
		d.Sees("MOUSE OFF", "Pull and peek settings")
	})
}

func TestTimesAsAgeLocalAndUTC(t *testing.T) {
	t.Parallel()
	east := func(o *tui.Options) { o.Location = time.FixedZone("CEST", 2*60*60) }
	flow(t, story.Setup{Seed: ordersSeed(), Options: east}, func(d *driver) {
		d.Sees("AGE", "3m")
		d.Press("z")
		d.Sees("Times as local time", "LOCAL", "01:57:00")
		d.Press("]")
		d.Sees("2000-01-01 01:57:00.000 CEST (3m 0s ago)")
		d.Press("z")
		d.Sees("Times as UTC", "UTC", "23:57:00", "1999-12-31 23:57:00.000 UTC")
		d.Press("z")
		d.Sees("Times as age", "AGE", "3m")
	})
}

func TestTheTabsAndTheModesOfABody(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Sees("pretty · json, plain", `"order": 1204,`)
		d.Press("t")
		d.Sees("text · ", `{"order":1204,"state":"paid"}`)
		d.Press("t")
		d.Sees("hex · ", "7b 22 6f")
		d.Press("t")
		d.Sees("raw · ", `{"order":1204,"state":"paid"}`)
		d.Press("]")
		d.Sees("id", "sent", "CF-Content-Type", "json", "seen 1 time")
		d.Press("]")
		d.Sees("lease none", "outlook", "ref")
		d.Press("]", "t")
		d.Sees("pretty · ", `"order": 1204,`)
		d.Press("[", "[")
		d.Sees("CF-Content-Type")
		d.Press("t")
		d.Sees("text · ")
	})
}

func TestEnterTabAndEscMoveTheFocus(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		for _, way := range [][2]string{{"enter", "esc"}, {"tab", "tab"}, {"enter", "q"}} {
			d.Press(way[0])
			d.Sees("▸ Body")
			d.Press("j")
			if !d.OnCursor("1204") {
				t.Error("j in the detail pane moved the table")
			}
			d.Press(way[1])
			d.Sees("▸ 3 seen")
		}
	})
}

func TestTheSplits(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		even := d.tableWidth()
		d.Press("+")
		d.Sees("Split: larger table")
		if d.tableWidth() <= even {
			t.Errorf("the larger table is %d cells wide, the even one %d", d.tableWidth(), even)
		}
		d.Press("+")
		d.Sees("Split: larger detail")
		if d.tableWidth() >= even {
			t.Errorf("beside the larger detail pane the table is %d cells wide, the even one %d", d.tableWidth(), even)
		}
		d.Press("+")
		d.Sees("Split: one pane at a time")
		d.Misses("│")
		d.Press("enter")
		d.Misses("hello, queue")
		d.Press("esc", "_", "_", "_")
		d.Sees("Split: even")
	})
}

// tableWidth is where the line between the panes stands.
func (d *driver) tableWidth() int {
	before, _, _ := strings.Cut(strings.Split(d.Screen(), "\n")[10], "│")
	return len([]rune(before))
}

func TestHelpTellsWhyNot(t *testing.T) {
	t.Parallel()
	// Tall enough for every key, so that nothing has to be scrolled to.
	tall := func(s story.Setup) story.Setup { s.Width, s.Height = 160, 90; return s }
	t.Run("table", func(t *testing.T) {
		t.Parallel()
		flow(t, tall(story.Setup{Seed: ordersSeed()}), func(d *driver) {
			d.Press("?")
			d.Sees("Messages of a queue", "Table", "Everywhere", "pull one batch", "Never spends anything", "No lease yet: p leases a batch")
			d.Misses("In a menu", "open the queue")
			d.Press("?")
			d.Misses("Everywhere")
			d.Press("p", "?")
			d.Misses("No lease yet")
		})
	})
	t.Run("detail", func(t *testing.T) {
		t.Parallel()
		flow(t, tall(story.Setup{Seed: ordersSeed()}), func(d *driver) {
			d.Press("enter", "?")
			d.Sees("Messages of a queue", "Detail", "body as pretty, text, hex or raw")
			d.Misses("go to the detail pane")
			d.Press("q")
			d.Misses("Everywhere")
			d.Sees("▸ Body")
		})
	})
	t.Run("list", func(t *testing.T) {
		t.Parallel()
		flow(t, tall(story.Setup{Options: choose}), func(d *driver) {
			d.Press("?")
			d.Sees("open the queue", "not now: No queue to open")
			d.Misses("pull one batch")
			d.Press("esc")
			d.Misses("Everywhere")
		})
	})
	t.Run("scrolls", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: ordersSeed(), Width: 80, Height: 24}, func(d *driver) {
			d.Press("?")
			d.Sees("pull one batch")
			d.Press("G")
			d.Misses("pull one batch")
			d.Sees("suspend to the shell")
			d.Press("q")
			d.Misses("suspend to the shell")
		})
	})
}

func TestALightTerminalGetsLightColours(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		dark, words := d.Render(), d.Screen()
		d.Background(color.White)
		if d.Render() == dark {
			t.Error("a light background changed no colour")
		}
		if d.Screen() != words {
			t.Errorf("a light background changed what is said:\n%s", d.Screen())
		}
		d.Background(color.Black)
		if d.Render() != dark {
			t.Error("back on a dark background the colours are others than before")
		}
	})
}

func TestSuspendAndResume(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("p", "ctrl+z")
		if d.Suspended.Load() != 1 {
			t.Fatal("ctrl+z did not suspend")
		}
		d.Clock.Jump(time.Hour)
		d.Wait(time.Second)
		d.Sees("none leased")
		metrics := d.Count("metrics")
		d.Wait(time.Minute)
		if n := d.Count("metrics") - metrics; n < 11 || n > 13 {
			t.Errorf("%d polls in the minute after the resume, want 12: one tick", n)
		}
	})
}

func TestAStormOfResizes(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Press("p", "j")
		for _, size := range [][2]int{{1, 1}, {39, 9}, {200, 60}, {40, 10}, {0, 0}, {80, 24}, {250, 3}, {3, 250}, {120, 40}} {
			d.Resize(size[0], size[1])
		}
		d.Sees("hello, queue", "3 seen of about 3")
		if !d.OnCursor("hello, queue") {
			t.Error("the cursor moved")
		}
		d.Resize(30, 8)
		d.Misses("orders")
		d.Sees("40x10")
		d.Resize(160, 40)
		d.Press("y")
		if got, want := d.Copied.Last(), d.Lease("orders", 1); got != want {
			t.Errorf("copied %q, want %q", got, want)
		}
	})
}

func TestPasteRunsNoKeys(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed()}, func(d *driver) {
		d.Paste("ppfq")
		d.Sees("Pasted text is ignored here")
		d.Press("Y")
		d.Paste("b")
		d.Sees("Pasted text is ignored here", "Copy of message")
		d.Press("esc")
		d.PulledTimes(0)
		d.Press(",", "ctrl+u")
		d.Paste("42\x1b[31m")
		d.Sees("42")
		d.Misses("Pasted text is ignored")
	})
}
