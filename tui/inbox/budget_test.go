package inbox_test

import (
	"strings"
	"testing"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// consumer is a pull consumer with that max_retries and dead-letter queue.
func consumer(maxRetries int64, deadLetter string) []apiclient.Consumer {
	return []apiclient.Consumer{{Type: apiclient.ConsumerHTTPPull, MaxRetries: apiclient.CountOf(maxRetries), DeadLetterQueue: deadLetter}}
}

// known is what there is to learn about a service that counts from 0 and whose
// peeks show the number that the next delivery will show.
var known = inbox.Counting{FromZero: true, PeekKnown: true}

// leasedAt is a message whose delivery showed that many attempts; below 0 it
// showed none.
func leasedAt(attempts int64) inbox.Entry {
	return inbox.Entry{
		State: inbox.Leased, Lease: inbox.Lease{ID: "l", Attempts: apiclient.CountOf(attempts)},
		Message: apiclient.Message{Attempts: apiclient.CountOf(attempts)},
	}
}

// in is the entry in another state.
func in(state inbox.State, e inbox.Entry) inbox.Entry {
	e.State = state
	return e
}

// peekedAt is a message that is known by a peek alone.
func peekedAt(attempts int64) inbox.Entry {
	n := apiclient.CountOf(attempts)
	return inbox.Entry{State: inbox.Peeked, Peeked: n, Message: apiclient.Message{Attempts: n}}
}

// TestTheLastDelivery holds the one rule of the program: what was recorded is
// that a leased message is on its last delivery when its attempts have reached
// max_retries.
func TestTheLastDelivery(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		limit    int64 // max_retries; below 0 it is unknown
		rule     inbox.Rule
		counting inbox.Counting
		want     string // for attempts unknown, 0, 1, 2, 3, 4: n = no, ? = perhaps, ! = surely
	}{
		{"as recorded", 3, inbox.AfterMax, known, "?nnn!!"},
		{"before a 0 was seen", 3, inbox.AfterMax, inbox.Counting{}, "?nnn?!"},
		{"N deliveries", 3, inbox.AtMax, known, "?nn!!!"},
		{"N deliveries, before a 0 was seen", 3, inbox.AtMax, inbox.Counting{}, "?nn?!!"},
		{"nobody knows", 3, inbox.Either, known, "?nn?!!"},
		{"nobody knows anything", 3, inbox.Either, inbox.Counting{}, "?nn??!"},
		{"no retries", 0, inbox.AfterMax, known, "?!!!!!"},
		{"no retries, one delivery all the same", 0, inbox.AtMax, known, "?!!!!!"},
		{"no retries, before a 0 was seen", 0, inbox.AfterMax, inbox.Counting{}, "??!!!!"},
		{"the limit is unknown", -1, inbox.AfterMax, known, "??????"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			budget := inbox.NewBudget(consumer(tt.limit, ""), tt.rule).With(tt.counting)
			var got strings.Builder
			for attempts := int64(-1); attempts <= 4; attempts++ {
				got.WriteString([]string{"n", "?", "!"}[budget.OnLast(leasedAt(attempts))])
			}
			if got.String() != tt.want {
				t.Errorf("for attempts unknown, 0 to 4: %s, want %s", got.String(), tt.want)
			}
		})
	}
}

