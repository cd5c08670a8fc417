package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
	"leaseview/tui/trouble"
	"leaseview/tui/words"
	"leaseview/views"
)

// queuesPage is the list of queues that stands where no queue was named.
type queuesPage struct {
	base
	queues []apiclient.Queue
	row    int // the cursor's
	state  listState
	err    error // why the list could not be read, where it is listFailed
	area   rect
	list   *views.QueueList
}

// listState is what is known of the list.
type listState uint8

const (
	listReading listState = iota
	listFailed            // it was never read
	listRead              // also where it could not be read again
)

func newQueuesPage(d *desk) *queuesPage {
	return &queuesPage{base: base{d}, list: views.NewQueueList(d.theme)}
}

// read asks for the list.
func (p *queuesPage) read() tea.Cmd {
	t, ok := p.begin(flight.List, "", false)
	if !ok {
		return nil
	}
	if p.state == listFailed {
		p.state, p.err = listReading, nil
	}
	return listCmd(p.opts.Reader, t)
}

func (p *queuesPage) file(msg queuesMsg) {
	switch {
	case msg.err != nil && p.state == listRead:
		p.say(p.explain("The list of queues could not be read", "", msg.err))
		return
	case msg.err != nil:
		p.state, p.err = listFailed, msg.err
		return
	}
	p.state, p.err = listRead, nil
	p.replace(msg.queues)
	for i := range msg.queues {
		p.noteOddities("", msg.queues[i].Oddities)
	}
	p.list.SetRows(queueRows(p.queues))
}

// replace takes a newly read list. The cursor stays on its queue, wherever that
// stands by now.
func (p *queuesPage) replace(queues []apiclient.Queue) {
	var selected apiclient.QueueID
	if len(p.queues) > 0 {
		selected = p.queues[p.row].ID
	}
	slices.SortStableFunc(queues, func(a, b apiclient.Queue) int { return strings.Compare(a.Name, b.Name) })
	p.queues = queues
	p.row = max(0, slices.IndexFunc(queues, func(q apiclient.Queue) bool { return q.ID == selected && selected != "" }))
}

// move goes n rows on, stopping at both ends.
func (p *queuesPage) move(n int)   { p.row = max(min(p.row+n, len(p.queues)-1), 0) }
func (p *queuesPage) visible() int { return p.list.VisibleRows() }

// chosen is the queue under the cursor. There is one where noQueues does not object.
func (p *queuesPage) chosen() apiclient.Queue { return p.queues[p.row] }

// noQueues objects while there is no queue to open.
func (p *queuesPage) noQueues() string {
	if len(p.queues) == 0 {
		return p.keys.In("No queue to open: {queues.refresh} reads the list again.")
	}
	return ""
}

func (*queuesPage) scopes() []scope           { return []scope{scopeQueues} }
func (p *queuesPage) setTheme(th views.Theme) { p.list.SetTheme(th) }
func (p *queuesPage) view() string            { return p.list.View() }
func (p *queuesPage) mover() mover            { return p }
func (p *queuesPage) under(int, int) mover    { return p }

func (p *queuesPage) click(_, y int) {
	if row, ok := p.list.RowAt(y - p.area.y); ok && row < len(p.queues) {
		p.row = row
	}
}

func (p *queuesPage) arrange(f frame) tea.Cmd {
	p.area = f.page()
	p.list.SetSize(p.area.w, p.area.h)
	title, lines := p.emptyWords()
	p.list.SetEmpty(title, lines...)
	p.list.SetCursor(p.row)
	return nil
}

// emptyWords are what the list says while it has no rows.
func (p *queuesPage) emptyWords() (title string, lines []string) {
	switch p.state {
	case listReading:
		return "Reading the list of queues…", nil
	case listFailed:
		return "The list of queues could not be read", p.explainOpening("", p.err, "{queues.refresh} tries again, {queues.back} quits.")
	default:
		return "This account has no queues", []string{"Make one with: wrangler queues create NAME", p.keys.In("{queues.refresh} reads the list again.")}
	}
}

func (p *queuesPage) header() views.HeaderData {
	d := views.HeaderData{Queue: "Queues"}
	if p.state == listRead {
		d.Freshness = views.Styled{Text: words.Plural(len(p.queues), "queue", "queues"), Tone: toneMuted}
	}
	return d
}

func queueRows(queues []apiclient.Queue) []views.QueueRow {
	rows := make([]views.QueueRow, len(queues))
	for i, q := range queues {
		rows[i] = views.QueueRow{Name: session.NameOf(q), ID: string(q.ID), Consumer: consumerWords(q), Paused: q.DeliveryPaused}
	}
	return rows
}

// consumerWords says who takes messages from a queue, as the list tells it.
func consumerWords(q apiclient.Queue) string {
	if len(q.Consumers) > 0 {
		return trouble.ConsumerNames(q.Consumers)
	}
	switch n, known := q.ConsumersTotal.Get(); {
	case !known:
		return "consumer unknown"
	case n > 0:
		return words.Plural(int(n), "consumer", "consumers")
	default:
		return "no consumer"
	}
}
