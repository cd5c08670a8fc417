package tui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
)

// A message that a call would end may be in doubt as well: each question about it
// says so, beside its end.
func TestADoubtIsNamedBesideAnEnd(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"a", "u", "e"} {
		m := opened(t, 0)
		m.pulled(after(3, messages(0, 1)))
		e, _ := m.onScreen().Selected()
		m.onScreen().Doubt([]apiclient.LeaseID{e.Lease.ID}, "the answer was lost", m.now)
		m.typed(key)
		if said := wordsOf(m); !strings.Contains(said, "In doubt: the answer was lost. If it did, this call comes on top of it.") {
			t.Errorf("%s says nothing of the doubt:\n%s", key, said)
		}
	}
}

// settling is the answer to the call of a job of one batch that is under way, as
// if it took so long.
func (m *Model) settling(took time.Duration, change func(*settledMsg)) settledMsg {
	reply := apiclient.Reply{SentAt: m.now, ReceivedAt: m.now.Add(took)}
	msg := settledMsg{answer: m.awaited(flight.Settle, m.open), verb: m.onScreen().Job().Verb, visibility: 30 * time.Second}
	for _, id := range m.onScreen().MarkedIDs() {
		e, _ := m.onScreen().Entry(id)
		msg.batch = append(msg.batch, m.onScreen().Judged(session.Target{ID: id, Lease: e.Lease.ID}))
	}
	msg.result.Reply, msg.extended.Reply = reply, reply
	change(&msg)
	return msg
}

// An extension is shown from the moment at which its answer came, and not from the
// last tick on.
func TestAnExtensionBringsTheTime(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.pulled(messages(0, 1))
	m.typed("me")
	before := m.now
	m.Update(m.settling(300*time.Millisecond, func(msg *settledMsg) { msg.extended.Extended = apiclient.CountOf(1) }))
	if took := m.now.Sub(before); took != 300*time.Millisecond || m.onScreen().Job() != nil {
		t.Errorf("the time went on by %v", took)
	}
}

// An answer that no job waits for is filed, and moves none that is under way.
func TestAJobGoesOnByItsOwnAnswersAlone(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.pulled(messages(0, 2))
	m.typed("mx")
	msg := m.settling(0, func(msg *settledMsg) { msg.ticket.Number += 7 })
	m.Update(msg)
	if j := m.onScreen().Job(); j == nil || j.Sent != 0 || !m.runs(flight.Settle, m.open) {
		t.Errorf("an answer of another call moved the job: %+v", j)
	}
}

// A yes to the extension of a lease in doubt is one: the call is sent.
func TestAYesExtendsALeaseInDoubt(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.pulled(messages(0, 1))
	e, _ := m.onScreen().Selected()
	m.onScreen().Doubt([]apiclient.LeaseID{e.Lease.ID}, "the answer was lost", m.now)
	m.typed("e")
	m.yes(t)
	if !m.runs(flight.Settle, m.open) {
		t.Errorf("nothing was sent:\n%s", wordsOf(m))
	}
}

// Of marks that come to nothing the doubt is told, as somebody can do something
// about that.
func TestMarksInDoubtAreToldBeforeThoseWithoutALease(t *testing.T) {
	t.Parallel()
	m := opened(t, 2)
	m.pulled(messages(0, 1))
	e, _ := m.onScreen().Selected()
	m.onScreen().Doubt([]apiclient.LeaseID{e.Lease.ID}, "the answer was lost", m.now)
	m.typed("ma")
	if want := "1 marked message is in doubt: " + doubtWords; m.dialog != nil || !strings.Contains(m.notice.text, want) {
		t.Errorf("it says %q, want %q", m.notice.text, want)
	}
}

// Esc stops a job of which one message is left, too.
func TestEscStopsBeforeTheLastMessage(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.pulled(messages(0, apiclient.MaxBatchSize+1))
	m.typed("x")
	m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	if j := m.onScreen().Job(); len(j.Rest) != 1 || !j.Cancelled {
		t.Errorf("%d left, cancelled %v: %q", len(j.Rest), j.Cancelled, m.notice.text)
	}
}

// A lease_id that has lapsed may still ack: it is copied with the others, and one
// that two messages share once.
func TestMarkedLeasesAreCopiedLapsedOrNot(t *testing.T) {
	t.Parallel()
	m := opened(t, 4)
	m.pulled(messages(0, 1))
	m.later(time.Minute)
	m.pulled(messages(1, 2)) // the first of them with the same lease
	m.typed("my")
	if want := "Sent 2 lease_ids, one a line; 1 without one"; len(m.copied) != 2 || !strings.HasPrefix(m.notice.text, want) {
		t.Errorf("%d copied: %q, want %q", len(m.copied), m.notice.text, want)
	}
}

// That a copied lease was replaced is told at the end of the job, whichever of its
// calls replaced it.
func TestAJobRemembersThatACopyIsStale(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.pulled(messages(0, apiclient.MaxBatchSize+1))
	m.typed("yme")
	old := m.copied[0]
	m.Update(m.settling(0, func(msg *settledMsg) {
		msg.batch = msg.batch[:apiclient.MaxBatchSize]
		msg.extended.Extended = apiclient.CountOf(apiclient.MaxBatchSize)
		msg.extended.Leases = map[apiclient.LeaseID]apiclient.LeaseID{old: "new"}
	}))
	m.Update(m.settling(0, func(msg *settledMsg) {
		msg.batch = msg.batch[apiclient.MaxBatchSize:]
		msg.extended.Extended = apiclient.CountOf(1)
	}))
	if said := noticeText(m.notice); m.onScreen().Job() != nil || !strings.Contains(said, "The lease_id that you copied before is replaced") {
		t.Errorf("it says %q", said)
	}
}
