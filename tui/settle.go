package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
)

// verb is what a job does to its targets.
type verb uint8

const (
	verbAck verb = iota
	verbRetry
	verbRelease
	verbExtend
)

func (v verb) doing() string { return [...]string{"acking", "retrying", "releasing", "extending"}[v] }
func (v verb) done() string  { return [...]string{"acked", "retried", "released", "extended"}[v] }
func (v verb) noun() string  { return [...]string{"Ack", "Retry", "Release", "Extend"}[v] }

// job settles its targets in calls of at most 100, one after the other. Each
// call is sent once; after one that failed the rest is not sent.
type job struct {
	verb       verb
	session    *session
	targets    []target
	delay      *time.Duration // of a retry; nil = the consumer's
	visibility time.Duration  // of an extension
	sent       int            // targets whose call has been answered
	accepted   int
	unsure     int
	cancelled  bool
	lastLeft   int  // of a release: held leases that it does not touch
	staleCopy  bool // an extension replaced the lease that was copied last
}

// settledMsg is never dropped: it says what became of leases.
type settledMsg struct {
	seq        int
	queue      apiclient.QueueID
	verb       verb
	batch      []target
	settlement apiclient.Settlement
	result     apiclient.SettleResult
	visibility time.Duration
	extended   apiclient.ExtendResult
	err        error
}

// startJob begins with the first call.
func (m *Model) startJob(j *job) tea.Cmd {
	m.job = j
	return m.nextBatch()
}

func (m *Model) nextBatch() tea.Cmd {
	j := m.job
	t, ok := m.begin(callSettle, j.session.queue.ID, false)
	if !ok {
		m.job = nil
		m.say(notice{text: "Another call that settles messages is under way: nothing was sent.", tone: toneWarn})
		return nil
	}
	batch := j.targets[j.sent:min(j.sent+apiclient.MaxBatchSize, len(j.targets))]
	words := "a call (" + j.verb.noun() + ") on " + j.session.queue.Name
	if j.verb == verbExtend {
		return m.kept(t, words, extendCmd(m.opts.API, t, batch, j.visibility))
	}
	return m.kept(t, words, settleCmd(m.opts.API, t, j.verb, batch, j.delay))
}

func settleCmd(api API, t ticket, v verb, batch []target, delay *time.Duration) tea.Cmd {
	return func() tea.Msg {
		settlement := settlementOf(v, batch, delay)
		result, err := api.Settle(t.ctx, t.queue, settlement)
		return settledMsg{seq: t.seq, queue: t.queue, verb: v, batch: batch, settlement: settlement, result: result, err: err}
	}
}

func extendCmd(api API, t ticket, batch []target, visibility time.Duration) tea.Cmd {
	return func() tea.Msg {
		result, err := api.Extend(t.ctx, t.queue, leasesOf(batch), visibility)
		return settledMsg{seq: t.seq, queue: t.queue, verb: verbExtend, batch: batch, visibility: visibility, extended: result, err: err}
	}
}

func settlementOf(v verb, batch []target, delay *time.Duration) apiclient.Settlement {
	var s apiclient.Settlement
	for _, t := range batch {
		if v == verbAck {
			s.Acks = append(s.Acks, t.lease)
		} else {
			s.Retries = append(s.Retries, apiclient.Retry{LeaseID: t.lease, Delay: delay})
		}
	}
	return s
}

// fileSettled merges one call's answer, and goes on with the job that it
// belongs to.
func (m *Model) fileSettled(msg settledMsg) tea.Cmd {
	ours := m.end(callSettle, msg.queue, msg.seq) && m.job != nil
	s := m.sessions[msg.queue]
	accepted, unsure := m.mergeSettled(s, msg)
	if !ours {
		return nil
	}
	j := m.job
	j.sent += len(msg.batch)
	j.accepted += accepted
	j.unsure += unsure
	j.staleCopy = m.copiedLeaseChanged(msg) || j.staleCopy
	if msg.err == nil && j.sent < len(j.targets) && !j.cancelled {
		return m.nextBatch()
	}
	m.job = nil
	if msg.err != nil {
		m.block(msg.err)
		m.say(m.jobFailed(j, msg))
		return nil
	}
	n := jobDone(j)
	if j.lastLeft > 0 {
		n.tone = toneWarn
		n.lines = append(n.lines, plural(j.lastLeft, "lease ", "leases ")+j.session.fate().on+" "+wasWere(j.lastLeft)+" left alone: a release "+j.session.fate().wouldEnd+" "+pronoun(j.lastLeft)+": "+j.session.fate().what+".")
	}
	if j.staleCopy {
		n.tone = toneWarn
		n.lines = append(n.lines, "The lease_id that you copied before is replaced: y copies the new one.")
	}
	m.say(n)
	return m.hurryTick(msg.extended.ReceivedAt)
}

