package inbox

import (
	"time"

	"leaseview/apiclient"
)

// Find files a message whose lease runs, though the run of the program that got it
// has ended. It is not held here until it is adopted: see [Inbox.Adopt]. The doubt
// says why nobody knows whether the lease was settled; "" where there is none. It
// returns false where a delivery of the message is known here: that is the newer one.
func (b *Inbox) Find(m *apiclient.Message, lease Lease, doubt string) bool {
	r, known := b.byID[m.ID]
	switch {
	case !known:
		r = b.add(m.ID, lease.Since)
		b.renew(r, m)
	case r.lease != "" || r.state != Peeked:
		return false
	}
	b.changes++
	b.learn(r, lease)
	r.sighted(lease.Since)
	lease.ID, _ = b.own(lease.ID, r)
	r.setCurrent(lease)
	r.setMessageLease(lease.ID)
	r.setCount(shownCount, lease.Attempts)
	r.setCount(peekedCount, apiclient.Count{})
	b.enter(r, Found, lease.Since)
	if doubt != "" {
		b.doubt(r, doubt, time.Time{})
	}
	return true
}

// Found is how many leases were found that nobody has adopted, as of the last Lapse
// and merge.
func (b *Inbox) Found() int { return b.found.count }

// Adopt makes a lease that was found one that is held here, with all messages that
// came with it, and returns which those are, in order of arrival. A doubt stays.
func (b *Inbox) Adopt(id apiclient.MessageID) []apiclient.MessageID {
	of, ok := b.byID[id]
	if !ok || of.state != Found {
		return nil
	}
	b.changes++
	var adopted []*row
	for _, r := range b.rowsOf(of.lease) {
		if r.state != Found || r.lease != of.lease {
			continue
		}
		doubt, note := r.doubt, ""
		if r.flags&noted != 0 {
			note = r.rare.note
		}
		b.enter(r, Leased, r.time(stateTime))
		if doubt {
			b.doubt(r, note, r.rare.doubted)
		}
		adopted = append(adopted, r)
	}
	return idsInOrder(adopted)
}

// foundLeases are those that nobody has adopted.
type foundLeases struct {
	count int
	ends  deadlines // of theirs; some were adopted or delivered again since
}

// enter counts a row that enters or leaves the state, and watches for its end.
func (f *foundLeases) enter(r *row, before State) {
	if before == Found {
		f.count--
	}
	if r.state == Found {
		f.count++
		f.ends.push(deadline{row: r, until: nanoseconds(r.time(untilTime))})
	}
}

// lapsed takes out the rows whose leases have ended.
func (f *foundLeases) lapsed(now time.Time) []*row {
	var rows []*row
	for len(f.ends) > 0 && f.ends[0].until <= nanoseconds(now) {
		if r := f.ends.pop().row; r.state == Found {
			rows = append(rows, r)
		}
	}
	return rows
}

// shift moves all ends, as the clock was set back.
func (f *foundLeases) shift(back time.Duration) {
	for i := range f.ends {
		d := &f.ends[i]
		if lease := d.row.current(); d.row.state == Found {
			lease.Since, lease.Until = lease.Since.Add(-back), lease.Until.Add(-back)
			d.row.setCurrent(lease)
		}
		d.until -= int64(back)
	}
}
