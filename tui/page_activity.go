package tui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/calllog"
	"leaseview/tui/trouble"
	"leaseview/tui/words"
	"leaseview/views"
)

// activityPage lists the calls made, the newest first. It never holds a token or
// a body, because the client's log doesn't.
type activityPage struct {
	base
	calls   *calllog.List
	beneath page // that it was asked for from
	area    rect
	list    *views.Activity
}

func newActivityPage(d *desk) *activityPage {
	p := &activityPage{base: base{d}, list: views.NewActivity(d.theme)}
	p.calls = calllog.NewList(p.path)
	return p
}

// above shows the calls on top of a page.
func (p *activityPage) above(beneath page) *activityPage {
	p.beneath = beneath
	p.calls.Rematch() // a queue may have got a name since
	return p
}

// Len and Row make the page the list's source.
func (p *activityPage) Len() int { return p.calls.Len() }

func (p *activityPage) Row(i int) views.ActivityRow {
	c := p.calls.At(i)
	row := views.ActivityRow{
		Time: p.located(c.Started).Format("15:04:05"), Method: c.Method, Path: p.path(c),
		Duration: formatTook(c.Duration), Try: strconv.Itoa(c.Try), Ray: c.RayID, Error: calllog.ErrorOf(c),
	}
	switch {
	case c.Status == 0:
		row.Status = views.Styled{Text: "none", Tone: toneBad}
	case c.Err != nil || c.Status >= 400:
		row.Status = views.Styled{Text: strconv.Itoa(c.Status), Tone: toneBad}
	default:
		row.Status = views.Styled{Text: strconv.Itoa(c.Status), Tone: toneGood}
	}
	return row
}

// path is a call's path without the account, and with the queue's name instead
// of its id where that is known.
func (p *activityPage) path(c *apiclient.Call) string {
	path := strings.TrimPrefix(c.Path, "/accounts/"+string(p.opts.Account))
	for id, s := range p.sessions {
		if rest, found := strings.CutPrefix(path, "/queues/"+string(id)); found {
			return "/queues/" + s.Name() + rest
		}
	}
	return path
}

func (*activityPage) scopes() []scope           { return []scope{scopeActivity} }
func (p *activityPage) setTheme(th views.Theme) { p.list.SetTheme(th) }
func (p *activityPage) view() string            { return p.list.View() }
func (p *activityPage) mover() mover            { return p }
func (p *activityPage) under(int, int) mover    { return p }
func (p *activityPage) move(n int)              { p.calls.Move(n) }
func (p *activityPage) visible() int            { return p.list.VisibleRows() }

func (p *activityPage) cursorLine() (int, bool) {
	y, inSight := p.list.CursorLine()
	return p.area.y + y, inSight
}

func (p *activityPage) click(_, y int) {
	if row, ok := p.list.RowAt(y - p.area.y); ok {
		p.calls.SetCursor(row)
	}
}

func (p *activityPage) arrange(f frame) tea.Cmd {
	if p.opts.Calls != nil {
		p.calls.Take(p.opts.Calls)
	}
	p.area = f.page()
	p.list.SetSize(p.area.w, p.area.h)
	p.list.SetEmpty("No calls to show", p.keys.In("{activity.filter} changes the filter, {activity.close} goes back."))
	p.list.SetSource(p)
	p.list.SetCursor(p.calls.Cursor())
	return nil
}

func (p *activityPage) header() views.HeaderData {
	return views.HeaderData{Queue: "Activity", Freshness: views.Styled{Text: p.countWords(), Tone: toneMuted}}
}

// countWords say how many calls there are, and how many the filter shows.
func (p *activityPage) countWords() string {
	calls := words.Plural(p.calls.Total(), "call", "calls")
	if filter := p.calls.Filter(); filter != "" {
		return fmt.Sprintf("%s of %s match %q", words.Count(int64(p.calls.Len())), calls, filter)
	}
	return calls
}

func formatTook(d time.Duration) string {
	if d < 10*time.Second {
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	}
	return strconv.FormatInt(int64(d/time.Second), 10) + " s"
}

// copyCall copies the selected call as a curl command. The log keeps no bodies,
// so that of a call with one has to be filled in.
func (p *activityPage) copyCall() tea.Cmd {
	return p.copyText("the call as curl", p.curl().Call(*p.calls.At(p.calls.Cursor())))
}

// callBox is the dialog that enter opens on a call: all of it, nothing cut.
type callBox struct {
	box
	call *views.Confirm
}

func (*callBox) scope() scope { return scopeHelp }

// move scrolls what there is no room for.
func (d *callBox) move(n int) { d.call.Scroll(n) }

// click closes the box by its one answer, which does nothing else.
func (d *callBox) click(x, y int) {
	if _, ok := d.call.AnswerAt(x, y); ok {
		d.front.close()
	}
}

func (p *activityPage) openCall() tea.Cmd {
	c := p.calls.At(p.calls.Cursor())
	row := p.Row(p.calls.Cursor())
	lines := []views.Styled{
		{Text: c.Method + " " + p.path(c)},
		{Text: "status " + row.Status.Text + ", took " + row.Duration + ", try " + row.Try + ", at " + p.clockTime(c.Started), Tone: row.Status.Tone},
	}
	if c.RayID != "" {
		lines = append(lines, views.Styled{Text: "CF-Ray " + c.RayID, Tone: toneMuted})
	}
	if c.Err != nil {
		lines = append(lines, views.Styled{Text: trouble.Text(c.Err), Tone: toneBad})
		for _, line := range trouble.References(c.Err) {
			lines = append(lines, views.Styled{Text: line.Words(nil)})
		}
	}
	call := views.NewChoice(p.theme, "Call", lines, "Close")
	call.SetScrollKeys(p.keys.First("move.up"), p.keys.First("move.down"))
	p.dialog = &callBox{box{&p.front, call}, call}
	return nil
}

func (p *activityPage) noCalls() string {
	if p.calls.Len() == 0 {
		return "No call is shown here."
	}
	return ""
}

// openFilter asks for the words that a call must hold to be shown.
func (p *activityPage) openFilter() tea.Cmd {
	take := func(prompt *views.Prompt) (tea.Cmd, bool) {
		p.calls.SetFilter(prompt.Values()[0])
		return nil, true
	}
	return p.openPrompt("Filter the calls", take,
		views.PromptField{Label: "Words", Value: p.calls.Filter(), Hint: "all must occur: 429, pull, POST …; empty shows all"})
}
