package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
)

// yes answers the question that is open, once its quiet is over.
func (m *Model) yes(t *testing.T) {
	t.Helper()
	c, ok := m.dialog.(*confirm)
	if !ok {
		t.Fatalf("no question is open:\n%s", wordsOf(m))
	}
	m.Update(armedMsg{question: &c.asking, quiet: c.quiet})
	m.Update(tea.KeyPressMsg{Code: tea.KeyRight})
	m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
}

// after gives messages the attempts that their deliveries showed.
func after(attempts int64, list []apiclient.Message) []apiclient.Message {
	for i := range list {
		list[i].Attempts = apiclient.CountOf(attempts)
	}
	return list
}

// A yes to a pull is one to the risk that was named. What has come to be at risk
// while the question stood is asked about before anything is sent.
func TestAYesCoversNoMessageThatCameToBeAtRiskSince(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.typed("v")
	m.peeked(after(3, messages(0, 1)), 1)
	m.pulled(after(2, messages(1, 1)))
	m.typed("p")
	asked := m.dialog
	m.later(time.Minute) // the lease lapses: its message waits again, too
	m.yes(t)
	if m.runs(flight.Pull, m.open) || m.dialog == nil || m.dialog == asked {
		t.Fatalf("a yes about 1 message pulled what risks 2:\n%s", wordsOf(m))
	}
	m.yes(t)
	if !m.runs(flight.Pull, m.open) {
		t.Errorf("a yes about both pulls nothing:\n%s", wordsOf(m))
	}
}

// Once the journal has failed, a yes to a pull could lead to nothing: none is asked.
func TestAFailedJournalAsksForNoYes(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.typed("v")
	m.peeked(after(3, messages(0, 1)), 1)
	m.journal = errors.New("no space left")
	m.typed("p")
	if m.dialog != nil || m.notice.tone != toneWarn {
		t.Errorf("p asks:\n%s", wordsOf(m))
	}
}

// The figures that a pull carries along are news whether or not it brings anything.
func TestAPullOfNothingTellsTheBacklog(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	msg := m.pullAnswer(nil)
	msg.result.Metrics = &apiclient.Metrics{Reply: msg.result.Reply, BacklogCount: apiclient.CountOf(77)}
	m.Update(msg)
	if n, known := m.backlog(m.open).Count(); n != 77 || !known {
		t.Errorf("the backlog is %d, %v", n, known)
	}
}

// A pull that brought what ends with its lease has done harm to nobody yet, and
// is no plain success either.
func TestAPullOfALastDeliveryWarns(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.pulled(messages(0, 1))
	if m.notice.tone != toneGood || len(m.notice.lines) != 0 {
		t.Errorf("a pull that ends nothing: %+v", m.notice)
	}
	m.pulled(after(3, messages(1, 1)))
	if m.notice.tone != toneWarn || len(m.notice.lines) != 1 {
		t.Errorf("a pull of a last delivery: %+v", m.notice)
	}
}

// What a lost answer may have leased is hidden for its timeout from when the
// request was sent at the earliest, and from now at the latest: the later counts,
// and the second by which now may be old.
func TestHowLongALostPullMayHide(t *testing.T) {
	t.Parallel()
	for sent, until := range map[time.Duration]time.Duration{
		-20 * time.Second: 31 * time.Second, 10 * time.Second: 41 * time.Second,
	} {
		m := opened(t, 3)
		msg := m.pullAnswer(nil)
		msg.asked = 5
		msg.err = &apiclient.Error{Op: "pull", SentAt: m.now.Add(sent), MayHaveTakenEffect: true}
		m.Update(msg)
		want := "up to 5 messages may be hidden, with an attempt spent, until about " + m.clockTime(m.now.Add(until)) + "."
		if said := noticeText(m.notice); !strings.Contains(said, want) {
			t.Errorf("sent %v from now: %q, want %q", sent, said, want)
		}
	}
}

// A failed pull names what it did not understand once: what its error says already
// is not said again below.
func TestAFailedPullNamesAnOddityOnce(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	msg := m.pullAnswer(nil)
	msg.err = errors.New("result.messages[0] is 7, not an object")
	msg.result.Oddities = []string{"result.messages[0] is 7, not an object", "result.metadata is 8, not an object"}
	m.Update(msg)
	said := noticeText(m.notice)
	if strings.Count(said, "messages[0]") != 1 || !strings.Contains(said, "Not understood, and left unknown: result.metadata is 8, not an object.") {
		t.Errorf("it says %q", said)
	}
}

// A lost pull may hold what the next one does not bring. That is said for as long
// as it may be so, and no longer: in the notice, above the table, on leaving.
func TestALostPullIsRememberedUntilItsVisibilityHasPassed(t *testing.T) {
	t.Parallel()
	clock := noon
	m := newModel(t, func(o *Options) { o.Now = func() time.Time { return clock } })
	m.found(orders())
	m.measured(5)
	m.peeked(nil, 50)
	m.fails(errLost)
	const lost = "a lost pull may hold up to 5 messages until about 12:00:31 UTC"
	m.says(t, "maybe up to 5 leased until 12:00:31 UTC")
	for _, answer := range []string{"Pull", "Peek"} {
		if answer == "Pull" {
			m.typed("p")
			m.pulled(nil)
		} else {
			m.typed("v")
			m.peeked(nil, 50)
		}
		if got, want := m.notice.text, answer+" returned 0 messages; "+lost+"."; got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	m.typed("L")
	m.notice = notice{}
	m.typed("L")
	m.says(t, "A lost pull may hold up to 5 messages until about 12:00:31 UTC.")

	m.fails(errLost)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if report, want := m.Leave(over), "orders: a lost pull may hold up to 10 messages until about 12:00:31 UTC"; !slices.Contains(report, want) {
		t.Errorf("leaving reports %q, want %q", report, want)
	}
	clock = noon.Add(31 * time.Second)
	m.later(31 * time.Second)
	m.typed("p")
	m.pulled(nil)
	if got, want := m.notice.text, "Pull returned 0 messages; about 5 in the queue: why none came, the API does not say."; got != want {
		t.Errorf("after its time it says %q, want %q", got, want)
	}
	m.says(t, "none leased")
}

// What the next pull brings takes nothing from what the lost one may hold: its own
// leases are named first.
func TestALostPullIsNamedBesideWhatIsHeld(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	m.fails(errLost)
	m.typed("p")
	m.pulled(messages(0, 2))
	m.pulled(nil)
	want := "Pull returned 0 messages; 2 leased by you until 12:00:30 UTC; a lost pull may hold up to 5 messages until about 12:00:31 UTC."
	if m.notice.text != want {
		t.Errorf("it says %q, want %q", m.notice.text, want)
	}
	m.says(t, "2 leased until 12:00:30 UTC, maybe up to 5 more")
	m.typed("q")
	m.says(t, "orders: 2 leases are held", "orders: a lost pull may hold up to 5 messages", "Nothing here can release those.")
}
