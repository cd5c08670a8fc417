package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/views"
)

// promptBox is a dialog of text fields.
type promptBox struct {
	box
	prompt *views.Prompt
	submit submit
}

// submit takes what was filled in. It returns false, with the errors set in the
// prompt, for what it can't take: then the dialog stays.
type submit func(m *Model, p *views.Prompt) (tea.Cmd, bool)

func (m *Model) openPrompt(title string, take submit, fields ...views.PromptField) tea.Cmd {
	p := views.NewPrompt(m.theme, title, fields)
	m.dialog = &promptBox{box{p}, p, take}
	return nil
}

func (*promptBox) scope() scope                           { return scopePrompt }
func (*promptBox) typing() bool                           { return true }
func (d *promptBox) move(n int)                           { d.prompt.MoveFocus(n) }
func (d *promptBox) update(_ *Model, msg tea.Msg) tea.Cmd { return d.prompt.Update(msg) }
func (d *promptBox) cursor() *tea.Cursor                  { return d.prompt.Cursor() }

// accept closes the dialog first, so that what submit opens or says stays.
func (d *promptBox) accept(m *Model) tea.Cmd {
	m.dialog = nil
	cmd, ok := d.submit(m, d.prompt)
	if !ok {
		m.dialog = d
	}
	return cmd
}
