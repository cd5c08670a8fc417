package tui

import (
	"context"
	"strings"
	"testing"
	"time"

	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/internal/plain"
	"leaseview/tui/session"
	"leaseview/views"
)

// The program has the whole terminal, names the queue in its title without
// anything that could steer the terminal, and takes the mouse unless it is off.
func TestWhatTheTerminalIsAskedFor(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"": "leaseview", "orders": "leaseview · orders", "a\x1b]0;b": "leaseview · " + views.Safe("a\x1b]0;b")} {
		m := newModel(t, func(o *Options) { o.Queue = "" })
		if name != "" {
			q := orders()
			q.Name = name
			m.openQueue(q)
		}
		for _, off := range []bool{false, true} {
			m.mouseOff = off
			v := m.View()
			mode := tea.MouseModeCellMotion
			if off {
				mode = tea.MouseModeNone
			}
			if !v.AltScreen || v.WindowTitle != want || v.MouseMode != mode {
				t.Errorf("%q, mouse off %v: whole screen %v, title %q, mouse %v", name, off, v.AltScreen, v.WindowTitle, v.MouseMode)
			}
		}
	}
}

// On a screen without width or height nothing is drawn; below the smallest one
// line says so.
func TestScreensWithoutRoom(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	for size, drawn := range map[frame]bool{{0, 0}: false, {0, 48}: false, {160, 0}: false, {20, 5}: true} {
		m.Update(tea.WindowSizeMsg{Width: size.w, Height: size.h})
		if got := m.View().Content != ""; got != drawn {
			t.Errorf("%+v: something is drawn: %v", size, got)
		}
	}
}

// The spinner turns as long as somebody waits, stops after, and starts again.
func TestTheSpinnerTurnsWhileSomebodyWaits(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	m.later(0)
	m.turnSpinner(spinner.TickMsg{})
	for round := range 2 {
		if m.spinning {
			t.Fatalf("round %d: it turns while nobody waits", round)
		}
		m.begin(flight.Peek, m.open, false)
		_, cmd := m.Update(nil)
		if cmd == nil || !m.spinning {
			t.Fatalf("round %d: the wait starts no spinner", round)
		}
		tick, ok := cmd().(spinner.TickMsg)
		if !ok {
			t.Fatalf("round %d: the wait starts something else", round)
		}
		m.says(t, plain.Words(m.spinner.View())+" "+flight.Peek.String())
		before := m.spinner.View()
		if _, next := m.Update(tick); next == nil || m.spinner.View() == before || !m.spinning {
			t.Errorf("round %d: the spinner stands still", round)
		}
		m.says(t, plain.Words(m.spinner.View())+" "+flight.Peek.String())
		if _, again := m.Update(nil); again != nil {
			t.Errorf("round %d: a second spinner is started", round)
		}
		m.peeked(messages(0, 1), 5)
		if _, last := m.Update(m.spinner.Tick()); last != nil || m.spinning {
			t.Errorf("round %d: the spinner goes on after the wait", round)
		}
	}
}

// Init asks for four things at once, the spinner of the first call among them.
func TestInitStartsAllThatIsNeeded(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	m := New(ctx, Options{Queue: "orders", Now: func() time.Time { return noon }})
	cmds, ok := m.Init()().(tea.BatchMsg)
	if !ok || len(cmds) != 4 || !m.spinning || !m.runs(flight.Find, "") {
		t.Errorf("%d commands, spinning %v", len(cmds), m.spinning)
	}
}

// The footer names the call that is waited for: a job only while the job itself is.
func TestTheFooterNamesTheCallThatIsWaitedFor(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.pulled(messages(0, 3))
	s := m.onScreen()
	s.StartJob(&session.Job{Verb: session.Release, Rest: s.Holding().Release})
	m.begin(flight.Peek, m.open, false)
	m.Update(nil)
	m.says(t, flight.Peek.String()+" · esc cancels")
	m.doesNotSay(t, jobWords(s.Job()))
	m.peeked(nil, 5)
	m.begin(flight.Settle, m.open, false)
	m.Update(nil)
	m.says(t, jobWords(s.Job())+" · esc cancels")
}

