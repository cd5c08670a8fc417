package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/views"
)

// question is what a confirm asks. Its run closes over targets that were frozen
// when it was made, and asks anew where a yes no longer covers what it would end.
type question struct {
	title  string
	lines  []views.Styled
	names  names // the messages that it is about
	yes    string
	always bool // its key opens it every time, so nobody is surprised by it
	run    func() tea.Cmd
}

// confirm is the dialog of a question.
type confirm struct {
	asking
	desk *desk
	run  func() tea.Cmd
}

func (d *desk) ask(q question) tea.Cmd {
	c := &confirm{newAsking(&d.front, views.NewConfirm(d.theme, q.title, q.lines, q.yes, "No")), d, q.run}
	c.answers.SetNames(q.names)
	d.dialog = c
	if q.always {
		c.armed = true
		return nil
	}
	return c.wait()
}

func (*confirm) scope() scope { return scopeConfirm }

// accept takes the selected answer.
func (c *confirm) accept() tea.Cmd {
	c.front.close()
	if c.answers.Yes() {
		return c.run()
	}
	c.desk.say(notice{text: "Nothing was done.", tone: toneInfo})
	return nil
}
