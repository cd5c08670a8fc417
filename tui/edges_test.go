package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
)

// What follows holds promises at their edges, each of which a small fault broke
// without a flow noticing.

func TestOddSettingsAreToldOf(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	q := orders()
	q.Oddities = []string{"consumers[0].colour is not understood"}
	m.typed("r")
	m.settled(q)
	if said := noticeText(m.notice); !strings.Contains(said, "consumers[0].colour is not understood") {
		t.Errorf("it says %q", said)
	}
}

// A block ends at its moment, and goes before any other reason to stop.
func TestFollowGoesByTheBlockFirst(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	s := m.onScreen()
	s.StartFollow(m.now, time.Second)
	m.blocked = m.now.Add(10 * time.Second)
	m.later(10 * time.Second)
	if !m.runs(flight.Pull, m.open) {
		t.Errorf("at the end of the block follow does not pull: %+v", s.FollowStop())
	}
	m = opened(t, 3)
	s = m.onScreen()
	s.StartFollow(m.now, time.Second)
	q := orders()
	q.Consumers[0].MaxRetries = apiclient.CountOf(0)
	s.SetQueue(q)
	m.blocked = m.now.Add(time.Hour)
	m.later(10 * time.Second)
	if got := s.FollowStop().Reason; got != session.RateLimited || s.Danger() == session.NoDanger {
		t.Errorf("blocked and in danger (%v) follow stops for reason %v", s.Danger(), got)
	}
}

// What surely ends is told apart from what may: each counts its own.
func TestFollowCountsOnlyWhatSurelyEnds(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.onScreen().StartFollow(m.now, time.Second)
	list := messages(0, 2)
	list[0].Attempts = apiclient.CountOf(4)
	msg := m.pullAnswer(list)
	msg.result.Messages[1].Attempts = apiclient.Count{}
	m.Update(msg)
	if said := noticeText(m.notice); !strings.Contains(said, "When the lease ends, it will be moved to orders-dlq.") {
		t.Errorf("it says %q", said)
	}
}

// doubted is one message whose lease is in doubt, and two that were peeked.
func doubted(t *testing.T) *Model {
	t.Helper()
	m := opened(t, 3)
	m.pulled(messages(0, 1))
	e, _ := m.onScreen().Selected()
	m.onScreen().Doubt([]apiclient.LeaseID{e.Lease.ID}, "the answer was lost")
	return m
}

func TestMarksThatComeToNothingNameTheDoubtFirst(t *testing.T) {
	t.Parallel()
	m := doubted(t)
	m.typed("mu")
	if want := "1 marked message is in doubt: "; !strings.HasPrefix(m.notice.text, want) {
		t.Errorf("it says %q, want %q", m.notice.text, want)
	}
}

// A yes to the doubt is one: what was agreed to is sent.
func TestALeaseInDoubtIsExtendedAfterAYes(t *testing.T) {
	t.Parallel()
	m := doubted(t)
	m.typed("e")
	q, ok := m.dialog.(*confirm)
	if !ok {
		t.Fatalf("nothing is asked: %s", m.notice.text)
	}
	q.move(1)
	q.accept()
	if !m.runs(flight.Settle, m.open) {
		t.Errorf("nothing was sent: %s", noticeText(m.notice))
	}
}

// What an extension brought is counted from its answer on, not from the last tick.
func TestAnExtensionBringsTheTime(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.pulled(messages(0, 1))
	m.typed("e")
	at := m.now.Add(300 * time.Millisecond)
	m.Update(settledMsg{
		answer: m.awaited(flight.Settle, m.open), verb: session.Extend, visibility: time.Minute,
		extended: apiclient.ExtendResult{Reply: apiclient.Reply{ReceivedAt: at}},
	})
	if !m.now.Equal(at) {
		t.Errorf("it is %v, want %v", m.now, at)
	}
}

// hundredAndOne is the release of 101 leases, of which one is left for a second call.
func hundredAndOne(t *testing.T) *Model {
	t.Helper()
	m := opened(t, 0)
	m.pulled(messages(0, 101))
	m.typed("x")
	return m
}

func TestEscStopsAJobWithOneLeaseLeft(t *testing.T) {
	t.Parallel()
	m := hundredAndOne(t)
	m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	if j := m.onScreen().Job(); j == nil || !j.Cancelled || len(j.Rest) != 1 {
		t.Errorf("the job is %+v", j)
	}
}

