package tui

import (
	"leaseview/tui/trouble"
)

// explain turns an error into what happened, what it means and what to do.
func (d *desk) explain(happened, queue string, err error) notice {
	return notice{text: happened + ": " + trouble.Reason(err), lines: d.explained(queue, err), tone: toneBad}
}

// explained is what an error means and what to do about it.
func (d *desk) explained(queue string, err error) []string {
	about := trouble.About{Queue: queue, BaseURL: d.opts.BaseURL}
	if s := d.onScreen(); s != nil {
		_, read := d.backlog(s.ID()).Latest()
		about.Consumers, _ = s.Consumers()
		about.Kept = read || s.Listing().Len() > 0
	}
	return trouble.Explain(err, about).Words(d.label)
}

// label is the key of something that can be done about a trouble.
func (d *desk) label(a trouble.Action) string {
	switch a {
	case trouble.Peek:
		return d.keys.In("{messages.peek}")
	case trouble.Refresh:
		return d.keys.In("{messages.refresh}")
	case trouble.List:
		return d.keys.In("{messages.cancel}")
	default:
		return ""
	}
}
