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
	return trouble.Explain(err, trouble.About{Queue: queue, BaseURL: d.opts.BaseURL}).Words(d.label)
}

// explain does so for the queue that the operator works on, by what is known of
// that one, whichever is on screen.
func (o operator) explain(happened string, err error) notice {
	return notice{text: happened + ": " + trouble.Reason(err), lines: o.explained(err), tone: toneBad}
}

func (o operator) explained(err error) []string {
	about := trouble.About{Queue: o.s.Name(), BaseURL: o.opts.BaseURL}
	about.Consumers, _ = o.s.Consumers()
	_, read := o.backlog(o.s.ID()).Latest()
	about.Kept = o.s.ID() == o.open && (read || o.s.Listing().Len() > 0)
	return trouble.Explain(err, about).Words(o.label)
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
