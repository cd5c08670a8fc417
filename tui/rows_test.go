package tui

import (
	"testing"
	"time"

	"leaseview/views"
)

// A lease warns when little is left of it: of its length, or of time to act.
func TestWhenALeaseWarns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		left  time.Duration
		share float64
		want  views.Tone
	}{
		{time.Hour, 1, toneGood},
		{time.Hour, 0.2, toneGood},
		{time.Hour, 0.19, toneWarn},
		{10 * time.Second, 0.9, toneGood},
		{10*time.Second - 1, 0.9, toneWarn},
		{time.Second, 0.1, toneWarn},
	} {
		if got := leaseTone(c.left, c.share); got != c.want {
			t.Errorf("%v, %v of its length left: tone %v, want %v", c.left, c.share, got, c.want)
		}
	}
}
