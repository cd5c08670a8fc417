package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Whoever begins a call that changes a queue says so in its row: read-only mode,
// and whatever else keeps a queue from harm, goes by the effect. Each action of a
// page is run with leases held; a question that it asks is answered with yes.
func TestWhoeverBeginsAChangingCallHasAnEffect(t *testing.T) {
	t.Parallel()
	pages := map[string]func() *Model{
		"list":     func() *Model { return newModel(t, func(o *Options) { o.Queue = "" }) },
		"table":    func() *Model { return heldModel(t) },
		"detail":   func() *Model { m := heldModel(t); m.Update(tea.KeyPressMsg{Code: tea.KeyEnter}); return m },
		"activity": func() *Model { m := heldModel(t); m.typed("L"); return m },
	}
	began := map[effect]int{}
	for name, open := range pages {
		for i := range open().actions.rows {
			m := open()
			a := &m.actions.rows[i]
			if m.actions.find(a.binding.Keys()[0], m.scopes()...) != a {
				continue // its key means something else here
			}
			m.perform(a)
			if q, ok := m.dialog.(*confirm); ok {
				q.move(1)
			}
			m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
			for _, late := range m.flight.Late() {
				began[a.effect]++
				if a.effect == looks {
					t.Errorf("%s: %q began %s, and has no effect in its row", name, a.binding.Help().Desc, late.What)
				}
			}
		}
	}
	if began[leases] == 0 || began[settles] == 0 {
		t.Errorf("of the actions that lease and settle began %v: this test looks past them", began)
	}
}
