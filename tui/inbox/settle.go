package inbox

import (
	"fmt"
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
}

// verdict is what an answer says about one lease of a call.
type verdict uint8

const (
	done verdict = iota
	refused
	unsure
)

// tally reads the answer for one of a call's two lists.
type tally struct {
	verb     string
	asked    int
	counted  int
	warned   int
	warnings map[apiclient.LeaseID]string
}

func newTally(verb string, asked []apiclient.LeaseID, counted int, warnings map[apiclient.LeaseID]string) tally {
	t := tally{verb: verb, asked: len(asked), counted: counted, warnings: warnings}
	for _, id := range asked {
		if _, ok := warnings[id]; ok {
			t.warned++
		}
	}
	return t
}

// of gives the verdict on a lease and the note to keep with it. A warning
// refuses a lease only where the count agrees: the API also warns about leases
// that it accepts.
func (t tally) of(id apiclient.LeaseID) (verdict, string) {
	warning, warned := t.warnings[id]
	switch {
	case t.counted >= t.asked:
		return done, warning
	case warned:
		return refused, warning
	case t.counted == t.asked-t.warned:
		return done, ""
	default:
		return unsure, fmt.Sprintf("the API counted %d of %d %s and did not say which", t.counted, t.asked, t.verb)
	}
}

// MergeSettle takes the answer of an ack call. Leases that the ledger does not
// know are passed over.
func (b *Inbox) MergeSettle(sent apiclient.Settlement, res apiclient.SettleResult) Settled {
	var out Settled
	at := receivedAt(res.Reply)
	acks := newTally("acks", sent.Acks, res.Acked, res.Warnings)
	for _, id := range sent.Acks {
		if r, ok := b.byLease[id]; ok {
			v, note := acks.of(id)
			if v == done {
				b.enter(r, Acked, at)
			}
			out.file(r, v, note, &out.Acked)
		}
	}
	leases := make([]apiclient.LeaseID, len(sent.Retries))
	for i, retry := range sent.Retries {
		leases[i] = retry.LeaseID
	}
	retries := newTally("retries", leases, res.Retried, res.Warnings)
	for _, retry := range sent.Retries {
		if r, ok := b.byLease[retry.LeaseID]; ok {
			v, note := retries.of(retry.LeaseID)
			if v == done {
				note = b.putBack(r, retry, sentAt(res.Reply), at, note)
			}
			out.file(r, v, note, &out.Retried)
		}
	}
	for _, id := range out.Unsure {
		b.countUnsure(b.byID[id])
	}
	return out
}

// putBack files an accepted retry and returns the note to keep. What a retry by
// an older lease does to the newer one is not documented: the row then stops
// claiming that its lease runs.
func (b *Inbox) putBack(r *row, retry apiclient.Retry, sent, at time.Time, note string) string {
	if r.Lease.ID != retry.LeaseID {
		if r.State == Leased {
			b.enter(r, Lapsed, at)
		}
		return "retried by an older lease, so the newer one may have ended"
	}
	b.enter(r, Retried, at)
	if retry.Delay != nil {
		r.Available = sent.Add(*retry.Delay)
	}
	return note
}

// file lists a message by the verdict and keeps the note with its row.
func (s *Settled) file(r *row, v verdict, note string, accepted *[]apiclient.MessageID) {
	r.Note = note
	switch v {
	case done:
		*accepted = append(*accepted, r.Message.ID)
	case refused:
		s.Refused = append(s.Refused, r.Message.ID)
	case unsure:
		r.Doubt = true
		s.Unsure = append(s.Unsure, r.Message.ID)
	}
}

// Extended is what an extend call did.
type Extended struct {
	Extended []apiclient.MessageID
	Refused  []apiclient.MessageID // keep the lease they had; their Note says why
}

// MergeExtend takes the answer of an extend call that asked for leases of the
// given length from its sending on. The new lease replaces the old one, which
// goes to the history. A lapsed row whose lease was extended is leased again.
func (b *Inbox) MergeExtend(asked []apiclient.LeaseID, res apiclient.ExtendResult, visibility time.Duration) Extended {
	var out Extended
	sent := sentAt(res.Reply)
	for _, old := range asked {
		r, known := b.byLease[old]
		if !known {
			continue
		}
		id := res.Leases[old]
		if id == "" {
			r.Note = res.Warnings[old]
			if r.Note == "" {
				r.Note = "the API returned no new lease"
			}
			out.Refused = append(out.Refused, r.Message.ID)
			continue
		}
		b.extend(r, old, Lease{ID: id, Since: sent, Until: sent.Add(visibility)})
		r.Note = res.Warnings[old]
		out.Extended = append(out.Extended, r.Message.ID)
	}
	return out
}

// extend files the new lease that an old one was exchanged for. An extension
// delivers nothing, so the attempts stay. An answer merged twice changes
// nothing.
func (b *Inbox) extend(r *row, old apiclient.LeaseID, lease Lease) {
	if _, merged := b.byLease[lease.ID]; merged && lease.ID != old {
		return
	}
	b.byLease[lease.ID] = r
	if r.Lease.ID != old {
		for _, h := range r.History {
			if h.ID == old {
				lease.Attempts = h.Attempts
			}
		}
		r.remember(lease)
		return
	}
	lease.Attempts = r.Lease.Attempts
	if r.State == Leased || r.State == Lapsed {
		b.replaceLease(r, lease)
		return
	}
	// The message was settled while the extend was under way: only the
	// credential is news.
	r.remember(r.Lease)
	r.Lease = lease
}

// countUnsure counts a row in doubt among the running leases.
func (b *Inbox) countUnsure(r *row) {
	if r.State == Leased {
		b.unsure[r] = struct{}{}
	}
}

// Doubt marks the messages of leases that a call named whose answer was lost:
// it may have taken effect. The note says which call.
func (b *Inbox) Doubt(leases []apiclient.LeaseID, note string) []apiclient.MessageID {
	var out []apiclient.MessageID
	for _, id := range leases {
		if r, ok := b.byLease[id]; ok && r.Lease.ID == id {
			r.Doubt, r.Note = true, note
			b.countUnsure(r)
			out = append(out, r.Message.ID)
		}
	}
	return out
}

// receivedAt is when an answer had been read.
func receivedAt(r apiclient.Reply) time.Time {
	if r.ReceivedAt.IsZero() {
		return r.SentAt.Round(0)
	}
	return r.ReceivedAt.Round(0)
}
