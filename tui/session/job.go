package session

import (
	"slices"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// Verb is what a job does to its targets.
type Verb uint8

// The verbs. A release is a retry at once of whatever it ends no message of.
const (
	Ack Verb = iota
	Retry
	Release
	Extend
)

// Job settles its targets in calls of at most 100 leases, one after the other.
// Each call is sent once; after one that failed the rest is not sent.
type Job struct {
	Verb       Verb
	Rest       []Target       // not sent yet
	Agreed     Consent        // to what of it a person has said yes
	Delay      *time.Duration // of a retry; nil = the consumer's
	Visibility time.Duration  // of an extension

	Total     int      // targets in all
	Sent      int      // targets whose call has been answered
	Tally              // of the calls answered
	Notes     []string // that the API gave without naming a lease
	Cancelled bool     // no further call begins
	LeftLast  []Target // not sent, since a retry would end them, or might
	LeftDoubt []Target // not sent, since their last call is in doubt
	StaleCopy bool     // an extension replaced the lease that was copied last
}

// Tally is how many messages calls settled, as far as their answers tell. The
// Note of those that it names says why.
type Tally struct {
	Accepted int
	Unsure   int // the answer did not say whether they were accepted
	Unnamed  int // extended without a new lease_id
	Refused  []apiclient.MessageID
	Warned   []apiclient.MessageID // accepted, with a warning
}

// Consent is what a person has said yes to, by lease. The zero value is none.
type Consent struct {
	ends  map[apiclient.LeaseID]bool // a retry ends a message, or may
	doubt map[apiclient.LeaseID]bool // an earlier call may have taken effect
}

// ConsentTo is a yes to a question that named these targets.
func ConsentTo(targets []Target) Consent {
	c := Consent{map[apiclient.LeaseID]bool{}, map[apiclient.LeaseID]bool{}}
	for _, t := range targets {
		c.ends[t.Lease] = t.Ends != inbox.No
		c.doubt[t.Lease] = t.Doubt
	}
	return c
}

// Covers says whether a target, as things stand now, does only what was agreed.
func (c Consent) Covers(t Target) bool { return c.coversEnd(t) && c.coversDoubt(t) }

func (c Consent) coversEnd(t Target) bool   { return t.Ends == inbox.No || c.ends[t.Lease] }
func (c Consent) coversDoubt(t Target) bool { return !t.Doubt || c.doubt[t.Lease] }

// Job is what settles leases of this queue now; nil when nothing does.
func (s *Session) Job() *Job { return s.job }

// StartJob takes a job up. Its first call is yet to be taken.
func (s *Session) StartJob(j *Job) {
	j.Total = len(j.Rest)
	s.job = j
}

// EndJob lets the job go, whatever is left of it, and returns it.
func (s *Session) EndJob() *Job {
	j := s.job
	s.job = nil
	return j
}

// Take is the next call's targets; none when nothing is left that may be sent.
// Before each call it is asked again what the call would do: nothing ends, and
// nothing in doubt is settled, to which nobody has agreed, whatever was true when
// the targets were frozen.
func (s *Session) Take(j *Job) []Target {
	var batch []Target
	leases, judge := 0, s.judging()
	for len(j.Rest) > 0 {
		t := judge(j.Rest[0])
		fresh := len(batch) == 0 || t.Lease != batch[len(batch)-1].Lease
		if fresh && leases == apiclient.MaxBatchSize {
			break
		}
		j.Rest = j.Rest[1:]
		switch {
		case !j.Agreed.coversDoubt(t):
			j.LeftDoubt = append(j.LeftDoubt, t)
		case j.Verb != Ack && j.Verb != Extend && !j.Agreed.coversEnd(t):
			j.LeftLast = append(j.LeftLast, t)
		default:
			batch = append(batch, t)
			if fresh {
				leases++
			}
		}
	}
	return batch
}

// Answered counts a call of so many targets that was answered.
func (j *Job) Answered(targets int, t Tally, notes ...string) {
	j.Sent += targets
	j.Accepted += t.Accepted
	j.Unsure += t.Unsure
	j.Unnamed += t.Unnamed
	j.Refused = slices.Concat(j.Refused, t.Refused)
	j.Warned = slices.Concat(j.Warned, t.Warned)
	j.Notes = slices.Concat(j.Notes, notes)
}

// Goes says whether the job has another call to send.
func (j *Job) Goes() bool { return len(j.Rest) > 0 && !j.Cancelled }
