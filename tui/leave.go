package tui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/session"
	"leaseview/tui/words"
	"leaseview/views"
)

// leaveDialog is what stands between quit and the leases that are held. Like any
// question that comes only sometimes it waits for the keys in flight; a second
// ctrl+c it takes at any time.
type leaveDialog struct {
	asking
	desk   *desk
	choose func(OnQuit)
}

func (*leaveDialog) scope() scope { return scopeLeave }

// arrange says anew what is held, which changes while the question stands.
func (d *leaveDialog) arrange(w, h int) {
	lines, held := d.desk.leaveText()
	d.answers.SetText(d.desk.leaveTitle(), lines)
	d.answers.SetNames(held)
	d.asking.arrange(w, h)
}

func (d *leaveDialog) accept() tea.Cmd {
	d.front.close()
	switch d.answers.Selected() {
	case 1:
		d.choose(OnQuitRelease)
	case 2:
		d.choose(OnQuitKeep)
	default:
		return nil
	}
	return tea.Quit
}

// leaveTitle asks about what is left behind, as far as there is any.
func (d *desk) leaveTitle() string {
	switch {
	case len(d.holding()) > 0:
		return "Quit with leases held?"
	case len(d.flight.Late()) > 0:
		return "Quit without an answer?"
	default:
		return "Quit?"
	}
}

// leaveText says how much is held, until when, and what will end, and names it: of
// each queue those messages first that a release leaves alone.
func (d *desk) leaveText() (lines []views.Styled, held names) {
	holding := d.holding()
	if len(holding) == 0 {
		lines = append(lines, views.Styled{Text: "No lease is held.", Tone: toneMuted})
	}
	for _, s := range holding {
		h := s.Holding()
		lines = append(lines, operator{d, s}.heldLines(h)...)
		for _, n := range targetNames(s, slices.Concat(h.Last, h.Doubt, h.Release)) {
			n.queued = len(holding) > 1
			held = append(held, n)
		}
	}
	for _, s := range d.byName() {
		if lost := d.lostWords(s); lost != "" {
			lines = append(lines, views.Styled{Text: s.Name() + ": " + lost + ". Nothing here can release those.", Tone: toneWarn})
		}
	}
	if late := len(d.flight.Late()); late > 0 {
		lines = append(lines, views.Styled{Text: words.Plural(late, "call that changes the queue is", "calls that change the queue are") + " still without an answer.", Tone: toneWarn})
	}
	lines = append(lines,
		views.Styled{Text: "Release puts messages back at once and quits; the attempt stays spent. Keep quits and leaves them until they lapse.", Tone: toneMuted},
		views.Styled{Text: d.keys.In("{global.quit} again quits at once and keeps them."), Tone: toneMuted})
	return lines, held
}

// heldLines say what is held of one queue, and what of it a release leaves alone.
func (o operator) heldLines(held session.Holding) []views.Styled {
	s := o.s
	lines := []views.Styled{{
		Text: s.Name() + ": " + words.Plural(s.HeldLeases(), "lease is", "leases are") + " held " + o.heldUntil(s) + ".",
	}}
	for _, g := range session.ByFate(session.OnLast(held.Last)) {
		n, f := len(g.Targets), s.Budget().Fate(g.Chance)
		lines = append(lines, views.Styled{
			Text: fmt.Sprintf(o.keys.In("When the lease ends, %d %s %s %s. Extend ({messages.extend}) or ack ({messages.ack}) %s to prevent that; a release leaves %s alone."),
				n, f.On, f.Will, f.What, words.Them(n), words.Them(n)),
			Tone: toneBad,
		})
	}
	if n := len(session.Leases(held.Doubt)); n > 0 {
		lines = append(lines, views.Styled{
			Text: words.Plural(n, "lease is", "leases are") + " in doubt: " + doubtWords + ". A release leaves " + words.Them(n) + " alone.",
			Tone: toneWarn,
		})
	}
	return lines
}
