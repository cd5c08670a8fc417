package tui

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/keymap"
	"leaseview/tui/flight"
)

// with is orders, changed.
func with(change func(*apiclient.Queue)) apiclient.Queue {
	q := orders()
	change(&q)
	return q
}

func noConsumer(q *apiclient.Queue) { q.Consumers, q.ConsumersTotal = nil, apiclient.CountOf(0) }

func worker(q *apiclient.Queue) {
	q.Consumers = []apiclient.Consumer{{Type: apiclient.ConsumerWorker, Script: "mailer"}}
}

// endless is a queue that no call can be about, and whose every delivery may be a
// message's last.
func endless(q *apiclient.Queue) {
	q.ID = "../orders"
	q.Consumers[0].MaxRetries = apiclient.CountOf(0)
}

func paused(q *apiclient.Queue) { q.DeliveryPaused = true }

type refusalCase struct {
	name  string
	model func(t *testing.T) *Model
	keys  string
	want  string
}

var heldModel = func(t *testing.T) *Model { m := opened(t, 3); m.pulled(messages(0, 3)); return m }

var refusalCases = []refusalCase{
	{
		"not open yet", func(t *testing.T) *Model { return newModel(t, nil) }, "pfv,yYauexmMV[]t",
		"The queue is not open yet: r tries to open it.",
	},
	{
		"read-only", func(t *testing.T) *Model { m := heldModel(t); m.opts.Leaser = nil; return m }, "pfauUex",
		"Read-only: this would change the queue. Start without --read-only to do it; v (peek) works.",
	},
	{
		"no message", func(t *testing.T) *Model { return openedOn(t, orders(), 0) }, "yY[]tmV",
		"No message here yet: v peeks, p pulls a batch.",
	},
	{
		"no lease", func(t *testing.T) *Model { return opened(t, 3) }, "yauUe",
		"No lease yet: p leases a batch.",
	},
	{
		"nothing held", func(t *testing.T) *Model { return opened(t, 3) }, "x",
		"No lease is held: there is nothing to release.",
	},
	{
		"nothing marked", func(t *testing.T) *Model { return opened(t, 3) }, "M",
		"Nothing is marked: space marks a message, m all of them.",
	},
	{
		"a settling call under way", func(t *testing.T) *Model { m := heldModel(t); m.typed("x"); return m }, "auUex",
		"Still releasing 0/3: wait for it, or esc stops it after the call under way.",
	},
	{
		"an API without extend", func(t *testing.T) *Model { m := heldModel(t); m.noExtend = true; return m }, "e",
		"This API has no extend: ack or retry before the lease lapses.",
	},
	{
		"paused", func(t *testing.T) *Model { return openedOn(t, with(paused), 3) }, "pf",
		"Delivery of this queue is paused, so nothing can be leased. Resume it with: wrangler queues resume-delivery orders (then r). v still peeks.",
	},
	{
		"no consumer", func(t *testing.T) *Model { return openedOn(t, with(noConsumer), 3) }, "pf",
		"The queue has no HTTP pull consumer. Add one with: wrangler queues consumer http add orders (then r). v still peeks.",
	},
	{
		"a Worker", func(t *testing.T) *Model { return openedOn(t, with(worker), 3) }, "pf",
		"The queue is consumed by Worker mailer: it has no HTTP pull consumer, so nothing can be leased. v still peeks.",
	},
	{
		"an id that no path can hold", func(t *testing.T) *Model { return openedOn(t, with(endless), 3) }, "pf",
		"The API gave this queue an id that no call can be about, so nothing can be asked of it.",
	},
	{
		"a journal that failed",
		func(t *testing.T) *Model { m := opened(t, 3); m.journal = errors.New("no space left"); return m }, "pf",
		"The journal can't be written (no space left), so nothing is pulled: start again with one that can, or without.",
	},
}

