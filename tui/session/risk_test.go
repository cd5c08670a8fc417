package session_test

import (
	"testing"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// step is something that happens to a session.
type step func(*testing.T, *session.Session)

// delivered pulls the message a, which shows those attempts.
func delivered(attempts int64) step {
	return func(_ *testing.T, s *session.Session) { pulled(s, 0, message("a", "a1", attempts)) }
}

// Only what waits in the queue can be cost its last delivery by a pull, and only
// what has not surely ended already waits there.
func TestWhatIsAtRisk(t *testing.T) {
	t.Parallel()
	then := func(attempts int64, next step) step {
		return func(t *testing.T, s *session.Session) { t.Helper(); delivered(attempts)(t, s); next(t, s) }
	}
	lapse := func(_ *testing.T, s *session.Session) { s.Lapse(at(30)) }
	retry := func(t *testing.T, s *session.Session) { t.Helper(); retried(s, 1, target(t, s, "a")) }
	ack := func(t *testing.T, s *session.Session) { t.Helper(); acked(s, 1, target(t, s, "a")) }
	shown := func(attempts int64) step {
		return func(_ *testing.T, s *session.Session) { peeked(s, 0, message("a", "", attempts)) }
	}
	missed := func(_ *testing.T, s *session.Session) {
		peeked(s, 0, message("a", "", 2))
		s.FilePeek(session.Peek{Result: apiclient.PeekResult{Reply: answered(1)}, Asked: 9})
	}
	tests := []struct {
		name  string
		story step
		state inbox.State
		want  bool
	}{
		{"peeked, with deliveries left", shown(0), inbox.Peeked, false},
		{"peeked, the next may be the last", shown(1), inbox.Peeked, true},
		{"peeked, attempts unknown", shown(-1), inbox.Peeked, true},
		{"leased, on its last", delivered(2), inbox.Leased, false},
		{"lapsed, with deliveries left", then(0, lapse), inbox.Lapsed, false},
		{"lapsed, the next may be the last", then(1, lapse), inbox.Lapsed, true},
		{"lapsed, that may have been the last", then(2, lapse), inbox.Lapsed, true},
		{"lapsed, that was the last", then(3, lapse), inbox.Lapsed, false},
		{"retried, with deliveries left", then(0, retry), inbox.Retried, false},
		{"retried, the next may be the last", then(1, retry), inbox.Retried, true},
		{"retried, that was the last", then(3, retry), inbox.Retried, false},
		{"acked", then(1, ack), inbox.Acked, false},
		{"pulled without a lease", func(_ *testing.T, s *session.Session) { pulled(s, 0, message("a", "", 1)) }, inbox.Unleased, false},
		{"missed by a look", missed, inbox.Peeked, true},
		{"missed for long", func(t *testing.T, s *session.Session) {
			missed(t, s)
			s.Lapse(at(300))
		}, inbox.Peeked, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := opened(2)
			tt.story(t, s)
			want(t, "the state", entry(t, s, "a").State, tt.state)
			count, list, danger := 0, "", session.NoDanger
			if tt.want {
				count, list, danger = 1, "a", session.SeenLast
			}
			want(t, "how many are at risk", s.AtRisk(), count)
			want(t, "at risk", names(s.RiskyIDs()), list)
			want(t, "the danger", s.Danger(), danger)
			s.SetConsumers(nil)
			want(t, "at risk when nobody knows the limit", s.AtRisk(), 0)
			want(t, "the danger then", s.Danger(), session.UnknownLimit)
			s.SetConsumers([]apiclient.Consumer{puller(2)})
			want(t, "at risk when it is known again", names(s.RiskyIDs()), list)
		})
	}
}

// What is at risk is listed as the table lists it, not as it came to be so.
func TestRiskyMessagesAreListedAsTheTableDoes(t *testing.T) {
	t.Parallel()
	s := opened(2)
	for _, m := range []string{"d", "b", "a", "c", "e"} {
		peeked(s, 0, message(m, "", 0))
	}
	for _, m := range []string{"e", "c", "b", "a"} {
		peeked(s, 1, message(m, "", 2))
	}
	want(t, "at risk", names(s.RiskyIDs()), "b a c e")
}

// Messages that were seen tell more than the limit does.
func TestDanger(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		rule      inbox.Rule
		consumers []apiclient.Consumer
		shown     []apiclient.Message
		want      session.Danger
	}{
		{"settings unread", inbox.AfterMax, nil, nil, session.UnknownLimit},
		{"limit unknown", inbox.AfterMax, []apiclient.Consumer{puller(-1)}, []apiclient.Message{message("a", "", 9)}, session.UnknownLimit},
		{"one delivery each, by this rule", inbox.AtMax, []apiclient.Consumer{puller(1)}, nil, session.EveryLast},
		{"two by that one", inbox.AfterMax, []apiclient.Consumer{puller(1)}, nil, session.NoDanger},
		{"perhaps one", inbox.Either, []apiclient.Consumer{puller(1)}, nil, session.EveryLast},
		{"one each, and some are seen", inbox.AfterMax, []apiclient.Consumer{puller(0)}, []apiclient.Message{message("a", "", 0)}, session.SeenLast},
		{"enough for what is seen", inbox.AfterMax, []apiclient.Consumer{puller(3)}, []apiclient.Message{message("a", "", 1)}, session.NoDanger},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := session.New(orders(tt.consumers...), tt.rule)
			peeked(s, 0, tt.shown...)
			want(t, "the danger", s.Danger(), tt.want)
			want(t, "the danger of the risk", s.Risk().Danger, tt.want)
		})
	}
}

// seenLast is the risk of a queue whose messages of these names may end.
func seenLast(list ...string) session.Risk {
	s := opened(2)
	for _, id := range list {
		peeked(s, 0, message(id, "", 2))
	}
	return s.Risk()
}

// A yes to one risk is a yes to a smaller one, and to no other: a message that
// the question did not name was not agreed to.
func TestAYesCoversNoOtherRisk(t *testing.T) {
	t.Parallel()
	risks := map[string]session.Risk{
		"none":    opened(9).Risk(),
		"unknown": session.New(orders(), inbox.AfterMax).Risk(),
		"every":   opened(0).Risk(),
		"a":       seenLast("a"),
		"b":       seenLast("b"),
		"a and b": seenLast("a", "b"),
	}
	covered := map[string][]string{
		"none":    {"none"},
		"unknown": {"none", "unknown"},
		"every":   {"none", "every"},
		"a":       {"none", "a"},
		"b":       {"none", "b"},
		"a and b": {"none", "a", "b", "a and b"},
	}
	for asked, yes := range risks {
		for now, risk := range risks {
			covers := false
			for _, name := range covered[asked] {
				covers = covers || name == now
			}
			want(t, "a yes to "+asked+" covers "+now, yes.Covers(risk), covers)
		}
	}
}

// The question names what it named when it was asked, whatever comes after.
func TestARiskIsFrozen(t *testing.T) {
	t.Parallel()
	s := opened(2)
	peeked(s, 0, message("a", "", 2))
	asked := s.Risk()
	peeked(s, 1, message("b", "", 2))
	want(t, "covers what is new", asked.Covers(s.Risk()), false)
	pulled(s, 2, message("b", "b1", 2))
	want(t, "covers what is left", asked.Covers(s.Risk()), true)
	want(t, "what is left covers what was asked", s.Risk().Covers(asked), true)
}