// What needs more room than the footer stands in a box above it, once, in its
// own tone, and leaves the keys alone.
func TestALongNoticeStandsAboveTheFooter(t *testing.T) {
	t.Parallel()
	for _, tone := range []views.Tone{toneBad, toneWarn, toneInfo, toneGood} {
		m := opened(t, 1)
		m.notice = notice{text: "This happened.", lines: []string{"And this beside it."}, tone: tone}
		m.Update(nil)
		box := views.NoticeBox(m.theme, []views.Styled{{Text: "This happened.", Tone: tone}, {Text: "And this beside it."}}, 160, 24, 0, "")
		content := m.View().Content
		for line := range strings.SplitSeq(box, "\n") {
			if !strings.Contains(content, line) {
				t.Errorf("tone %v: the box lacks %q", tone, line)
			}
		}
		lines := strings.Split(plain.Text(content), "\n")
		if n := strings.Count(plain.Text(content), "This happened."); n != 1 || !strings.HasSuffix(lines[47], "? help") || !strings.HasPrefix(lines[46], "╰") {
			t.Errorf("tone %v: said %d times\n%s\n%s", tone, n, lines[46], lines[47])
		}
		m.notice = notice{text: "Short.", tone: tone}
		m.Update(nil)
		lines = strings.Split(plain.Text(m.View().Content), "\n")
		if !strings.Contains(lines[47], "Short.") {
			t.Errorf("tone %v: a short one is not in the footer: %q", tone, lines[47])
		}
	}
}

// Each page shows its own keys in the footer, and those of a dialog in front of it.
func TestTheKeysOfEachPage(t *testing.T) {
	t.Parallel()
	empty := apiclient.Queue{ID: "empty", Name: "empty"}
	for name, c := range map[string]struct {
		show func(t *testing.T) *Model
		keys string
		want string
	}{
		"queues":   {func(t *testing.T) *Model { t.Helper(); return listed(t, "a b") }, "", "enter open, r refresh, q quit, ? help"},
		"none":     {func(t *testing.T) *Model { t.Helper(); return listed(t, "") }, "", "r refresh, q quit, ? help"},
		"calls":    {func(t *testing.T) *Model { t.Helper(); return callsShown(t, someCalls(2)...) }, "", "enter open, / filter, y copy as curl, esc q back, ? help"},
		"no calls": {func(t *testing.T) *Model { t.Helper(); return callsShown(t) }, "", "/ filter, esc q back, ? help"},
		"rows": {
			func(t *testing.T) *Model { t.Helper(); return opened(t, 3) }, "",
			"p pull, v peek, f follow, B collect, r refresh, , settings, Y copy…, ] tabs, t mode, space mark, enter open, ? help",
		},
		"detail": {
			func(t *testing.T) *Model { t.Helper(); return opened(t, 3) }, "enter",
			"p pull, v peek, f follow, B collect, r refresh, , settings, Y copy…, ] tabs, t mode, space mark, ? help",
		},
		"no rows":   {func(t *testing.T) *Model { t.Helper(); return openedOn(t, empty, 0) }, "", "v peek, r refresh, , settings, ? help"},
		"help":      {func(t *testing.T) *Model { t.Helper(); return opened(t, 3) }, "?", "esc q close"},
		"copy menu": {func(t *testing.T) *Model { t.Helper(); return opened(t, 3) }, "Y", "enter choose, esc q close"},
		"prompt":    {func(t *testing.T) *Model { t.Helper(); return opened(t, 3) }, ",", "enter accept, tab ↓ next field, esc close"},
		"call":      {func(t *testing.T) *Model { t.Helper(); return callsShown(t, someCalls(2)...) }, "enter", "esc q close"},
		"question":  {func(t *testing.T) *Model { t.Helper(); m := opened(t, 0); m.pulled(messages(0, 2)); return m }, "a", "n esc q no, enter no, tab → ack"},
		"leaving":   {func(t *testing.T) *Model { t.Helper(); m := opened(t, 0); m.pulled(messages(0, 2)); return m }, "q", "esc stay, enter stay, tab → release"},
	} {
		m := c.show(t)
		if c.keys == "enter" {
			m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		} else {
			m.typed(c.keys)
		}
		var got []string
		for _, hint := range m.keyHints() {
			got = append(got, hint.Key+" "+hint.Desc)
		}
		if shown := strings.Join(got, ", "); shown != c.want {
			t.Errorf("%s: %q, want %q", name, shown, c.want)
		}
	}
}

// The footer offers to cancel where that key does so: not beneath a dialog, which
// it closes, and not once no further call is to be sent.
func TestTheFooterOffersToCancelWhereItCan(t *testing.T) {
	t.Parallel()
	const offer = "esc cancels"
	m := leasing(101, 0, "mx")(t)
	m.says(t, "releasing 0/101", offer)
	m.typed("?")
	m.says(t, "releasing 0/101")
	m.doesNotSay(t, offer)
	m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	m.says(t, offer)
	m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	m.notice = notice{}
	m.Update(nil)
	m.says(t, "releasing 0/101")
	m.doesNotSay(t, offer)
}
