package tui

import (
	"errors"
	"image/color"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/session"
	"leaseview/views"
)

// selected is the row under the cursor of the page on screen.
func (m *Model) selected() int {
	switch p := m.page.(type) {
	case *queuesPage:
		return p.row
	case *activityPage:
		return p.calls.Cursor()
	default:
		return m.onScreen().CursorRow()
	}
}

// listPages are pages of three rows, on a screen with three lines of header: one
// of titles is beneath it, or one of titles and a rule.
var listPages = []struct {
	name string
	top  int // the screen's line of the first row
	show func(t *testing.T) *Model
}{
	{"queues", 4, func(t *testing.T) *Model { t.Helper(); return listed(t, "a b c") }},
	{"calls", 4, func(t *testing.T) *Model { t.Helper(); return callsShown(t, someCalls(3)...) }},
	{"messages", 5, func(t *testing.T) *Model { t.Helper(); return opened(t, 3) }},
}

// A click selects the row that is clicked, and nothing above the first row or
// beneath the last one. Other buttons select nothing.
func TestAClickSelectsTheRowUnderIt(t *testing.T) {
	t.Parallel()
	for _, page := range listPages {
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			m := page.show(t)
			for _, c := range []struct {
				from, y int
				button  tea.MouseButton
				want    int
			}{
				{0, page.top + 1, tea.MouseLeft, 1},
				{0, page.top + 2, tea.MouseLeft, 2},
				{2, page.top, tea.MouseLeft, 0},
				{1, page.top - 1, tea.MouseLeft, 1},
				{1, page.top + 3, tea.MouseLeft, 1},
				{1, 0, tea.MouseLeft, 1},
				{1, 47, tea.MouseLeft, 1},
				{0, page.top + 1, tea.MouseRight, 0},
				{0, page.top + 1, tea.MouseMiddle, 0},
			} {
				m.typed("g" + strings.Repeat("j", c.from))
				m.Update(tea.MouseClickMsg{X: 3, Y: c.y, Button: c.button})
				if got := m.selected(); got != c.want {
					t.Errorf("from row %d, %v in line %d selects row %d, want %d", c.from, c.button, c.y, got, c.want)
				}
			}
			m.typed("?")
			m.clickAt(3, page.top+2)
			if m.selected() == 2 {
				t.Error("a click goes through a dialog")
			}
		})
	}
}

// A page down goes as many rows on as are in sight, half a page half as many.
func TestAPageOfRowsIsWhatIsInSight(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]*Model{
		"queues":   listed(t, strings.Join(strings.Fields(strings.Repeat("q ", 200)), " ")),
		"calls":    callsShown(t, someCalls(200)...),
		"messages": opened(t, 200),
	} {
		whole := 43
		if name == "messages" {
			whole = 42
		}
		for _, c := range []struct {
			key  rune
			mod  tea.KeyMod
			want int
		}{
			{tea.KeyPgDown, 0, whole}, {'d', tea.ModCtrl, whole + whole/2}, {tea.KeyPgUp, 0, whole / 2}, {'u', tea.ModCtrl, 0},
		} {
			m.Update(tea.KeyPressMsg{Code: c.key, Mod: c.mod})
			if got := m.selected(); got != c.want {
				t.Errorf("%s: %v leads to row %d, want %d", name, tea.Key{Code: c.key, Mod: c.mod}, got, c.want)
			}
		}
	}
}

// colours are the true colours that a screen is drawn in.
func colours(screen string) map[string]bool {
	all := make(map[string]bool)
	for _, c := range regexp.MustCompile(`(?:38|48)[;:]2[;:]+\d+[;:]\d+[;:]\d+`).FindAllString(screen, -1) {
		all[c] = true
	}
	return all
}

// Once the terminal has said that it is light, nothing on any page is drawn in a
// dark palette's colour any more, whichever page it was said on.
func TestALateBackgroundReachesEveryPage(t *testing.T) {
	t.Parallel()
	white := tea.BackgroundColorMsg{Color: color.White}
	failed := func(t *testing.T) *Model {
		t.Helper()
		m := newModel(t, nil)
		m.page.(*openingPage).err = errors.New("it broke")
		m.Update(nil)
		return m
	}
	behind := func(t *testing.T) *Model {
		t.Helper()
		m := listed(t, "orders other")
		m.openQueue(orders())
		m.peeked(messages(0, 3), 5)
		return m
	}
	shows := map[string]func(*testing.T) *Model{"opening": failed, "behind a list": behind}
	for _, page := range listPages {
		shows[page.name] = page.show
	}
	for name, show := range shows {
		m := show(t)
		dark := colours(m.page.view())
		m.Update(white)
		light := colours(m.page.view())
		if len(dark) == 0 || len(light) == 0 || m.theme.Palette() != views.Light() {
			t.Errorf("%s: %d and %d colours", name, len(dark), len(light))
		}
		for c := range light {
			if dark[c] {
				t.Errorf("%s: %s is of the dark palette", name, c)
			}
		}
	}
	m := behind(t)
	dark := colours(m.home.view())
	m.Update(white)
	m.typed("q")
	for c := range colours(m.home.view()) {
		if dark[c] {
			t.Errorf("the list beneath a queue: %s is of the dark palette", c)
		}
	}
}

// A row of the list says who the queue is and who takes from it.
func TestTheCellsOfAQueue(t *testing.T) {
	t.Parallel()
	count := func(n int64) apiclient.Count { return apiclient.CountOf(n) }
	queues := []apiclient.Queue{
		{ID: "1", Name: "a", ConsumersTotal: count(0)},
		{ID: "2", Name: "b", ConsumersTotal: count(1)},
		{ID: "3", Name: "c", ConsumersTotal: count(2), DeliveryPaused: true},
		{ID: "4", Name: "d"},
		{ID: "5", Name: "e", Consumers: orders().Consumers},
	}
	want := []views.QueueRow{
		{Name: "a", ID: "1", Consumer: "no consumer"},
		{Name: "b", ID: "2", Consumer: "1 consumer"},
		{Name: "c", ID: "3", Consumer: "2 consumers", Paused: true},
		{Name: "d", ID: "4", Consumer: "consumer unknown"},
		{Name: "e", ID: "5", Consumer: "pull"},
	}
	for i := range queues {
		if row := queueRow(&queues[i]); row != want[i] {
			t.Errorf("row %d: %+v, want %+v", i, row, want[i])
		}
	}
	if name := queueRow(&apiclient.Queue{ID: "6"}).Name; name != session.NameOf(apiclient.Queue{ID: "6"}) {
		t.Errorf("a queue without a name is called %q", name)
	}
}

// The header of the list counts the queues, once they have been read.
func TestTheCountOfQueues(t *testing.T) {
	t.Parallel()
	for names, want := range map[string]string{"": "0 queues", "a": "1 queue", "a b": "2 queues"} {
		if got := listed(t, names).page.header(); got.Queue != "Queues" || got.Freshness != (views.Styled{Text: want, Tone: toneMuted}) {
			t.Errorf("%q: %q %+v, want %q", names, got.Queue, got.Freshness, want)
		}
	}
	unread := newModel(t, func(o *Options) { o.Queue = "" })
	if got := unread.page.header(); got.Freshness != (views.Styled{}) {
		t.Errorf("an unread list counts %+v", got.Freshness)
	}
}

// clickAt clicks a cell of the screen.
func (m *Model) clickAt(x, y int) { m.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }
