package views

import (
	"strings"
)

// Rule is the line above a pane, exactly w cells wide: words at both its ends
// and a line between. Of the left ones there may be several versions, the longest
// first: the first for which there is room is taken, and where there is none for
// the last, that is cut. With focus it begins with ▸, so that focus shows without
// colours too.
func Rule(th Theme, left []string, right string, w int, focused bool) string {
	if w <= 0 {
		return ""
	}
	pens := th.penSet()
	frame, lead := pens.frame, "─"
	if focused {
		frame, lead = pens.frameFocused, "▸"
	}
	right = safeLine(right, max(w-4, 0), th.method)
	tail := th.method.StringWidth(right)
	l := th.line()
	l.raw(frame, lead, 1)
	if room := w - 3 - tail - 4; room > 1 {
		if text := firstThatFits(th, left, room); text != "" {
			l.space(frame, 1)
			l.safe(pens.title, text, room)
			l.space(frame, 1)
		}
	}
	if right != "" && tail+3 <= w-l.width {
		l.repeat(pens.frame, "─", w-l.width-tail-3)
		l.space(frame, 1)
		l.raw(pens.tones[rowPlain][ToneMuted], right, tail)
		l.space(frame, 1)
	}
	l.repeat(pens.frame, "─", w-l.width)
	return l.String()
}

// firstThatFits returns the first of the texts that needs no more than room cells,
// or else the last.
func firstThatFits(th Theme, texts []string, room int) string {
	for i, text := range texts {
		if i == len(texts)-1 || th.cells(text, room+1) <= room {
			return text
		}
	}
	return ""
}

// SideBySide puts two blocks next to each other with a line and a space between. Both must
// be views of components, which have exact sizes.
func SideBySide(th Theme, left, right string) string {
	var l line
	l.raw(th.penSet().frame, "│", 1)
	l.space("", 1)
	bar := l.String()
	var b strings.Builder
	b.Grow(len(left) + len(right) + strings.Count(left, "\n")*(len(bar)+1))
	for row := range strings.SplitSeq(left, "\n") {
		other, rest, more := strings.Cut(right, "\n")
		right = rest
		b.WriteString(row)
		b.WriteString(bar)
		b.WriteString(other)
		if !more {
			break
		}
		b.WriteByte('\n')
	}
	return b.String()
}
