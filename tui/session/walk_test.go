package session_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// walker does at random what can be done to a session, on a few messages.
type walker struct {
	s      *session.Session
	now    float64
	leases int
	marks  map[apiclient.MessageID]bool // as they should be
	cursor apiclient.MessageID
	seen   []apiclient.MessageID // in order of arrival
}

// risky is what a look at every entry says of the next deliveries.
func (w *walker) risky() []apiclient.MessageID {
	var risky []apiclient.MessageID
	budget := w.s.Budget()
	for _, e := range w.entries() {
		waits := e.State == inbox.Peeked || e.State == inbox.Lapsed || e.State == inbox.Retried
		if waits && e.Absence != inbox.LongMissed && budget.Known() && budget.NextLast(e) != inbox.No && budget.Ended(e) != inbox.Surely {
			risky = append(risky, e.Message.ID)
		}
	}
	return risky
}

// check compares what the session keeps with what a look at everything says.
func (w *walker) check(t *rapid.T) {
	risky := w.risky()
	if got := w.s.RiskyIDs(); !slices.Equal(got, risky) || w.s.AtRisk() != len(risky) {
		t.Fatalf("%d at risk, %v, want %v", w.s.AtRisk(), got, risky)
	}
	if got := w.s.Danger() == session.SeenLast; got != (len(risky) > 0) {
		t.Fatalf("the danger is %v with %v at risk", w.s.Danger(), risky)
	}
	budget := inbox.Unread(inbox.AfterMax)
	if consumers, read := w.s.Consumers(); read {
		budget = inbox.NewBudget(consumers, inbox.AfterMax)
	}
	if got, want := w.s.Budget().Short(apiclient.CountOf(0)), budget.Short(apiclient.CountOf(0)); got != want {
		t.Fatalf("the limit is %v, want %v", got, want)
	}
	held := 0
	for _, e := range w.entries() {
		if e.State == inbox.Leased {
			held++
		}
		if w.s.Marked(e.Message.ID) != w.marks[e.Message.ID] {
			t.Fatalf("%s is marked: %v", e.Message.ID, w.s.Marked(e.Message.ID))
		}
	}
	w.checkRows(t)
	h := w.s.Holding()
	if n := len(h.Release) + len(h.Last) + len(h.Doubt); w.s.Held() != held || n < held {
		t.Fatalf("%d held, and %d to part, want %d", w.s.Held(), n, held)
	}
	if w.cursor == "" {
		w.cursor = w.s.Cursor()
	}
	if w.s.Cursor() != w.cursor {
		t.Fatalf("the cursor went from %s to %s", w.cursor, w.s.Cursor())
	}
}

// entries are all that was seen, in order of arrival.
func (w *walker) entries() []inbox.Entry {
	list := make([]inbox.Entry, len(w.seen))
	for i, id := range w.seen {
		list[i], _ = w.s.Entry(id)
	}
	return list
}

// checkRows holds what is shown against what should be: all but what is finished,
// and of that whatever there is still something to see or do about.
func (w *walker) checkRows(t *rapid.T) {
	list, row := w.s.Listing(), 0
	for _, e := range w.entries() {
		id := e.Message.ID
		at, shown := list.Pos(id)
		stays := !e.Finished() || e.Doubt || w.marks[id] || id == w.s.Cursor()
		if shown != stays && e.Note == "" { // a note may have been read
			t.Fatalf("%s (%v, %v) is shown: %v, want %v", id, e.State, e.Absence, shown, stays)
		}
		if at != row || shown && list.ID(row) != id {
			t.Fatalf("%s is in row %d, want %d", id, at, row)
		}
		if shown {
			row++
		}
	}
	if list.Len() != row || w.s.Finished() != len(w.seen)-row {
		t.Fatalf("%d rows and %d finished of %d, want %d rows", list.Len(), w.s.Finished(), len(w.seen), row)
	}
}

