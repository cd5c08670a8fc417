package backlog_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/backlog"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// figures are metrics with a count that came so long after noon.
func figures(after time.Duration, count int64) apiclient.Metrics {
	return apiclient.Metrics{Reply: apiclient.Reply{ReceivedAt: noon.Add(after)}, BacklogCount: apiclient.CountOf(count)}
}

// taken is a series of polls every 5 s, in which each count came so long after
// the one before.
func taken(apart time.Duration, counts ...int64) *backlog.Series {
	s := backlog.New(5 * time.Second)
	for i, count := range counts {
		s.Take(figures(time.Duration(i)*apart, count))
	}
	return s
}

var errFailed = errors.New("failed")

func TestPollsAreDue(t *testing.T) {
	t.Parallel()
	const s = time.Second
	polled := func(b *backlog.Series) { b.Polled(noon) }
	failing := func(times int) func(*backlog.Series) {
		return func(b *backlog.Series) {
			for range times {
				b.Fail(errFailed, noon)
			}
		}
	}
	recovered := func(b *backlog.Series) {
		failing(9)(b)
		b.Answer(figures(0, 1))
		b.Polled(noon)
	}
	tests := []struct {
		name  string
		every time.Duration
		after func(*backlog.Series)
		due   time.Duration // after noon
	}{
		{"after a poll", 5 * s, polled, 5 * s},
		{"after a failure", 5 * s, failing(1), 10 * s},
		{"after two", 5 * s, failing(2), 20 * s},
		{"after three", 5 * s, failing(3), 40 * s},
		{"after many", 5 * s, failing(4), time.Minute},
		{"after ever more", 5 * s, failing(1000), time.Minute},
		{"after many of a short pause", 100 * time.Millisecond, failing(1000), 6400 * time.Millisecond},
		{"after a failure of a long pause", time.Hour, failing(3), time.Hour},
		{"after it went well again", 5 * s, recovered, 5 * s},
		{"after a failure anew", 5 * s, func(b *backlog.Series) { recovered(b); failing(1)(b) }, 10 * s},
		{"after figures that came with a pull", 5 * s, func(b *backlog.Series) { failing(1)(b); b.Take(figures(0, 1)); failing(1)(b) }, 20 * s},
	}
	for _, tt := range tests {
		b := backlog.New(tt.every)
		if !b.Due(noon) {
			t.Errorf("%s: nothing was due before", tt.name)
		}
		tt.after(b)
		longest := max(tt.every, time.Minute)
		for at, want := range map[time.Duration]bool{
			0: false, tt.due - 1: false, tt.due: true, tt.due + time.Hour: true,
			// The clock was set back: by what could be a pause, and by more.
			tt.due - longest: false, tt.due - longest - 1: true, -8 * time.Hour: true,
		} {
			if b.Due(noon.Add(at)) != want {
				t.Errorf("%s: due %v after noon is %v", tt.name, at, !want)
			}
		}
	}
}

// Until figures come, nothing is known; those of a poll and those of a pull are
// the same, but only a poll says that polling works.
func TestTheNewestFigures(t *testing.T) {
	t.Parallel()
	s := backlog.New(time.Second)
	if _, known := s.Latest(); known || s.Failed() != nil {
		t.Error("something is known of nothing")
	}
	if _, known := s.Count(); known {
		t.Error("there is a count before there are figures")
	}
	s.Fail(errFailed, noon)
	s.Take(figures(time.Minute, 9))
	if n, known := s.Count(); n != 9 || !known || !errors.Is(s.Failed(), errFailed) {
		t.Errorf("%d, %v, and the poll: %v", n, known, s.Failed())
	}
	s.Answer(figures(time.Second, 1))
	if n, _ := s.Count(); n != 9 || s.Failed() != nil {
		t.Errorf("an older answer made %d of 9; the poll: %v", n, s.Failed())
	}
	s.Answer(figures(time.Minute, 3))
	if n, _ := s.Count(); n != 3 {
		t.Errorf("an answer of the same moment left %d for 3", n)
	}
	unknown := figures(2*time.Minute, -1)
	unknown.BacklogBytes = apiclient.CountOf(7)
	s.Answer(unknown)
	if _, known := s.Count(); known {
		t.Error("a count that was not given is known")
	}
	if latest, known := s.Latest(); !known || latest.BacklogBytes != apiclient.CountOf(7) {
		t.Errorf("the newest figures are %+v, %v", latest, known)
	}
	if got := s.Samples(); !slices.Equal(got, []backlog.Sample{{At: noon.Add(time.Minute), Count: 9}, {At: noon.Add(time.Minute), Count: 3}}) {
		t.Errorf("samples are %v", got)
	}
}

