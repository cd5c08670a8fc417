package inbox

import (
	"math"
	"slices"
	"time"

	"leaseview/apiclient"
)

// MergePull takes the answer of a pull that asked for leases of the given
// length. It costs only the messages in the answer, however many are held.
//
// A message seen before keeps its row. Its lease becomes the current one,
// whatever state the row was in, and the lease before it goes to the history.
// An answer that comes late, sent before the lease that the row has, goes to
// the history itself; of two in one answer the later attempt counts. An answer
// merged twice changes nothing. Messages that came with the same lease are rows
// of their own; one that came without any is not leased, and its Note says so.
func (b *Inbox) MergePull(res apiclient.PullResult, visibility time.Duration) Merge {
	b.changes++
	b.merges++
	var out Merge
	sent := sentAt(res.Reply)
	for i := range res.Messages {
		m := &res.Messages[i]
		r, known := b.byID[m.ID]
		if !known {
			r = b.add(m.ID, sent)
		}
		delivery := Lease{Since: sent, Until: sent.Add(visibility), Attempts: m.Attempts}
		if m.LeaseID == "" {
			b.showUnleased(r, m, delivery)
		} else {
			id, news := b.own(m.LeaseID, r)
			delivery.ID = id
			switch {
			case news:
				b.deliver(r, m, delivery)
			case !b.redeliver(r, m, delivery):
				continue
			}
		}
		b.list(&out, r, known)
	}
	return out
}

// unleasedNote is what there is to say about a delivery that nothing can settle.
const unleasedNote = "a pull brought it without a lease_id, so nothing here can settle that delivery"

// showUnleased files a delivery that came without its credential. It is no lease
// that anything here holds, but it counts like one.
func (b *Inbox) showUnleased(r *row, m *apiclient.Message, delivery Lease) {
	newest := !delivery.Since.Before(r.time(lastTime))
	b.learn(r, delivery)
	r.sighted(delivery.Since)
	if !newest || r.state == Leased {
		return
	}
	if r.lease != "" {
		r.remember(r.current())
	}
	b.enter(r, Unleased, delivery.Since)
	b.renew(r, m)
	r.setCurrent(delivery)
	r.setCount(peekedCount, apiclient.Count{})
	r.say(unleasedNote)
}

// learn takes from a delivery how the API counts. A message that was peeked at
// before shows what the peek's number meant. Another consumer may have had the
// message in between, which only makes the difference larger: the smallest one
// counts.
func (b *Inbox) learn(r *row, lease Lease) {
	pulled, known := lease.Attempts.Get()
	if !known {
		return
	}
	if pulled == 0 {
		b.counting.FromZero = true
	}
	peeked, known := r.count(peekedCount).Get()
	behind := pulled - peeked
	if !known || lease.Since.Before(r.time(lastTime)) || behind < -1 || behind > 1 {
		return
	}
	if !b.counting.PeekKnown || behind < b.counting.PeekBehind {
		b.counting.PeekKnown, b.counting.PeekBehind = true, behind
	}
}

// deliver files one delivery of a message with its row.
func (b *Inbox) deliver(r *row, m *apiclient.Message, lease Lease) {
	b.learn(r, lease)
	r.sighted(lease.Since)
	if r.lease != "" && deliveredBefore(lease, r.current()) {
		r.remember(lease)
		return
	}
	doubt := r.inDoubtAt(lease.Since)
	r.setCount(peekedCount, apiclient.Count{})
	b.replaceLease(r, lease)
	b.renew(r, m)
	if doubt {
		b.doubt(r, earlierLeaseNote, r.rare.doubted)
	}
}

// redeliver files a delivery under a lease that the row has had already: the API
// may give one lease to several deliveries. The newest counts, with the most
// attempts that the row's lease has shown; a doubt about that lease stays. It says
// whether that is news: an answer merged twice, or that comes late, is none.
func (b *Inbox) redeliver(r *row, m *apiclient.Message, lease Lease) bool {
	current := r.current()
	if !current.Since.Before(lease.Since) {
		return false
	}
	b.learn(r, lease)
	r.sighted(lease.Since)
	same := lease.ID == current.ID
	if same && deliveredBefore(Lease{Attempts: lease.Attempts}, Lease{Attempts: current.Attempts}) {
		lease.Attempts = current.Attempts
	}
	doubt := r.doubt && same || r.inDoubtAt(lease.Since)
	r.forget(lease.ID)
	r.setCount(peekedCount, apiclient.Count{})
	b.replaceLease(r, lease)
	b.renew(r, m)
	r.setCount(shownCount, lease.Attempts)
	if doubt {
		note := earlierLeaseNote
		if same {
			note = "the answer to an earlier call on this very lease was lost: it may have taken effect"
		}
		b.doubt(r, note, r.rare.doubted)
	}
	return true
}

// forget drops a lease from the history.
func (r *row) forget(id apiclient.LeaseID) {
	if r.rare != nil {
		r.rare.history = slices.DeleteFunc(slices.Clone(r.rare.history), func(l Lease) bool { return l.ID == id })
	}
}

// replaceLease makes a lease the row's current one.
func (b *Inbox) replaceLease(r *row, lease Lease) {
	if r.state == Leased {
		if r.current() == lease {
			return
		}
		// Leaving Leased first makes the old deadline stale.
		b.enter(r, Lapsed, lease.Since)
	}
	if r.lease != "" && r.lease != lease.ID {
		r.remember(r.current())
	}
	r.setCurrent(lease)
	b.enter(r, Leased, lease.Since)
}

