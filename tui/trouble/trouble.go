// Package trouble says of an error what it means and what to do about it, as
// data: a screen writes the key of an action where a command of the shell can
// write another command. It is pure.
//
// It sanitises nothing. The parts of a line that are a name or a command hold
// text from outside, and so does an error's text: whoever shows one passes it
// through its sanitiser, whole.
package trouble

import (
	"errors"
	"slices"
	"strings"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/words"
)

// Action is something that the program can do about a trouble.
type Action uint8

// The actions that steps name. The zero Action is none.
const (
	Peek    Action = iota + 1 // look at messages without leasing them
	Refresh                   // read settings, metrics and messages again
	List                      // go to the list of queues
)

// Part is a piece of a line: one of its members is set.
type Part struct {
	Text    string // our own words
	Name    string // what something is called, from outside
	Command string // for a POSIX shell, with names from outside in it
	Action  Action
}

// Line is one sentence or more, in pieces.
type Line []Part

// Words writes a line out, with label's word for each action. It may be nil for
// a line that names none.
func (l Line) Words(label func(Action) string) string {
	var b strings.Builder
	for _, p := range l {
		if p.Action != 0 {
			b.WriteString(label(p.Action))
			continue
		}
		b.WriteString(p.Text + p.Name + p.Command)
	}
	return b.String()
}

// Trouble is what there is to say of an error beside its own text.
type Trouble struct {
	Meaning []Line // what it means
	Steps   []Line // what to do about it

	References []Line // what the API itself refers to
}

// Words writes all lines out, the meaning before the steps and the references:
// see [Line.Words].
func (t Trouble) Words(label func(Action) string) []string {
	var lines []string
	for _, l := range slices.Concat(t.Meaning, t.Steps, t.References) {
		lines = append(lines, l.Words(label))
	}
	return lines
}

// About is what is known around an error.
type About struct {
	Queue     string               // its name, "" for none
	Consumers []apiclient.Consumer // of the queue; nil where none is known
	BaseURL   string               // of the API that is asked
	Kept      bool                 // what was read before is still shown
}

// RateLimitWindow is how long a breach of the rate limit blocks all calls where
// no Retry-After says otherwise (documented).
const RateLimitWindow = 5 * time.Minute

// Wait is how long all calls wait after one that was refused for its rate.
func Wait(err error) time.Duration {
	if wait, ok := apiclient.RetryAfter(err); ok {
		return wait
	}
	return RateLimitWindow
}

// maxText bounds an error's text, in bytes.
const maxText = 4000

// Text is an error's own text, bounded. It may hold anything from outside but
// the token.
func Text(err error) string { return words.Cut(err.Error(), maxText) }

// Reason is Text without what the sentence around it says already: which call it
// was, and that it may have taken effect.
func Reason(err error) string {
	text := Text(err)
	if e, ok := errors.AsType[*apiclient.Error](err); ok {
		text = strings.TrimPrefix(text, e.Op+": ")
		text = strings.TrimSuffix(text, "; it may have taken effect all the same")
	}
	return text
}
