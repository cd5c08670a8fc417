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

// queuesPage is the list of queues that stands where no queue was named. It grows
// page by page while it is read, and can be used all the time.
type queuesPage struct {
	base
	queues  []*apiclient.Queue         // by name
	ids     map[apiclient.QueueID]bool // of queues
	row     int                        // the cursor's
	sought  apiclient.QueueID          // the queue that one came from, until the list has it or the cursor is moved
	state   listState
	err     error                      // why the list could not be read, where it is listFailed
	reading *apiclient.QueueList       // that is read, or gone on with; nil = none is
	told    apiclient.ListPart         // what its newest page told
	seen    map[apiclient.QueueID]bool // that it has brought
	area    rect
	list    *views.QueueList
}

// listState is what is known of the list.
type listState uint8

const (
	listReading listState = iota
	listFailed            // nothing of it was ever read
	listRead              // some of it was
)

func newQueuesPage(d *desk) *queuesPage {
	p := &queuesPage{base: base{d}, ids: make(map[apiclient.QueueID]bool), list: views.NewQueueList(d.theme)}
	p.list.SetRows(p)
	return p
}

// read asks for the list, or for what of it is missing.
func (p *queuesPage) read() tea.Cmd {
	t, ok := p.begin(flight.List, "", false)
	if !ok {
		return nil
	}
	if p.state == listFailed {
		p.state, p.err = listReading, nil
	}
	if p.seen == nil {
		p.reading, p.seen = p.opts.Reader.NewQueueList(), make(map[apiclient.QueueID]bool)
	}
	return listCmd(p.reading, t)
}

// file takes a page of the list, and asks for the next.
func (p *queuesPage) file(msg queuesMsg) tea.Cmd {
	if len(p.seen) == 0 {
		// What has no id is never known again: it goes, and comes with the new list.
		p.drop(func(q *apiclient.Queue) bool { return q.ID == "" })
	}
	p.told = msg.part
	if len(msg.part.Queues) > 0 || msg.err == nil {
		p.state, p.err = listRead, nil
	}
	p.merge(msg.part.Queues)
	p.noteOddities("", msg.part.Oddities)
	for i := range msg.part.Queues {
		p.noteOddities("", msg.part.Queues[i].Oddities)
	}
	if msg.more {
		return listCmd(p.reading, msg.ticket)
	}
	if msg.err != nil {
		p.failed(msg.err)
		return nil
	}
	p.ended()
	return nil
}

// failed says why the list is not whole. What came stays.
func (p *queuesPage) failed(err error) {
	switch {
	case p.state != listRead:
		p.state, p.err = listFailed, err
	case apiclient.IsCanceled(err):
		p.say(notice{text: "Stopped: " + p.partWords() + p.keys.In(" have come. {queues.refresh} reads on."), tone: toneInfo})
	case p.told.Known == 0:
		p.say(p.explain("The list of queues could not be read", "", err))
	default:
		n := p.explain(p.partWords()+" were read", "", err)
		n.lines = append(n.lines, p.keys.In("{queues.refresh} reads on."))
		p.say(n)
	}
}

// ended drops the queues that a whole list has no more. One that moved while it was
// read may have lost some.
func (p *queuesPage) ended() {
	seen := p.seen
	p.reading, p.seen = nil, nil
	if p.told.Known < p.told.Total {
		p.say(notice{text: p.keys.In("The API counts " + words.Count(int64(p.told.Total)) + " queues and listed " +
			words.Count(int64(p.told.Known)) + ": {queues.refresh} reads the list again."), tone: toneWarn})
		return
	}
	if gone := len(p.ids) - len(seen); gone > 0 {
		p.drop(func(q *apiclient.Queue) bool { return !seen[q.ID] })
		p.ids = seen
		p.list.SetRows(p)
	}
}

// drop takes queues out of the list.
func (p *queuesPage) drop(these func(*apiclient.Queue) bool) {
	at := p.selected()
	p.queues = slices.DeleteFunc(p.queues, these)
	p.goTo(at)
}

// merge puts queues in by name. What is in sight stays where it is, and the
// cursor on its queue, as far as there is room.
func (p *queuesPage) merge(queues []apiclient.Queue) {
	if len(queues) == 0 {
		return
	}
	at, before := p.selected(), p.row
	fresh, again := make([]*apiclient.Queue, len(queues)), false
	for i := range queues {
		fresh[i] = &queues[i]
		again = again || queues[i].ID != "" && p.ids[queues[i].ID]
		p.ids[queues[i].ID], p.seen[queues[i].ID] = true, true
		p.list.Widen(queueRow(&queues[i]))
	}
	if again {
		p.queues = slices.DeleteFunc(p.queues, func(old *apiclient.Queue) bool {
			return old.ID != "" && slices.ContainsFunc(queues, func(q apiclient.Queue) bool { return q.ID == old.ID })
		})
	}
	if i := slices.IndexFunc(fresh, func(q *apiclient.Queue) bool { return q.ID == p.sought }); i >= 0 && p.sought != "" {
		at, p.sought = fresh[i], ""
	}
	slices.SortStableFunc(fresh, byName)
	p.queues = merged(p.queues, fresh)
	p.goTo(at)
	p.list.Shift(p.row - before)
}

