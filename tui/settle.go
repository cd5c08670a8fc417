package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
)

// startJob begins with the first call.
func (o operator) startJob(j *session.Job) tea.Cmd {
	o.s.StartJob(j)
	return o.nextBatch()
}

// nextBatch sends the next call of the job, or ends it when nothing is left.
func (o operator) nextBatch() tea.Cmd {
	j := o.s.Job()
	batch := o.s.Take(j)
	if len(batch) == 0 {
		o.tell(o.jobDone(o.s.EndJob()))
		return nil
	}
	t, ok := o.begin(flight.Settle, o.s.ID(), false)
	if !ok {
		o.s.EndJob()
		o.say(notice{text: "Another call that settles messages is under way: nothing was sent.", tone: toneWarn})
		return nil
	}
	cmd := settleCmd(o.recorder(), t, settlement{j.Verb, batch, j.Delay})
	if j.Verb == session.Extend {
		cmd = extendCmd(o.recorder(), t, batch, j.Visibility)
	}
	return o.kept(t, "a call ("+verbNoun(j.Verb)+") on "+o.s.Name(), session.Leases(batch), cmd)
}

// fileSettled merges one call's answer, and goes on with the job that it belongs
// to. live says that the job still waits for it.
func (o operator) fileSettled(msg settledMsg, live bool) tea.Cmd {
	settled := o.mergeSettled(msg)
	defer o.checkCallRecorded(msg)
	j := o.s.Job()
	if !live || j == nil {
		return nil
	}
	j.Answered(len(msg.batch), settled, slices.Concat(msg.result.Notes, msg.extended.Notes)...)
	j.StaleCopy = o.replaced(msg.extended) || j.StaleCopy
	if msg.err == nil && j.Goes() {
		return o.nextBatch()
	}
	o.s.EndJob()
	if msg.err != nil {
		o.tell(o.jobFailed(j, msg))
		return nil
	}
	o.tell(o.jobDone(j))
	o.advance(msg.extended.ReceivedAt)
	return nil
}

// mergeSettled files what a call settled, or what is in doubt since.
func (o operator) mergeSettled(msg settledMsg) session.Tally {
	switch {
	case msg.err != nil && apiclient.MayHaveTakenEffect(msg.err):
		return session.Tally{Unsure: o.s.Doubt(session.Leases(msg.batch), "the answer to a call ("+verbNoun(msg.verb)+") was lost: it may have taken effect", o.now)}
	case msg.err != nil:
		return session.Tally{}
	case msg.verb == session.Extend:
		return o.s.FileExtended(msg.batch, msg.extended, msg.visibility, o.now)
	default:
		return o.s.FileSettled(msg.batch, msg.settlement, msg.result)
	}
}

// cancelCall gives up the oldest call that a person waits for. A job of several
// calls stops after the one under way, whose answer is worth waiting for, and so
// does collecting, unless it was told to before.
func (d *desk) cancelCall() {
	key, ok := d.flight.Awaited(d.open)
	if !ok {
		return
	}
	var j *session.Job
	s := d.sessions[key.Queue]
	if s != nil && key.Kind == flight.Settle {
		j = s.Job()
	}
	switch {
	case s != nil && key.Kind == flight.Pull && s.StopCollect(session.Stop{Reason: session.ByKey}):
		d.say(notice{text: d.keys.In("No further pull is sent. The one under way is awaited; {messages.cancel} again gives it up."), tone: toneInfo})
	case j == nil:
		d.flight.Cancel(key)
	case len(j.Rest) == 0:
		d.say(notice{text: "The call is on its way and can't be taken back: its answer is awaited.", tone: toneWarn})
	default:
		j.Cancelled = true
		d.say(notice{text: "No further call is sent. The answer of the one under way is awaited.", tone: toneInfo})
	}
}
