package session_test

import (
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/session"
)

// serverSays is an answer received at that second, seven seconds after it was
// asked for, whose Date is so much ahead.
func serverSays(second float64, ahead time.Duration) apiclient.Reply {
	r := apiclient.Reply{SentAt: at(second - 7), ReceivedAt: at(second)}
	r.ServerTime = r.ReceivedAt.Add(ahead)
	return r
}

// Ages are counted on the server's clock once that differs by more than the two
// seconds that its whole seconds and the way of an answer make.
func TestAgesAreCountedOnTheServersClock(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ ahead, want time.Duration }{
		{0, 10 * time.Second},
		{2 * time.Second, 10 * time.Second},
		{-2 * time.Second, 10 * time.Second},
		{2*time.Second + 1, 12*time.Second + 1},
		{-2*time.Second - 1, 8*time.Second - 1},
		{time.Hour, time.Hour + 10*time.Second},
	} {
		s := opened(3)
		s.Heard(serverSays(0, tt.ahead))
		want(t, "ahead by "+tt.ahead.String()+", the age", s.Age(at(10), at(20)), tt.want)
	}
}

// The server writes the Date as it answers: how long that took is no difference
// between the clocks.
func TestASlowAnswerTurnsNoClock(t *testing.T) {
	t.Parallel()
	s := opened(3)
	slow := serverSays(20, 0)
	slow.SentAt = at(5)
	s.Heard(slow)
	want(t, "the age", s.Age(at(10), at(20)), 10*time.Second)
}

// The newest answer with a Date counts; one without says nothing of the clock.
func TestTheNewestDateCounts(t *testing.T) {
	t.Parallel()
	s := opened(3)
	s.Heard(serverSays(0, time.Minute))
	s.Heard(answered(1))
	want(t, "the age after an answer without a Date", s.Age(at(0), at(0)), time.Minute)
	s.Heard(serverSays(2, time.Second))
	want(t, "the age after the clocks agreed", s.Age(at(0), at(0)), 0)
}

// Every answer that brought something tells the server's time; one that failed
// tells nothing that could be relied on, unless it leased something.
func TestWhichAnswersTellTheTime(t *testing.T) {
	t.Parallel()
	reply := serverSays(0, time.Hour)
	one := []apiclient.Message{message("a", "a1", 1)}
	tests := []struct {
		name string
		file func(s *session.Session)
		want time.Duration
	}{
		{"a pull", func(s *session.Session) {
			s.FilePull(session.Pull{Result: apiclient.PullResult{Reply: reply, Messages: one}}, at(0))
		}, time.Hour},
		{"an empty pull", func(s *session.Session) {
			s.FilePull(session.Pull{Result: apiclient.PullResult{Reply: reply}}, at(0))
		}, time.Hour},
		{"a pull cut short", func(s *session.Session) {
			s.FilePull(session.Pull{Result: apiclient.PullResult{Reply: reply, Messages: one}, Err: errCut}, at(0))
		}, time.Hour},
		{"a pull that failed", func(s *session.Session) {
			s.FilePull(session.Pull{Result: apiclient.PullResult{Reply: reply}, Err: errCut}, at(0))
		}, 0},
		{"a peek", func(s *session.Session) {
			s.FilePeek(session.Peek{Result: apiclient.PeekResult{Reply: reply, Messages: one}, Asked: 1})
		}, time.Hour},
		{"a peek that failed", func(s *session.Session) {
			s.FilePeek(session.Peek{Result: apiclient.PeekResult{Reply: reply, Messages: one}, Asked: 1, Err: errCut})
		}, 0},
		{"a settlement", func(s *session.Session) {
			s.FileSettled(nil, apiclient.Settlement{}, apiclient.SettleResult{Reply: reply})
		}, time.Hour},
		{"an extension", func(s *session.Session) {
			s.FileExtended(nil, apiclient.ExtendResult{Reply: reply}, length, at(0))
		}, time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := opened(3)
			tt.file(s)
			want(t, "the server's clock is ahead by", s.Age(at(0), at(0)), tt.want)
		})
	}
}

// A lease ends at its deadline, one after the other, and what was held waits in
// the queue again: its next delivery may cost something.
func TestLeasesLapse(t *testing.T) {
	t.Parallel()
	s := opened(2)
	held := func(n, unsure int, first, last float64, risky string) {
		t.Helper()
		want(t, "held", s.Held(), n)
		want(t, "unsure", s.Unsure(), unsure)
		want(t, "at risk", names(s.RiskyIDs()), risky)
		next, some := s.NextLapse()
		until, same := s.HeldUntil()
		want(t, "some lease runs", some, n > 0)
		want(t, "and ends", same, n > 0)
		if n > 0 {
			want(t, "the next end", next, at(first))
			want(t, "the last end", until, at(last))
		}
	}
	held(0, 0, 0, 0, "")
	pulled(s, 0, message("a", "a1", 1))
	pulled(s, 5, message("b", "b1", 1), message("c", "c1", 3))
	held(3, 0, 30, 35, "")
	lost(s, "b1")
	held(3, 1, 30, 35, "")
	s.Lapse(at(29.9))
	held(3, 1, 30, 35, "")
	s.Lapse(at(30))
	held(2, 1, 35, 35, "a")
	s.Lapse(at(35))
	held(0, 0, 0, 0, "a b")
}
