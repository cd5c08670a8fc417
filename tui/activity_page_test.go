package tui

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/calllog"
	"leaseview/views"
)

// callsShown is the program on the page of those calls, the last of which is the
// first row.
func callsShown(t *testing.T, calls ...apiclient.Call) *Model {
	t.Helper()
	var log calllog.Log
	for _, c := range calls {
		log.Record(c)
	}
	m := newModel(t, func(o *Options) { o.Calls, o.Location = &log, time.FixedZone("EAST", 2*60*60) })
	m.found(orders())
	m.typed("L")
	return m
}

// someCalls are n calls, one a second from noon on.
func someCalls(n int) []apiclient.Call {
	calls := make([]apiclient.Call, n)
	for i := range calls {
		calls[i] = apiclient.Call{
			Method: "GET", Path: fmt.Sprintf("/queues/%s/call%d", ordersID, i), Status: 200, Try: 1,
			Started: noon.Add(time.Duration(i) * time.Second),
		}
	}
	return calls
}

// A row of the calls says when, what, how it went and how long it took, each in
// its own cell.
func TestTheCellsOfACall(t *testing.T) {
	t.Parallel()
	started := noon.Add(63 * time.Second)
	for _, c := range []struct {
		call apiclient.Call
		want views.ActivityRow
	}{
		{
			apiclient.Call{Method: "GET", Path: "/queues", Status: 399, Duration: 9999 * time.Millisecond, Try: 1, RayID: "8f-AMS"},
			views.ActivityRow{Method: "GET", Path: "/queues", Status: views.Styled{Text: "399", Tone: toneGood}, Duration: "9999 ms", Try: "1", Ray: "8f-AMS"},
		},
		{
			apiclient.Call{Method: "POST", Path: "/queues/" + string(ordersID) + "/messages/pull", Status: 400, Duration: 10 * time.Second, Try: 12},
			views.ActivityRow{Method: "POST", Path: "/queues/orders/messages/pull", Status: views.Styled{Text: "400", Tone: toneBad}, Duration: "10 s", Try: "12"},
		},
		{
			apiclient.Call{Method: "PUT", Path: "/x", Duration: 31*time.Second + 900*time.Millisecond, Try: 3, Err: errors.New("no route")},
			views.ActivityRow{Method: "PUT", Path: "/x", Status: views.Styled{Text: "none", Tone: toneBad}, Duration: "31 s", Try: "3", Error: "no route"},
		},
		{
			apiclient.Call{Method: "GET", Path: "/y", Status: 429, Duration: 7 * time.Millisecond, Try: 2, Err: &apiclient.Error{CodeText: "971", Message: "Rate limited"}},
			views.ActivityRow{Method: "GET", Path: "/y", Status: views.Styled{Text: "429", Tone: toneBad}, Duration: "7 ms", Try: "2", Error: "971 Rate limited"},
		},
	} {
		c.call.Started = started
		m := callsShown(t, c.call)
		for mode, clock := range map[timeMode]string{timeAge: "14:01:03", timeLocal: "14:01:03", timeUTC: "12:01:03"} {
			m.mode = mode
			c.want.Time = clock
			if got := m.activity.Row(0); got != c.want {
				t.Errorf("mode %d: %+v, want %+v", mode, got, c.want)
			}
		}
	}
}

// The box of a call says all of it, in the tone of how it went: the selected one,
// not the first.
func TestTheBoxOfACall(t *testing.T) {
	t.Parallel()
	plain := apiclient.Call{Method: "GET", Path: "/queues", Status: 200, Duration: 12 * time.Millisecond, Try: 1, Started: noon}
	failed := apiclient.Call{
		Method: "POST", Path: "/queues/" + string(ordersID) + "/messages/ack", Status: 500, Duration: 11 * time.Second, Try: 2,
		Started: noon.Add(time.Second), RayID: "8f-AMS", Err: errors.New("it broke"),
	}
	for down, lines := range [][]views.Styled{
		{
			{Text: "POST /queues/orders/messages/ack"},
			{Text: "status 500, took 11 s, try 2, at 14:00:01", Tone: toneBad},
			{Text: "CF-Ray 8f-AMS", Tone: toneMuted},
			{Text: "it broke", Tone: toneBad},
		},
		{
			{Text: "GET /queues"},
			{Text: "status 200, took 12 ms, try 1, at 14:00:00", Tone: toneGood},
		},
	} {
		m := callsShown(t, plain, failed)
		for range down {
			m.typed("j")
		}
		m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		want := views.NewChoice(m.theme, "Call", lines, "Close")
		want.SetSize(160, 47)
		if got := m.dialog.view(); got != want.View() {
			t.Errorf("row %d:\n%s\nwant\n%s", down, got, want.View())
		}
		if m.Update(tea.KeyPressMsg{Code: tea.KeyEnter}); m.dialog != nil {
			t.Errorf("row %d: enter does not close the box", down)
		}
	}
}

