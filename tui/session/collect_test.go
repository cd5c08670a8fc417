package session_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// leaseFrom are the times of a lease that began at that second.
func leaseFrom(second float64) inbox.Lease {
	return inbox.Lease{Since: at(second), Until: at(second).Add(length)}
}

// collected files what a pull brought while messages are collected.
func collected(s *session.Session, second float64, messages ...apiclient.Message) session.Stop {
	return s.CollectPulled(pulled(s, second, messages...), leaseFrom(second), at(second))
}

// several are n deliveries, with leases of their own, named from first on.
func several(first, n int, attempts int64) []apiclient.Message {
	list := make([]apiclient.Message, n)
	for i := range list {
		list[i] = message(fmt.Sprint("m", first+i), fmt.Sprint("l", first+i), attempts)
	}
	return list
}

// Why collecting ends: the newest pull says so.
func TestWhyCollectingEnds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		story func(s *session.Session) session.Stop
		want  session.Reason
	}{
		{"it goes on", func(s *session.Session) session.Stop { return collected(s, 1, several(0, 4, 0)...) }, session.NoReason},
		{"all that were wanted", func(s *session.Session) session.Stop { return collected(s, 1, several(0, 5, 0)...) }, session.Complete},
		{"two empty answers", func(s *session.Session) session.Stop { collected(s, 1); return collected(s, 2) }, session.NoReason},
		{"three", func(s *session.Session) session.Stop { collected(s, 1); collected(s, 2); return collected(s, 3) }, session.NothingCame},
		{"three, but not in a row", func(s *session.Session) session.Stop {
			collected(s, 1)
			collected(s, 2)
			collected(s, 3, several(0, 1, 0)...)
			return collected(s, 4)
		}, session.NoReason},
		{"what came before, once more", func(s *session.Session) session.Stop {
			collected(s, 1, several(0, 4, 0)...)
			return collected(s, 2, several(0, 4, 0)...)
		}, session.NoReason},
		{"nothing else three times", func(s *session.Session) session.Stop {
			for second := range 3 {
				collected(s, float64(second), several(0, 2, 0)...)
			}
			return collected(s, 3, several(0, 2, 0)...)
		}, session.NothingCame},
		{"a quarter of the first lease", func(s *session.Session) session.Stop {
			collected(s, 0, several(0, 1, 0)...)
			return collected(s, 22.5, several(1, 1, 0)...)
		}, session.NoReason},
		{"less than that", func(s *session.Session) session.Stop {
			collected(s, 0, several(0, 1, 0)...)
			return collected(s, 22.6, several(1, 1, 0)...)
		}, session.NearlyOver},
		{"a last delivery that was not named", func(s *session.Session) session.Stop { return collected(s, 1, several(0, 1, 3)...) }, session.LastDelivery},
		{"one that may be", func(s *session.Session) session.Stop { return collected(s, 1, several(0, 1, 2)...) }, session.LastDelivery},
		{"one that was named", func(s *session.Session) session.Stop { return collected(s, 1, message("named", "n1", 3)) }, session.NoReason},
		{"a lease that has lapsed before its last", func(s *session.Session) session.Stop {
			pulled(s, -29, message("old", "o1", 1))
			return collected(s, 2)
		}, session.MayEnd},
		{"a limit that is not known any more", func(s *session.Session) session.Stop {
			s.SetConsumers(nil)
			return collected(s, 1)
		}, session.MayEnd},
		{"stopped", func(s *session.Session) session.Stop {
			s.StopCollect(session.Stop{Reason: session.ByKey})
			s.StopCollect(session.Stop{Reason: session.RateLimited})
			return collected(s, 1, several(0, 1, 0)...)
		}, session.ByKey},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := opened(2)
			peeked(s, -100, message("named", "", 2))
			s.StartCollect(5, s.CollectRisk())
			want(t, "why it ends", tt.story(s).Reason, tt.want)
		})
	}
}

