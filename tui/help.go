package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/views"
)

// helpBox is the dialog that "?" opens: the action table, as it stands for the
// focus that it was opened from.
type helpBox struct {
	box
	help *views.Help
}

func (m *Model) openHelp() tea.Cmd {
	h := views.NewHelp(m.theme)
	h.SetGroups(m.helpGroups())
	m.dialog = &helpBox{box{h}, h}
	return nil
}

// helpGroups lists every action by where it works, those of the focus first,
// with the reason where one can't act now.
func (m *Model) helpGroups() []views.HelpGroup {
	here := m.scopes()
	var groups []views.HelpGroup
	for _, section := range helpSections {
		group := views.HelpGroup{Title: section.title}
		reachable := section.scope == scopeAlways
		for _, s := range here {
			reachable = reachable || s == section.scope
		}
		if !reachable {
			continue
		}
		for i := range m.actions {
			a := &m.actions[i]
			if a.scope != section.scope {
				continue
			}
			row := views.HelpRow{Keys: a.binding.Help().Key, Desc: a.binding.Help().Desc, Note: a.note}
			if a.guard != nil {
				row.Off = a.guard(m)
			}
			group.Keys = append(group.Keys, row)
		}
		groups = append(groups, group)
	}
	return groups
}

func (*helpBox) scope() scope { return scopeHelp }
func (d *helpBox) move(n int) { d.help.ScrollBy(n) }
