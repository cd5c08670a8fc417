package trouble

import (
	"slices"
	"strings"

	"leaseview/apiclient"
)

// ConsumerNames names every consumer of a queue: mostly one. A Worker's script
// and a kind that is not known are text from outside.
func ConsumerNames(consumers []apiclient.Consumer) string {
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

func pullable(consumers []apiclient.Consumer) bool {
	return slices.ContainsFunc(consumers, func(c apiclient.Consumer) bool { return c.Type == apiclient.ConsumerHTTPPull })
}

// AddConsumerCommand gives a queue an HTTP pull consumer.
func AddConsumerCommand(queue string) string {
	return "wrangler queues consumer http add " + apiclient.ShellQuote(queue)
}

// ResumeCommand ends the pause of a queue's delivery.
func ResumeCommand(queue string) string {
	return "wrangler queues resume-delivery " + apiclient.ShellQuote(queue)
}

// MakeRoom says how a queue comes by a pull consumer where others stand in its
// way: by their kinds. It names no action.
func MakeRoom(queue string, others []apiclient.Consumer) Line {
	line := Line{{Text: "To pull instead, remove that one ("}}
	if len(others) > 1 {
		line = Line{{Text: "To pull instead, remove those ("}}
	}
	for i, c := range others {
		if i > 0 {
			line = append(line, Part{Text: "; "})
		}
		line = append(line, removal(queue, c)...)
	}
	return append(line, Part{Text: "), then: "}, Part{Command: AddConsumerCommand(queue)})
}

// removal is how a consumer is taken away from its queue.
func removal(queue string, c apiclient.Consumer) Line {
	switch {
	case c.Type == apiclient.ConsumerNotification:
		return Line{
			{Command: "wrangler queues consumer notification remove " + apiclient.ShellQuote(queue)},
			{Text: ", which needs a wrangler after 4.164.0: until then, in the dashboard"},
		}
	case c.Type == apiclient.ConsumerWorker && c.Script != "":
		return Line{{Command: "wrangler queues consumer worker remove " + apiclient.ShellQuote(queue) + " " + apiclient.ShellQuote(c.Script)}}
	default:
		return Line{{Text: "in the dashboard"}}
	}
}