// messages draws an answer's: with leases of their own, one for all or none.
func (w *walker) messages(t *rapid.T, leased bool) []apiclient.Message {
	var list []apiclient.Message
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 0, 4, rapid.ID[string]).Draw(t, "messages") {
		lease := ""
		if leased && rapid.IntRange(0, 5).Draw(t, "lease") > 0 {
			if w.leases == 0 || rapid.IntRange(0, 4).Draw(t, "of its own") > 0 {
				w.leases++
			}
			lease = fmt.Sprint("lease ", w.leases)
		}
		if m := apiclient.MessageID(id); !slices.Contains(w.seen, m) {
			w.seen = append(w.seen, m)
		}
		list = append(list, message(id, lease, rapid.Int64Range(-1, 4).Draw(t, "attempts")))
	}
	return list
}

// pull leases some. One that was asked for takes the cursor to the first of them,
// unless it stood on a leased row.
func (w *walker) pull(t *rapid.T) {
	result := apiclient.PullResult{Reply: w.sent(t), Messages: w.messages(t, true)}
	unasked := rapid.Bool().Draw(t, "unasked")
	w.s.FilePull(session.Pull{Result: result, Err: failure(t), Visibility: length, Unasked: unasked}, at(w.now))
	if on, _ := w.s.Entry(w.cursor); unasked || on.State == inbox.Leased {
		return
	}
	brought := map[apiclient.MessageID]bool{}
	for _, m := range result.Messages {
		brought[m.ID] = true
	}
	for i := range w.s.Listing().Len() {
		if e := w.s.Row(i); brought[e.Message.ID] && e.State == inbox.Leased {
			w.cursor = e.Message.ID
			return
		}
	}
}

// sent draws when a call was sent that is answered now.
func (w *walker) sent(t *rapid.T) apiclient.Reply {
	return answered(w.now - rapid.SampledFrom([]float64{0, 0, 0.5, 3, 60}).Draw(t, "late by"))
}

// failure draws whether an answer was cut.
func failure(t *rapid.T) error {
	if rapid.IntRange(0, 4).Draw(t, "cut") == 0 {
		return errCut
	}
	return nil
}

// anyTargets draws messages to act on, with the leases that they have, or had.
func (w *walker) anyTargets(t *rapid.T) []session.Target {
	var list []session.Target
	for _, e := range w.entries() {
		if e.Lease.ID == "" || !rapid.Bool().Draw(t, "this one") {
			continue
		}
		lease := e.Lease.ID
		if len(e.History) > 0 && rapid.IntRange(0, 3).Draw(t, "by an older lease") == 0 {
			lease = e.History[0].ID
		}
		if lease != "" {
			list = append(list, session.Target{ID: e.Message.ID, Lease: lease})
		}
	}
	return list
}

// settle acks or retries some, of which the answer counts all, or fewer.
func (w *walker) settle(t *rapid.T) {
	batch := w.anyTargets(t)
	leases := session.Leases(batch)
	if len(leases) == 0 {
		return
	}
	counted := len(leases) - rapid.IntRange(0, 1).Draw(t, "uncounted")
	var sent apiclient.Settlement
	result := apiclient.SettleResult{Reply: w.sent(t)}
	if rapid.IntRange(0, 3).Draw(t, "warned") == 0 {
		result.Warnings = map[apiclient.LeaseID]string{leases[0]: "no"}
	}
	before := w.s.MarkedIDs()
	byMark := w.marks[w.cursor]
	if rapid.Bool().Draw(t, "ack") {
		sent.Acks, result.Acked = leases, counted
	} else {
		for _, lease := range leases {
			sent.Retries = append(sent.Retries, apiclient.Retry{LeaseID: lease})
		}
		result.Retried = counted
	}
	tally := w.s.FileSettled(batch, sent, result)
	if lost := len(before) - w.s.Marks(); lost < 0 || lost > tally.Accepted {
		t.Fatalf("%d marks went with %d settled", lost, tally.Accepted)
	}
	if byMark && w.s.Cursor() != w.cursor { // its row has left
		if _, shown := w.s.Listing().Pos(w.cursor); shown {
			t.Fatalf("the cursor went from %s, which has not left, to %s", w.cursor, w.s.Cursor())
		}
		w.cursor = w.s.Cursor()
	}
	if tally.Accepted > 0 { // which those are, the ledger's own tests say
		w.marks = map[apiclient.MessageID]bool{}
		for _, id := range w.s.MarkedIDs() {
			if !slices.Contains(before, id) {
				t.Fatalf("settling marked %s", id)
			}
			w.marks[id] = true
		}
	}
}