// TestTheNextDelivery is about messages that wait. What a peek shows is within
// one of what the next delivery shows until both are learnt; a delivery that was
// seen here says it by itself.
func TestTheNextDelivery(t *testing.T) {
	t.Parallel()
	behind := func(n int64) inbox.Counting { return inbox.Counting{FromZero: true, PeekKnown: true, PeekBehind: n} }
	retriedThenPeeked := func(delivered, peeked int64) inbox.Entry {
		e := in(inbox.Peeked, leasedAt(delivered))
		e.Peeked = apiclient.CountOf(peeked)
		return e
	}
	tests := []struct {
		name     string
		entry    inbox.Entry
		counting inbox.Counting
		want     inbox.Chance
	}{
		{"peeked, far from the end", peekedAt(1), inbox.Counting{}, inbox.No},
		{"peeked, one short", peekedAt(2), inbox.Counting{}, inbox.Perhaps},
		{"peeked, one short, counted from 0", peekedAt(2), inbox.Counting{FromZero: true}, inbox.Perhaps},
		{"peeked, one short, peeks learnt alone", peekedAt(2), inbox.Counting{PeekKnown: true}, inbox.Perhaps},
		{"peeked, one short, both known", peekedAt(2), known, inbox.No},
		{"peeked, at the limit, both known", peekedAt(3), known, inbox.Surely},
		{"peeked, at the limit, peeks one ahead", peekedAt(3), behind(-1), inbox.No},
		{"peeked, one short, peeks one behind", peekedAt(2), behind(1), inbox.Surely},
		{"peeked without attempts", peekedAt(-1), known, inbox.Perhaps},
		{"retried, two deliveries left", in(inbox.Retried, leasedAt(1)), known, inbox.No},
		{"retried, before the last", in(inbox.Retried, leasedAt(2)), known, inbox.Surely},
		{"lapsed, before the last", in(inbox.Lapsed, leasedAt(2)), known, inbox.Surely},
		{"lapsed, before the last, no 0 seen", in(inbox.Lapsed, leasedAt(2)), inbox.Counting{}, inbox.Perhaps},
		{"retried without attempts", in(inbox.Retried, leasedAt(-1)), known, inbox.Perhaps},
		{"retried, then peeked as before", retriedThenPeeked(1, 1), inbox.Counting{FromZero: true}, inbox.No},
		{"retried, then peeked one higher: others may have had it", retriedThenPeeked(1, 2), inbox.Counting{FromZero: true}, inbox.Perhaps},
		{"retried, then peeked one higher, both known", retriedThenPeeked(1, 2), known, inbox.No},
		{"retried, then peeked higher: others had it", retriedThenPeeked(0, 2), inbox.Counting{FromZero: true}, inbox.Perhaps},
		{"retried, then peeked at the limit", retriedThenPeeked(0, 3), known, inbox.Surely},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			budget := inbox.NewBudget(consumer(3, "orders-dlq"), inbox.AfterMax).With(tt.counting)
			if got := budget.NextLast(tt.entry); got != tt.want {
				t.Errorf("the next delivery is the last: %d, want %d; it says %q", got, tt.want, budget.Outlook(tt.entry).Words)
			}
		})
	}
}

// TestOneDeliveryAlone: where peeks show one more than the next delivery will, a
// new message that shows 0 has its first and last delivery before it all the same:
// none shows less than 0.
func TestOneDeliveryAlone(t *testing.T) {
	t.Parallel()
	ahead := inbox.Counting{FromZero: true, PeekKnown: true, PeekBehind: -1}
	budget := inbox.NewBudget(consumer(0, ""), inbox.AfterMax).With(ahead)
	if got := budget.NextLast(peekedAt(0)); got != inbox.Surely {
		t.Errorf("the next delivery is the last: %d; it says %q", got, budget.Outlook(peekedAt(0)).Words)
	}
}

// TestWhatHasEnded: a lease that runs can still be extended or acked; one that is
// over, or that came without a lease_id, nobody here can change any more.
func TestWhatHasEnded(t *testing.T) {
	t.Parallel()
	budget := inbox.NewBudget(consumer(3, ""), inbox.AfterMax).With(known)
	for state, want := range map[inbox.State]inbox.Chance{
		inbox.Lapsed: inbox.Surely, inbox.Retried: inbox.Surely, inbox.Unleased: inbox.Surely,
		inbox.Leased: inbox.No, inbox.Acked: inbox.No, inbox.Peeked: inbox.No,
	} {
		if got := budget.Ended(in(state, leasedAt(3))); got != want {
			t.Errorf("%v, after its last delivery: ended is %d, want %d", state, got, want)
		}
		if got := budget.Ended(in(state, leasedAt(2))); got != inbox.No {
			t.Errorf("%v, before its last delivery: ended is %d", state, got)
		}
	}
}

// outlookCase is what is said about a message.
type outlookCase struct {
	name     string
	budget   inbox.Budget
	entry    inbox.Entry
	short    string
	severity inbox.Severity
	words    string
}

