package tui

import (
	"errors"
	"fmt"
	"strings"

	"leaseview/apiclient"
	"leaseview/tui/session"
	"leaseview/tui/trouble"
	"leaseview/tui/words"
)

// What is said of a job that settles leases.

func verbDoing(v session.Verb) string {
	return [...]string{"acking", "retrying", "releasing", "extending"}[v]
}

func verbDone(v session.Verb) string {
	return [...]string{"acked", "retried", "released", "extended"}[v]
}

func verbNoun(v session.Verb) string { return [...]string{"Ack", "Retry", "Release", "Extend"}[v] }

// jobDone tells what the whole job did, and what it left.
func (o operator) jobDone(j *session.Job) notice {
	n := notice{text: fmt.Sprintf("%s %s.", words.Sentence(verbDone(j.Verb)), words.Plural(j.Accepted, "message", "messages")), tone: toneGood}
	if left := len(j.Rest); left > 0 {
		n.text = fmt.Sprintf("%s %s; cancelled before the other %d.", words.Sentence(verbDone(j.Verb)), words.Plural(j.Accepted, "message", "messages"), left)
		n.tone = toneWarn
	}
	if refused := j.Sent - j.Accepted - j.Unsure; refused > 0 {
		n.tone = toneBad
		n.lines = append(n.lines, noted(o.s, j.Refused, "was not accepted", "were not accepted")...)
		if more := refused - len(j.Refused); more > 0 {
			n.lines = append(n.lines, words.Plural(more, "was", "were")+" not accepted.")
		}
	}
	if j.Unsure > 0 {
		n.tone = toneBad
		n.lines = append(n.lines, fmt.Sprintf("Of %d the answer did not say which were accepted: they are shown as unsure.", j.Unsure))
	}
	if j.Unnamed > 0 {
		n.lines = append(n.lines, "The API named no new lease_id: each keeps the one it has, with the new deadline.")
	}
	if len(j.Warned) > 0 {
		n.tone = max(n.tone, toneWarn)
		n.lines = append(n.lines, noted(o.s, j.Warned, "was accepted with a warning", "were accepted with a warning")...)
	}
	if more := len(j.Notes) - 1; more >= 0 {
		n.tone = max(n.tone, toneWarn)
		line := "The API adds, of no lease by name: " + j.Notes[0]
		if more > 0 {
			line += "; and " + words.Count(int64(more)) + " more"
		}
		n.lines = append(n.lines, line)
	}
	if j.StaleCopy {
		n.tone = max(n.tone, toneWarn)
		n.lines = append(n.lines, o.keys.In("The lease_id that you copied before is replaced: {messages.copy-lease} copies the new one."))
	}
	return o.spared(j, n)
}

// spared adds what the job left alone, and why.
func (o operator) spared(j *session.Job, n notice) notice {
	for _, g := range session.ByFate(j.LeftLast) {
		left, f := len(session.Leases(g.Targets)), o.s.Budget().Fate(g.Chance)
		n.tone = max(n.tone, toneWarn)
		n.lines = append(n.lines, words.Plural(left, "lease ", "leases ")+f.On+" "+words.Were(left)+" left alone: a "+strings.ToLower(verbNoun(j.Verb))+" "+f.WouldEnd+" "+words.Them(left)+": "+f.What+".")
	}
	if left := len(session.Leases(j.LeftDoubt)); left > 0 {
		n.tone = max(n.tone, toneWarn)
		n.lines = append(n.lines, words.Plural(left, "lease in doubt was", "leases in doubt were")+" left alone: "+doubtWords+".")
	}
	return n
}

// jobFailed tells of the call that failed, and what became of the others.
func (o operator) jobFailed(j *session.Job, msg settledMsg) notice {
	if j.Verb == session.Extend && apiclient.IsUnsupported(msg.err) {
		o.noExtend = true
		return notice{
			text:  "This API has no extend (" + trouble.Text(msg.err) + ").",
			lines: []string{"The leases run on as they were: ack or retry them before they lapse."},
			tone:  toneBad,
		}
	}
	if why, unsent := errors.AsType[unrecordedError](msg.err); unsent {
		return notice{
			text: verbNoun(j.Verb) + " not sent: the journal can't be written (" + trouble.Text(why.err) + ").",
			lines: []string{
				fmt.Sprintf("%d %s, %d not sent: the next run would take their leases for ones that nobody has settled.", j.Accepted, verbDone(j.Verb), len(msg.batch)+len(j.Rest)),
				"The leases run on as they were. Once the journal can be written the same key sends it.",
			},
			tone: toneBad,
		}
	}
	n := o.explain(verbNoun(j.Verb)+" failed", msg.err)
	became := []string{fmt.Sprintf("%d %s, %d in the call that failed, %d not sent.", j.Accepted, verbDone(j.Verb), len(msg.batch), len(j.Rest))}
	if apiclient.MayHaveTakenEffect(msg.err) {
		became = append(became, "The failed call may have taken effect: its messages are shown as unsure. It was not repeated.")
	}
	n.lines = append(became, n.lines...) // what became of messages goes before the advice
	return o.spared(j, n)
}

// jobWords is the footer's progress. One call has nothing to show a bar of.
func jobWords(j *session.Job) string {
	if j.Total <= apiclient.MaxBatchSize {
		return jobCount(j)
	}
	return progressBar(j.Sent, j.Total) + " " + jobCount(j)
}

// progressBar shows how much of all is done.
func progressBar(done, all int) string {
	full := progressCells * done / all
	return strings.Repeat("█", full) + strings.Repeat("░", progressCells-full)
}

func jobCount(j *session.Job) string {
	return fmt.Sprintf("%s %s/%s", verbDoing(j.Verb), words.Count(int64(j.Sent)), words.Count(int64(j.Total)))
}

// progressCells is the width of the progress bar in the footer.
const progressCells = 10
