package session_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// The queue of these stories, and another one.
const (
	here      apiclient.QueueID = "here"
	elsewhere apiclient.QueueID = "elsewhere"
)

// length is that of every lease here, unless a story says otherwise.
const length = 30 * time.Second

// errCut is an answer that broke off.
var errCut = errors.New("the answer was cut")

// at is a moment so many seconds into a story.
func at(seconds float64) time.Time {
	return time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC).Add(time.Duration(seconds * float64(time.Second)))
}

// answered says that a call was sent and answered at that second.
func answered(second float64) apiclient.Reply {
	return apiclient.Reply{SentAt: at(second), ReceivedAt: at(second)}
}

// puller is a consumer that pulls, with that max_retries.
func puller(maxRetries int64) apiclient.Consumer {
	return apiclient.Consumer{Type: apiclient.ConsumerHTTPPull, MaxRetries: apiclient.CountOf(maxRetries)}
}

// worker is a consumer that takes messages by itself, with that max_retries.
func worker(maxRetries int64) apiclient.Consumer {
	return apiclient.Consumer{Type: apiclient.ConsumerWorker, MaxRetries: apiclient.CountOf(maxRetries)}
}

// orders is the queue as its settings have it.
func orders(consumers ...apiclient.Consumer) apiclient.Queue {
	return apiclient.Queue{ID: here, Name: "orders", Consumers: consumers}
}

// opened is the session of a queue with one consumer that pulls. By default
// nobody knows whether attempts count from 0 or from 1: with a max_retries of 2 a
// delivery that shows 1 is not the last, one of 2 may be, and one of 3 is.
func opened(maxRetries int64) *session.Session {
	return session.New(orders(puller(maxRetries)), inbox.AfterMax)
}

// message is a delivery; without a lease it is what a peek shows, or a pull that
// gave no lease_id. Attempts below zero are not said.
func message(id, lease string, attempts int64) apiclient.Message {
	return apiclient.Message{ID: apiclient.MessageID(id), LeaseID: apiclient.LeaseID(lease), Attempts: apiclient.CountOf(attempts)}
}

// pulled files what a pull brought at once.
func pulled(s *session.Session, second float64, messages ...apiclient.Message) session.PullReport {
	result := apiclient.PullResult{Reply: answered(second), Messages: messages}
	return s.FilePull(session.Pull{Result: result, Visibility: length}, at(second))
}

// peeked files what a peek showed that asked for no more than that.
func peeked(s *session.Session, second float64, messages ...apiclient.Message) int {
	result := apiclient.PeekResult{Reply: answered(second), Messages: messages}
	return s.FilePeek(session.Peek{Result: result, Asked: len(messages)})
}

// target is a message frozen with the lease that it has now.
func target(t *testing.T, s *session.Session, id apiclient.MessageID) session.Target {
	t.Helper()
	return s.Judged(session.Target{ID: id, Lease: entry(t, s, id).Lease.ID})
}

// targets freezes messages, each with its lease.
func targets(t *testing.T, s *session.Session, list string) []session.Target {
	t.Helper()
	var frozen []session.Target
	for _, id := range strings.Fields(list) {
		frozen = append(frozen, target(t, s, apiclient.MessageID(id)))
	}
	return frozen
}

// acked files that all of the targets were acked.
func acked(s *session.Session, second float64, batch ...session.Target) session.Tally {
	sent := apiclient.Settlement{Acks: session.Leases(batch)}
	return s.FileSettled(batch, sent, apiclient.SettleResult{Reply: answered(second), Acked: len(sent.Acks)})
}

// retried files that all of the targets were put back.
func retried(s *session.Session, second float64, batch ...session.Target) session.Tally {
	var sent apiclient.Settlement
	for _, lease := range session.Leases(batch) {
		sent.Retries = append(sent.Retries, apiclient.Retry{LeaseID: lease})
	}
	return s.FileSettled(batch, sent, apiclient.SettleResult{Reply: answered(second), Retried: len(sent.Retries)})
}

// lost says that the answer to a call on these leases was lost.
func lost(s *session.Session, leases ...apiclient.LeaseID) int { return s.Doubt(leases, "lost", at(0)) }

// entry is what is known of a message that must be there.
func entry(t *testing.T, s *session.Session, id apiclient.MessageID) inbox.Entry {
	t.Helper()
	e, ok := s.Entry(id)
	if !ok {
		t.Fatalf("message %s was never seen", id)
	}
	return e
}

// mark marks messages, as a person does who goes to each.
func mark(t *testing.T, s *session.Session, list string) {
	t.Helper()
	for _, id := range strings.Fields(list) {
		row, ok := s.Listing().Pos(apiclient.MessageID(id))
		if !ok {
			t.Fatalf("message %s is not listed", id)
		}
		s.SetCursorRow(row)
		s.ToggleMark()
	}
}

// names lists messages in one line.
func names(ids []apiclient.MessageID) string {
	var list []string
	for _, id := range ids {
		list = append(list, string(id))
	}
	return strings.Join(list, " ")
}

// namesOf lists the messages of targets in one line.
func namesOf(list []session.Target) string { return names(session.IDs(list)) }

// want compares what is with what should be.
func want[T comparable](t *testing.T, what string, got, wanted T) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: %v, want %v", what, got, wanted)
	}
}

// wantTally is want of what calls settled.
func wantTally(t *testing.T, what string, got, wanted session.Tally) {
	t.Helper()
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