// An answer that the job does not wait for is filed, and moves the job nowhere.
func TestAStrayAnswerDoesNotMoveAJob(t *testing.T) {
	t.Parallel()
	m := hundredAndOne(t)
	j := m.onScreen().Job()
	m.Update(settledMsg{answer: answer{ticket: flight.Ticket{Key: flight.Key{Kind: flight.Settle, Queue: m.open}, Number: 999}}, batch: j.Rest})
	if m.onScreen().Job() != j || j.Sent != 0 || len(j.Rest) != 1 {
		t.Errorf("the job is %+v", j)
	}
}

func TestOneNoteOfTheAPIIsTold(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	n := operator{m.desk, m.onScreen()}.jobDone(&session.Job{Sent: 1, Tally: session.Tally{Accepted: 1}, Notes: []string{"mind the gap"}})
	if !slices.Contains(n.lines, "The API adds, of no lease by name: mind the gap") || n.tone != toneWarn {
		t.Errorf("it says %q", noticeText(n))
	}
}

// One call, of up to a hundred, has nothing to show a bar of.
func TestOnlyAJobOfSeveralCallsHasABar(t *testing.T) {
	t.Parallel()
	for total, bar := range map[int]bool{1: false, 100: false, 101: true} {
		if got := jobWords(&session.Job{Total: total}); strings.Contains(got, "░") != bar {
			t.Errorf("of %d: %q", total, got)
		}
	}
}

// Where one queue could not be released, what the last answers bring of another
// one is.
func TestAQueueThatFailsKeepsNoOtherFromItsRelease(t *testing.T) {
	t.Parallel()
	m := away(t)
	m.opts.OnQuit, m.opts.Leaser = OnQuitRelease, failing{ordersID, &settler{}}
	m.sessions[ordersID].SetQueue(orders())
	m.openQueue(emails())
	ticket, _ := m.begin(flight.Pull, emailsID, false)
	late := m.pullAnswer(messages(9, 1))
	m.flight.Keep(ticket, "a pull", nil)(late)
	report := strings.Join(m.Leave(t.Context()), "\n")
	if !strings.Contains(report, "orders: not released") || !strings.Contains(report, "emails: released 1 lease") {
		t.Errorf("the report is\n%s", report)
	}
}

// The tick comes for follow, however soon that is due.
func TestTheTickComesForFollow(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	for interval, want := range map[time.Duration]time.Duration{2 * time.Millisecond: tickLeast, 40 * time.Millisecond: 40 * time.Millisecond, time.Hour: tickEvery} {
		m.onScreen().StartFollow(m.now, interval)
		if got := m.untilTick(); got != want {
			t.Errorf("follow in %v: the tick comes in %v, want %v", interval, got, want)
		}
	}
}

// Whatever queue is on screen, the leases of the others lapse in their time, and
// a block stops follow everywhere.
func TestTheOtherQueuesGoOn(t *testing.T) {
	t.Parallel()
	m := away(t)
	there := m.sessions[ordersID]
	there.StartFollow(m.now, time.Hour)
	m.openQueue(emails())
	m.block(&apiclient.Error{Op: "pull", Status: 429})
	if there.Following() {
		t.Error("follow goes on elsewhere")
	}
	m.later(31 * time.Second)
	if n := there.Held(); n != 0 {
		t.Errorf("%d leases run elsewhere, after their end", n)
	}
}

func TestAWarningEndsByItself(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	m.say(notice{text: "Mind the gap.", tone: toneWarn})
	m.later(noticeTime)
	if m.notice.text != "" {
		t.Errorf("it still says %q", m.notice.text)
	}
	m.say(notice{text: "Times as UTC.", tone: toneInfo})
	m.addToNotice("Not understood: colour.")
	if m.notice.tone != toneWarn || len(m.notice.lines) != 1 {
		t.Errorf("what was added does not warn: %+v", m.notice)
	}
}

// The copy menu acts on the message it was opened on; marked messages are copied
// by their last leases, lapsed ones as well.
func TestACopyIsOfWhatWasMeant(t *testing.T) {
	t.Parallel()
	m := opened(t, 2)
	m.opts.Clipboard = func(string) error { return nil }
	first := m.onScreen().Cursor()
	m.typed("Y")
	m.onScreen().MoveCursor(1)
	d, ok := m.dialog.(*copyMenu)
	if !ok {
		t.Fatal("no menu")
	}
	if msg, ok := d.choose(1)().(copiedMsg); !ok || msg.text != string(first) {
		t.Errorf("copied is %q, want %q", msg.text, first)
	}
	m.pulled(messages(0, 2))
	m.later(31 * time.Second)
	m.typed("my")
	if len(m.copied) != 2 {
		t.Errorf("copied are %v", m.copied)
	}
}
