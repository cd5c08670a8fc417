package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/views"
)

// What went wrong stays until a key says that somebody is there; whatever else is
// said goes by itself when its time is over.
func TestHowLongANoticeStays(t *testing.T) {
	t.Parallel()
	for tone, stays := range map[views.Tone]bool{toneInfo: false, toneGood: false, toneWarn: false, toneBad: true} {
		m := opened(t, 1)
		m.say(notice{text: "said", tone: tone})
		m.later(noticeTime - time.Millisecond)
		if m.notice.text != "said" {
			t.Errorf("tone %v: it went before its time", tone)
		}
		m.later(time.Millisecond)
		if got := m.notice.text == "said"; got != stays {
			t.Errorf("tone %v: it stays is %v, want %v", tone, got, stays)
		}
		m.typed("?")
		if m.notice.text != "" {
			t.Errorf("tone %v: a key leaves it", tone)
		}
	}
}

// What is said beside a notice makes that a warning at least, and nothing milder.
func TestWhatIsAddedWarns(t *testing.T) {
	t.Parallel()
	for tone, want := range map[views.Tone]views.Tone{toneGood: toneWarn, toneWarn: toneWarn, toneBad: toneBad} {
		m := opened(t, 1)
		m.notice = notice{text: "said", tone: tone}
		m.addToNotice("and more")
		if m.notice.tone != want || noticeText(m.notice) != "said and more" {
			t.Errorf("beside tone %v: %q with %v, want %v", tone, noticeText(m.notice), m.notice.tone, want)
		}
	}
}

// What stays on screen after a failure is told where anything does: figures alone,
// or messages alone.
func TestWhatIsKeptAfterAFailureIsTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ figures, messages, want bool }{
		{false, false, false}, {true, false, true}, {false, true, true}, {true, true, true},
	} {
		m := freshModel(t)
		if c.figures {
			m.measured(3)
		}
		if c.messages {
			m.peeked(messages(0, 3), 5)
		}
		m.Update(pulledMsg{answer: m.failed(flight.Pull, m.open, errors.New("why not"))})
		if got := strings.Contains(noticeText(m.notice), "The last good data stays on screen."); got != c.want {
			t.Errorf("%+v: %q", c, noticeText(m.notice))
		}
	}
}

// Settings that are not understood in part are told of, as any answer is.
func TestOddSettingsAreTold(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	m.typed("r")
	m.settled(with(func(q *apiclient.Queue) { q.Oddities = []string{"result.settings is 7, not an object"} }))
	if want := "Not understood, and left unknown: result.settings is 7, not an object."; !strings.Contains(noticeText(m.notice), want) {
		t.Errorf("it says %q, want %q", noticeText(m.notice), want)
	}
}

// Follow keeps its interval: a pull that is due before the next tick could tell is
// told by the shortest one.
func TestAPullThatIsNearlyDueHurriesTheTick(t *testing.T) {
	t.Parallel()
	for due, want := range map[time.Duration]time.Duration{
		2 * tickEvery: tickEvery, tickEvery / 2: tickEvery / 2, tickLeast: tickLeast, tickLeast / 2: tickLeast,
	} {
		m := opened(t, 1)
		m.typed("f")
		m.onScreen().PutFollowOff(m.now, due)
		if got := m.untilTick(); got != want {
			t.Errorf("a pull due in %v: the next tick in %v, want %v", due, got, want)
		}
	}
}
