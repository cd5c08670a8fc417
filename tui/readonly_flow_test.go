package tui_test

import (
	"testing"
	"time"

	"leaseview/tui"
	"leaseview/tui/internal/story"
)

func TestReadOnlyRefusesWhateverChangesAQueue(t *testing.T) {
	t.Parallel()
	for _, follow := range []time.Duration{0, time.Second} {
		options := func(o *tui.Options) { o.Leaser, o.Follow, o.OnQuit = nil, follow, tui.OnQuitRelease }
		flow(t, story.Setup{Seed: leaseSeed(3, 2, withDLQ), Options: options}, func(d *driver) {
			d.Sees("READ-ONLY", "follow off")
			for _, key := range []string{"p", "f", "a", "u", "U", "e", "x"} {
				d.Press(key)
				d.Sees("Read-only: this would change the queue. Start without --read-only to do it; v (peek) works")
				d.Wait(time.Second)
				d.Press("y", "enter", "esc")
			}
			d.Press("m", "v", "r")
			d.Sees("3 marked", "READ-ONLY")
			d.Wait(time.Minute)
			for _, op := range []string{"pull", "ack", "extend", "push", "purge"} {
				if n := d.Count(op); n != 0 {
					t.Errorf("%d calls of %s in read-only mode", n, op)
				}
			}
			if d.Count("peek") < 3 || d.Count("metrics") < 10 {
				t.Errorf("%d peeks and %d reads of the metrics", d.Count("peek"), d.Count("metrics"))
			}
			d.Press("q")
			d.Reports()
		})
	}
}

// The help gives the reason beside each key that is refused.
func TestReadOnlyIsInTheHelp(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ), Options: func(o *tui.Options) { o.Leaser = nil }}, func(d *driver) {
		d.Press("?")
		d.Sees("Read-only: this would change the queue")
	})
}
