package tui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
	"leaseview/views"
)

// follow pulls on a timer. It is off until a person turns it on, and turns
// itself off, with a reason, rather than spend attempts that nobody watches.
type follow struct {
	on         bool
	next       time.Time
	stopped    string // why it ended by itself; "" while it is on or was turned off by key
	unattended int    // pulls since the last key press
}

const (
	// followHead is the pause before the first pull, at most: time to take
	// back a key that was pressed by mistake.
	followHead = 3 * time.Second
	// maxHeld is how many leases follow may pile up.
	maxHeld = 500
	// maxUnattended is how many pulls may pass without a key press.
	maxUnattended = 60
)

func (f *follow) stop(why string) { f.on, f.stopped = false, why }

func (m *Model) startFollow(s *session) {
	s.follow = follow{on: true, next: m.now.Add(min(m.pulling.interval, followHead))}
}

func (m *Model) toggleFollow() tea.Cmd {
	s := m.session()
	if s.follow.on {
		s.follow = follow{}
		m.say(notice{text: "Follow is off.", tone: toneInfo})
		return nil
	}
	if why := s.riskWords(); why != "" {
		m.say(notice{text: "Follow was not started: " + why + ".", lines: []string{"p pulls once, after asking."}, tone: toneBad})
		return nil
	}
	m.startFollow(s)
	m.say(notice{
		text: fmt.Sprintf("Follow is on: pulls %d every %s, each an attempt. f stops it.", m.pulling.batchSize, words.Setting(m.pulling.interval)),
		tone: toneWarn,
	})
	return nil
}

// followIfDue pulls when the time has come. A pull under way delays the next
// one, so that slow answers can't pile up; an open dialog holds it back.
func (m *Model) followIfDue(s *session) tea.Cmd {
	f := &s.follow
	if !f.on {
		return nil
	}
	if m.runs(flight.Pull, s) || m.followUnseen() {
		f.next = m.now.Add(m.pulling.interval)
		return nil
	}
	if m.runs(flight.Settings, s) && !s.settings {
		f.next = m.now.Add(tickEvery) // what a pull may cost is not known yet
		return nil
	}
	if f.next.Sub(m.now) > m.pulling.interval {
		f.next = m.now.Add(m.pulling.interval)
	}
	if m.now.Before(f.next) {
		return nil
	}
	short, why := s.followObjection()
	if m.now.Before(m.blocked) {
		short, why = rateLimitedWords, rateLimitedWords
	}
	if why != "" {
		m.endFollow(s, short, why)
		return nil
	}
	f.unattended++
	f.next = m.now.Add(m.pulling.interval)
	return m.pull(s, true)
}

func (m *Model) runs(kind flight.Kind, s *session) bool {
	_, ok := m.flight.Running(flight.Key{Kind: kind, Queue: s.queue.ID})
	return ok
}

// followUnseen says whether something stands between the person and the rows:
// then nothing may be pulled unasked.
func (m *Model) followUnseen() bool {
	return m.dialog != nil || m.screen != screenMessages || m.layout.small
}

// rateLimitedWords is why nothing automatic is done for a while.
const rateLimitedWords = "the API limits the rate of calls"

// followObjection is why the next pull must not be made unasked, in short and
// whole; "" when it may.
func (s *session) followObjection() (short, why string) {
	switch {
	case s.riskWords() != "":
		return s.shortRisk(), s.riskWords()
	case s.follow.unattended >= maxUnattended:
		why = words.Plural(s.follow.unattended, "pull", "pulls") + " without a key press"
	case s.inbox.Held() >= maxHeld:
		why = words.Plural(s.inbox.Held(), "lease is", "leases are") + " held"
	}
	return why, why
}

// checkFollow ends follow when a pull brought a message on its last delivery:
// no further look should be spent unasked.
func (m *Model) checkFollow(s *session, msg pulledMsg) {
	if !s.follow.on {
		return
	}
	// The interval begins when the answer has come, so that slow ones leave it whole.
	s.follow.next = msg.result.ReceivedAt.Add(m.pulling.interval)
	last := s.lastOf(msg.result.Messages)
	if len(last) == 0 {
		return
	}
	first := s.byFate(last)[0]
	e, _ := s.inbox.Entry(first.targets[0].id)
	short := "last delivery " + s.budget.Short(e.Lease.Attempts)
	if first.targets[0].last != inbox.Surely {
		short = "maybe " + short
	}
	m.endFollow(s, short, "message "+string(e.Message.ID)+" is "+first.on+" ("+s.budget.Short(e.Lease.Attempts)+")",
		fmt.Sprintf("When the lease ends, %s %s %s.", numbered(len(first.targets)), first.will, first.what))
}

// numbered speaks of the message that a reason has named, and of how many more.
func numbered(n int) string {
	if n == 1 {
		return "it"
	}
	return "it and " + words.Count(int64(n-1)) + " more"
}

// endFollow says why follow ended: in short in the header, whole in a notice.
func (m *Model) endFollow(s *session, short, why string, lines ...string) {
	s.follow.stop(short)
	lines = append(lines, "Nothing pulls any more. f starts it again, p pulls once.")
	m.say(notice{text: "Follow stopped: " + why + ".", lines: lines, tone: toneBad})
}

// followWords is the header's follow state.
func (m *Model) followWords(s *session) (string, views.Tone) {
	switch {
	case s.follow.stopped != "":
		return "follow stopped: " + s.follow.stopped, toneWarn
	case !s.follow.on:
		return "follow off", toneMuted
	case m.followUnseen():
		return "follow waits", toneWarn
	}
	if m.runs(flight.Pull, s) {
		return "follow pulling", toneWarn
	}
	return "follow in " + words.Clock(s.follow.next.Sub(m.now)), toneWarn
}

// pullSettings are what a pull asks for; the person can change them at any time.
type pullSettings struct {
	batchSize  int
	visibility time.Duration // 0 = the consumer's setting, else the API's default
	interval   time.Duration // between the pulls of follow
}

func newPullSettings(o Options) pullSettings {
	p := pullSettings{batchSize: o.BatchSize, visibility: o.VisibilityTimeout, interval: o.Follow}
	if p.batchSize <= 0 {
		p.batchSize = apiclient.DefaultBatchSize
	}
	if p.interval <= 0 {
		p.interval = defaultFollowInterval
	}
	return p
}

func (p pullSettings) options(s *session) apiclient.PullOptions {
	return apiclient.PullOptions{BatchSize: p.batchSize, VisibilityTimeout: p.visibilityFor(s)}
}

// visibilityFor is the visibility timeout that a pull of this queue sends.
func (p pullSettings) visibilityFor(s *session) time.Duration {
	switch {
	case p.visibility > 0:
		return p.visibility
	case s != nil && s.pullConsumer() != nil && s.pullConsumer().VisibilityTimeout > 0:
		return s.pullConsumer().VisibilityTimeout
	default:
		return apiclient.DefaultVisibility
	}
}
