package tui

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/calllog"
	"leaseview/tui/flight"
	"leaseview/views"
)

// slit is a page of which one line is visible.
type slit struct {
	page
	moved int
}

func (s *slit) mover() mover { return s }
func (s *slit) visible() int { return 1 }
func (s *slit) move(n int)   { s.moved += n }

// Half of one line is a line: the key for half a page always goes somewhere.
func TestHalfOfOneLineIsALine(t *testing.T) {
	t.Parallel()
	m := opened(t, 3)
	s := &slit{page: m.page}
	m.page = s
	for _, key := range []string{"ctrl+d", "ctrl+d", "ctrl+u"} {
		m.actions.find(key, scopeTable).run(m)
	}
	if s.moved != 1 {
		t.Errorf("two half pages down and one up went %d lines", s.moved)
	}
}

// The filter of the calls looks for what is shown: a call whose queue has got a
// name since passes by that name.
func TestCallsAreFilteredByTheNameThatAQueueHasByNow(t *testing.T) {
	t.Parallel()
	var log calllog.Log
	log.Record(apiclient.Call{Method: "GET", Path: "/queues/" + string(ordersID) + "/metrics", Status: 200})
	m := newModel(t, func(o *Options) { o.Calls = &log })
	m.typed("L")
	m.activity.calls.SetFilter("orders")
	m.typed("L")
	m.found(orders())
	m.typed("L")
	if n := m.activity.calls.Len(); n != 1 {
		t.Errorf("%d calls pass, of one on orders:\n%s", n, wordsOf(m))
	}
}

// listed is the program with a list of queues with those names; each has its name
// as its id, but for those with a dash at their end, which have none.
func listed(t *testing.T, names string) *Model {
	t.Helper()
	m := newModel(t, func(o *Options) { o.Queue = "" })
	m.relist(names)
	return m
}

// relist is another answer with a list, which somebody asked for.
func (m *Model) relist(names string) {
	var queues []apiclient.Queue
	for name := range strings.FieldsSeq(names) {
		q := apiclient.Queue{Name: name}
		if !strings.HasSuffix(name, "-") {
			q.ID = apiclient.QueueID(name)
		}
		queues = append(queues, q)
	}
	if !m.runs(flight.List, "") {
		m.typed("r")
	}
	m.Update(queuesMsg{m.awaited(flight.List, ""), false, apiclient.ListPart{Queues: queues, Known: len(queues), Total: len(queues)}})
}

// Who goes to the list from a queue that the command line named finds the cursor on
// it, whichever page of the list brings it, unless it was moved by then.
func TestTheListBeginsAtTheQueueOneCameFrom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ first, keys, next, want string }{
		{"a b c d", "", "", "c"},
		{"a b", "", "c d", "c"},
		{"a b", "j", "a b c d", "b"},
		{"a b d", "", "", "a"},
	} {
		m := openedOn(t, apiclient.Queue{ID: "c", Name: "c"}, 1)
		m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
		m.relist(c.first)
		m.typed(c.keys)
		if c.next != "" {
			m.relist(c.next)
		}
		if got := m.page.(*queuesPage).chosen().Name; got != c.want {
			t.Errorf("%+v: the cursor is on %s", c, got)
		}
	}
}

// The cursor of the list stays on its queue. One without an id is never known
// again: then a row near where it was is as good as any other.
func TestTheCursorOfTheListKnowsNoQueueWithoutAnID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first, next string
		down        string
		want        string
	}{
		{"b c", "a b c", "j", "c"},
		{"b c", "a b", "j", "b"},
		{"b- c", "a b- c", "", "c"},
		{"b- c", "b- c", "j", "c"},
	} {
		m := listed(t, c.first)
		m.typed(c.down)
		m.relist(c.next)
		if got := m.page.(*queuesPage).chosen().Name; got != c.want {
			t.Errorf("%q after %q: the cursor is on %q, want %q", c.next, c.first, got, c.want)
		}
	}
}

