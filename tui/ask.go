package tui

import (
	"time"

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

// quietTime is how long no key may come before a question takes one. A question
// that its key does not always open appears under fingers that meant something
// else: keys in flight must not answer it unread.
const quietTime = 500 * time.Millisecond

// quiet is the state of that waiting. Each key begins it anew.
type quiet struct {
	seq  int
	over bool
}

// armedMsg ends a dialog's quiet. It names its dialog and which quiet it is, so
// that it can end no other.
type armedMsg struct {
	dialog dialog
	seq    int
}

// wait begins the quiet of a dialog, or begins it anew.
func (q *quiet) wait(d dialog) tea.Cmd {
	q.seq++
	seq := q.seq
	return tea.Tick(quietTime, func(time.Time) tea.Msg { return armedMsg{d, seq} })
}

// take ends the quiet, if the message is about it.
func (q *quiet) take(d dialog, msg tea.Msg) {
	if armed, ok := msg.(armedMsg); ok && armed.dialog == d && armed.seq == q.seq {
		q.over = true
	}
}

// asker is a dialog that asks something: it takes no key before its quiet is over.
type asker interface {
	dialog
	// early takes a key that came too soon; false when none does.
	early() (tea.Cmd, bool)
}

// What a question says under its lines about a key that it does not take: on one
// line of the smallest screen.
const (
	tooEarlyHint = "Wait half a second without a key."
	answerHint   = "Answer by → or tab, then enter."
)

// confirm is the dialog of a question.
type confirm struct {
	box   *views.Confirm
	run   func(m *Model) tea.Cmd
	quiet quiet
}

func (m *Model) ask(q question) tea.Cmd {
	d := &confirm{box: views.NewConfirm(m.theme, q.title, q.lines, q.yes, "No"), run: q.run, quiet: quiet{over: q.always}}
	m.dialog = d
	if q.always {
		return nil
	}
	return d.quiet.wait(d)
}

func (*confirm) scope() scope        { return scopeConfirm }
func (*confirm) typing() bool        { return false }
func (*confirm) cursor() *tea.Cursor { return nil }

func (d *confirm) early() (tea.Cmd, bool) {
	if d.quiet.over {
		return nil, false
	}
	d.box.SetHint(tooEarlyHint)
	return d.quiet.wait(d), true
}

// move selects the other answer.
func (d *confirm) move(n int) {
	d.box.SetHint("")
	d.box.Move(n)
}

// accept takes the selected answer.
func (d *confirm) accept(m *Model) tea.Cmd {
	m.dialog = nil
	if d.box.Yes() {
		return d.run(m)
	}
	m.say(notice{text: "Nothing was done.", tone: toneInfo})
	return nil
}

// update says of a key that means nothing here which ones do.
func (d *confirm) update(_ *Model, msg tea.Msg) tea.Cmd {
	d.quiet.take(d, msg)
	if _, ok := msg.(tea.KeyPressMsg); ok {
		d.box.SetHint(answerHint)
	}
	return nil
}

func (d *confirm) setTheme(theme views.Theme) { d.box.SetTheme(theme) }

func (d *confirm) view(w, h int) string {
	d.box.SetSize(w, h)
	return d.box.View()
}
