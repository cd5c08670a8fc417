package tui

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/words"
	"leaseview/views"
)

// OnQuit says what becomes of held leases when the program ends.
type OnQuit uint8

// The ways to leave. Releasing never touches a message on its last delivery,
// since that would end it.
const (
	OnQuitAsk     OnQuit = iota // ask where there is a person; otherwise keep
	OnQuitRelease               // put back at once what is held
	OnQuitKeep                  // leave the leases until they lapse
)

// quit ends the program, after asking when that leaves leases behind. A second
// ctrl+c, in the dialog, quits at once and keeps them.
func (m *Model) quit() tea.Cmd {
	_, asked := m.dialog.(*leaveDialog)
	switch {
	case asked:
		m.leaving = OnQuitKeep
	case m.opts.OnQuit != OnQuitAsk:
		m.leaving = m.opts.OnQuit
	case m.holds() || len(m.flight.Late()) > 0:
		return m.openLeave()
	}
	return tea.Quit
}

func (m *Model) holds() bool {
	for _, s := range m.sessions {
		if s.inbox.Held() > 0 {
			return true
		}
	}
	return false
}

// leaveDialog is what stands between quit and the leases that are held. Like any
// question that comes only sometimes it waits for the keys in flight; a second
// ctrl+c it takes at any time.
type leaveDialog struct{ asking }

func (m *Model) openLeave() tea.Cmd {
	d := &leaveDialog{newAsking(views.NewChoice(m.theme, "Quit with leases held?", m.leaveLines(), "Stay", "Release", "Keep"))}
	m.dialog = d
	return d.wait()
}

// leaveLines say how much is held, until when, and what will end.
func (m *Model) leaveLines() []views.Styled {
	var lines []views.Styled
	if !m.holds() {
		lines = append(lines, views.Styled{Text: "No lease is held any more.", Tone: toneMuted})
	}
	for _, s := range m.heldSessions() {
		lines = append(lines, m.heldLines(s)...)
	}
	if late := len(m.flight.Late()); late > 0 {
		lines = append(lines, views.Styled{Text: words.Plural(late, "call that changes the queue is", "calls that change the queue are") + " still without an answer.", Tone: toneWarn})
	}
	return append(lines,
		views.Styled{Text: "Release puts messages back at once and quits; the attempt stays spent. Keep quits and leaves them until they lapse.", Tone: toneMuted},
		views.Styled{Text: "ctrl+c again quits at once and keeps them.", Tone: toneMuted})
}

// heldLines say what is held of one queue, and what of it a release leaves alone.
func (m *Model) heldLines(s *session) []views.Styled {
	held := s.held()
	until, _ := s.inbox.HeldUntil()
	lines := []views.Styled{{
		Text: fmt.Sprintf("%s: %s held until %s.", views.Safe(s.queue.Name), words.Plural(s.inbox.Held(), "lease is", "leases are"), m.clockTime(until)),
	}}
	for _, g := range s.byFate(lastOf(held.last)) {
		n := len(g.targets)
		lines = append(lines, views.Styled{
			Text: fmt.Sprintf("When the lease ends, %d %s %s %s. Extend (e) or ack (a) %s to prevent that; a release leaves %s alone.",
				n, g.on, g.will, g.what, words.Them(n), words.Them(n)),
			Tone: toneBad,
		})
		lines = append(lines, s.namesOf(g.targets)...)
	}
	if n := leaseCount(held.doubt); n > 0 {
		lines = append(lines, views.Styled{
			Text: words.Plural(n, "lease is", "leases are") + " in doubt: " + doubtWords + ". A release leaves " + words.Them(n) + " alone.",
			Tone: toneWarn,
		})
		lines = append(lines, s.namesOf(held.doubt)...)
	}
	return lines
}

func (m *Model) heldSessions() []*session {
	return slices.DeleteFunc(m.sessionsByName(), func(s *session) bool { return s.inbox.Held() == 0 })
}

func (m *Model) sessionsByName() []*session {
	return slices.SortedFunc(maps.Values(m.sessions), func(a, b *session) int { return strings.Compare(a.queue.Name, b.queue.Name) })
}

func (*leaveDialog) scope() scope { return scopeLeave }

func (d *leaveDialog) accept(m *Model) tea.Cmd {
	m.dialog = nil
	switch d.answers.Selected() {
	case 1:
		m.leaving = OnQuitRelease
	case 2:
		m.leaving = OnQuitKeep
	default:
		return nil
	}
	return tea.Quit
}

// How long leaving takes at most: what is held is put back at once, beside which
// calls that are still without an answer are awaited, and what those bring is put
// back in a little time more.
const (
	awaitTime   = 5 * time.Second
	releaseTime = 2 * time.Second
	// LeaveTime bounds Model.Leave.
	LeaveTime = awaitTime + releaseTime
)

// Leave settles what the program still holds, once Bubble Tea has ended and the
// terminal is the shell's again: it releases, if that was chosen or configured,
// and waits for calls that are still without an answer. It returns what there is
// to report, a line each, after LeaveTime at most, or when ctx ends.
func (m *Model) Leave(ctx context.Context) []string {
	defer m.stop()
	j := m.job
	if j != nil {
		j.cancelled = true // the answer that is waited for must not begin another call
	}
	await, cancel := context.WithTimeout(ctx, awaitTime)
	defer cancel()
	// What is put back of a queue that is being pulled, that pull could lease anew.
	report, failed := m.releaseHeld(await, slices.DeleteFunc(m.sessionsByName(), func(s *session) bool { return m.runs(flight.Pull, s) }))
	report = append(report, m.awaitLate(await)...)
	if j != nil && len(j.rest) > 0 {
		report = append(report, fmt.Sprintf("%s: %s %d of %d, %d not sent",
			j.session.queue.Name, j.verb.done(), j.accepted, j.total, len(j.rest)))
	}
	more, cancelMore := context.WithTimeout(ctx, releaseTime)
	defer cancelMore()
	rest, _ := m.releaseHeld(more, slices.DeleteFunc(m.sessionsByName(), func(s *session) bool { return slices.Contains(failed, s) }))
	report = append(report, rest...)
	for _, s := range m.sessionsByName() {
		report = append(report, m.stillHeld(s)...)
	}
	return report
}

