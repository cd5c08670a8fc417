package session_test

import (
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// A queue always has something to call it by.
func TestTheNameIsTheIDWhereTheAPIGaveNone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, want string }{{"orders", "orders"}, {"", "here"}} {
		q := apiclient.Queue{ID: here, Name: tt.name}
		s := session.New(q, inbox.AfterMax)
		want(t, "the name of a queue called "+tt.name, s.Name(), tt.want)
		want(t, "its name by itself", session.NameOf(q), tt.want)
		want(t, "the name within the queue", s.Queue().Name, tt.want)
		want(t, "the id", s.ID(), here)
	}
}

// A list entry without consumers proves nothing: only who asks for the consumers
// and is told of none knows that there are none.
func TestSettingsAreUnreadUntilTheyAreRead(t *testing.T) {
	t.Parallel()
	s := session.New(orders(), inbox.AfterMax)
	list, read := s.Consumers()
	want(t, "unread, but read", read, false)
	want(t, "consumers of what is unread", len(list), 0)
	want(t, "the limit of what is unread is known", s.Budget().Known(), false)
	want(t, "a consumer that pulls", s.PullConsumer(), nil)

	s.SetConsumers(nil)
	list, read = s.Consumers()
	want(t, "none, but read", read, true)
	want(t, "consumers where there are none", len(list), 0)
	want(t, "the limit without a consumer is known", s.Budget().Known(), false)

	s.SetQueue(orders(worker(9), puller(4), puller(5)))
	list, _ = s.Consumers()
	want(t, "consumers", len(list), 3)
	want(t, "the limit of the lowest that pulls", s.Budget().Short(apiclient.CountOf(0)), "0/4")
	want(t, "the first that pulls", s.PullConsumer().MaxRetries, apiclient.CountOf(4))

	s.SetQueue(apiclient.Queue{ID: here, Name: "renamed"})
	list, read = s.Consumers()
	want(t, "read after a list entry", read, true)
	want(t, "consumers after a list entry", len(list), 3)
	want(t, "the newer name", s.Name(), "renamed")
}

// What a queue is found with counts as read: no second look is needed to know
// how many deliveries a message gets, by the rule that was given.
func TestAQueueIsFoundWithItsConsumers(t *testing.T) {
	t.Parallel()
	s := session.New(orders(puller(2)), inbox.AtMax)
	_, read := s.Consumers()
	want(t, "read", read, true)
	want(t, "the budget", s.Budget(), inbox.NewBudget([]apiclient.Consumer{puller(2)}, inbox.AtMax))
	want(t, "the budget of an unread one", session.New(orders(), inbox.Either).Budget(), inbox.Unread(inbox.Either))
}

// What is said of another queue changes nothing here, whoever says it.
func TestAnotherQueuesSettingsAreRefused(t *testing.T) {
	t.Parallel()
	s := opened(3)
	s.SetQueue(apiclient.Queue{ID: elsewhere, Name: "emails", DeliveryPaused: true, Consumers: []apiclient.Consumer{worker(0)}})
	want(t, "the name", s.Name(), "orders")
	want(t, "the id", s.ID(), here)
	want(t, "pullable", s.Pullable(), session.CanPull)
	want(t, "the limit", s.Budget().Short(apiclient.CountOf(0)), "0/3")
}

// The session's consumers are its own: who gave them may go on using the list.
func TestConsumersAreCopied(t *testing.T) {
	t.Parallel()
	s := session.New(orders(), inbox.AfterMax)
	given := []apiclient.Consumer{puller(3)}
	s.SetConsumers(given)
	given[0] = worker(0)
	want(t, "still pulls", s.Pullable(), session.CanPull)
	want(t, "its limit", s.PullConsumer().MaxRetries, apiclient.CountOf(3))
}

// Settings that have not been read object to nothing; pausing always does.
func TestPullable(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		paused    bool
		consumers []apiclient.Consumer // nil = unread
		want      session.Pullable
	}{
		{"unread", false, nil, session.CanPull},
		{"unread and paused", true, nil, session.Paused},
		{"one pulls", false, []apiclient.Consumer{puller(3)}, session.CanPull},
		{"one pulls, paused", true, []apiclient.Consumer{puller(3)}, session.Paused},
		{"one of two pulls", false, []apiclient.Consumer{worker(3), puller(3)}, session.CanPull},
		{"others only", false, []apiclient.Consumer{worker(3), worker(3)}, session.OtherConsumers},
		{"one that does not pull", false, []apiclient.Consumer{worker(3)}, session.OtherConsumers},
		{"others only, paused", true, []apiclient.Consumer{worker(3)}, session.Paused},
		{"none", false, []apiclient.Consumer{}, session.NoConsumers},
		{"none and paused", true, []apiclient.Consumer{}, session.Paused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := orders()
			q.DeliveryPaused = tt.paused
			s := session.New(q, inbox.AfterMax)
			if tt.consumers != nil {
				s.SetConsumers(tt.consumers)
			}
			want(t, "pullable", s.Pullable(), tt.want)
		})
	}
}

