package tui

import (
	"errors"
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
