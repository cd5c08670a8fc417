package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

var (
	keyF5    = tea.KeyPressMsg{Code: tea.KeyF5}
	keyAltX  = tea.KeyPressMsg{Code: 'x', Mod: tea.ModAlt}
	keyCtrlQ = tea.KeyPressMsg{Code: 'q', Mod: tea.ModCtrl}
	keyRight = tea.KeyPressMsg{Code: tea.KeyRight}
	keyEnter = tea.KeyPressMsg{Code: tea.KeyEnter}
	keyEsc   = tea.KeyPressMsg{Code: tea.KeyEscape}
)

// letter is the key of a letter, or of a text that an input method sends.
func letter(s string) tea.KeyPressMsg { return tea.KeyPressMsg{Code: []rune(s)[0], Text: s} }

// A key that means nothing on a page says so: where it works, or where the keys
// are listed.
func TestAKeyThatMeansNothingSaysSo(t *testing.T) {
	t.Parallel()
	const unbound = " is not bound here: ? shows the keys."
	list := func(t *testing.T) *Model { t.Helper(); return listed(t, "a b") }
	queue := func(t *testing.T) *Model { t.Helper(); return opened(t, 3) }
	detail := func(t *testing.T) *Model { t.Helper(); m := opened(t, 3); m.Update(keyEnter); return m }
	calls := func(t *testing.T) *Model { t.Helper(); return callsShown(t, someCalls(2)...) }
	for name, c := range map[string]struct {
		page func(*testing.T) *Model
		key  tea.KeyPressMsg
		want string
	}{
		"of a queue, on the list":     {list, letter("x"), "x works in the messages of a queue."},
		"of a queue, in the calls":    {calls, letter("p"), "p works in the messages of a queue."},
		"of two pages, on the list":   {list, letter("y"), "y works in the messages of a queue and the activity."},
		"of the calls, in a queue":    {queue, letter("/"), "/ works in the activity."},
		"of other pages, in detail":   {detail, keyEnter, "enter works in the list of queues, the table and the activity."},
		"of a dialog only":            {queue, keyRight, "→" + unbound},
		"unbound":                     {queue, letter("K"), "K" + unbound},
		"a function key":              {list, keyF5, "f5" + unbound},
		"with a modifier":             {queue, keyAltX, "alt+x" + unbound},
		"with control":                {calls, keyCtrlQ, "ctrl+q" + unbound},
		"a text of an input method":   {queue, letter("日本語を入力しています"), "日本語を入力し…" + unbound},
		"a text that steers":          {queue, letter("\x1b]0;x\a"), "␛]0;x␇" + unbound},
		"the page before a queue is ": {func(t *testing.T) *Model { t.Helper(); return newModel(t, nil) }, letter("K"), "K" + unbound},
	} {
		m := c.page(t)
		for range 2 { // pressed again, it says the same again
			m.Update(c.key)
			if m.notice.text != c.want || len(m.notice.lines) > 0 || m.notice.beside != nil || m.notice.tone != toneWarn {
				t.Errorf("%s: the notice is %q, want %q", name, noticeText(m.notice), c.want)
			}
			m.says(t, c.want)
		}
	}
}

// So does one in a dialog, which it leaves as it is. A question says it itself.
func TestAKeyThatMeansNothingInADialogSaysSo(t *testing.T) {
	t.Parallel()
	const closes, answers = " does nothing here: esc closes.", "Answer by tab or →, then enter."
	for name, c := range map[string]struct {
		keys string
		key  tea.KeyPressMsg
		want string
	}{
		"help":                 {"?", letter("p"), "p" + closes},
		"help, a function key": {"?", keyF5, "f5" + closes},
		"menu":                 {"Y", letter("K"), "K" + closes},
		"menu, with alt":       {"Y", keyAltX, "alt+x" + closes},
		"prompt":               {",", keyF5, "f5 does nothing here: esc closes."},
		"prompt, with alt":     {",", keyAltX, "alt+x does nothing here: esc closes."},
		"prompt of one field":  {"U", tea.KeyPressMsg{Code: tea.KeyTab}, "This is the only field."},
		"question":             {"a", letter("K"), answers},
		"question, with alt":   {"a", keyAltX, answers},
		"question, f5":         {"a", keyF5, answers},
	} {
		m := leasing(3, 0, c.keys)(t)
		m.Update(tea.WindowSizeMsg{Width: 40, Height: 10})
		d := m.dialog
		if m.Update(c.key); d == nil || m.dialog != d {
			t.Errorf("%s: the dialog is %T", name, m.dialog)
		}
		m.says(t, c.want)
	}
}

