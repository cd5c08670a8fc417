// Package keymap holds the key bindings as data, grouped by where they work.
// What a key does, and when it may not, is the action table's business in
// package tui.
//
// Keys are named as Bubble Tea v2 names them: the space bar is "space".
package keymap

import (
	"iter"
	"reflect"
	"strings"
	"unicode"

	"charm.land/bubbles/v2/key"
)

// Map is every binding of the program.
type Map struct {
	Global   Global
	Move     Move
	Queues   Queues
	Messages Messages
	Activity Activity
	Detail   Detail
	Dialog   Dialog
}

// Global works on every screen unless a dialog is open.
type Global struct {
	Help, Quit, Suspend, Mouse, Times, Activity key.Binding
}

// Move works in whatever has the focus: a list, the table, the detail pane or a dialog.
type Move struct {
	Up, Down, Top, Bottom, HalfUp, HalfDown, PageUp, PageDown key.Binding
}

// Queues works on the list of queues.
type Queues struct {
	Open, Refresh, Cancel, Back key.Binding
}

// Messages works on one queue's screen, whichever of its panes has the focus.
type Messages struct {
	Pull, Peek, Refresh, Follow, Collect                     key.Binding
	Settings, CopyLease, CopyMenu                            key.Binding
	Ack, Retry, RetryLater, Extend, Release, Adopt           key.Binding
	Mark, MarkAll, ClearMarks, MarkRange, Finished, NextNear key.Binding
	SwitchPane, Grow, Shrink                                 key.Binding
	Open, Cancel, Back                                       key.Binding
}

// Activity works on the screen of the calls made to the API.
type Activity struct {
	Open, Filter, Copy, Close key.Binding
}

// Detail works on one queue's screen and changes what its detail pane shows.
type Detail struct {
	PreviousTab, NextTab, Mode, Deeper, Shallower key.Binding
}

// Dialog works in the front dialog: help, a menu, a prompt or a question.
type Dialog struct {
	Accept, Close, Cancel, NextField, PreviousField key.Binding
	No, NextAnswer, PreviousAnswer                  key.Binding
}

// Default returns the bindings that the program ships with.
func Default() Map {
	return Map{
		Global:   globalKeys(),
		Move:     moveKeys(),
		Queues:   queuesKeys(),
		Messages: messagesKeys(),
		Activity: activityKeys(),
		Detail:   detailKeys(),
		Dialog:   dialogKeys(),
	}
}

func globalKeys() Global {
	return Global{
		Help:     bind("help: the keys that work here", "?"),
		Quit:     bind("quit", "ctrl+c"),
		Suspend:  bind("suspend to the shell (fg comes back)", "ctrl+z"),
		Mouse:    bind("mouse off or on; off lets the terminal select text", "ctrl+o"),
		Times:    bind("times as age, local or UTC", "z"),
		Activity: bind("activity: every call made to the API", "L"),
	}
}

func moveKeys() Move {
	return Move{
		Up:       bind("up", "k", "up"),
		Down:     bind("down", "j", "down"),
		Top:      bind("first", "g", "home"),
		Bottom:   bind("last", "G", "end"),
		HalfUp:   bind("half a page up", "ctrl+u"),
		HalfDown: bind("half a page down", "ctrl+d"),
		PageUp:   bind("a page up", "pgup", "ctrl+b"),
		PageDown: bind("a page down", "pgdown", "ctrl+f"),
	}
}

func queuesKeys() Queues {
	return Queues{
		Open:    bind("open the queue: reads metrics and settings, peeks once", "enter"),
		Refresh: bind("read the list again, or what of it is missing", "r"),
		Cancel:  bind("stop reading the list", "esc"),
		Back:    bind("quit", "q"),
	}
}