// A call with more to it than there is room for is scrolled; a click on its one
// answer closes it.
func TestALongCallIsScrolled(t *testing.T) {
	t.Parallel()
	m := callsShown(t, apiclient.Call{Method: "GET", Path: "/queues", Status: 500, Try: 1, Started: noon, Err: errors.New(strings.Repeat("it broke ", 40) + "here")})
	m.Update(tea.WindowSizeMsg{Width: 40, Height: 10})
	m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	m.says(t, "GET /queues", "more lines: j", "▸ Close")
	m.doesNotSay(t, "broke here")
	m.typed("j")
	m.says(t, "2–5 of 14 lines: k j")
	m.typed("G")
	m.says(t, "broke here", "▸ Close")
	m.typed("gk")
	m.says(t, "GET /queues", "more lines: j")
	m.clickOn(t, "it broke", 0)
	m.says(t, "▸ Close")
	if m.clickOn(t, "▸ Close", 3); m.dialog != nil {
		t.Error("a click on Close does not close it")
	}
}

// The header counts the calls, and those that the filter shows.
func TestTheCountOfCalls(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		calls  int
		filter string
		want   string
	}{
		{0, "", "0 calls"},
		{1, "", "1 call"},
		{12, "", "12 calls"},
		{12, "call1", `3 of 12 calls match "call1"`},
		{1, "nothing", `0 of 1 call match "nothing"`},
	} {
		m := callsShown(t, someCalls(c.calls)...)
		m.activity.calls.SetFilter(c.filter)
		got := m.page.header()
		if want := (views.Styled{Text: c.want, Tone: toneMuted}); got.Queue != "Activity" || got.Freshness != want {
			t.Errorf("%d calls, filter %q: %q %+v, want %+v", c.calls, c.filter, got.Queue, got.Freshness, want)
		}
	}
}

// The prompt of the filter begins with the filter in force, and what is accepted
// is in force after it.
func TestThePromptOfTheFilter(t *testing.T) {
	t.Parallel()
	m := callsShown(t, someCalls(12)...)
	m.activity.calls.SetFilter("call")
	m.typed("/")
	want := views.NewPrompt(m.theme, "Filter the calls", []views.PromptField{
		{Label: "Words", Value: "call", Hint: "all must occur: 429, pull, POST …; empty shows all"},
	})
	want.SetSize(160, 47)
	if got := m.dialog.view(); got != want.View() {
		t.Fatalf("the prompt is\n%s\nwant\n%s", got, want.View())
	}
	m.typed("7")
	m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	if m.dialog != nil || m.activity.calls.Filter() != "7" || m.activity.Len() != 1 {
		t.Errorf("the filter is %q and shows %d calls", m.activity.calls.Filter(), m.activity.Len())
	}
	m.activity.calls.SetFilter("nothing")
	m.Update(nil)
	m.says(t, "No calls to show", "/ changes the filter, esc or q goes back.")
}

// The call that is copied is the selected one.
func TestTheSelectedCallIsCopied(t *testing.T) {
	t.Parallel()
	m := callsShown(t, someCalls(3)...)
	m.typed("j")
	got := m.activity.copyCall()()
	want := m.curl().Call(someCalls(3)[1])
	if got != tea.SetClipboard(want)() {
		t.Errorf("copied is %q, want %q", got, want)
	}
	if words := fmt.Sprintf("Sent the call as curl (%d bytes) to the terminal's clipboard (OSC 52)", len(want)); !strings.HasPrefix(m.notice.text, words) {
		t.Errorf("it says %q, want %q", m.notice.text, words)
	}
}
