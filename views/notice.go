package views

import (
	"fmt"
	"slices"
)

// NoticeBox is what happened, and below it what that means and what to do, for
// notices that don't fit into the footer: the first line's tone is the frame's. It
// is w cells wide and at most h high. Where that is too little for all lines it
// shows those from one of them on, counted from 0, and in its last row which they
// are and the keys that turn it.
func NoticeBox(th Theme, lines []Styled, w, h, from int, keys string) string {
	if w < 8 || h < 3 || len(lines) == 0 {
		return ""
	}
	pens := th.penSet()
	rows := noticeRows(th, lines, w)
	if over := len(rows) - (h - 2); over > 0 {
		shown := max(h-3, 0)
		from = min(max(from, 0), len(rows)-shown)
		turn := Styled{fmt.Sprintf("%d–%d of %d lines: %s", from+1, from+shown, len(rows), keys), ToneMuted}
		rows = append(slices.Clone(rows[from:from+shown]), turn)
	}
	frame := pens.tones[rowPlain][lines[0].Tone.known()]
	l := th.line()
	l.raw(frame, "╭", 1)
	l.repeat(frame, "─", w-2)
	l.raw(frame, "╮", 1)
	for _, row := range rows {
		l.newline()
		l.raw(frame, "│", 1)
		l.space("", 1)
		l.cell(pens.tones[rowPlain][row.Tone.known()], row.Text, w-4)
		l.space("", 1)
		l.raw(frame, "│", 1)
	}
	l.newline()
	l.raw(frame, "╰", 1)
	l.repeat(frame, "─", w-2)
	l.raw(frame, "╯", 1)
	return l.String()
}

// NoticeOverflow is how many lines such a box can be turned on by: 0 where it shows
// all of them.
func NoticeOverflow(th Theme, lines []Styled, w, h int) int {
	rows := len(noticeRows(th, lines, w))
	if w < 8 || h < 3 || rows <= h-2 {
		return 0
	}
	return rows - (h - 3)
}

// noticeRows wraps the lines of a notice.
func noticeRows(th Theme, lines []Styled, w int) []Styled {
	var rows []Styled
	for _, line := range lines {
		for _, part := range wrapWords(line.Text, w-4, th.method) {
			rows = append(rows, Styled{part, line.Tone})
		}
	}
	return rows
}
