package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui/internal/story"
)

// marked are those of n messages whose rows carry a mark.
func (d *driver) marked(n int) string {
	d.T.Helper()
	var out []string
	for i := 1; i <= n; i++ {
		if strings.Contains(d.rowOf(i), "◆") {
			out = append(out, string(rune('0'+i)))
		}
	}
	return strings.Join(out, "")
}

func TestMarksAreSetAndTaken(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
		d.Press("M")
		d.Sees("Nothing is marked: space marks a message, m all of them")
		d.Press("space", "space")
		d.Sees("2 marked")
		if got := d.marked(5); got != "12" {
			t.Errorf("marked %q, want 12:\n%s", got, d.Screen())
		}
		d.Press("k", "space") // takes the second away and goes on
		if got := d.marked(5); got != "1" {
			t.Errorf("marked %q, want 1", got)
		}
		d.Press("m")
		d.Sees("Marked 5 messages.", "5 marked")
		d.Press("M")
		d.Sees("Took 5 marks away.")
		d.Misses("5 marked")
	})
}

func TestARangeIsMarkedFromEitherEnd(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{{"g", "j", "V", "j", "j", "V"}, {"G", "k", "V", "k", "k", "V"}} {
		flow(t, story.Setup{Seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
			d.Press(keys[:3]...)
			d.Sees("A range begins here: go to its other end and press V again")
			d.Press(keys[3:]...)
			d.Sees("Marked the 3 messages of the range.", "3 marked")
			if got := d.marked(5); got != "234" {
				t.Errorf("marked %q, want 234", got)
			}
		})
	}
}

// A range that was begun and not ended is given up by M.
func TestARangeIsGivenUp(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
		d.Press("V", "M", "j", "j", "V")
		d.Sees("A range begins here")
	})
}

// Marks are bound to messages: neither new rows nor redeliveries move them.
func TestMarksStayOnTheirMessages(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(5, 0, patient)}, func(d *driver) {
		d.Press("p", "j", "space", "j", "space")
		for range 3 {
			if err := d.Server.Push("orders", emulator.SeedMessage{Body: `{"more":1}`}); err != nil {
				t.Fatal(err)
			}
		}
		d.Wait(31 * time.Second)
		d.Press(",")
		d.Fill("10")
		d.Press("enter", "p", "v", "r")
		d.Sees("2 marked")
		if got := d.marked(5); got != "24" {
			t.Errorf("marked %q, want 24", got)
		}
		d.Press("a")
		d.Sees("Ack 2 messages of orders?", idOf(2), idOf(4))
	})
}

// A range that was marked is over: the next V begins another.
func TestASecondRangeBeginsAnew(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
		d.Press("g", "V", "j", "V", "G", "V")
		d.Sees("A range begins here")
		if got := d.marked(5); got != "12" {
			t.Errorf("marked %q, want 12", got)
		}
		d.Press("k", "V")
		d.Sees("Marked the 2 messages of the range.", "4 marked")
		if got := d.marked(5); got != "1245" {
			t.Errorf("marked %q, want 1245", got)
		}
	})
}
