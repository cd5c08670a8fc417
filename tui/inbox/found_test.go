package inbox_test

import (
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// foundLease is one of an hour that began at second 0.
func foundLease(id string, attempts int64) inbox.Lease {
	return inbox.Lease{ID: apiclient.LeaseID(id), Since: at(0), Until: at(0).Add(time.Hour), Attempts: apiclient.CountOf(attempts)}
}

// finds files "a" as found with the lease "a1".
func finds(t *testing.T, b *inbox.Inbox, doubt string) {
	t.Helper()
	m := delivery("a", "a1", 2)
	if !b.Find(&m, foundLease("a1", 2), doubt) {
		t.Fatal("it was not filed")
	}
}

// What is found runs, but nothing counts it as held, until it is adopted.
func TestAFoundLeaseIsNotHeldUntilItIsAdopted(t *testing.T) {
	t.Parallel()
	for _, doubt := range []string{"", "nobody knows"} {
		b := inbox.New()
		finds(t, b, doubt)
		_, until := b.HeldUntil()
		_, next := b.NextLapse()
		if b.Held() != 0 || b.Unsure() != 0 || len(b.HeldIDs()) != 0 || until || next || b.Found() != 1 {
			t.Errorf("held %d, unsure %d, found %d", b.Held(), b.Unsure(), b.Found())
		}
		wantState(t, b, "a", inbox.Found, "a1")
		if got := b.Adopt("a"); len(got) != 1 || b.Held() != 1 || b.Found() != 0 {
			t.Errorf("adopted %v, held %d, found %d", got, b.Held(), b.Found())
		}
		wantState(t, b, "a", inbox.Leased, "a1")
		e := entry(t, b, "a")
		if e.Doubt != (doubt != "") || e.Note != doubt || b.Unsure() != len(doubt)/len("nobody knows") {
			t.Errorf("doubt %q became %v, %q, unsure %d", doubt, e.Doubt, e.Note, b.Unsure())
		}
		if next, ok := b.NextLapse(); !ok || !next.Equal(at(3600)) {
			t.Errorf("next lapse %v", next)
		}
		if b.Adopt("a") != nil || b.Adopt("nobody") != nil {
			t.Error("what is not found was adopted")
		}
	}
}

func TestAFoundLeaseLapses(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	finds(t, b, "nobody knows")
	if got := b.Lapse(at(3599)); got != nil {
		t.Errorf("%v lapsed early", got)
	}
	if got := b.Lapse(at(3600)); len(got) != 1 || b.Found() != 0 || b.Held() != 0 {
		t.Errorf("%v lapsed, found %d", got, b.Found())
	}
	wantState(t, b, "a", inbox.Lapsed, "a1")
	if !entry(t, b, "a").Doubt {
		t.Error("the doubt went with the lease")
	}
}

// A clock that is set back takes a found lease's end back with it, as any other's.
func TestAFoundLeaseFollowsTheClock(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	finds(t, b, "")
	b.Lapse(at(1000))
	b.Lapse(at(400))
	if e := entry(t, b, "a"); !e.Lease.Until.Equal(at(3000)) {
		t.Errorf("it ends at %v", e.Lease.Until)
	}
	if got := b.Lapse(at(3000)); len(got) != 1 {
		t.Errorf("%v lapsed", got)
	}
}

// What was peeked here may be found; what was delivered here is newer than that.
// A peek shows a found message and changes nothing; a new delivery takes over.
func TestWhatIsFoundAndWhatIsSeenHere(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePeek(peek(10, "a"), 5)
	b.MergePull(pull(10, delivery("b", "b2", 3)), time.Hour)
	finds(t, b, "")
	wantState(t, b, "a", inbox.Found, "a1")
	m := delivery("b", "b1", 2)
	if b.Find(&m, foundLease("b1", 2), "") {
		t.Error("an older lease was filed over a newer one")
	}
	b.MergePeek(peek(20, "a", "b"), 5)
	wantState(t, b, "a", inbox.Found, "a1")
	b.MergePull(pull(30, delivery("a", "a2", 3)), time.Hour)
	wantState(t, b, "a", inbox.Leased, "a2")
	if got := history(entry(t, b, "a")); len(got) != 1 || b.Found() != 0 || b.Held() != 2 {
		t.Errorf("history %v, found %d, held %d", got, b.Found(), b.Held())
	}
}

// Messages that share a lease are adopted together: a call on one is one on all.
func TestMessagesOfOneLeaseAreAdoptedTogether(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	for _, id := range []string{"a", "b"} {
		m := delivery(id, "both", 1)
		b.Find(&m, foundLease("both", 1), "")
	}
	if got := b.Adopt("b"); len(got) != 2 || b.Held() != 2 || b.Found() != 0 {
		t.Errorf("adopted %v, held %d", got, b.Held())
	}
}

// The end of a found lease means for the message what that of a held one does.
func TestTheOutlookOfWhatIsFound(t *testing.T) {
	t.Parallel()
	limit := inbox.NewBudget([]apiclient.Consumer{{Type: apiclient.ConsumerHTTPPull, MaxRetries: apiclient.CountOf(2)}}, inbox.AfterMax).
		With(inbox.Counting{FromZero: true})
	b := inbox.New()
	finds(t, b, "")
	before := limit.Outlook(entry(t, b, "a"))
	b.Adopt("a")
	if after := limit.Outlook(entry(t, b, "a")); before != after || before.Severity != inbox.Last {
		t.Errorf("found: %+v, adopted: %+v", before, after)
	}
}
