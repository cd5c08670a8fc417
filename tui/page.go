package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/views"
)

// page fills the window between header and footer, beneath any dialog.
type page interface {
	// scopes are those of its keys that are in force, the innermost first.
	scopes() []scope
	// objection is why no action of a scope can run on this page now; "" when
	// it is for the action to say.
	objection(s scope) string
	// arrange gives its components their sizes and their data. It runs at the
	// end of each Update, so that view only draws.
	arrange(f frame) tea.Cmd
	// header is what the lines at the top say of it.
	header() views.HeaderData
	// view draws it.
	view() string
	// mover is what the moving keys move.
	mover() mover
	// cursorLine is the line of the screen with the cursor's row, if that is in sight.
	cursorLine() (y int, inSight bool)
	// under is what the wheel moves at a cell of the screen.
	under(x, y int) mover
	// click selects what is at a cell of the screen.
	click(x, y int)
	// setTheme changes how it looks, when the background is reported late.
	setTheme(theme views.Theme)
}

// mover is whatever the moving keys and the wheel move.
type mover interface {
	move(n int)
	visible() int // lines
}

// base is what all pages have in common. What a page does not say otherwise, its
// base does not do.
type base struct{ *desk }

func (base) objection(scope) string  { return "" }
func (base) mover() mover            { return still{} }
func (base) cursorLine() (int, bool) { return 0, false }
func (base) under(int, int) mover    { return still{} }
func (base) click(int, int)          {}

// still is what does not move.
type still struct{}

func (still) visible() int { return 0 }
func (still) move(int)     {}
