package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/internal/plain"
	"leaseview/tui/session"
	"leaseview/views"
)

// The first few members that were not understood are named, the rest counted;
// each is told of once for a queue.
func TestNoMoreThanThreeOddMembersAreNamed(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{
		0: "",
		1: "Not understood, and left unknown: a.0 is odd.",
		3: "Not understood, and left unknown: a.0 is odd; a.1 is odd; a.2 is odd.",
		4: "Not understood, and left unknown: a.0 is odd; a.1 is odd; a.2 is odd; 1 more.",
		9: "Not understood, and left unknown: a.0 is odd; a.1 is odd; a.2 is odd; 6 more.",
	} {
		var odd []string
		for i := range n {
			odd = append(odd, fmt.Sprintf("a.%d is odd", i))
		}
		m := opened(t, 0)
		for queue, said := range []string{want, "", want} {
			m.notice = notice{}
			m.noteOddities([]apiclient.QueueID{ordersID, ordersID, emailsID}[queue], odd)
			if m.notice.text != said {
				t.Errorf("%d members, time %d: %q, want %q", n, queue, m.notice.text, said)
			}
		}
	}
}

// What is odd in the list of queues is told of too.
func TestOddMembersOfTheListAreNamed(t *testing.T) {
	t.Parallel()
	m := listed(t, "a b")
	m.typed("r")
	m.Update(queuesMsg{m.awaited(flight.List, ""), false, apiclient.ListPart{Queues: []apiclient.Queue{
		{ID: "a", Name: "a"}, {ID: "b", Name: "b", Oddities: []string{"result[1].x is odd"}},
	}}})
	if want := "Not understood, and left unknown: result[1].x is odd."; m.notice.text != want {
		t.Errorf("it says %q, want %q", m.notice.text, want)
	}
}

// What one queue shows of how the API counts deliveries holds of all: of those
// that are open, and of those that are opened later.
func TestCountingFromZeroHoldsOfEveryQueue(t *testing.T) {
	t.Parallel()
	m := listed(t, "")
	m.openQueue(orders())
	m.openQueue(emails())
	first, second := m.sessions[ordersID], m.sessions[emailsID]
	m.spread(first)
	if first.CountsFromZero() || second.CountsFromZero() {
		t.Fatal("it is known before anything has shown it")
	}
	first.LearnFromZero()
	m.spread(second)
	if second.CountsFromZero() {
		t.Error("a queue that knows nothing spreads it")
	}
	m.spread(first)
	if !second.CountsFromZero() {
		t.Error("a queue that is open does not learn it")
	}
	third := emails()
	third.ID, third.Name = "third", "third"
	m.openQueue(third)
	if !m.sessions["third"].CountsFromZero() {
		t.Error("a queue that is opened later does not learn it")
	}
	fresh := listed(t, "")
	fresh.openQueue(orders())
	fresh.openQueue(emails())
	if fresh.sessions[emailsID].CountsFromZero() {
		t.Error("a queue knows what no queue has shown")
	}
}

// Queues are told of in the order of their names.
func TestQueuesAreToldOfByName(t *testing.T) {
	t.Parallel()
	m := listed(t, "")
	for _, name := range strings.Fields("m c x a k b z") {
		m.openQueue(apiclient.Queue{ID: apiclient.QueueID("id of " + name), Name: name})
	}
	var names []string
	for _, s := range m.byName() {
		names = append(names, s.Name())
	}
	if got := strings.Join(names, " "); got != "a b c k m x z" {
		t.Errorf("they are told of as %s", got)
	}
}

// A queue that is opened again shows the rows that were in sight, and begins in
// the table.
func TestAQueueComesBackWhereItWasLeft(t *testing.T) {
	t.Parallel()
	m := listed(t, "orders emails")
	m.openQueue(orders())
	m.peeked(messages(0, 200), 200)
	m.typed("G" + strings.Repeat("k", 10))
	before, offset := m.panes.table.View(), m.panes.table.Offset()
	if offset == 0 || m.onScreen().Offset != offset {
		t.Fatalf("the table is scrolled to row %d, remembered is %d", offset, m.onScreen().Offset)
	}
	m.openQueue(emails())
	m.peeked(messages(500, 3), 5)
	if m.panes.table.Offset() != 0 {
		t.Errorf("another queue begins in row %d", m.panes.table.Offset())
	}
	m.panes.detailFocus = true
	m.openQueue(orders())
	m.Update(nil)
	if m.panes.detailFocus {
		t.Error("a queue begins in the detail pane")
	}
	if after := m.panes.table.View(); after != before {
		t.Errorf("it comes back as\n%s\nand was\n%s", plain.Text(after), plain.Text(before))
	}
}

// The splits go round both ways, and each is named.
func TestTheSplitsAreNamed(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	for _, c := range []struct{ key, name string }{
		{"+", "larger table"},
		{"+", "larger detail"},
		{"+", "one pane at a time"},
		{"+", "even"},
		{"_", "one pane at a time"},
		{"_", "larger detail"},
		{"_", "larger table"},
		{"_", "even"},
	} {
		m.typed(c.key)
		if m.notice.text != "Split: "+c.name+"." || m.notice.tone != toneInfo {
			t.Errorf("%s: %q, tone %v", c.key, m.notice.text, m.notice.tone)
		}
	}
}

// The prompt of the settings begins with those in force: an unset visibility is
// empty, and says what it means. What is accepted is said.
func TestThePromptOfTheSettings(t *testing.T) {
	t.Parallel()
	for set, value := range map[time.Duration]string{0: "", 30 * time.Second: "30s"} {
		m := opened(t, 0)
		m.pulling = session.PullSettings{BatchSize: 7, PeekSize: 60, Visibility: set, Interval: 20 * time.Second}
		m.typed(",")
		want := views.NewPrompt(m.theme, "Pull and peek settings", []views.PromptField{
			{Label: "Batch size", Value: "7", Hint: "1 to 100 messages"},
			{Label: "Visibility timeout", Value: value, Hint: "up to 12h; empty: as the consumer, 30s"},
			{Label: "Follow interval", Value: "20s", Hint: "1s to 1h between pulls"},
			{Label: "Peek size", Value: "60", Hint: "1 to 100 messages"},
		})
		want.SetSize(160, 47)
		if got := m.dialog.view(); got != want.View() {
			t.Errorf("visibility %v:\n%s\nwant\n%s", set, plain.Text(got), plain.Text(want.View()))
		}
		m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		if said := "From now on a pull leases up to 7 for 30s; follow pulls every 20s, a peek shows up to 60."; m.notice.text != said || m.notice.tone != toneGood {
			t.Errorf("visibility %v: %q, tone %v, want %q", set, m.notice.text, m.notice.tone, said)
		}
	}
}
