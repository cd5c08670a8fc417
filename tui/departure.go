package tui

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
	"leaseview/tui/trouble"
	"leaseview/tui/words"
)

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
	return departure{m.desk, m.releases(), func(answer tea.Msg) { m.dispatch(answer) }}.leave(ctx)
}

// Held tells of the leases that run what Leave would if it left them, for the one
// whom the program stops for.
func (m *Model) Held() []string {
	var report []string
	for _, s := range m.byName() {
		report = append(report, departure{desk: m.desk}.stillHeld(s)...)
	}
	return report
}

// Unsettled says whether Leave has to ask the API, which may take a while.
func (m *Model) Unsettled() bool {
	return len(m.flight.Late()) > 0 || len(m.holding()) > 0 && m.releases()
}

// releases says whether leaving puts back what is held.
func (m *Model) releases() bool {
	how := m.leaving
	if how == OnQuitAsk {
		how = m.opts.OnQuit
	}
	return how == OnQuitRelease
}

// departure settles what is held once nobody reads messages any more.
type departure struct {
	*desk
	release bool
	file    func(answer tea.Msg)
}

func (d departure) leave(ctx context.Context) []string {
	jobs := d.cancelJobs()
	await, cancel := context.WithTimeout(ctx, awaitTime)
	defer cancel()
	report, failed := d.releaseHeld(await, d.byName(), d.pullCouldEnd)
	report = append(report, d.awaitLate(await)...)
	for _, j := range jobs {
		report = append(report, d.unsent(j)...)
	}
	more, cancelMore := context.WithTimeout(ctx, releaseTime)
	defer cancelMore()
	untried := slices.DeleteFunc(d.byName(), func(s *session.Session) bool { return slices.Contains(failed, s) })
	rest, _ := d.releaseHeld(more, untried, noneWaits)
	report = append(report, rest...)
	for _, s := range d.byName() {
		report = append(report, d.stillHeld(s)...)
	}
	return report
}

// cutJob is one that leaving cut short.
type cutJob struct {
	*session.Job
	queue string
}

// cancelJobs keeps the answers that are waited for from beginning other calls, those
// of collecting as well.
func (d departure) cancelJobs() []cutJob {
	d.stopCollecting(session.ByKey)
	var jobs []cutJob
	for _, s := range d.byName() {
		if j := s.Job(); j != nil {
			j.Cancelled = true
			jobs = append(jobs, cutJob{j, s.Name()})
		}
	}
	return jobs
}

// unsent tells what a job left undone. What it would have put back, leaving puts
// back where that is wanted.
func (d departure) unsent(j cutJob) []string {
	if len(j.Rest) == 0 || d.release && j.Verb == session.Release {
		return nil
	}
	return []string{fmt.Sprintf("%s: %s %d of %d, %d not sent", j.queue, verbDone(j.Verb), j.Accepted, j.Total, len(j.Rest))}
}

// awaitLate files the answers that come in time, and puts in doubt what the
// others were about. One that is there when the time is over has come in time.
func (d departure) awaitLate(ctx context.Context) []string {
	var report []string
	for _, late := range d.flight.Late() {
		select {
		case <-late.Done:
		case <-ctx.Done():
		}
		select {
		case <-late.Done:
			d.file(late.Answer)
		default:
			report = append(report, late.What+": no answer in time; it may have taken effect")
			d.at(late.Ticket.Queue).s.Doubt(late.Leases, "no answer came before the program ended: the call may have taken effect", d.now)
		}
	}
	return report
}

// pullCouldEnd says whether a message, once put back, could be on its last
// delivery by a pull of the program's own that is under way.
func (d departure) pullCouldEnd(s *session.Session, t session.Target) bool {
	e, _ := s.Entry(t.ID)
	return d.runs(flight.Pull, s.ID()) && s.Budget().NextLast(e) != inbox.No
}

func noneWaits(*session.Session, session.Target) bool { return false }

// releaseHeld puts back what is held of those queues and need not wait, where
// that is wanted and as far as the time goes. It returns those where a call
// failed.
func (d departure) releaseHeld(ctx context.Context, sessions []*session.Session, waits func(*session.Session, session.Target) bool) (report []string, failed []*session.Session) {
	d.now = d.opts.Now().Round(0)
	for _, s := range sessions {
		s.Lapse(d.now)
		if !d.release || ctx.Err() != nil {
			continue
		}
		lines, err := d.releaseAll(ctx, s, waits)
		report = append(report, lines...)
		if err != nil {
			failed = append(failed, s)
		}
	}
	return report, failed
}

