package apiclient

import (
	"iter"
	"math"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// members are those of one object of the control plane. Each is read by itself:
// one that is odd is noted with its path and left unknown, and null is the same
// as absent. Of a member that stands more than once the first counts, and the
// others are among the rest.
//
// The values alias the answer, so that what is kept of them has to be copied.
type members struct {
	path  string // "result.settings"
	odd   *oddities
	items []member
}

type member struct {
	name  string
	raw   jsontext.Value // the name as it came, in quotes
	value jsontext.Value
	taken bool
}

// readMembers parts an object, whose grammar has been checked.
func readMembers(path string, object jsontext.Value, odd *oddities) *members {
	m := &members{path: path, odd: odd}
	dec := newDecoder(object)
	if _, err := dec.ReadToken(); err != nil {
		return m
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadValue()
		if err != nil {
			break
		}
		item := member{name: unquote(name), raw: name}
		if item.value, err = dec.ReadValue(); err != nil {
			break
		}
		m.items = append(m.items, item)
	}
	return m
}

// elements are those of a list, whose grammar has been checked. They are not
// gathered: a list of millions of digits would become many times as large.
func elements(list jsontext.Value) iter.Seq[jsontext.Value] {
	return func(yield func(jsontext.Value) bool) {
		dec := newDecoder(list)
		if _, err := dec.ReadToken(); err != nil {
			return
		}
		for dec.PeekKind() != ']' {
			v, err := dec.ReadValue()
			if err != nil || !yield(v) {
				return
			}
		}
	}
}

func (m *members) at(name string) string { return m.path + "." + name }

func (m *members) note(name string, v jsontext.Value, wrong string) {
	m.odd.note(m.at(name), v, wrong)
}

// take is the first member of that name; false when it is absent or null.
func (m *members) take(name string) (jsontext.Value, bool) {
	var found *member
	for i := range m.items {
		item := &m.items[i]
		switch {
		case item.name != name:
		case found == nil && item.taken:
			return item.value, item.value.Kind() != 'n'
		case found == nil:
			found, item.taken = item, true
		default:
			m.odd.repeated(m.at(name))
			return found.value, found.value.Kind() != 'n'
		}
	}
	if found == nil {
		return nil, false
	}
	return found.value, found.value.Kind() != 'n'
}

func (m *members) text(name string) string {
	v, ok := m.take(name)
	if !ok {
		return ""
	}
	if v.Kind() != '"' {
		m.note(name, v, ", not a string")
		return ""
	}
	return m.odd.clean(unquote(v))
}

// loose is the text of a value of any type.
func (m *members) loose(name string) string {
	v, _ := m.take(name)
	return looseText(v)
}

func (m *members) flag(name string) bool {
	v, ok := m.take(name)
	if ok && v.Kind() != 't' && v.Kind() != 'f' {
		m.note(name, v, ", not true or false")
	}
	return ok && v.Kind() == 't'
}

func (m *members) count(name string) Count {
	v, ok := m.take(name)
	if !ok {
		return Count{}
	}
	n, ok := wholeNumber(v)
	switch {
	case !ok:
		m.note(name, v, notWhole)
		return Count{}
	case n < 0:
		m.note(name, v, belowZero)
	}
	return CountOf(n)
}

// countUpTo is a count that has to fit into something.
func (m *members) countUpTo(name string, most int64) Count {
	c := m.count(name)
	if n, known := c.Get(); known && n > most {
		m.odd.add(m.at(name) + " is " + strconv.FormatInt(n, 10) + ", more than there can be")
		return Count{}
	}
	return c
}

func (m *members) int(name string) int {
	n, _ := m.countUpTo(name, math.MaxInt).Get()
	return int(n)
}

// duration is that many units; zero when it is unknown.
func (m *members) duration(name string, unit time.Duration) time.Duration {
	n, _ := m.countUpTo(name, int64(math.MaxInt64/unit)).Get()
	return time.Duration(n) * unit
}

// date reads RFC 3339 with or without fractions.
func (m *members) date(name string) time.Time {
	text := m.text(name)
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		m.odd.add(m.at(name) + " is " + m.odd.quote(text) + ", not a date and time")
	}
	return at
}

// milliTime reads milliseconds since 1970, of which 0 is unknown.
func (m *members) milliTime(name string) time.Time {
	v, ok := m.take(name)
	if !ok {
		return time.Time{}
	}
	at, _, wrong := milliTime(v)
	if wrong != "" {
		m.note(name, v, wrong)
	}
	return at
}

// object gives the members of an object; nil when there is none.
func (m *members) object(name string) *members {
	v, ok := m.take(name)
	if !ok {
		return nil
	}
	if v.Kind() != '{' {
		m.note(name, v, ", not an object")
		return nil
	}
	return readMembers(m.at(name), v, m.odd)
}

// objects calls read for every object in a list and passes over the rest. It says
// whether there is a list, and nothing else in it.
func (m *members) objects(name string, read func(*members)) (whole bool) {
	v, ok := m.take(name)
	if !ok {
		return false
	}
	if v.Kind() != '[' {
		m.note(name, v, ", not a list")
		return false
	}
	others := eachObject(m.at(name), v, m.odd, func(path string, v jsontext.Value) {
		read(readMembers(path, v, m.odd))
	})
	return others == 0
}

// eachObject calls read for every element that is an object, and notes and
// counts the others.
func eachObject(path string, list jsontext.Value, odd *oddities, read func(path string, v jsontext.Value)) (others int) {
	i := -1
	for v := range elements(list) {
		i++
		at := path + "[" + strconv.Itoa(i) + "]"
		if v.Kind() == '{' {
			read(at, v)
		} else {
			odd.note(at, v, ", not an object")
			others++
		}
	}
	return others
}

// rest is what nobody took, as one JSON object; nil when there is none.
func (m *members) rest() jsontext.Value {
	var rest []byte
	for _, item := range m.items {
		if !item.taken {
			rest = appendMember(rest, item.raw, item.value)
		}
	}
	return endMembers(rest)
}

// appendMember adds a member to the beginning of an object, which starts as nil.
func appendMember(object []byte, name, value jsontext.Value) []byte {
	separator := byte(',')
	if object == nil {
		separator = '{'
	}
	return append(append(append(append(object, separator), name...), ':'), value...)
}

// endMembers ends what appendMember began.
func endMembers(object []byte) jsontext.Value {
	if object == nil {
		return nil
	}
	return append(object, '}')
}
