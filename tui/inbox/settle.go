package inbox

import (
	"slices"
	"time"

	"leaseview/apiclient"
)

// Settled is what an ack call did, as far as its answer tells.
type Settled struct {
	Acked   []apiclient.MessageID
	Retried []apiclient.MessageID
	// Refused were named in a warning and not counted. They keep their state;
	// their Note has the API's words.
	Refused []apiclient.MessageID
	// Unsure are those of which the answer counted only some without saying
	// which. They keep their state, with Doubt set.
	Unsure []apiclient.MessageID
	Warned []apiclient.MessageID // accepted all the same; their Note has the API's words
}

// MergeSettle takes the answer of an ack call. Leases that the ledger does not
// know are passed over.
func (b *Inbox) MergeSettle(sent apiclient.Settlement, res apiclient.SettleResult) Settled {
	var out Settled
	b.changes++
	b.merges++ // a message is counted once, whichever of its leases settled it
	at := receivedAt(res.Reply)
	for i, v := range SettleVerdicts(sent, res) {
		for _, r := range b.rowsOf(v.Lease) {
			if i < len(sent.Acks) {
				if v.Ruling == Done {
					b.enter(r, Acked, at)
				}
				b.file(&out, r, v.Ruling, v.Note, &out.Acked)
				continue
			}
			note := v.Note
			if v.Ruling == Done {
				note = b.putBack(r, sent.Retries[i-len(sent.Acks)], sentAt(res.Reply), at, note)
			}
			b.file(&out, r, v.Ruling, note, &out.Retried)
		}
	}
	for _, id := range out.Unsure {
		r := b.byID[id]
		b.doubt(r, r.rare.note, at)
	}
	return out
}

// putBack files an accepted retry and returns the note to keep. What a retry by
// an older lease does to the newer one is not documented: the row then stops
// claiming that its lease runs.
func (b *Inbox) putBack(r *row, retry apiclient.Retry, sent, at time.Time, note string) string {
	if r.lease != retry.LeaseID {
		if r.state == Leased {
			b.enter(r, Lapsed, at)
		}
		return "retried by an older lease, so the newer one may have ended"
	}
	b.enter(r, Retried, at)
	if retry.Delay != nil {
		r.more().available = sent.Add(*retry.Delay)
	}
	return note
}

// file lists a message by the verdict, once, and keeps the note with its row.
func (b *Inbox) file(s *Settled, r *row, v Ruling, note string, accepted *[]apiclient.MessageID) {
	r.say(note)
	if r.merged == b.merges {
		return
	}
	r.merged = b.merges
	switch v {
	case Done:
		*accepted = append(*accepted, r.id)
		if note != "" {
			s.Warned = append(s.Warned, r.id)
		}
	case Refused:
		s.Refused = append(s.Refused, r.id)
	case Unsure: // the caller's to doubt
		s.Unsure = append(s.Unsure, r.id)
	}
}

// Extended is what an extend call did.
type Extended struct {
	Extended []apiclient.MessageID
	Unnamed  int                   // how many of them kept their lease_id, as the API named no new one
	Warned   []apiclient.MessageID // of those extended; their Note has the API's words
	Refused  []apiclient.MessageID // keep the lease they had; their Note says why
	// Unsure are those of which the answer counted only some without saying
	// which. They keep their lease, with Doubt set.
	Unsure []apiclient.MessageID
}

// MergeExtend takes the answer of an extend call that asked for leases of the
// given length from its sending on. A new lease replaces the old one, which goes
// to the history; where the answer only counts, the lease keeps its id and its
// deadline moves. A lapsed row whose lease was extended is leased again.
func (b *Inbox) MergeExtend(asked []apiclient.LeaseID, res apiclient.ExtendResult, visibility time.Duration) Extended {
	b.changes++
	var out Extended
	sent := sentAt(res.Reply)
	for _, v := range ExtendVerdicts(asked, res) {
		for _, r := range b.rowsOf(v.Lease) {
			switch v.Ruling {
			case Done:
				if v.New == v.Lease {
					out.Unnamed++
				}
				if res.Warnings[v.Lease] != "" {
					out.Warned = append(out.Warned, r.id)
				}
				b.extend(r, v.Lease, Lease{ID: v.New, Since: sent, Until: sent.Add(visibility)})
				r.say(v.Note)
				out.Extended = append(out.Extended, r.id)
			case Refused:
				r.say(v.Note)
				out.Refused = append(out.Refused, r.id)
			case Unsure:
				b.doubt(r, v.Note, receivedAt(res.Reply))
				out.Unsure = append(out.Unsure, r.id)
			}
		}
	}
	return out
}

// extend files the new lease that an old one was exchanged for. An extension
// delivers nothing, so the attempts stay. An answer merged twice changes
// nothing.
func (b *Inbox) extend(r *row, old apiclient.LeaseID, lease Lease) {
	if lease.ID != old {
		var news bool
		if lease.ID, news = b.own(lease.ID, r); !news {
			return
		}
	}
	if r.lease != old {
		r.extendEarlier(old, lease)
		return
	}
	lease.Attempts = r.count(leaseCount)
	if r.state == Leased || r.state == Lapsed {
		b.replaceLease(r, lease)
		return
	}
	// The message was settled while the extend was under way: only the
	// credential is news.
	if lease.ID != old {
		r.remember(r.current())
	}
	r.setCurrent(lease)
}

// extendEarlier files the extension of a lease that is not the row's current one
// any more.
func (r *row) extendEarlier(old apiclient.LeaseID, lease Lease) {
	x := r.more()
	for i, h := range x.history {
		if h.ID != old {
			continue
		}
		lease.Attempts = h.Attempts
		if lease.ID == old {
			x.history = slices.Delete(slices.Clone(x.history), i, i+1)
		}
		break
	}
	r.remember(lease)
}

// countUnsure counts a row in doubt among the running leases.
func (b *Inbox) countUnsure(r *row) {
	if r.state == Leased {
		b.unsure[r] = struct{}{}
	}
}

// Doubt marks the messages of leases that a call named whose answer was given up
// at that time: it may have taken effect. So it may on a message that was delivered
// again since, as the API takes a lease that is over as well. The note says which
// call.
func (b *Inbox) Doubt(leases []apiclient.LeaseID, note string, at time.Time) []apiclient.MessageID {
	b.changes++
	var out []apiclient.MessageID
	for _, id := range leases {
		for _, r := range b.rowsOf(id) {
			switch {
			case r.lease == id:
				b.doubt(r, note, at)
			case r.state == Leased || r.state == Lapsed || r.state == Found:
				b.doubt(r, earlierLeaseNote, at)
			default:
				continue
			}
			out = append(out, r.id)
		}
	}
	return out
}

// earlierLeaseNote is why a message is in doubt that was delivered again while
// nobody knew what became of the lease before.
const earlierLeaseNote = "the answer to a call on an earlier lease of this message was lost: it may have taken effect"

func (b *Inbox) doubt(r *row, note string, at time.Time) {
	r.doubt = true
	r.say(note)
	r.more().doubted = at.Round(0)
	b.countUnsure(r)
}

// inDoubtAt says whether a message was in doubt when a call was sent: its answer
// then tells nothing of what the doubtful call has done since.
func (r *row) inDoubtAt(sent time.Time) bool {
	return r.doubt && sent.Before(r.rare.doubted.Add(clockSlack))
}

// receivedAt is when an answer had been read.
func receivedAt(r apiclient.Reply) time.Time {
	if r.ReceivedAt.IsZero() {
		return r.SentAt.Round(0)
	}
	return r.ReceivedAt.Round(0)
}
