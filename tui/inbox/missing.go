package inbox

import (
	"math"
	"time"

	"leaseview/apiclient"
)

// Absence says whether looks at the queue should have shown a message, and did not.
// It is about a message that waits in the queue as far as is known: one that was
// peeked, or whose delivery is over. Why it was not shown nobody can see: it may be
// acked, delayed, leased by others. In which order a peek shows messages, and how
// old the oldest is, the API tells at best effort.
type Absence uint8

// The absences.
const (
	Present    Absence = iota // nothing tells that it is not there
	Missed                    // a newer look at the head of the queue should have shown it
	LongMissed                // and it has not been seen for long
)

const (
	// longUnseen is after how much time a missed message is not expected back: the
	// default lease of ten pulls.
	longUnseen = 5 * time.Minute
	// metricsSlack is how far the oldest message's age may lag behind the queue.
	metricsSlack = time.Minute
	// returnSlack is how long a message may take to be handed out again when its
	// lease is over.
	returnSlack = time.Minute
)

// absence is what is known of a row.
func (r *row) absence() Absence {
	switch {
	case r.flags&longMissed != 0:
		return LongMissed
	case r.flags&missed != 0:
		return Missed
	default:
		return Present
	}
}

// expect says that a row waits in the queue, so that a look at it may miss it.
func (b *Inbox) expect(r *row) {
	r.flags.set(missed|longMissed, false)
	if r.flags&expected == 0 && r.waits() {
		r.flags.set(expected, true)
		b.expected.push(deadline{row: r, until: r.order()})
	}
}

// waits says whether the message is in the queue as far as is known, leased by
// nobody here. One that was put back counts as finished, wherever it is.
func (r *row) waits() bool { return r.state == Peeked || r.state == Lapsed || r.state == Unleased }

// order is where a peek shows the message, as far as anybody knows: by when it was
// sent.
func (r *row) order() int64 {
	sent := r.time(sentTime)
	if sent.IsZero() {
		return math.MaxInt64
	}
	return nanoseconds(sent)
}

// shownBy says whether a look would have shown the message, were it first in the
// queue.
func (r *row) shownBy(look time.Time) bool {
	back := r.time(stateTime)
	switch r.state {
	case Unleased:
		back = r.time(untilTime)
		fallthrough
	case Lapsed:
		if look.Before(back.Add(returnSlack)) {
			return false
		}
	}
	return !look.Before(r.time(lastTime))
}

// missBefore marks what waits before a place in the queue and was not shown by a
// look at its head. What that merge has listed it has shown.
func (b *Inbox) missBefore(place int64, look time.Time) []*row {
	var absent, there []*row
	for len(b.expected) > 0 && b.expected[0].until <= place {
		r := b.expected.pop().row
		switch {
		case !r.waits() || r.absence() != Present:
			r.flags.set(expected, false)
		case r.order() > place || r.merged == b.merges || !r.shownBy(look):
			there = append(there, r)
		default:
			r.flags.set(expected, false)
			r.flags.set(missed, true)
			b.absent.push(deadline{row: r, until: nanoseconds(r.time(lastTime))})
			absent = append(absent, r)
		}
	}
	for _, r := range there {
		b.expected.push(deadline{row: r, until: r.order()})
	}
	return absent
}

// MergeOldest takes when the oldest message of the queue was sent, by figures that
// were asked for at that time: what was sent before it and waits should be gone. It
// returns which messages that makes missed, in order of arrival.
func (b *Inbox) MergeOldest(oldest, asked time.Time) []apiclient.MessageID {
	if oldest.IsZero() {
		return nil // unknown
	}
	b.changes++
	b.merges++
	return idsInOrder(b.missBefore(nanoseconds(oldest.Add(-metricsSlack)), asked.Round(0).Add(-metricsSlack)))
}

// GiveUp stops expecting what was missed and has not been seen for long, and
// returns which messages those are, in order of arrival.
func (b *Inbox) GiveUp(now time.Time) []apiclient.MessageID {
	var given []*row
	limit := nanoseconds(now.Add(-longUnseen))
	for len(b.absent) > 0 && b.absent[0].until <= limit {
		d := b.absent.pop()
		// One that was seen since is on the list again if it was missed again.
		if d.row.absence() == Missed && nanoseconds(d.row.time(lastTime)) == d.until {
			b.changes++
			d.row.flags.set(longMissed, true)
			given = append(given, d.row)
		}
	}
	return idsInOrder(given)
}
