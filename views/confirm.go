package views

import (
	"fmt"
	"slices"
	"strings"
)

// Confirm asks before something that can't be undone. The first answer, which
// does nothing, is selected until somebody moves away from it.
type Confirm struct {
	size
	theme    Theme
	title    string
	lines    []Styled
	names    Source[MessageName] // nil = none
	answers  []string
	selected int
	hint     string
	first    int    // the first line shown, where they don't all fit
	up, down string // the keys that scroll them; "" = none does
}

// NewConfirm returns a question with "no" selected. The lines say exactly what
// will happen; yes and no are the words of the answers.
func NewConfirm(th Theme, title string, lines []Styled, yes, no string) *Confirm {
	return NewChoice(th, title, lines, no, yes)
}

// NewChoice returns a question with the given answers, the first of them
// selected: the one that does nothing.
func NewChoice(th Theme, title string, lines []Styled, answers ...string) *Confirm {
	return &Confirm{theme: th, title: title, lines: lines, answers: answers}
}

// SetTheme changes how the question looks.
func (c *Confirm) SetTheme(th Theme) { c.theme = th }

// SetText replaces title and lines, for what changes while the question is open.
func (c *Confirm) SetText(title string, lines []Styled) { c.title, c.lines = title, lines }

// SetNames sets the messages that the question is about, a line each below its
// lines. Only those in sight are asked for.
func (c *Confirm) SetNames(names Source[MessageName]) { c.names = names }

// SetHint shows a line above the answers, about a key that was not taken; ""
// takes it away.
func (c *Confirm) SetHint(hint string) { c.hint = hint }

// SetScrollKeys names the keys that scroll what does not fit.
func (c *Confirm) SetScrollKeys(up, down string) { c.up, c.down = up, down }

// Move selects the answer n further on, around the ends.
func (c *Confirm) Move(n int) {
	if count := len(c.answers); count > 0 {
		c.selected = ((c.selected+n)%count + count) % count
	}
}

// Scroll goes n lines on in what does not fit.
func (c *Confirm) Scroll(n int) { c.first = max(c.first+n, 0) }

// Selected returns the index of the selected answer.
func (c *Confirm) Selected() int { return c.selected }

// Select selects an answer by its index.
func (c *Confirm) Select(i int) { c.Move(i - c.selected) }

// Answer returns the words of the answer n further on than the selected one,
// around the ends; "" where there are none.
func (c *Confirm) Answer(n int) string {
	if count := len(c.answers); count > 0 {
		return c.answers[((c.selected+n)%count+count)%count]
	}
	return ""
}

// Yes reports whether the last answer is selected: of a question with two, yes.
// It is never the first one, which does nothing.
func (c *Confirm) Yes() bool { return c.selected > 0 && c.selected == len(c.answers)-1 }

// Widths of a box, inside its frame. One with names gives their bodies more room.
const (
	confirmWidth = 72
	namesWidth   = 96
)

// roomyQuestion is the height from which an empty line parts lines and names.
const roomyQuestion = 16

// View returns a framed box. Where the lines don't fit, it says how many are
// missing; the answers are always there.
func (c *Confirm) View() string {
	if c.size.empty() {
		return ""
	}
	width := c.width()
	if width < 1 || c.h < 3 {
		return block(c.answerLine(c.w), c.w, 1, c.theme.method)
	}
	hint := c.hintLines(width - 2)
	room := max(0, c.h-4-len(hint)) // frame, answers and the line above them
	text := c.window(c.wrapped(width-2), room, width-2)
	var b strings.Builder
	for _, row := range text {
		b.WriteString(" " + row + "\n")
	}
	for _, row := range hint {
		b.WriteString(" " + row + "\n")
	}
	height := len(text) + len(hint) + 1
	if len(hint) == 0 && c.h-2 > height { // the hint stands where the empty line was, so that nothing jumps
		b.WriteByte('\n')
		height++
	}
	b.WriteString(" " + c.answerLine(width-2))
	return panel(c.theme, c.title, b.String(), width+2, height+2)
}

// width is what is inside the frame.
func (c *Confirm) width() int {
	if c.named() > 0 {
		return min(c.w-2, namesWidth)
	}
	return min(c.w-2, confirmWidth)
}