func outlookCases() []outlookCase {
	const (
		noZero = "whether the API counts from 0 or from 1 is not known yet"
		noPeek = "how a peek counts is not known yet"
	)
	pull := inbox.NewBudget(consumer(3, "orders-dlq"), inbox.AfterMax)
	learnt := pull.With(known)
	deleting := inbox.NewBudget(consumer(3, ""), inbox.AfterMax).With(known)
	return []outlookCase{
		{"first of four", learnt, leasedAt(0), "0/3", inbox.Calm, "3 more deliveries: then moved to orders-dlq"},
		{"first of four or five", pull, leasedAt(0), "0/3", inbox.Calm, "3 to 4 more deliveries: then moved to orders-dlq"},
		{"last but one", learnt, leasedAt(2), "2/3", inbox.Near, "the next delivery is the last: then moved to orders-dlq"},
		{"last but one, perhaps", pull, leasedAt(2), "2/3", inbox.Near, "the next delivery may be the last: then moved to orders-dlq (" + noZero + ")"},
		{"last", learnt, leasedAt(3), "3/3", inbox.Last, "this is the last delivery: when the lease ends, moved to orders-dlq"},
		{"last, to be deleted", deleting, leasedAt(3), "3/3", inbox.Last, "this is the last delivery: when the lease ends, DELETED, as there is no dead-letter queue"},
		{"last, perhaps", pull, leasedAt(3), "3/3", inbox.Near, "this may be the last delivery: when the lease ends, moved to orders-dlq (" + noZero + ")"},
		{
			"last, either way", inbox.NewBudget(consumer(3, ""), inbox.Either).With(known), leasedAt(2), "2/3", inbox.Near,
			"this may be the last delivery: when the lease ends, DELETED, as there is no dead-letter queue (sources differ between 3 and 4 deliveries)",
		},
		{"no attempts", learnt, leasedAt(-1), "?/3", inbox.Near, "its attempts are not known: this may be the last delivery: when the lease ends, moved to orders-dlq"},
		{"lapsed, ended", learnt, in(inbox.Lapsed, leasedAt(3)), "3/3", inbox.Last, "its last delivery has ended: by now moved to orders-dlq"},
		{"retried, ended", learnt, in(inbox.Retried, leasedAt(3)), "3/3", inbox.Last, "its last delivery has ended: by now moved to orders-dlq"},
		{
			"lapsed, perhaps ended", pull, in(inbox.Lapsed, leasedAt(3)), "3/3", inbox.Near,
			"its last delivery may have ended: by now moved to orders-dlq, or it is delivered once more (" + noZero + ")",
		},
		{"lapsed", learnt, in(inbox.Lapsed, leasedAt(1)), "1/3", inbox.Calm, "at most 2 deliveries left: then moved to orders-dlq"},
		{"unleased", learnt, in(inbox.Unleased, leasedAt(1)), "1/3", inbox.Calm, "2 more deliveries: then moved to orders-dlq"},
		{"unleased, last", learnt, in(inbox.Unleased, leasedAt(3)), "3/3", inbox.Last, "this is the last delivery: when the lease ends, moved to orders-dlq"},
		{"acked", learnt, in(inbox.Acked, leasedAt(3)), "3/3", inbox.Calm, "none: the ack deleted it from the queue"},
		{"peeked", learnt, peekedAt(0), "0/3", inbox.Calm, "at most 4 deliveries left: then moved to orders-dlq"},
		{"peeked, nothing known", pull, peekedAt(0), "0/3", inbox.Calm, "at most 4 deliveries left: then moved to orders-dlq"},
		{"peeked, N deliveries", inbox.NewBudget(consumer(3, "orders-dlq"), inbox.AtMax), peekedAt(0), "0/3", inbox.Calm, "at most 3 deliveries left: then moved to orders-dlq"},
		{"peeked, one short", pull, peekedAt(2), "2/3", inbox.Near, "the next delivery may be the last: then moved to orders-dlq (" + noZero + "; " + noPeek + ")"},
		{"peeked beyond the limit", learnt, peekedAt(4), "4/3", inbox.Last, "the deliveries are spent: if a pull still gets it, then moved to orders-dlq when that lease ends"},
		{"peeked without attempts", learnt, peekedAt(-1), "?/3", inbox.Near, "its attempts are not known: the next delivery may be the last: then moved to orders-dlq"},
		{
			"lapsed without attempts", learnt, in(inbox.Lapsed, leasedAt(-1)), "?/3", inbox.Near,
			"its attempts are not known: its last delivery may have ended: by now moved to orders-dlq, or it is delivered once more",
		},
		{
			"no consumer", inbox.NewBudget(nil, inbox.AfterMax), leasedAt(2), "2/–", inbox.Unbounded,
			"max_retries is unknown, since the queue has no consumer: this may be the last delivery: when the lease ends, moved to a dead-letter queue, or DELETED without one",
		},
		{
			"no settings", inbox.Unread(inbox.AfterMax), peekedAt(2), "2/–", inbox.Unbounded,
			"max_retries is unknown, since the queue's settings are not read yet: the next delivery may be the last: then moved to a dead-letter queue, or DELETED without one",
		},
	}
}

// TestOutlooks holds the sentences.
func TestOutlooks(t *testing.T) {
	t.Parallel()
	for _, tt := range outlookCases() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.budget.Short(tt.entry.Message.Attempts); got != tt.short {
				t.Errorf("short %q, want %q", got, tt.short)
			}
			got := tt.budget.Outlook(tt.entry)
			if tt.budget.Severity(tt.entry) != got.Severity {
				t.Error("two opinions about how grave it is")
			}
			if got.Words != tt.words || got.Severity != tt.severity {
				t.Errorf("\n got %d %s\nwant %d %s", got.Severity, got.Words, tt.severity, tt.words)
			}
		})
	}
}

