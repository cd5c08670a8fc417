package emulator

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Lags are how late the service is, one time after the other: a list, or made
// up. The zero value is never late. A service that takes its time is what was
// recorded: an empty pull is not an empty queue.
type Lags struct {
	// Times are the first lag, the second and so on; beyond the list there is
	// none.
	Times []time.Duration
	// Random makes the lags up from Seed instead, the same for the same seed:
	// up to 12 s for a redelivery and 2 to 6 s for a dead letter, within which
	// they were recorded.
	Random bool
	Seed   uint64
}

// The range of lags that are made up, around testdata/live-traces.json.
const (
	longestRedelivery  = 12 * time.Second
	shortestDeadLetter = 2 * time.Second
	longestDeadLetter  = 6 * time.Second
)

// ofRedelivery is the lag after the i-th delivery of a message, which is known
// by the number of its arrival.
func (l Lags) ofRedelivery(message uint64, i int) time.Duration {
	if l.Random {
		return l.within(0, longestRedelivery, message, i)
	}
	return l.listed(i)
}

// ofDeath is the lag of the i-th message that died.
func (l Lags) ofDeath(i int) time.Duration {
	if l.Random {
		return l.within(shortestDeadLetter, longestDeadLetter, 0, i)
	}
	return l.listed(i)
}

func (l Lags) listed(i int) time.Duration {
	if i < 1 || i > len(l.Times) {
		return 0
	}
	return l.Times[i-1]
}

// within is a whole number of milliseconds that follows from the seed, the
// message and its turn alone: the three are mixed as splitmix64 does it.
func (l Lags) within(least, most time.Duration, message uint64, i int) time.Duration {
	x := l.Seed
	for _, part := range []uint64{message, uint64(i)} {
		x += 0x9e3779b97f4a7c15 + part
		x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		x ^= x >> 31
	}
	span := uint64((most-least)/time.Millisecond) + 1
	return least + time.Duration(x%span)*time.Millisecond
}

// parseLags reads "none", "seed:7" or times between commas, "0s,11s,0s".
func parseLags(text string) (Lags, error) {
	if text == "none" {
		return Lags{}, nil
	}
	if number, seeded := strings.CutPrefix(text, "seed:"); seeded {
		seed, err := strconv.ParseUint(number, 10, 64)
		if err != nil {
			return Lags{}, fmt.Errorf("%q is not seed:NUMBER", text)
		}
		return Lags{Random: true, Seed: seed}, nil
	}
	var out Lags
	for part := range strings.SplitSeq(text, ",") {
		d, err := time.ParseDuration(strings.TrimSpace(part))
		if err != nil || d < 0 || d > maxDelay {
			return Lags{}, fmt.Errorf("%q is neither none, seed:NUMBER nor times from 0s to 24h such as 0s,11s,0s", text)
		}
		out.Times = append(out.Times, d)
	}
	return out, nil
}