// extend extends some, of which the answer names the new leases, or counts them.
func (w *walker) extend(t *rapid.T) {
	batch := w.anyTargets(t)
	result := apiclient.ExtendResult{Reply: w.sent(t), Leases: map[apiclient.LeaseID]apiclient.LeaseID{}}
	leases := session.Leases(batch)
	for _, lease := range leases {
		if rapid.Bool().Draw(t, "named") {
			w.leases++
			result.Leases[lease] = apiclient.LeaseID(fmt.Sprint("lease ", w.leases))
		}
	}
	if rapid.Bool().Draw(t, "counted") {
		result.Extended = apiclient.CountOf(int64(len(leases)))
	}
	visibility := time.Duration(rapid.SampledFrom([]float64{1, 30}).Draw(t, "visible")) * time.Second
	w.s.FileExtended(batch, result, visibility, at(w.now))
}

// configure reads the settings again: another limit, or none that is known.
func (w *walker) configure(t *rapid.T) {
	consumers := []apiclient.Consumer{puller(rapid.Int64Range(-1, 4).Draw(t, "max_retries"))}
	switch rapid.IntRange(0, 4).Draw(t, "as") {
	case 0:
		w.s.SetConsumers(nil)
	case 1:
		w.s.SetQueue(orders(append(consumers, worker(1))...))
	default:
		w.s.SetConsumers(consumers)
	}
}

// Whatever is done to a session, in whichever order, what it says of the risk of
// a pull is what a look at every message would say; no merge moves the cursor but
// that of a pull, and nothing but settling takes a mark.
func TestTheRiskIsWhatALookAtEverythingSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &walker{s: session.New(orders(), inbox.AfterMax), marks: map[apiclient.MessageID]bool{}}
		w.configure(t)
		t.Repeat(map[string]func(*rapid.T){
			"": w.check,
			"time passes": func(t *rapid.T) {
				w.now += rapid.SampledFrom([]float64{-10, 0.25, 1, 30, 30, 200}).Draw(t, "by")
				w.s.Lapse(at(w.now))
			},
			"pull": w.pull,
			"peek": func(t *rapid.T) {
				result := apiclient.PeekResult{Reply: w.sent(t), Messages: w.messages(t, false)}
				w.s.FilePeek(session.Peek{Result: result, Err: failure(t), Asked: rapid.IntRange(1, 5).Draw(t, "asked")})
			},
			"settle":         w.settle,
			"extend":         w.extend,
			"lose an answer": func(t *rapid.T) { w.s.Doubt(session.Leases(w.anyTargets(t)), "lost", at(w.now)) },
			"configure":      w.configure,
			"learn from another queue": func(t *rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "learn") == 0 {
					w.s.LearnFromZero()
				}
			},
			"read a note": func(*rapid.T) { w.s.NoteRead(w.cursor) },
			"mark": func(t *rapid.T) {
				w.s.MoveCursor(rapid.IntRange(-2, 2).Draw(t, "rows"))
				if w.cursor = w.s.Cursor(); w.cursor != "" {
					w.s.ToggleMark()
					w.marks[w.cursor] = !w.marks[w.cursor]
				}
			},
		})
	})
}
