package tui

import (
	"slices"
	"strings"
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

// How long a notice that needs nobody stays: longer where there is more to read.
const (
	noticeTime  = 6 * time.Second
	noticeBytes = 75 // that are read in this time
	noticePace  = 25 // more of them a second
)

// notice is one thing to say. A bad one stays until a key is pressed, any other
// until its own time is over: it carries that time itself, so an older notice's
// end can't take a newer one away.
type notice struct {
	text   string   // what happened
	lines  []string // what it means and what to do; such a notice is drawn as a box
	tone   views.Tone
	until  time.Time
	beside *notice // what else was said before anybody can have read this, if anything was
	from   int     // the first of its lines that is shown, where it has more than room
}

// stays is how long the notice stays.
func (n *notice) stays() time.Duration {
	size := len(n.text)
	for _, line := range n.lines {
		size += len(line)
	}
	return noticeTime + time.Duration(max(size-noticeBytes, 0)/noticePace)*time.Second
}

// serious says whether a key that means nothing must not take the notice away.
func (n *notice) serious() bool { return n.tone == toneBad || len(n.lines) > 0 }

func (n *notice) expire(now time.Time) {
	if n.beside != nil {
		if n.beside.expire(now); n.beside.text == "" {
			n.beside = nil
		}
	}
	// A clock that was set back must not keep it for as long.
	if n.until.Sub(now) > n.stays() {
		n.until = now.Add(n.stays())
	}
	switch {
	case n.until.IsZero() || now.Before(n.until):
	case n.beside != nil:
		*n = *n.beside
	default:
		*n = notice{}
	}
}

// clearOnKey takes away what was said: the person is at the keyboard and has
// had the chance to read it.
func (n *notice) clearOnKey() { *n = notice{} }

// weight is how serious it is. A warning of one line mostly answers a key.
func (n *notice) weight() int {
	switch {
	case n.text == "":
		return 0
	case n.tone == toneBad:
		return 3
	case n.serious():
		return 2
	default:
		return 1
	}
}

// styled are all the lines of a box. What both of two notices say stands there once.
func (n *notice) styled() []views.Styled {
	lines := []views.Styled{{Text: n.text, Tone: n.tone}}
	for _, line := range n.lines {
		lines = append(lines, views.Styled{Text: line})
	}
	if n.beside != nil {
		for _, line := range n.beside.styled() {
			if !slices.ContainsFunc(lines, func(said views.Styled) bool { return said.Text == line.Text }) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// say shows a notice in place of the one before. What is more serious than the new
// one stays in its place, since nobody may have read that yet, and the new one
// stands beside it; so does what went wrong before something else did.
func (d *desk) say(n notice) {
	d.time(&n)
	standing := d.notice
	switch {
	case standing.weight() > n.weight():
		d.notice.beside = &n
		return
	case n.tone == toneBad && standing.tone == toneBad && standing.text != "":
		standing.beside, standing.from = nil, 0
		n.beside = &standing
	}
	d.notice = n
}

// time says until when a notice stays.
func (d *desk) time(n *notice) {
	if n.tone != toneBad {
		n.until = d.now.Add(n.stays())
	}
}

// addToNotice says something beside what is being said, if anything is.
func (d *desk) addToNotice(line string) {
	n := d.notice
	if n.text == "" {
		n.text = line
	} else {
		n.lines = append(slices.Clip(n.lines), line)
	}
	if n.tone != toneBad {
		n.tone = toneWarn
	}
	d.time(&n)
	d.notice = n
}

// boxed says whether the notice needs more room than the footer has.
func (m *Model) boxed() bool {
	return len(m.notice.lines) > 0 || m.notice.beside != nil || !m.footer.Fits(m.notice.text)
}

// noticeBox draws what the footer has no room for, and says from which line of the
// screen on: the lowest of the page, but where the cursor's row is one of them and
// there is room above it, those above it. Many a notice is about that row.
func (m *Model) noticeBox() (box string, y int) {
	page := m.frame.page()
	keys := m.keys.First("move.down") + " " + m.keys.First("move.up")
	box = views.NoticeBox(m.theme, m.notice.styled(), m.frame.w, page.h, m.notice.from, keys)
	lines := 1 + strings.Count(box, "\n")
	y = page.y + page.h - lines
	if row, inSight := m.page.cursorLine(); inSight && row >= y && row-lines >= page.y {
		y = row - lines
	}
	return box, y
}

// hiddenLines are how many lines of the notice its box has no room for. Then the
// moving keys turn it, as the rows beneath can't be seen.
func (m *Model) hiddenLines() int {
	if m.notice.text == "" || m.dialog != nil || !m.boxed() {
		return 0
	}
	return views.NoticeOverflow(m.theme, m.notice.styled(), m.frame.w, m.frame.page().h)
}

// noticeMover turns a notice that has more lines than room.
type noticeMover struct {
	*notice
	hidden int
	room   int
}

func (t noticeMover) visible() int { return t.room }
func (t noticeMover) move(n int)   { t.from = min(max(t.from+n, 0), t.hidden) }

// leavesNotice says that a key takes the notice away: not one that turns it, and
// none while a dialog stands before what went wrong.
func (m *Model) leavesNotice(key string) bool {
	if m.dialog != nil {
		return m.notice.tone != toneBad || !m.boxed()
	}
	a := m.actions.find(key, m.scopes()...)
	return a == nil || !a.moves || m.hiddenLines() == 0
}