func TestTheTrendIsTheNewestCounts(t *testing.T) {
	t.Parallel()
	s := taken(time.Second, 4, 1, 2)
	for n, want := range map[int][]float64{0: {}, 2: {1, 2}, 3: {4, 1, 2}, 120: {4, 1, 2}} {
		if got := s.Trend(n); !slices.Equal(got, want) {
			t.Errorf("the newest %d are %v", n, got)
		}
	}
	if got := backlog.New(time.Second).Trend(120); len(got) != 0 {
		t.Errorf("nothing has the trend %v", got)
	}
}

// A series of any length fits, from its first sample to its last: the newest are
// complete, and before them there are fewer the older they are.
func TestALongSeriesLosesDetailAtItsFarEnd(t *testing.T) {
	t.Parallel()
	s := backlog.New(time.Second)
	for n := range int64(20_000) {
		s.Take(figures(time.Duration(n)*time.Second, n))
		got := s.Samples()
		if len(got) > 720 || got[0].Count != 0 || got[len(got)-1].Count != n {
			t.Fatalf("after %d samples %d are held, from %v to %v", n+1, len(got), got[0], got[len(got)-1])
		}
		if complete := min(n, 359); got[int64(len(got)-1)-complete].Count != n-complete {
			t.Fatalf("after %d samples one of the newest 360 is missing", n+1)
		}
	}
	got := s.Samples()
	for i := 2; i < len(got); i++ {
		if !got[i-1].At.Before(got[i].At) || got[i].At.Sub(noon) != time.Duration(got[i].Count)*time.Second {
			t.Errorf("sample %d is %v after %v", i, got[i], got[i-1])
		}
		if got[i].Count-got[i-1].Count > got[i-1].Count-got[i-2].Count {
			t.Errorf("newer samples are further apart: %d, %d, %d", got[i-2].Count, got[i-1].Count, got[i].Count)
		}
	}
	if trend := s.Trend(120); len(trend) != 120 || trend[0] != 19_880 || trend[119] != 19_999 {
		t.Errorf("the trend has %d counts", len(trend))
	}
}

func TestWhatIsKnownOfTheOldest(t *testing.T) {
	t.Parallel()
	sent := noon.Add(-time.Hour)
	for _, tt := range []struct {
		name   string
		count  int64 // -1 = not given
		oldest time.Time
		want   backlog.Presence
	}{
		{"some, of which one is the oldest", 3, sent, backlog.Known},
		{"one that is older than its count", 0, sent, backlog.Known},
		{"one without a count", -1, sent, backlog.Known},
		{"none", 0, time.Time{}, backlog.None},
		{"some", 3, time.Time{}, backlog.Unknown},
		{"nobody knows how many", -1, time.Time{}, backlog.Unknown},
	} {
		s := backlog.New(time.Second)
		if at, presence := s.Oldest(); presence != backlog.Unread || !at.IsZero() {
			t.Errorf("before any figures the oldest is %v, %v", at, presence)
		}
		m := figures(0, tt.count)
		m.Oldest = tt.oldest
		s.Take(m)
		if at, presence := s.Oldest(); presence != tt.want || !at.Equal(tt.oldest) {
			t.Errorf("%s: %v, %v", tt.name, at, presence)
		}
	}
}
