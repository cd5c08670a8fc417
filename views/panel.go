package views

import "strings"

// panel frames content with a title, exactly w x h cells outside. It has the
// focus, as every box in front has: ▸ before its title and a bold frame, so that
// this shows without colours as well. The content must come from a component;
// it is cut to fit. Below 3 x 3 cells there is no frame.
func panel(th Theme, title, content string, w, h int) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	if w < 3 || h < 3 {
		return block(content, w, h, th.method)
	}
	pens := th.penSet()
	frame := pens.frameFocused
	l := th.line()
	l.raw(frame, "╭", 1)
	if title != "" && w >= 8 {
		l.raw(frame, "▸ ", 2)
		l.safe(pens.title, title, w-6)
		l.space(frame, 1)
	}
	l.repeat(frame, "─", w-1-l.width)
	l.raw(frame, "╮", 1)
	for row := range strings.SplitSeq(block(content, w-2, h-2, th.method), "\n") {
		l.newline()
		l.raw(frame, "│", 1)
		l.raw("", row, w-2)
		l.raw(frame, "│", 1)
	}
	l.newline()
	l.raw(frame, "╰", 1)
	l.repeat(frame, "─", w-2)
	l.raw(frame, "╯", 1)
	return l.String()
}
