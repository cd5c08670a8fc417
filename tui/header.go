package tui

import (
	"slices"
	"strings"

	"leaseview/apiclient"
	"leaseview/tui/words"
	"leaseview/views"
)

// headerData is what the lines at the top say of the queue on screen.
func (m *Model) headerData() views.HeaderData {
	s := m.session()
	if s == nil || m.screen != screenMessages {
		return m.headerWithoutQueue()
	}
	d := views.HeaderData{
		Queue:      s.queue.Name,
		ID:         string(s.queue.ID),
		Backlog:    views.Styled{Text: "…", Tone: toneMuted},
		Bytes:      views.Styled{Text: "…", Tone: toneMuted},
		Oldest:     m.oldestWords(s),
		Trend:      s.backlog.trend,
		Consumer:   m.consumerState(s),
		MaxRetries: m.retriesState(s),
		DeadLetter: m.deadLetterState(s),
		Visibility: views.Styled{Text: words.Setting(m.pulling.visibilityFor(s))},
		Freshness:  m.freshness(s),
		Chips:      m.chips(s),
	}
	if s.backlog.known {
		d.Backlog = approximately(s.backlog.latest.BacklogCount, words.Count)
		d.Bytes = approximately(s.backlog.latest.BacklogBytes, words.Size)
	}
	if s.queue.RetentionPeriod > 0 {
		d.Retention = views.Styled{Text: words.Setting(s.queue.RetentionPeriod)}
	}
	text, tone := m.followWords(s)
	d.Follow = views.Styled{Text: text, Tone: tone}
	return d
}

// approximately writes a best-effort figure, or that it is unknown.
func approximately(c apiclient.Count, format func(int64) string) views.Styled {
	n, known := c.Get()
	if !known {
		return views.Styled{Text: words.Unknown, Tone: toneMuted}
	}
	return views.Styled{Text: "~" + format(n)}
}

func (m *Model) headerWithoutQueue() views.HeaderData {
	d := views.HeaderData{Queue: m.opts.Queue, Chips: m.chips(nil)}
	if m.screen == screenActivity {
		d.Queue = "Activity"
		d.Freshness = views.Styled{Text: m.activityWords(), Tone: toneMuted}
	}
	if m.screen == screenQueues {
		d.Queue = "Queues"
		if m.chooser.loaded {
			d.Freshness = views.Styled{Text: words.Plural(len(m.chooser.queues), "queue", "queues"), Tone: toneMuted}
		}
	}
	return d
}

func (m *Model) consumerState(s *session) views.Styled {
	state := views.Styled{Text: consumerNames(s.consumers)}
	switch {
	case !s.settings:
		return views.Styled{Text: "…", Tone: toneMuted}
	case s.pullConsumer() == nil:
		state.Tone = toneWarn
	}
	return state
}

// retriesState is the max_retries of each consumer, in their order.
func (m *Model) retriesState(s *session) views.Styled {
	limits := eachOnce(s.consumers, func(c apiclient.Consumer) string { return c.MaxRetries.String() })
	if len(s.consumers) == 0 || limits == words.Unknown {
		return views.Styled{Text: words.Unknown, Tone: toneMuted}
	}
	return views.Styled{Text: limits}
}

func (m *Model) deadLetterState(s *session) views.Styled {
	switch {
	case !s.settings:
		return views.Styled{Text: "…", Tone: toneMuted}
	case len(s.consumers) == 0:
		return views.Styled{Text: "none", Tone: toneWarn}
	}
	state := views.Styled{Text: eachOnce(s.consumers, deadLetterName)}
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

// freshness says how old the figures are, and whether the newest poll failed.
func (m *Model) freshness(s *session) views.Styled {
	b := &s.backlog
	switch {
	case !b.known && b.failed != nil:
		return views.Styled{Text: "metrics failed", Tone: toneWarn}
	case !b.known:
		return views.Styled{Text: "…", Tone: toneMuted}
	}
	age := words.AgeLong(m.now.Sub(b.latest.ReceivedAt))
	if b.failed != nil {
		return views.Styled{Text: "stale: " + age + " old", Tone: toneWarn}
	}
	return views.Styled{Text: age + " ago", Tone: toneMuted}
}

// chips are the states that must not be overlooked.
func (m *Model) chips(s *session) []views.Styled {
	var chips []views.Styled
	if m.opts.Demo {
		chips = append(chips, views.Styled{Text: "DEMO", Tone: toneInfo})
	}
	if m.opts.ReadOnly {
		chips = append(chips, views.Styled{Text: "READ-ONLY", Tone: toneInfo})
	}
	if s != nil && s.queue.DeliveryPaused {
		chips = append(chips, views.Styled{Text: "PAUSED", Tone: toneWarn})
	}
	if m.now.Before(m.blocked) {
		chips = append(chips, views.Styled{Text: "RATE LIMITED " + words.Clock(m.blocked.Sub(m.now)), Tone: toneBad})
	}
	if m.mouseOff {
		chips = append(chips, views.Styled{Text: "MOUSE OFF", Tone: toneMuted})
	}
	return chips
}
