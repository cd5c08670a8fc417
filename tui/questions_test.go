package tui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/internal/plain"
	"leaseview/views"
)

// leavingMany is the question of quitting with leases of many queues held, on a
// screen that has no room for all it says.
func leavingMany(t *testing.T) *Model {
	t.Helper()
	m := listed(t, "")
	for i := range 20 {
		q := orders()
		q.ID, q.Name = apiclient.QueueID(fmt.Sprintf("id%02d", i)), fmt.Sprintf("queue%02d", i)
		m.openQueue(q)
		m.pulled(messages(10*i, 1))
	}
	m.notice = notice{}
	m.typed("qq")
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 16})
	if d, ok := m.dialog.(*leaveDialog); ok {
		d.armed = true
	}
	return m
}

// askedMuch is a question of that many lines, on such a screen.
func askedMuch(t *testing.T) *Model {
	t.Helper()
	m := opened(t, 0)
	lines := make([]views.Styled, 40)
	for i := range lines {
		lines[i].Text = fmt.Sprintf("line %d", i+1)
	}
	m.ask(question{title: "Really?", lines: lines, yes: "Yes", always: true, run: func() tea.Cmd { return nil }})
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 16})
	return m
}

// A question with more lines than room is scrolled by keys, three lines at a
// time and back, and says which keys.
func TestALongQuestionIsScrolledByKeys(t *testing.T) {
	t.Parallel()
	for name, ask := range map[string]func(*testing.T) *Model{"leaving": leavingMany, "another": askedMuch} {
		m := ask(t)
		if m.dialog == nil {
			t.Fatalf("%s: nothing is asked", name)
		}
		m.says(t, "more lines: pgdn")
		for _, c := range []struct {
			key   rune
			first string
		}{{tea.KeyPgDown, "4–"}, {tea.KeyPgDown, "7–"}, {tea.KeyPgUp, "4–"}} {
			m.Update(tea.KeyPressMsg{Code: c.key})
			if shown := wordsOf(m); !strings.Contains(shown, " "+c.first) || !strings.Contains(shown, " lines: pgup pgdn") {
				t.Errorf("%s: the first line in sight is not %s\n%s", name, c.first, plain.Text(m.View().Content))
			}
		}
		m.Update(tea.KeyPressMsg{Code: tea.KeyPgUp})
		m.says(t, "more lines: pgdn")
	}
}

// A question says of a key that means nothing which ones do, until an answer is
// gone to; before its quiet is over it says to wait.
func TestAQuestionSaysWhichKeysAnswerIt(t *testing.T) {
	t.Parallel()
	m := leavingMany(t)
	d := m.dialog.(*leaveDialog)
	m.typed("j")
	m.says(t, "Answer by tab or →, then enter.")
	m.Update(tea.KeyPressMsg{Code: tea.KeyTab})
	m.doesNotSay(t, "Answer by")
	if d.answers.Selected() != 1 {
		t.Errorf("answer %d is selected", d.answers.Selected())
	}
	d.armed = false
	quiet := d.quiet
	_, cmd := m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	if cmd == nil || m.dialog == nil || d.quiet != quiet+1 {
		t.Errorf("an early key begins no quiet: %d, was %d", d.quiet, quiet)
	}
	m.says(t, tooEarlyHint)
	m.Update(armedMsg{&d.asking, quiet})
	if d.armed {
		t.Error("a quiet that a key has ended ends the next one")
	}
	m.Update(armedMsg{&d.asking, d.quiet})
	if !d.armed {
		t.Error("the quiet does not end")
	}
}

// The wheel moves help and menus, and never the answer of a question or the
// field of a prompt.
func TestWhatTheWheelMovesInFront(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		keys  string
		moves bool
	}{"help": {"?", true}, "menu": {"Y", true}, "prompt": {",", false}, "question": {"ma", false}} {
		m := opened(t, 0)
		m.pulled(messages(0, 3))
		m.Update(tea.WindowSizeMsg{Width: 100, Height: 16})
		m.typed(c.keys)
		if m.dialog == nil {
			t.Fatalf("%s: nothing is in front", name)
		}
		before := m.dialog.view()
		for _, sideways := range []tea.MouseButton{tea.MouseWheelLeft, tea.MouseWheelRight, tea.MouseLeft} {
			if m.Update(tea.MouseWheelMsg{X: 50, Y: 8, Button: sideways}); m.dialog.view() != before {
				t.Errorf("%s: %v moves it", name, sideways)
			}
		}
		m.Update(tea.MouseWheelMsg{X: 50, Y: 8, Button: tea.MouseWheelDown})
		if moved := m.dialog.view() != before; moved != c.moves {
			t.Errorf("%s: the wheel moves it: %v", name, moved)
		}
		if m.Update(tea.MouseWheelMsg{X: 50, Y: 8, Button: tea.MouseWheelUp}); m.dialog.view() != before {
			t.Errorf("%s: the wheel does not move it back", name)
		}
	}
}

