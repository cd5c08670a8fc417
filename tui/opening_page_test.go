package tui

import (
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/flight"
	"leaseview/views"
)

// While the queue is looked for, and where it could not be found, the page names
// it, and says of the keys of its rows that they can't work yet.
func TestTheQueueThatIsNotOpenYet(t *testing.T) {
	t.Parallel()
	const why = "The queue is not open yet: r tries to open it."
	for name, err := range map[string]error{"looked for": nil, "not found": errors.New("it broke")} {
		m := newModel(t, nil)
		m.page.(*openingPage).err = err
		m.Update(nil)
		if got := m.page.header(); got.Queue != "orders" {
			t.Errorf("%s: the header names %q", name, got.Queue)
		}
		if err == nil {
			m.says(t, "Opening orders…")
		} else {
			m.says(t, `The queue "orders" could not be opened`, "it broke")
			m.doesNotSay(t, "Opening")
		}
		for _, key := range []tea.KeyPressMsg{
			{Code: 'p', Text: "p"}, {Code: 'j', Text: "j"}, {Code: tea.KeyEnter}, {Code: tea.KeyPgDown}, {Code: 'Y', Text: "Y"},
		} {
			m.notice = notice{}
			m.Update(key)
			if m.notice.text != why || m.notice.tone != toneWarn {
				t.Errorf("%s: of %v it says %q", name, key, m.notice.text)
			}
		}
	}
}

// A queue that is found while the calls are shown opens beneath them: what is typed
// there stays where it is.
func TestAQueueFoundWhileSomethingIsTyped(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	m.typed("L/pu")
	m.found(orders())
	if m.open != ordersID {
		t.Fatalf("the open queue is %q", m.open)
	}
	m.typed("ll")
	m.says(t, "Activity", "Filter the calls", "pull")
	m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	if m.activity.calls.Filter() != "pull" || m.page != page(m.activity) {
		t.Errorf("the filter is %q, on %T", m.activity.calls.Filter(), m.page)
	}
	m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	if _, ok := m.page.(*messagesPage); !ok {
		t.Errorf("beneath the calls there is %T", m.page)
	}
	m = newModel(t, nil)
	m.typed("?")
	m.found(orders())
	if _, ok := m.dialog.(*helpBox); !ok {
		t.Errorf("the help is %T", m.dialog)
	}
}

// The detail pane names the message that it shows, and nothing once there is none.
func TestTheDetailPaneNamesItsMessage(t *testing.T) {
	t.Parallel()
	m := listed(t, "orders emails")
	m.openQueue(orders())
	m.peeked(messages(7, 1), 5)
	m.typed("]")
	want := views.NewDetail(m.theme)
	l := m.panes.layout.detail
	want.SetSize(l.w, l.h)
	want.SetTitle(string(messages(7, 1)[0].ID))
	want.SetTab(views.TabMetadata)
	e, _ := m.onScreen().Selected()
	want.SetMetadata(operator{m.desk, m.onScreen()}.metadataFields(e))
	if got := m.panes.detail.View(); got != want.View() {
		t.Errorf("it shows\n%s\nwant\n%s", got, want.View())
	}
	m.openQueue(emails())
	m.Update(nil)
	want = views.NewDetail(m.theme)
	want.SetSize(l.w, l.h)
	want.SetTab(views.TabMetadata)
	want.SetEmpty("No message selected", m.page.(*messagesPage).seeHint())
	if got := m.panes.detail.View(); got != want.View() {
		t.Errorf("an empty queue shows\n%s\nwant\n%s", got, want.View())
	}
}

// What failed before is not said of the try that is under way.
func TestAnotherTryForgetsWhyTheLastFailed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		model   func(*Options)
		failure func(m *Model) tea.Msg
		failed  string
		trying  string
	}{
		"a queue": {
			nil, func(m *Model) tea.Msg { return foundMsg{answer: m.failed(flight.Find, "", errors.New("why not"))} },
			`The queue "orders" could not be opened`, "Opening orders…",
		},
		"the list": {
			func(o *Options) { o.Queue = "" }, func(m *Model) tea.Msg { return queuesMsg{answer: m.failed(flight.List, "", errors.New("why not"))} },
			"The list of queues could not be read", "Reading the list of queues…",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newModel(t, c.model)
			m.Update(c.failure(m))
			m.says(t, c.failed, "why not")
			m.typed("r")
			m.says(t, c.trying)
			m.doesNotSay(t, c.failed, "why not")
			m.Update(c.failure(m))
			m.says(t, c.failed, "why not")
		})
	}
}
