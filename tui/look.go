package tui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leaseview/views"
)

// look is what the terminal has told of itself, as far as it changes what the
// screen looks like. Nothing waits for its answers: until they come, the ground is
// dark, and cells are counted as wcwidth does.
type look struct {
	light   bool
	sixteen bool // it has no more colours than these
	method  ansi.Method
}

// theme is how everything looks on such a terminal.
func (l look) theme() views.Theme {
	palette := views.Dark()
	switch {
	case l.sixteen:
		palette = views.Sixteen()
	case l.light:
		palette = views.Light()
	}
	return views.NewTheme(palette).Measured(l.method)
}

// learn takes an answer of the terminal. All that was laid out for another look is
// laid out anew.
func (m *Model) learn(msg tea.Msg) {
	before := m.look
	switch msg := msg.(type) {
	case tea.BackgroundColorMsg:
		m.look.light = !msg.IsDark()
	case tea.ColorProfileMsg:
		m.look.sixteen = msg.Profile == colorprofile.ANSI
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeUnicodeCore && counts(msg.Value) {
			m.look.method = ansi.GraphemeWidth
		}
	}
	if m.look != before {
		m.setTheme(m.look.theme())
	}
}

// counts reports whether a terminal that answers so about mode 2027 counts clusters
// from now on: the renderer then asks it to, and counts so itself.
func counts(s ansi.ModeSetting) bool {
	return s == ansi.ModeReset || s == ansi.ModeSet || s == ansi.ModePermanentlySet
}

func (m *Model) setTheme(th views.Theme) {
	m.theme = th
	m.header.SetTheme(th)
	m.footer.SetTheme(th)
	m.panes.setTheme(th)
	m.home.setTheme(th)
	m.activity.setTheme(th)
	if m.dialog != nil {
		m.dialog.setTheme(th)
	}
}
