package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/keymap"
)

type keyMap = keymap.Map

func messageActions(k keyMap) []action {
	const s = scopeMessages
	open := guards(notOpen)
	row := guards(notOpen, noSelection)
	return []action{
		{k.Messages.Pull, s, "pull", "Leases: hides the messages from consumers for the visibility timeout and counts an attempt.", guards(readOnly, notOpen, journalBroken, cannotPull), (*Model).pullByKey},
		{k.Messages.Peek, s, "peek", "Leases nothing and counts nothing; repeats show the same head of the queue.", open, (*Model).peek},
		{k.Messages.Follow, s, "follow", "Each pull leases and counts an attempt. Stops by itself, saying why.", guards(readOnly, notOpen, journalBroken, cannotFollow), (*Model).toggleFollow},
		{k.Messages.Refresh, s, "refresh", "Never spends anything.", nil, (*Model).refresh},
		{k.Messages.Settings, s, "settings", "Holds from the next pull on.", open, (*Model).openSettings},
		{k.Messages.CopyLease, s, "copy lease", "The credential that acks, retries or extends this delivery.", guards(notOpen, noLease), (*Model).copyLease},
		{k.Messages.CopyMenu, s, "copy…", "The token stays the name $CLOUDFLARE_API_TOKEN in what is copied.", row, (*Model).openCopyMenu},
		{k.Messages.SwitchPane, s, "", "", nil, (*Model).switchPane},
		{k.Messages.Grow, s, "", "", nil, func(m *Model) tea.Cmd { return m.cycleSplit(1) }},
		{k.Messages.Shrink, s, "", "", nil, func(m *Model) tea.Cmd { return m.cycleSplit(int(splitCount) - 1) }},
		{k.Detail.PreviousTab, s, "", "", row, func(m *Model) tea.Cmd { return m.turnTab(tabCount - 1) }},
		{k.Detail.NextTab, s, "tabs", "", row, func(m *Model) tea.Cmd { return m.turnTab(1) }},
		{k.Detail.Mode, s, "mode", "Raw is the string as it came.", row, (*Model).cycleMode},
		{k.Messages.Cancel, s, "", "A cancelled pull may have taken effect.", nil, (*Model).back},
		{k.Messages.Back, s, "", "", nil, (*Model).backOrQuit},
	}
}

// settleActions change leases that are held. What ends a message asks first.
func settleActions(k keyMap) []action {
	const s = scopeMessages
	settle := guards(readOnly, notOpen, busySettling, nothingToSettle)
	row := guards(notOpen, noSelection)
	return []action{
		{k.Messages.Ack, s, "ack", "Deletes from the queue, so it asks first.", settle, (*Model).ack},
		{k.Messages.Retry, s, "retry", "The attempt stays spent. Asks when it ends a message.", settle, (*Model).retryNow},
		{k.Messages.RetryLater, s, "", "Likewise.", settle, (*Model).openRetryDelay},
		{k.Messages.Extend, s, "extend", "Counts no attempt. Where the API names a new lease_id, it is taken.", guards(settle, extendMissing), (*Model).extend},
		{k.Messages.Release, s, "release", "Ignores marks; leaves last deliveries alone.", guards(readOnly, notOpen, busySettling, nothingHeld), (*Model).release},
		{k.Messages.Mark, s, "mark", "", row, (*Model).toggleMark},
		{k.Messages.MarkAll, s, "", "", row, (*Model).markAll},
		{k.Messages.ClearMarks, s, "", "", guards(notOpen, noMarks), (*Model).clearMarks},
		{k.Messages.MarkRange, s, "", "", row, (*Model).markRange},
	}
}

func queueActions(k keyMap) []action {
	const s = scopeQueues
	return append([]action{
		{k.Queues.Open, s, "open", "Leases nothing.", noQueues, (*Model).openChosen},
		{k.Queues.Refresh, s, "refresh", "", nil, (*Model).readQueues},
		{k.Queues.Back, s, "quit", "", nil, (*Model).quit},
	}, moveActions(k, s, func(m *Model) mover { return chooserMover{m} })...)
}

func tableActions(k keyMap) []action {
	const s = scopeTable
	return append([]action{
		{k.Messages.Open, s, "open", "", guards(notOpen, noSelection), (*Model).focusDetail},
	}, moveActions(k, s, func(m *Model) mover { return tableMover{m} })...)
}

func detailActions(k keyMap) []action {
	return moveActions(k, scopeDetail, func(m *Model) mover { return detailMover{m} })
}

