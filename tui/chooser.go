package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/views"
)

// chooser is the list of queues that stands where no queue was named.
type chooser struct {
	queues []apiclient.Queue
	loaded bool
	err    error
	cursor apiclient.QueueID
}

func (m *Model) readQueues() tea.Cmd {
	t, ok := m.begin(callList, "", false)
	if !ok {
		return nil
	}
	return listCmd(m.opts.API, t)
}

func (m *Model) fileQueues(msg queuesMsg) tea.Cmd {
	if !m.end(callList, "", msg.seq) {
		return nil
	}
	m.chooser.err = msg.err
	if msg.err != nil {
		m.say(m.explain("The list of queues could not be read", "", msg.err))
		return nil
	}
	m.chooser.loaded = true
	m.chooser.queues = msg.queues
	slices.SortStableFunc(m.chooser.queues, func(a, b apiclient.Queue) int { return strings.Compare(a.Name, b.Name) })
	if m.chooser.row() < 0 && len(msg.queues) > 0 {
		m.chooser.cursor = msg.queues[0].ID
	}
	return nil
}

// row is the row number of the cursor's queue; -1 when it is not in the list.
func (c *chooser) row() int {
	return slices.IndexFunc(c.queues, func(q apiclient.Queue) bool { return q.ID == c.cursor })
}

func (c *chooser) move(n int) {
	if len(c.queues) > 0 {
		c.cursor = c.queues[min(max(c.row()+n, 0), len(c.queues)-1)].ID
	}
}

// openChosen opens the queue under the cursor.
func (m *Model) openChosen() tea.Cmd {
	return m.openQueue(m.chooser.queues[m.chooser.row()])
}

func queueRows(queues []apiclient.Queue) []views.QueueRow {
	rows := make([]views.QueueRow, len(queues))
	for i, q := range queues {
		rows[i] = views.QueueRow{Name: q.Name, ID: string(q.ID), Consumer: consumerWords(q), Paused: q.DeliveryPaused}
	}
	return rows
}

// consumerWords says who takes messages from a queue, as the list tells it.
func consumerWords(q apiclient.Queue) string {
	if len(q.Consumers) == 0 {
		if q.ConsumersTotal > 0 {
			return plural(q.ConsumersTotal, "consumer", "consumers")
		}
		return "no consumer"
	}
	return consumerName(&q.Consumers[0])
}

func consumerName(c *apiclient.Consumer) string {
	switch {
	case c == nil:
		return "none"
	case c.Type == apiclient.ConsumerHTTPPull:
		return "pull"
	case c.Script != "":
		return "Worker " + c.Script
	default:
		return string(c.Type)
	}
}