// A yes where every delivery may be the last is one to whatever comes.
func TestAYesToEveryDelivery(t *testing.T) {
	t.Parallel()
	for what, s := range map[string]*session.Session{"no limit is known": session.New(orders(), inbox.AfterMax), "every one": opened(0)} {
		s.StartCollect(5, s.CollectRisk())
		want(t, what, collected(s, 1, several(0, 2, 1)...).Reason, session.NoReason)
		s.SetConsumers([]apiclient.Consumer{puller(1)})
		want(t, what+", then a limit", collected(s, 2, several(3, 1, 2)...).Reason, session.LastDelivery)
	}
}

// As many as can be held are enough.
func TestCollectHoldsTwentyThousand(t *testing.T) {
	t.Parallel()
	s := opened(9)
	s.StartCollect(session.MaxCollected+100, s.CollectRisk())
	pulls := 0
	for stop := session.NoReason; stop == session.NoReason; pulls++ {
		want(t, "the batch", s.CollectBatch(), 100)
		stop = collected(s, 1, several(pulls*100, 100, 0)...).Reason
	}
	want(t, "pulls", pulls, 200)
	want(t, "held", s.Held(), session.MaxCollected)
	want(t, "collected", s.EndCollect().Messages, session.MaxCollected)
}

// Whatever pulls bring, collecting ends: after no more pulls than messages were
// wanted and empty answers allow, never asking for more than is wanted, and never
// past a last delivery that nobody named.
func TestCollectingAlwaysEnds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := opened(rapid.Int64Range(0, 4).Draw(t, "max_retries"))
		wanted := rapid.IntRange(1, 250).Draw(t, "wanted")
		peeked(s, -5, several(0, rapid.IntRange(0, 3).Draw(t, "peeked"), rapid.Int64Range(0, 4).Draw(t, "showing"))...)
		agreed := s.CollectRisk()
		named := map[apiclient.MessageID]bool{}
		for _, id := range s.RiskyIDs() {
			named[id] = true
		}
		s.StartCollect(wanted, agreed)
		now, pulls, first := 0.0, 0, 0
		for {
			batch := s.CollectBatch()
			if got, _ := s.Collecting(); batch < 1 || batch > 100 || got.Messages+batch > wanted {
				t.Fatalf("it asks for %d after %d of %d", batch, got.Messages, wanted)
			}
			if pulls++; pulls > 3*wanted {
				t.Fatalf("it still goes on after %d pulls", pulls)
			}
			now += rapid.SampledFrom([]float64{0, 0.1, 3}).Draw(t, "takes")
			n := rapid.SampledFrom([]int{0, 1, batch, batch / 2, batch + 2}).Draw(t, "brings")
			list := several(first, n, rapid.Int64Range(0, 4).Draw(t, "attempts"))
			first += n
			stop := collected(s, now, list...)
			for _, m := range list {
				e, _ := s.Entry(m.ID)
				last := e.State == inbox.Leased && s.Budget().OnLast(e) != inbox.No
				if last && !named[m.ID] && agreed.Danger <= session.SeenLast && stop.Reason == session.NoReason {
					t.Fatalf("it goes on over %s, which nobody has named", m.ID)
				}
			}
			if stop.Reason != session.NoReason {
				s.EndCollect()
				return
			}
		}
	})
}

// BenchmarkCollect20000 files what collecting brings, up to as many as can be held.
func BenchmarkCollect20000(b *testing.B) {
	batches := make([]session.Pull, session.MaxCollected/100)
	for i := range batches {
		messages := several(i*100, 100, 0)
		batches[i] = session.Pull{
			Result:     apiclient.PullResult{Reply: answered(1), Messages: messages},
			Visibility: time.Hour, Facts: session.FactsOf(messages),
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		s := opened(9)
		s.StartCollect(session.MaxCollected, s.CollectRisk())
		for _, batch := range batches {
			s.CollectPulled(s.FilePull(batch, at(1)), inbox.Lease{Since: at(1), Until: at(3601)}, at(1))
		}
		if s.EndCollect(); s.Held() != session.MaxCollected {
			b.Fatal(s.Held())
		}
	}
}
