package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/tui/flight"
	"leaseview/tui/words"
	"leaseview/views"
)

// openingPage stands where the queue that the command line named is looked for,
// or could not be found.
type openingPage struct {
	base
	*panes
	err error // why it could not be opened; nil while it is looked for
}

// scopes are those of the queue's page, so that a key of it that can't work yet
// says why.
func (*openingPage) scopes() []scope { return []scope{scopeTable, scopeMessages, scopeQueue} }

func (p *openingPage) objection(s scope) string {
	if s == scopeTable || s == scopeMessages {
		return p.keys.In("The queue is not open yet: {messages.refresh} tries to open it.")
	}
	return ""
}

// find looks the queue up.
func (p *openingPage) find() tea.Cmd {
	t, ok := p.begin(flight.Find, "", false)
	if !ok {
		return nil
	}
	p.err = nil
	return findCmd(p.opts.Reader, t, p.opts.Queue)
}

func (p *openingPage) arrange(f frame) tea.Cmd {
	p.panes.arrange(f)
	title, lines := "Opening "+p.opts.Queue+"…", []string(nil)
	if p.err != nil {
		title, lines = "The queue "+words.Quote(p.opts.Queue)+" could not be opened", p.explainOpening(p.opts.Queue, p.err,
			"{messages.refresh} tries again, {messages.cancel} lists the queues, {messages.back} quits.")
	}
	p.table.SetEmpty(title, lines...)
	p.table.SetAgeColumn(p.ageColumn())
	p.empty("", "")
	return nil
}

func (p *openingPage) header() views.HeaderData { return views.HeaderData{Queue: p.opts.Queue} }
func (p *openingPage) view() string             { return p.draw(nil, nil) }
func (p *openingPage) setTheme(th views.Theme)  { p.panes.setTheme(th) }
