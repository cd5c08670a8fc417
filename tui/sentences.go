package tui

import (
	"fmt"
	"strings"

	"leaseview/apiclient"
	"leaseview/tui/session"
	"leaseview/tui/words"
	"leaseview/views"
)

// What is said of messages in questions, notices and reports: their names, what is
// in doubt about them, what a pull may cost.

// doubtWords are why a lease in doubt is left alone.
const doubtWords = "an earlier call may have taken effect already"

// riskWords says what a pull may cost; "" when nothing is known against it.
func riskWords(s *session.Session) string { return dangerWords(s, s.Danger()) }

// dangerWords says what pulls may cost in that danger.
func dangerWords(s *session.Session, d session.Danger) string {
	switch d {
	case session.SeenLast:
		return fmt.Sprintf("a pull may hand out the last delivery of %s seen here", words.Plural(s.AtRisk(), "message", "messages"))
	case session.UnknownLimit:
		return "the consumer's max_retries is unknown, so any delivery may be a message's last"
	case session.EveryLast:
		return "every delivery of this queue may be a message's last"
	default:
		return ""
	}
}

// shortRisk says the same where there is room for a few words only.
func shortRisk(d session.Danger) string {
	if d == session.UnknownLimit {
		return "max_retries unknown"
	}
	return "a delivery may be a last"
}

// maxNames is how many messages a report names.
const maxNames = 5

// shortNames lists the first few messages for a report: id and attempts.
func shortNames(s *session.Session, ids []apiclient.MessageID) string {
	var names []string
	for i, id := range ids {
		if i == maxNames {
			names = append(names, "and "+words.Count(int64(len(ids)-i))+" more")
			break
		}
		e, _ := s.Entry(id)
		names = append(names, string(id)+" ("+s.Budget().Short(e.Message.Attempts)+")")
	}
	return strings.Join(names, ", ")
}

// maxReasons is how many reasons a notice gives.
const maxReasons = 3

// noted tells what was said of messages, those together of which the same was
// said: "2 were not accepted (lease is gone): m1 (0/3), m2 (1/3)".
func noted(s *session.Session, ids []apiclient.MessageID, was, were string) []string {
	var reasons []string
	of := make(map[string][]apiclient.MessageID)
	for _, id := range ids {
		e, _ := s.Entry(id)
		if of[e.Note] == nil {
			reasons = append(reasons, e.Note)
		}
		of[e.Note] = append(of[e.Note], id)
	}
	var lines []string
	for i, why := range reasons {
		n := len(of[why])
		if i == maxReasons {
			for _, other := range reasons[i+1:] {
				n += len(of[other])
			}
			return append(lines, words.Plural(n, was, were)+" for other reasons: the Lease tab of each says why.")
		}
		lines = append(lines, words.Plural(n, was, were)+" ("+why+"): "+shortNames(s, of[why])+".")
	}
	return lines
}

// doubtLines name what is in doubt about a lease before it is settled once more.
func doubtLines(s *session.Session, targets []session.Target) []views.Styled {
	for _, t := range targets {
		if e, ok := s.Entry(t.ID); ok && t.Doubt {
			return []views.Styled{
				{Text: "In doubt: " + e.Note + ".", Tone: toneBad},
				{Text: "If it did, this call comes on top of it.", Tone: toneWarn},
			}
		}
	}
	return nil
}

// sharedNote says why a call is about more messages than were chosen.
func sharedNote(targets []session.Target) []views.Styled {
	leases := len(session.Leases(targets))
	if leases == len(targets) {
		return nil
	}
	return []views.Styled{{Text: fmt.Sprintf("%s came with %s: a call on one is a call on all that share it.",
		words.Plural(len(targets), "message", "messages"), words.Plural(leases, "lease", "leases")), Tone: toneMuted}}
}

// selectionNotes say what of the marks is not acted on.
func selectionNotes(c session.Selection) []views.Styled {
	var lines []views.Styled
	if c.Without > 0 {
		lines = append(lines, views.Styled{Text: words.Plural(c.Without, "chosen message has", "chosen messages have") + " no lease to settle and " + stays(c.Without) + ".", Tone: toneMuted})
	}
	if c.Found > 0 {
		lines = append(lines, views.Styled{Text: words.Plural(c.Found, "chosen message has", "chosen messages have") + " a lease that is not adopted and " + stays(c.Found) + ".", Tone: toneMuted})
	}
	if c.Doubtful > 0 {
		lines = append(lines, views.Styled{Text: words.Plural(c.Doubtful, "chosen message is", "chosen messages are") + " left alone: " + doubtWords + ".", Tone: toneMuted})
	}
	return lines
}

// staysNote says how many of the messages that are seen are neither acted on nor
// chosen.
func staysNote(s *session.Session, c session.Selection) []views.Styled {
	n := s.Listing().Len() - len(c.Targets) - c.Without - c.Found - c.Doubtful
	if n <= 0 {
		return nil
	}
	text := words.Count(int64(n)) + " more that you see " + stays(n)
	if s.Marks() > 0 {
		text += ": not marked"
	}
	return []views.Styled{{Text: text + ".", Tone: toneMuted}}
}

func stays(n int) string {
	if n == 1 {
		return "stays as it is"
	}
	return "stay as they are"
}
