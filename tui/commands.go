package tui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/session"
	"leaseview/views"
)

// The commands are free functions: they take what they need and never the
// model, so nothing that Update changes is read from another goroutine.

func tickCmd(chain int, after time.Duration, now func() time.Time) tea.Cmd {
	return tea.Tick(after, func(time.Time) tea.Msg { return tickMsg{chain, now()} })
}

// listCmd waits for the next page of the list.
func listCmd(list *apiclient.QueueList, t flight.Ticket) tea.Cmd {
	return func() tea.Msg {
		part, more, err := list.Next(t.Ctx)
		return queuesMsg{answer{t, err}, more, part}
	}
}

func findCmd(api Reader, t flight.Ticket, nameOrID string) tea.Cmd {
	return func() tea.Msg {
		queue, err := api.FindQueue(t.Ctx, nameOrID)
		return foundMsg{answer{t, err}, queue}
	}
}

// settingsCmd reads a queue and its consumers. Either failing is an error, but
// what the other said is kept.
func settingsCmd(api Reader, t flight.Ticket) tea.Cmd {
	return func() tea.Msg {
		queue, err := api.GetQueue(t.Ctx, t.Queue)
		consumers, consumersErr := api.Consumers(t.Ctx, t.Queue)
		consumed := consumersErr == nil
		switch {
		case err == nil:
			err = consumersErr
		case consumersErr != nil:
			err = fmt.Errorf("%w; %w", err, consumersErr)
		}
		return settingsMsg{answer{t, err}, queue, consumers, consumed}
	}
}

func metricsCmd(api Reader, t flight.Ticket) tea.Cmd {
	return func() tea.Msg {
		metrics, err := api.Metrics(t.Ctx, t.Queue)
		return metricsMsg{answer{t, err}, metrics}
	}
}

// peekCmd asks once more for fewer messages, unless fallback is 0, where the API
// refuses to show so many.
func peekCmd(api Reader, t flight.Ticket, size, fallback int) tea.Cmd {
	return func() tea.Msg {
		msg := peekedMsg{asked: size}
		result, err := api.Peek(t.Ctx, t.Queue, size)
		if fallback > 0 && apiclient.IsBadRequest(err) {
			msg.asked, msg.refused = fallback, size
			result, err = api.Peek(t.Ctx, t.Queue, fallback)
		}
		msg.answer, msg.result, msg.facts = answer{t, err}, result, session.FactsOf(result.Messages)
		return msg
	}
}

func pullCmd(r recorder, t flight.Ticket, options apiclient.PullOptions) tea.Cmd {
	return func() tea.Msg {
		result, journal, err := r.pull(t.Ctx, options)
		return pulledMsg{
			answer: answer{t, err}, journal: journal,
			asked: options.BatchSize, visibility: options.VisibilityTimeout,
			result: result, facts: session.FactsOf(result.Messages),
		}
	}
}

func settleCmd(r recorder, t flight.Ticket, s settlement) tea.Cmd {
	return func() tea.Msg {
		result, journal, err := r.settle(t.Ctx, s)
		return settledMsg{answer: answer{t, err}, journal: journal, verb: s.verb, batch: s.targets, settlement: settlementOf(s.verb, s.targets, s.delay), result: result}
	}
}

func extendCmd(r recorder, t flight.Ticket, batch []session.Target, visibility time.Duration) tea.Cmd {
	return func() tea.Msg {
		result, journal, err := r.extend(t.Ctx, batch, visibility)
		return settledMsg{
			answer: answer{t, err}, journal: journal, verb: session.Extend, batch: batch, visibility: visibility, extended: result,
		}
	}
}

func settlementOf(v session.Verb, batch []session.Target, delay *time.Duration) apiclient.Settlement {
	var s apiclient.Settlement
	for _, lease := range session.Leases(batch) {
		if v == session.Ack {
			s.Acks = append(s.Acks, lease)
		} else {
			s.Retries = append(s.Retries, apiclient.Retry{LeaseID: lease, Delay: delay})
		}
	}
	return s
}

// copyCmd makes the text of a large copy.
func copyCmd(what string, of copyOf, text func(copyOf) (string, error)) tea.Cmd {
	return func() tea.Msg {
		made, err := text(of)
		return copyMadeMsg{what, made, err}
	}
}

func clipboardCmd(write func(string) error, what, text string) tea.Cmd {
	return func() tea.Msg { return copiedMsg{what, text, write(text)} }
}

func prepareCmd(in views.BodyInput, key bodyKey, theme views.Theme) tea.Cmd {
	return func() tea.Msg {
		return preparedMsg{views.PrepareBody(in, key.width, theme), key}
	}
}

// armCmd ends a question's quiet when its time is over, unless a key has begun
// another.
func armCmd(question any, quiet int) tea.Cmd {
	return tea.Tick(quietTime, func(time.Time) tea.Msg { return armedMsg{question, quiet} })
}
