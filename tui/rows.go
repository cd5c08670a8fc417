package tui

import (
	"strings"
	"time"

	"leaseview/tui/inbox"
	"leaseview/tui/words"
	"leaseview/views"
)

// rows is the table's source: it makes the rows that are visible, and no others.
type rows struct {
	m *Model
	s *session
}

func (r rows) Len() int {
	if r.s == nil {
		return 0
	}
	return r.s.list.Len()
}

func (r rows) Row(i int) views.MessageRow {
	e, _ := r.s.inbox.Entry(r.s.list.ID(i))
	f := r.s.facts[e.Message.ID]
	row := views.MessageRow{
		Marked:    r.s.marks.has(e.Message.ID),
		State:     rowStates[e.State],
		Attempts:  r.attempts(e),
		Age:       r.m.sentShort(r.s, e.Message.Timestamp),
		Sent:      r.sent(e.Message.Timestamp),
		LeaseLeft: -1,
		Type:      f.kind.String(),
		Size:      words.Size(f.size),
		Source:    e.Message.Source(),
		ID:        string(e.Message.ID),
		Preview:   f.preview,
	}
	if e.State == inbox.Leased {
		left, share := e.Lease.Remaining(r.m.now), e.Lease.Fraction(r.m.now)
		row.Lease = views.Styled{Text: words.Clock(left), Tone: leaseTone(left, share)}
		row.LeaseLeft = share
	}
	if e.State == inbox.Lapsed {
		row.Lease = views.Styled{Text: "lapsed", Tone: toneMuted}
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
	inbox.Gone:    views.RowGone,

	inbox.Unleased: views.RowUnleased,
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
	return views.Styled{Text: r.s.budget.Short(e.Message.Attempts), Tone: severityTone(r.s.budget.Severity(e))}
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

func (r rows) sent(t time.Time) string {
	if t.IsZero() {
		return "?"
	}
	return r.m.located(t).Format("2006-01-02 15:04:05")
}

// leaseWords says how a lease stands: "0:27 left", "lapsed 0:12 ago; an ack may
// still be accepted".
func (m *Model) leaseWords(e inbox.Entry) string {
	switch {
	case e.State == inbox.Unleased:
		return "none came with it; hidden from others until " + m.clockTime(e.Lease.Until)
	case e.Lease.ID == "":
		return "none: " + m.leaseHint()
	case e.State == inbox.Leased:
		return words.Clock(e.Lease.Remaining(m.now)) + " left, until " + m.clockTime(e.Lease.Until)
	case e.State == inbox.Lapsed:
		return "lapsed " + words.Clock(e.Lease.LapsedFor(m.now)) + " ago; an ack may still be accepted"
	default:
		return "ended: " + e.State.String()
	}
}

// ruleWords is the line above the table: what of the queue is shown, and what
// is held. A sample is never called the whole.
func (m *Model) ruleWords(s *session) (left, right string) {
	n := s.list.Len()
	left = words.Plural(n, "message", "messages") + " seen"
	if count, known := s.backlog.count(); known {
		left = words.Count(int64(n)) + " seen of about " + words.Count(count)
	}
	if until, ok := s.inbox.HeldUntil(); ok {
		unsure := s.inbox.Unsure()
		var parts []string
		if unsure > 0 {
			parts = append(parts, words.Count(int64(unsure))+" unsure")
		}
		if sure := s.inbox.Held() - unsure; sure > 0 {
			parts = append(parts, words.Count(int64(sure))+" leased")
		}
		right = strings.Join(parts, ", ") + " until " + m.clockTime(until)
	} else {
		right = "none leased"
	}
	if n := len(s.marks.ids); n > 0 {
		right = words.Count(int64(n)) + " marked · " + right
	}
	return left, right
}
