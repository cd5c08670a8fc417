package inbox

import (
	"fmt"

	"leaseview/apiclient"
)

// Ruling is what an answer says about one lease of a call.
type Ruling uint8

// The rulings.
const (
	Done    Ruling = iota
	Refused        // and the lease is as it was before
	Unsure         // the answer counts only some, and does not say which
)

// Verdict is what an answer says about one lease of a call.
type Verdict struct {
	Lease  apiclient.LeaseID
	New    apiclient.LeaseID // of an extend that was done: the lease that runs now, often the same
	Ruling Ruling
	Note   string // the API's words, or ours; "" for none
}

// SettleVerdicts reads an ack call's answer: first of its acks, then of its
// retries, in their order.
func SettleVerdicts(sent apiclient.Settlement, res apiclient.SettleResult) []Verdict {
	retries := make([]apiclient.LeaseID, len(sent.Retries))
	for i, retry := range sent.Retries {
		retries[i] = retry.LeaseID
	}
	verdicts := make([]Verdict, 0, len(sent.Acks)+len(retries))
	for _, list := range []tally{newTally("acks", sent.Acks, res.Acked, res.Warnings), newTally("retries", retries, res.Retried, res.Warnings)} {
		for _, id := range list.leases {
			ruling, note := list.of(id)
			verdicts = append(verdicts, Verdict{Lease: id, Ruling: ruling, Note: note})
		}
	}
	return verdicts
}

// unnamedNote is what there is to say about a lease that was extended by count.
const unnamedNote = "extended; the API named no new lease_id, so this one is taken to go on"

// ExtendVerdicts reads an extend call's answer, lease by lease in the order asked.
func ExtendVerdicts(asked []apiclient.LeaseID, res apiclient.ExtendResult) []Verdict {
	verdicts := make([]Verdict, len(asked))
	counted := extendTally(asked, res)
	for i, old := range asked {
		v := Verdict{Lease: old, New: res.Leases[old], Note: res.Warnings[old]}
		if v.New == "" {
			v.New = old
			if v.Ruling, v.Note = counted.of(old); v.Ruling == Done && v.Note == "" {
				v.Note = unnamedNote
			}
		}
		verdicts[i] = v
	}
	return verdicts
}

// tally reads the answer for one of a call's lists.
type tally struct {
	verb     string
	leases   []apiclient.LeaseID
	counted  int
	warned   int
	warnings map[apiclient.LeaseID]string
	silent   bool // the answer gave no count, and named what it accepted
}

func newTally(verb string, asked []apiclient.LeaseID, counted int, warnings map[apiclient.LeaseID]string) tally {
	t := tally{verb: verb, leases: asked, counted: counted, warnings: warnings}
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
func (t tally) of(id apiclient.LeaseID) (Ruling, string) {
	warning, warned := t.warnings[id]
	asked := len(t.leases)
	switch {
	case t.silent && !warned:
		return Refused, "the API returned no new lease"
	case !t.silent && t.counted >= asked:
		return Done, warning
	case warned:
		return Refused, warning
	case t.counted == asked-t.warned:
		return Done, ""
	default:
		return Unsure, fmt.Sprintf("the API counted %d of %d %s and did not say which", t.counted, asked, t.verb)
	}
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
