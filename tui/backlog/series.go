// Package backlog holds what the metrics of one queue have said over time: the
// newest figures, how old they are, where they are heading, and when to ask
// again. It is pure: the time is given to it.
package backlog

import (
	"slices"
	"time"

	"leaseview/apiclient"
)

const (
	// maxWait bounds the pause after polls that failed.
	maxWait = time.Minute
	// maxDoublings bounds how often that pause is doubled.
	maxDoublings = 6
	// maxSamples is how many samples are held at most.
	maxSamples = 720
)

// Sample is a count that the API gave, and when it came.
type Sample struct {
	At    time.Time // on our clock
	Count int64
}

// Series is what the metrics of one queue said. Make one with [New]. It belongs
// to one goroutine.
type Series struct {
	every   time.Duration
	next    time.Time // when to poll again
	fails   int       // polls that failed in a row
	failed  error     // of the newest poll; nil when it went well
	latest  apiclient.Metrics
	known   bool
	samples []Sample
}

// New makes an empty series that is due at once, and then every so often.
func New(every time.Duration) *Series { return &Series{every: every} }

// Due says whether it is time for a poll. A clock that jumped back must not stop
// the polling until it has caught up.
func (s *Series) Due(now time.Time) bool {
	return !now.Before(s.next) || s.next.Sub(now) > max(s.every, maxWait)
}

// Polled takes down that a poll was sent.
func (s *Series) Polled(now time.Time) { s.next = now.Add(s.every) }

// Answer takes the answer of a poll, which went well.
func (s *Series) Answer(m apiclient.Metrics) {
	s.failed, s.fails = nil, 0
	s.Take(m)
}

// Fail takes down that a poll failed. The next one comes later with every failure
// in a row, after a minute or the usual pause at most, whichever is longer.
func (s *Series) Fail(err error, now time.Time) {
	s.failed = err
	s.fails++
	s.next = now.Add(min(s.every<<min(s.fails, maxDoublings), max(maxWait, s.every)))
}

// Take takes figures, of a poll or such as came with another answer, which tell
// nothing of the polls. Figures that are older than the newest are dropped; those
// without a count make no sample.
func (s *Series) Take(m apiclient.Metrics) {
	if s.known && m.ReceivedAt.Before(s.latest.ReceivedAt) {
		return
	}
	s.latest, s.known = m, true
	if count, known := m.BacklogCount.Get(); known {
		if len(s.samples) == maxSamples {
			s.thin()
		}
		s.samples = append(s.samples, Sample{m.ReceivedAt, count})
	}
}

// thin drops every second sample of the older half, so that a series that is full
// loses detail at its far end, and never its beginning.
func (s *Series) thin() {
	const half = maxSamples / 2
	for i := range half / 2 {
		s.samples[i] = s.samples[2*i]
	}
	s.samples = slices.Delete(s.samples, half/2, half)
}

// Latest is the newest figures; false while there are none.
func (s *Series) Latest() (apiclient.Metrics, bool) { return s.latest, s.known }

// Count is how many messages the newest figures say there are; false when they
// don't say, or there are none.
func (s *Series) Count() (int64, bool) { return s.latest.BacklogCount.Get() }

// Failed is the error of the newest poll that was answered; nil when that went
// well.
func (s *Series) Failed() error { return s.failed }

// Samples are the counts, oldest first: at most 720, of which the newest 360 are
// complete, and those before are ever fewer with their age. They are not to be
// changed, and hold until the next one is taken.
func (s *Series) Samples() []Sample { return s.samples }

// Trend is the newest n counts or as many as there are, oldest first. They are
// complete up to an n of 360.
func (s *Series) Trend(n int) []float64 {
	newest := s.samples[max(len(s.samples)-n, 0):]
	counts := make([]float64, len(newest))
	for i, sample := range newest {
		counts[i] = float64(sample.Count)
	}
	return counts
}

// Presence says what is known of the oldest message.
type Presence uint8

// What may be known of it.
const (
	Unread  Presence = iota // no figures came yet
	Unknown                 // the figures don't say
	None                    // the queue is empty
	Known
)

// Oldest is when the oldest message was sent, on the server's clock, where that
// is known.
func (s *Series) Oldest() (time.Time, Presence) {
	switch {
	case !s.known:
		return time.Time{}, Unread
	case !s.latest.Oldest.IsZero():
		return s.latest.Oldest, Known
	case s.latest.BacklogCount == apiclient.CountOf(0):
		return time.Time{}, None
	default:
		return time.Time{}, Unknown
	}
}
