// Package story tells in tests what a person does with the program and what it
// shows: one vocabulary, whatever runs the program.
//
// [Virtually] runs it in a synctest bubble on a terminal in memory, against an
// emulator in process, so that hours cost nothing. [Hand] is the same bubble
// without a terminal: the model is given its messages by hand, for searches of
// many thousand keys. [Terminal] is a real one with the built binary in it.
// What a [Story] can say holds for all of them; what only one driver has is a
// method of its own.
//
// It is for tests. Nothing that ships imports it.
package story

import (
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/internal/plain"
)

// Patience is how long a story waits for what it awaits. Only a failing test
// waits so long.
const Patience = 20 * time.Second

// Story is a person in front of the program.
type Story struct {
	T *testing.T
	World

	by driver
	// ends says that a text which is missed ends the story: the next one would
	// be waited for as long.
	ends bool
}

// driver runs the program and stands between it and a story.
type driver interface {
	// send hands the program what a terminal would, and lets it act on it.
	send(msg tea.Msg)
	resize(w, h int)
	// pass lets time pass, with all that it brings.
	pass(d time.Duration)
	// render is the screen with its styles.
	render() string
	// soon says whether something holds once the program has acted on what it
	// was sent, and in time whether it does so before a story loses patience.
	soon(holds func() bool) bool
	inTime(holds func() bool) bool
	running() bool
	// reports fails unless the program has ended and said this of the leases
	// that it held.
	reports(lines []string)
}

// Press types keys by their names: "p", "enter", "ctrl+c".
func (s *Story) Press(names ...string) {
	s.T.Helper()
	for _, name := range names {
		s.by.send(Key(name))
	}
}

// Type types a text into a prompt.
func (s *Story) Type(text string) {
	s.T.Helper()
	for _, r := range text {
		s.Press(string(r))
	}
}

// Fill replaces the text of the prompt's field that has the focus.
func (s *Story) Fill(text string) {
	s.T.Helper()
	s.Press("ctrl+u")
	s.Type(text)
}

// Paste pastes a text as terminals do, in brackets.
func (s *Story) Paste(text string) { s.by.send(tea.PasteMsg{Content: text}) }

// Wheel turns the mouse's wheel over a cell of the screen.
func (s *Story) Wheel(button tea.MouseButton, x, y int) {
	s.by.send(tea.MouseWheelMsg{Button: button, X: x, Y: y})
}

// Click clicks on a cell of the screen.
func (s *Story) Click(x, y int) { s.by.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: x, Y: y}) }

// ClickOn clicks on the first line of the screen that holds text, at its beginning.
func (s *Story) ClickOn(text string) {
	s.T.Helper()
	for y, line := range strings.Split(s.Screen(), "\n") {
		if before, _, found := strings.Cut(line, text); found {
			s.Click(utf8.RuneCountInString(before), y)
			return
		}
	}
	s.T.Fatalf("nothing to click on holds %q:\n%s", text, s.Screen())
}

// Resize changes the terminal's size.
func (s *Story) Resize(w, h int) { s.by.resize(w, h) }

// Background is the terminal's answer to what its background is.
func (s *Story) Background(c color.Color) { s.by.send(tea.BackgroundColorMsg{Color: c}) }

// Wait lets time pass.
func (s *Story) Wait(d time.Duration) { s.by.pass(d) }

// Yes waits until a question takes an answer, and gives it.
func (s *Story) Yes() {
	s.T.Helper()
	s.Wait(time.Second)
	s.Press("right", "enter")
}

// Render is the screen with its styles.
func (s *Story) Render() string { return s.by.render() }

// Screen is what is on the screen, line by line.
func (s *Story) Screen() string { return plain.Text(s.by.render()) }

// Words are what is on the screen, wherever a sentence was wrapped.
func (s *Story) Words() string { return plain.Words(s.by.render()) }

// Running says whether the program has not ended.
func (s *Story) Running() bool { return s.by.running() }

// lacks are those of the texts that are not on the screen.
func (s *Story) lacks(texts []string) []string {
	words := s.Words()
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return strings.Contains(words, text) })
}

// Sees fails unless every text is on the screen, all at once.
func (s *Story) Sees(texts ...string) {
	s.T.Helper()
	s.shows(texts, s.by.soon)
}

// Awaits is [Story.Sees] for what takes its time, such as a slow answer.
func (s *Story) Awaits(texts ...string) {
	s.T.Helper()
	s.shows(texts, s.by.inTime)
}

func (s *Story) shows(texts []string, when func(func() bool) bool) {
	s.T.Helper()
	missing := texts
	if when(func() bool { missing = s.lacks(texts); return len(missing) == 0 }) {
		return
	}
	for _, text := range missing {
		s.T.Errorf("the screen does not show %q:\n%s", text, s.Screen())
	}
	if s.ends {
		s.T.FailNow()
	}
}

// Misses fails if any text is on the screen.
func (s *Story) Misses(texts ...string) {
	s.T.Helper()
	words := s.Words()
	for _, text := range texts {
		if strings.Contains(words, text) {
			s.T.Errorf("the screen shows %q:\n%s", text, s.Screen())
		}
	}
}

// Row is the table's line of a message, found by a part of its body. The detail
// pane beside the table is left out.
func (s *Story) Row(text string) string {
	s.T.Helper()
	for line := range strings.SplitSeq(s.Screen(), "\n") {
		table, _, _ := strings.Cut(line, "│")
		if strings.Contains(table, text) && strings.ContainsAny(table, "○●◌✓↻–") {
			return table
		}
	}
	s.T.Fatalf("no row of the table holds %q:\n%s", text, s.Screen())
	return ""
}

// OnCursor says whether the cursor is on the row of that body.
func (s *Story) OnCursor(text string) bool {
	s.T.Helper()
	return strings.ContainsAny(s.Row(text), "▌▏")
}

// Reports fails unless the program has ended, and said these lines of the leases
// that it held, in any order. Where only a shell's screen tells, there may be
// others, and lines may go on.
func (s *Story) Reports(lines ...string) {
	s.T.Helper()
	s.by.reports(lines)
}
