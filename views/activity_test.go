package views

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
)

// calls is an activity source of n made-up calls, every third with an error.
type calls int

func (c calls) Len() int { return int(c) }

func (c calls) Row(i int) ActivityRow {
	row := ActivityRow{
		Time: "12:03:10", Method: "POST", Path: fmt.Sprintf("/queues/orders/messages/pull?n=%d", i),
		Status: Styled{"200", ToneGood}, Duration: "12 ms", Try: "1", Ray: "8f00000000000006-EMU",
	}
	if i%3 == 2 {
		row.Status, row.Error = Styled{"409", ToneBad}, "10001 queue_delivery_paused \x1b]0;title\a\u202e"
	}
	return row
}

func TestActivityKeepsItsSize(t *testing.T) {
	t.Parallel()
	a := NewActivity(NewTheme(Dark()))
	a.SetEmpty("No calls to show", "/ changes the filter")
	for _, n := range []int{0, 1, 5000} {
		a.SetSource(calls(n))
		a.SetCursor(n / 2)
		for w := 0; w <= 220; w += 7 {
			for h := 0; h <= 40; h += 3 {
				a.SetSize(w, h)
				view := a.View()
				if w == 0 || h == 0 {
					if view != "" {
						t.Fatalf("%dx%d draws %q", w, h, view)
					}
					continue
				}
				if lipgloss.Width(view) > w || lipgloss.Height(view) != h {
					t.Fatalf("%dx%d draws %dx%d", w, h, lipgloss.Width(view), lipgloss.Height(view))
				}
			}
		}
	}
}

func TestActivityShowsCallsWithoutTheirHostileBytes(t *testing.T) {
	t.Parallel()
	a := NewActivity(NewTheme(Dark()))
	a.SetSource(calls(3))
	a.SetSize(200, 5)
	view := a.View()
	for _, want := range []string{"TIME", "CF-RAY", "/queues/orders/messages/pull?n=2", "409", "queue_delivery_paused", "␛]0;title␇", "<U+202E>", "8f00000000000006-EMU"} {
		if !strings.Contains(view, want) {
			t.Errorf("the view lacks %q:\n%s", want, view)
		}
	}
	if strings.ContainsAny(view, "\a\u202e") {
		t.Errorf("hostile bytes pass: %q", view)
	}
}

func TestActivityFollowsItsCursor(t *testing.T) {
	t.Parallel()
	a := NewActivity(NewTheme(Dark()))
	a.SetSource(calls(100))
	a.SetSize(80, 11)
	a.SetCursor(50)
	if i, ok := a.RowAt(10); !ok || i != 50 {
		t.Errorf("the last line holds row %d, %v, want 50", i, ok)
	}
	if _, ok := a.RowAt(0); ok {
		t.Error("the titles count as a row")
	}
	a.SetCursor(45)
	if i, _ := a.RowAt(1); i != 41 {
		t.Errorf("a move within the page scrolled: the first line holds row %d, want 41", i)
	}
}