// named is how many messages the question is about.
func (c *Confirm) named() int {
	if c.names == nil {
		return 0
	}
	return c.names.Len()
}

// window is as much of lines and names as there is room for, from the line on to
// which it was scrolled, and says how much is missing.
func (c *Confirm) window(text []string, room, width int) []string {
	all := len(text)
	if c.named() > 0 {
		if c.h >= roomyQuestion {
			text = append(text, "")
		}
		all = len(text) + c.named()
		room = min(room, len(text)+maxNamed+1)
	}
	shown := room - 1
	switch {
	case all <= room:
		c.first, shown = 0, all
	case room == 0:
		return nil
	}
	c.first = min(c.first, all-shown)
	rows := slices.Clone(text[min(c.first, len(text)):min(c.first+shown, len(text))])
	if named := shown - len(rows); named > 0 {
		rows = append(rows, drawNames(c.theme, c.names, c.first+len(rows)-len(text), named, width)...)
	}
	if shown < all {
		rows = append(rows, c.missing(all, shown, c.first+shown >= len(text), width))
	}
	return rows
}

// missing says how much of all is not shown, and which keys scroll to it. named
// says that what is missing are names.
func (c *Confirm) missing(all, shown int, named bool, width int) string {
	more, keys := fmt.Sprintf("… %d more lines", all-shown), c.down
	switch {
	case c.first > 0:
		more, keys = fmt.Sprintf("%d–%d of %d lines", c.first+1, c.first+shown, all), strings.TrimSpace(c.up+" "+c.down)
	case named:
		more = fmt.Sprintf("… and %d more", all-shown)
	}
	if keys != "" {
		more += ": " + keys
	}
	l := c.theme.line()
	l.safe(c.theme.penSet().tones[rowPlain][ToneMuted], more, width)
	return l.String()
}

func (c *Confirm) wrapped(width int) []string { return c.wrap(c.lines, width) }

// hintLines are the hint, as far as the box has room for more than its answers.
func (c *Confirm) hintLines(width int) []string {
	if c.hint == "" {
		return nil
	}
	lines := c.wrap([]Styled{{c.hint, ToneInfo}}, width)
	return lines[:min(len(lines), max(0, c.h-4))]
}

func (c *Confirm) wrap(lines []Styled, width int) []string {
	var out []string
	for _, s := range lines {
		rows := wrapWords(s.Text, width, c.theme.method)
		for _, row := range rows {
			l := c.theme.line()
			l.safe(c.theme.penSet().tones[rowPlain][s.Tone.known()], row, width)
			out = append(out, l.String())
		}
	}
	return out
}

// AnswerAt returns the answer at a cell of View; false where there is none.
func (c *Confirm) AnswerAt(x, y int) (i int, ok bool) {
	last := strings.Count(c.View(), "\n")
	width := c.width()
	if width < 1 || c.h < 3 {
		width = c.w
	} else { // within a frame, behind a space
		x, width, last = x-2, width-2, last-1
	}
	_, ends := c.drawAnswers(width)
	if y != last || x < 0 {
		return 0, false
	}
	for i, end := range ends {
		if x < end[0] {
			break
		}
		if x < end[1] {
			return i, true
		}
	}
	return 0, false
}

func (c *Confirm) answerLine(width int) string {
	text, _ := c.drawAnswers(width)
	return text
}

// drawAnswers writes the answers; the selected one is reversed and pointed at.
// Each keeps a place, however long another is: from the first of its columns to
// the second.
func (c *Confirm) drawAnswers(width int) (text string, places [][2]int) {
	pens := c.theme.penSet()
	l := c.theme.line()
	for i, answer := range c.answers {
		if l.width > 0 {
			l.space("", min(2, width-l.width))
		}
		p, lead := pens.answer, "  "
		if i == c.selected {
			p, lead = pens.selected, "▸ "
		}
		room := max((width-l.width)/(len(c.answers)-i), min(1, width-l.width))
		text := safeLine(answer, max(room-3, 0), c.theme.method)
		from := l.width
		l.safe(p, lead+text+" ", min(room, c.theme.method.StringWidth(text)+3))
		places = append(places, [2]int{from, l.width})
	}
	return l.String(), places
}
