package tui

import (
	"slices"
	"strings"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/backlog"
	"leaseview/tui/session"
	"leaseview/tui/trouble"
	"leaseview/tui/words"
	"leaseview/views"
)

// headerData is what the lines at the top say of a queue.
func (o operator) headerData(unseen bool) views.HeaderData {
	b, q := o.backlog(o.s.ID()), o.s.Queue()
	d := views.HeaderData{
		Queue:      o.s.Name(),
		ID:         string(o.s.ID()),
		Backlog:    views.Styled{Text: "…", Tone: toneMuted},
		Bytes:      views.Styled{Text: "…", Tone: toneMuted},
		Oldest:     o.oldestWords(),
		Trend:      b.Trend(trendLength),
		Consumer:   consumerState(o.s),
		MaxRetries: retriesState(o.s),
		DeadLetter: deadLetterState(o.s),
		Visibility: views.Styled{Text: words.Setting(o.s.Visibility(o.pulling))},
		Freshness:  o.freshness(),
	}
	if latest, read := b.Latest(); read {
		d.Backlog = approximately(latest.BacklogCount, words.Count)
		d.Bytes = approximately(latest.BacklogBytes, words.Size)
	}
	if q.RetentionPeriod > 0 {
		d.Retention = views.Styled{Text: words.Setting(q.RetentionPeriod)}
	}
	if q.DeliveryPaused {
		d.Chips = []views.Styled{{Text: "PAUSED", Tone: toneWarn}}
	}
	text, tone := o.followWords(unseen)
	d.Follow = views.Styled{Text: text, Tone: tone}
	d.FollowWhy = views.Styled{Text: o.followWhy(), Tone: toneWarn}
	return d
}

// trendLength is how many samples the header's sparkline can look back.
const trendLength = 120

// approximately writes a best-effort figure, or that it is unknown.
func approximately(c apiclient.Count, format func(int64) string) views.Styled {
	n, known := c.Get()
	if !known {
		return views.Styled{Text: words.Unknown, Tone: toneMuted}
	}
	return views.Styled{Text: "~" + format(n)}
}

func consumerState(s *session.Session) views.Styled {
	consumers, read := s.Consumers()
	state := views.Styled{Text: trouble.ConsumerNames(consumers)}
	switch {
	case !read:
		return views.Styled{Text: "…", Tone: toneMuted}
	case s.PullConsumer() == nil:
		state.Tone = toneWarn
	}
	return state
}

// retriesState is the max_retries of each consumer, in their order.
func retriesState(s *session.Session) views.Styled {
	consumers, _ := s.Consumers()
	limits := eachOnce(consumers, func(c apiclient.Consumer) string { return c.MaxRetries.String() })
	if len(consumers) == 0 || limits == words.Unknown {
		return views.Styled{Text: words.Unknown, Tone: toneMuted}
	}
	return views.Styled{Text: limits}
}

func deadLetterState(s *session.Session) views.Styled {
	consumers, read := s.Consumers()
	switch {
	case !read:
		return views.Styled{Text: "…", Tone: toneMuted}
	case len(consumers) == 0:
		return views.Styled{Text: "none", Tone: toneWarn}
	}
	state := views.Styled{Text: eachOnce(consumers, deadLetterName)}
	if state.Text == "none" {
		state.Tone = toneWarn
	}
	return state
}

func deadLetterName(c apiclient.Consumer) string {
	switch {
	case c.DeadLetterUnknown:
		return words.Unknown
	case c.DeadLetterQueue == "":
		return "none"
	default:
		return c.DeadLetterQueue
	}
}

// eachOnce lists a fact of several consumers: once where they agree, else that
// of each.
func eachOnce(consumers []apiclient.Consumer, fact func(apiclient.Consumer) string) string {
	var all []string
	for _, c := range consumers {
		all = append(all, fact(c))
	}
	if len(slices.Compact(slices.Clone(all))) == 1 {
		return all[0]
	}
	return strings.Join(all, ", ")
}

// oldestWords is the age of the oldest message, where the API knows it.
func (o operator) oldestWords() views.Styled {
	switch oldest, presence := o.backlog(o.s.ID()).Oldest(); presence {
	case backlog.Unread:
		return views.Styled{Text: "…", Tone: toneMuted}
	case backlog.None:
		return views.Styled{Text: "none", Tone: toneMuted}
	case backlog.Unknown:
		return views.Styled{Text: words.Unknown, Tone: toneMuted}
	default:
		return views.Styled{Text: words.AgeLong(o.s.Age(oldest, o.now))}
	}
}

// freshness says how old the figures are, and whether the newest poll failed.
func (o operator) freshness() views.Styled {
	b := o.backlog(o.s.ID())
	latest, read := b.Latest()
	switch {
	case !read && b.Failed() != nil:
		return views.Styled{Text: "metrics failed", Tone: toneWarn}
	case !read:
		return views.Styled{Text: "…", Tone: toneMuted}
	}
	age := o.now.Sub(latest.ReceivedAt)
	switch {
	case b.Failed() == nil:
		return views.Styled{Text: words.Ago(age), Tone: toneMuted}
	case age < leastStale:
		return views.Styled{Text: "stale", Tone: toneWarn}
	}
	return views.Styled{Text: "stale: " + words.AgeLong(age) + " old", Tone: toneWarn}
}

// leastStale is the least age at which saying how old the figures are tells more than
// that the newest poll failed.
const leastStale = 2 * time.Second

// chips are the states that must not be overlooked: the program's around those
// of the page.
func (m *Model) chips(page []views.Styled) []views.Styled {
	var chips []views.Styled
	if m.opts.Demo {
		chips = append(chips, views.Styled{Text: "DEMO", Tone: toneInfo})
	}
	if m.readOnly() {
		chips = append(chips, views.Styled{Text: "READ-ONLY", Tone: toneInfo})
	}
	chips = append(chips, page...)
	if m.now.Before(m.blocked) {
		chips = append(chips, views.Styled{Text: "RATE LIMITED " + words.Clock(m.blocked.Sub(m.now)), Tone: toneBad})
	}
	if m.mouseOff {
		chips = append(chips, views.Styled{Text: "MOUSE OFF", Tone: toneMuted})
	}
	return chips
}
