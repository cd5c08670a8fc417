package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// marked are those of n messages whose rows carry a mark.
func (d *driver) marked(n int) string {
	d.t.Helper()
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
	flow(t, setup{seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
		d.press("M")
		d.sees("Nothing is marked: space marks a message, m all of them")
		d.press("space", "space")
		d.sees("2 marked")
		if got := d.marked(5); got != "12" {
			t.Errorf("marked %q, want 12:\n%s", got, d.screen())
		}
		d.press("k", "space") // takes the second away and goes on
		if got := d.marked(5); got != "1" {
			t.Errorf("marked %q, want 1", got)
		}
		d.press("m")
		d.sees("Marked 5 messages.", "5 marked")
		d.press("M")
		d.sees("Took 5 marks away.")
		d.misses("5 marked")
	})
}

func TestARangeIsMarkedFromEitherEnd(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{{"g", "j", "V", "j", "j", "V"}, {"G", "k", "V", "k", "k", "V"}} {
		flow(t, setup{seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
			d.press(keys[:3]...)
			d.sees("A range begins here: go to its other end and press V again")
			d.press(keys[3:]...)
			d.sees("Marked the 3 messages of the range.", "3 marked")
			if got := d.marked(5); got != "234" {
				t.Errorf("marked %q, want 234", got)
			}
		})
	}
}

// A range that was begun and not ended is given up by M.
func TestARangeIsGivenUp(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
		d.press("V", "M", "j", "j", "V")
		d.sees("A range begins here")
	})
}

// Marks are bound to messages: neither new rows nor redeliveries move them.
func TestMarksStayOnTheirMessages(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(5, 0, patient)}, func(d *driver) {
		d.press("p", "j", "space", "j", "space")
		for range 3 {
			if err := d.server.Push("orders", emulator.SeedMessage{Body: `{"more":1}`}); err != nil {
				t.Fatal(err)
			}
		}
		d.wait(31 * time.Second)
		d.press(",")
		d.fill("10")
		d.press("enter", "p", "v", "r")
		d.sees("2 marked")
		if got := d.marked(5); got != "24" {
			t.Errorf("marked %q, want 24", got)
		}
		d.press("a")
		d.sees("Ack 2 messages of orders?", idOf(2), idOf(4))
	})
}

// A range that was marked is over: the next V begins another.
func TestASecondRangeBeginsAnew(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(5, 0, withDLQ)}, func(d *driver) {
		d.press("g", "V", "j", "V", "G", "V")
		d.sees("A range begins here")
		if got := d.marked(5); got != "12" {
			t.Errorf("marked %q, want 12", got)
		}
		d.press("k", "V")
		d.sees("Marked the 2 messages of the range.", "4 marked")
		if got := d.marked(5); got != "1245" {
			t.Errorf("marked %q, want 1245", got)
		}
	})
}
