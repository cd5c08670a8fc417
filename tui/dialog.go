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
	// typing says that keys are text, so that only its own keys and those that
	// always work are looked up.
	typing() bool
	// move goes n lines, items or fields on.
	move(n int)
	// accept is enter.
	accept() tea.Cmd
	// update takes the messages that the action table did not.
	update(msg tea.Msg) tea.Cmd
	// early takes a key that came too soon to be an answer; false when none does.
	early() (tea.Cmd, bool)
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

func (*box) typing() bool                 { return false }
func (*box) cursor() *tea.Cursor          { return nil }
func (*box) move(int)                     {}
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

// asking is the box of a question. It takes no key before its quiet is over.
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

// move selects the next answer, or the one before.
func (a *asking) move(n int) {
	a.answers.SetHint("")
	a.answers.Move(n)
}

// scrollLines is how far a key scrolls what a question has no room for.
const scrollLines = 3

// scroll shows more of the question.
func (a *asking) scroll(n int) { a.answers.Scroll(n) }

// update ends the quiet, and says of a key that means nothing here which ones do.
func (a *asking) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case armedMsg:
		a.armed = a.armed || msg.question == a && msg.quiet == a.quiet
	case tea.KeyPressMsg:
		a.answers.SetHint(a.front.keys.In(answerHint))
	}
	return nil
}