// mergeSettled files an answer and takes the marks of what it settled away.
func (m *Model) mergeSettled(s *session, msg settledMsg) (accepted, unsure int) {
	defer func() {
		for _, t := range msg.batch {
			s.reclassify(t.id)
		}
	}()
	if msg.err != nil {
		if apiclient.MayHaveTakenEffect(msg.err) {
			doubted := s.inbox.Doubt(leasesOf(msg.batch), "the answer to a call ("+msg.verb.noun()+") was lost: it may have taken effect")
			return 0, len(doubted)
		}
		return 0, 0
	}
	if msg.verb == verbExtend {
		s.heard(msg.extended.Reply)
		extended := s.inbox.MergeExtend(leasesOf(msg.batch), msg.extended, msg.visibility)
		s.lapse(m.now)
		return len(extended.Extended), 0
	}
	s.heard(msg.result.Reply)
	settled := s.inbox.MergeSettle(msg.settlement, msg.result)
	for _, id := range append(settled.Acked, settled.Retried...) {
		delete(s.marks.ids, id)
	}
	return len(settled.Acked) + len(settled.Retried), len(settled.Unsure)
}

// copiedLeaseChanged says whether the lease that was copied last is no longer
// the one that settles its message.
func (m *Model) copiedLeaseChanged(msg settledMsg) bool {
	before := len(m.copied)
	m.copied = slices.DeleteFunc(m.copied, func(old apiclient.LeaseID) bool {
		id, ok := msg.extended.Leases[old]
		return ok && id != old
	})
	return len(m.copied) < before
}

// jobDone tells what the whole job did, and what it left.
func jobDone(j *job) notice {
	n := notice{text: fmt.Sprintf("%s %s.", upperFirst(j.verb.done()), plural(j.accepted, "message", "messages")), tone: toneGood}
	if left := len(j.targets) - j.sent; left > 0 {
		n.text = fmt.Sprintf("%s %s; cancelled before the other %d.", upperFirst(j.verb.done()), plural(j.accepted, "message", "messages"), left)
		n.tone = toneWarn
	}
	if refused := j.sent - j.accepted - j.unsure; refused > 0 {
		n.tone = toneBad
		n.lines = append(n.lines, fmt.Sprintf("%s not accepted: the Lease tab of each says why.", plural(refused, "was", "were")))
	}
	if j.unsure > 0 {
		n.tone = toneBad
		n.lines = append(n.lines, fmt.Sprintf("Of %d the answer did not say which were accepted: they are shown as unsure.", j.unsure))
	}
	return n
}

func (m *Model) jobFailed(j *job, msg settledMsg) notice {
	if j.verb == verbExtend && apiclient.IsUnsupported(msg.err) {
		m.noExtend = true
		return notice{
			text:  "This API has no extend (" + firstLine(msg.err) + ").",
			lines: []string{"The leases run on as they were: ack or retry them before they lapse."},
			tone:  toneBad,
		}
	}
	n := m.explain(j.verb.noun()+" failed", j.session.queue.Name, msg.err)
	n.lines = append(n.lines, fmt.Sprintf("%d %s, %d in the call that failed, %d not sent.",
		j.accepted, j.verb.done(), len(msg.batch), len(j.targets)-j.sent))
	if apiclient.MayHaveTakenEffect(msg.err) {
		n.lines = append(n.lines, "The failed call may have taken effect: its messages are shown as unsure. It was not repeated.")
	}
	return n
}

// words is the footer's progress. One call has nothing to show a bar of.
func (j *job) words() string {
	if len(j.targets) <= apiclient.MaxBatchSize {
		return j.count()
	}
	full := progressCells * j.sent / len(j.targets)
	return strings.Repeat("█", full) + strings.Repeat("░", progressCells-full) + " " + j.count()
}

func (j *job) count() string {
	return fmt.Sprintf("%s %s/%s", j.verb.doing(), formatCount(int64(j.sent)), formatCount(int64(len(j.targets))))
}

// progressCells is the width of the progress bar in the footer.
const progressCells = 10

// busySettling objects while a job is under way.
func busySettling(m *Model) string {
	if m.job != nil {
		return "Still " + m.job.count() + ": wait for it, or esc stops it after the call under way."
	}
	return ""
}
