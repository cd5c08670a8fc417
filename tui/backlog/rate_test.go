package backlog_test

import (
	"math"
	"testing"
	"time"

	"leaseview/tui/backlog"
)

// counts are n of them, from the first on, each so much more than the one before.
func counts(n int, first, more int64) []int64 {
	all := make([]int64, n)
	for i := range all {
		all[i] = first + int64(i)*more
	}
	return all
}

func TestTheRateOfAWindow(t *testing.T) {
	t.Parallel()
	const s = time.Second
	turned := append(counts(20, 0, 10), counts(20, 190, -5)...)
	tests := []struct {
		name   string
		series *backlog.Series
		window time.Duration
		want   float64 // NaN = not known
	}{
		{"of nothing", taken(s), time.Minute, math.NaN()},
		{"of one", taken(s, 3), time.Minute, math.NaN()},
		{"of two", taken(30*s, 3, 4), time.Minute, math.NaN()},
		{"of three that span half", taken(15*s, 0, 30, 60), time.Minute, 2},
		{"of three that span less", taken(14*s, 0, 30, 60), time.Minute, math.NaN()},
		{"of many at one moment", taken(0, 1, 2, 3, 4), time.Minute, math.NaN()},
		{"of no window", taken(s, 1, 2, 3, 4), 0, math.NaN()},
		{"of a window before the start", taken(s, 1, 2, 3, 4), -time.Hour, math.NaN()},
		{"growing", taken(5*s, counts(20, 100, 10)...), time.Minute, 2},
		{"shrinking", taken(5*s, counts(20, 1000, -10)...), time.Minute, -2},
		{"standing still", taken(7*s, counts(20, 987_654_321_987, 0)...), time.Minute, 0},
		{"to and fro", taken(10*s, 5, 7, 5, 7, 5, 7, 5), time.Minute, 0},
		{"around a line", taken(10*s, 3, 10, 20, 24, 40, 50, 63), time.Minute, 1},
		{"only of the window", taken(5*s, turned...), time.Minute, -1},
		{"of a window that ends on a sample", taken(5*s, turned...), 95 * s, -1},
		{"of huge counts", taken(10*s, counts(7, math.MaxInt64-60, 10)...), time.Minute, 1},
	}
	for _, tt := range tests {
		got, ok := tt.series.Rate(tt.window)
		if ok == math.IsNaN(tt.want) || ok && math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s: %v, %v; want %v", tt.name, got, ok, tt.want)
		}
	}
}

func TestWhenAQueueIsEmpty(t *testing.T) {
	t.Parallel()
	const (
		s    = time.Second
		last = 120 * s // the newest figures, of 25 that come every 5 s
		not  = -1
	)
	draining := taken(5*s, counts(25, 600, -20)...) // at 4 a second, down to 120
	unknown := taken(5*s, counts(25, 600, -20)...)
	unknown.Take(figures(last+s, -1))
	slow := backlog.New(time.Hour)
	for i, count := range counts(4, 400, -100) {
		slow.Take(figures(time.Duration(i)*time.Hour, count))
	}
	nearlyStill := taken(5*s, counts(25, math.MaxInt64, 0)...)
	nearlyStill.Take(figures(125*s, math.MaxInt64-1))
	tests := []struct {
		name   string
		series *backlog.Series
		now    time.Duration // after noon
		want   time.Duration
	}{
		{"of nothing", taken(s), 0, not},
		{"just now", draining, last, 30 * s},
		{"a moment later", draining, last + 10*s, 20 * s},
		{"later than it should take", draining, last + 100*s, 0},
		{"from figures that are too old", draining, last + 121*s, not},
		{"on a clock that was set back", draining, last - time.Hour, 30 * s},
		{"of an unknown count", unknown, last + s, not},
		{"that is empty", taken(5*s, 3, 0), 5 * s, 0},
		{"that was empty long ago", taken(5*s, 3, 0), time.Hour, not},
		{"that grows", taken(5*s, counts(25, 0, 20)...), last, not},
		{"that stands still", taken(5*s, counts(25, 50, 0)...), last, not},
		{"of which little was seen", taken(5*s, counts(5, 600, -20)...), 20 * s, not},
		{"that is asked for rarely", slow, 3 * time.Hour, time.Hour},
		{"that takes longer than can be told", nearlyStill, 125 * s, not},
	}
	for _, tt := range tests {
		got, ok := tt.series.EmptyIn(noon.Add(tt.now))
		if ok != (tt.want != not) || ok && (got-tt.want).Abs() > time.Millisecond {
			t.Errorf("%s: %v, %v; want %v", tt.name, got, ok, tt.want)
		}
	}
}