// A consumer that was changed since may leave less to what was seen already, or
// more: all of it is judged anew, and only by what was read last.
func TestAChangedLimitIsJudgedAnew(t *testing.T) {
	t.Parallel()
	s := opened(9)
	peeked(s, 0, message("a", "", 0), message("b", "", 1), message("c", "", 5))
	for _, tt := range []struct {
		maxRetries int64 // -1 = the API does not say
		risky      string
	}{{9, ""}, {6, "c"}, {2, "b c"}, {1, "a b c"}, {-1, ""}, {2, "b c"}, {9, ""}} {
		s.SetConsumers([]apiclient.Consumer{puller(tt.maxRetries)})
		want(t, "at risk of "+s.Budget().Short(apiclient.Count{}), names(s.RiskyIDs()), tt.risky)
	}
}

// How an API counts is learnt of one delivery, and then holds of all messages
// and whatever the settings become.
func TestCountingFromZeroIsLearntAndKept(t *testing.T) {
	t.Parallel()
	s := opened(2)
	pulled(s, 0, message("a", "a1", 2))
	want(t, "counts from 0 before any proof", s.CountsFromZero(), false)
	want(t, "a's last", target(t, s, "a").Last, inbox.Perhaps)
	s.Lapse(at(30))
	want(t, "at risk while a may have ended", names(s.RiskyIDs()), "a")

	pulled(s, 40, message("b", "b1", 0))
	want(t, "counts from 0 after a delivery showed it", s.CountsFromZero(), true)
	want(t, "a's last by then", target(t, s, "a").Last, inbox.Surely)
	want(t, "at risk when a has surely ended", names(s.RiskyIDs()), "")

	s.SetConsumers([]apiclient.Consumer{puller(3)})
	want(t, "counts from 0 by other settings", s.Budget(), inbox.NewBudget([]apiclient.Consumer{puller(3)}, inbox.AfterMax).With(inbox.Counting{FromZero: true}))
}

// What another queue has shown of the API holds here as well, and is not lost
// again with the next answer or the next reading of the settings.
func TestCountingFromZeroIsTakenOverFromAnotherQueue(t *testing.T) {
	t.Parallel()
	s := opened(2)
	pulled(s, 0, message("a", "a1", 2))
	s.Lapse(at(30))
	want(t, "at risk before", names(s.RiskyIDs()), "a")
	s.LearnFromZero()
	want(t, "counts from 0", s.CountsFromZero(), true)
	want(t, "at risk after", names(s.RiskyIDs()), "")
	pulled(s, 40, message("b", "b1", 2))
	want(t, "b's last", target(t, s, "b").Last, inbox.Surely)
	s.SetConsumers([]apiclient.Consumer{puller(2), worker(9)})
	want(t, "b's last by newer settings", target(t, s, "b").Last, inbox.Surely)
}

// The person's visibility counts before the consumer's, and that before the
// API's: one of them is always sent.
func TestVisibilityOfAPull(t *testing.T) {
	t.Parallel()
	minute := puller(3)
	minute.VisibilityTimeout = time.Minute
	other := worker(3)
	other.VisibilityTimeout = time.Hour
	tests := []struct {
		name      string
		chosen    time.Duration
		consumers []apiclient.Consumer
		want      time.Duration
	}{
		{"by the prompt", time.Second, []apiclient.Consumer{minute}, time.Second},
		{"by the consumer", 0, []apiclient.Consumer{other, minute}, time.Minute},
		{"by the API, as the consumer has none", 0, []apiclient.Consumer{other, puller(3)}, apiclient.DefaultVisibility},
		{"by the API, as no consumer pulls", 0, []apiclient.Consumer{other}, apiclient.DefaultVisibility},
		{"by the API, as nothing is read", 0, nil, apiclient.DefaultVisibility},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := session.New(orders(tt.consumers...), inbox.AfterMax)
			settings := session.PullSettings{BatchSize: 7, Visibility: tt.chosen}
			want(t, "the visibility", s.Visibility(settings), tt.want)
			want(t, "the options", s.Options(settings), apiclient.PullOptions{BatchSize: 7, VisibilityTimeout: tt.want})
		})
	}
}