func byName(a, b *apiclient.Queue) int { return strings.Compare(a.Name, b.Name) }

// merged is two lists in order made one.
func merged(a, b []*apiclient.Queue) []*apiclient.Queue {
	all := make([]*apiclient.Queue, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if byName(a[0], b[0]) <= 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// selected is the queue under the cursor, nil without any.
func (p *queuesPage) selected() *apiclient.Queue {
	if len(p.queues) == 0 {
		return nil
	}
	return p.queues[p.row]
}

// goTo puts the cursor on a queue, wherever that stands by now, or leaves it
// about where it was.
func (p *queuesPage) goTo(queue *apiclient.Queue) {
	row := -1
	if queue != nil {
		row = slices.IndexFunc(p.queues, func(q *apiclient.Queue) bool { return q == queue || q.ID != "" && q.ID == queue.ID })
	}
	if row < 0 {
		row = max(0, min(p.row, len(p.queues)-1))
	}
	p.row = row
}

// move goes n rows on, stopping at both ends.
func (p *queuesPage) move(n int)   { p.put(max(min(p.row+n, len(p.queues)-1), 0)) }
func (p *queuesPage) visible() int { return p.list.VisibleRows() }

// put is the cursor put on a row by somebody, who then seeks no other.
func (p *queuesPage) put(row int) { p.row, p.sought = row, "" }

// chosen is the queue under the cursor. There is one where noQueues does not object.
func (p *queuesPage) chosen() apiclient.Queue { return *p.queues[p.row] }

// beingRead objects while the list comes anyway.
func (p *queuesPage) beingRead() string {
	if p.runs(flight.List, "") {
		return p.keys.In("The list is being read: {queues.cancel} stops that.")
	}
	return ""
}

// notReading objects while there is nothing to stop.
func (p *queuesPage) notReading() string {
	if p.runs(flight.List, "") {
		return ""
	}
	return "The list is not being read."
}

func (p *queuesPage) stop() tea.Cmd {
	p.cancelCall()
	return nil
}

// noQueues objects while there is no queue to open.
func (p *queuesPage) noQueues() string {
	switch {
	case len(p.queues) > 0:
		return ""
	case p.runs(flight.List, ""):
		return "No queue to open yet: the list is being read."
	default:
		return p.keys.In("No queue to open: {queues.refresh} reads the list again.")
	}
}

func (*queuesPage) scopes() []scope           { return []scope{scopeQueues} }
func (p *queuesPage) setTheme(th views.Theme) { p.list.SetTheme(th) }
func (p *queuesPage) view() string            { return p.list.View() }
func (p *queuesPage) mover() mover            { return p }
func (p *queuesPage) under(int, int) mover    { return p }

func (p *queuesPage) cursorLine() (int, bool) {
	y, inSight := p.list.CursorLine()
	return p.area.y + y, inSight
}

func (p *queuesPage) click(_, y int) {
	if row, ok := p.list.RowAt(y - p.area.y); ok && row < len(p.queues) {
		p.put(row)
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
		text := p.partWords()
		if p.told.Waited > 0 && p.runs(flight.List, "") {
			text += ", paced by our own request budget"
		}
		d.Freshness = views.Styled{Text: text, Tone: toneMuted}
	}
	return d
}

// partWords say how many queues there are, and how many of them have come.
func (p *queuesPage) partWords() string {
	if p.told.Known < p.told.Total {
		return words.Count(int64(p.told.Known)) + " of " + words.Plural(p.told.Total, "queue", "queues")
	}
	return words.Plural(len(p.queues), "queue", "queues")
}

// Len is how many rows the list has.
func (p *queuesPage) Len() int { return len(p.queues) }

// Row is one of them, as it is now.
func (p *queuesPage) Row(i int) views.QueueRow {
	q := p.queues[i]
	row := queueRow(q)
	if s := p.sessions[q.ID]; s != nil {
		row.Held, row.Until = operator{p.desk, s}.heldThere()
	}
	return row
}

// queueRow is what the list tells of a queue.
func queueRow(q *apiclient.Queue) views.QueueRow {
	return views.QueueRow{Name: session.NameOf(*q), ID: string(q.ID), Consumer: consumerWords(*q), Paused: q.DeliveryPaused}
}

// heldThere are the leases of a queue for the list: how many, and until when.
func (o operator) heldThere() (held, until string) {
	all := o.heldWords()
	held, until, some := strings.Cut(all, " until ")
	if !some {
		return "", ""
	}
	return held, "until " + until
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
