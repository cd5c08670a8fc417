package tui

import (
	"strings"
	"time"

	"leaseview/tui/inbox"
	"leaseview/tui/session"
	"leaseview/tui/words"
	"leaseview/views"
)

// rows is the table's source: it makes the rows that are visible, and no others.
type rows struct {
	operator
	sent bool // the table shows when a message was sent, to the second
}

func (r rows) Len() int { return r.s.Listing().Len() }

func (r rows) Row(i int) views.MessageRow {
	e := r.s.Row(i)
	f := r.s.Facts(e.Message.ID)
	row := views.MessageRow{
		Marked:    r.s.Marked(e.Message.ID),
		State:     rowStates[e.State],
		Attempts:  r.attempts(e),
		Age:       r.sentShort(r.s, e.Message.Timestamp),
		LeaseLeft: -1,
		Type:      f.Kind.String(),
		Size:      words.Size(f.Size),
		Source:    e.Message.Source(),
		ID:        string(e.Message.ID),
		Preview:   f.Preview,
	}
	if r.sent {
		row.Sent = r.sentExact(e.Message.Timestamp)
	}
	if e.State == inbox.Leased {
		left, share := e.Lease.Remaining(r.now), e.Lease.Fraction(r.now)
		row.Lease = views.Styled{Text: words.Clock(left), Tone: leaseTone(left, share)}
		row.LeaseLeft = share
	}
	if e.State == inbox.Found {
		row.Lease = views.Styled{Text: words.Clock(e.Lease.Remaining(r.now)), Tone: toneMuted}
	}
	if e.State == inbox.Lapsed {
		row.Lease = views.Styled{Text: "lapsed", Tone: toneMuted}
	}
	if e.Absence != inbox.Present {
		row.State = views.RowUnseen
		row.Unseen = r.unseenWords(e)
	}
	if e.Doubt {
		row.Lease = views.Styled{Text: "unsure", Tone: toneWarn}
	}
	return row
}

var rowStates = map[inbox.State]views.RowState{
	inbox.Peeked:  views.RowPeeked,
	inbox.Leased:  views.RowLeased,
	inbox.Lapsed:  views.RowLapsed,
	inbox.Acked:   views.RowAcked,
	inbox.Retried: views.RowRetried,

	inbox.Unleased: views.RowUnleased,
	inbox.Found:    views.RowFound,
}

// unseenWords say of a message that looks at the queue should have shown when one
// did last. What became of it nobody can see.
func (c *clock) unseenWords(e inbox.Entry) string {
	return "not seen since " + c.located(e.LastSeen).Format("15:04")
}

// leaseTone turns to a warning in the last fifth, and in the last ten seconds.
func leaseTone(left time.Duration, share float64) views.Tone {
	if share < 0.2 || left < 10*time.Second {
		return toneWarn
	}
	return toneGood
}

// attempts is "2/3": what the API shows as attempts against the limit.
func (r rows) attempts(e inbox.Entry) views.Styled {
	return views.Styled{Text: r.s.Budget().Short(e.Message.Attempts), Tone: severityTone(r.s.Budget().Severity(e))}
}

func severityTone(s inbox.Severity) views.Tone {
	switch s {
	case inbox.Last:
		return toneBad
	case inbox.Near:
		return toneWarn
	default:
		return toneNormal
	}
}

// leaseWords says how a lease stands: "0:27 left", "lapsed 0:12 ago; an ack may
// still be accepted".
func (o operator) leaseWords(e inbox.Entry) string {
	switch {
	case e.State == inbox.Unleased:
		return "none came with it; hidden from others until " + o.clockTime(e.Lease.Until)
	case e.Lease.ID == "":
		return "none: " + o.leaseHint()
	case e.State == inbox.Leased:
		return words.Clock(e.Lease.Remaining(o.now)) + " left, until " + o.clockTime(e.Lease.Until)
	case e.State == inbox.Found:
		return words.Clock(e.Lease.Remaining(o.now)) + " left, until " + o.clockTime(e.Lease.Until) +
			o.keys.In(", of a run that has ended: {messages.adopt} adopts it")
	case e.State == inbox.Lapsed:
		return "lapsed " + words.Clock(e.Lease.LapsedFor(o.now)) + " ago; an ack may still be accepted"
	default:
		return "ended: " + e.State.String()
	}
}

// heldUntil is when the leases of a queue end: the first of them, and the last
// beside it; "" while none runs. Nothing says it in another way.
func (c *clock) heldUntil(s *session.Session) string {
	first, ok := s.NextLapse()
	if !ok {
		return ""
	}
	last, _ := s.HeldUntil()
	return "until " + c.span(first, last)
}

// heldWords say how many messages are leased, and until when.
func (o operator) heldWords() string {
	until := o.heldUntil(o.s)
	lost, hidden := o.s.Lost(o.now)
	switch {
	case until == "" && lost > 0:
		return "maybe up to " + words.Count(int64(lost)) + " leased until " + o.clockTime(hidden)
	case until == "":
		return "none leased"
	}
	var parts []string
	unsure := o.s.Unsure()
	if unsure > 0 {
		parts = append(parts, words.Count(int64(unsure))+" unsure")
	}
	if sure := o.s.Held() - unsure; sure > 0 {
		parts = append(parts, words.Count(int64(sure))+" leased")
	}
	return strings.Join(parts, ", ") + " " + until
}

// ruleWords is the line above the table: what of the queue is shown, what has left
// the table, in shorter words too where there is little room, and what is held. A
// sample is never called the whole.
func (o operator) ruleWords() (left, right []string) {
	n := o.s.Listing().Len()
	if count, known := o.backlog(o.s.ID()).Count(); known {
		left = append(left, words.Count(int64(n))+" seen of about "+words.Count(count))
	} else {
		left = append(left, words.Plural(n, "message", "messages")+" seen")
	}
	short := words.Count(int64(n)) + " seen"
	if finished := o.s.Finished(); finished > 0 {
		hint := o.keys.In("{messages.finished} shows them")
		if o.s.ShowsFinished() {
			hint = o.keys.In("{messages.finished} hides them")
		}
		short = words.Count(int64(n)) + " · " + words.Count(int64(finished)) + " finished"
		left = []string{short + ": " + hint}
	}
	held, marked := o.heldWords(), ""
	few, _, _ := strings.Cut(held, " until ")
	if lost, _ := o.s.Lost(o.now); lost > 0 && o.s.Held() > 0 {
		more := ", maybe up to " + words.Count(int64(lost)) + " more"
		held, few = held+more, few+more
	}
	if n := o.s.Found(); n > 0 {
		marked = words.Count(int64(n)) + " found · "
	}
	if n := o.s.Marks(); n > 0 {
		marked = words.Count(int64(n)) + " marked · " + marked
	}
	return append(left, short), []string{marked + held, marked + few}
}
