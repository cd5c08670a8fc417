package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"leaseview/apiclient"
	"leaseview/tui/flight"
)

// hostile is what a name, a body or an error may hold at its worst.
const hostile = "a\x1b[31m\x1b]52;c;aGk=\a\x9b2J\r\n\t\u202e\u200b漢字👩‍👩‍👧 \xff" + "long long long long long long long long long long long long long long long"

// troubles are errors that have something said of them, one of each kind.
var troubles = []error{
	context.Canceled, context.DeadlineExceeded,
	&apiclient.Error{Op: "pull", Status: 405}, &apiclient.Error{Op: "pull", Status: 409},
	&apiclient.Error{Op: "pull", Status: 429}, &apiclient.Error{Op: "pull", Status: 403},
	&apiclient.Error{Op: "pull", Status: 404, Code: 11000}, &apiclient.Error{Op: "pull", Status: 502},
	&apiclient.NotFoundError{Wanted: "orders"},
}

// scenes are screens with everything on them that a screen can have.
func scenes(t *testing.T) map[string]*Model {
	t.Helper()
	scene := func(keys string) *Model {
		m := opened(t, 30)
		m.pulled(messages(0, 20))
		m.later(31 * time.Second)
		m.pulled(messages(5, 10))
		m.typed(keys)
		return m
	}
	all := map[string]*Model{
		"the list": newModel(t, func(o *Options) { o.Queue = "" }), "opening": newModel(t, nil),
		"no rows": opened(t, 0), "rows": scene(""), "metadata": scene("]"), "lease": scene("]]"), "hex": scene("tt"),
		"marks": scene("m"), "times": scene("z"), "help": scene("?"), "menu": scene("Y"), "settings": scene(","), "settings, wrong": scene(",x"),
		"ack": scene("a"), "delay": scene("U"), "activity": scene("L"), "table": scene("+"), "detail": scene("++"), "one": scene("+++"),
	}
	all["settings, wrong"].Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	all["leaving"] = scene("")
	all["leaving"].Update(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	filled := newModel(t, func(o *Options) { o.Queue, o.Demo, o.Leaser = "", true, nil })
	filled.Update(queuesMsg{filled.awaited(flight.List, ""), false, apiclient.ListPart{Known: 3, Queues: []apiclient.Queue{
		orders(), {ID: "1", Name: hostile, ConsumersTotal: apiclient.CountOf(3)}, {ID: "2", Name: "paused", DeliveryPaused: true},
	}}})
	all["a list"] = filled
	all["hostile"] = hostileScene(t)
	for i, err := range troubles {
		m := scene("")
		m.say(m.explain("Pull failed", hostile, fmt.Errorf("%s: %w", hostile, err)))
		m.blocked = m.now.Add(time.Hour)
		m.arrange()
		all[fmt.Sprintf("explanation %d", i)] = m
	}
	return all
}

func hostileScene(t *testing.T) *Model {
	t.Helper()
	q := orders()
	q.Name, q.Consumers[0].DeadLetterQueue = hostile, hostile
	m := newModel(t, nil)
	m.found(q)
	m.settled(q)
	list := messages(0, 3)
	for i := range list {
		list[i].ID += hostile
		list[i].Body, list[i].Metadata = strings.Repeat(hostile, 40), []apiclient.MetadataEntry{{Key: hostile, Value: hostile}}
	}
	m.peeked(list, 5)
	m.pulled(list)
	return m
}

// sizes go from 1x1 to 250x80 in steps that grow, with the turns.
func sizes() [][2]int {
	all := turns()
	for w := 1; w <= 250; w += 1 + w/3 {
		for h := 1; h <= 80; h += 1 + h/2 {
			all = append(all, [2]int{w, h})
		}
	}
	return all
}

// turns are the sizes around which the screen changes its shape.
func turns() [][2]int {
	var all [][2]int
	for _, w := range []int{minWidth - 1, minWidth, 80, wideWidth - 1, wideWidth, 250} {
		for _, h := range []int{minHeight - 1, minHeight, bothHeight - 1, bothHeight, threeLineHeader - 1, threeLineHeader, 80} {
			all = append(all, [2]int{w, h})
		}
	}
	return all
}

// TestNoScreenExceedsItsSize draws every scene at every size: never a panic,
// never a line too many or a cell too wide, never a control character but those
// of styles.
func TestNoScreenExceedsItsSize(t *testing.T) {
	t.Parallel()
	for name, m := range scenes(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := sizes()
			if strings.HasPrefix(name, "explanation") {
				at = turns() // they are alike but for their words
			}
			for _, size := range at {
				w, h := size[0], size[1]
				m.Update(tea.WindowSizeMsg{Width: w, Height: h})
				view := m.View()
				if problem := overflow(view.Content, w, h); problem != "" {
					t.Fatalf("%dx%d: %s\n%s", w, h, problem, ansi.Strip(view.Content))
				}
				if c := view.Cursor; c != nil && (c.X < 0 || c.X >= w || c.Y < 0 || c.Y >= h) {
					t.Fatalf("%dx%d: the cursor is at %d, %d", w, h, c.X, c.Y)
				}
			}
		})
	}
}

func overflow(content string, w, h int) string {
	lines := strings.Split(content, "\n")
	if len(lines) > h {
		return fmt.Sprintf("%d lines", len(lines))
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n > w {
			return fmt.Sprintf("line %d has %d cells", i+1, n)
		}
		if at := strings.IndexFunc(ansi.Strip(line), isControl); at >= 0 {
			return fmt.Sprintf("line %d has a control character: %q", i+1, line)
		}
	}
	return ""
}

func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x202e || r == 0x200b }

// What a small screen cuts off, the person must still get to know.
func TestExplanationsAreReadableAt80x24(t *testing.T) {
	t.Parallel()
	for _, err := range troubles {
		m := opened(t, 3)
		m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		lines := m.explained("orders", err)
		m.say(notice{text: "Pull failed: why", tone: toneBad, lines: append(lines,
			"It may have taken effect: up to 100 messages may be hidden, with an attempt spent, until 12:00:30 UTC. It was not repeated.",
			"Follow is off.")})
		m.arrange()
		m.says(t, append(lines, "Pull failed: why", "It was not repeated.", "Follow is off.")...)
	}
}
