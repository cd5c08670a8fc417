package tui

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/internal/plain"
	"leaseview/views"
)

// clickOn clicks where a text begins on the screen, or that many cells further on.
func (m *Model) clickOn(t *testing.T, text string, further int) {
	t.Helper()
	for y, row := range strings.Split(plain.Text(m.View().Content), "\n") {
		if before, _, found := strings.Cut(row, text); found {
			m.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: utf8.RuneCountInString(before) + further, Y: y})
			return
		}
	}
	t.Fatalf("%q is not on the screen:\n%s", text, plain.Text(m.View().Content))
}

// A click on a tab shows it, and gives the detail pane the focus.
func TestAClickOnATab(t *testing.T) {
	t.Parallel()
	for _, size := range []tea.WindowSizeMsg{{Width: 160, Height: 48}, {Width: 80, Height: 24}} {
		m := opened(t, 3)
		m.Update(size)
		for tab, name := range map[views.DetailTab]string{views.TabMetadata: "Metadata", views.TabLease: "Lease", views.TabBody: "Body"} {
			for _, further := range []int{0, len(name) - 1} {
				m.panes.body.tab, m.panes.detailFocus = (tab+1)%3, false
				m.Update(nil)
				if m.clickOn(t, " Body  Metadata  Lease", 1+strings.Index("Body  Metadata  Lease", name)+further); m.panes.body.tab != tab || !m.panes.detailFocus {
					t.Errorf("a click on %s shows %v", name, m.panes.body.tab)
				}
			}
		}
		m.panes.body.tab = views.TabBody
		m.clickOn(t, "Body  Metadata", len("Body"))
		if m.panes.body.tab != views.TabBody {
			t.Errorf("a click between two tabs shows %v", m.panes.body.tab)
		}
	}
	m := opened(t, 0)
	if m.clickOn(t, "Lease", 0); m.panes.body.tab != views.TabBody {
		t.Error("a tab is turned to without a message")
	}
}

// A click on a line of the copy menu selects it, and copies nothing.
func TestAClickOnALineOfTheMenu(t *testing.T) {
	t.Parallel()
	m := leasing(3, 0, "Y")(t)
	for _, size := range []tea.WindowSizeMsg{{Width: 100, Height: 40}, {Width: 40, Height: 10}} {
		m.Update(size)
		m.clickOn(t, "body, exact bytes", 3)
		d, ok := m.dialog.(*copyMenu)
		if !ok || copyItems[d.menu.Selected()].key != "b" || m.notice.text != "" {
			t.Fatalf("at %v the dialog is %T, and says %q", size, m.dialog, noticeText(m.notice))
		}
	}
	selected := m.dialog.(*copyMenu).menu.Selected()
	for _, at := range [][2]int{{0, 0}, {39, 9}} {
		if m.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: at[0], Y: at[1]}); m.dialog == nil || m.dialog.(*copyMenu).menu.Selected() != selected {
			t.Errorf("a click beside the menu changes it to %T", m.dialog)
		}
	}
}

// A click on a field of a prompt goes to it.
func TestAClickOnAField(t *testing.T) {
	t.Parallel()
	for _, size := range []tea.WindowSizeMsg{{Width: 100, Height: 40}, {Width: 40, Height: 10}} {
		m := leasing(3, 0, ",")(t)
		m.Update(size)
		m.clickOn(t, "Follow interval", 0)
		m.says(t, "Follow interval ›")
		m.clickOn(t, "Batch size", 25)
		m.says(t, "Batch size ›")
	}
}

// A click on an answer selects it and no more: enter gives it. Before the quiet
// of a question is over it does not even that.
func TestAClickOnAnAnswer(t *testing.T) {
	t.Parallel()
	for _, size := range []tea.WindowSizeMsg{{Width: 100, Height: 40}, {Width: 40, Height: 10}} {
		m := leasing(3, 0, "ma")(t)
		m.Update(size)
		m.clickOn(t, "▸ No", 2)
		m.clickOn(t, "▸ No     Ack", len("  No     A"))
		if c, ok := m.dialog.(*confirm); !ok || !c.answers.Yes() || m.onScreen().Job() != nil {
			t.Fatalf("at %v a click on Ack: %T", size, m.dialog)
		}
		m.clickOn(t, "delete", 0)
		if !m.dialog.(*confirm).answers.Yes() {
			t.Error("a click on the text of a question changes its answer")
		}
		if m.Update(keyEnter); m.onScreen().Job() == nil {
			t.Error("enter does not give the answer that was clicked")
		}
		m = leasing(3, 0, "q")(t)
		m.Update(size)
		m.clickOn(t, "Release     Keep", len("Release     "))
		m.says(t, "▸ Stay", tooEarlyHint)
		m.dialog.(*leaveDialog).armed = true
		m.clickOn(t, "Release     Keep", len("Release     "))
		m.says(t, "▸ Keep")
		m.doesNotSay(t, tooEarlyHint)
		if m.leaving != OnQuitAsk {
			t.Error("a click leaves")
		}
	}
}

// A click at an early moment begins the quiet anew, as a key does.
func TestAnEarlyClickBeginsTheQuietAnew(t *testing.T) {
	t.Parallel()
	m := leasing(3, 0, "q")(t)
	d := m.dialog.(*leaveDialog)
	quiet := d.quiet
	m.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: 1, Y: 1})
	if m.Update(armedMsg{&d.asking, quiet}); d.armed {
		t.Error("the quiet before the click ends the one after it")
	}
}

// The wheel scrolls the lines of a question that has no room for them, and never
// its answer.
func TestTheWheelScrollsAQuestion(t *testing.T) {
	t.Parallel()
	m := askedMuch(t)
	m.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	m.says(t, " 4–", "▸ No")
	m.Update(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	m.says(t, "more lines: pgdn", "▸ No")
}

// The key that asked to quit does not take its question away again: pressed twice,
// nothing would have happened.
func TestTheSecondQSaysHowToAnswer(t *testing.T) {
	t.Parallel()
	m := leasing(3, 0, "q")(t)
	m.typed("q")
	m.says(t, "Quit with leases held?", tooEarlyHint)
	m.dialog.(*leaveDialog).armed = true
	m.typed("q")
	m.says(t, "Quit with leases held?", "Answer by tab or →, then enter.")
	if m.Update(keyEsc); m.dialog != nil {
		t.Error("esc does not stay")
	}
}

// The footer of a question has its answers: that which enter gives, and that which
// comes next.
func TestTheAnswersStandInTheFooter(t *testing.T) {
	t.Parallel()
	m := leasing(3, 0, "q")(t)
	m.dialog.(*leaveDialog).armed = true
	m.Update(tea.WindowSizeMsg{Width: 40, Height: 10})
	for _, want := range []string{"esc stay enter stay tab → release", "esc stay enter release tab → keep", "esc stay enter keep tab → stay"} {
		m.says(t, want)
		m.Update(keyRight)
	}
	m = leasing(3, 0, "U")(t)
	m.says(t, "enter accept esc close")
	m.doesNotSay(t, "next field")
}
