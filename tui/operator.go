package tui

import (
	"leaseview/apiclient"
	"leaseview/tui/session"
)

// at is who works on the queue that an answer belongs to. An answer for a queue
// that nobody opened is kept all the same, since it may hold leases: under a
// session of its own, which leaving releases and reports like any other.
func (d *desk) at(id apiclient.QueueID) operator {
	s := d.sessions[id]
	if s == nil {
		d.say(notice{text: "An answer came for queue " + string(id) + ", which is not open: it is kept, and told of on leaving.", tone: toneBad})
		s = d.add(apiclient.Queue{ID: id, Name: string(id)})
	}
	return operator{d, s}
}

// operator works on one queue: it sends its calls, files their answers, and says
// what came of them.
type operator struct {
	*desk
	s *session.Session
}

// tell says what an answer brought. What is not about the queue on screen names
// its own first.
func (o operator) tell(n notice) {
	if o.s.ID() != o.open {
		n.text = o.s.Name() + ": " + n.text
	}
	o.say(n)
}