// TestEveryRefusal presses keys where they can't act. Each must say why, and
// say it whole on a terminal of 80 columns.
func TestEveryRefusal(t *testing.T) {
	t.Parallel()
	for _, c := range refusalCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, k := range c.keys {
				m := c.model(t)
				m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
				m.typed(string(k))
				if !strings.HasPrefix(m.notice.text, c.want) || m.notice.tone != toneWarn {
					t.Errorf("%c says %q, want %q", k, m.notice.text, c.want)
				}
				if m.dialog != nil {
					t.Errorf("%c opened a dialog all the same", k)
				}
				if _, busy := m.flight.Awaited(m.open); !busy {
					m.says(t, c.want)
				}
			}
		})
	}
}

func TestAnEmptyListRefusesToOpen(t *testing.T) {
	t.Parallel()
	m := newModel(t, func(o *Options) { o.Queue = "" })
	for key, want := range map[rune]string{
		tea.KeyEnter: "No queue to open yet: the list is being read.",
		'r':          "The list is being read: esc stops that.",
	} {
		m.Update(tea.KeyPressMsg{Code: key})
		if m.notice.text != want {
			t.Errorf("%q says %q, want %q", key, m.notice.text, want)
		}
	}
	m.relist("")
	m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	if want := "No queue to open: r reads the list again."; m.notice.text != want {
		t.Errorf("enter says %q, want %q", m.notice.text, want)
	}
}

// An action whose guard no case of this file or of a flow meets would say a
// sentence that nobody has read.
func TestEveryGuardObjectsSomewhere(t *testing.T) {
	t.Parallel()
	states := []*Model{
		newModel(t, nil), newModel(t, func(o *Options) { o.Queue = "" }), openedOn(t, orders(), 0), opened(t, 3),
		newModel(t, func(o *Options) { o.Leaser = nil }), listed(t, "a"),
	}
	calls := opened(t, 0)
	calls.typed("L")
	filter := opened(t, 0)
	filter.typed("L/")
	states = append(states, calls, filter)
	for i := range states[0].actions.rows {
		a := &states[0].actions.rows[i]
		if a.guard == nil {
			continue
		}
		objects := func(m *Model) bool { return slices.Contains(m.scopes(), a.scope) && m.objection(a) != "" }
		if !slices.ContainsFunc(states, objects) {
			t.Errorf("the guard of %q never objects", a.binding.Help().Desc)
		}
	}
}

type emptinessCase struct {
	name  string
	model func(t *testing.T) *Model
	want  []string
}

var (
	listModel   = func(t *testing.T) *Model { return newModel(t, func(o *Options) { o.Queue = "" }) }
	listedModel = func(err error) func(t *testing.T) *Model {
		return func(t *testing.T) *Model {
			m := listModel(t)
			m.Update(queuesMsg{answer: m.failed(flight.List, "", err)})
			m.notice = notice{}
			return m
		}
	}
)

var freshModel = func(t *testing.T) *Model {
	m := newModel(t, nil)
	m.found(orders())
	m.settled(orders())
	return m
}

var emptinessCases = []emptinessCase{
	{"reading the list", listModel, []string{"Reading the list of queues…"}},
	{"no queues", listedModel(nil), []string{"This account has no queues", "Make one with: wrangler queues create NAME", "r reads the list again."}},
	{"no list", listedModel(errors.New("why not")), []string{"The list of queues could not be read", "why not", "r tries again"}},
	{"opening", func(t *testing.T) *Model { return newModel(t, nil) }, []string{"Opening orders…"}},
	{"not opened", func(t *testing.T) *Model {
		m := newModel(t, nil)
		m.Update(foundMsg{answer: m.failed(flight.Find, "", errors.New("why not"))})
		m.notice = notice{}
		return m
	}, []string{`The queue "orders" could not be opened`, "why not", "r tries again, esc lists the queues, q quits."}},
	{"peeking", freshModel, []string{"Peeking at orders…"}},
	{"peek failed", func(t *testing.T) *Model {
		m := freshModel(t)
		m.Update(peekedMsg{answer: m.failed(flight.Peek, m.open, errors.New("why not"))})
		m.notice = notice{}
		return m
	}, []string{"Peek failed", "why not", "v tries again, p pulls a batch (which leases it)."}},
	{"peeked nothing", func(t *testing.T) *Model { return openedOn(t, orders(), 0) }, []string{
		"Peek returned 0 messages", "The backlog is about 0.", "v peeks again, p pulls a batch (which leases it).",
	}},
	{"peeked nothing of some", func(t *testing.T) *Model {
		m := freshModel(t)
		m.measured(1204)
		m.peeked(nil, 5)
		return m
	}, []string{"Peek returned 0 messages", "About 1,204 messages are in the queue: why none came, the API does not say."}},
	{"peeked nothing, nothing known", func(t *testing.T) *Model { m := freshModel(t); m.peeked(nil, 5); return m }, []string{
		"Peek returned 0 messages", "The backlog is not known.",
	}},
	{"peeked nothing of a paused one", func(t *testing.T) *Model { return openedOn(t, with(paused), 0) }, []string{
		"Peek returned 0 messages; delivery is paused", "Resume it with: wrangler queues resume-delivery orders",
	}},
	{"pulled nothing", func(t *testing.T) *Model { m := openedOn(t, orders(), 0); m.pulled(nil); return m }, []string{
		"Pull returned 0 messages", "The backlog is about 0.", "p pulls again, v peeks.",
	}},
	{"no row for the detail pane", func(t *testing.T) *Model { return openedOn(t, orders(), 0) }, []string{
		"No message selected", "v peeks without leasing; p pulls a batch.",
	}},
}

