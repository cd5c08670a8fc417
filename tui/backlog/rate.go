package backlog

import (
	"math"
	"sort"
	"time"
)

const (
	// minSamples is of how few samples a rate is made.
	minSamples = 3
	// rateWindow is how far a forecast looks back, and forecastPolls how many
	// polls it looks back at least.
	rateWindow    = 2 * time.Minute
	forecastPolls = 6
)

// Rate is how fast the count grew (or, below zero, shrank) in the window before
// the newest sample, in messages a second: the slope of the line that fits the
// samples best. It is not known where they are fewer than three or span less than
// half the window.
func (s *Series) Rate(window time.Duration) (perSecond float64, ok bool) {
	if len(s.samples) < minSamples || window <= 0 {
		return 0, false
	}
	newest := s.samples[len(s.samples)-1].At
	from := sort.Search(len(s.samples), func(i int) bool { return newest.Sub(s.samples[i].At) <= window })
	in := s.samples[from:]
	if span := newest.Sub(in[0].At); len(in) < minSamples || span <= 0 || span < window/2 {
		return 0, false
	}
	return slope(in), true
}

// slope is that of the line with the least squares, in messages a second. The
// samples are not all of one moment.
func slope(samples []Sample) float64 {
	var meanTime, meanCount float64
	n := float64(len(samples))
	for _, sample := range samples {
		meanTime += sample.since(samples[0]) / n
		meanCount += sample.above(samples[0]) / n
	}
	var covariance, variance float64
	for _, sample := range samples {
		t := sample.since(samples[0]) - meanTime
		covariance += t * (sample.above(samples[0]) - meanCount)
		variance += t * t
	}
	return covariance / variance
}

// since is how many seconds a sample came after another.
func (s Sample) since(other Sample) float64 { return s.At.Sub(other.At).Seconds() }

// above is how many messages more it counts: between equal counts exactly none,
// however large they are.
func (s Sample) above(other Sample) float64 { return float64(s.Count - other.Count) }

// EmptyIn is how long it takes from now until the queue is empty, if it goes on
// as in the last two minutes (or six polls, where those take longer): 0 when it
// is. It is not known while the queue doesn't shrink, and where figures are
// missing or are themselves older than that.
func (s *Series) EmptyIn(now time.Time) (time.Duration, bool) {
	count, known := s.Count()
	// A clock that jumped back makes no figures of the future.
	age, window := max(now.Sub(s.latest.ReceivedAt), 0), max(rateWindow, forecastPolls*s.every)
	switch {
	case !known, age > window:
		return 0, false
	case count == 0:
		return 0, true
	}
	rate, ok := s.Rate(window)
	if !ok || rate >= 0 {
		return 0, false
	}
	seconds := float64(count) / -rate
	if seconds >= math.MaxInt64/float64(time.Second) {
		return 0, false
	}
	return max(time.Duration(seconds*float64(time.Second))-age, 0), true
}
