package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/views"
)

// question is what a confirm asks. Its run closes over targets that were frozen
// when it was made.
type question struct {
	title string
	lines []views.Styled
	yes   string
	run   func(m *Model) tea.Cmd
}

// confirm is the dialog of a question. It takes no answer until it has been on
// screen for a moment, so that keys in flight can't give one.
type confirm struct {
	box   *views.Confirm
	run   func(m *Model) tea.Cmd
	armed bool
}

// grace is how long a confirm is shown before it takes an answer.
const grace = 300 * time.Millisecond

// armedMsg ends a dialog's grace. It names its dialog, so that it can't arm
// another.
type armedMsg struct{ dialog dialog }

func armCmd(d dialog) tea.Cmd {
	return tea.Tick(grace, func(time.Time) tea.Msg { return armedMsg{d} })
}

func (m *Model) ask(q question) tea.Cmd {
	d := &confirm{box: views.NewConfirm(m.theme, q.title, q.lines, q.yes, "No"), run: q.run}
	m.dialog = d
	return armCmd(d)
}

func (*confirm) scope() scope        { return scopeConfirm }
func (*confirm) typing() bool        { return false }
func (*confirm) cursor() *tea.Cursor { return nil }

// move selects the other answer.
func (d *confirm) move(int) {
	if d.armed {
		d.box.Toggle()
	}
}

// accept takes the selected answer.
func (d *confirm) accept(m *Model) tea.Cmd { return d.answer(m, d.box.Yes()) }

func (d *confirm) answer(m *Model, yes bool) tea.Cmd {
	if !d.armed {
		return nil
	}
	m.dialog = nil
	if yes {
		return d.run(m)
	}
	m.say(notice{text: "Nothing was done.", tone: toneInfo})
	return nil
}

func (d *confirm) update(_ *Model, msg tea.Msg) tea.Cmd {
	if armed, ok := msg.(armedMsg); ok && armed.dialog == d {
		d.armed = true
	}
	return nil
}

func (d *confirm) setTheme(theme views.Theme) { d.box.SetTheme(theme) }

func (d *confirm) view(w, h int) string {
	d.box.SetSize(w, h)
	return d.box.View()
}

// answerConfirm is y or n in a confirm.
func answerConfirm(yes bool) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd { return m.dialog.(*confirm).answer(m, yes) }
}
