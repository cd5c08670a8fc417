package tui_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/inbox"
	"leaseview/tui/internal/plain"
)

// pump runs the model without a terminal, inside a bubble: each key is handed
// to it with everything that follows from it, which is a hundred times faster
// than the whole program on a screen.
type pump struct {
	model   *tui.Model
	server  *emulator.Server
	clock   *clock
	wire    *tap
	options tui.Options
	answers chan tea.Msg
	quit    bool
	newIDs  bool // the server gives each delivery another id
	hidden  bool // the server gives an extended lease an id that it names to nobody
	refunds bool // a retry gives its attempt back, so that 0 does not mean never delivered

	wentBack bool // the clock was set back: what was in the queue may have been in its future
}

// pumpSetup is what a pump begins with.
type pumpSetup struct {
	seed    emulator.Seed
	server  emulator.Options
	options func(*tui.Options)
	before  func(leaseCall)
}

func startPump(t *testing.T, with pumpSetup) *pump {
	t.Helper()
	p := &pump{clock: &clock{}, wire: &tap{before: with.before}, answers: make(chan tea.Msg, 4096), newIDs: with.server.NewIDPerDelivery, hidden: with.server.RefuseExtended && !with.server.ExtendGivesLeases, refunds: with.server.RetryRefunds}
	with.server.Now = p.clock.now
	p.server = emulator.NewTest(t, with.server)
	if err := p.server.Seed(with.seed); err != nil {
		t.Fatal(err)
	}
	config := apiclient.Config{
		BaseURL: p.server.BaseURL(), Account: apiclient.AccountID(p.server.Account()), Token: p.server.Token(),
		Transport: p.server.RoundTripper(), Now: p.clock.now, Budget: 1 << 20,
	}
	p.wire.install(&config)
	client, err := apiclient.New(config)
	if err != nil {
		t.Fatal(err)
	}
	p.options = tui.Options{Reader: client, Leaser: client, Account: config.Account, BaseURL: config.BaseURL, Now: p.clock.now, MetricsEvery: time.Minute}
	if with.options != nil {
		with.options(&p.options)
	}
	p.open()
	return p
}

// open starts the program.
func (p *pump) open() {
	p.quit = false
	p.model = tui.New(context.Background(), p.options)
	p.run(p.model.Init())
	p.send(tea.WindowSizeMsg{Width: 100, Height: 30})
}

func (p *pump) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		if msg := cmd(); msg != nil {
			p.answers <- msg
		}
	}()
}

func (p *pump) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.BatchMsg:
		for _, cmd := range msg {
			p.run(cmd)
		}
		return
	case tea.QuitMsg:
		p.quit = true
		return
	case tea.SuspendMsg:
		p.take(tea.ResumeMsg{})
		return
	}
	_, cmd := p.model.Update(msg)
	p.run(cmd)
}

// settle handles what is there, until only time can bring more.
func (p *pump) settle() {
	for !p.quit {
		synctest.Wait()
		select {
		case msg := <-p.answers:
			p.take(msg)
		default:
			return
		}
	}
}

func (p *pump) send(msg tea.Msg) {
	p.take(msg)
	p.settle()
}

func (p *pump) press(names ...string) {
	for _, name := range names {
		if p.quit {
			return
		}
		p.send(keyPress(name))
	}
}

// wait lets virtual time pass, with all that it brings.
func (p *pump) wait(d time.Duration) {
	over := time.After(d)
	for !p.quit {
		select {
		case msg := <-p.answers:
			p.send(msg)
		case <-over:
			p.settle()
			return
		}
	}
}

// words are what is on the screen.
func (p *pump) words() string {
	return plain.Words(p.model.View().Content)
}

// end leaves as the command line does, and lets every timer run out.
func (p *pump) end() []string {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	report := p.model.Leave(ctx)
	p.server.ClearFaults()
	over := time.After(2 * time.Minute)
	for {
		select {
		case <-p.answers:
		case <-over:
			return report
		}
	}
}

// allowed is how many deliveries a queue's messages get.
func (p *pump) allowed(queue string) int {
	for _, q := range p.server.Queues() {
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
	now := p.clock.now()
	for queue, ledger := range p.model.Ledgers() {
		server := truthOf(p.server, queue)
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

// missed says of a row that is called gone whether the server has its message,
// and must have shown it: what nobody was ever given hides from no peek.
func (p *pump) missed(e inbox.Entry, server truth) error {
	m, there := server.messages[string(e.Message.ID)]
	hid := p.refunds || p.wentBack || m.Attempts > 0 || m.State != "waiting" || m.Timestamp.After(e.StateSince)
	if e.State == inbox.Gone && there && !hid {
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
	case inbox.Peeked, inbox.Lapsed, inbox.Gone: // no claim on a lease
	}
	return nil
}