func activityActions(k keyMap) []action {
	const s = scopeActivity
	return append([]action{
		{k.Activity.Open, s, "open", "", noCalls, (*Model).openCall},
		{k.Activity.Filter, s, "filter", "", nil, (*Model).openCallFilter},
		{k.Activity.Copy, s, "copy as curl", "The log holds no bodies: fill that of a POST in.", noCalls, (*Model).copyCall},
		{k.Activity.Close, s, "back", "", nil, (*Model).closeActivity},
	}, moveActions(k, s, func(m *Model) mover { return activityMover{m} })...)
}

func globalActions(k keyMap) []action {
	return []action{
		{k.Global.Activity, scopeGlobal, "", "Never the token, never bodies.", nil, (*Model).toggleActivity},
		{k.Global.Times, scopeGlobal, "", "", nil, (*Model).cycleTimes},
		{k.Global.Help, scopeGlobal, "", "", nil, (*Model).openHelp},
		{k.Global.Mouse, scopeAlways, "", "", nil, (*Model).toggleMouse},
		{k.Global.Suspend, scopeAlways, "", "", nil, func(*Model) tea.Cmd { return tea.Suspend }},
		{k.Global.Quit, scopeAlways, "", "Asks when leases are held; a second ctrl+c quits at once and keeps them.", nil, (*Model).quit},
	}
}

func dialogActions(k keyMap) []action {
	front := func(m *Model) mover { return dialogMover{m} }
	table := []action{
		{k.Dialog.Close, scopeHelp, "close", "", nil, closeDialog},
		{k.Dialog.Accept, scopeHelp, "", "", nil, acceptDialog},
		{k.Global.Help, scopeHelp, "", "", nil, closeDialog},
		{k.Dialog.Accept, scopeMenu, "choose", "", nil, acceptDialog},
		{k.Dialog.Close, scopeMenu, "close", "", nil, closeDialog},
		{k.Dialog.Accept, scopePrompt, "accept", "", nil, acceptDialog},
		{k.Dialog.NextField, scopePrompt, "next field", "", nil, func(m *Model) tea.Cmd { m.dialog.move(1); return nil }},
		{k.Dialog.PreviousField, scopePrompt, "", "", nil, func(m *Model) tea.Cmd { m.dialog.move(-1); return nil }},
		{k.Dialog.Cancel, scopePrompt, "close", "", nil, closeDialog},
	}
	table = append(table, moveActions(k, scopeHelp, front)...)
	table = append(table, answerActions(k)...)
	return append(table, moveActions(k, scopeMenu, front)...)
}

// answerActions are the keys of a question, and of the one that quitting asks.
func answerActions(k keyMap) []action {
	next := func(m *Model) tea.Cmd { m.dialog.move(1); return nil }
	previous := func(m *Model) tea.Cmd { m.dialog.move(-1); return nil }
	table := []action{
		{k.Dialog.No, scopeConfirm, "no", "", nil, closeDialog},
		{k.Dialog.Close, scopeLeave, "stay", "", nil, closeDialog},
	}
	for _, s := range []scope{scopeConfirm, scopeLeave} {
		table = append(table,
			action{k.Dialog.Accept, s, "choose", "Yes has no letter: go to it first.", nil, acceptDialog},
			action{k.Dialog.NextAnswer, s, "next", "", nil, next},
			action{k.Dialog.PreviousAnswer, s, "", "", nil, previous},
			action{k.Move.PageDown, s, "", "Where the question has more lines than room.", nil, scrollQuestion(scrollLines)},
			action{k.Move.PageUp, s, "", "", nil, scrollQuestion(-scrollLines)},
		)
	}
	return table
}

// moveActions are the moving keys of one scope.
func moveActions(k keyMap, s scope, target func(*Model) mover) []action {
	by := func(n int) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { target(m).move(n); return nil }
	}
	half := func(n int) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { t := target(m); t.move(n * max(t.page()/2, 1)); return nil }
	}
	page := func(n int) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { t := target(m); t.move(n * max(t.page(), 1)); return nil }
	}
	return []action{
		{k.Move.Down, s, "", "", nil, by(1)},
		{k.Move.Up, s, "", "", nil, by(-1)},
		{k.Move.Top, s, "", "", nil, by(-farAway)},
		{k.Move.Bottom, s, "", "", nil, by(farAway)},
		{k.Move.HalfDown, s, "", "", nil, half(1)},
		{k.Move.HalfUp, s, "", "", nil, half(-1)},
		{k.Move.PageDown, s, "", "", nil, page(1)},
		{k.Move.PageUp, s, "", "", nil, page(-1)},
	}
}

// farAway is further than anything is long, and far from overflowing.
const farAway = 1 << 40