// MergePeek takes the answer of a peek that asked for so many messages.
//
// A peek says nothing about a lease, so a leased or lapsed row keeps its state.
// A row that was settled before the peek was sent is in the queue again. What
// waits and is not shown is missed where it should have been: when fewer messages
// came than were asked for, or when it was sent before half of those that came.
// An asked of 0 says that the answer tells nothing of what it lacks.
func (b *Inbox) MergePeek(res apiclient.PeekResult, asked int) Merge {
	b.changes++
	b.merges++
	var out Merge
	sent := sentAt(res.Reply)
	for i := range res.Messages {
		m := &res.Messages[i]
		r, known := b.byID[m.ID]
		if known {
			b.peek(r, m, sent)
		} else {
			r = b.add(m.ID, sent)
			r.sighted(sent)
			b.renew(r, m)
			r.setCount(peekedCount, m.Attempts)
			b.expect(r)
		}
		b.list(&out, r, known)
	}
	if asked > 0 {
		out.Changed = append(out.Changed, idsInOrder(b.missBefore(seenUpTo(res.Messages, asked), sent))...)
	}
	return out
}

// seenUpTo is up to which place a peek has shown all there is. Some messages come
// out of order, after a delay or a retry: neither one of them nor a few move it.
func seenUpTo(shown []apiclient.Message, asked int) int64 {
	if len(shown) < asked {
		return math.MaxInt64
	}
	var sent []int64
	for i := range shown {
		if at := shown[i].Timestamp; !at.IsZero() {
			sent = append(sent, nanoseconds(at))
		}
	}
	if len(sent) == 0 {
		return math.MinInt64
	}
	slices.Sort(sent)
	return sent[len(sent)/2] - 1
}

// peek files a sighting of a known message that leased nothing.
func (b *Inbox) peek(r *row, m *apiclient.Message, sent time.Time) {
	newest := !sent.Before(r.time(lastTime))
	r.sighted(sent)
	if !newest {
		return
	}
	since := r.time(stateTime)
	switch r.state {
	case Leased, Found:
		b.refer(r, m.Ref)
		return
	case Acked, Retried:
		// A peek sent while the settling was under way may show the queue
		// from before it.
		if !sent.After(since) {
			return
		}
		b.enter(r, Peeked, sent)
	case Unleased:
		if sent.Before(r.time(untilTime)) {
			return // it shows what is hidden as well
		}
		b.enter(r, Peeked, sent)
	case Peeked, Lapsed:
	}
	b.renew(r, m)
	r.setCount(peekedCount, m.Attempts)
	b.expect(r)
}

// list notes a row in a merge's lists, once.
func (b *Inbox) list(out *Merge, r *row, known bool) {
	switch {
	case r.merged == b.merges:
	case known:
		out.Changed = append(out.Changed, r.id)
	default:
		out.Added = append(out.Added, r.id)
	}
	r.merged = b.merges
}

// sighted counts a sighting.
func (r *row) sighted(at time.Time) {
	r.sightings++
	if at.Before(r.time(firstTime)) {
		r.setTime(firstTime, at)
	}
	if at.After(r.time(lastTime)) {
		r.setTime(lastTime, at)
	}
}

// renew takes a newer sighting of the message. An unchanged body stays the
// same string, so that it is held once however it was decoded meanwhile.
func (b *Inbox) renew(r *row, m *apiclient.Message) {
	if r.body != m.Body {
		r.body = m.Body
	}
	b.refer(r, m.Ref)
	r.setMessageLease(m.LeaseID)
	r.setCount(shownCount, m.Attempts)
	r.setTime(sentTime, m.Timestamp)
	r.metadata = b.kinds.of(m.Metadata)
	r.setOdd(m)
}

// refer takes a newer ref of the message, if there is one. Only the first is put
// with its neighbours: were the newest, one row that is not seen again would
// keep those of a whole answer.
func (b *Inbox) refer(r *row, ref apiclient.Ref) {
	switch {
	case ref == "" || ref == r.ref:
	case r.ref == "":
		r.ref = apiclient.Ref(b.shelf.put(string(ref)))
	default:
		r.ref = ref
	}
}

// remember puts a lease into the history, oldest first. The slice is made anew,
// because entries that were handed out share the old one, and without room to
// grow.
func (r *row) remember(l Lease) {
	x := r.more()
	at := len(x.history)
	for at > 0 && deliveredBefore(l, x.history[at-1]) {
		at--
	}
	x.history = slices.Concat(x.history[:at], []Lease{l}, x.history[at:])
}

// deliveredBefore says whether x was asked for before y. The attempts decide
// between two deliveries in one answer.
func deliveredBefore(x, y Lease) bool {
	if !x.Since.Equal(y.Since) {
		return x.Since.Before(y.Since)
	}
	earlier, known := x.Attempts.Get()
	later, alsoKnown := y.Attempts.Get()
	return known && alsoKnown && earlier < later
}

// sentAt is when a request was sent, on the clock that the answer was read by:
// when that clock was set back in between, the answer's time is all there is.
func sentAt(r apiclient.Reply) time.Time {
	sent, received := r.SentAt.Round(0), r.ReceivedAt.Round(0)
	if !received.IsZero() && received.Before(sent) {
		return received
	}
	return sent
}
