package tui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
)

// A notice beside the spinner is cut with "…" although it would fit into a box.
func TestANoticeIsWholeWhileACallRuns(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	m.typed("pp")
	m.says(t, "A pull is under way: wait for it, or esc cancels it.")
}

// Follow pulls while the API blocks.
func TestFollowHoldsStillWhileRateLimited(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	m.onScreen().StartFollow(m.now, m.pulling.Interval)
	m.blocked = m.now.Add(time.Hour)
	m.later(10 * time.Second)
	if m.onScreen().Following() {
		t.Error("follow goes on")
	}
	if m.runs(flight.Pull, m.open) {
		t.Errorf("follow pulls although everything automatic stops until %v", m.blocked)
	}
}

// An ordinary notice outlives its time when the clock is set back.
func TestANoticeEndsAlsoWhenTheClockGoesBack(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	m.typed("z")
	m.later(-8 * time.Hour)
	m.later(10 * time.Second)
	if m.notice.text != "" {
		t.Errorf("ten seconds later the screen still says %q (until %v, now %v)", m.notice.text, m.notice.until, m.now)
	}
}

// Back from a large body that is still being laid out, the small one is not shown.
func TestBackFromALargeBodyTheSmallOneIsShownAtOnce(t *testing.T) {
	t.Parallel()
	m := openedOnBody(t, "text")
	m.Update(keyDown) // the small one is laid out
	m.Update(keyUp)   // the large one is on its way
	m.Update(keyDown)
	m.says(t, `"order": 1,`)
	m.doesNotSay(t, "laying out")
}

// A refresh must not replace the body that is read with "laying out…".
func TestARefreshKeepsALargeBodyOnScreen(t *testing.T) {
	t.Parallel()
	m := openedOnBody(t, "text")
	openAndDraw(t, m)
	m.typed("v")
	list := messages(0, 2)
	e, _ := m.onScreen().Selected()
	list[0].Body, list[0].Metadata = e.Message.Body, e.Message.Metadata
	m.peeked(list, 5)
	m.doesNotSay(t, "laying out")
}

// Help had no size before it was drawn, so that a key before its first frame
// scrolled a box of none.
func TestAKeyBeforeTheFirstFrameScrollsHelpToItsEnd(t *testing.T) {
	t.Parallel()
	drawn, fast := opened(t, 3), opened(t, 3)
	for _, m := range []*Model{drawn, fast} {
		m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	}
	drawn.typed("?")
	drawn.View()
	drawn.typed("G")
	fast.typed("?G")
	if got, want := fast.View().Content, drawn.View().Content; got != want {
		t.Errorf("?G before a frame shows\n%s\nand after one\n%s", got, want)
	}
}

// Below the smallest size the wheel moved the cursor and a paste changed the
// hidden prompt, although nobody saw either.
func TestNoInputReachesAScreenTooSmallToShow(t *testing.T) {
	t.Parallel()
	small := tea.WindowSizeMsg{Width: 30, Height: 8}
	t.Run("the wheel", func(t *testing.T) {
		t.Parallel()
		m := opened(t, 9)
		before := m.onScreen().Cursor()
		m.Update(small)
		m.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown, X: 2, Y: 5})
		m.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: 2, Y: 5})
		if m.onScreen().Cursor() != before {
			t.Error("the cursor moved")
		}
	})
	t.Run("a paste", func(t *testing.T) {
		t.Parallel()
		m := opened(t, 9)
		m.typed(",")
		m.Update(small)
		m.Update(tea.PasteMsg{Content: "7"})
		m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		m.says(t, "Batch size ›5 }") // neither changed nor accepted
	})
}

// A dialog keeps its colours when the background is reported late.
func TestADialogTakesTheNewTheme(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	m.typed("?")
	light := opened(t, 3)
	light.setTheme(look{light: true}.theme())
	light.typed("?")
	m.setTheme(look{light: true}.theme())
	m.arrange()
	light.arrange()
	if m.dialog.view() != light.dialog.view() {
		t.Error("the help that was open keeps the dark colours on a light background")
	}
}

// Below 40x10 nothing is drawn, so nothing may be pulled or answered unseen.
func TestFollowWaitsOnAScreenThatIsTooSmall(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	m.typed("f")
	m.Update(tea.WindowSizeMsg{Width: 30, Height: 8})
	m.later(5 * time.Second)
	if m.runs(flight.Pull, m.open) {
		t.Error("follow pulls while the screen shows nothing but that it is too small")
	}
}

// With slow answers the pause between two pulls shrinks, but not to nothing.
func TestASlowAnswerLeavesAQuarterOfTheInterval(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	s := m.onScreen()
	s.StartFollow(m.now, m.pulling.Interval)
	m.later(10 * time.Second)
	if !m.runs(flight.Pull, s.ID()) {
		t.Fatal("no pull")
	}
	msg := m.pullAnswer(messages(0, 1))
	msg.result.ReceivedAt = m.now.Add(8 * time.Second)
	m.Update(msg)
	if want := msg.result.ReceivedAt.Add(m.pulling.Interval / 4); !s.NextFollow().Equal(want) {
		t.Errorf("the next pull is due at %v, want %v", s.NextFollow(), want)
	}
}

// Answers come in any order: one that only informs takes no trouble off the screen.
func TestAPeekDoesNotHideThatTheSettingsCouldNotBeRead(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	m.typed("r")
	m.Update(settingsMsg{answer: m.failed(flight.Settings, m.open, &apiclient.Error{Op: "get", Status: 403})})
	m.peeked(messages(0, 3), 5)
	if !strings.Contains(m.notice.text, "could not be read") {
		t.Errorf("the screen says %q", m.notice.text)
	}
	m.typed("v")
	m.peeked(messages(0, 3), 5)
	if !strings.HasPrefix(m.notice.text, "Peek shows 3 messages") {
		t.Errorf("after another key the screen says %q", m.notice.text)
	}
}
