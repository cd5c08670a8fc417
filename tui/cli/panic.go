package cli

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui"
)

// careful is the program's model as the library runs it: the library writes what
// a panic says to the terminal, and that may hold anything.
type careful struct {
	model *tui.Model
	hide  func(string) string
}

func (c careful) Init() tea.Cmd {
	defer c.clean()
	return c.watch(c.model.Init())
}

func (c careful) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer c.clean()
	_, cmd := c.model.Update(msg)
	return c, c.watch(cmd)
}

func (c careful) View() tea.View {
	defer c.clean()
	return c.model.View()
}

// watch does the same for what runs beside the program.
func (c careful) watch(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer c.clean()
		msg := cmd()
		if several, ok := msg.(tea.BatchMsg); ok {
			for i, one := range several {
				several[i] = c.watch(one)
			}
		}
		return msg
	}
}

// clean goes on with a panic, whose words it makes harmless. The stack below it
// is the same.
func (c careful) clean() {
	if why := recover(); why != nil {
		panic(harmless(c.hide(fmt.Sprint(why))))
	}
}
