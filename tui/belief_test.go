package tui_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/inbox"
	"leaseview/tui/internal/story"
)

// deed is one thing that happens in a sequence: the person's keys, time,
// another consumer, or a fault that waits for its call.
type deed struct {
	what string
	n    int            // rows, messages or seconds
	f    emulator.Fault // for "fault"
}

func (d deed) String() string {
	if d.what == "fault" {
		return "fault(" + d.f.String() + ")"
	}
	return fmt.Sprintf("%s(%d)", d.what, d.n)
}

// sequence is deeds in a world whose every open question about the
// API is answered one way or the other.
type sequence struct {
	knobs emulator.Options
	rule  inbox.Rule
	dlq   bool
	deeds []deed
}

func drawSequence(t *rapid.T) sequence {
	coin := func(name string) bool { return rapid.Bool().Draw(t, name) }
	lags := func(name string) emulator.Lags {
		seconds := rapid.SliceOfN(rapid.IntRange(0, 12), 0, 4).Draw(t, name)
		var l emulator.Lags
		for _, n := range seconds {
			l.Times = append(l.Times, time.Duration(n)*time.Second)
		}
		return l
	}
	s := sequence{
		knobs: emulator.Options{
			AttemptsFromOne: coin("from 1"), DLQKeepID: coin("same id"), ShortLeases: coin("short"),
			RedeliveryLag: lags("redelivery"), DeadLetterLag: lags("dead letter"),
			ExtendGivesLeases: coin("new leases"), RefuseExtended: coin("refuse extended"),
			StrictDeliveries: coin("strict"), DLQKeepAttempts: coin("keep attempts"), PeekNextAttempts: coin("peek next"),
			PeekHidden: coin("peek hidden"), NewIDPerDelivery: coin("new ids"), RetryRefunds: coin("refunds"),
			RefuseLateAcks: coin("refuse late"), VisibilityAlias: coin("alias"), OldestUnknown: coin("oldest unknown"),
			ListOnlyCounts: coin("list counts"),
			JSONEncoding:   rapid.SampledFrom([]emulator.Encoding{emulator.EncodingBase64, emulator.EncodingPlain, emulator.EncodingMixed}).Draw(t, "encoding"),
		},
		rule: rapid.SampledFrom([]inbox.Rule{inbox.AfterMax, inbox.AtMax, inbox.Either}).Draw(t, "rule"),
		dlq:  coin("dlq"),
	}
	if coin("live") {
		s.knobs, s.rule = emulator.Options{}, inbox.AfterMax // the service as it was recorded
	}
	if rapid.IntRange(0, 5).Draw(t, "extend missing") == 0 {
		s.knobs.Missing = map[string]int{"extend": 404 + rapid.IntRange(0, 1).Draw(t, "405")}
	}
	words := strings.Fields("pull pull pull peek ack ack retry later extend release mark all clear row wait wait wait push take theirs fault fault sleep back")
	for range rapid.IntRange(1, 40).Draw(t, "length") {
		d := deed{what: rapid.SampledFrom(words).Draw(t, "deed"), n: rapid.IntRange(0, 40).Draw(t, "n")}
		if d.what == "fault" {
			d.f = drawFault(t)
		}
		s.deeds = append(s.deeds, d)
	}
	return s
}

func drawFault(t *rapid.T) emulator.Fault {
	f := emulator.Fault{Op: rapid.SampledFrom([]string{"pull", "ack", "extend", "peek"}).Draw(t, "op")}
	switch rapid.IntRange(0, 4).Draw(t, "fault") {
	case 0:
		f.Status = rapid.SampledFrom([]int{403, 409, 429, 500, 502}).Draw(t, "status")
	case 1:
		f.Cut = rapid.IntRange(1, 900).Draw(t, "cut")
	case 2:
		f.Drop = emulator.DropAfter
	case 3:
		f.Drop = emulator.DropBefore
	case 4:
		f.Delay = time.Duration(rapid.IntRange(1, 45_000).Draw(t, "delay")) * time.Millisecond
	}
	return f
}

// TestTheProgramNeverBelievesTooMuch runs random sequences against every
// combination of what the API's sources leave open. After each step the program
// must not claim a lease, or an end, that the server does not have, must not miss
// the last delivery of a leased message, and no lease may be settled by more
// calls than a person asked for. What a pull may cost is asked about for the
// messages of which it is so, and what is called gone was not there. On the service as it was recorded it calls no
// delivery the last that is not.
func TestTheProgramNeverBelievesTooMuch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := drawSequence(r)
		var wrong error
		synctest.Test(t, func(t *testing.T) { wrong = s.play(t) })
		if wrong != nil {
			r.Fatalf("%v", wrong)
		}
	})
}

