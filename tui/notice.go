package tui

import (
	"slices"
	"time"

	"leaseview/views"
)

// Tones under short names: they are said in every sentence of the program.
const (
	toneNormal = views.ToneNormal
	toneMuted  = views.ToneMuted
	toneGood   = views.ToneGood
	toneInfo   = views.ToneInfo
	toneWarn   = views.ToneWarn
	toneBad    = views.ToneBad
)

// noticeTime is how long a notice that needs nobody stays.
const noticeTime = 6 * time.Second

// notice is one thing to say. A bad one stays until a key is pressed, any other
// until its own time is over: it carries that time itself, so an older notice's
// end can't take a newer one away.
type notice struct {
	text  string   // what happened
	lines []string // what it means and what to do; such a notice is drawn as a box
	aside string   // about a key that meant nothing since, beneath what is serious
	tone  views.Tone
	until time.Time
}

// serious says whether a key that means nothing must not take the notice away.
func (n *notice) serious() bool { return n.tone == toneBad || len(n.lines) > 0 }

// all are the lines beneath what happened.
func (n *notice) all() []string {
	if n.aside == "" {
		return n.lines
	}
	return append(slices.Clip(n.lines), n.aside)
}

func (n *notice) expire(now time.Time) {
	// A clock that was set back must not keep it for as long.
	if n.until.Sub(now) > noticeTime {
		n.until = now.Add(noticeTime)
	}
	if !n.until.IsZero() && !now.Before(n.until) {
		*n = notice{}
	}
}

// clearOnKey takes away what was said: the person is at the keyboard and has
// had the chance to read it.
func (n *notice) clearOnKey() { *n = notice{} }
