package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/inbox"
)

// claim is what a sentence says about a leased message's delivery.
type claim string

const (
	notLast  claim = "not the last"
	mayBe    claim = "may be the last"
	isLast   claim = "is the last"
	saysNone claim = "nothing"
)

// read finds the claim that a text makes, by the words that stand for each. More
// than one is a contradiction in itself.
func read(text string, words map[claim][]string) claim {
	found := saysNone
	for c, list := range words {
		for _, word := range list {
			if !strings.Contains(text, word) {
				continue
			}
			if found != saysNone && found != c {
				return claim(fmt.Sprintf("both %q and %q", found, c))
			}
			found = c
		}
	}
	return found
}

// leasedWorld is one leased message, with whatever is known and not.
type leasedWorld struct {
	limit, attempts apiclient.Count
	rule            inbox.Rule
	kind            apiclient.ConsumerType
	fromZero        bool
	deadLetter      string
	unread          bool // the settings could not be read
}

func drawWorld(t *rapid.T) leasedWorld {
	count := func(name string, most int64) apiclient.Count {
		return apiclient.CountOf(rapid.Int64Range(-1, most).Draw(t, name)) // -1 is unknown
	}
	return leasedWorld{
		limit: count("max_retries", 4), attempts: count("attempts", 6),
		rule:       rapid.SampledFrom([]inbox.Rule{inbox.AfterMax, inbox.AtMax, inbox.Either}).Draw(t, "rule"),
		kind:       rapid.SampledFrom([]apiclient.ConsumerType{apiclient.ConsumerHTTPPull, apiclient.ConsumerWorker, apiclient.ConsumerNotification}).Draw(t, "kind"),
		fromZero:   rapid.Bool().Draw(t, "a 0 was seen"),
		deadLetter: rapid.SampledFrom([]string{"", "orders-dlq"}).Draw(t, "dlq"),
		unread:     rapid.IntRange(0, 5).Draw(t, "unread") == 0,
	}
}

// open is the program with that message pulled, by follow.
func (w leasedWorld) open(tb testing.TB) *Model {
	m := newModel(tb, func(o *Options) { o.Rule = w.rule })
	q := orders()
	q.Consumers = []apiclient.Consumer{{Type: w.kind, MaxRetries: w.limit, DeadLetterQueue: w.deadLetter, Script: "mailer"}}
	if w.unread {
		q.Consumers = nil
	}
	m.found(q)
	if !w.unread {
		m.settled(q)
	}
	if w.fromZero {
		zero := messages(7, 1)
		m.pulled(zero)
		m.later(time.Hour) // it is gone by now, and nothing but the 0 is left of it
		m.onScreen().FileSettled(nil, apiclient.Settlement{Acks: []apiclient.LeaseID{apiclient.LeaseID(fmt.Sprintf(leaseShape, 0))}},
			apiclient.SettleResult{Acked: 1})
	}
	m.onScreen().StartFollow(m.now, m.pulling.Interval)
	list := messages(0, 1)
	list[0].Attempts = w.attempts
	answer := m.pullAnswer(list)
	answer.result.Messages[0].LeaseID = "the lease"
	m.Update(answer)
	m.onScreen().SetCursorRow(m.onScreen().Listing().Len() - 1)
	m.arrange()
	return m
}

// TestNoSentenceContradictsAnother reads what the program says about one message
// in every place that speaks of it: they all make the same claim, and name the
// same end.
func TestNoSentenceContradictsAnother(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := drawWorld(r)
		m := w.open(t)
		s := m.onScreen()
		e, _ := s.Selected()
		want := read(s.Budget().Outlook(e).Words, map[claim][]string{
			isLast: {"this is the last delivery"}, mayBe: {"this may be the last delivery"},
			notLast: {"more deliver", "the next delivery"},
		})
		if row := (rows{operator: operator{m.desk, s}}).attempts(e).Text; row != s.Budget().Short(w.attempts) {
			r.Errorf("the row says %s", row)
		}
		end := s.Budget().End()
		said := map[string]string{"the notice of the pull": noticeText(m.notice)}
		reads := func(name, text string, words map[claim][]string) {
			got := read(text, words)
			if got == saysNone {
				got = notLast
			}
			if got != want {
				r.Errorf("%+v: the Lease tab says that this delivery %s, %s that it %s:\n%s\n%s", w, want, name, got, s.Budget().Outlook(e).Words, text)
			}
			if got != notLast && !strings.Contains(text, end) {
				r.Errorf("%s does not say %q: %s", name, end, text)
			}
		}
		// Follow's reason took the place of the pull's own words, where there is one.
		reads("the notice after the pull", said["the notice of the pull"], map[claim][]string{isLast: {"will be "}, mayBe: {"may be moved", "may be DELETED"}})
		header, _ := operator{m.desk, s}.followWords(false)
		if stopped := strings.HasPrefix(header, "follow stopped"); stopped != (want != notLast) {
			r.Errorf("%s, but the header says %q", want, header)
		}
		m.typed("u")
		question := ""
		if m.dialog != nil {
			question = wordsOf(m)
			m.dialog = nil
		} else if s.Job() == nil {
			r.Errorf("u did nothing: %s", noticeText(m.notice))
		}
		reads("the question of a retry", question, map[claim][]string{isLast: {"a retry ends it"}, mayBe: {"a retry may end it"}})
		s.EndJob()
		m.notice = notice{}
		m.flight = flight.New(t.Context(), time.Hour)
		m.typed("x")
		reads("a release", noticeText(m.notice), map[claim][]string{isLast: {"would end it"}, mayBe: {"might end it"}})
		s.EndJob()
		m.openLeave()
		m.arrange()
		reads("the question when leaving", wordsOf(m), map[claim][]string{isLast: {"1 on the last delivery will be"}, mayBe: {"may be moved", "may be DELETED"}})
	})
}

func noticeText(n notice) string { return n.text + " " + strings.Join(n.lines, " ") }
