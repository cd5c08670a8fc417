package tui

import (
	"fmt"

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
	if stop := o.s.FollowPulled(msg.result.ReceivedAt, o.pulling.Interval, report.Last); stop.Reason != session.NoReason {
		first := session.ByFate(report.Last)[0]
		f := o.s.Budget().Fate(first.Chance)
		o.sayStopped(stop, fmt.Sprintf("When the lease ends, %s %s %s.", numbered(len(first.Targets)), f.Will, f.What))
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
		return riskWords(s)
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
