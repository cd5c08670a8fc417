package views

// NoticeBox is what happened, and below it what that means and what to do, for
// notices that don't fit into the footer. It is w cells wide and at most h high.
func NoticeBox(th Theme, title Styled, lines []string, w, h int) string {
	if w < 8 || h < 3 {
		return ""
	}
	pens := th.penSet()
	var rows []Styled
	for _, part := range wrapWords(title.Text, w-4, th.method) {
		rows = append(rows, Styled{part, title.Tone})
	}
	for _, text := range lines {
		for _, part := range wrapWords(text, w-4, th.method) {
			rows = append(rows, Styled{part, ToneNormal})
		}
	}
	rows = rows[:min(len(rows), h-2)]
	frame := pens.tones[rowPlain][title.Tone.known()]
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
