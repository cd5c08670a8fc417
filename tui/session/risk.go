package session

import (
	"maps"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// A pull may hand out the last delivery of a message. The messages known here
// of which that is so are kept in a set that changes with each merge, so that
// asking costs nothing however much is held.

// reclassify looks at messages again whose state or attempts have changed.
func (s *Session) reclassify(ids ...apiclient.MessageID) {
	s.relist(ids...)
	for _, id := range ids {
		if e, ok := s.inbox.Entry(id); ok {
			s.classify(e)
		}
	}
}

// reclassifyAll does so for every message, after the budget has changed.
func (s *Session) reclassifyAll() {
	for e := range s.inbox.All() {
		s.classify(e)
	}
}

// classify keeps both sets, of what a pull may end and of what is near its end.
func (s *Session) classify(e inbox.Entry) {
	id := e.Message.ID
	if s.risky(e) {
		s.atRisk[id] = struct{}{}
	} else {
		delete(s.atRisk, id)
	}
	if severity, near := s.nearEnd(e); near {
		s.near[id] = severity
	} else {
		delete(s.near, id)
	}
}

// risky says whether the message waits in the queue, as far as is known, and
// its next delivery may be its last. One that has surely ended waits no more, and
// one that was missed for long is not expected back. While the limit is unknown all
// are alike, and none is listed: see Risk.
func (s *Session) risky(e inbox.Entry) bool {
	if e.Absence == inbox.LongMissed {
		return false
	}
	switch e.State {
	case inbox.Peeked, inbox.Lapsed, inbox.Retried:
		return s.budget.Known() && s.budget.NextLast(e) != inbox.No && s.budget.Ended(e) != inbox.Surely
	default:
		return false
	}
}

// Danger is why a pull may cost a message its last delivery.
type Danger uint8

// The dangers.
const (
	NoDanger     Danger = iota // nothing is known against a pull
	SeenLast                   // the next delivery of messages seen here may be their last
	UnknownLimit               // max_retries is unknown, so any delivery may be a last
	EveryLast                  // every delivery of this queue may be a last
)

// Risk is what a pull may cost as things stand.
type Risk struct {
	Danger Danger
	ids    map[apiclient.MessageID]struct{} // of SeenLast
}

// Danger is why the next pull may cost a last delivery.
func (s *Session) Danger() Danger {
	switch {
	case len(s.atRisk) > 0:
		return SeenLast
	case !s.budget.Known():
		return UnknownLimit
	case s.budget.FirstLast() != inbox.No:
		return EveryLast
	default:
		return NoDanger
	}
}

// AtRisk is how many messages of a SeenLast there are.
func (s *Session) AtRisk() int { return len(s.atRisk) }

// RiskyIDs are the messages whose next delivery may be their last, as the table
// lists them.
func (s *Session) RiskyIDs() []apiclient.MessageID { return s.inOrder(s.atRisk) }

// Risk is what a pull may cost now, for a question that names it.
func (s *Session) Risk() Risk { return Risk{s.Danger(), maps.Clone(s.atRisk)} }

// Covers says whether a yes to this risk is one to what a pull may cost by now.
func (r Risk) Covers(now Risk) bool {
	if now.Danger != SeenLast {
		return now.Danger == NoDanger || now.Danger == r.Danger
	}
	for id := range now.ids {
		if _, named := r.ids[id]; !named {
			return false
		}
	}
	return true
}

// unnamed are those of some last deliveries that a yes to this risk was not about:
// a yes to whatever comes is about all, for as long as that is what there is.
func (r Risk) unnamed(now Danger, last []Target) []Target {
	if r.Danger == now && now > SeenLast {
		return nil
	}
	var unnamed []Target
	for _, t := range last {
		if _, named := r.ids[t.ID]; !named {
			unnamed = append(unnamed, t)
		}
	}
	return unnamed
}
