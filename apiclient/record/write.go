package record

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
)

// Origin says who writes: a run of the program, and of which account's queues.
type Origin struct {
	Account apiclient.AccountID
	BaseURL string // as [apiclient.Client.BaseURL] gives it
	Run     string // as [NewRun] gives it
}

// NewRun names a run: 16 hexadecimal digits that no other run has.
func NewRun() string {
	var id [8]byte
	_, _ = rand.Read(id[:]) // never fails
	return hex.EncodeToString(id[:])
}

// Call is a call about leases: what it was to do, and its number within the run.
type Call struct {
	Act        Act
	Leases     []Lease
	Delay      *time.Duration // of a retry, in whole seconds; nil = the consumer's
	Visibility time.Duration  // of an extend
	Number     int64
}

// Extended is a lease that goes on after an extend.
type Extended struct {
	Old, New apiclient.LeaseID // often the same
	Messages []apiclient.MessageID
	Until    time.Time
}

// lines writes lines of one origin about one queue.
type lines struct {
	origin Origin
	queue  apiclient.Queue
	at     time.Time
	out    bytes.Buffer
	err    error
}

// line writes one, of which the further members are up to the caller.
func (l *lines) line(kind Kind, rest func(w *writer)) {
	w := writer{e: jsontext.NewEncoder(&l.out, options), err: l.err}
	w.token(jsontext.BeginObject)
	w.number("v", version)
	w.text("kind", string(kind))
	w.moment("at", l.at)
	w.text("run", l.origin.Run)
	w.text("account", string(l.origin.Account))
	w.text("base_url", l.origin.BaseURL)
	w.text("queue_id", string(l.queue.ID))
	w.text("queue", l.queue.Name)
	rest(&w)
	w.token(jsontext.EndObject)
	l.err = w.err
}

func (l *lines) delivery(m apiclient.Message, visibility time.Duration) {
	message, err := Encode(m)
	if err != nil {
		l.err = err
		return
	}
	l.line(KindDelivery, func(w *writer) {
		w.moment("lease_until", l.at.Add(visibility))
		w.number("visibility_timeout_ms", visibility.Milliseconds())
		w.name("message")
		w.value(message)
	})
}

func (l *lines) intent(c Call) {
	l.line(KindIntent, func(w *writer) {
		w.number("call", c.Number)
		w.text("act", string(c.Act))
		if c.Delay != nil {
			w.number("delay_seconds", int64(*c.Delay/time.Second))
		}
		if c.Act == Extend {
			w.number("visibility_timeout_ms", c.Visibility.Milliseconds())
		}
		w.leases(c.Leases)
	})
}

func (l *lines) outcome(c Call, of []Lease) {
	l.line(KindOutcome, func(w *writer) {
		w.number("call", c.Number)
		w.text("act", string(c.Act))
		w.leases(of)
	})
}

func (l *lines) extend(c Call, e Extended) {
	l.line(KindExtend, func(w *writer) {
		w.number("call", c.Number)
		w.text("lease_id", string(e.New))
		w.text("old_lease_id", string(e.Old))
		w.messageIDs(e.Messages)
		w.moment("lease_until", e.Until)
	})
}

func (l *lines) note(note string, of []Lease) {
	l.line(KindNote, func(w *writer) {
		w.text("note", note)
		w.leases(of)
	})
}

func (w *writer) number(name string, n int64) {
	w.name(name)
	w.token(jsontext.Int(n))
}

func (w *writer) moment(name string, at time.Time) {
	w.text(name, at.UTC().Format(time.RFC3339Nano))
}

func (w *writer) messageIDs(ids []apiclient.MessageID) {
	w.name("message_ids")
	w.token(jsontext.BeginArray)
	for _, id := range ids {
		w.token(jsontext.String(string(id)))
	}
	w.token(jsontext.EndArray)
}

func (w *writer) leases(list []Lease) {
	w.name("leases")
	w.token(jsontext.BeginArray)
	for _, l := range list {
		w.token(jsontext.BeginObject)
		w.text("lease_id", string(l.ID))
		w.messageIDs(l.Messages)
		if l.Result != "" {
			w.text("result", string(l.Result))
		}
		if l.Reason != "" {
			w.text("reason", l.Reason)
		}
		w.token(jsontext.EndObject)
	}
	w.token(jsontext.EndArray)
}
