package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/session"
	"leaseview/views"
)

// How one gets from page to page.

// readFirstPage reads what the first page shows.
func (m *Model) readFirstPage() tea.Cmd {
	switch p := m.home.(type) {
	case *queuesPage:
		return p.read()
	case *openingPage:
		return p.find()
	}
	return nil
}

// openChosen opens the queue under the cursor of the list.
func (m *Model) openChosen() tea.Cmd {
	q := m.page.(*queuesPage).chosen()
	if q.ID == "" {
		m.say(notice{text: "The API gave no id for this queue, so it can't be opened.", tone: toneWarn})
		return nil
	}
	return m.openQueue(q)
}

// openQueue shows a queue: it reads settings and metrics and peeks once.
// Nothing of that leases a message. One that is found while the calls are shown
// opens beneath them: nothing is taken from under what somebody reads or types.
func (m *Model) openQueue(q apiclient.Queue) tea.Cmd {
	s := m.sessions[q.ID]
	if s == nil {
		s = m.add(q)
		operator{m.desk, s}.sayFound()
		if m.opts.Follow > 0 && !m.readOnly() {
			s.StartFollow(m.now, m.pulling.Interval)
		}
	}
	m.open = q.ID
	shown := showMessages(operator{m.desk, s}, m.panes)
	if m.page == page(m.activity) {
		m.activity.beneath = shown
	} else {
		m.page = shown
	}
	return shown.refresh()
}

// refresh reads everything on the page that can be read without leasing.
func (m *Model) refresh() tea.Cmd {
	switch p := m.page.(type) {
	case *messagesPage:
		return p.refresh()
	case *openingPage:
		return p.find()
	}
	return nil
}

// leave goes back to the list of queues, or out of the program where there is
// none to go back to. Follow ends: nothing may pull where nobody sees it.
func (m *Model) leave() tea.Cmd {
	list, ok := m.home.(*queuesPage)
	if !ok {
		return m.quit()
	}
	if s := m.onScreen(); s != nil {
		s.StopFollow(session.Stop{Reason: session.QueueLeft})
		s.StopCollect(session.Stop{Reason: session.QueueLeft})
	}
	m.page, m.open = list, ""
	if list.state != listRead {
		return list.read()
	}
	return nil
}

// back is esc: it gives up a call under way, or leaves the detail pane, or the
// queue for the list of them, though the command line named that queue.
func (m *Model) back() tea.Cmd {
	if _, waiting := m.flight.Awaited(m.open); waiting {
		m.cancelCall()
		return nil
	}
	if m.panes.detailFocus {
		m.panes.detailFocus = false
		return nil
	}
	if _, ok := m.home.(*queuesPage); !ok {
		list := newQueuesPage(m.desk)
		list.sought = m.open
		m.home = list
	}
	return m.leave()
}

// backOrQuit is q: it leaves the detail pane, then the queue.
func (m *Model) backOrQuit() tea.Cmd {
	if m.panes.detailFocus {
		m.panes.detailFocus = false
		return nil
	}
	return m.leave()
}

// toggleActivity shows the calls, or goes back to where they were asked for.
func (m *Model) toggleActivity() tea.Cmd {
	if m.page == page(m.activity) {
		m.page = m.activity.beneath
		return nil
	}
	m.page = m.activity.above(m.page)
	return nil
}

// quit ends the program, after asking when that leaves leases behind. A second
// ctrl+c, in the dialog, quits at once and keeps them.
func (m *Model) quit() tea.Cmd {
	_, asked := m.dialog.(*leaveDialog)
	switch {
	case asked:
		m.leaving = OnQuitKeep
	case m.opts.OnQuit != OnQuitAsk:
		m.leaving = m.opts.OnQuit
	case len(m.holding()) > 0 || len(m.flight.Late()) > 0:
		return m.openLeave()
	}
	return tea.Quit
}

func (m *Model) openLeave() tea.Cmd {
	m.stopCollecting(session.ByKey)
	d := &leaveDialog{
		newAsking(&m.front, views.NewChoice(m.theme, "", nil, "Stay", "Release", "Keep")),
		m.desk, func(how OnQuit) { m.leaving = how },
	}
	m.dialog = d
	return d.wait()
}