// A page of the help is what is in sight of it; enter closes it, and so does the
// key that opened it.
func TestTheKeysOfTheHelp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		key   tea.KeyPressMsg
		lines int
	}{
		{tea.KeyPressMsg{Code: tea.KeyPgDown}, 12},
		{tea.KeyPressMsg{Code: 'd', Mod: tea.ModCtrl}, 6},
		{tea.KeyPressMsg{Code: 'j', Text: "j"}, 1},
	} {
		m := opened(t, 0)
		m.Update(tea.WindowSizeMsg{Width: 100, Height: 16})
		m.typed("?")
		want := opened(t, 0)
		want.Update(tea.WindowSizeMsg{Width: 100, Height: 16})
		want.typed("?")
		want.dialog.(*helpBox).help.ScrollBy(c.lines)
		if m.Update(c.key); m.dialog.view() != want.dialog.view() {
			t.Errorf("%v goes not %d lines on:\n%s", c.key, c.lines, plain.Text(m.dialog.view()))
		}
	}
	for _, key := range []tea.KeyPressMsg{{Code: tea.KeyEnter}, {Code: tea.KeyEscape}, {Code: '?', Text: "?"}, {Code: 'q', Text: "q"}} {
		m := opened(t, 0)
		m.typed("?")
		if m.Update(key); m.dialog != nil {
			t.Errorf("%v leaves the help open", key)
		}
	}
}

// Some keys work everywhere: in front of a prompt, and on a screen too small to
// show anything.
func TestSomeKeysWorkAlways(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*Model){
		"page":   func(*Model) {},
		"prompt": func(m *Model) { m.typed(",") },
		"menu":   func(m *Model) { m.typed("Y") },
		"small":  func(m *Model) { m.Update(tea.WindowSizeMsg{Width: 20, Height: 5}) },
	} {
		m := opened(t, 1)
		prepare(m)
		m.Update(tea.KeyPressMsg{Code: 'o', Mod: tea.ModCtrl})
		if !m.mouseOff {
			t.Errorf("%s: the mouse stays on", name)
		}
		for key, want := range map[rune]tea.Msg{'z': tea.SuspendMsg{}, 'c': tea.QuitMsg{}} {
			_, cmd := m.Update(tea.KeyPressMsg{Code: key, Mod: tea.ModCtrl})
			if cmd == nil || cmd() != want {
				t.Errorf("%s: ctrl+%c does not do %T", name, key, want)
			}
		}
		before := m.mode
		if m.typed("z"); (m.mode != before) != (name == "page") {
			t.Errorf("%s: z changes how times are written: %v", name, m.mode != before)
		}
	}
}

// On the smallest screen a question says first what it does; each of its messages
// is reached by scrolling, and the answers are always there.
func TestEveryMessageOfAQuestionIsReachedOnTheSmallestScreen(t *testing.T) {
	t.Parallel()
	const n = 12
	for name, c := range map[string]struct {
		keys, first string
		attempts    int64
	}{
		"ack":     {"ma", "An ack deletes them all from the", 0},
		"retry":   {"mu", "12 of 12 messages on the last", 3},
		"leaving": {"q", "orders: 12 leases are held until", 0},
	} {
		m := leasing(n, c.attempts, c.keys)(t)
		m.Update(tea.WindowSizeMsg{Width: 40, Height: 10})
		m.says(t, c.first, ": pgdn")
		if l, ok := m.dialog.(*leaveDialog); ok {
			l.armed = true
		}
		if q, ok := m.dialog.(*confirm); ok {
			q.armed = true
		}
		seen := map[int]bool{}
		for range 15 {
			for i := range n {
				// What all in sight begin with is skipped.
				seen[i] = seen[i] || strings.Contains(wordsOf(m), fmt.Sprintf(`{"order":%d,`, i)) || strings.Contains(wordsOf(m), fmt.Sprintf("…%d,", i))
			}
			if !strings.Contains(wordsOf(m), "▸ No") && !strings.Contains(wordsOf(m), "▸ Stay") {
				t.Fatalf("%s: no answer is in sight:\n%s", name, plain.Text(m.View().Content))
			}
			m.Update(tea.KeyPressMsg{Code: tea.KeyPgDown})
		}
		for i := range n {
			if !seen[i] {
				t.Errorf("%s: message %d is out of reach:\n%s", name, i, plain.Text(m.View().Content))
			}
		}
		m.says(t, "lines: pgup pgdn")
	}
}

// Of several queues a question says which message is whose; of one it does not.
func TestLeavingSaysWhoseMessagesAreHeld(t *testing.T) {
	t.Parallel()
	m := leasing(2, 0, "q")(t)
	m.doesNotSay(t, "0/3 orders {")
	m = listed(t, "")
	for _, q := range []apiclient.Queue{orders(), emails()} {
		m.openQueue(q)
		m.pulled(messages(len(q.Name), 1))
	}
	m.typed("qq")
	m.says(t, `emails {"order":6,`, `orders {"order":6,`)
}

// What a question does not act on stays, and it says how much of what is seen that is.
func TestAQuestionSaysWhatStays(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		"a":    "2 more that you see stay as they are.",
		" a":   "2 more that you see stay as they are: not marked.",
		"  a":  "1 more that you see stays as it is: not marked.",
		"   a": "",
		"ma":   "",
	} {
		m := leasing(3, 0, "")(t)
		for _, r := range keys {
			if r == ' ' {
				m.Update(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
				continue
			}
			m.typed(string(r))
		}
		if want == "" {
			m.doesNotSay(t, "more that you see")
			continue
		}
		m.says(t, want)
	}
}
