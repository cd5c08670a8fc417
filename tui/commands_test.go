package tui

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
	"leaseview/tui/flight"
	"leaseview/tui/session"
)

// clerk answers every call, and notes what it was asked.
type clerk struct {
	Reader
	Leaser
	queueErr, consumersErr error
	asked                  []any
}

func (c *clerk) GetQueue(_ context.Context, id apiclient.QueueID) (apiclient.Queue, error) {
	return apiclient.Queue{ID: id}, c.queueErr
}

func (c *clerk) Consumers(context.Context, apiclient.QueueID) ([]apiclient.Consumer, error) {
	return orders().Consumers, c.consumersErr
}

func (c *clerk) Peek(_ context.Context, id apiclient.QueueID, batch int) (apiclient.PeekResult, error) {
	c.asked = append(c.asked, id, batch)
	return apiclient.PeekResult{Messages: messages(0, 2)}, nil
}

func (c *clerk) Pull(_ context.Context, id apiclient.QueueID, options apiclient.PullOptions) (apiclient.PullResult, error) {
	c.asked = append(c.asked, id, options)
	return apiclient.PullResult{Reply: apiclient.Reply{SentAt: noon, ReceivedAt: noon.Add(time.Second)}, Messages: messages(0, 2)}, nil
}

func (c *clerk) Extend(_ context.Context, id apiclient.QueueID, leases []apiclient.LeaseID, visibility time.Duration) (apiclient.ExtendResult, error) {
	c.asked = append(c.asked, id, leases, visibility)
	return apiclient.ExtendResult{Extended: apiclient.CountOf(1)}, nil
}

// fullBook is a journal that takes nothing.
type fullBook struct {
	Journal
	asked []any
}

func (b *fullBook) Deliver(queue apiclient.Queue, at time.Time, visibility time.Duration, list []apiclient.Message) error {
	b.asked = append(b.asked, queue.Name, at, visibility, len(list))
	return errors.New("no space left")
}

func (b *fullBook) Intend(queue apiclient.Queue, at time.Time, c record.Call) (record.Call, error) {
	b.asked = append(b.asked, queue.Name, at, c.Act)
	return c, errors.New("no space left")
}

func (b *fullBook) Replaced() bool { return true }

// ticketFor is one of a call on orders.
func ticketFor(t *testing.T, kind flight.Kind) flight.Ticket {
	t.Helper()
	return flight.Ticket{Key: flight.Key{Kind: kind, Queue: ordersID}, Ctx: t.Context(), Number: 7}
}

// Settings that could be read in part say why the other part is missing, and
// both reasons where nothing could be read.
func TestSettingsSayWhatCouldNotBeRead(t *testing.T) {
	t.Parallel()
	one, two := errors.New("the first"), errors.New("the second")
	for _, c := range []struct {
		queue, consumers error
		want             string
	}{{nil, nil, ""}, {one, nil, "the first"}, {nil, two, "the second"}, {one, two, "the first; the second"}} {
		api := &clerk{queueErr: c.queue, consumersErr: c.consumers}
		got := settingsCmd(api, ticketFor(t, flight.Settings))().(settingsMsg)
		text := ""
		if got.err != nil {
			text = got.err.Error()
		}
		if text != c.want || got.consumed != (c.consumers == nil) || got.queue.ID != ordersID || len(got.consumers) != 1 || got.ticket.Number != 7 {
			t.Errorf("want %q: %+v", c.want, got)
		}
		for _, cause := range []error{c.queue, c.consumers} {
			if cause != nil && !errors.Is(got.err, cause) {
				t.Errorf("%q is not the cause of %q", cause, text)
			}
		}
	}
}

// A command asks for what it was made with, and its answer says what was asked.
func TestAnAnswerSaysWhatWasAsked(t *testing.T) {
	t.Parallel()
	api := &clerk{}
	peeked := peekCmd(api, ticketFor(t, flight.Peek), 9, 0)().(peekedMsg)
	if peeked.asked != 9 || len(peeked.facts) != 2 || len(peeked.result.Messages) != 2 || peeked.ticket.Number != 7 {
		t.Errorf("peek: %+v", peeked)
	}
	options := apiclient.PullOptions{BatchSize: 4, VisibilityTimeout: time.Minute}
	book := &fullBook{}
	by := recorder{api, book, orders(), func() time.Time { return noon }}
	pulled := pullCmd(by, ticketFor(t, flight.Pull), options)().(pulledMsg)
	if pulled.asked != 4 || pulled.visibility != time.Minute || len(pulled.facts) != 2 || pulled.journal.err == nil || !pulled.journal.replaced || pulled.err != nil {
		t.Errorf("pull: %+v", pulled)
	}
	batch := []session.Target{{Lease: "a"}, {Lease: "b"}}
	settled := extendCmd(recorder{api: api, queue: orders()}, ticketFor(t, flight.Settle), batch, 2*time.Minute)().(settledMsg)
	if settled.verb != session.Extend || settled.visibility != 2*time.Minute || len(settled.batch) != 2 || settled.extended.Extended != apiclient.CountOf(1) {
		t.Errorf("extend: %+v", settled)
	}
	want := []any{ordersID, 9, ordersID, options, ordersID, session.Leases(batch), 2 * time.Minute}
	if !reflect.DeepEqual(api.asked, want) {
		t.Errorf("asked for %v, want %v", api.asked, want)
	}
	if recorded := []any{"orders", noon, time.Minute, 2}; !reflect.DeepEqual(book.asked, recorded) {
		t.Errorf("recorded %v, want %v", book.asked, recorded)
	}
}

