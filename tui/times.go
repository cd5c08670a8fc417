package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/words"
	"leaseview/views"
)

// timeMode is how points in time are written.
type timeMode uint8

const (
	timeAge timeMode = iota
	timeLocal
	timeUTC
	timeModes
)

func (m *Model) cycleTimes() tea.Cmd {
	m.times = (m.times + 1) % timeModes
	m.say(notice{text: "Times as " + [...]string{"age", "local time", "UTC"}[m.times] + ".", tone: toneInfo})
	return nil
}

// ageColumn is the title and the width in cells of the column that sentShort
// fills.
func (m *Model) ageColumn() (string, int) {
	switch m.times {
	case timeLocal:
		return "LOCAL", len("15:04:05")
	case timeUTC:
		return "UTC", len("15:04:05")
	default:
		return "AGE", 0
	}
}

// sentShort is when a message was sent, in the table's few cells.
func (m *Model) sentShort(s *session, t time.Time) string {
	switch {
	case t.IsZero():
		return "?"
	case m.times == timeAge:
		return words.Age(m.now.Add(s.skew).Sub(t))
	}
	return m.located(t).Format("15:04:05")
}

// sentLong is when a message was sent, whole.
func (m *Model) sentLong(s *session, t time.Time) string {
	if t.IsZero() {
		return words.Unknown
	}
	return m.located(t).Format("2006-01-02 15:04:05.000 MST") + " (" + words.AgeLong(m.now.Add(s.skew).Sub(t)) + " ago)"
}

// clockTime is a moment of today, as leases end: 12:03:10. It is rounded down,
// so it never promises more than there is.
func (m *Model) clockTime(t time.Time) string {
	text := m.located(t).Format("15:04:05")
	if m.times == timeUTC || m.opts.Location == time.UTC {
		text += " UTC"
	}
	return text
}

func (m *Model) located(t time.Time) time.Time {
	if m.times == timeUTC {
		return t.UTC()
	}
	return t.In(m.opts.Location)
}

// oldestWords is the age of the oldest message, where the API knows it.
func (m *Model) oldestWords(s *session) views.Styled {
	latest := s.backlog.latest
	switch {
	case !s.backlog.known:
		return views.Styled{Text: "…", Tone: toneMuted}
	case latest.BacklogCount == apiclient.CountOf(0) && latest.Oldest.IsZero():
		return views.Styled{Text: "none", Tone: toneMuted}
	case latest.Oldest.IsZero():
		return views.Styled{Text: words.Unknown, Tone: toneMuted}
	}
	return views.Styled{Text: words.AgeLong(m.now.Add(s.skew).Sub(latest.Oldest))}
}
