package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
)

// One pull, from key to rows: the action table runs pullByKey (or the tick runs
// followIfDue); pullCmd sends the one request; its pulledMsg comes to
// pulledMsg.file, which merges the messages into their queue's inbox, also when
// another queue is on screen by then.

// pull leases one batch. It sends both settings explicitly, so that the lease's
// end is known and not guessed from a consumer that may have changed since.
func (m *Model) pull(s *session, byTimer bool) tea.Cmd {
	// A question may have been open since before the journal failed.
	if why := journalBroken(m); why != "" {
		m.say(notice{text: why, tone: toneWarn})
		return nil
	}
	t, ok := m.begin(flight.Pull, s.queue.ID, byTimer)
	if !ok {
		m.say(notice{text: "A pull is under way: wait for it, or esc cancels it.", tone: toneWarn})
		return nil
	}
	return m.kept(t, "a pull of "+s.queue.Name, nil, pullCmd(m.opts.API, t, s.queue, m.opts.Journal, m.pulling.options(s), byTimer))
}

func (msg pulledMsg) file(m *Model, _ bool) tea.Cmd {
	s := m.sessionFor(msg.ticket.Queue)
	held := s.inbox.Held()
	merge := m.mergePulled(s, msg)
	if msg.err != nil {
		m.pullFailed(s, msg)
		return nil
	}
	if msg.result.Metrics != nil {
		s.take(*msg.result.Metrics)
	}
	m.sayPulled(s, msg, merge, held)
	m.checkFollow(s, msg)
	m.noteOddities(msg.ticket.Queue, msg.result.Oddities)
	m.checkJournal(s, msg)
	return m.hurryTick(msg.result.ReceivedAt)
}

// mergePulled files what the pull leased, of an answer that was cut or partly
// wrong as well: what could be read of it is leased all the same.
func (m *Model) mergePulled(s *session, msg pulledMsg) inbox.Merge {
	s.pull = outcome{done: true, err: msg.err, returned: len(msg.result.Messages)}
	if len(msg.result.Messages) == 0 && msg.err != nil {
		return inbox.Merge{}
	}
	s.heard(msg.result.Reply)
	merge := s.inbox.MergePull(msg.result, msg.visibility)
	s.remember(msg.facts)
	s.reclassify(merge.Added...)
	s.reclassify(merge.Changed...)
	m.learn(s)
	s.lapse(m.now)
	return merge
}

// sayPulled tells what the pull brought. What returned nothing is never called
// an empty queue.
func (m *Model) sayPulled(s *session, msg pulledMsg, merge inbox.Merge, heldBefore int) {
	where := ""
	if msg.ticket.Queue != m.open {
		where = " from " + words.Quote(s.queue.Name)
	}
	n := len(msg.result.Messages)
	if n == 0 {
		m.say(notice{text: "Pull returned 0 messages" + where + m.whyNone(s, heldBefore), tone: toneInfo})
		return
	}
	until := m.clockTime(msg.result.SentAt.Add(msg.visibility))
	leased := n - unleased(msg.result.Messages)
	said := notice{
		text: fmt.Sprintf("Leased %s%s until %s: %d new, %d seen before.",
			words.Plural(leased, "message", "messages"), where, until, len(merge.Added), n-len(merge.Added)),
		tone: toneGood,
	}
	if leased == 0 {
		said.text = "The pull" + where + " brought nothing that anybody here can settle."
	}
	if lines := s.pulledLines(msg.result.Messages); len(lines) > 0 {
		said.tone, said.lines = toneWarn, lines
	}
	m.say(said)
}

// pulledLines say what of a pull will end with its lease, and what of it came
// without one.
func (s *session) pulledLines(messages []apiclient.Message) []string {
	var lines []string
	for _, g := range s.byFate(s.lastOf(messages)) {
		lines = append(lines, fmt.Sprintf("When the lease ends, %d %s %s %s.", len(g.targets), g.on, g.will, g.what))
	}
	if bare := unleased(messages); bare > 0 {
		lines = append(lines, words.Count(int64(bare))+" more came without a lease_id: shown as unleased, since nothing here can settle that.")
	}
	return lines
}

// unleased counts the messages of a pull that came without a lease.
func unleased(messages []apiclient.Message) int {
	n := 0
	for i := range messages {
		if messages[i].LeaseID == "" {
			n++
		}
	}
	return n
}

// lastOf are the messages of a pull that may end with this very lease. A pull
// can bring some that nobody had seen before, so that nothing asked.
func (s *session) lastOf(messages []apiclient.Message) []target {
	var last []target
	for i := range messages {
		e, ok := s.inbox.Entry(messages[i].ID)
		if !ok || e.State != inbox.Leased && e.State != inbox.Unleased {
			continue
		}
		if t := s.target(e); t.last != inbox.No {
			last = append(last, t)
		}
	}
	return last
}

// learn takes over what the newest answers have shown of how the API counts.
// Where attempts begin is the API's way, and so holds of every queue.
func (m *Model) learn(s *session) {
	s.judge()
	if !s.inbox.Counting().FromZero || s.fromZero {
		return
	}
	for _, other := range m.sessions {
		other.fromZero = true
		other.judge()
	}
}

