package tui

import (
	"fmt"
	"time"

	"leaseview/tui/flight"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
	"leaseview/tui/words"
	"leaseview/views"
)

// Why follow ended, and how it stands.

// checkFollow says why follow ended when a pull brought a message on its last
// delivery.
func (o operator) checkFollow(msg pulledMsg, report session.PullReport) {
	before := o.s.FollowLag()
	if stop := o.s.FollowPulled(msg.result.SentAt, msg.result.ReceivedAt, o.pulling.Interval, report.Last); stop.Reason != session.NoReason {
		first := session.ByFate(report.Last)[0]
		f := o.s.Budget().Fate(first.Chance)
		o.sayStopped(stop, fmt.Sprintf("When the lease ends, %s %s %s.", numbered(len(first.Targets)), f.Will, f.What))
	}
	if lag := o.s.FollowLag(); lag.Cause != before.Cause && lag.Cause != session.NoLag {
		o.addToNotice(fmt.Sprintf("Follow can't keep to %s: %s, so it pulls every %s.", words.Setting(o.pulling.Interval), lagWords(lag), lagTime(lag)))
	}
}

// lagWords are why follow can't keep its interval.
func lagWords(lag session.Lag) string {
	if lag.Cause == session.BudgetWaits {
		return "it waits for the budget of automatic requests"
	}
	return "the answers take long"
}

func lagTime(lag session.Lag) string { return words.Setting(lag.Every.Round(100 * time.Millisecond)) }

// followWhy is why follow ended by itself or can't keep its interval, in the few
// words that stand beside the header's chip; "" where there is nothing to say.
func (o operator) followWhy() string {
	switch lag := o.s.FollowLag(); lag.Cause {
	case session.SlowAnswers:
		return "slow answers: every " + lagTime(lag)
	case session.BudgetWaits:
		return "request budget: every " + lagTime(lag)
	default:
		return shortlyStopped(o.s, o.s.FollowStop())
	}
}

// numbered speaks of the message that a reason has named, and of how many more.
func numbered(n int) string {
	if n == 1 {
		return "it"
	}
	return "it and " + words.Count(int64(n-1)) + " more"
}

// sayStopped says why follow ended.
func (o operator) sayStopped(stop session.Stop, lines ...string) {
	lines = append(lines, o.keys.In("Nothing pulls any more. {messages.follow} starts it again, {messages.pull} pulls once."))
	o.tell(notice{text: "Follow stopped: " + whyStopped(o.s, stop) + ".", lines: lines, tone: toneBad})
}

// whyStopped is why follow ended, whole.
func whyStopped(s *session.Session, stop session.Stop) string {
	switch stop.Reason {
	case session.MayEnd:
		return dangerWords(s, stop.Danger)
	case session.LastDelivery:
		return "message " + string(stop.ID) + " is " + s.Budget().Fate(stop.Chance).On + " (" + s.Budget().Short(stop.Attempts) + ")"
	default:
		return shortlyStopped(s, stop)
	}
}

// shortlyStopped is why follow ended, in the header's few words; "" unless it ended by
// itself.
func shortlyStopped(s *session.Session, stop session.Stop) string {
	switch stop.Reason {
	case session.RateLimited:
		return "the API limits the rate of calls"
	case session.JournalFailed:
		return "the journal can't be written"
	case session.NearlyOver:
		return "less than a quarter of the first lease's time is left"
	case session.PullFailed:
		return "the pull failed"
	case session.QueueLeft:
		return "you left the queue"
	case session.MayEnd:
		return shortRisk(stop.Danger)
	case session.Unattended:
		return words.Plural(stop.N, "pull", "pulls") + " without a key press"
	case session.TooManyHeld:
		return words.Plural(stop.N, "message is", "messages are") + " leased"
	case session.LastDelivery:
		short := "last delivery " + s.Budget().Short(stop.Attempts)
		if stop.Chance != inbox.Surely {
			short = "maybe " + short
		}
		return short
	default:
		return ""
	}
}

// followWords is the header's follow state.
func (o operator) followWords(unseen bool) (string, views.Tone) {
	switch {
	case o.busyCollecting() != "":
		return "collecting", toneWarn
	case o.s.FollowStop().Reason != session.NoReason:
		return "follow stopped", toneWarn
	case !o.s.Following():
		return "follow off", toneMuted
	case unseen:
		return "follow waits", toneWarn
	case o.runs(flight.Pull, o.s.ID()):
		return "follow pulling", toneWarn
	}
	return "follow in " + words.Clock(o.s.NextFollow().Sub(o.now)), toneWarn
}
