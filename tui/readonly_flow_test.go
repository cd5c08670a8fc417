package tui_test

import (
	"testing"
	"time"

	"leaseview/tui"
)

func TestReadOnlyRefusesWhateverChangesAQueue(t *testing.T) {
	t.Parallel()
	for _, follow := range []time.Duration{0, time.Second} {
		options := func(o *tui.Options) { o.Leaser, o.Follow, o.OnQuit = nil, follow, tui.OnQuitRelease }
		flow(t, setup{seed: leaseSeed(3, 2, withDLQ), options: options}, func(d *driver) {
			d.sees("READ-ONLY", "follow off")
			for _, key := range []string{"p", "f", "a", "u", "U", "e", "x"} {
				d.press(key)
				d.sees("Read-only: this would change the queue. Start without --read-only to do it; v (peek) works")
				d.wait(time.Second)
				d.press("y", "enter", "esc")
			}
			d.press("m", "v", "r")
			d.sees("3 marked", "READ-ONLY")
			d.wait(time.Minute)
			for _, op := range []string{"pull", "ack", "extend", "push", "purge"} {
				if n := d.count(op); n != 0 {
					t.Errorf("%d calls of %s in read-only mode", n, op)
				}
			}
			if d.count("peek") < 3 || d.count("metrics") < 10 {
				t.Errorf("%d peeks and %d reads of the metrics", d.count("peek"), d.count("metrics"))
			}
			d.press("q")
			d.reports()
		})
	}
}

// The help gives the reason beside each key that is refused.
func TestReadOnlyIsInTheHelp(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(3, 0, withDLQ), options: func(o *tui.Options) { o.Leaser = nil }}, func(d *driver) {
		d.press("?")
		d.sees("Read-only: this would change the queue")
	})
}