// No letter, and no key that moves, says yes: a question takes none of them, and
// says which keys it takes.
func TestYesHasNoLetter(t *testing.T) {
	t.Parallel()
	keys := []tea.KeyPressMsg{
		{Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeySpace, Text: " "}, {Code: tea.KeyHome}, {Code: tea.KeyEnd},
	}
	for _, r := range "abcdefghijklmoprstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789?/,.+_[]" {
		keys = append(keys, letter(string(r))) // but n and q, which say no
	}
	for _, open := range []string{"a", "q"} {
		for _, key := range keys {
			m := leasing(3, 0, open)(t)
			d := m.dialog
			a, _ := d.(interface{ answer(n int) string })
			if l, leaving := d.(*leaveDialog); leaving {
				l.armed = true
			}
			before := a.answer(0)
			_, cmd := m.Update(key)
			if m.dialog != d || a.answer(0) != before || m.onScreen().Job() != nil {
				t.Errorf("%s, %v: the dialog is %T, and it selects %q", open, key, m.dialog, a.answer(0))
			}
			if cmd != nil && cmd() == (tea.QuitMsg{}) {
				t.Errorf("%s, %v quits", open, key)
			}
			m.says(t, "Answer by tab or →, then enter.")
		}
	}
}

// A key that means nothing takes away nothing that may not have been read: it is
// told beneath it, once.
func TestWhatIsSeriousOutlivesAStrangeKey(t *testing.T) {
	t.Parallel()
	for _, serious := range []notice{
		{text: "Pull failed: it broke", tone: toneBad},
		{text: "Leased 1 message.", lines: []string{"When the lease ends, 1 will be deleted."}, tone: toneWarn},
	} {
		m := opened(t, 3)
		m.say(serious)
		for _, key := range []tea.KeyPressMsg{letter("K"), letter("K"), keyF5} {
			m.Update(key)
			m.says(t, serious.text)
		}
		m.says(t, "f5 is not bound here")
		m.doesNotSay(t, "K is not bound")
		m.Update(tea.PasteMsg{Content: "p"})
		m.says(t, serious.text, "Pasted text is ignored here.")
		m.typed("j")
		m.doesNotSay(t, serious.text, "Pasted")
	}
	early := leasing(3, 0, "q")(t)
	early.say(notice{text: "Pull failed", tone: toneBad})
	if early.typed("j"); early.notice.text != "Pull failed" {
		t.Errorf("a key in flight leaves of what went wrong %q", noticeText(early.notice))
	}
	m := opened(t, 3)
	m.say(notice{text: "Marked 3 messages.", tone: toneInfo})
	m.typed("K")
	m.doesNotSay(t, "Marked 3")
}

// Pasted text does nothing but in a prompt, wherever it falls. One that comes as
// early as keys in flight holds off a question like those.
func TestPastedTextRunsNothing(t *testing.T) {
	t.Parallel()
	paste := tea.PasteMsg{Content: "y\rp"}
	for _, keys := range []string{"", "?", "Y"} {
		m := leasing(3, 0, keys)(t)
		d := m.dialog
		if m.Update(paste); m.dialog != d {
			t.Errorf("after %q a paste changes the dialog to %T", keys, m.dialog)
		}
		m.says(t, "Pasted text is ignored here.")
	}
	m := leasing(3, 0, "a")(t)
	m.Update(paste)
	m.says(t, "Answer by tab or →, then enter.")
	m = leasing(3, 0, "q")(t)
	m.Update(paste)
	m.says(t, tooEarlyHint)
}

// On a screen too small to show anything nothing is said of a strange key, which
// would stand there when it is larger.
func TestNothingIsSaidOfKeysOnAScreenTooSmall(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	m.Update(tea.WindowSizeMsg{Width: 20, Height: 5})
	if m.Update(keyF5); m.notice.text != "" {
		t.Errorf("the notice is %q", noticeText(m.notice))
	}
}
