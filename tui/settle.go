package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
	"leaseview/views"
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
	rest       []target // not sent yet
	agreed     consent
	delay      *time.Duration // of a retry; nil = the consumer's
	visibility time.Duration  // of an extension
	total      int            // targets in all
	sent       int            // targets whose call has been answered
	accepted   int
	unsure     int
	unnamed    int      // extended without a new lease_id
	cancelled  bool     // no further call begins
	leftLast   []target // not sent, since a retry would end them, or might
	leftDoubt  []target // not sent, since their last call is in doubt
	warned     int      // accepted, with a warning
	notes      []string // that the API gave without naming a lease
	staleCopy  bool     // an extension replaced the lease that was copied last
}

// consent is what a person has said yes to, by lease.
type consent struct {
	ends  map[apiclient.LeaseID]bool // a retry ends a message, or may
	doubt map[apiclient.LeaseID]bool // an earlier call may have taken effect
}

// consentTo is a yes to a question that named these targets.
func consentTo(targets []target) consent {
	c := consent{map[apiclient.LeaseID]bool{}, map[apiclient.LeaseID]bool{}}
	for _, t := range targets {
		c.ends[t.lease] = t.ends != inbox.No
		c.doubt[t.lease] = t.doubt
	}
	return c
}

// covers says whether a target, as things stand now, does only what was agreed.
func (c consent) covers(t target) bool { return c.coversEnd(t) && c.coversDoubt(t) }

func (c consent) coversEnd(t target) bool   { return t.ends == inbox.No || c.ends[t.lease] }
func (c consent) coversDoubt(t target) bool { return !t.doubt || c.doubt[t.lease] }

// settledMsg is never dropped: it says what became of leases.
type settledMsg struct {
	answer
	verb       verb
	batch      []target
	settlement apiclient.Settlement
	result     apiclient.SettleResult
	visibility time.Duration
	extended   apiclient.ExtendResult
}

// startJob begins with the first call.
func (m *Model) startJob(j *job) tea.Cmd {
	m.job = j
	j.total = len(j.rest)
	return m.nextBatch()
}

// nextBatch sends the next call of the job, or ends it when nothing is left.
func (m *Model) nextBatch() tea.Cmd {
	j := m.job
	batch := j.take()
	if len(batch) == 0 {
		m.job = nil
		m.say(jobDone(j))
		return nil
	}
	t, ok := m.begin(flight.Settle, j.session.queue.ID, false)
	if !ok {
		m.job = nil
		m.say(notice{text: "Another call that settles messages is under way: nothing was sent.", tone: toneWarn})
		return nil
	}
	what := "a call (" + j.verb.noun() + ") on " + j.session.queue.Name
	if j.verb == verbExtend {
		return m.kept(t, what, leasesOf(batch), extendCmd(m.opts.API, t, batch, j.visibility))
	}
	return m.kept(t, what, leasesOf(batch), settleCmd(m.opts.API, t, j.verb, batch, j.delay))
}

// take is the next call's targets. Before each call it is asked again what the
// call would do: nothing ends, and nothing in doubt is settled, to which nobody
// has agreed, whatever was true when the targets were frozen.
func (j *job) take() []target {
	var batch []target
	leases := 0
	for len(j.rest) > 0 {
		t := j.session.judged(j.rest[0])
		fresh := len(batch) == 0 || t.lease != batch[len(batch)-1].lease
		if fresh && leases == apiclient.MaxBatchSize {
			break
		}
		j.rest = j.rest[1:]
		switch {
		case !j.agreed.coversDoubt(t):
			j.leftDoubt = append(j.leftDoubt, t)
		case j.verb != verbAck && j.verb != verbExtend && !j.agreed.coversEnd(t):
			j.leftLast = append(j.leftLast, t)
		default:
			batch = append(batch, t)
			if fresh {
				leases++
			}
		}
	}
	return batch
}

func settleCmd(api API, t flight.Ticket, v verb, batch []target, delay *time.Duration) tea.Cmd {
	return func() tea.Msg {
		settlement := settlementOf(v, batch, delay)
		result, err := api.Settle(t.Ctx, t.Queue, settlement)
		return settledMsg{answer: answer{t, err}, verb: v, batch: batch, settlement: settlement, result: result}
	}
}

func extendCmd(api API, t flight.Ticket, batch []target, visibility time.Duration) tea.Cmd {
	return func() tea.Msg {
		result, err := api.Extend(t.Ctx, t.Queue, leasesOf(batch), visibility)
		return settledMsg{answer: answer{t, err}, verb: verbExtend, batch: batch, visibility: visibility, extended: result}
	}
}

func settlementOf(v verb, batch []target, delay *time.Duration) apiclient.Settlement {
	var s apiclient.Settlement
	for _, lease := range leasesOf(batch) {
		if v == verbAck {
			s.Acks = append(s.Acks, lease)
		} else {
			s.Retries = append(s.Retries, apiclient.Retry{LeaseID: lease, Delay: delay})
		}
	}
	return s
}

