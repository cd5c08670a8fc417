package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// action is one thing that a key does. The table of actions drives dispatch,
// the footer, the help, the reason why not, and the README's keys.
type action struct {
	binding key.Binding
	scope   scope
	footer  string              // its word in the footer; "" for none
	word    func(*Model) string // its word where that changes; nil where it does not
	early   int                 // how far it stands before the others in the footer
	note    string              // what to know before pressing it
	effect  effect
	moves   bool                // it moves what is in front, and does nothing else
	guard   func(*Model) string // why it can't act now; "" when it can; nil when it always can
	run     func(*Model) tea.Cmd
}

// effect is what an action may do to a queue.
type effect uint8

const (
	looks   effect = iota // nothing
	leases                // hides messages from others for a while, and counts an attempt
	settles               // acks, retries or extends what is leased
)

// actionTable is every action, and finds that of a key in a scope.
type actionTable struct {
	rows  []action
	index map[scope]map[string]*action
}

// indexed makes a table of rows, in the order of the footer and the help.
func indexed(rows []action) *actionTable {
	t := &actionTable{rows: rows, index: make(map[scope]map[string]*action)}
	for i := range t.rows {
		a := &t.rows[i]
		if t.index[a.scope] == nil {
			t.index[a.scope] = make(map[string]*action)
		}
		for _, name := range a.binding.Keys() {
			t.index[a.scope][name] = a
		}
	}
	return t
}

// find looks in the scopes in their order; nil where none has that key.
func (t *actionTable) find(name string, scopes ...scope) *action {
	for _, s := range scopes {
		if a := t.index[s][name]; a != nil {
			return a
		}
	}
	return nil
}

// scopes are those in force, the innermost first.
func (m *Model) scopes() []scope {
	if m.dialog != nil {
		return []scope{m.dialog.scope(), scopeAlways}
	}
	return append(m.page.scopes(), scopeGlobal, scopeAlways)
}

// objection is why an action can't run now; "" when it can.
func (m *Model) objection(a *action) string {
	if a.effect != looks && m.readOnly() {
		return m.keys.In("Read-only: this would change the queue. Start without --read-only to do it; {messages.peek} (peek) works.")
	}
	if why := m.page.objection(a.scope); why != "" || a.guard == nil {
		return why
	}
	return a.guard(m)
}

// perform runs an action, or says why it can't be.
func (m *Model) perform(a *action) tea.Cmd {
	if why := m.objection(a); why != "" {
		m.say(notice{text: why, tone: toneWarn})
		return nil
	}
	return a.run(m)
}
