package tui

import (
	"slices"

	"leaseview/keymap"
	"leaseview/tui/words"
	"leaseview/views"
)

// What is said of keys that mean nothing where they are pressed.

// whereabouts are where keys of a page work, in words, by their scopes.
var whereabouts = []struct {
	where  string
	scopes []scope
}{
	{"the list of queues", []scope{scopeQueues}},
	{"the messages of a queue", []scope{scopeMessages, scopeQueue}},
	{"the table", []scope{scopeTable}},
	{"the detail pane", []scope{scopeDetail}},
	{"the activity", []scope{scopeActivity}},
}

// keyCells bounds how much of a key is told: an input method may send a whole text
// as one.
const keyCells = 16

// sayStray says something of a key that meant nothing. What was said before it and
// is serious stays, with this beneath: nobody reads by pressing such a key.
func (m *Model) sayStray(text string, said notice) {
	if said.serious() {
		m.notice = said
	}
	m.say(notice{text: text, tone: toneWarn})
}

// strayOnPage says where on other pages a key works, or that it works on none.
func (m *Model) strayOnPage(name string) string {
	var found []string
	for _, place := range whereabouts {
		if slices.ContainsFunc(place.scopes, func(s scope) bool { return m.actions.find(name, s) != nil }) {
			found = append(found, place.where)
		}
	}
	if len(found) == 0 {
		return keyLabel(name) + m.keys.In(" is not bound here: {global.help} shows the keys.")
	}
	return keyLabel(name) + " works in " + words.All(found) + "."
}

// strayInFront says of a key that means nothing in the dialog how that is closed.
func (m *Model) strayInFront(name string) string {
	closes := "dialog.close"
	if m.dialog.scope() == scopePrompt {
		closes = "dialog.cancel"
	}
	return keyLabel(name) + " does nothing here: " + m.keys.First(closes) + " closes."
}

// keyLabel is what a key is called.
func keyLabel(name string) string { return views.SafeLine(keymap.Label(name), keyCells) }
