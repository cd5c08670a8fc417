package tui

import (
	"fmt"

	"leaseview/tui/words"
	"leaseview/views"
)

// The texts for nothing to show. Loading, failed, not pullable and nothing
// waiting are different things, and each says what to press next.

func (m *Model) emptyListTitle() string {
	switch {
	case m.chooser.err != nil && !m.chooser.loaded:
		return "The list of queues could not be read"
	case !m.chooser.loaded:
		return "Reading the list of queues…"
	default:
		return "This account has no queues"
	}
}

func (m *Model) emptyListLines() []string {
	switch {
	case m.chooser.err != nil && !m.chooser.loaded:
		return m.explainOpening("", m.chooser.err)
	case !m.chooser.loaded:
		return nil
	default:
		return []string{"Make one with: wrangler queues create NAME", "r reads the list again."}
	}
}

// explainOpening fills an empty screen with why it is empty.
func (m *Model) explainOpening(queue string, err error) []string {
	return append(append([]string{firstLine(err)}, m.explain("", queue, err).lines...), "r tries again, q quits.")
}

// emptyTable is what the table says while it has no rows.
func (m *Model) emptyTable(s *session) (string, []string) {
	switch {
	case s == nil && m.findErr != nil:
		return "The queue " + words.Quote(m.opts.Queue) + " could not be opened", m.explainOpening(m.opts.Queue, m.findErr)
	case s == nil:
		return "Opening " + m.opts.Queue + "…", nil
	case s.pull.done && s.pull.err == nil && s.pull.returned == 0:
		return "Pull returned 0 messages", []string{m.backlogHint(s), "p pulls again, v peeks."}
	case s.peek.err != nil:
		lines := append([]string{firstLine(s.peek.err)}, m.explain("", s.queue.Name, s.peek.err).lines...)
		return "Peek failed", append(lines, "v tries again, p pulls a batch (which leases it).")
	case !s.peek.done:
		return "Peeking at " + s.queue.Name + "…", nil
	case s.queue.DeliveryPaused:
		return "Peek returned 0 messages; delivery is paused", []string{m.backlogHint(s), "Resume it with: " + resumeCommand(s.queue.Name)}
	default:
		return "Peek returned 0 messages", []string{m.backlogHint(s), "v peeks again, p pulls a batch (which leases it)."}
	}
}

// emptyDetail is what the detail pane says while no message is selected.
func (m *Model) emptyDetail(s *session) (string, string) {
	switch {
	case s == nil:
		return "", ""
	case m.opts.ReadOnly:
		return "No message selected", "v peeks without leasing."
	default:
		return "No message selected", "v peeks without leasing; p pulls a batch."
	}
}

// leaseHint is how to come by a lease.
func (m *Model) leaseHint() string {
	switch {
	case m.opts.ReadOnly:
		return "read-only mode leases nothing"
	case cannotPull(m) != "":
		return "nothing can be pulled from this queue now"
	default:
		return "p leases a batch"
	}
}

// backlogHint says what the backlog tells of a queue that shows nothing. Why
// messages are not handed out nobody can see: an answer without any does not
// mean that there are none.
func (m *Model) backlogHint(s *session) string {
	n, known := s.backlog.count()
	switch {
	case !known:
		return "The backlog is not known."
	case n == 0:
		return "The backlog is about 0."
	default:
		return fmt.Sprintf("About %s in the queue: %s.", words.Plural(int(n), "message is", "messages are"), elsewhereWords)
	}
}

// elsewhereWords are the reasons for which a queue may hand out nothing.
const elsewhereWords = "they may be leased, delayed, or on their way back after a retry"

// cannotPull says why a pull can't work on this queue, as far as its settings
// are known.
func cannotPull(m *Model) string {
	s := m.session()
	switch {
	case s.queue.DeliveryPaused:
		return "Delivery of this queue is paused, so nothing can be leased. Resume it with: " + resumeCommand(s.queue.Name) + " (then r). v still peeks."
	case s.settings && s.pullConsumer() == nil && len(s.consumers) > 0:
		return "The queue is consumed by " + views.Safe(consumerNames(s.consumers)) + ": it has no HTTP pull consumer, so nothing can be leased. v still peeks. " +
			makeRoom(s.queue.Name, s.consumers)
	case s.settings && len(s.consumers) == 0:
		return "The queue has no HTTP pull consumer. Add one with: " + addConsumerCommand(s.queue.Name) + " (then r). v still peeks."
	}
	return ""
}

// cannotFollow objects to starting, never to stopping.
func cannotFollow(m *Model) string {
	switch {
	case m.session().follow.on:
		return ""
	case m.now.Before(m.blocked):
		return "The API limits the rate of calls: everything automatic waits for another " + words.Clock(m.blocked.Sub(m.now)) + "."
	}
	return cannotPull(m)
}

// noQueues objects while there is no queue to open.
func noQueues(m *Model) string {
	if m.chooser.row < 0 {
		return "No queue to open: r reads the list again."
	}
	return ""
}
