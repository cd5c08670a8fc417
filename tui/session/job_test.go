package session_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// crowd pulls that many messages, each with the lease that name gives it.
func crowd(t *testing.T, s *session.Session, n int, attempts int64, lease func(i int) string) []session.Target {
	t.Helper()
	var messages []apiclient.Message
	for i := range n {
		messages = append(messages, message(fmt.Sprint("m", s.Listing().Len()+i), lease(i), attempts))
	}
	pulled(s, 0, messages...)
	var frozen []session.Target
	for i := range messages {
		frozen = append(frozen, target(t, s, messages[i].ID))
	}
	return frozen
}

// A job counts its targets when it is taken up, belongs to its queue until it is
// let go, and only then leaves room for another.
func TestAJobBelongsToItsQueue(t *testing.T) {
	t.Parallel()
	s := opened(2)
	want(t, "a job before any", s.Job(), nil)
	want(t, "what is let go then", s.EndJob(), nil)
	j := &session.Job{Verb: session.Retry, Rest: ending()}
	s.StartJob(j)
	want(t, "the job", s.Job(), j)
	want(t, "its targets", j.Total, 7)
	want(t, "what is let go", s.EndJob(), j)
	want(t, "the job after", s.Job(), nil)
}

// A call settles at most 100 leases. Messages that share one go in one call,
// whatever that makes of its number of messages.
func TestACallTakesAHundredLeases(t *testing.T) {
	t.Parallel()
	own := func(i int) string { return fmt.Sprint("own", i) }
	tests := []struct {
		name  string
		n     int
		lease func(i int) string
		want  []int // targets by call
	}{
		{"one", 1, own, []int{1}},
		{"a hundred", 100, own, []int{100}},
		{"one more", 101, own, []int{100, 1}},
		{"two calls and a half", 250, own, []int{100, 100, 50}},
		{"two to a lease", 300, func(i int) string { return fmt.Sprint("pair", i/2) }, []int{200, 100}},
		{"two to the hundredth", 102, func(i int) string { return fmt.Sprint("hundredth", min(i, 99)+i/101) }, []int{101, 1}},
		{"three to the hundredth", 103, func(i int) string { return fmt.Sprint("hundredth", min(i, 99)+i/102) }, []int{102, 1}},
		{"all on one", 150, func(int) string { return "one" }, []int{150}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := opened(2)
			all := crowd(t, s, tt.n, 1, tt.lease)
			j := &session.Job{Verb: session.Ack, Rest: all}
			s.StartJob(j)
			var got []int
			var taken []session.Target
			for j.Goes() {
				batch := s.Take(j)
				got = append(got, len(batch))
				taken = append(taken, batch...)
				if n := len(session.Leases(batch)); n > apiclient.MaxBatchSize {
					t.Errorf("a call has %d leases", n)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("targets by call (-want +got):\n%s", diff)
			}
			want(t, "all that was taken", namesOf(taken), namesOf(all))
			want(t, "what is left for another", len(s.Take(j)), 0)
			want(t, "targets in all", j.Total, tt.n)
		})
	}
}

// mixed are targets that a retry ends surely, perhaps or not, and two that are
// in doubt, one of which a retry ends.
func mixed(t *testing.T) (*session.Session, []session.Target) {
	t.Helper()
	s := opened(2)
	pulled(s, 0, message("safe", "1", 1), message("perhaps", "2", 2), message("sure", "3", 3),
		message("doubt", "4", 1), message("both", "5", 3), message("beside", "6", 1), message("sharer", "6", 3))
	lost(s, "4", "5")
	return s, targets(t, s, "safe perhaps sure doubt both beside sharer")
}

// Nothing ends and nothing in doubt is settled to which nobody has agreed. An ack
// is meant to end, and an extension ends nothing: last deliveries hold up neither.
func TestWhatACallLeaves(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                   string
		verb                   session.Verb
		agreed                 string
		taken, leftLast, doubt string
	}{
		{"an ack that nobody agreed to", session.Ack, "", "safe perhaps sure beside sharer", "", "doubt both"},
		{"an extension", session.Extend, "", "safe perhaps sure beside sharer", "", "doubt both"},
		{"a retry", session.Retry, "", "safe", "perhaps sure beside sharer", "doubt both"},
		{"a release", session.Release, "", "safe", "perhaps sure beside sharer", "doubt both"},
		{
			"a retry that somebody agreed to in part", session.Retry, "perhaps doubt sharer",
			"safe perhaps doubt beside sharer", "sure", "both",
		},
		{"a retry that was agreed to", session.Retry, "perhaps sure doubt both beside", "safe perhaps sure doubt both beside sharer", "", ""},
		{"an ack that was agreed to", session.Ack, "doubt both", "safe perhaps sure doubt both beside sharer", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, all := mixed(t)
			j := &session.Job{Verb: tt.verb, Rest: all, Agreed: session.ConsentTo(targets(t, s, tt.agreed))}
			want(t, "taken", namesOf(s.Take(j)), tt.taken)
			want(t, "left on their last", namesOf(j.LeftLast), tt.leftLast)
			want(t, "left in doubt", namesOf(j.LeftDoubt), tt.doubt)
			want(t, "not looked at", len(j.Rest), 0)
		})
	}
}

