package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"leaseview/keymap"
)

// What the keys of a dialog do.
var (
	closeFront  = func(m *Model) tea.Cmd { return m.close() }
	acceptFront = func(m *Model) tea.Cmd { return m.dialog.accept() }
)

// moveFront goes n lines, items, fields or answers on in the dialog.
func moveFront(n int) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd { m.dialog.move(n); return nil }
}

// scrollFront shows more of a question than there is room for.
func scrollFront(n int) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd {
		if q, ok := m.dialog.(interface{ scroll(n int) }); ok {
			q.scroll(n)
		}
		return nil
	}
}

func dialogActions(k keymap.Map) []action {
	table := []action{
		{binding: k.Dialog.Close, scope: scopeHelp, footer: "close", run: closeFront},
		{binding: k.Dialog.Accept, scope: scopeHelp, run: acceptFront},
		{binding: k.Global.Help, scope: scopeHelp, run: closeFront},
		{binding: k.Dialog.Accept, scope: scopeMenu, footer: "choose", run: acceptFront},
		{binding: k.Dialog.Close, scope: scopeMenu, footer: "close", run: closeFront},
		{binding: k.Dialog.Accept, scope: scopePrompt, footer: "accept", run: acceptFront},
		{binding: k.Dialog.NextField, scope: scopePrompt, footer: "next field", guard: oneField, run: moveFront(1)},
		{binding: k.Dialog.PreviousField, scope: scopePrompt, guard: oneField, run: moveFront(-1)},
		{binding: k.Dialog.Cancel, scope: scopePrompt, footer: "close", run: closeFront},
	}
	table = append(table, moveActions(k, scopeHelp)...)
	table = append(table, answerActions(k)...)
	return append(table, moveActions(k, scopeMenu)...)
}

// answerWord is the answer n further on than the selected one: what enter gives,
// or a key goes to.
func answerWord(n int) func(*Model) string {
	return func(m *Model) string {
		if q, ok := m.dialog.(interface{ answer(n int) string }); ok {
			return strings.ToLower(q.answer(n))
		}
		return ""
	}
}

// answerActions are the keys of a question, and of the one that quitting asks. That
// one is not closed by the key that has opened it: pressed twice, it would come and
// go without a word.
func answerActions(k keymap.Map) []action {
	table := []action{
		{binding: k.Dialog.No, scope: scopeConfirm, footer: "no", run: closeFront},
		{binding: k.Dialog.Cancel, scope: scopeLeave, footer: "stay", run: closeFront},
	}
	for _, s := range []scope{scopeConfirm, scopeLeave} {
		table = append(table,
			action{binding: k.Dialog.Accept, scope: s, word: answerWord(0), note: "Yes has no letter: go to it first.", run: acceptFront},
			action{binding: k.Dialog.NextAnswer, scope: s, word: answerWord(1), run: moveFront(1)},
			action{binding: k.Dialog.PreviousAnswer, scope: s, run: moveFront(-1)},
			action{binding: k.Move.PageDown, scope: s, note: "Where the question has more lines than room.", run: scrollFront(scrollLines)},
			action{binding: k.Move.PageUp, scope: s, run: scrollFront(-scrollLines)},
		)
	}
	return table
}

// moveActions are the moving keys of one scope: they move what is in front.
func moveActions(k keymap.Map, s scope) []action {
	by := func(n int) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { m.mover().move(n); return nil }
	}
	half := func(n int) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { t := m.mover(); t.move(n * max(t.visible()/2, 1)); return nil }
	}
	whole := func(n int) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { t := m.mover(); t.move(n * max(t.visible(), 1)); return nil }
	}
	rows := []action{
		{binding: k.Move.Down, scope: s, run: by(1)},
		{binding: k.Move.Up, scope: s, run: by(-1)},
		{binding: k.Move.Top, scope: s, run: by(-farAway)},
		{binding: k.Move.Bottom, scope: s, run: by(farAway)},
		{binding: k.Move.HalfDown, scope: s, run: half(1)},
		{binding: k.Move.HalfUp, scope: s, run: half(-1)},
		{binding: k.Move.PageDown, scope: s, run: whole(1)},
		{binding: k.Move.PageUp, scope: s, run: whole(-1)},
	}
	for i := range rows {
		rows[i].moves = true
	}
	return rows
}

// farAway is further than anything is long, and far from overflowing.
const farAway = 1 << 40
