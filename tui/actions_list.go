package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"leaseview/keymap"
	"leaseview/tui/words"
)

// newActionTable puts the actions of all pages and dialogs together.
func newActionTable(k keymap.Map) *actionTable {
	return indexed(slices.Concat(
		messageActions(k), settleActions(k), queueActions(k), tableActions(k), detailActions(k),
		activityActions(k), globalActions(k), dialogActions(k),
	))
}

// onQueue makes an action of something that the page of an open queue does. Its
// scopes are in force on that page only; on the one that stands there before,
// nothing of it runs.
func onQueue(run func(*messagesPage) tea.Cmd) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd { return run(m.page.(*messagesPage)) }
}

// unless joins what that page may object with: the first that does gives the
// reason.
func unless(conditions ...func(*messagesPage) string) func(*Model) string {
	return func(m *Model) string {
		for _, objection := range conditions {
			if why := objection(m.page.(*messagesPage)); why != "" {
				return why
			}
		}
		return ""
	}
}

func messageActions(k keymap.Map) []action {
	const s = scopeMessages
	row := unless((*messagesPage).noSelection)
	turn := func(step int) func(*Model) tea.Cmd {
		return onQueue(func(p *messagesPage) tea.Cmd { p.body.turnTab(step); return nil })
	}
	share := func(step int) func(*Model) tea.Cmd {
		return onQueue(func(p *messagesPage) tea.Cmd { return p.cycleSplit(step) })
	}
	return []action{
		{
			binding: k.Messages.Pull, scope: s, footer: "pull", early: 2, effect: leases,
			note:  "Leases: hides the messages from consumers for the visibility timeout and counts an attempt.",
			guard: unless((*messagesPage).journalBroken, (*messagesPage).busyCollecting, (*messagesPage).cannotPull), run: onQueue((*messagesPage).pullByKey),
		},
		{
			binding: k.Messages.Peek, scope: s, footer: "peek", early: 2, note: "Leases nothing and counts nothing; repeats show the same head of the queue.",
			run: onQueue((*messagesPage).peek),
		},
		{
			binding: k.Messages.Follow, scope: s, footer: "follow", effect: leases,
			note:  "Each pull leases and counts an attempt. Stops by itself, saying why.",
			guard: unless((*messagesPage).cannotFollow), run: onQueue((*messagesPage).toggleFollow),
		},
		{
			binding: k.Messages.Collect, scope: s, footer: "collect", effect: leases,
			note:  "Leases all it brings; says what that costs, and stops by itself.",
			guard: unless((*messagesPage).cannotCollect), run: onQueue((*messagesPage).openCollect),
		},
		{binding: k.Messages.Refresh, scope: scopeQueue, footer: "refresh", note: "Never spends anything.", run: (*Model).refresh},
		{binding: k.Messages.Settings, scope: s, footer: "settings", note: "Holds from the next pull on.", run: onQueue((*messagesPage).openSettings)},
		{
			binding: k.Messages.CopyLease, scope: s, footer: "copy lease", note: "The credential that acks, retries or extends this delivery.",
			guard: unless((*messagesPage).noLease), run: onQueue((*messagesPage).copyLease),
		},
		{
			binding: k.Messages.CopyMenu, scope: s, footer: "copy…", note: "The token stays the name $CLOUDFLARE_API_TOKEN in what is copied.",
			guard: row, run: onQueue((*messagesPage).openCopyMenu),
		},
		{binding: k.Messages.SwitchPane, scope: s, run: onQueue((*messagesPage).switchPane)},
		{binding: k.Messages.Grow, scope: s, run: share(1)},
		{binding: k.Messages.Shrink, scope: s, run: share(int(splitCount) - 1)},
		{binding: k.Detail.PreviousTab, scope: s, guard: row, run: turn(tabCount - 1)},
		{binding: k.Detail.NextTab, scope: s, footer: "tabs", guard: row, run: turn(1)},
		{
			binding: k.Detail.Mode, scope: s, footer: "mode", note: "Raw is the string as it came.",
			guard: row, run: onQueue(func(p *messagesPage) tea.Cmd { p.body.cycleMode(); return nil }),
		},
		{
			binding: k.Detail.Deeper, scope: s, note: "Base64 in any spelling, then Latin-1. Raw stays as it came.",
			guard: unless((*messagesPage).noSelection, (*messagesPage).nothingDeeper), run: onQueue((*messagesPage).showDeeper),
		},
		{
			binding: k.Detail.Shallower, scope: s,
			guard: unless((*messagesPage).noSelection, (*messagesPage).nothingAbove), run: onQueue((*messagesPage).showShallower),
		},
		{binding: k.Messages.Cancel, scope: scopeQueue, note: "A cancelled pull may have taken effect.", run: (*Model).back},
		{binding: k.Messages.Back, scope: scopeQueue, run: (*Model).backOrQuit},
	}
}

