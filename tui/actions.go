package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// scope is where an action works.
type scope uint8

const (
	scopeAlways   scope = iota // even while a dialog is open
	scopeGlobal                // on every screen without a dialog
	scopeQueues                // the list of queues
	scopeMessages              // one queue's screen, whichever pane has the focus
	scopeTable
	scopeDetail
	scopeActivity
	scopeHelp
	scopeMenu
	scopePrompt
	scopeConfirm
	scopeLeave
)

// helpSections gives the scopes their titles, in the order of help and README.
var helpSections = []struct {
	scope scope
	title string
}{
	{scopeQueues, "Queues"},
	{scopeMessages, "Messages of a queue"},
	{scopeTable, "Table"},
	{scopeDetail, "Detail"},
	{scopeActivity, "Activity"},
	{scopeGlobal, "Everywhere"},
	{scopeAlways, "Always, also in dialogs"},
	{scopeHelp, "In the help"},
	{scopeMenu, "In a menu"},
	{scopePrompt, "In a prompt"},
	{scopeConfirm, "In a question"},
	{scopeLeave, "When leaving with leases held"},
}

// action is one thing that a key does. The table of actions drives dispatch,
// the footer, the help, the reason why not, and the README's keys.
type action struct {
	binding key.Binding
	scope   scope
	footer  string              // its word in the footer; "" for none
	note    string              // what to know before pressing it
	guard   func(*Model) string // why it can't act now; "" when it can; nil when it always can
	run     func(*Model) tea.Cmd
}

// buildActions is the whole table, in the order of the footer and the help.
func buildActions(k keyMap) []action {
	var table []action
	for _, part := range [][]action{
		messageActions(k), settleActions(k), queueActions(k), tableActions(k), detailActions(k), activityActions(k), globalActions(k), dialogActions(k),
	} {
		table = append(table, part...)
	}
	return table
}

// actionIndex finds the action of a key in a scope.
type actionIndex map[scope]map[string]*action

func indexActions(table []action) actionIndex {
	index := make(actionIndex)
	for i := range table {
		a := &table[i]
		if index[a.scope] == nil {
			index[a.scope] = make(map[string]*action)
		}
		for _, name := range a.binding.Keys() {
			index[a.scope][name] = a
		}
	}
	return index
}

// find looks in the scopes in their order.
func (x actionIndex) find(name string, scopes ...scope) *action {
	for _, s := range scopes {
		if a := x[s][name]; a != nil {
			return a
		}
	}
	return nil
}

// scopes are those in force, the innermost first.
func (m *Model) scopes() []scope {
	switch {
	case m.dialog != nil:
		return []scope{m.dialog.scope(), scopeAlways}
	case m.screen == screenActivity:
		return []scope{scopeActivity, scopeGlobal, scopeAlways}
	case m.screen == screenQueues:
		return []scope{scopeQueues, scopeGlobal, scopeAlways}
	case m.detailFocus:
		return []scope{scopeDetail, scopeMessages, scopeGlobal, scopeAlways}
	default:
		return []scope{scopeTable, scopeMessages, scopeGlobal, scopeAlways}
	}
}

// performIf is perform for a key that may mean nothing.
func (m *Model) performIf(a *action) tea.Cmd {
	if a == nil {
		return nil
	}
	return m.perform(a)
}

// perform runs an action, or says why it can't be.
func (m *Model) perform(a *action) tea.Cmd {
	if a.guard != nil {
		if why := a.guard(m); why != "" {
			m.say(notice{text: why, tone: toneWarn})
			return nil
		}
	}
	return a.run(m)
}

// guards joins conditions: the first that objects gives the reason.
func guards(conditions ...func(*Model) string) func(*Model) string {
	return func(m *Model) string {
		for _, objection := range conditions {
			if why := objection(m); why != "" {
				return why
			}
		}
		return ""
	}
}

// notOpen objects while the queue that was named has not been found.
func notOpen(m *Model) string {
	if m.session() == nil {
		return "The queue is not open yet: r tries to open it."
	}
	return ""
}

// readOnly objects to whatever changes a queue.
func readOnly(m *Model) string {
	if m.opts.ReadOnly {
		return "Read-only: this would change the queue. Start without --read-only to do it; v (peek) works."
	}
	return ""
}

// noSelection objects while there is no message to act on.
func noSelection(m *Model) string {
	if _, ok := m.session().selected(); !ok {
		return noRow
	}
	return ""
}
