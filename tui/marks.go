package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/words"
)

// marks are the messages that the next ack, retry or extend acts on. They are
// ids, so no refresh, sort or filter moves a mark to another message.
type marks struct {
	ids    map[apiclient.MessageID]struct{}
	anchor apiclient.MessageID // where a range began; "" while none is open
}

func newMarks() marks { return marks{ids: make(map[apiclient.MessageID]struct{})} }

func (k *marks) has(id apiclient.MessageID) bool {
	_, ok := k.ids[id]
	return ok
}

func (k *marks) set(id apiclient.MessageID) { k.ids[id] = struct{}{} }

func (k *marks) toggle(id apiclient.MessageID) {
	if k.has(id) {
		delete(k.ids, id)
		return
	}
	k.set(id)
}

// toggleMark marks the row, or takes its mark away, and goes on to the next.
func (m *Model) toggleMark() tea.Cmd {
	s := m.session()
	s.marks.toggle(s.cursor)
	s.moveCursor(1)
	return nil
}

func (m *Model) markAll() tea.Cmd {
	s := m.session()
	for i := range s.list.Len() {
		s.marks.set(s.list.ID(i))
	}
	m.say(notice{text: "Marked " + words.Plural(len(s.marks.ids), "message", "messages") + ".", tone: toneInfo})
	return nil
}

func (m *Model) clearMarks() tea.Cmd {
	s := m.session()
	m.say(notice{text: "Took " + words.Plural(len(s.marks.ids), "mark", "marks") + " away.", tone: toneInfo})
	s.marks = newMarks()
	return nil
}

// markRange begins a range at the row, or ends it there and marks what lies
// between.
func (m *Model) markRange() tea.Cmd {
	s := m.session()
	if s.marks.anchor == "" {
		s.marks.anchor = s.cursor
		m.say(notice{text: "A range begins here: go to its other end and press V again.", tone: toneInfo})
		return nil
	}
	from, _ := s.list.Pos(s.marks.anchor)
	to := s.cursorRow()
	from, to = min(from, to), max(from, to)
	for i := from; i <= to; i++ {
		s.marks.set(s.list.ID(i))
	}
	s.marks.anchor = ""
	m.say(notice{text: "Marked the " + words.Plural(to-from+1, "message", "messages") + " of the range.", tone: toneInfo})
	return nil
}

// noMarks objects while nothing is marked.
func noMarks(m *Model) string {
	if s := m.session(); len(s.marks.ids) == 0 && s.marks.anchor == "" {
		return "Nothing is marked: space marks a message, m all of them."
	}
	return ""
}