// settleActions change leases that are held. What ends a message asks first.
func settleActions(k keymap.Map) []action {
	const s = scopeMessages
	settle := unless((*messagesPage).busySettling, (*messagesPage).nothingToSettle)
	putBack := unless((*messagesPage).busySettling, (*messagesPage).busyCollecting, (*messagesPage).nothingToSettle)
	row := unless((*messagesPage).noSelection)
	return []action{
		{
			binding: k.Messages.Ack, scope: s, footer: "ack", early: 1, effect: settles, note: "Deletes from the queue, so it asks first.",
			guard: settle, run: onQueue((*messagesPage).ack),
		},
		{
			binding: k.Messages.Retry, scope: s, footer: "retry", early: 1, effect: settles, note: "The attempt stays spent. Asks when it ends a message.",
			guard: putBack, run: onQueue((*messagesPage).retryNow),
		},
		{
			binding: k.Messages.RetryLater, scope: s, effect: settles, note: "Likewise.",
			guard: putBack, run: onQueue((*messagesPage).openRetryDelay),
		},
		{
			binding: k.Messages.Extend, scope: s, footer: "extend", effect: settles,
			note:  "Counts no attempt. Where the API names a new lease_id, it is taken.",
			guard: unless((*messagesPage).busySettling, (*messagesPage).nothingToSettle, (*messagesPage).extendMissing),
			run:   onQueue((*messagesPage).extend),
		},
		{
			binding: k.Messages.Release, scope: s, footer: "release", effect: settles, note: "Ignores marks; leaves last deliveries alone.",
			guard: unless((*messagesPage).busySettling, (*messagesPage).busyCollecting, (*messagesPage).nothingHeld), run: onQueue((*messagesPage).release),
		},
		{
			binding: k.Messages.Adopt, scope: s, footer: "adopt", effect: settles, note: "Of a run that has ended.",
			guard: unless((*messagesPage).nothingToAdopt), run: onQueue((*messagesPage).adopt),
		},
		{binding: k.Messages.Mark, scope: s, footer: "mark", guard: row, run: onQueue((*messagesPage).toggleMark)},
		{binding: k.Messages.MarkAll, scope: s, guard: row, run: onQueue((*messagesPage).markAll)},
		{binding: k.Messages.ClearMarks, scope: s, guard: unless((*messagesPage).noMarks), run: onQueue((*messagesPage).clearMarks)},
		{binding: k.Messages.MarkRange, scope: s, guard: row, run: onQueue((*messagesPage).markRange)},
		{
			binding: k.Messages.NextNear, scope: s, note: "On the last delivery before those that may be, or whose next is.",
			guard: unless((*messagesPage).noneNear), run: onQueue((*messagesPage).goToNear),
		},
		{
			binding: k.Messages.Finished, scope: s, note: "Acked, retried, or not seen for long.",
			guard: unless((*messagesPage).noFinished), run: onQueue((*messagesPage).toggleFinished),
		},
	}
}

// onList makes an action of something that the list of queues does.
func onList(run func(*queuesPage) tea.Cmd) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd { return run(m.page.(*queuesPage)) }
}

func queueActions(k keymap.Map) []action {
	const s = scopeQueues
	return append([]action{
		{
			binding: k.Queues.Open, scope: s, footer: "open", note: "Leases nothing.",
			guard: func(m *Model) string { return m.page.(*queuesPage).noQueues() }, run: (*Model).openChosen,
		},
		{
			binding: k.Queues.Refresh, scope: s, footer: "refresh",
			guard: func(m *Model) string { return m.page.(*queuesPage).beingRead() }, run: onList((*queuesPage).read),
		},
		{
			binding: k.Queues.Cancel, scope: s, note: "What has come stays.",
			guard: func(m *Model) string { return m.page.(*queuesPage).notReading() }, run: onList((*queuesPage).stop),
		},
		{binding: k.Queues.Back, scope: s, footer: "quit", run: (*Model).quit},
	}, moveActions(k, s)...)
}

func tableActions(k keymap.Map) []action {
	const s = scopeTable
	return append([]action{
		{binding: k.Messages.Open, scope: s, footer: "open", guard: unless((*messagesPage).noSelection), run: onQueue((*messagesPage).focusDetail)},
	}, moveActions(k, s)...)
}

func detailActions(k keymap.Map) []action { return moveActions(k, scopeDetail) }

// onCalls makes an action of something that the activity page does.
func onCalls(run func(*activityPage) tea.Cmd) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd { return run(m.activity) }
}

func activityActions(k keymap.Map) []action {
	const s = scopeActivity
	noCalls := func(m *Model) string { return m.activity.noCalls() }
	return append([]action{
		{binding: k.Activity.Open, scope: s, footer: "open", guard: noCalls, run: onCalls((*activityPage).openCall)},
		{binding: k.Activity.Filter, scope: s, footer: "filter", run: onCalls((*activityPage).openFilter)},
		{
			binding: k.Activity.Copy, scope: s, footer: "copy as curl", note: "The log holds no bodies: fill that of a POST in.",
			guard: noCalls, run: onCalls((*activityPage).copyCall),
		},
		{binding: k.Activity.Close, scope: s, footer: "back", run: (*Model).toggleActivity},
	}, moveActions(k, s)...)
}

func globalActions(k keymap.Map) []action {
	return []action{
		{binding: k.Global.Activity, scope: scopeGlobal, note: "Never the token, never bodies.", run: (*Model).toggleActivity},
		{binding: k.Global.Times, scope: scopeGlobal, run: func(m *Model) tea.Cmd { return m.cycleTimes() }},
		{binding: k.Global.Help, scope: scopeGlobal, run: (*Model).openHelp},
		{binding: k.Global.Mouse, scope: scopeAlways, run: (*Model).toggleMouse},
		{binding: k.Global.Suspend, scope: scopeAlways, run: func(*Model) tea.Cmd { return tea.Suspend }},
		{
			binding: k.Global.Quit, scope: scopeAlways, run: (*Model).quit,
			note: words.KeysOf(k).In("Asks when leases are held; a second {global.quit} quits at once and keeps them."),
		},
	}
}
