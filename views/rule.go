package views

import (
	"strings"
)

// Rule is the line above a pane, exactly w cells wide: words at both its ends
// and a line between. Of each there may be several versions, the longest first:
// those at the left give way to shorter ones before those at the right do, and are
// cut where even the shortest have no room. With focus it begins with ▸, so that
// focus shows without colours too.
func Rule(th Theme, left, right []string, w int, focused bool) string {
	if w <= 0 {
		return ""
	}
	pens := th.penSet()
	frame, lead := pens.frame, "─"
	if focused {
		frame, lead = pens.frameFocused, "▸"
	}
	const around = 7 // cells of lines and spaces about the two
	start, end := thatFit(th, left, right, w-around)
	end = safeLine(end, max(w-4, 0), th.method)
	tail := th.method.StringWidth(end)
	l := th.line()
	l.raw(frame, lead, 1)
	if room := w - around - tail; start != "" && room > 1 {
		l.space(frame, 1)
		l.safe(pens.title, start, room)
		l.space(frame, 1)
	}
	if end != "" && tail+3 <= w-l.width {
		l.repeat(pens.frame, "─", w-l.width-tail-3)
		l.space(frame, 1)
		l.safe(pens.tones[rowPlain][ToneMuted], end, tail)
		l.space(frame, 1)
	}
	l.repeat(pens.frame, "─", w-l.width)
	return l.String()
}

// thatFit returns the longest versions of two texts that need no more than room
// cells together, or else the shortest.
func thatFit(th Theme, left, right []string, room int) (start, end string) {
	nothing := []string{""}
	if len(left) == 0 {
		left = nothing
	}
	if len(right) == 0 {
		right = nothing
	}
	for _, end = range right {
		rest := room - th.cells(end, max(room, 0)+1)
		for _, start = range left {
			if th.cells(start, max(rest, 0)+1) <= rest {
				return start, end
			}
		}
	}
	return start, end
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
