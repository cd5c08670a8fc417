package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/tui/words"
)

// toggleMark marks the row, or takes its mark away, and goes on to the next.
func (o operator) toggleMark() tea.Cmd {
	o.s.ToggleMark()
	o.s.MoveCursor(1)
	return nil
}

func (o operator) markAll() tea.Cmd {
	o.s.MarkAll()
	o.say(notice{text: "Marked " + words.Plural(o.s.Marks(), "message", "messages") + ".", tone: toneInfo})
	return nil
}

func (o operator) clearMarks() tea.Cmd {
	o.say(notice{text: "Took " + words.Plural(o.s.Marks(), "mark", "marks") + " away.", tone: toneInfo})
	o.s.ClearMarks()
	return nil
}

// markRange begins a range at the row, or ends it there and marks what lies
// between.
func (o operator) markRange() tea.Cmd {
	if n := o.s.MarkRange(); n > 0 {
		o.say(notice{text: "Marked the " + words.Plural(n, "message", "messages") + " of the range.", tone: toneInfo})
	} else {
		o.say(notice{text: o.keys.In("A range begins here: go to its other end and press {messages.mark-range} again."), tone: toneInfo})
	}
	return nil
}

// toggleFinished shows the finished rows as well, or hides them.
func (o operator) toggleFinished() tea.Cmd {
	show := !o.s.ShowsFinished()
	o.s.ShowFinished(show)
	text := "Finished rows leave the table."
	if show {
		text = "Finished rows are shown as well: " + words.Count(int64(o.s.Finished())) + "."
	}
	o.say(notice{text: text, tone: toneInfo})
	return nil
}

// goToNear goes to the next row that is near its end.
func (o operator) goToNear() tea.Cmd {
	rank := o.s.NextNear()
	o.say(notice{text: "Near the end: " + words.Count(int64(rank)) + " of " + words.Count(int64(o.s.Near())) + ", the nearest first.", tone: toneInfo})
	return nil
}

// noneNear objects while no row is known to be near its end.
func (o operator) noneNear() string {
	switch {
	case o.s.Near() > 0:
		return ""
	case !o.s.Budget().Known():
		return "The consumer's max_retries is unknown, so any row may be near its end."
	default:
		return "No row seen here is near its end."
	}
}

// noFinished objects while there is nothing to show or to hide.
func (o operator) noFinished() string {
	if o.s.Finished() == 0 && !o.s.ShowsFinished() {
		return "No row is finished: what is acked, retried or not seen for long leaves the table."
	}
	return ""
}

// noMarks objects while nothing is marked.
func (o operator) noMarks() string {
	if o.s.Marks() == 0 && !o.s.RangeOpen() {
		return o.keys.In("Nothing is marked: {messages.mark} marks a message, {messages.mark-all} all of them.")
	}
	return ""
}
