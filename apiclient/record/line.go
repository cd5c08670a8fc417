package record

import (
	"bytes"
	"errors"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
)

// Kind is what a line tells.
type Kind string

// The kinds of which this program makes something. See the package's description.
const (
	KindDelivery Kind = "delivery"
	KindIntent   Kind = "intent"
	KindOutcome  Kind = "outcome"
	KindExtend   Kind = "extend"
	KindNote     Kind = "note"
)

// Act is what a call does to leases.
type Act string

// The acts. A release is a retry at once that ends no message.
const (
	Ack     Act = "ack"
	Retry   Act = "retry"
	Release Act = "release"
	Extend  Act = "extend"
)

// Result is what a call did to a lease, as far as its answer tells.
type Result string

// The results.
const (
	Accepted Result = "accepted"
	Refused  Result = "refused"
	Unknown  Result = "unknown"
)

// version is that of the lines.
const version = 1

// Lease is a lease that a line is about.
type Lease struct {
	ID       apiclient.LeaseID
	Messages []apiclient.MessageID
	Result   Result // of an outcome
	Reason   string // likewise: the API's words or ours; "" for none
}

// Line is one line of a record. What it lacks, or has in an odd way, is zero.
type Line struct {
	// Raw is the line as it stands, without its end: who writes it again loses
	// nothing. It is good until the next line is read.
	Raw []byte

	Version  int64 // 0 of a line from before there were kinds
	Kind     Kind
	At       time.Time
	Run      string
	Account  apiclient.AccountID
	BaseURL  string
	Queue    apiclient.Queue // ID and Name
	Call     int64
	Act      Act
	Leases   []Lease
	LeaseID  apiclient.LeaseID // of an extend, the lease that runs now
	OldLease apiclient.LeaseID // of an extend
	Messages []apiclient.MessageID
	Until    time.Time // of a delivery or an extend: the lease's end

	message jsontext.Value
}

// Message is the message of a delivery or a peek.
func (l *Line) Message() (apiclient.Message, error) {
	if l.message == nil {
		return apiclient.Message{}, errors.New("the line has no message")
	}
	return Decode(l.message)
}

// ReadLine reads one line. It fails where that is no JSON object; whatever else is
// odd in it is left zero.
func ReadLine(raw []byte) (Line, error) {
	l := Line{Raw: raw}
	var pulled time.Time
	err := eachMember(raw, func(name string, v jsontext.Value) {
		switch name {
		case "v":
			l.Version = whole(v)
		case "kind":
			l.Kind = Kind(text(v))
		case "at":
			l.At = moment(v)
		case "pulled_at":
			pulled = moment(v)
		case "run":
			l.Run = text(v)
		case "account":
			l.Account = apiclient.AccountID(text(v))
		case "base_url":
			l.BaseURL = text(v)
		case "queue_id":
			l.Queue.ID = apiclient.QueueID(text(v))
		case "queue":
			l.Queue.Name = text(v)
		case "message":
			l.message = v
		default:
			l.settling(name, v)
		}
	})
	if l.Version == 0 && l.Kind == "" && l.message != nil {
		l.Kind, l.At = KindDelivery, pulled
	}
	return l, err
}

// settling reads a member of what happens to leases.
func (l *Line) settling(name string, v jsontext.Value) {
	switch name {
	case "call":
		l.Call = whole(v)
	case "act":
		l.Act = Act(text(v))
	case "lease_id":
		l.LeaseID = apiclient.LeaseID(text(v))
	case "old_lease_id":
		l.OldLease = apiclient.LeaseID(text(v))
	case "message_ids":
		l.Messages = messageIDs(v)
	case "lease_until":
		l.Until = moment(v)
	case "leases":
		for _, one := range elements(v) {
			if lease := leaseOf(one); lease.ID != "" {
				l.Leases = append(l.Leases, lease)
			}
		}
	}
}

func leaseOf(v jsontext.Value) (lease Lease) {
	_ = eachMember(v, func(name string, v jsontext.Value) {
		switch name {
		case "lease_id":
			lease.ID = apiclient.LeaseID(text(v))
		case "message_ids":
			lease.Messages = messageIDs(v)
		case "result":
			lease.Result = Result(text(v))
		case "reason":
			lease.Reason = text(v)
		}
	})
	return lease
}

func messageIDs(v jsontext.Value) []apiclient.MessageID {
	var ids []apiclient.MessageID
	for _, one := range elements(v) {
		ids = append(ids, apiclient.MessageID(text(one)))
	}
	return ids
}

// eachMember goes through an object and nothing but an object. Of a member that
// stands twice the first counts.
func eachMember(object []byte, each func(name string, v jsontext.Value)) error {
	d := jsontext.NewDecoder(bytes.NewBuffer(object), options)
	if d.PeekKind() != jsontext.KindBeginObject {
		return errors.New("not a JSON object")
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	seen := make(map[string]bool)
	for d.PeekKind() != jsontext.KindEndObject {
		name, err := d.ReadValue()
		if err != nil {
			return err
		}
		v, err := d.ReadValue()
		if err != nil {
			return err
		}
		if n := text(name); !seen[n] {
			seen[n] = true
			each(n, v)
		}
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	if d.PeekKind() != jsontext.KindInvalid || d.InputOffset() != int64(len(bytes.TrimRight(object, " \t\r\n"))) {
		return errors.New("something stands after the JSON object")
	}
	return nil
}

// elements are those of a list; nil where it is none.
func elements(v jsontext.Value) (list []jsontext.Value) {
	d := jsontext.NewDecoder(bytes.NewBuffer(v), options)
	if d.PeekKind() != jsontext.KindBeginArray {
		return nil
	}
	_, _ = d.ReadToken() // the value as a whole was read before
	for d.PeekKind() != jsontext.KindEndArray {
		one, err := d.ReadValue()
		if err != nil {
			return list
		}
		list = append(list, one)
	}
	return list
}

// text is a string; "" where it is none. Ids with bytes that are not UTF-8 or
// with half a surrogate are none that any line could be about.
func text(v jsontext.Value) string {
	if v.Kind() != jsontext.KindString {
		return ""
	}
	out, err := jsontext.AppendUnquote(nil, v)
	if err != nil {
		return ""
	}
	return string(out)
}

// whole is a whole number above 0; 0 where it is none.
func whole(v jsontext.Value) int64 {
	var n int64
	if v.Kind() != jsontext.KindNumber || len(v) > 18 {
		return 0
	}
	for _, digit := range v {
		if digit < '0' || digit > '9' {
			return 0
		}
		n = 10*n + int64(digit-'0')
	}
	return n
}

// moment is a time in UTC; zero where it is none.
func moment(v jsontext.Value) time.Time {
	at, err := time.Parse(time.RFC3339Nano, text(v))
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}