// TestEveryEmptiness keeps the texts for nothing to show apart, each with what
// to press next.
func TestEveryEmptiness(t *testing.T) {
	t.Parallel()
	for _, c := range emptinessCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := c.model(t)
			m.arrange()
			m.says(t, c.want...)
		})
	}
}

// TestHeaderWords keeps what the header says where things are not as usual.
func TestHeaderWords(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		model func(t *testing.T) *Model
		want  []string
	}{
		{"demo and read-only", func(t *testing.T) *Model {
			m := opened(t, 1)
			m.opts.Demo, m.opts.Leaser, m.mouseOff = true, nil, true
			return m
		}, []string{"DEMO", "READ-ONLY", "MOUSE OFF"}},
		{"a Worker", func(t *testing.T) *Model { return openedOn(t, with(worker), 1) }, []string{
			"consumer Worker mailer", "max retries unknown", "dlq none",
		}},
		{"no consumer", func(t *testing.T) *Model { return openedOn(t, with(noConsumer), 1) }, []string{"consumer none", "max retries unknown"}},
		{"before the settings", func(t *testing.T) *Model { m := newModel(t, nil); m.found(with(noConsumer)); return m }, []string{"consumer …", "dlq …"}},
		{"follow waits for its time", func(t *testing.T) *Model { m := opened(t, 1); m.typed("f"); return m }, []string{"follow in 0:03"}},
		{"the oldest is not known", func(t *testing.T) *Model {
			m := opened(t, 1)
			m.backlog(m.open).Take(apiclient.Metrics{Reply: apiclient.Reply{ReceivedAt: m.now}, BacklogCount: apiclient.CountOf(1)})
			return m
		}, []string{"oldest unknown"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := c.model(t)
			m.arrange()
			m.says(t, c.want...)
		})
	}
}

// Whoever binds a key anew reads of that key, and not of the one it had.
func TestSentencesNameTheKeysThatAreBound(t *testing.T) {
	t.Parallel()
	bindings := keymap.Default()
	bindings.Messages.Peek = key.NewBinding(key.WithKeys("f5"), key.WithHelp("F5", "peek"))
	m := newModel(t, func(o *Options) { o.Keys = bindings })
	m.found(with(worker))
	m.settled(with(worker))
	m.peeked(nil, 5)
	m.typed("y")
	if want := "No message here yet: F5 peeks, p pulls a batch."; m.notice.text != want {
		t.Errorf("y says %q, want %q", m.notice.text, want)
	}
	m.typed("p")
	if want := "nothing can be leased. F5 still peeks."; !strings.Contains(m.notice.text, want) {
		t.Errorf("p says %q, want %q", m.notice.text, want)
	}
	m.Update(pulledMsg{answer: m.failed(flight.Pull, m.open, &apiclient.Error{Op: "pull", Status: 405})})
	if shown := noticeText(m.notice); !strings.Contains(shown, "F5 (peek) still works.") {
		t.Errorf("a refused pull says %q", shown)
	}
}
