package tui_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/inbox"
	"leaseview/tui/internal/story"
)

// pump is a program driven by hand, and what its world knows better.
type pump struct {
	*story.Hand
	newIDs  bool // the server gives each delivery another id
	hidden  bool // the server gives an extended lease an id that it names to nobody
	refunds bool // a retry gives its attempt back, so that 0 does not mean never delivered

	wentBack bool // the clock was set back: what was in the queue may have been in its future
}

// startPump starts the program on the list of queues, with a tap on its calls
// and nothing that slows them down.
func startPump(t *testing.T, wire *tap, with story.Setup) *pump {
	t.Helper()
	with.Client = func(c *apiclient.Config) {
		c.Budget = 1 << 20
		wire.install(c)
	}
	chosen := with.Options
	with.Options = func(o *tui.Options) {
		o.Queue, o.Clipboard, o.MetricsEvery = "", nil, time.Minute
		chosen(o)
	}
	return &pump{
		Hand: story.ByHand(t, with), newIDs: with.Server.NewIDPerDelivery, refunds: with.Server.RetryRefunds,
		hidden: with.Server.RefuseExtended && !with.Server.ExtendGivesLeases,
	}
}

// allowed is how many deliveries a queue's messages get.
func (p *pump) allowed(queue string) int {
	for _, q := range p.Server.Queues() {
		if q.Name == queue {
			return q.Allowed
		}
	}
	return 0
}

// truth is where the server has each lease that can still settle something.
type truth struct {
	messages map[string]emulator.MessageState // by id
	byLease  map[string]emulator.MessageState
}

func truthOf(server *emulator.Server, queue string) truth {
	all := truth{map[string]emulator.MessageState{}, map[string]emulator.MessageState{}}
	for _, m := range server.Messages(queue) {
		all.messages[m.ID] = m
		for _, l := range m.Leases {
			all.byLease[l.ID] = m
		}
	}
	return all
}

// overclaims says where the program believes more than the server's state
// allows: a lease that runs, a message that is gone, a lease that has ended.
// What is marked unsure claims nothing.
func (p *pump) overclaims() error {
	var wrong []error
	now := p.Clock.Now()
	for queue, ledger := range p.Model.Ledgers() {
		server := truthOf(p.Server, queue)
		held, unsure := 0, 0
		for _, e := range ledger.Entries() {
			if e.State == inbox.Leased {
				held++
				if e.Doubt {
					unsure++
				}
			}
			if err := p.missed(e, server); err != nil {
				wrong = append(wrong, fmt.Errorf("%s: message %s is believed %v: %w", queue, e.Message.ID, e.State, err))
			}
			if e.Doubt || p.hidden && e.Note != "" {
				continue // what an extension by count is worth, only the next call tells
			}
			if err := overclaims(e, server, now); err != nil && !p.ackedAsAnother(e, ledger) {
				wrong = append(wrong, fmt.Errorf("%s: message %s is believed %v: %w", queue, e.Message.ID, e.State, err))
			}
		}
		if held != ledger.Held() {
			wrong = append(wrong, fmt.Errorf("%s: %d leases are said to be held, but %d rows are leased", queue, ledger.Held(), held))
		}
		if unsure != ledger.Unsure() {
			wrong = append(wrong, fmt.Errorf("%s: %d leases are said to be in doubt, but %d rows are", queue, ledger.Unsure(), unsure))
		}
	}
	return errors.Join(wrong...)
}

// missed says of a row that looks should have shown whether the server has its
// message, and must have shown it: what nobody was ever given hides from no peek.
func (p *pump) missed(e inbox.Entry, server truth) error {
	m, there := server.messages[string(e.Message.ID)]
	hid := p.refunds || p.wentBack || m.Attempts > 0 || m.State != "waiting" || m.Timestamp.After(e.StateSince)
	if e.Absence != inbox.Present && there && !hid {
		return errors.New("the server has it, and has given it to nobody")
	}
	return nil
}

// ackedAsAnother says whether the message of a row was acked by an older lease
// that stands in a row of its own, since this server gives each delivery another
// id: nobody can tell from outside that they are the same.
func (p *pump) ackedAsAnother(e inbox.Entry, ledger tui.Held) bool {
	if !p.newIDs || e.State != inbox.Leased {
		return false
	}
	for _, other := range ledger.Entries() {
		settled := other.State == inbox.Acked || other.Doubt
		if settled && other.Message.Timestamp.Equal(e.Message.Timestamp) && other.Message.Body == e.Message.Body {
			return true
		}
	}
	return false
}

func overclaims(e inbox.Entry, server truth, now time.Time) error {
	m, there := server.byLease[string(e.Lease.ID)]
	runs := there && m.State == "leased" && m.Leases[len(m.Leases)-1].ID == string(e.Lease.ID)
	switch e.State {
	case inbox.Leased:
		switch {
		case now.Sub(e.Lease.Until) > time.Second:
			return fmt.Errorf("its lease ended %v ago", now.Sub(e.Lease.Until))
		case !now.Before(e.Lease.Until):
			return nil // the tick that ends it is due
		case !runs:
			return errors.New("the server has no such lease running")
		case m.Until.Before(e.Lease.Until):
			return fmt.Errorf("its lease ends %v before the time shown", e.Lease.Until.Sub(m.Until))
		}
	case inbox.Acked:
		if there {
			return errors.New("the server still has it")
		}
		if _, there := server.messages[string(e.Message.ID)]; there {
			return errors.New("the server still has it, by its id")
		}
	case inbox.Retried:
		if runs {
			return errors.New("its lease still runs")
		}
	case inbox.Peeked, inbox.Lapsed: // no claim on a lease
	}
	return nil
}