// file merges one call's answer, and goes on with the job that it belongs to.
func (msg settledMsg) file(m *Model, live bool) tea.Cmd {
	s := m.sessionFor(msg.ticket.Queue)
	done := m.mergeSettled(s, msg)
	if !live || m.job == nil {
		return nil
	}
	j := m.job
	j.sent += len(msg.batch)
	j.accepted += done.accepted
	j.unsure += done.unsure
	j.unnamed += done.unnamed
	j.warned += done.warned
	j.notes = slices.Concat(j.notes, msg.result.Notes, msg.extended.Notes)
	j.staleCopy = m.copiedLeaseChanged(msg) || j.staleCopy
	if msg.err == nil && len(j.rest) > 0 && !j.cancelled {
		return m.nextBatch()
	}
	m.job = nil
	if msg.err != nil {
		m.say(m.jobFailed(j, msg))
		return nil
	}
	m.say(jobDone(j))
	return m.hurryTick(msg.extended.ReceivedAt)
}

// settlement is how many messages a call settled, as far as its answer tells.
type settlement struct{ accepted, unsure, unnamed, warned int }

// mergeSettled files an answer and takes the marks of what it settled away.
func (m *Model) mergeSettled(s *session, msg settledMsg) settlement {
	defer func() {
		for _, t := range msg.batch {
			s.reclassify(s.inbox.Sharing(t.lease)...)
			s.reclassify(t.id)
		}
	}()
	if msg.err != nil {
		if apiclient.MayHaveTakenEffect(msg.err) {
			doubted := s.inbox.Doubt(leasesOf(msg.batch), "the answer to a call ("+msg.verb.noun()+") was lost: it may have taken effect")
			return settlement{unsure: len(doubted)}
		}
		return settlement{}
	}
	if msg.verb == verbExtend {
		s.heard(msg.extended.Reply)
		extended := s.inbox.MergeExtend(leasesOf(msg.batch), msg.extended, msg.visibility)
		s.lapse(m.now)
		return settlement{len(extended.Extended), len(extended.Unsure), extended.Unnamed, extended.Warned}
	}
	s.heard(msg.result.Reply)
	settled := s.inbox.MergeSettle(msg.settlement, msg.result)
	for _, id := range append(settled.Acked, settled.Retried...) {
		delete(s.marks.ids, id)
	}
	return settlement{accepted: len(settled.Acked) + len(settled.Retried), unsure: len(settled.Unsure), warned: settled.Warned}
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
	n := notice{text: fmt.Sprintf("%s %s.", words.Sentence(j.verb.done()), words.Plural(j.accepted, "message", "messages")), tone: toneGood}
	if left := len(j.rest); left > 0 {
		n.text = fmt.Sprintf("%s %s; cancelled before the other %d.", words.Sentence(j.verb.done()), words.Plural(j.accepted, "message", "messages"), left)
		n.tone = toneWarn
	}
	if refused := j.sent - j.accepted - j.unsure; refused > 0 {
		n.tone = toneBad
		n.lines = append(n.lines, fmt.Sprintf("%s not accepted: the Lease tab of each says why.", words.Plural(refused, "was", "were")))
	}
	if j.unsure > 0 {
		n.tone = toneBad
		n.lines = append(n.lines, fmt.Sprintf("Of %d the answer did not say which were accepted: they are shown as unsure.", j.unsure))
	}
	if j.unnamed > 0 {
		n.lines = append(n.lines, "The API named no new lease_id: each keeps the one it has, with the new deadline.")
	}
	if j.warned > 0 {
		n.tone = max(n.tone, toneWarn)
		n.lines = append(n.lines, words.Plural(j.warned, "was accepted with a warning: the Lease tab shows it.", "were accepted with a warning: the Lease tab of each shows it."))
	}
	if more := len(j.notes) - 1; more >= 0 {
		n.tone = max(n.tone, toneWarn)
		line := "The API adds, of no lease by name: " + views.Safe(j.notes[0])
		if more > 0 {
			line += "; and " + words.Count(int64(more)) + " more"
		}
		n.lines = append(n.lines, line)
	}
	if j.staleCopy {
		n.tone = max(n.tone, toneWarn)
		n.lines = append(n.lines, "The lease_id that you copied before is replaced: y copies the new one.")
	}
	return j.spared(n)
}

// spared adds what the job left alone, and why.
func (j *job) spared(n notice) notice {
	for _, g := range j.session.byFate(j.leftLast) {
		left := leaseCount(g.targets)
		n.tone = max(n.tone, toneWarn)
		n.lines = append(n.lines, words.Plural(left, "lease ", "leases ")+g.on+" "+words.Were(left)+" left alone: a "+strings.ToLower(j.verb.noun())+" "+g.wouldEnd+" "+words.Them(left)+": "+g.what+".")
	}
	if left := leaseCount(j.leftDoubt); left > 0 {
		n.tone = max(n.tone, toneWarn)
		n.lines = append(n.lines, words.Plural(left, "lease in doubt was", "leases in doubt were")+" left alone: "+doubtWords+".")
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
		j.accepted, j.verb.done(), len(msg.batch), len(j.rest)))
	if apiclient.MayHaveTakenEffect(msg.err) {
		n.lines = append(n.lines, "The failed call may have taken effect: its messages are shown as unsure. It was not repeated.")
	}
	return j.spared(n)
}

// words is the footer's progress. One call has nothing to show a bar of.
func (j *job) words() string {
	if j.total <= apiclient.MaxBatchSize {
		return j.count()
	}
	full := progressCells * j.sent / j.total
	return strings.Repeat("█", full) + strings.Repeat("░", progressCells-full) + " " + j.count()
}

func (j *job) count() string {
	return fmt.Sprintf("%s %s/%s", j.verb.doing(), words.Count(int64(j.sent)), words.Count(int64(j.total)))
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