// Whether a call ends a message is asked when it is sent: between two calls the
// limit may be lowered and an answer lost.
func TestEachCallIsAskedAnew(t *testing.T) {
	t.Parallel()
	s := opened(9)
	all := crowd(t, s, 202, 5, func(i int) string { return fmt.Sprint("own", i) })
	j := &session.Job{Verb: session.Retry, Rest: all}
	want(t, "taken while nothing ends", len(s.Take(j)), 100)
	lost(s, "own150")
	want(t, "taken around a lost answer", len(s.Take(j)), 100)
	want(t, "left", namesOf(j.LeftDoubt), "m150")
	s.SetConsumers([]apiclient.Consumer{puller(5)})
	want(t, "taken when it may be the last", len(s.Take(j)), 0)
	want(t, "left then", namesOf(j.LeftLast), "m201")
	want(t, "as it stands now", j.LeftLast[0].Ends, inbox.Perhaps)
}

// What is left out takes no room in the call.
func TestWhatIsLeftTakesNoRoom(t *testing.T) {
	t.Parallel()
	s := opened(2)
	ends := crowd(t, s, 120, 3, func(i int) string { return fmt.Sprint("ends", i) })
	goesOn := crowd(t, s, 100, 1, func(i int) string { return fmt.Sprint("goes on", i) })
	j := &session.Job{Verb: session.Release, Rest: append(ends, goesOn...)}
	want(t, "taken", namesOf(s.Take(j)), namesOf(goesOn))
	want(t, "left", len(j.LeftLast), 120)
}

// A yes covers what it was told of a lease and what is harmless, and no other
// lease: neither an end that nobody had named, nor a doubt that came later.
func TestConsentCoversWhatItNamed(t *testing.T) {
	t.Parallel()
	named := map[string]session.Consent{
		"nothing": {},
		"no end":  session.ConsentTo([]session.Target{{ID: "a", Lease: "a1"}}),
		"an end":  session.ConsentTo([]session.Target{{ID: "a", Lease: "a1", Last: inbox.Perhaps, Ends: inbox.Perhaps}}),
		"a doubt": session.ConsentTo([]session.Target{{ID: "a", Lease: "a1", Doubt: true}}),
		"both":    session.ConsentTo([]session.Target{{ID: "b", Lease: "b1"}, {ID: "a", Lease: "a1", Ends: inbox.Surely, Doubt: true}}),
		"another": session.ConsentTo([]session.Target{{ID: "a", Lease: "a2", Ends: inbox.Surely, Doubt: true}}),
	}
	now := []struct {
		name   string
		target session.Target
		covers map[string]bool
	}{
		{"harmless", session.Target{ID: "a", Lease: "a1"}, map[string]bool{
			"nothing": true, "no end": true, "an end": true, "a doubt": true, "both": true, "another": true,
		}},
		{"ends", session.Target{ID: "a", Lease: "a1", Ends: inbox.Surely}, map[string]bool{"an end": true, "both": true}},
		{"may end", session.Target{ID: "a", Lease: "a1", Ends: inbox.Perhaps}, map[string]bool{"an end": true, "both": true}},
		{"in doubt", session.Target{ID: "a", Lease: "a1", Doubt: true}, map[string]bool{"a doubt": true, "both": true}},
		{"ends, in doubt", session.Target{ID: "a", Lease: "a1", Ends: inbox.Surely, Doubt: true}, map[string]bool{"both": true}},
	}
	for _, tt := range now {
		for name, consent := range named {
			want(t, "a yes to "+name+" covers what is "+tt.name, consent.Covers(tt.target), tt.covers[name])
		}
	}
}

// The figures of the calls add up, and their notes follow each other.
func TestAnsweredCallsAddUp(t *testing.T) {
	t.Parallel()
	j := &session.Job{}
	j.Answered(100, session.Tally{Accepted: 90, Unsure: 8, Unnamed: 3, Refused: []apiclient.MessageID{"a"}, Warned: []apiclient.MessageID{"b"}}, "first")
	j.Answered(50, session.Tally{Accepted: 49, Unsure: 1, Unnamed: 4, Refused: []apiclient.MessageID{"c"}, Warned: []apiclient.MessageID{"d", "e"}}, "second", "third")
	j.Answered(1, session.Tally{})
	wanted := &session.Job{
		Sent: 151, Notes: []string{"first", "second", "third"},
		Tally: session.Tally{
			Accepted: 139, Unsure: 9, Unnamed: 7, Refused: []apiclient.MessageID{"a", "c"}, Warned: []apiclient.MessageID{"b", "d", "e"},
		},
	}
	if diff := cmp.Diff(wanted, j, cmp.AllowUnexported(session.Consent{})); diff != "" {
		t.Errorf("job (-want +got):\n%s", diff)
	}
}

// A job goes on while something is left of it that nobody has called off.
func TestAJobGoesUntilItIsDoneOrCalledOff(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rest      int
		cancelled bool
		want      bool
	}{{1, false, true}, {0, false, false}, {1, true, false}, {0, true, false}} {
		j := &session.Job{Rest: ending()[:tt.rest], Cancelled: tt.cancelled}
		want(t, fmt.Sprintf("with %d left, cancelled %v", tt.rest, tt.cancelled), j.Goes(), tt.want)
	}
}
