package apiclient

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxShown is how many bytes of an odd value a note quotes.
const maxShown = 40

// oddities collect, in words, what of an answer could not be taken for what it
// should be. An odd member costs nothing but itself, so that this is all that
// tells of it. At most maxDetails are kept; the others are counted.
type oddities struct {
	redact  func(string) string // Client.redact; nil changes nothing
	texts   []string
	members []string // of which one has been noted, without the indexes of lists
	more    int
}

func (c *Client) oddities() oddities { return oddities{redact: c.redact} }

// anew is without notes, for another answer.
func (o *oddities) anew() oddities { return oddities{redact: o.redact} }

// full counts another note when there is no room for its text.
func (o *oddities) full() bool {
	if len(o.texts) < maxDetails {
		return false
	}
	o.more++
	return true
}

func (o *oddities) add(text string) {
	if !o.full() {
		o.texts = append(o.texts, text)
	}
}

// note says what stands at path, and what is wrong with it. Of a member that is
// odd in many elements of a list one speaks for all.
func (o *oddities) note(path string, v jsontext.Value, wrong string) {
	member := withoutIndexes(path)
	if slices.Contains(o.members, member) {
		o.more++
		return
	}
	o.members = append(o.members, member)
	if !o.full() {
		o.texts = append(o.texts, path+" is "+o.show(v)+wrong)
	}
}

// withoutIndexes makes one path of those of all elements of a list.
func withoutIndexes(path string) string {
	var b strings.Builder
	for i := range len(path) {
		inIndex := path[i] >= '0' && path[i] <= '9' && strings.LastIndexByte(path[:i], '[') > strings.LastIndexByte(path[:i], ']')
		if !inIndex {
			b.WriteByte(path[i])
		}
	}
	return b.String()
}

// wrong is a note that costs the answer.
func (o *oddities) wrong(path string, v jsontext.Value, wrong string) error {
	return &fieldError{path, "is " + o.show(v) + wrong}
}

func (o *oddities) repeated(path string) { o.add(path + comesTwice) }

const comesTwice = " comes more than once"

// show is a value that people can take in: the beginning of a text or a number,
// or the kind of everything else. A value with the token in it is not quoted at
// all, since other parts of it may be parts of the token.
func (o *oddities) show(v jsontext.Value) string {
	if k := v.Kind(); k == '"' || k == '0' {
		text := looseText(v)
		switch {
		case o.clean(text) != text:
		case k == '"':
			return o.quote(text)
		default:
			return clip(text, maxShown)
		}
	}
	return kindName(v.Kind())
}

// quote escapes last: an escape within the token would hide it.
func (o *oddities) quote(s string) string { return strconv.Quote(clip(o.clean(s), maxShown)) }

func (o *oddities) clean(s string) string {
	if o.redact == nil {
		return s
	}
	return o.redact(s)
}

// with puts the other's notes after these.
func (o *oddities) with(other oddities) {
	for _, text := range other.texts {
		o.add(text)
	}
	o.more += other.more
}

// prefix says where all of them are.
func (o *oddities) prefix(where string) {
	for i := range o.texts {
		o.texts[i] = where + o.texts[i]
	}
}

// list is the notes for people; nil for none.
func (o *oddities) list() []string {
	if o.more == 0 {
		return o.texts
	}
	return append(o.texts[:len(o.texts):len(o.texts)], "and "+strconv.Itoa(o.more)+" more")
}
