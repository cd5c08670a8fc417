package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/internal/plain"
	"leaseview/tui/session"
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
		m.Update(pulledMsg{answer: m.failed(flight.Pull, m.open, errLost)})
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

// What is more serious than what comes after it stays in its place, as nobody may
// have read it, and the other stands beside it: one at most, the newest.
func TestWhatIsSeriousIsNotOverwrittenUnread(t *testing.T) {
	t.Parallel()
	bad := notice{text: "It failed.", tone: toneBad}
	warned := notice{text: "Leased.", lines: []string{"One will be deleted."}, tone: toneWarn}
	answer := notice{text: "A key can't act.", tone: toneWarn}
	good, info := notice{text: "Acked.", tone: toneGood}, notice{text: "Peeked.", tone: toneInfo}
	for name, c := range map[string]struct {
		said []notice
		want []string
	}{
		"the failure before the news":    {[]notice{bad, good}, []string{"It failed.", "Acked."}},
		"the newest of the news":         {[]notice{bad, good, info}, []string{"It failed.", "Peeked."}},
		"the failure after the news":     {[]notice{good, bad}, []string{"It failed."}},
		"the warning before the news":    {[]notice{warned, good}, []string{"Leased.", "One will be deleted.", "Acked."}},
		"the failure before the warning": {[]notice{bad, warned}, []string{"It failed.", "Leased.", "One will be deleted."}},
		"two failures":                   {[]notice{{text: "First.", tone: toneBad}, bad}, []string{"It failed.", "First."}},
		"the last two of three failures": {[]notice{{text: "First.", tone: toneBad}, {text: "Second.", tone: toneBad}, bad}, []string{"It failed.", "Second."}},
		"what both say, once": {[]notice{
			{text: "Read failed.", lines: []string{"Offline.", "Only this."}, tone: toneBad},
			{text: "Ack failed.", lines: []string{"In doubt.", "Offline."}, tone: toneBad},
		}, []string{"Ack failed.", "In doubt.", "Offline.", "Read failed.", "Only this."}},
		"an answer to a key": {[]notice{answer, info}, []string{"Peeked."}},
	} {
		m := opened(t, 1)
		m.notice = notice{}
		for _, n := range c.said {
			m.say(n)
		}
		var got []string
		for _, line := range m.notice.styled() {
			got = append(got, line.Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		m.Update(nil)
		m.says(t, c.want...)
	}
}

// What stands beside a notice goes when its own time is over, and stays when that
// of the notice is over first.
func TestWhatStandsBesideHasItsOwnTime(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	m.say(notice{text: "It failed.", tone: toneBad})
	m.say(notice{text: "Acked.", tone: toneGood})
	m.later(noticeTime)
	m.says(t, "It failed.")
	m.doesNotSay(t, "Acked.")

	m = opened(t, 1)
	m.say(notice{text: "Leased.", lines: []string{"One will be deleted."}, tone: toneWarn})
	m.later(noticeTime / 2)
	m.say(notice{text: "Acked.", tone: toneGood})
	m.later(noticeTime / 2)
	m.says(t, "Acked.")
	m.doesNotSay(t, "Leased.")
}

// A notice of many words can be read before it goes.
func TestALongNoticeStaysLonger(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	m.say(notice{text: strings.Repeat("word ", 20), lines: []string{strings.Repeat("more ", 50)}, tone: toneWarn})
	m.later(15 * time.Second)
	m.says(t, "word word")
	m.later(2 * time.Second)
	m.doesNotSay(t, "word word")
}

// No notice is cut, however little serious it is: what the footer has no room for,
// beside what goes on as well, stands in a box.
func TestNoNoticeIsCut(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		for _, tone := range []views.Tone{toneInfo, toneGood, toneWarn, toneBad} {
			for _, busy := range []bool{false, true} {
				for n := 1; n < 40; n++ {
					m := opened(t, 1)
					if busy {
						m.typed("p")
					}
					m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
					m.notice = notice{text: strings.Repeat("word ", n) + "end.", tone: tone}
					m.Update(nil)
					said := strings.Join(strings.Fields(strings.NewReplacer("│", " ").Replace(wordsOf(m))), " ")
					if !strings.Contains(said, strings.Repeat("word ", n)+"end.") {
						t.Fatalf("at %v, busy %v, %d words are cut:\n%s", size, busy, n, plain.Text(m.View().Content))
					}
				}
			}
		}
	}
}

// A notice beside the footer never hides the row that the cursor is on, where the
// screen has room for both.
func TestANoticeLeavesTheCursorsRowInSight(t *testing.T) {
	t.Parallel()
	for _, m := range []*Model{opened(t, 30), listed(t, "a b c d e f g h i j k l m n o p q")} {
		for _, size := range []frame{{40, 10}, {80, 24}, {120, 40}} {
			m.Update(tea.WindowSizeMsg{Width: size.w, Height: size.h})
			for range 30 {
				m.typed("j")
				m.say(notice{text: "Near the end: 1 of 2,", lines: []string{"the nearest first."}, tone: toneInfo})
				m.Update(nil)
				m.says(t, "Near the end: 1 of 2,", "the nearest first.", "▌")
			}
			m.typed("g")
		}
	}
}

// On the smallest screen a notice of any length can be read to its end: the moving
// keys turn it, and every other key takes it away.
func TestANoticeLongerThanTheScreenIsTurned(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	m.Update(tea.WindowSizeMsg{Width: 40, Height: 10})
	var lines []string
	for i := range 12 {
		lines = append(lines, fmt.Sprintf("Line %d of them.", i+1))
	}
	m.say(notice{text: "This happened.", lines: lines, tone: toneBad})
	m.Update(nil)
	row := m.onScreen().CursorRow()
	m.says(t, "This happened.", "1–5 of 13 lines: j k")
	m.doesNotSay(t, "Line 5 of them.")
	m.typed("jjj")
	m.says(t, "4–8 of 13 lines", "Line 7 of them.")
	m.typed("G")
	m.says(t, "9–13 of 13 lines", "Line 12 of them.")
	m.typed("gk")
	m.says(t, "This happened.", "1–5 of 13 lines")
	if m.onScreen().CursorRow() != row {
		t.Error("the cursor moved beneath the notice")
	}
	m.typed("t")
	m.doesNotSay(t, "This happened.")
	m.typed("j")
	if m.onScreen().CursorRow() == row {
		t.Error("with nothing before the rows the key does not move the cursor")
	}
}

// What went wrong while a question stood before it is there when the question has
// gone.
func TestANoticeBeneathAQuestionStays(t *testing.T) {
	t.Parallel()
	m := heldModel(t)
	m.typed("a")
	m.say(notice{text: "It failed.", lines: []string{"And why."}, tone: toneBad})
	m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	m.says(t, "It failed.", "And why.")
	m.typed("t")
	m.doesNotSay(t, "It failed.")
}

// A queue that is not on screen is named in one way, whatever was done on it.
func TestAnotherQueueIsNamedInOneWay(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(m *Model){
		"a pull":             func(m *Model) { m.Update(m.from(m.pullAnswer(messages(0, 1)))) },
		"a pull of nothing":  func(m *Model) { m.Update(m.from(m.pullAnswer(nil))) },
		"a pull that failed": func(m *Model) { msg := m.pullAnswer(nil); msg.err = errLost; m.Update(m.from(msg)) },
	} {
		m := opened(t, 0)
		m.sessions[emailsID] = session.New(apiclient.Queue{ID: emailsID, Name: "emails"}, m.opts.Rule)
		answer(m)
		if !strings.HasPrefix(m.notice.text, "emails: ") || strings.Contains(m.notice.text, `"emails"`) {
			t.Errorf("%s: %q", name, m.notice.text)
		}
	}
}

// What an error means is told by what is known of its own queue, whichever is on
// screen: here one that a Worker consumes.
func TestATroubleIsExplainedByItsOwnQueue(t *testing.T) {
	t.Parallel()
	m := openedOn(t, with(func(q *apiclient.Queue) {
		q.Consumers = []apiclient.Consumer{{Type: apiclient.ConsumerWorker, Script: "mailer"}}
	}), 3)
	m.sessions[emailsID] = session.New(apiclient.Queue{ID: emailsID, Name: "emails"}, m.opts.Rule)
	msg := m.pullAnswer(nil)
	msg.err = &apiclient.Error{Op: "pull", Status: 405}
	m.Update(m.from(msg))
	said := noticeText(m.notice)
	if !strings.Contains(said, "wrangler queues consumer http add emails") || strings.Contains(said, "mailer") || strings.Contains(said, "last good data") {
		t.Errorf("it says %q", said)
	}
}

// from makes an answer one of the queue "emails".
func (m *Model) from(msg pulledMsg) pulledMsg {
	msg.ticket = m.awaited(flight.Pull, emailsID).ticket
	return msg
}

// On the smallest screen what became of messages is read before any advice.
func TestWhatMayHaveHappenedComesFirst(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	m.Update(tea.WindowSizeMsg{Width: 40, Height: 10})
	m.fails(errLost)
	m.says(t, "Pull failed: internal error (HTTP 500)", "It may have taken effect: up to 5", "until about")
	if n := len(m.notice.lines); n < 2 || !strings.HasPrefix(m.notice.lines[n-1], "The last good data") {
		t.Errorf("the advice is not last: %q", m.notice.lines)
	}
}