// awaitLate files the answers that come in time, and puts in doubt what the
// others were about.
func (m *Model) awaitLate(ctx context.Context) []string {
	var report []string
	for _, late := range m.flight.Late() {
		select {
		case <-late.Done:
			m.dispatch(late.Answer)
		case <-ctx.Done():
			report = append(report, late.What+": no answer in time; it may have taken effect")
			m.sessionFor(late.Ticket.Queue).inbox.Doubt(late.Leases, "no answer came before the program ended: the call may have taken effect")
		}
	}
	return report
}

// releaseHeld puts back what is held of those queues, where that is wanted. It
// returns those where a call failed.
func (m *Model) releaseHeld(ctx context.Context, sessions []*session) (report []string, failed []*session) {
	m.now = m.opts.Now().Round(0)
	how := m.leaving
	if how == OnQuitAsk {
		how = m.opts.OnQuit
	}
	for _, s := range sessions {
		s.inbox.Lapse(m.now)
		if how != OnQuitRelease {
			continue
		}
		lines, err := m.releaseAll(ctx, s)
		report = append(report, lines...)
		if err != nil {
			failed = append(failed, s)
		}
	}
	return report, failed
}

// Unsettled says whether Leave has to ask the API, which may take a while.
func (m *Model) Unsettled() bool {
	return len(m.flight.Late()) > 0 || m.holds() && (m.leaving == OnQuitRelease || m.leaving == OnQuitAsk && m.opts.OnQuit == OnQuitRelease)
}

// leasesUnderWay are those that a call without an answer is about.
func (m *Model) leasesUnderWay() map[apiclient.LeaseID]bool {
	leases := make(map[apiclient.LeaseID]bool)
	for _, late := range m.flight.Late() {
		for _, id := range late.Leases {
			leases[id] = true
		}
	}
	return leases
}

// releaseAll puts back what may be, in calls of at most 100. After one that
// failed no other is sent; where that one may have taken effect, its leases are
// in doubt.
func (m *Model) releaseAll(ctx context.Context, s *session) ([]string, error) {
	underWay := m.leasesUnderWay()
	rest := slices.DeleteFunc(s.held().release, func(t target) bool { return underWay[t.lease] })
	j := &job{verb: verbRelease, session: s, rest: rest}
	released := 0
	now := time.Duration(0)
	for batch := j.take(); len(batch) > 0; batch = j.take() {
		settlement := settlementOf(verbRelease, batch, &now)
		result, err := m.opts.API.Settle(ctx, s.queue.ID, settlement)
		if err != nil {
			return append(releasedLine(s, released), m.releaseFailed(s, batch, len(j.rest), err)...), err
		}
		released += len(s.inbox.MergeSettle(settlement, result).Retried)
	}
	return releasedLine(s, released), nil
}

func (m *Model) releaseFailed(s *session, batch []target, unsent int, err error) []string {
	line := s.queue.Name + ": not released: " + reason(err)
	if apiclient.MayHaveTakenEffect(err) {
		s.inbox.Doubt(leasesOf(batch), "the answer to a call (Release) was lost: it may have taken effect")
		line = s.queue.Name + ": a release of " + words.Plural(leaseCount(batch), "lease", "leases") + " may have taken effect: " + reason(err)
	}
	if unsent > 0 {
		line += "; " + words.Count(int64(unsent)) + " not sent"
	}
	return []string{line}
}

func releasedLine(s *session, n int) []string {
	if n == 0 {
		return nil
	}
	return []string{s.queue.Name + ": released " + words.Plural(n, "lease", "leases")}
}

// stillHeld reports the leases that stay, and names those of which more is to
// be known than that.
func (m *Model) stillHeld(s *session) []string {
	until, ok := s.inbox.HeldUntil()
	if !ok {
		return nil
	}
	lines := []string{fmt.Sprintf("%s: %s until %s", s.queue.Name, words.Plural(s.inbox.Held(), "lease stays", "leases stay"), m.clockTime(until))}
	held := s.held()
	for _, g := range s.byFate(lastOf(held.last)) {
		lines = append(lines, fmt.Sprintf("%s: when the lease ends, %d %s %s %s: %s", s.queue.Name, len(g.targets), g.on, g.will, g.what, s.shortNames(g.targets)))
	}
	if n := leaseCount(held.doubt); n > 0 {
		lines = append(lines, fmt.Sprintf("%s: %s in doubt and left alone, as %s: %s",
			s.queue.Name, words.Plural(n, "lease is", "leases are"), doubtWords, s.shortNames(held.doubt)))
	}
	return lines
}

// shortNames lists the first few messages for a report: id and attempts.
func (s *session) shortNames(targets []target) string {
	var names []string
	for i, t := range targets {
		if i == maxNames {
			names = append(names, "and "+words.Count(int64(len(targets)-i))+" more")
			break
		}
		e, _ := s.inbox.Entry(t.id)
		names = append(names, string(t.id)+" ("+s.budget.Short(e.Message.Attempts)+")")
	}
	return strings.Join(names, ", ")
}
