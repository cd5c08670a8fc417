package tui

import (
	"context"
	"errors"
	"slices"
	"testing"

	"leaseview/apiclient"
	"leaseview/tui/flight"
)

// refuser settles, but for what is of one queue, and notes which it was asked about.
type refuser struct {
	Leaser
	fail  apiclient.QueueID
	asked []apiclient.QueueID
}

func (s *refuser) Settle(_ context.Context, id apiclient.QueueID, sent apiclient.Settlement) (apiclient.SettleResult, error) {
	s.asked = append(s.asked, id)
	if id == s.fail {
		return apiclient.SettleResult{}, errors.New("why not")
	}
	return apiclient.SettleResult{Retried: len(sent.Retries)}, nil
}

// A queue that can't be released is no reason to keep what a late pull brings of
// another one; it is itself not asked twice.
func TestAReleaseThatFailedHoldsBackNoOther(t *testing.T) {
	t.Parallel()
	other := apiclient.Queue{ID: "other", Name: "other", Consumers: orders().Consumers}
	api := &refuser{fail: other.ID}
	m := newModel(t, func(o *Options) { o.Queue, o.Leaser, o.OnQuit = "", api, OnQuitRelease })
	m.openQueue(other)
	m.pulled(messages(0, 1))
	m.openQueue(orders())
	ticket, _ := m.begin(flight.Pull, ordersID, false)
	late := m.pullAnswer(messages(1, 1))
	m.flight.Keep(ticket, "a pull of orders", nil)(late)
	report := m.Leave(t.Context())
	if want := []apiclient.QueueID{"other", ordersID}; !slices.Equal(api.asked, want) {
		t.Errorf("asked were %q, want %q", api.asked, want)
	}
	if !slices.Contains(report, "orders: released 1 lease") || !slices.Contains(report, "other: not released: why not") {
		t.Errorf("it reports %q", report)
	}
}
