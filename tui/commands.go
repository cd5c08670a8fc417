package tui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/views"
)

// The commands are free functions: they take what they need and never the
// model, so nothing that Update changes is read from another goroutine.

func tickCmd(chain int, after time.Duration, now func() time.Time) tea.Cmd {
	return tea.Tick(after, func(time.Time) tea.Msg { return tickMsg{chain, now()} })
}

func listCmd(api API, t flight.Ticket) tea.Cmd {
	return func() tea.Msg {
		queues, err := api.ListQueues(t.Ctx)
		return queuesMsg{answer{t, err}, queues}
	}
}

func findCmd(api API, t flight.Ticket, nameOrID string) tea.Cmd {
	return func() tea.Msg {
		queue, err := api.FindQueue(t.Ctx, nameOrID)
		return foundMsg{answer{t, err}, queue}
	}
}

// settingsCmd reads a queue and its consumers. Either failing is an error, but
// what the other said is kept.
func settingsCmd(api API, t flight.Ticket) tea.Cmd {
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

func metricsCmd(api API, t flight.Ticket) tea.Cmd {
	return func() tea.Msg {
		metrics, err := api.Metrics(t.Ctx, t.Queue)
		return metricsMsg{answer{t, err}, metrics}
	}
}

func peekCmd(api API, t flight.Ticket, batch int) tea.Cmd {
	return func() tea.Msg {
		result, err := api.Peek(t.Ctx, t.Queue, batch)
		return peekedMsg{answer{t, err}, batch, result, factsOf(result.Messages)}
	}
}

// pullCmd pulls and records what came before anybody can see it.
func pullCmd(api API, t flight.Ticket, queue apiclient.Queue, journal Journal, options apiclient.PullOptions, byTimer bool) tea.Cmd {
	return func() tea.Msg {
		result, err := api.Pull(t.Ctx, t.Queue, options)
		var journalErr error
		if journal != nil {
			journalErr = journal.Append(queue, result.SentAt, result.Messages)
		}
		return pulledMsg{
			answer: answer{t, err}, journalErr: journalErr,
			asked: options.BatchSize, visibility: options.VisibilityTimeout, byTimer: byTimer,
			result: result, facts: factsOf(result.Messages),
		}
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
