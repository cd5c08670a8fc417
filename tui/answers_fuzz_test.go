package tui

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
)

// FuzzAnswersOnScreen puts any text wherever an answer of the API, or the command
// line, may bring one to the screen: nothing of it does what a terminal obeys.
func FuzzAnswersOnScreen(f *testing.F) {
	for _, s := range []string{
		"orders", "\x1b]0;title\a\x1b]52;c;Zm9v\x1b\\\x1b[2J\x1b[31m", "\u009b31m\u0085\u0090x\u009c", "a\r\nb\tc\x00\x7f\b", "\u202eabc\u2066\u200e\u061c",
		"\u200b\ufeff\u2060\U000e0041", "\xff\xc2\xf0\x9f", "\u2028\u2029", "{\"a\":\"\x1b[2J\"}", "คำสำคัญ", "\u0645\u06cc\u200c\u062e",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, pulls bool) {
		lost := newModel(t, func(o *Options) { o.Queue = s + " " })
		harmless(t, lost)
		lost.Update(foundMsg{answer: lost.failed(flight.Find, "", &apiclient.NotFoundError{Wanted: s, Nearest: []string{s, s}, Listed: 2, Total: 3})})
		harmless(t, lost)

		q := orders()
		q.Name, q.Consumers[0].DeadLetterQueue = s, s
		q.Consumers = append(q.Consumers, apiclient.Consumer{Type: apiclient.ConsumerType(s)}, apiclient.Consumer{Type: apiclient.ConsumerWorker, Script: s})
		m := openedOn(t, q, 1)
		list := messages(0, 3)
		for i := range list {
			list[i].ID = apiclient.MessageID(s) + list[i].ID
			list[i].Body, list[i].Metadata = s, []apiclient.MetadataEntry{{Key: s, Value: s}}
		}
		m.peeked(list, 5)
		harmless(t, m)
		for _, key := range []string{"]", "]", "]", "t", "/"} {
			m.typed(key)
			harmless(t, m)
		}
		m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
		bad := &apiclient.Error{Op: "pull", Status: 400, Message: s, CodeText: s, Details: []string{s}, DocURL: s, Pointer: s, RayID: s, Err: errors.New(s)}
		m.typed("p")
		if msg := m.pullAnswer(list); pulls {
			msg.result.Oddities = []string{s}
			m.Update(msg)
		} else {
			m.Update(pulledMsg{answer: m.failed(flight.Pull, m.open, bad), asked: 5})
		}
		harmless(t, m)
		for _, key := range []string{"a", "esc", "Y", "esc", "?", "esc", "L", "esc", "q"} {
			if key == "esc" {
				m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
			} else {
				m.typed(key)
			}
			harmless(t, m)
		}
	})
}

// sgr are the sequences that the screen is styled with.
var sgr = regexp.MustCompile("\x1b\\[[0-9;:]*m")

// ours are what stands on the screen to good purpose: what joins letters where
// their script needs it, and what keeps a row's other cells in their order.
const ours = "\u200c\u200d\u200e"

// harmless fails when the screen, or the window's title, holds a character that a
// terminal or who reads in one takes for something else than it shows.
func harmless(t *testing.T, m *Model) {
	t.Helper()
	v := m.View()
	for what, text := range map[string]string{"screen": strings.ReplaceAll(sgr.ReplaceAllString(v.Content, ""), "\n", ""), "title": v.WindowTitle} {
		for _, r := range text {
			if unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) && !strings.ContainsRune(ours, r) {
				t.Fatalf("the %s holds %U: %q", what, r, text)
			}
		}
		if !utf8.ValidString(text) {
			t.Fatalf("the %s is not UTF-8: %q", what, text)
		}
	}
}
