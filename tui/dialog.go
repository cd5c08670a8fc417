package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/words"
	"leaseview/views"
)

// dialog is the box in front. It gets keys before anything beneath it.
type dialog interface {
	// scope names its keys in the action table.
	scope() scope
	// move goes n lines, items or fields on.
	move(n int)
	// accept is enter.
	accept() tea.Cmd
	// take takes a key that the action table does not know, or pasted text; false
	// where that means nothing here.
	take(msg tea.Msg) (tea.Cmd, bool)
	// update takes messages that nobody has typed.
	update(msg tea.Msg) tea.Cmd
	// early takes a key or a click that came too soon to be an answer; false when
	// none does.
	early() (tea.Cmd, bool)
	// click goes to what is at a cell of the box.
	click(x, y int)
	// setTheme changes how it looks, when the background is reported late.
	setTheme(theme views.Theme)
	// arrange says how large it may be drawn, and brings up to date what changes
	// while it is open.
	arrange(w, h int)
	// view draws it.
	view() string
	// cursor is where typing happens, relative to the box; nil for nowhere.
	cursor() *tea.Cursor
}

// front is what stands before the page: what is said, and the dialog that asks.
type front struct {
	theme  views.Theme
	keys   words.Keys // their labels, for sentences
	notice notice
	dialog dialog // nil = none
}

// close takes the dialog away.
func (f *front) close() tea.Cmd {
	f.dialog = nil
	return nil
}

// face is what a dialog shows.
type face interface {
	SetTheme(theme views.Theme)
	SetSize(w, h int)
	View() string
}

// box is what all dialogs have in common: a face that is sized when the screen
// is arranged and drawn once a frame. What a dialog does not say otherwise, its
// box does not do.
type box struct {
	front *front // that it stands in
	face  face
}

func (*box) cursor() *tea.Cursor          { return nil }
func (*box) click(int, int)               {}
func (*box) take(tea.Msg) (tea.Cmd, bool) { return nil, false }
func (*box) early() (tea.Cmd, bool)       { return nil, false }
func (*box) update(tea.Msg) tea.Cmd       { return nil }
func (b *box) accept() tea.Cmd            { return b.front.close() }
func (b *box) setTheme(theme views.Theme) { b.face.SetTheme(theme) }
func (b *box) arrange(w, h int)           { b.face.SetSize(w, h) }
func (b *box) view() string               { return b.face.View() }

// quietTime is how long no key may come before a question takes one. A question
// that its key does not always open appears under fingers that meant something
// else: keys in flight must not answer it unread.
const quietTime = 500 * time.Millisecond

// asking is the box of a question. It takes no key and no click before its quiet
// is over.
type asking struct {
	box
	answers *views.Confirm
	quiet   int  // which quiet it is: each key begins another
	armed   bool // the quiet is over
}

// newAsking puts answers, the first of which does nothing, into a box.
func newAsking(f *front, answers *views.Confirm) asking {
	answers.SetScrollKeys(f.keys.First("move.page-up"), f.keys.First("move.page-down"))
	return asking{box: box{f, answers}, answers: answers}
}

// What a question says under its lines about a key that it does not take: on one
// line of the smallest screen.
const (
	tooEarlyHint = "Wait half a second without a key."
	answerHint   = "Answer by {dialog.next-answer}, then {dialog.accept}."
)

// wait begins the quiet, or begins it anew.
func (a *asking) wait() tea.Cmd {
	a.quiet++
	return armCmd(a, a.quiet)
}

func (a *asking) early() (tea.Cmd, bool) {
	if a.armed {
		return nil, false
	}
	a.answers.SetHint(tooEarlyHint)
	return a.wait(), true
}

// answer is the answer n further on than the selected one.
func (a *asking) answer(n int) string { return a.answers.Answer(n) }

// move selects the next answer, or the one before.
func (a *asking) move(n int) {
	a.answers.SetHint("")
	a.answers.Move(n)
}

// scrollLines is how far a key scrolls what a question has no room for.
const scrollLines = 3

// scroll shows more of the question.
func (a *asking) scroll(n int) { a.answers.Scroll(n) }

// click selects the answer that is clicked. It never gives it: nobody ends a
// message by a click that meant what the question came up over.
func (a *asking) click(x, y int) {
	if i, ok := a.answers.AnswerAt(x, y); ok {
		a.answers.SetHint("")
		a.answers.Select(i)
	}
}

// take says of what means nothing here which keys answer.
func (a *asking) take(tea.Msg) (tea.Cmd, bool) {
	a.answers.SetHint(a.front.keys.In(answerHint))
	return nil, true
}

// update ends the quiet.
func (a *asking) update(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(armedMsg); ok {
		a.armed = a.armed || msg.question == a && msg.quiet == a.quiet
	}
	return nil
}
