package tui

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/words"
	"leaseview/views"
)

// activity is the screen of the calls made, the newest first. It never holds a
// token or a body, because the client's log doesn't.
type activity struct {
	calls  []apiclient.Call // oldest first, at most logLength
	seen   int              // calls ever taken from the log
	filter string
	shown  []int // indexes into calls that pass the filter, oldest first; nil = all
	back   int   // the cursor, counted from the newest shown
	from   screen
}

// takeCalls brings the list up to date with the log. Only what is new is looked
// at; the cursor stays on its call.
func (m *Model) takeCalls() {
	if m.opts.Calls == nil {
		return
	}
	a := &m.activity
	fresh, total := m.opts.Calls.since(a.seen)
	if len(fresh) == 0 {
		return
	}
	a.seen = total
	a.calls = append(a.calls, fresh...)
	a.calls = a.calls[max(len(a.calls)-logLength, 0):]
	a.refilter(m.callPath)
	if a.back > 0 {
		above := len(a.shown) - sort.SearchInts(a.shown, len(a.calls)-len(fresh))
		a.back = max(min(a.back+above, a.len()-1), 0)
	}
}

func (a *activity) refilter(path func(*apiclient.Call) string) {
	a.shown = a.shown[:0]
	for i := range a.calls {
		if a.filter == "" || a.matches(&a.calls[i], path(&a.calls[i])) {
			a.shown = append(a.shown, i)
		}
	}
}

// matches says whether every word of the filter stands in what the row shows.
func (a *activity) matches(c *apiclient.Call, path string) bool {
	text := strings.ToLower(c.Method + " " + path + " " + strconv.Itoa(c.Status) + " " + c.RayID + " " + callError(c))
	for word := range strings.FieldsSeq(strings.ToLower(a.filter)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func (a *activity) len() int { return len(a.shown) }

// at is row i of the screen: the newest is row 0.
func (a *activity) at(i int) *apiclient.Call { return &a.calls[a.shown[len(a.shown)-1-i]] }

func (a *activity) move(n int) { a.back = min(max(a.back+n, 0), max(a.len()-1, 0)) }

// activityRows is the list's source.
type activityRows struct{ m *Model }

func (r activityRows) Len() int { return r.m.activity.len() }

func (r activityRows) Row(i int) views.ActivityRow {
	c := r.m.activity.at(i)
	row := views.ActivityRow{
		Time: r.m.located(c.Started).Format("15:04:05"), Method: c.Method, Path: r.m.callPath(c),
		Duration: formatTook(c.Duration), Try: strconv.Itoa(c.Try), Ray: c.RayID, Error: callError(c),
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

// callPath is a call's path without the account, and with the queue's name
// instead of its id where that is known.
func (m *Model) callPath(c *apiclient.Call) string {
	path := strings.TrimPrefix(c.Path, "/accounts/"+string(m.opts.Account))
	for id, s := range m.sessions {
		if rest, found := strings.CutPrefix(path, "/queues/"+string(id)); found {
			return "/queues/" + s.queue.Name + rest
		}
	}
	return path
}

func formatTook(d time.Duration) string {
	if d < 10*time.Second {
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	}
	return strconv.FormatInt(int64(d/time.Second), 10) + " s"
}

// callError is the API's code and message, or what went wrong on the way.
func callError(c *apiclient.Call) string {
	if c.Err == nil {
		return ""
	}
	if e, ok := errors.AsType[*apiclient.Error](c.Err); ok && e.CodeText != "" {
		return e.CodeText + " " + e.Message
	}
	return firstLine(c.Err)
}

// toggleActivity shows the calls, or goes back to where they were asked for.
func (m *Model) toggleActivity() tea.Cmd {
	if m.screen == screenActivity {
		return m.closeActivity()
	}
	m.activity.from = m.screen
	m.screen = screenActivity
	return nil
}

func (m *Model) closeActivity() tea.Cmd {
	m.screen = m.activity.from
	return nil
}

// copyCall copies the selected call as a curl command. The log keeps no bodies,
// so that of a call with one has to be filled in.
func (m *Model) copyCall() tea.Cmd {
	return m.copyText("the call as curl", m.curl().Call(*m.activity.at(m.activity.back)))
}

// callBox is the dialog that enter opens on a call: all of it, nothing cut.
type callBox struct{ box }

func (m *Model) openCall() tea.Cmd {
	c := m.activity.at(m.activity.back)
	row := activityRows{m}.Row(m.activity.back)
	lines := []views.Styled{
		{Text: c.Method + " " + m.callPath(c)},
		{Text: "status " + row.Status.Text + ", took " + row.Duration + ", try " + row.Try + ", at " + m.clockTime(c.Started), Tone: row.Status.Tone},
	}
	if c.RayID != "" {
		lines = append(lines, views.Styled{Text: "CF-Ray " + c.RayID, Tone: toneMuted})
	}
	if c.Err != nil {
		lines = append(lines, views.Styled{Text: firstLine(c.Err), Tone: toneBad})
	}
	m.dialog = &callBox{box{views.NewChoice(m.theme, "Call", lines, "Close")}}
	return nil
}

func (*callBox) scope() scope { return scopeHelp }

func noCalls(m *Model) string {
	if m.activity.len() == 0 {
		return "No call is shown here."
	}
	return ""
}

// openCallFilter asks for the words that a call must hold to be shown.
func (m *Model) openCallFilter() tea.Cmd {
	take := func(m *Model, p *views.Prompt) (tea.Cmd, bool) {
		m.activity.filter = strings.TrimSpace(p.Values()[0])
		m.activity.back = 0
		m.activity.refilter(m.callPath)
		return nil, true
	}
	return m.openPrompt("Filter the calls", take,
		views.PromptField{Label: "Words", Value: m.activity.filter, Hint: "all must occur: 429, pull, POST …; empty shows all"})
}

// activityWords are the header of the screen.
func (m *Model) activityWords() string {
	a := &m.activity
	calls := words.Plural(len(a.calls), "call", "calls")
	if a.filter != "" {
		return fmt.Sprintf("%s of %s match %q", words.Count(int64(a.len())), calls, a.filter)
	}
	return calls
}
