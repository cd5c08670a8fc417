package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"leaseview/views"
)

// helpBox is the dialog that "?" opens: the action table, as it stands for the
// focus that it was opened from.
type helpBox struct {
	box
	help *views.Help
}

func (*helpBox) scope() scope { return scopeHelp }
func (d *helpBox) move(n int) { d.help.ScrollBy(n) }

func (m *Model) openHelp() tea.Cmd {
	h := views.NewHelp(m.theme)
	h.SetGroups(m.helpGroups())
	h.SetScrollKeys(m.keys.First("move.down") + " " + m.keys.First("move.up"))
	m.dialog = &helpBox{box{&m.front, h}, h}
	return nil
}

// helpGroups lists every action that can be reached from here, by where it
// works, with the reason where it can't act now.
func (m *Model) helpGroups() []views.HelpGroup {
	here := append(m.scopes(), scopeAlways)
	var groups []views.HelpGroup
	for _, section := range sections {
		if !slices.ContainsFunc(section.scopes, func(s scope) bool { return slices.Contains(here, s) }) {
			continue
		}
		group := views.HelpGroup{Title: section.title}
		for i := range m.actions.rows {
			a := &m.actions.rows[i]
			if slices.Contains(section.scopes, a.scope) {
				group.Keys = append(group.Keys, views.HelpRow{
					Keys: a.binding.Help().Key, Desc: a.binding.Help().Desc, Note: a.note, Off: m.objection(a),
				})
			}
		}
		groups = append(groups, group)
	}
	return groups
}

// footerWord is what the footer says of an action; "" where it says nothing.
func (a *action) footerWord(m *Model) string {
	if a.word != nil {
		return a.word(m)
	}
	return a.footer
}

// keyHints are the keys of the footer: those of the focus that work now.
func (m *Model) keyHints() []views.KeyHint {
	var offered []*action
	here := m.scopes()
	for i := range m.actions.rows {
		a := &m.actions.rows[i]
		if slices.Contains(here, a.scope) && a.footerWord(m) != "" && m.objection(a) == "" {
			offered = append(offered, a)
		}
	}
	slices.SortStableFunc(offered, func(a, b *action) int { return b.early - a.early })
	hints := make([]views.KeyHint, 0, len(offered)+1)
	for _, a := range offered {
		hints = append(hints, views.KeyHint{Key: a.binding.Help().Key, Desc: a.footerWord(m)})
	}
	if m.dialog == nil {
		hints = append(hints, views.KeyHint{Key: m.opts.Keys.Global.Help.Help().Key, Desc: "help", Last: true})
	}
	return hints
}