// A point in time is written as the mode says, and as unknown where there is none.
func TestHowTimesAreWritten(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	m.location = time.FixedZone("EAST", 2*60*60)
	sent, s := noon.Add(-90*time.Minute), m.onScreen()
	for _, c := range []struct {
		column              string
		width               int
		short, exact, clock string
		long                string
	}{
		{"AGE", 0, "1h", "2026-11-23 12:30:00", "12:30:00", "2026-11-23 12:30:00.000 EAST (1h 30m ago)"},
		{"LOCAL", 8, "12:30:00", "2026-11-23 12:30:00", "12:30:00", "2026-11-23 12:30:00.000 EAST (1h 30m ago)"},
		{"UTC", 8, "10:30:00", "2026-11-23 10:30:00", "10:30:00 UTC", "2026-11-23 10:30:00.000 UTC (1h 30m ago)"},
	} {
		column, width := m.ageColumn()
		if column != c.column || width != c.width {
			t.Errorf("%s: the column is %s, %d wide", c.column, column, width)
		}
		if short, exact, clock := m.sentShort(s, sent), m.sentExact(sent), m.clockTime(sent); short != c.short || exact != c.exact || clock != c.clock {
			t.Errorf("%s: %q %q %q", c.column, short, exact, clock)
		}
		if long := m.sentLong(s, sent); long != c.long {
			t.Errorf("%s: %q, want %q", c.column, long, c.long)
		}
		if m.sentShort(s, time.Time{}) != "?" || m.sentExact(time.Time{}) != "?" || m.sentLong(s, time.Time{}) != "unknown" {
			t.Errorf("%s: a time that is not known is written", c.column)
		}
		m.typed("z")
	}
}

// The table writes when a message of another day was sent with that day, whole, so
// that nobody takes it for one of today; across midnight the time of day will do.
func TestMessagesOfAnotherDayAreWrittenWithTheirDay(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for written, sent := range map[string]time.Time{
		"00:00:01": noon.Add(1 - day/2 + time.Second), "23:59:59": noon.Add(day/2 - time.Second),
		"11-22 11:59": noon.Add(-day - time.Minute), "11-24 11:00": noon.Add(day - time.Hour), "12-31 12:00": noon.Add(38 * day),
		"2025-11-23": noon.Add(-365 * day), "9999-12-31": time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC),
	} {
		m := opened(t, 0)
		list := messages(0, 3)
		list[1].Timestamp = sent
		m.typed("v")
		m.peeked(list, 5)
		for _, size := range [][2]int{{80, 24}, {160, 48}} {
			m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			m.mode = timeUTC
			m.Update(nil)
			m.says(t, " "+written+" ", "11:00:00")
		}
	}
}

// An answer brings the time on, never back, and never past the next tick.
func TestAnAnswerBringsTheTimeOn(t *testing.T) {
	t.Parallel()
	for by, want := range map[time.Duration]time.Duration{-time.Second: 0, 0: 0, time.Millisecond: time.Millisecond, time.Second: 0, time.Minute: 0} {
		c := clock{now: noon, due: noon.Add(time.Second)}
		if c.advance(noon.Add(by)); !c.now.Equal(noon.Add(want)) {
			t.Errorf("an answer at %v brings the time on by %v", by, c.now.Sub(noon))
		}
	}
}

// The tick comes when follow pulls next, where that is within the second; one
// that is due already, or off, hurries nothing. A new chain ends the old one.
func TestWhenTheNextTickComes(t *testing.T) {
	t.Parallel()
	for in, want := range map[time.Duration]time.Duration{
		2 * time.Second: time.Second, 300 * time.Millisecond: 300 * time.Millisecond, time.Millisecond: tickLeast, 0: time.Second, -time.Second: time.Second,
	} {
		m := opened(t, 1)
		s := m.onScreen()
		s.StartFollow(m.now, in)
		if got := m.untilTick(); got != want {
			t.Errorf("follow pulls in %v, the tick comes in %v", in, got)
		}
		s.StopFollow(session.Stop{Reason: session.QueueLeft})
		if got := m.untilTick(); got != time.Second {
			t.Errorf("follow is off, and the tick comes in %v", got)
		}
	}
	m := opened(t, 1)
	old := m.chain
	m.nextTick()
	m.Update(tickMsg{old, noon.Add(time.Second)})
	if !m.now.Equal(noon) {
		t.Error("a tick of an old chain is heard")
	}
	m.Update(tickMsg{m.chain, noon.Add(time.Second)})
	if !m.now.Equal(noon.Add(time.Second)) {
		t.Error("the tick is not heard")
	}
}
