package tui

import (
	"context"
	"errors"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// recorder makes the calls that lease messages and settle or extend leases of one
// queue, and writes them into the journal, if there is one: a delivery before
// anybody sees it, a call about leases before it is sent and once it is answered.
// Whoever starts after a crash can tell from that which leases run. It is used by
// the goroutines of commands.
type recorder struct {
	api   Leaser
	book  Journal // nil = none
	queue apiclient.Queue
	now   func() time.Time
}

// recorder is that of the queue on which the operator works.
func (o operator) recorder() recorder {
	return recorder{o.opts.Leaser, o.opts.Journal, o.s.Queue(), o.opts.Now}
}

// journaling is how the journal took a call.
type journaling struct {
	err      error // what happened is not in it
	replaced bool  // its file was, since the last call
}

// unrecordedError is why a call was not sent: the journal could not take it.
type unrecordedError struct{ err error }

func (e unrecordedError) Error() string { return e.err.Error() }
func (e unrecordedError) Unwrap() error { return e.err }

// pull leases a batch, and writes what came before anybody can see it.
func (r recorder) pull(ctx context.Context, options apiclient.PullOptions) (result apiclient.PullResult, j journaling, err error) {
	result, err = r.api.Pull(ctx, r.queue.ID, options)
	if r.book != nil {
		j.err = r.book.Deliver(r.queue, result.SentAt, options.VisibilityTimeout, result.Messages)
		j.replaced = r.book.Replaced()
	}
	return result, j, err
}

// settlement is what one call settles.
type settlement struct {
	verb    session.Verb
	targets []session.Target
	delay   *time.Duration // of a retry; nil = the consumer's
}

// settle sends what is on the disk as about to be sent. What can't be written is
// not sent: the next run would take the lease for one that nobody has settled.
func (r recorder) settle(ctx context.Context, s settlement) (result apiclient.SettleResult, j journaling, err error) {
	wire := settlementOf(s.verb, s.targets, s.delay)
	call, j := r.intend(record.Call{Act: acts[s.verb], Leases: leasesOf(s.targets), Delay: s.delay})
	if j.err != nil {
		return result, j, unrecordedError{j.err}
	}
	result, err = r.api.Settle(ctx, r.queue.ID, wire)
	j.err = r.conclude(call, inbox.SettleVerdicts(wire, result), nil, err)
	return result, j, err
}

// release puts back leases when the program ends. It does so also where the
// journal can't be written. A release ends no message and loses none; unsent, it
// would hide them from everybody until the leases lapse, and nobody is left to
// mend the journal and try again.
func (r recorder) release(ctx context.Context, targets []session.Target, wire apiclient.Settlement) (apiclient.SettleResult, journaling, error) {
	now := time.Duration(0)
	result, j, err := r.settle(ctx, settlement{session.Release, targets, &now})
	if _, unsent := errors.AsType[unrecordedError](err); unsent {
		result, err = r.api.Settle(ctx, r.queue.ID, wire)
	}
	return result, j, err
}

// extend asks for new leases, as settle settles.
func (r recorder) extend(ctx context.Context, targets []session.Target, visibility time.Duration) (result apiclient.ExtendResult, j journaling, err error) {
	leases := session.Leases(targets)
	call, j := r.intend(record.Call{Act: record.Extend, Leases: leasesOf(targets), Visibility: visibility})
	if j.err != nil {
		return result, j, unrecordedError{j.err}
	}
	result, err = r.api.Extend(ctx, r.queue.ID, leases, visibility)
	verdicts := inbox.ExtendVerdicts(leases, result)
	var extended []record.Extended
	for i, v := range verdicts {
		if err == nil && v.Ruling == inbox.Done {
			extended = append(extended, record.Extended{
				Old: v.Lease, New: v.New, Messages: call.Leases[i].Messages, Until: result.SentAt.Add(visibility),
			})
		}
	}
	j.err = r.conclude(call, verdicts, extended, err)
	return result, j, err
}

// adopt writes that this run goes on with leases of one that has ended.
func (r recorder) adopt(targets []session.Target) (j journaling) {
	if r.book != nil {
		j.err = r.book.Adopt(r.queue, r.now(), leasesOf(targets))
		j.replaced = r.book.Replaced()
	}
	return j
}

// intend writes a call that is about to be sent.
func (r recorder) intend(c record.Call) (record.Call, journaling) {
	if r.book == nil {
		return c, journaling{}
	}
	c, err := r.book.Intend(r.queue, r.now(), c)
	return c, journaling{err, r.book.Replaced()}
}

// conclude writes what came of a call.
func (r recorder) conclude(c record.Call, verdicts []inbox.Verdict, extended []record.Extended, err error) error {
	if r.book == nil {
		return nil
	}
	of := make([]record.Lease, len(c.Leases))
	for i, lease := range c.Leases {
		of[i] = lease
		switch {
		case err != nil && apiclient.MayHaveTakenEffect(err):
			of[i].Result, of[i].Reason = record.Unknown, err.Error()
		case err != nil:
			of[i].Result, of[i].Reason = record.Refused, err.Error()
		default:
			of[i].Result, of[i].Reason = results[verdicts[i].Ruling], verdicts[i].Note
		}
	}
	return r.book.Conclude(r.queue, r.now(), c, of, extended)
}

var acts = map[session.Verb]record.Act{
	session.Ack: record.Ack, session.Retry: record.Retry, session.Release: record.Release, session.Extend: record.Extend,
}

var results = map[inbox.Ruling]record.Result{
	inbox.Done: record.Accepted, inbox.Refused: record.Refused, inbox.Unsure: record.Unknown,
}

// leasesOf lists the leases of targets with their messages, in the order of
// session.Leases.
func leasesOf(targets []session.Target) []record.Lease {
	var list []record.Lease
	for i, t := range targets {
		if i == 0 || t.Lease != targets[i-1].Lease {
			list = append(list, record.Lease{ID: t.Lease})
		}
		last := &list[len(list)-1]
		last.Messages = append(last.Messages, t.ID)
	}
	return list
}
