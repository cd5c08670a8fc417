package calllog

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"leaseview/apiclient"
)

// List is a log as a person looks at it: the calls that pass a filter, the
// newest first, and a cursor on one of them. It holds calls of its own, so that
// what is on screen changes only when it takes more. It belongs to one goroutine.
type List struct {
	path   func(*apiclient.Call) string
	seen   int // calls ever taken from the log
	ring   ring
	filter string
	words  []string // of the filter, in lower case
	shown  []int    // the numbers of the calls that pass, oldest first
	cursor int      // its row
}

// NewList makes an empty list. The path is how a call's path is shown: the filter
// looks for its words there.
func NewList(path func(*apiclient.Call) string) *List { return &List{path: path} }

// Take brings the list up to date with a log, always the same one, and costs what
// is new in it. In the first row the cursor stays there; anywhere else it stays
// on its call, or goes to the oldest when that is forgotten.
func (l *List) Take(log *Log) {
	fresh, total := log.since(l.seen)
	l.seen = total
	before := len(l.shown)
	for _, c := range fresh {
		l.ring.add(c)
		if l.matches(&c) {
			l.shown = append(l.shown, l.ring.total-1)
		}
	}
	above := len(l.shown) - before
	l.shown = l.shown[sort.SearchInts(l.shown, l.ring.oldest()):]
	if l.cursor > 0 {
		l.Move(above)
	}
}

// SetFilter shows the calls whose rows hold every one of the words, in upper or
// lower case; "" shows all. The cursor goes to the first row.
func (l *List) SetFilter(words string) {
	l.filter = strings.TrimSpace(words)
	l.words = strings.Fields(strings.ToLower(words))
	l.refilter()
	l.cursor = 0
}

// Rematch filters anew when calls have got other paths to be shown by. The cursor
// stays in its row, or goes to the last one.
func (l *List) Rematch() {
	if len(l.words) > 0 {
		l.refilter()
		l.Move(0)
	}
}

func (l *List) refilter() {
	l.shown = l.shown[:0]
	for n := l.ring.oldest(); n < l.ring.total; n++ {
		if l.matches(l.ring.at(n)) {
			l.shown = append(l.shown, n)
		}
	}
}

// matches says whether every word of the filter stands in what the row shows.
func (l *List) matches(c *apiclient.Call) bool {
	if len(l.words) == 0 {
		return true
	}
	text := strings.ToLower(c.Method + " " + l.path(c) + " " + strconv.Itoa(c.Status) + " " + c.RayID + " " + ErrorOf(c))
	return !slices.ContainsFunc(l.words, func(word string) bool { return !strings.Contains(text, word) })
}

// Filter is the words that SetFilter was given, without spaces around them.
func (l *List) Filter() string { return l.filter }

// Len is how many calls pass the filter.
func (l *List) Len() int { return len(l.shown) }

// Total is how many calls are held, whether or not they pass.
func (l *List) Total() int { return len(l.ring.calls) }

// At is the call in row i; the newest is in row 0. It panics unless 0 <= i < Len.
// The call holds until the next Take.
func (l *List) At(i int) *apiclient.Call { return l.ring.at(l.shown[len(l.shown)-1-i]) }

// Cursor is the cursor's row; 0 while no call is shown.
func (l *List) Cursor() int { return l.cursor }

// Move moves the cursor n rows on, stopping at both ends.
func (l *List) Move(n int) { l.SetCursor(l.cursor + n) }

// SetCursor puts the cursor into a row, or the one nearest to it.
func (l *List) SetCursor(row int) { l.cursor = min(max(row, 0), max(l.Len()-1, 0)) }
