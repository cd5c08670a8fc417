package tui

import (
	"testing"
	"time"

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
