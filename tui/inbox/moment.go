package inbox

import (
	"math"
	"time"

	"leaseview/apiclient"
)

// moment is a wall-clock time in eight bytes: the nanoseconds since 1970, and in
// the lowest bit whether it is shown in local time, not in UTC. 0 is the zero
// time. It has no room for other time zones and other centuries.
type moment int64

// elsewhere stands for a time or a count that does not fit: it is in exact.
const (
	elsewhere      moment = math.MinInt64
	countElsewhere uint32 = math.MaxUint32
)

// farthest is how many seconds before or after 1970 a moment can be.
const farthest = math.MaxInt64/2/int64(time.Second) - 1

// momentOf packs a time, and says whether it fits.
func momentOf(t time.Time) (m moment, fits bool) {
	inUTC := t.Location() == time.UTC
	seconds := t.Unix()
	switch {
	case t.IsZero():
		return 0, inUTC
	case !inUTC && t.Location() != time.Local, seconds < -farthest, seconds > farthest:
		return 0, false
	}
	m = moment(t.UnixNano() << 1)
	if !inUTC {
		m |= 1
	}
	return m, m != 0
}

// time unpacks a moment.
func (m moment) time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	t := time.Unix(0, int64(m>>1))
	if m&1 == 0 {
		return t.UTC()
	}
	return t
}

// nanoseconds since 1970, or the nearest that there are.
func nanoseconds(t time.Time) int64 {
	const most = math.MaxInt64/int64(time.Second) - 1
	return time.Unix(min(max(t.Unix(), -most), most), int64(t.Nanosecond())).UnixNano()
}

// The times of a row.
const (
	sentTime  = iota // Message.Timestamp
	stateTime        // StateSince
	sinceTime        // Lease.Since
	untilTime        // Lease.Until
	firstTime        // FirstSeen
	lastTime         // LastSeen
	timeKinds
)

// The counts of a row.
const (
	shownCount  = iota // Message.Attempts
	peekedCount        // Peeked
	leaseCount         // Lease.Attempts
	tallyKinds
)

// exact are the times and the counts that do not fit into a row.
type exact struct {
	times  [timeKinds]time.Time
	counts [tallyKinds]apiclient.Count
}

// inFull is where the row's values that do not fit are to be put.
func (r *row) inFull() *exact {
	x := r.more()
	if x.exact == nil {
		x.exact = &exact{}
	}
	return x.exact
}

// time reads one of the row's times.
func (r *row) time(kind int) time.Time {
	if r.times[kind] == elsewhere {
		return r.rare.exact.times[kind]
	}
	return r.times[kind].time()
}

func (r *row) setTime(kind int, t time.Time) {
	m, fits := momentOf(t)
	if !fits {
		m, r.inFull().times[kind] = elsewhere, t
	}
	r.times[kind] = m
}

// count reads one of the row's counts: 0 is the unknown one, and n+1 is n.
func (r *row) count(kind int) apiclient.Count {
	switch n := r.tallies[kind]; n {
	case 0:
		return apiclient.Count{}
	case countElsewhere:
		return r.rare.exact.counts[kind]
	default:
		return apiclient.CountOf(int64(n) - 1)
	}
}

func (r *row) setCount(kind int, c apiclient.Count) {
	n, known := c.Get()
	switch {
	case !known:
		r.tallies[kind] = 0
	case n >= int64(countElsewhere)-1:
		r.tallies[kind], r.inFull().counts[kind] = countElsewhere, c
	default:
		r.tallies[kind] = uint32(n) + 1
	}
}
