package tui

import (
	tea "charm.land/bubbletea/v2"

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
	accept(m *Model) tea.Cmd
	// update takes the messages that the action table did not.
	update(m *Model, msg tea.Msg) tea.Cmd
	// setTheme changes how it looks, when the background is reported late.
	setTheme(theme views.Theme)
	// view draws it, nowhere larger than w by h.
	view(w, h int) string
	// cursor is where typing happens, relative to the box; nil for nowhere.
	cursor() *tea.Cursor
}

func closeDialog(m *Model) tea.Cmd {
	m.dialog = nil
	return nil
}

func acceptDialog(m *Model) tea.Cmd { return m.dialog.accept(m) }
