package tui

import (
	"cmp"
	"slices"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
	"leaseview/views"
)

// names are the messages that a question is about, so that a yes is said to
// something named: id, attempts, the beginning of the body as the table shows it.
// What is said of each is how things stand when it is drawn.
type names []named

type named struct {
	s      *session.Session
	id     apiclient.MessageID
	queued bool // the question is about several queues, so that it says which
}

func (n names) Len() int { return len(n) }

// Row makes the name of a message in sight.
func (n names) Row(i int) views.MessageName {
	s, id := n[i].s, n[i].id
	name := views.MessageName{ID: string(id), Body: s.Facts(id).Preview}
	if n[i].queued {
		name.Note = views.Styled{Text: s.Name(), Tone: toneMuted}
	}
	if e, ok := s.Entry(id); ok {
		name.Attempts = rows{operator: operator{s: s}}.attempts(e)
		if note := fateNote(e, s.Budget().OnLast(e)); note.Text != "" {
			name.Note = note
		}
	}
	return name
}

// fateNote is what a question must not leave to a colour: that a message ends with
// its lease, or that its last call is in doubt.
func fateNote(e inbox.Entry, last inbox.Chance) views.Styled {
	switch {
	case e.Lease.ID == "":
		return views.Styled{} // what a pull would do to it is for the question to say
	case e.Doubt:
		return views.Styled{Text: "unsure", Tone: toneWarn}
	case last == inbox.Surely:
		return views.Styled{Text: "last", Tone: toneBad}
	case last == inbox.Perhaps:
		return views.Styled{Text: "maybe last", Tone: toneBad}
	default:
		return views.Styled{}
	}
}

// namesOf are those of messages of one queue.
func namesOf(s *session.Session, ids []apiclient.MessageID) names {
	list := make(names, len(ids))
	for i, id := range ids {
		list[i] = named{s: s, id: id}
	}
	return list
}

// targetNames are those of frozen targets: what ends before what may, what is in
// doubt before the rest.
func targetNames(s *session.Session, targets []session.Target) names {
	rank := func(t session.Target) int {
		switch {
		case t.Ends == inbox.Surely:
			return 0
		case t.Ends == inbox.Perhaps:
			return 1
		case t.Doubt:
			return 2
		default:
			return 3
		}
	}
	sorted := slices.SortedStableFunc(slices.Values(targets), func(a, b session.Target) int { return cmp.Compare(rank(a), rank(b)) })
	return namesOf(s, session.IDs(sorted))
}
