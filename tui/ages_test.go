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
