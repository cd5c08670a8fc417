package session

import (
	"time"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// Pull is a pull and its answer, which holds leases however it ended.
type Pull struct {
	Result     apiclient.PullResult
	Err        error
	Visibility time.Duration // that was asked for
	Unasked    bool          // a timer pulled: the cursor stays where somebody may be reading
	Facts      map[apiclient.MessageID]Facts
}

// PullReport is what a pull changed.
type PullReport struct {
	Leased int      // messages that came with a lease
	Bare   int      // messages that came without one, so that nothing here can settle them
	New    int      // of both, those never seen before
	Again  int      // of both, those that were leased here already
	Held   int      // leases that ran before it
	Last   []Target // that may end with this very lease
}

// Seen is how many of the messages were known before.
func (r PullReport) Seen() int { return r.Leased + r.Bare - r.New }

// FilePull takes what a pull leased, of an answer that was cut or partly wrong as
// well: what could be read of it is leased all the same.
func (s *Session) FilePull(p Pull, now time.Time) PullReport {
	messages := p.Result.Messages
	report := PullReport{Held: s.Held(), Again: s.leasedAlready(messages)}
	s.pull = ended(len(messages), p.Err)
	if len(messages) == 0 && p.Err != nil {
		return report
	}
	s.Heard(p.Result.Reply)
	report.New = s.took(s.inbox.MergePull(p.Result, p.Visibility), p.Facts)
	s.Lapse(now)
	if !p.Unasked && !s.RangeOpen() {
		s.goToLeased(messages)
	}
	for i := range messages {
		if messages[i].LeaseID == "" {
			report.Bare++
		}
	}
	report.Leased = len(messages) - report.Bare
	report.Last = s.lastOf(messages)
	return report
}

// leasedAlready is how many of the messages are leased here.
func (s *Session) leasedAlready(messages []apiclient.Message) int {
	n := 0
	for i := range messages {
		if e, ok := s.inbox.Entry(messages[i].ID); ok && e.State == inbox.Leased {
			n++
		}
	}
	return n
}

// lastOf are the messages of a pull that may end with this very lease. A pull
// can bring some that nobody had seen before, so that nothing asked.
func (s *Session) lastOf(messages []apiclient.Message) []Target {
	var last []Target
	for i := range messages {
		e, ok := s.inbox.Entry(messages[i].ID)
		if !ok || e.State != inbox.Leased && e.State != inbox.Unleased {
			continue
		}
		if t := s.target(e); t.Last != inbox.No {
			last = append(last, t)
		}
	}
	return last
}

// Peek is a peek and its answer.
type Peek struct {
	Result apiclient.PeekResult
	Err    error
	Asked  int // messages
	Facts  map[apiclient.MessageID]Facts
}

// FilePeek takes what a peek showed, and returns how many of its messages were
// never seen before.
func (s *Session) FilePeek(p Peek) int {
	s.peek = ended(len(p.Result.Messages), p.Err)
	asked := p.Asked
	if p.Err != nil {
		asked = 0 // half an answer tells nothing of what it lacks
	} else {
		s.Heard(p.Result.Reply)
	}
	return s.took(s.inbox.MergePeek(p.Result, asked), p.Facts)
}

// took files what a merge changed, and returns how many messages are new.
func (s *Session) took(merge inbox.Merge, facts map[apiclient.MessageID]Facts) int {
	s.remember(facts)
	s.reclassify(merge.Added...)
	s.reclassify(merge.Changed...)
	s.judge()
	return len(merge.Added)
}

// FileSettled takes the answer of a call that acked or retried, and takes away
// the marks of what it settled.
func (s *Session) FileSettled(batch []Target, sent apiclient.Settlement, result apiclient.SettleResult) Tally {
	s.Heard(result.Reply)
	settled := s.inbox.MergeSettle(sent, result)
	byMark := s.Marked(s.cursor)
	for _, id := range append(settled.Acked, settled.Retried...) {
		delete(s.marks, id)
		if e, _ := s.inbox.Entry(id); e.Note != "" {
			s.unread[id] = struct{}{}
		}
	}
	s.reclassifyLeases(batch)
	if byMark && !s.ShowsFinished() {
		s.leaveFinished() // it was not settled for being under the cursor
	}
	return Tally{
		Accepted: len(settled.Acked) + len(settled.Retried), Unsure: len(settled.Unsure),
		Refused: settled.Refused, Warned: settled.Warned,
	}
}

// FileExtended takes the answer of a call that extended.
func (s *Session) FileExtended(batch []Target, result apiclient.ExtendResult, visibility time.Duration, now time.Time) Tally {
	s.Heard(result.Reply)
	extended := s.inbox.MergeExtend(Leases(batch), result, visibility)
	s.Lapse(now)
	s.reclassifyLeases(batch)
	return Tally{
		Accepted: len(extended.Extended), Unsure: len(extended.Unsure), Unnamed: extended.Unnamed,
		Refused: extended.Refused, Warned: extended.Warned,
	}
}

// Doubt says of leases that a call about them may have taken effect, though
// nobody can know since its answer was given up; why is put down with each message.
// It returns how many messages that is said of.
func (s *Session) Doubt(leases []apiclient.LeaseID, why string, at time.Time) int {
	doubtful := s.inbox.Doubt(leases, why, at)
	s.relist(doubtful...)
	return len(doubtful)
}

func (s *Session) reclassifyLeases(batch []Target) {
	for _, t := range batch {
		s.reclassify(s.inbox.Sharing(t.Lease)...)
	}
}