// A list that fails once more says why it failed this time.
func TestAListSaysWhyItFailedLast(t *testing.T) {
	t.Parallel()
	m := listedModel(errors.New("why not"))(t)
	m.typed("r")
	m.Update(queuesMsg{answer: m.failed(flight.List, "", errors.New("another reason"))})
	if shown := wordsOf(m); !strings.Contains(shown, "another reason") || strings.Contains(shown, "why not") || m.notice.text != "" {
		t.Errorf("it says beside the page %q:\n%s", m.notice.text, shown)
	}
}

// A call is good when it was answered and what came was understood.
func TestTheToneOfACall(t *testing.T) {
	t.Parallel()
	var log calllog.Log
	for _, c := range []apiclient.Call{
		{Status: 200}, {Status: 404}, {Err: errors.New("no answer")}, {Status: 200, Err: errors.New("not understood")},
	} {
		log.Record(c)
	}
	m := newModel(t, func(o *Options) { o.Calls = &log })
	m.typed("L")
	for i, want := range []views.Styled{
		{Text: "200", Tone: toneBad}, {Text: "none", Tone: toneBad}, {Text: "404", Tone: toneBad}, {Text: "200", Tone: toneGood},
	} {
		if got := m.activity.Row(i).Status; got != want {
			t.Errorf("row %d: %+v, want %+v", i, got, want)
		}
	}
}

// The leases of a queue that is not on screen lapse as any: nothing is held there
// when their time is over.
func TestLeasesLapseBehindTheList(t *testing.T) {
	t.Parallel()
	m := listed(t, "orders other")
	m.openQueue(orders())
	m.pulled(messages(0, 1))
	m.typed("q")
	if len(m.holding()) != 1 || m.onScreen() != nil {
		t.Fatalf("%d queues hold leases behind the list", len(m.holding()))
	}
	m.later(time.Minute)
	if len(m.holding()) != 0 {
		t.Error("a lease is held that ended half a minute ago")
	}
}

// A queue without messages empties the detail pane; back on another, its message
// is there again, though it is the one that was laid out last.
func TestTheDetailPaneComesBackFromAnEmptyQueue(t *testing.T) {
	t.Parallel()
	m := listed(t, "orders other")
	m.openQueue(orders())
	m.peeked(messages(7, 1), 5)
	if !strings.Contains(wordsOf(m), `"order": 7`) {
		t.Fatalf("the body is not shown:\n%s", wordsOf(m))
	}
	m.openQueue(apiclient.Queue{ID: "other", Name: "other"})
	m.arrange()
	if strings.Contains(wordsOf(m), `"order": 7`) {
		t.Fatalf("an empty queue shows the body of another:\n%s", wordsOf(m))
	}
	m.openQueue(orders())
	m.arrange()
	if !strings.Contains(wordsOf(m), `"order": 7`) {
		t.Errorf("the body is not shown any more:\n%s", wordsOf(m))
	}
}

// A layout that comes late, of the message that is shown but in another mode, is
// not what is waited for.
func TestALateLayoutOfAnotherModeIsDropped(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	shown := m.panes.body.shown
	late, waiting := shown, shown
	late.mode, waiting.mode = views.BodyRaw, views.BodyRaw-1
	m.panes.body.waiting = waiting
	m.panes.filePrepared(preparedMsg{bodyKey: late})
	if m.panes.body.shown != shown || m.panes.body.waiting != waiting {
		t.Error("a layout that nobody waits for is shown")
	}
	m.panes.filePrepared(preparedMsg{bodyKey: waiting})
	if m.panes.body.shown != waiting {
		t.Error("the layout that is waited for is not shown")
	}
}

// A body that is laid out for another width stays where it was read.
func TestABodyStaysWhereItIsReadInAnotherWidth(t *testing.T) {
	t.Parallel()
	list := messages(0, 1)
	var lines []string
	for i := range 200 {
		lines = append(lines, fmt.Sprintf(`"line %d":true`, i))
	}
	list[0].Body = "{" + strings.Join(lines, ",") + "}"
	m := opened(t, 0)
	m.typed("v")
	m.peeked(list, 5)
	m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	m.typed("G")
	for _, width := range []int{160, 150, 170} {
		m.Update(tea.WindowSizeMsg{Width: width, Height: 48})
		if shown := wordsOf(m); !strings.Contains(shown, "line 199") {
			t.Errorf("%d wide, the end that was read is not shown:\n%s", width, shown)
		}
	}
}
