package tui

import (
	"strings"
	"time"

	"leaseview/tui/session"
	"leaseview/tui/words"
)

// clock is the time as the program knows it, and how it writes it.
type clock struct {
	now      time.Time
	due      time.Time // of the next tick
	mode     timeMode
	location *time.Location
}

const (
	tickEvery = time.Second
	tickLeast = 5 * time.Millisecond // between two ticks, however many leases lapse
)

// timeMode is how points in time are written.
type timeMode uint8

const (
	timeAge timeMode = iota
	timeLocal
	timeUTC
	timeModes
)

// advance takes the time from an answer, which may be newer than that of the
// last tick. It never overtakes the next one.
func (c *clock) advance(at time.Time) {
	if at.After(c.now) && at.Before(c.due) {
		c.now = at
	}
}

// ageColumn is the title and the width in cells of the column that sentShort
// fills.
func (c *clock) ageColumn() (string, int) {
	switch c.mode {
	case timeLocal:
		return "LOCAL", len("15:04:05")
	case timeUTC:
		return "UTC", len("15:04:05")
	default:
		return "AGE", 0
	}
}

// sentShort is when a message was sent, in the table's few cells. A time of day
// alone would be taken for one of today.
func (c *clock) sentShort(s *session.Session, t time.Time) string {
	if t.IsZero() {
		return "?"
	}
	const day = 24 * time.Hour
	age := s.Age(t, c.now)
	switch away := age.Abs(); {
	case c.mode == timeAge:
		return words.Age(age)
	case away < day/2:
		return c.located(t).Format("15:04:05")
	case away < 180*day:
		return c.located(t).Format("01-02 15:04")
	}
	return c.located(t).Format("2006-01-02")
}

// sentExact is when a message was sent, to the second.
func (c *clock) sentExact(t time.Time) string {
	if t.IsZero() {
		return "?"
	}
	return c.located(t).Format("2006-01-02 15:04:05")
}

// sentLong is when a message was sent, whole.
func (c *clock) sentLong(s *session.Session, t time.Time) string {
	if t.IsZero() {
		return words.Unknown
	}
	return c.located(t).Format("2006-01-02 15:04:05.000 MST") + " (" + words.Ago(s.Age(t, c.now)) + ")"
}

// clockTime is a moment of today, as leases end: 12:03:10. It is rounded down,
// so it never promises more than there is.
func (c *clock) clockTime(t time.Time) string {
	text := c.located(t).Format("15:04:05")
	if c.mode == timeUTC || c.location == time.UTC {
		text += " UTC"
	}
	return text
}

// span is from one moment to another, as clockTime writes each: 12:03:10–12:05:00.
// Where both are written alike there is one.
func (c *clock) span(first, last time.Time) string {
	from, to := c.located(first).Format("15:04:05"), c.clockTime(last)
	if strings.HasPrefix(to, from) {
		return to
	}
	return from + "–" + to
}

func (c *clock) located(t time.Time) time.Time {
	if c.mode == timeUTC {
		return t.UTC()
	}
	return t.In(c.location)
}
