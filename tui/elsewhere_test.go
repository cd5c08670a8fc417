package tui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
)

const emailsID = apiclient.QueueID("fedcba9876543210fedcba9876543210")

func emails() apiclient.Queue {
	q := orders()
	q.ID, q.Name = emailsID, "emails"
	return q
}

// away is the program on "emails", after three messages of "orders" were leased.
func away(t *testing.T) *Model {
	t.Helper()
	m := newModel(t, func(o *Options) { o.Queue = "" })
	m.openQueue(orders())
	m.pulled(messages(0, 3))
	return m
}

// An answer that comes while another queue is on screen says whose it is.
func TestAnAnswerFromElsewhereNamesItsQueue(t *testing.T) {
	t.Parallel()
	lost := &apiclient.Error{Op: "pull", Status: 500, MayHaveTakenEffect: true}
	for name, c := range map[string]struct {
		keys   string
		answer func(m *Model) tea.Msg
		want   string
	}{
		"a job": {"x", func(m *Model) tea.Msg {
			return settledMsg{answer: m.awaited(flight.Settle, ordersID), verb: session.Release, batch: m.sessions[ordersID].Holding().Release}
		}, "orders: Released 0 messages."},
		"a job that failed": {"x", func(m *Model) tea.Msg {
			return settledMsg{answer: m.failed(flight.Settle, ordersID, lost), verb: session.Release, batch: m.sessions[ordersID].Holding().Release}
		}, "orders: Release failed: "},
		"a pull that failed": {"p", func(m *Model) tea.Msg {
			return pulledMsg{answer: m.failed(flight.Pull, ordersID, lost), asked: 5}
		}, "orders: Pull failed: "},
		"a pull that was not recorded": {"p", func(m *Model) tea.Msg {
			return pulledMsg{answer: m.awaited(flight.Pull, ordersID), journal: journaling{err: errors.New("no space left")}}
		}, "orders: Not recorded: no space left"},
		"a peek": {"v", func(m *Model) tea.Msg {
			return peekedMsg{answer: m.awaited(flight.Peek, ordersID), asked: 5}
		}, "orders: Peek returned 0 messages"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, elsewhere := range []bool{true, false} {
				m := away(t)
				m.typed(c.keys)
				if elsewhere {
					m.leave()
					m.openQueue(emails())
				}
				m.notice = notice{}
				m.Update(c.answer(m))
				want := c.want
				if !elsewhere {
					want = strings.TrimPrefix(want, "orders: ")
				}
				if !strings.HasPrefix(m.notice.text, want) {
					t.Errorf("elsewhere %v: it says %q, want %q", elsewhere, m.notice.text, want)
				}
			}
		})
	}
}

// Once the journal has failed nothing is pulled any more, of no queue: follow
// ends wherever it is on, and its key still turns it off.
func TestAFailedJournalStopsFollowEverywhere(t *testing.T) {
	t.Parallel()
	m := away(t)
	m.typed("p")
	m.leave()
	m.openQueue(emails())
	m.settled(emails())
	m.typed("f")
	s := m.onScreen()
	if !s.Following() {
		t.Fatalf("follow is not on: %s", m.notice.text)
	}
	m.Update(pulledMsg{answer: m.awaited(flight.Pull, ordersID), journal: journaling{err: errors.New("no space left")}})
	if s.Following() || s.FollowStop().Reason != session.JournalFailed {
		t.Errorf("follow goes on: %+v", s.FollowStop())
	}
	s.StartFollow(m.now, time.Second)
	m.typed("f")
	if s.Following() {
		t.Errorf("f does not turn follow off: %s", m.notice.text)
	}
}

// An answer that is there when the time of leaving is over is filed all the same.
func TestAnAnswerThatCameIsNotCalledMissing(t *testing.T) {
	t.Parallel()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for range 50 {
		m := away(t)
		ticket, _ := m.begin(flight.Settle, ordersID, false)
		keep := m.flight.Keep(ticket, "a call", []apiclient.LeaseID{"a"})
		keep("the answer")
		var filed []any
		report := departure{m.desk, false, func(answer tea.Msg) { filed = append(filed, answer) }}.awaitLate(over)
		if len(report) > 0 || len(filed) != 1 {
			t.Fatalf("%q is reported, %v filed", report, filed)
		}
	}
}

// What a job had not put back, leaving does: then nothing is left unsent.
func TestWhatLeavingReleasesIsNotCalledUnsent(t *testing.T) {
	t.Parallel()
	api := &settler{}
	m := newModel(t, func(o *Options) { o.Leaser, o.OnQuit = api, OnQuitRelease })
	m.found(orders())
	m.settled(orders())
	m.pulled(messages(0, 3))
	s := m.onScreen()
	s.StartJob(&session.Job{Verb: session.Release, Rest: s.Holding().Release})
	report := strings.Join(m.Leave(t.Context()), "\n")
	if report != "orders: released 3 leases" {
		t.Errorf("the report is %q", report)
	}
}

// A queue whose turn did not come in the first seconds has not failed: it has
// the last ones.
func TestAQueueThatWasNotTriedHasAnotherTurn(t *testing.T) {
	t.Parallel()
	api := &settler{}
	m := newModel(t, func(o *Options) { o.Leaser = api })
	m.found(orders())
	m.settled(orders())
	m.pulled(messages(0, 3))
	over, cancel := context.WithCancel(t.Context())
	cancel()
	report, failed := departure{m.desk, true, nil}.releaseHeld(over, m.byName(), noneWaits)
	if len(report) > 0 || len(failed) > 0 || len(api.queues) > 0 {
		t.Errorf("%q is reported of %d that failed, %v asked", report, len(failed), api.queues)
	}
}
