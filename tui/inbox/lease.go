package inbox

import (
	"cmp"
	"slices"
	"time"

	"leaseview/apiclient"
)

// Lease is one delivery of a message.
type Lease struct {
	ID       apiclient.LeaseID
	Since    time.Time       // when the request was sent: the server's clock started later, so Until errs on the safe side
	Until    time.Time       // the deadline: from this instant on the lease is taken for lapsed
	Attempts apiclient.Count // as the delivery showed them
}

// Remaining is the time left at now, between zero and the lease's whole
// length, rounded down to seconds.
func (l Lease) Remaining(now time.Time) time.Duration {
	return l.left(now).Truncate(time.Second)
}

// Fraction is the part of the lease that is left at now: 1 when it began, 0
// when it has lapsed.
func (l Lease) Fraction(now time.Time) float64 {
	whole := l.Until.Sub(l.Since)
	if whole <= 0 {
		return 0
	}
	return float64(l.left(now)) / float64(whole)
}

// LapsedFor is how long ago the lease ran out at now, rounded down to seconds;
// zero while it runs.
func (l Lease) LapsedFor(now time.Time) time.Duration {
	return max(0, now.Sub(l.Until)).Truncate(time.Second)
}

func (l Lease) left(now time.Time) time.Duration {
	return min(max(0, l.Until.Sub(now)), max(0, l.Until.Sub(l.Since)))
}

// Held is how many leases run, as of the last Lapse and merge.
func (b *Inbox) Held() int { return b.held }

// Unsure is how many of the running leases a call may have ended whose answer
// was lost or unclear.
func (b *Inbox) Unsure() int { return len(b.unsure) }

// HeldIDs lists the messages whose leases run, in order of arrival.
func (b *Inbox) HeldIDs() []apiclient.MessageID {
	live := make([]*row, 0, b.held)
	for _, d := range b.deadlines {
		if d.live() {
			live = append(live, d.row)
		}
	}
	return idsInOrder(live)
}

// HeldUntil is when the last of the running leases lapses; false when there is
// none.
func (b *Inbox) HeldUntil() (time.Time, bool) {
	if b.held == 0 {
		return time.Time{}, false
	}
	if b.stale {
		b.latest, b.stale = time.Time{}, false
		for _, d := range b.deadlines {
			if until := d.row.time(untilTime); d.live() && until.After(b.latest) {
				b.latest = until
			}
		}
	}
	return b.latest, true
}

// NextLapse is when the first of the running leases lapses; false when there
// is none.
func (b *Inbox) NextLapse() (time.Time, bool) {
	for len(b.deadlines) > 0 {
		if first := b.deadlines[0]; first.live() {
			return first.row.time(untilTime), true
		}
		b.deadlines.pop()
	}
	return time.Time{}, false
}

// Lapse moves every lease whose deadline is at or before now to Lapsed and
// returns their messages in order of arrival. It costs only what lapses.
//
// A clock that has been set back since the last call takes the running
// deadlines back with it: the time between two calls is never negative, so a
// lease can only end earlier on the new clock than it would have by the old.
func (b *Inbox) Lapse(now time.Time) []apiclient.MessageID {
	now = now.Round(0)
	b.observe(now)
	var lapsed []*row
	for until, ok := b.NextLapse(); ok && !until.After(now); until, ok = b.NextLapse() {
		d := b.deadlines.pop()
		b.enter(d.row, Lapsed, until)
		b.changes++
		lapsed = append(lapsed, d.row)
	}
	for _, r := range b.found.lapsed(now) {
		b.enter(r, Lapsed, r.time(untilTime))
		lapsed = append(lapsed, r)
	}
	return idsInOrder(lapsed)
}

// clockSlack is how far readings of one clock may stand behind each other
// because they were taken in different places.
const clockSlack = time.Second

// observe takes a reading of the clock and follows it when it was set back.
func (b *Inbox) observe(now time.Time) {
	back := b.clock.Sub(now)
	if back <= 0 {
		b.clock = now
		return
	}
	if back < clockSlack {
		return
	}
	b.clock = now
	b.changes++
	b.compact()
	for i := range b.deadlines {
		// One shift for all keeps the order of the heap.
		d := &b.deadlines[i]
		lease := d.row.current()
		lease.Since, lease.Until = lease.Since.Add(-back), lease.Until.Add(-back)
		d.row.setCurrent(lease)
		d.until = nanoseconds(lease.Until)
	}
	b.latest = b.latest.Add(-back)
	b.found.shift(back)
}

// watch puts a row's lease on the heap. The heap stays within a few times the
// leases held, so that leases settled long before their deadline don't pile up.
func (b *Inbox) watch(r *row) {
	r.turn++
	until := r.time(untilTime)
	b.deadlines.push(deadline{row: r, until: nanoseconds(until), turn: r.turn})
	if until.After(b.latest) || b.held == 1 {
		b.latest, b.stale = until, false
	}
	if len(b.deadlines) > 4*b.held+64 {
		b.compact()
	}
}

// compact drops the stale deadlines.
func (b *Inbox) compact() {
	b.deadlines = slices.DeleteFunc(b.deadlines, func(d deadline) bool { return !d.live() })
	b.deadlines.order()
}

// idsInOrder lists rows by message id in order of arrival; nil for none.
func idsInOrder(rows []*row) []apiclient.MessageID {
	slices.SortFunc(rows, func(x, y *row) int { return cmp.Compare(x.position, y.position) })
	var ids []apiclient.MessageID
	for _, r := range rows {
		ids = append(ids, r.id)
	}
	return ids
}
