package inbox

import (
	"fmt"
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
	silent   bool // the answer gave no count, and named what it accepted
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
	case t.silent && !warned:
		return refused, "the API returned no new lease"
	case !t.silent && t.counted >= t.asked:
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
	b.merges++ // a message is counted once, whichever of its leases settled it
	at := receivedAt(res.Reply)
	acks := newTally("acks", sent.Acks, res.Acked, res.Warnings)
	for _, id := range sent.Acks {
		for _, r := range b.rowsOf(id) {
			v, note := acks.of(id)
			if v == done {
				b.enter(r, Acked, at)
			}
			b.file(&out, r, v, note, &out.Acked)
		}
	}
	leases := make([]apiclient.LeaseID, len(sent.Retries))
	for i, retry := range sent.Retries {
		leases[i] = retry.LeaseID
	}
	retries := newTally("retries", leases, res.Retried, res.Warnings)
	for _, retry := range sent.Retries {
		for _, r := range b.rowsOf(retry.LeaseID) {
			v, note := retries.of(retry.LeaseID)
			if v == done {
				note = b.putBack(r, retry, sentAt(res.Reply), at, note)
			}
			b.file(&out, r, v, note, &out.Retried)
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
func (b *Inbox) file(s *Settled, r *row, v verdict, note string, accepted *[]apiclient.MessageID) {
	r.say(note)
	if r.merged == b.merges {
		return
	}
	r.merged = b.merges
	switch v {
	case done:
		*accepted = append(*accepted, r.id)
		if note != "" {
			s.Warned = append(s.Warned, r.id)
		}
	case refused:
		s.Refused = append(s.Refused, r.id)
	case unsure:
		r.doubt = true
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

// unnamedNote is what there is to say about a lease that was extended by count.
const unnamedNote = "extended; the API named no new lease_id, so this one is taken to go on"

// MergeExtend takes the answer of an extend call that asked for leases of the
// given length from its sending on. A new lease replaces the old one, which goes
// to the history; where the answer only counts, the lease keeps its id and its
// deadline moves. A lapsed row whose lease was extended is leased again.
func (b *Inbox) MergeExtend(asked []apiclient.LeaseID, res apiclient.ExtendResult, visibility time.Duration) Extended {
	var out Extended
	sent := sentAt(res.Reply)
	counted := extendTally(asked, res)
	for _, old := range asked {
		for _, r := range b.rowsOf(old) {
			lease := Lease{ID: res.Leases[old], Since: sent, Until: sent.Add(visibility)}
			v, note := done, res.Warnings[old]
			if lease.ID == "" {
				lease.ID = old
				if v, note = counted.of(old); v == done && note == "" {
					note = unnamedNote
				}
			}
			switch v {
			case done:
				if lease.ID == old {
					out.Unnamed++
				}
				if res.Warnings[old] != "" {
					out.Warned = append(out.Warned, r.id)
				}
				b.extend(r, old, lease)
				r.say(note)
				out.Extended = append(out.Extended, r.id)
			case refused:
				r.say(note)
				out.Refused = append(out.Refused, r.id)
			case unsure:
				r.doubt = true
				r.say(note)
				b.countUnsure(r)
				out.Unsure = append(out.Unsure, r.id)
			}
		}
	}
	return out
}

// extendTally reads the count of an extend answer for the leases that it names
// no successor of. Without a count nothing tells that any of those went on.
func extendTally(asked []apiclient.LeaseID, res apiclient.ExtendResult) tally {
	var unnamed []apiclient.LeaseID
	for _, id := range asked {
		if res.Leases[id] == "" {
			unnamed = append(unnamed, id)
		}
	}
	t := newTally("extensions", unnamed, 0, res.Warnings)
	n, known := res.Extended.Get()
	if !known {
		t.silent = true
		return t
	}
	n -= int64(len(asked) - len(unnamed))
	if n < 0 || n > int64(len(unnamed)) {
		n = 0 // no count of these leases: nothing tells which of them went on
	}
	t.counted = int(n)
	return t
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

// Doubt marks the messages of leases that a call named whose answer was lost:
// it may have taken effect. The note says which call.
func (b *Inbox) Doubt(leases []apiclient.LeaseID, note string) []apiclient.MessageID {
	var out []apiclient.MessageID
	for _, id := range leases {
		for _, r := range b.rowsOf(id) {
			if r.lease != id {
				continue
			}
			r.doubt = true
			r.say(note)
			b.countUnsure(r)
			out = append(out, r.id)
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
