package tui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"leaseview/apiclient"
	"leaseview/tui/words"
	"leaseview/views"
)

// panes are the table and the detail pane of its row, and how the two share the
// window. There is one pair, whichever queue is on screen, so that split, tab and
// mode stay as they were set.
type panes struct {
	theme       views.Theme
	keys        words.Keys // of what is said in the panes themselves
	split       split
	detailFocus bool
	layout      layout
	body        bodyPane
	table       *views.MessageTable
	detail      *views.Detail
}

// bodyPane is what the detail pane shows, and the body that is laid out for it.
type bodyPane struct {
	tab views.DetailTab
	bodyForm
	of      messageRef     // whose body is decoded that deep
	shown   bodyKey        // laid out and in the pane
	layout  views.Prepared // of the one shown
	waiting bodyKey        // being laid out off the update goroutine
}

// bodyForm is how a body is shown.
type bodyForm struct {
	mode   views.BodyMode
	deeper int // encodings taken off beyond what the content type says, raw aside
}

// messageRef names a message among all queues.
type messageRef struct {
	queue apiclient.QueueID
	id    apiclient.MessageID
}

// bodyKey is everything that the layout of a body depends on.
type bodyKey struct {
	queue       apiclient.QueueID
	id          apiclient.MessageID
	contentType string
	raw         string // as it came: a redelivery may bring another
	bodyForm
	width   int
	palette views.Palette
	method  ansi.Method
}

func newPanes(theme views.Theme, keys words.Keys) *panes {
	return &panes{theme: theme, keys: keys, table: views.NewMessageTable(theme), detail: views.NewDetail(theme)}
}

func (p *panes) setTheme(theme views.Theme) {
	p.theme = theme
	p.table.SetTheme(theme)
	p.detail.SetTheme(theme)
}

// arrange gives both panes their sizes.
func (p *panes) arrange(f frame) {
	p.layout = cut(f, p.split, p.detailFocus)
	p.table.SetSize(p.layout.table.w, p.layout.table.h)
	p.table.SetFocused(!p.detailFocus)
	p.detail.SetSize(p.layout.detail.w, p.layout.detail.h)
	p.detail.SetFocused(p.detailFocus)
	p.detail.SetTab(p.body.tab)
}

// empty says in the detail pane that there is no message, and what to press.
func (p *panes) empty(title, hint string) {
	p.body.shown = bodyKey{}
	p.detail.SetTitle("")
	p.detail.SetEmpty(title, hint)
}

// draw draws both, with a rule of these words above the table.
func (p *panes) draw(left, right []string) string {
	l := p.layout
	table := ""
	if l.table.h > 0 {
		table = views.Rule(p.theme, left, right, l.rule.w, !p.detailFocus) + "\n" + p.table.View()
	}
	switch {
	case l.table.h == 0:
		return p.detail.View()
	case l.gutter.h > 0:
		return views.SideBySide(p.theme, table, p.detail.View())
	case l.detail.h > 0:
		return table + "\n" + p.detail.View()
	default:
		return table
	}
}

// inDetail says whether a cell of the screen is one of the detail pane's.
func (p *panes) inDetail(x, y int) bool { return p.layout.detail.contains(x, y) }

// detailMover scrolls the detail pane.
type detailMover struct{ *panes }

func (d detailMover) visible() int { return d.detail.VisibleLines() }
func (d detailMover) move(n int)   { d.detail.ScrollBy(n) }

func (p *panes) switchPane() tea.Cmd {
	p.detailFocus = !p.detailFocus
	return nil
}

func (p *panes) focusDetail() tea.Cmd {
	p.detailFocus = true
	return nil
}
