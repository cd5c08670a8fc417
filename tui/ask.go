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
	yes    string
	always bool // its key opens it every time, so nobody is surprised by it
	run    func(m *Model) tea.Cmd
}

// confirm is the dialog of a question.
type confirm struct {
	asking
	run func(m *Model) tea.Cmd
}

func (m *Model) ask(q question) tea.Cmd {
	d := &confirm{newAsking(views.NewConfirm(m.theme, q.title, q.lines, q.yes, "No")), q.run}
	m.dialog = d
	if q.always {
		d.armed = true
		return nil
	}
	return d.wait()
}

func (*confirm) scope() scope { return scopeConfirm }

// accept takes the selected answer.
func (d *confirm) accept(m *Model) tea.Cmd {
	m.dialog = nil
	if d.answers.Yes() {
		return d.run(m)
	}
	m.say(notice{text: "Nothing was done.", tone: toneInfo})
	return nil
}
