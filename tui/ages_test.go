package tui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
)

// Ages are counted on the server's clock, as far as an answer of metrics tells it:
// with one an hour ahead, a message of this hour is an hour old.
func TestAgesAreCountedOnTheServersClock(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	m.typed("r")
	m.Update(metricsMsg{m.awaited(flight.Metrics, m.open), apiclient.Metrics{
		Reply:        apiclient.Reply{SentAt: m.now, ReceivedAt: m.now, ServerTime: m.now.Add(time.Hour)},
		BacklogCount: apiclient.CountOf(1), Oldest: m.now,
	}})
	m.says(t, "oldest 1h 0m", " 2h ")
}

// A table with room for it says when each message was sent, to the second, where
// it came from, and its whole id.
func TestAWideTableShowsAllThatARowHas(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	for m.panes.split != splitOne {
		m.panes.split++
	}
	m.Update(tea.WindowSizeMsg{Width: 220, Height: 20})
	m.says(t, "SENT", "2026-11-23 11:00:00", "dash", "00000000000000000000000000000000")
	m.Update(tea.WindowSizeMsg{Width: 199, Height: 20})
	m.doesNotSay(t, "SENT", "2026-11-23 11:00:00")
}

// A message whose time is yet to come has no age: the screen says when it will be,
// also where that is further away than a duration can tell.
func TestATimeThatIsYetToComeIsNoAge(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	m.found(orders())
	list := messages(0, 4)
	list[0].Timestamp = noon.Add(23*time.Hour + time.Minute)
	list[1].Timestamp = time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC)
	list[2].Timestamp = time.Date(1, time.January, 1, 1, 0, 0, 0, time.UTC)
	list[3].Timestamp = noon.Add(time.Second)
	m.peeked(list, 5)
	m.says(t, "peeked 0/3 in 23 h ", "peeked 0/3 in >292 y", "peeked 0/3 >292y", "peeked 0/3 0s ")
	m.typed("g]")
	m.says(t, "sent 2026-11-24 11:01:00.000 UTC (in 23 h)")
	m.doesNotSay(t, "0s ago)", "in 23 h ago")
}

// Figures that are stale from the moment on at which they were read say so, and an
// age when they have one.
func TestStaleFiguresHaveAnAgeOrNone(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	m.typed("r")
	m.Update(metricsMsg{answer: m.failed(flight.Metrics, m.open, errLost)})
	m.says(t, "stale")
	m.doesNotSay(t, "stale:", "0s old")
	m.later(leastStale - time.Millisecond)
	m.doesNotSay(t, "stale:")
	m.later(time.Millisecond)
	m.says(t, "stale: 2s old")
}
