package tui

import (
	"leaseview/tui/trouble"
	"leaseview/views"
)

// explain turns an error into what happened, what it means and what to do.
func (d *desk) explain(happened, queue string, err error) notice {
	return notice{text: happened + ": " + views.Safe(trouble.Reason(err)), lines: d.explained(queue, err), tone: toneBad}
}

// explained is what an error means and what to do about it.
func (d *desk) explained(queue string, err error) []string {
	about := trouble.About{Queue: queue}
	if s := d.onScreen(); s != nil {
		_, read := d.backlog(s.ID()).Latest()
		about.Consumers, _ = s.Consumers()
		about.Kept = read || s.Listing().Len() > 0
	}
	lines := trouble.Explain(err, about).Words(d.label)
	for i := range lines {
		lines[i] = views.Safe(lines[i])
	}
	return lines
}

// label is the key of something that can be done about a trouble.
func (d *desk) label(a trouble.Action) string {
	switch a {
	case trouble.Peek:
		return d.keys.In("{messages.peek}")
	case trouble.Refresh:
		return d.keys.In("{messages.refresh}")
	default:
		return ""
	}
}

// firstLine is an error as one line, with what would break it made visible.
func firstLine(err error) string { return views.Safe(trouble.Text(err)) }