// TestTheFirstDelivery: where a message gets one delivery alone, its first is its
// last.
func TestTheFirstDelivery(t *testing.T) {
	t.Parallel()
	tests := []struct {
		limit    int64
		rule     inbox.Rule
		counting inbox.Counting
		want     inbox.Chance
	}{
		{0, inbox.AfterMax, known, inbox.Surely},
		{0, inbox.AfterMax, inbox.Counting{}, inbox.Perhaps},
		{1, inbox.AfterMax, known, inbox.No},
		{1, inbox.AtMax, known, inbox.Surely},
		{1, inbox.Either, known, inbox.Perhaps},
		{-1, inbox.AfterMax, known, inbox.Perhaps},
	}
	for _, tt := range tests {
		budget := inbox.NewBudget(consumer(tt.limit, ""), tt.rule).With(tt.counting)
		if got := budget.FirstLast(); got != tt.want || budget.Known() != (tt.limit >= 0) {
			t.Errorf("max_retries %d, rule %d, %+v: %d, want %d", tt.limit, tt.rule, tt.counting, got, tt.want)
		}
	}
}

// TestWhoseLimitCounts: pulls are counted against the pull consumer; where there
// is none the others bound what is peeked at.
func TestWhoseLimitCounts(t *testing.T) {
	t.Parallel()
	of := func(kind apiclient.ConsumerType, limit int64, deadLetter string) apiclient.Consumer {
		return apiclient.Consumer{Type: kind, MaxRetries: apiclient.CountOf(limit), DeadLetterQueue: deadLetter}
	}
	pull, worker, notification := of(apiclient.ConsumerHTTPPull, 3, "p"), of(apiclient.ConsumerWorker, 5, "w"), of(apiclient.ConsumerNotification, 100, "")
	odd := pull
	odd.DeadLetterUnknown, odd.DeadLetterQueue = true, ""
	tests := []struct {
		name      string
		consumers []apiclient.Consumer
		limit     string
		end       string
	}{
		{"a pull consumer", []apiclient.Consumer{pull}, "3", "moved to p"},
		{"a Worker", []apiclient.Consumer{worker}, "5", "moved to w"},
		{"notifications", []apiclient.Consumer{notification}, "100", "DELETED, as there is no dead-letter queue"},
		{"a pull consumer beside others", []apiclient.Consumer{worker, pull, notification}, "3", "moved to p"},
		{"others of which the first is stricter", []apiclient.Consumer{worker, notification}, "5", "moved to a dead-letter queue, or DELETED without one"},
		{"others of which one is stricter", []apiclient.Consumer{notification, worker}, "5", "moved to a dead-letter queue, or DELETED without one"},
		{"others of which one says nothing", []apiclient.Consumer{worker, of(apiclient.ConsumerNotification, -1, "w")}, "unknown", "moved to w"},
		{"a dead-letter queue that is no name", []apiclient.Consumer{odd}, "3", "moved to a dead-letter queue, or DELETED without one"},
		{"none", nil, "unknown", "moved to a dead-letter queue, or DELETED without one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			budget := inbox.NewBudget(tt.consumers, inbox.AfterMax)
			if got, want := budget.Short(apiclient.CountOf(0)), "0/"+strings.Replace(tt.limit, "unknown", "–", 1); got != want {
				t.Errorf("attempts %s, want %s", got, want)
			}
			if got := budget.End(); got != tt.end {
				t.Errorf("end %q, want %q", got, tt.end)
			}
		})
	}
}

// TestAStricterConsumerBesideThePullConsumer may end a message before pulls do.
func TestAStricterConsumerBesideThePullConsumer(t *testing.T) {
	t.Parallel()
	budget := inbox.NewBudget([]apiclient.Consumer{
		{Type: apiclient.ConsumerHTTPPull, MaxRetries: apiclient.CountOf(3), DeadLetterQueue: "p"},
		{Type: apiclient.ConsumerWorker, MaxRetries: apiclient.CountOf(1), DeadLetterQueue: "w"},
	}, inbox.AfterMax).With(inbox.Counting{FromZero: true, PeekKnown: true})
	for attempts, want := range []inbox.Chance{inbox.No, inbox.Perhaps, inbox.Perhaps, inbox.Surely} {
		if got := budget.OnLast(leasedAt(int64(attempts))); got != want {
			t.Errorf("leased at %d: %d, want %d", attempts, got, want)
		}
	}
	if got := budget.NextLast(peekedAt(0)); got != inbox.No {
		t.Errorf("peeked at 0: %d", got)
	}
	if got := budget.NextLast(peekedAt(1)); got != inbox.Perhaps {
		t.Errorf("peeked at 1: %d", got)
	}
	const says = "this may be the last delivery: when the lease ends, moved to a dead-letter queue, or DELETED without one (another consumer's max_retries is 1)"
	if got := budget.Outlook(leasedAt(2)).Words; got != says {
		t.Errorf("it says %q", got)
	}
}
