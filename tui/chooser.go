package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/tui/words"
	"leaseview/views"
)

// chooser is the list of queues that stands where no queue was named.
type chooser struct {
	queues []apiclient.Queue
	loaded bool
	err    error
	row    int // the cursor's; -1 while there are no queues
}

func (m *Model) readQueues() tea.Cmd {
	t, ok := m.begin(flight.List, "", false)
	if !ok {
		return nil
	}
	return listCmd(m.opts.API, t)
}

func (msg queuesMsg) file(m *Model, _ bool) tea.Cmd {
	m.chooser.err = msg.err
	if msg.err != nil {
		if m.chooser.loaded {
			m.say(m.explain("The list of queues could not be read", "", msg.err))
		}
		return nil
	}
	m.chooser.loaded = true
	m.chooser.replace(msg.queues)
	for i := range msg.queues {
		m.noteOddities("", msg.queues[i].Oddities)
	}
	m.list.SetRows(queueRows(m.chooser.queues))
	return nil
}

// replace takes a newly read list. The cursor stays on its queue, wherever that
// stands by now.
func (c *chooser) replace(queues []apiclient.Queue) {
	var selected apiclient.QueueID
	if c.row >= 0 {
		selected = c.queues[c.row].ID
	}
	slices.SortStableFunc(queues, func(a, b apiclient.Queue) int { return strings.Compare(a.Name, b.Name) })
	c.queues = queues
	c.row = slices.IndexFunc(queues, func(q apiclient.Queue) bool { return q.ID == selected && selected != "" })
	if c.row < 0 && len(queues) > 0 {
		c.row = 0
	}
}

// move goes n rows on, stopping at both ends.
func (c *chooser) move(n int) { c.row = min(max(c.row+n, 0), len(c.queues)-1) }

// openChosen opens the queue under the cursor.
func (m *Model) openChosen() tea.Cmd {
	q := m.chooser.queues[m.chooser.row]
	if q.ID == "" {
		m.say(notice{text: "The API gave no id for this queue, so it can't be opened.", tone: toneWarn})
		return nil
	}
	return m.openQueue(q)
}

func queueRows(queues []apiclient.Queue) []views.QueueRow {
	rows := make([]views.QueueRow, len(queues))
	for i, q := range queues {
		rows[i] = views.QueueRow{Name: queueName(q), ID: string(q.ID), Consumer: consumerWords(q), Paused: q.DeliveryPaused}
	}
	return rows
}

// queueName is a queue's name, or its id where the API gave no name.
func queueName(q apiclient.Queue) string {
	if q.Name == "" {
		return string(q.ID)
	}
	return q.Name
}

// consumerWords says who takes messages from a queue, as the list tells it.
func consumerWords(q apiclient.Queue) string {
	if len(q.Consumers) == 0 {
		switch n, known := q.ConsumersTotal.Get(); {
		case !known:
			return "consumer unknown"
		case n > 0:
			return words.Plural(int(n), "consumer", "consumers")
		default:
			return "no consumer"
		}
	}
	return consumerNames(q.Consumers)
}

// consumerNames names every consumer of a queue: mostly one.
func consumerNames(consumers []apiclient.Consumer) string {
	if len(consumers) == 0 {
		return "none"
	}
	names := make([]string, len(consumers))
	for i, c := range consumers {
		names[i] = consumerName(c)
	}
	return strings.Join(names, " + ")
}

func consumerName(c apiclient.Consumer) string {
	switch {
	case c.Type == apiclient.ConsumerHTTPPull:
		return "pull"
	case c.Type == apiclient.ConsumerWorker && c.Script != "":
		return "Worker " + c.Script
	case c.Type == apiclient.ConsumerWorker:
		return "Worker"
	case c.Type == "":
		return "an unknown consumer"
	default:
		return string(c.Type)
	}
}