// leasesUnderWay are those that a call without an answer is about.
func (d departure) leasesUnderWay() map[apiclient.LeaseID]bool {
	leases := make(map[apiclient.LeaseID]bool)
	for _, late := range d.flight.Late() {
		for _, id := range late.Leases {
			leases[id] = true
		}
	}
	return leases
}

// releaseAll puts back what may be and need not wait, in calls of at most 100.
// After one that failed no other is sent; where that one may have taken effect,
// its leases are in doubt.
func (d departure) releaseAll(ctx context.Context, s *session.Session, waits func(*session.Session, session.Target) bool) ([]string, error) {
	rest, stay := slices.Clone(s.Holding().Release), d.leasesUnderWay()
	for _, t := range rest {
		if waits(s, t) {
			stay[t.Lease] = true
		}
	}
	rest = slices.DeleteFunc(rest, func(t session.Target) bool { return stay[t.Lease] })
	j := &session.Job{Verb: session.Release, Rest: rest}
	released := 0
	now := time.Duration(0)
	var unrecorded []string
	for batch := s.Take(j); len(batch) > 0; batch = s.Take(j) {
		settlement := settlementOf(session.Release, batch, &now)
		result, journal, err := operator{d.desk, s}.recorder().release(ctx, batch, settlement)
		if journal.err != nil {
			unrecorded = []string{s.Name() + ": the release is not in the journal, which can't be written: " + trouble.Text(journal.err)}
		}
		if err != nil {
			return slices.Concat(releasedLine(s, released), d.releaseFailed(s, batch, len(j.Rest), err), unrecorded), err
		}
		s.FileSettled(batch, settlement, result)
		released += releasedLeases(s, batch)
	}
	return append(releasedLine(s, released), unrecorded...), nil
}

func (d departure) releaseFailed(s *session.Session, batch []session.Target, unsent int, err error) []string {
	line := s.Name() + ": not released: " + trouble.Reason(err)
	if apiclient.MayHaveTakenEffect(err) {
		s.Doubt(session.Leases(batch), "the answer to a call (Release) was lost: it may have taken effect", d.now)
		line = s.Name() + ": a release of " + words.Plural(len(session.Leases(batch)), "lease", "leases") + " may have taken effect: " + trouble.Reason(err)
	}
	if unsent > 0 {
		line += "; " + words.Count(int64(unsent)) + " not sent"
	}
	return []string{line}
}

// releasedLeases is how many leases of a batch were put back.
func releasedLeases(s *session.Session, batch []session.Target) int {
	return len(session.Leases(slices.DeleteFunc(slices.Clone(batch), func(t session.Target) bool {
		e, _ := s.Entry(t.ID)
		return e.State != inbox.Retried
	})))
}

func releasedLine(s *session.Session, n int) []string {
	if n == 0 {
		return nil
	}
	return []string{s.Name() + ": released " + words.Plural(n, "lease", "leases")}
}

// stillHeld reports the leases that stay, and names those of which more is to
// be known than that.
func (d departure) stillHeld(s *session.Session) []string {
	var lines []string
	if lost := d.lostWords(s); lost != "" {
		lines = append(lines, s.Name()+": "+lost)
	}
	until := d.heldUntil(s)
	if until == "" {
		return lines
	}
	lines = append(lines, s.Name()+": "+words.Plural(s.HeldLeases(), "lease stays", "leases stay")+" "+until)
	held := s.Holding()
	for _, g := range session.ByFate(session.OnLast(held.Last)) {
		f := s.Budget().Fate(g.Chance)
		lines = append(lines, fmt.Sprintf("%s: when the lease ends, %d %s %s %s: %s", s.Name(), len(g.Targets), f.On, f.Will, f.What, shortNames(s, session.IDs(g.Targets))))
	}
	if n := len(session.Leases(held.Doubt)); n > 0 {
		lines = append(lines, fmt.Sprintf("%s: %s in doubt and left alone, as %s: %s",
			s.Name(), words.Plural(n, "lease is", "leases are"), doubtWords, shortNames(s, session.IDs(held.Doubt))))
	}
	return lines
}