func messagesKeys() Messages {
	return Messages{
		Pull:       bind("pull one batch", "p"),
		Peek:       bind("peek: look without leasing", "v"),
		Refresh:    bind("refresh: settings, metrics and peek", "r"),
		Follow:     bind("follow: pull on a timer, on or off", "f"),
		Collect:    bind("collect: pull batch after batch, after one question", "B"),
		Settings:   bind("pull and peek settings: batch, visibility, interval", ","),
		CopyLease:  bind("copy the lease_id: of the marked messages, else the row", "y"),
		CopyMenu:   bind("copy menu, of the marked messages, else the row: ids, body, JSON, curl", "Y"),
		Ack:        bind("ack the marked messages, else the row", "a"),
		Retry:      bind("retry now: the marked messages, else the row", "u"),
		RetryLater: bind("retry after a delay", "U"),
		Extend:     bind("extend the lease: the marked messages, else the row", "e"),
		Release:    bind("release all that is held", "x"),
		Adopt:      bind("adopt found leases: the marked ones, else the row's", "F"),
		Mark:       bind("mark, or take the mark away", "space"),
		MarkAll:    bind("mark all shown", "m"),
		ClearMarks: bind("clear the marks", "M"),
		MarkRange:  bind("begin a range of marks, or end it", "V"),
		Finished:   bind("show finished rows, or hide them", "H"),
		NextNear:   bind("next row near its end, the nearest first", "."),
		SwitchPane: bind("switch between table and detail", "tab"),
		Grow:       bind("next split of table and detail", "+"),
		Shrink:     bind("previous split of table and detail", "_"),
		Open:       bind("go to the detail pane", "enter"),
		Cancel:     bind("cancel a call under way, else back", "esc"),
		Back:       bind("back, or quit", "q"),
	}
}

func activityKeys() Activity {
	return Activity{
		Open:   bind("open the call: all of it", "enter"),
		Filter: bind("filter: words that a call must hold", "/"),
		Copy:   bind("copy the call as curl, without secrets", "y"),
		Close:  bind("back", "esc", "q"),
	}
}

func detailKeys() Detail {
	return Detail{
		PreviousTab: bind("previous tab: Body, Metadata, Lease", "["),
		NextTab:     bind("next tab: Body, Metadata, Lease", "]"),
		Mode:        bind("body as pretty, text, hex or raw", "t"),
		Deeper:      bind("decode the body one encoding deeper", ">"),
		Shallower:   bind("back from one encoding deeper", "<"),
	}
}

func dialogKeys() Dialog {
	return Dialog{
		Accept:         bind("accept", "enter"),
		Close:          bind("close without doing anything", "esc", "q"),
		Cancel:         bind("close without doing anything", "esc"),
		NextField:      bind("next field", "tab", "down"),
		PreviousField:  bind("previous field", "shift+tab", "up"),
		No:             bind("no", "n", "esc", "q"),
		NextAnswer:     bind("next answer", "tab", "right"),
		PreviousAnswer: bind("previous answer", "shift+tab", "left"),
	}
}

// shown are the keys whose names read better short.
var shown = map[string]string{"pgdown": "pgdn", "up": "↑", "down": "↓", "left": "←", "right": "→"}

// Label is a key's name as it is shown.
func Label(name string) string {
	if s, ok := shown[name]; ok {
		return s
	}
	return name
}

func bind(desc string, keys ...string) key.Binding {
	labels := make([]string, len(keys))
	for i, k := range keys {
		labels[i] = Label(k)
	}
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(strings.Join(labels, " "), desc))
}

// All yields every binding with its name, in the order of [Map]: the group and the
// action, as in "messages.copy-lease".
func (m Map) All() iter.Seq2[string, key.Binding] {
	return func(yield func(string, key.Binding) bool) {
		groups := reflect.ValueOf(m)
		for i := range groups.NumField() {
			group := groups.Field(i)
			for j := range group.NumField() {
				name := strings.ToLower(groups.Type().Field(i).Name) + "." + kebab(group.Type().Field(j).Name)
				if !yield(name, group.Field(j).Interface().(key.Binding)) {
					return
				}
			}
		}
	}
}

// kebab writes CopyLease as copy-lease.
func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
