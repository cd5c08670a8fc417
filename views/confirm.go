package views

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Confirm asks before something that can't be undone. "No" is selected until
// somebody moves away from it.
type Confirm struct {
	size
	theme   Theme
	title   string
	lines   []Styled
	yes, no string
	yesIsOn bool
}

// NewConfirm returns a question with "no" selected. The lines say exactly what
// will happen; yes and no are the words of the answers.
func NewConfirm(th Theme, title string, lines []Styled, yes, no string) *Confirm {
	return &Confirm{theme: th, title: title, lines: lines, yes: yes, no: no}
}

// SetTheme changes how the question looks.
func (c *Confirm) SetTheme(th Theme) { c.theme = th }

// Toggle selects the other answer.
func (c *Confirm) Toggle() { c.yesIsOn = !c.yesIsOn }

// Select selects an answer.
func (c *Confirm) Select(yes bool) { c.yesIsOn = yes }

// Yes reports whether "yes" is selected.
func (c *Confirm) Yes() bool { return c.yesIsOn }

const confirmWidth = 72

// View returns a framed box. Where the lines don't fit, it says how many are
// missing; the answers are always there.
func (c *Confirm) View() string {
	if c.size.empty() {
		return ""
	}
	width := min(c.w-2, confirmWidth)
	if width < 1 || c.h < 3 {
		return block(c.answers(c.w), c.w, 1)
	}
	text := c.wrapped(width - 2)
	room := max(0, c.h-4) // frame, answers and the line above them
	if len(text) > room {
		missing := len(text) - room + 1
		text = text[:max(0, room-1)]
		if room > 0 {
			var l line
			l.safe(c.theme.penSet().tones[rowPlain][ToneMuted], fmt.Sprintf("… and %d more lines", missing), width-2)
			text = append(text, l.String())
		}
	}
	var b strings.Builder
	for _, row := range text {
		b.WriteString(" " + row + "\n")
	}
	height := len(text) + 1
	if c.h-2 > height {
		b.WriteByte('\n')
		height++
	}
	b.WriteString(" " + c.answers(width-2))
	return Panel(c.theme, c.title, b.String(), width+2, height+2, true)
}

func (c *Confirm) wrapped(width int) []string {
	var out []string
	for _, s := range c.lines {
		rows := wrapWords(s.Text, width)
		for _, row := range rows {
			var l line
			l.safe(c.theme.penSet().tones[rowPlain][s.Tone.known()], row, width)
			out = append(out, l.String())
		}
	}
	return out
}

// answers writes both answers; the selected one is reversed and pointed at.
func (c *Confirm) answers(width int) string {
	pens := c.theme.penSet()
	var l line
	for _, a := range []struct {
		text string
		on   bool
	}{{c.no, !c.yesIsOn}, {c.yes, c.yesIsOn}} {
		if l.width > 0 {
			l.space("", min(2, width-l.width))
		}
		p, lead := pens.tones[rowChip][ToneNormal], "  "
		if a.on {
			p, lead = pens.selected, "▸ "
		}
		room := width - l.width
		// The second answer must keep a place beside a long first one.
		if !a.on || a.text == c.no {
			room = min(room, max(width/2, 1))
		}
		text := SafeLine(a.text, max(room-3, 0))
		l.safe(p, lead+text+" ", min(room, ansi.StringWidth(text)+3))
	}
	return l.String()
}
