package inbox_test

import (
	"testing"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// consumer is one with that max_retries and dead-letter queue.
func consumer(maxRetries int, deadLetter string) *apiclient.Consumer {
	return &apiclient.Consumer{Type: apiclient.ConsumerHTTPPull, MaxRetries: &maxRetries, DeadLetterQueue: deadLetter}
}

// budgetCase is what a budget says after so many attempts.
type budgetCase struct {
	name     string
	consumer *apiclient.Consumer
	rule     inbox.Rule
	attempts int
	short    string
	severity inbox.Severity
	leased   string
	waiting  string
}

func budgetCases() []budgetCase {
	worker := &apiclient.Consumer{Type: apiclient.ConsumerWorker}
	return []budgetCase{
		{
			"first of many", consumer(3, "orders-dlq"), inbox.AtOrAfter, 1, "1/3", inbox.Calm,
			"2 more deliveries: then moved to orders-dlq; at 3 or 4 deliveries, sources differ",
			"at most 2 deliveries left: then moved to orders-dlq; at 3 or 4 deliveries, sources differ",
		},
		{
			"last but one", consumer(3, "orders-dlq"), inbox.AtOrAfter, 2, "2/3", inbox.Near,
			"next delivery is the last: then moved to orders-dlq; at 3 or 4 deliveries, sources differ",
			"the next pull is the last delivery: then moved to orders-dlq; at 3 or 4 deliveries, sources differ",
		},
		{
			"last but one, to be deleted", consumer(3, ""), inbox.AtMax, 2, "2/3", inbox.Near,
			"next delivery is the last: then DELETED (no dead-letter queue)",
			"the next pull is the last delivery: then DELETED (no dead-letter queue)",
		},
		{
			"last by the smaller number", consumer(3, ""), inbox.AtOrAfter, 3, "3/3", inbox.Last,
			"this was the last delivery: DELETED when the lease ends (no dead-letter queue); at 3 or 4 deliveries, sources differ",
			"the deliveries are spent: if a pull still gets it, then DELETED when that lease ends (no dead-letter queue);" +
				" at 3 or 4 deliveries, sources differ",
		},
		{
			"last by both numbers", consumer(3, "orders-dlq"), inbox.AtOrAfter, 4, "4/3", inbox.Last,
			"this was the last delivery: moved to orders-dlq when the lease ends",
			"the deliveries are spent: if a pull still gets it, then moved to orders-dlq when that lease ends",
		},
		{
			"last at max", consumer(3, ""), inbox.AtMax, 3, "3/3", inbox.Last,
			"this was the last delivery: DELETED when the lease ends (no dead-letter queue)",
			"the deliveries are spent: if a pull still gets it, then DELETED when that lease ends (no dead-letter queue)",
		},
		{
			"one after max to come", consumer(3, ""), inbox.AfterMax, 3, "3/3", inbox.Near,
			"next delivery is the last: then DELETED (no dead-letter queue)",
			"the next pull is the last delivery: then DELETED (no dead-letter queue)",
		},
		{
			"no retries", consumer(0, ""), inbox.AtOrAfter, 1, "1/0", inbox.Last,
			"this was the last delivery: DELETED when the lease ends (no dead-letter queue)",
			"the deliveries are spent: if a pull still gets it, then DELETED when that lease ends (no dead-letter queue)",
		},
		{
			"no retries, never delivered", consumer(0, ""), inbox.AtOrAfter, 0, "–/0", inbox.Near,
			"next delivery is the last: then DELETED (no dead-letter queue)",
			"the next pull is the last delivery: then DELETED (no dead-letter queue)",
		},
		{
			"no consumer", nil, inbox.AtOrAfter, 2, "2/–", inbox.Unbounded,
			"max_retries is unknown, since the queue has no consumer: any delivery may be the last",
			"max_retries is unknown, since the queue has no consumer: any delivery may be the last",
		},
		{
			"a Worker", worker, inbox.AtOrAfter, 2, "2/–", inbox.Unbounded,
			"max_retries is unknown, since the API does not say what the consumer's is: any delivery may be the last",
			"max_retries is unknown, since the API does not say what the consumer's is: any delivery may be the last",
		},
	}
}

func TestBudgetWords(t *testing.T) {
	t.Parallel()
	for _, tt := range budgetCases() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			budget := inbox.NewBudget(tt.consumer, tt.rule)
			if got := budget.Short(tt.attempts); got != tt.short {
				t.Errorf("short %q, want %q", got, tt.short)
			}
			if got, want := budget.Leased(tt.attempts), (inbox.Outlook{Severity: tt.severity, Words: tt.leased}); got != want {
				t.Errorf("leased:\n got %v\nwant %v", got, want)
			}
			if got, want := budget.Waiting(tt.attempts), (inbox.Outlook{Severity: tt.severity, Words: tt.waiting}); got != want {
				t.Errorf("waiting:\n got %v\nwant %v", got, want)
			}
			if got := budget.EndsWithLease(tt.attempts); got != (tt.severity == inbox.Last) {
				t.Errorf("ends with the lease: %v", got)
			}
			if got := budget.NextIsLast(tt.attempts); got != (tt.severity == inbox.Last || tt.severity == inbox.Near) {
				t.Errorf("next is last: %v", got)
			}
		})
	}
}

func TestBudgetLimit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		consumer *apiclient.Consumer
		rule     inbox.Rule
		want     string
	}{
		{consumer(3, ""), inbox.AtOrAfter, "at 3 or 4 deliveries"},
		{consumer(3, ""), inbox.AtMax, "at 3 deliveries"},
		{consumer(3, ""), inbox.AfterMax, "at 4 deliveries"},
		{consumer(1, ""), inbox.AtMax, "at 1 delivery"},
		{consumer(0, ""), inbox.AtOrAfter, "at 1 delivery"},
		{nil, inbox.AtOrAfter, ""},
	}
	for _, tt := range tests {
		if got := inbox.NewBudget(tt.consumer, tt.rule).Limit(); got != tt.want {
			t.Errorf("limit %q, want %q", got, tt.want)
		}
	}
}