func (s sequence) play(t *testing.T) error {
	t.Helper()
	consumer := &emulator.SeedConsumer{Type: "http_pull", Settings: jsontext.Value(`{"max_retries":4}`)}
	if s.dlq {
		consumer.DeadLetter = "orders-dlq"
	}
	queue := emulator.SeedQueue{Name: "orders", Consumer: consumer}
	for i := range 6 {
		queue.Messages = append(queue.Messages, emulator.SeedMessage{Body: bodyOf(i), Attempts: min(3, max(0, i-1))})
	}
	settled := &settledOnce{by: map[string]int{}}
	p := startPump(t, &tap{before: settled.see}, story.Setup{
		Seed: emulator.Seed{Queues: []emulator.SeedQueue{queue}}, Server: s.knobs,
		Options: func(o *tui.Options) { o.Queue, o.Rule, o.BatchSize = "orders", s.rule, 4 },
	})
	p.Settle()
	defer p.End()
	for i, d := range s.deeds {
		settled.step = i
		p.do(d)
		err := errors.Join(p.overclaims(), s.misjudges(p), p.Model.RisksWrongly(), settled.wrong)
		if err != nil {
			return fmt.Errorf("after step %d of %v: %w", i+1, s.deeds, err)
		}
	}
	return nil
}

// misjudges says which leased message the program has a wrong opinion of. That a
// service that counts from 0 delivers max_retries times nobody recorded: only
// who says so is told in time.
func (s sequence) misjudges(p *pump) error {
	unheard := !s.knobs.AttemptsFromOne && s.knobs.StrictDeliveries && s.rule == inbox.AfterMax
	live := !s.knobs.AttemptsFromOne && !s.knobs.StrictDeliveries && s.rule == inbox.AfterMax
	for queue, ledger := range p.Model.Ledgers() {
		budget, server, allowed := p.Model.Judge(queue), truthOf(p.Server, queue), p.allowed(queue)
		for _, e := range ledger.Entries() {
			m, there := server.byLease[string(e.Lease.ID)]
			if e.State != inbox.Leased || !there || m.State != "leased" || m.Leases[len(m.Leases)-1].ID != string(e.Lease.ID) {
				continue
			}
			last, said := m.Attempts >= allowed, budget.OnLast(e)
			switch {
			case last && said == inbox.No && !unheard:
				return fmt.Errorf("%s is on its last delivery (%s), and nothing says so", e.Message.ID, budget.Short(e.Lease.Attempts))
			case !last && said != inbox.No && live && budget.Known():
				return fmt.Errorf("%s is not on its last delivery (%s), and the program says %q", e.Message.ID, budget.Short(e.Lease.Attempts), budget.Outlook(e).Words)
			}
		}
	}
	return nil
}

// settledOnce notes which leases each step has settled.
type settledOnce struct {
	step  int
	by    map[string]int // lease to the number of the step, plus one
	wrong error
}

func (o *settledOnce) see(c leaseCall) {
	for _, lease := range append(slices.Clone(c.acks), c.retries...) {
		if o.by[lease] == o.step+1 {
			o.wrong = fmt.Errorf("step %d settled a lease in two calls", o.step+1)
		}
		o.by[lease] = o.step + 1
	}
}

// do plays a deed. A person waits out a question, and says yes.
func (p *pump) do(d deed) {
	keys := map[string][]string{
		"pull": {"p"}, "peek": {"v"}, "ack": {"a"}, "retry": {"u"}, "later": {"U", "enter"}, "extend": {"e"}, "release": {"x"},
		"mark": {"space"}, "all": {"m"}, "clear": {"M"},
	}[d.what]
	p.Press(keys...)
	if p.Model.Asking() {
		p.Wait(600 * time.Millisecond)
		p.Press("right", "enter")
	}
	switch d.what {
	case "row":
		p.Press("g")
		for range d.n % 8 {
			p.Press("j")
		}
	case "wait":
		p.Wait(time.Duration(d.n) * time.Second)
	case "sleep": // the machine's, or somebody sets its clock on
		p.Clock.Jump(time.Duration(d.n) * time.Hour / 5)
		p.Wait(time.Second)
	case "back":
		p.wentBack = true
		p.Clock.Jump(-time.Duration(d.n) * time.Minute)
		p.Wait(time.Second)
	case "push":
		_ = p.Server.Push("orders", emulator.SeedMessage{Body: bodyOf(d.n)})
	case "take":
		_, _ = p.Server.Take("orders", 1+d.n%4, time.Duration(1+d.n)*time.Second)
	case "theirs":
		p.settleElsewhere(d.n)
	case "fault":
		p.Server.Inject(d.f)
	}
	p.Settle()
}

// settleElsewhere has another consumer take messages and settle what it took.
func (p *pump) settleElsewhere(n int) {
	taken, _ := p.Server.Take("orders", 1+n%3, 10*time.Second)
	var leases []string
	for _, m := range taken {
		leases = append(leases, m.Lease)
	}
	if n%2 == 0 {
		_, _ = p.Server.Settle("orders", leases, nil, 0)
		return
	}
	_, _ = p.Server.Settle("orders", nil, leases, time.Duration(n%5)*time.Second)
}
