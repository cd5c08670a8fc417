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
type submit func(p *views.Prompt) (tea.Cmd, bool)

func (f *front) openPrompt(title string, take submit, fields ...views.PromptField) tea.Cmd {
	p := views.NewPrompt(f.theme, title, fields)
	f.dialog = &promptBox{box{f, p}, p, take}
	return nil
}

func (*promptBox) scope() scope                       { return scopePrompt }
func (d *promptBox) move(n int)                       { d.prompt.MoveFocus(n) }
func (d *promptBox) take(msg tea.Msg) (tea.Cmd, bool) { return d.prompt.Update(msg) }
func (d *promptBox) cursor() *tea.Cursor              { return d.prompt.Cursor() }

// click goes to the field that is clicked.
func (d *promptBox) click(_, y int) {
	if i, ok := d.prompt.FieldAt(y); ok {
		d.prompt.MoveFocus(i - d.prompt.Focus())
	}
}

// oneField objects to going between fields where there is one.
func oneField(m *Model) string {
	if d, ok := m.dialog.(*promptBox); ok && d.prompt.Fields() < 2 {
		return "This is the only field."
	}
	return ""
}

// accept closes the dialog first, so that what submit opens or says stays.
func (d *promptBox) accept() tea.Cmd {
	d.front.close()
	cmd, ok := d.submit(d.prompt)
	if !ok {
		d.front.dialog = d
	}
	return cmd
}