func (m *Model) whyNone(s *session, held int) string {
	if until, ok := s.inbox.HeldUntil(); ok && held > 0 {
		return fmt.Sprintf("; %d leased by you until %s.", held, m.clockTime(until))
	}
	if n, known := s.backlog.count(); known && n > 0 {
		return fmt.Sprintf("; about %s in the queue: %s.", words.Count(n), elsewhereWords)
	}
	return ". That does not say that the queue is empty."
}

// hiddenUntil is when what a failed pull may have leased shows up again at the
// latest: its timeout began after the request was sent and before now.
func (m *Model) hiddenUntil(msg pulledMsg) time.Time {
	began := m.now
	if e, ok := errors.AsType[*apiclient.Error](msg.err); ok && e.SentAt.After(began) {
		began = e.SentAt
	}
	return began.Add(msg.visibility + tickEvery)
}

func (m *Model) pullFailed(s *session, msg pulledMsg) {
	n := m.explain("Pull failed", s.queue.Name, msg.err)
	read := len(msg.result.Messages)
	if leased := read - unleased(msg.result.Messages); leased > 0 {
		n.lines = append(n.lines, fmt.Sprintf("%s that could be read %s leased and shown.", words.Plural(leased, "message", "messages"), words.Are(leased)))
	}
	n.lines = append(n.lines, s.pulledLines(msg.result.Messages)...)
	unread := msg.asked - read
	if lost, known := msg.result.Unreadable.Get(); known {
		unread = int(lost)
	}
	if unread > 0 && apiclient.MayHaveTakenEffect(msg.err) {
		n.lines = append(n.lines, fmt.Sprintf(
			"It may have taken effect: up to %s may be hidden, with an attempt spent, until about %s. It was not repeated.",
			words.Plural(unread, "message", "messages"), m.clockTime(m.hiddenUntil(msg))))
	}
	if s.follow.on {
		s.follow.stop("the pull failed")
		n.lines = append(n.lines, "Follow is off.")
	}
	m.say(n)
	m.noteOddities(msg.ticket.Queue, slices.DeleteFunc(slices.Clone(msg.result.Oddities), func(odd string) bool {
		return strings.Contains(msg.err.Error(), odd) // it has been said
	}))
	m.checkJournal(s, msg)
}

// checkJournal is loud about a pull that could not be recorded, and ends all
// pulling: what the journal promised must stay true.
func (m *Model) checkJournal(s *session, msg pulledMsg) {
	if msg.journalErr == nil {
		return
	}
	m.journal = msg.journalErr
	if s.follow.on {
		s.follow.stop("the journal can't be written")
	}
	m.say(notice{
		text: "Not recorded: " + firstLine(msg.journalErr),
		lines: []string{
			words.Plural(len(msg.result.Messages), "message is", "messages are") + " leased and shown, but not in the journal.",
			"Pulling is refused from now on. Quit and start again with a journal that can be written, or without one.",
		},
		tone: toneBad,
	})
}

// journalBroken objects to pulling once the journal has failed.
func journalBroken(m *Model) string {
	if m.journal != nil {
		return "The journal can't be written (" + firstLine(m.journal) + "), so nothing is pulled: start again with one that can, or without."
	}
	return ""
}

// peek looks at the head of the queue without leasing.
func (m *Model) peek() tea.Cmd {
	s := m.session()
	t, ok := m.begin(flight.Peek, s.queue.ID, false)
	if !ok {
		return nil
	}
	return peekCmd(m.opts.API, t, m.pulling.batchSize)
}

func (msg peekedMsg) file(m *Model, _ bool) tea.Cmd {
	s := m.sessionFor(msg.ticket.Queue)
	s.peek = outcome{done: true, err: msg.err, returned: len(msg.result.Messages)}
	asked := msg.asked
	if msg.err != nil {
		asked = len(msg.result.Messages) // what is missing from half an answer is not gone
	}
	merge := s.inbox.MergePeek(msg.result, asked)
	s.remember(msg.facts)
	s.reclassify(merge.Added...)
	s.reclassify(merge.Changed...)
	m.learn(s)
	if msg.err != nil {
		m.say(m.explain("Peek failed", s.queue.Name, msg.err))
		return nil
	}
	s.heard(msg.result.Reply)
	if n := len(msg.result.Messages); n > 0 {
		m.say(notice{
			text: fmt.Sprintf("Peek shows %s, %d new. Nothing was leased.", words.Plural(n, "message", "messages"), len(merge.Added)),
			tone: toneInfo,
		})
	} else {
		m.say(notice{text: "Peek returned 0 messages" + m.whyNone(s, s.inbox.Held()), tone: toneInfo})
	}
	m.noteOddities(msg.ticket.Queue, msg.result.Oddities)
	return nil
}

// block stops everything automatic after a 429, for as long as it says.
func (m *Model) block(err error) {
	// Our own budget's refusal is no breach: whatever was refused tries again later.
	if !apiclient.IsRateLimited(err) || apiclient.IsBudget(err) {
		return
	}
	wait, ok := apiclient.RetryAfter(err)
	if !ok {
		wait = rateLimitWindow
	}
	if until := m.now.Add(wait); until.After(m.blocked) {
		m.blocked = until
	}
	for _, s := range m.sessions {
		if s.follow.on {
			s.follow.stop(rateLimitedWords)
		}
	}
}

// rateLimitWindow is how long a breach blocks all calls where no Retry-After
// says otherwise (documented).
const rateLimitWindow = 5 * time.Minute
