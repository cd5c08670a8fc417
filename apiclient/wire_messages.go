package apiclient

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// messagesAnswer is the answer of a pull or a peek. It is decoded by hand, in
// one pass, for three reasons: the bytes of a body stay exact, a body is copied
// once, and what is odd costs no message, since all of them are leased.
type messagesAnswer struct {
	odd     oddities
	leased  bool // each message should have a lease
	items   []Message
	backlog Count
	metrics *wireMetrics
	seen    []string          // members of the result
	problem error             // the first element that is no message
	strange int64             // how many elements are none
	whole   bool              // the list was read to its end
	madeUp  map[MessageID]int // how often each made-up id was given
}

// read keeps what it could read when it fails. It may be called again. Of what is
// too deep for the decoder the text is kept.
func (a *messagesAnswer) read(data []byte) error {
	err := a.readOnce(data)
	if !errors.Is(err, errTooDeep) {
		return err
	}
	flat, n := shallow(data, mostLevels-1000)
	if n == 0 {
		return err
	}
	err = a.readOnce(flat)
	a.odd.keptAsText(n)
	return err
}

func (a *messagesAnswer) readOnce(data []byte) error {
	*a = messagesAnswer{odd: a.odd.anew(), leased: a.leased}
	if err := (&envelope{odd: &a.odd, result: a.result}).read(data); err != nil {
		return err
	}
	if a.problem != nil && a.leased {
		return errors.New(notUnderstood + a.problem.Error())
	}
	return nil
}

func (a *messagesAnswer) result(dec *jsontext.Decoder) error {
	if dec.PeekKind() != '{' {
		v, err := dec.ReadValue()
		if err != nil {
			return err
		}
		return a.odd.wrong("result", v, ", not an object")
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	var problem error
	for dec.PeekKind() != '}' {
		name, err := dec.ReadValue()
		if err != nil {
			return err
		}
		err = a.member(dec, unquote(name))
		if wrong, ok := errors.AsType[*fieldError](err); ok {
			problem = wrong
		} else if err != nil {
			return err
		}
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	return problem
}

// member reads a member of the result. What comes twice counts once, except for
// the messages: those of a second list are leased like those of the first.
func (a *messagesAnswer) member(dec *jsontext.Decoder, name string) error {
	if name != "messages" && name != "message_backlog_count" && name != "metadata" {
		return dec.SkipValue()
	}
	again := slices.Contains(a.seen, name)
	a.seen = append(a.seen, name)
	if again {
		a.odd.repeated("result." + name)
	}
	if name == "messages" {
		return a.messages(dec)
	}
	v, err := dec.ReadValue()
	if err != nil || again {
		return err
	}
	one := &members{path: "result", odd: &a.odd, items: []member{{name: name, value: v}}}
	if name == "metadata" {
		a.metrics = attachedMetrics(one)
	} else {
		a.backlog = one.count(name)
	}
	return nil
}

// messages reads the list. Null means none.
func (a *messagesAnswer) messages(dec *jsontext.Decoder) error {
	if dec.PeekKind() != '[' {
		v, err := dec.ReadValue()
		if err != nil || v.Kind() == 'n' {
			return err
		}
		return a.odd.wrong("result.messages", v, ", not a list")
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != ']' {
		if dec.PeekKind() != '{' {
			if err := a.skip(dec); err != nil {
				return err
			}
			continue
		}
		m := messageDecoder{dec: dec, answer: a}
		if err := m.read(); err != nil {
			return err
		}
		a.items = append(a.items, m.Message)
	}
	_, err := dec.ReadToken()
	a.whole = err == nil
	return err
}

// skip passes over an element that is no message, which stands for one that may
// be leased.
func (a *messagesAnswer) skip(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	if err != nil {
		return err
	}
	a.strange++
	path, wrong := fieldName(dec.StackPointer()), ", not an object"
	a.odd.note(path, v, wrong)
	if a.problem == nil {
		a.problem = a.odd.wrong(path, v, wrong)
	}
	return nil
}

// unreadable is how many elements are no messages, where all were seen.
func (a *messagesAnswer) unreadable() Count {
	if !a.whole {
		return Count{}
	}
	return CountOf(a.strange)
}

// makeUpID gives a message without an id one to tell its row by: the same for
// the same message, never the same twice in an answer.
func (a *messagesAnswer) makeUpID(m *Message) {
	from := "body " + m.Body + string(m.BodyJSON)
	switch {
	case m.LeaseID != "":
		from = "lease " + string(m.LeaseID)
	case m.Ref != "":
		from = "ref " + string(m.Ref)
	}
	sum := sha256.Sum256([]byte(from))
	m.ID, m.NoID = MessageID("no-id-"+hex.EncodeToString(sum[:8])), true
	if a.madeUp == nil {
		a.madeUp = make(map[MessageID]int)
	}
	a.madeUp[m.ID]++
	if n := a.madeUp[m.ID]; n > 1 {
		m.ID += MessageID("-" + strconv.Itoa(n))
	}
}
