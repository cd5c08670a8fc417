package tui

import (
	"errors"
	"strings"

	"leaseview/apiclient"
	"leaseview/tui/words"
	"leaseview/views"
)

// explain turns an error into what happened, what it means and what to do. Keys
// are named only where they work.
func (m *Model) explain(happened, queue string, err error) notice {
	n := notice{text: happened + ": " + reason(err), tone: toneBad}
	for _, e := range explanations {
		if e.applies(err) {
			n.lines = append(n.lines, e.says(m, queue, err)...)
			break
		}
	}
	if s := m.session(); s != nil && (s.backlog.known || s.inbox.Len() > 0) {
		n.lines = append(n.lines, "The last good data stays on screen. Metrics recover by themselves; r reads everything again.")
	}
	return n
}

// explanation is one kind of trouble and its way out.
type explanation struct {
	applies func(error) bool
	says    func(m *Model, queue string, err error) []string
}

// explanations are tried in this order: the first that applies speaks.
var explanations = []explanation{
	{apiclient.IsCanceled, func(*Model, string, error) []string {
		return []string{"You cancelled it."}
	}},
	{apiclient.IsNoPullConsumer, func(m *Model, queue string, _ error) []string {
		lines := []string{"The queue has no HTTP pull consumer, so nothing can be leased. v (peek) still works."}
		if s := m.session(); s != nil && len(s.consumers) > 0 && s.pullConsumer() == nil {
			lines = append(lines, "It is consumed by "+views.Safe(consumerNames(s.consumers))+".", makeRoom(queue, s.consumers))
		} else {
			lines = append(lines, "Add one with: "+addConsumerCommand(queue))
		}
		return append(lines, "A consumer that was added seconds ago may need a moment.")
	}},
	{apiclient.IsPaused, func(_ *Model, queue string, _ error) []string {
		return []string{
			"Delivery of this queue is paused. Nothing was leased; v (peek) still works.",
			"Resume it with: " + resumeCommand(queue),
		}
	}},
	{apiclient.IsRateLimited, func(_ *Model, _ string, err error) []string {
		wait, ok := apiclient.RetryAfter(err)
		if !ok {
			wait = rateLimitWindow
		}
		return []string{
			"Too many calls: the API refuses them for " + words.Clock(wait) + ". Everything automatic stops until then.",
		}
	}},
	{apiclient.IsAuth, func(*Model, string, error) []string {
		return []string{
			"The token is not valid for this account, or lacks Queues Edit (pull and peek need write permission).",
			"Make one at dash.cloudflare.com under My Profile, API Tokens, and set CLOUDFLARE_API_TOKEN.",
		}
	}},
	{apiclient.IsNotFound, func(_ *Model, queue string, err error) []string {
		if _, searched := errors.AsType[*apiclient.NotFoundError](err); searched {
			return []string{"Names and ids must match exactly. Without a queue's name leaseview lists them all."}
		}
		return []string{"There is no queue " + words.Quote(queue) + " in this account any more."}
	}},
	{apiclient.IsUnsupported, func(*Model, string, error) []string {
		return []string{"This API does not offer that call."}
	}},
	{apiclient.IsTimeout, func(*Model, string, error) []string {
		return []string{"No answer came in time."}
	}},
	{apiclient.IsHTML, func(*Model, string, error) []string {
		return []string{"The answer is a web page, not the API's: a proxy or Cloudflare's edge sent it."}
	}},
	{apiclient.IsMalformed, func(*Model, string, error) []string {
		return []string{"The answer is not what the API documents, or not all of it."}
	}},
	{apiclient.IsUnavailable, func(*Model, string, error) []string {
		return []string{"The API can't be reached or is failing."}
	}},
}

// maxReason bounds an error's text, in bytes: it comes from outside.
const maxReason = 500

// firstLine is an error as one line, with what would break it made visible.
func firstLine(err error) string {
	text := err.Error()
	return views.Safe(words.Cut(text, maxReason))
}

// reason is firstLine without what the sentence around it says already: which
// call it was, and that it may have taken effect.
func reason(err error) string {
	text := firstLine(err)
	if e, ok := errors.AsType[*apiclient.Error](err); ok {
		text = strings.TrimPrefix(text, e.Op+": ")
		text = strings.TrimSuffix(text, "; it may have taken effect all the same")
	}
	return text
}

func addConsumerCommand(queue string) string {
	return "wrangler queues consumer http add " + apiclient.ShellQuote(queue)
}

// makeRoom says how a queue comes by a pull consumer where others stand in its
// way: by their kinds.
func makeRoom(queue string, others []apiclient.Consumer) string {
	var removals []string
	for _, c := range others {
		removals = append(removals, removeCommand(queue, c))
	}
	first := "To pull instead, remove that one ("
	if len(others) > 1 {
		first = "To pull instead, remove those ("
	}
	return first + strings.Join(removals, "; ") + "), then: " + addConsumerCommand(queue)
}

// removeCommand takes a consumer away from its queue.
func removeCommand(queue string, c apiclient.Consumer) string {
	switch {
	case c.Type == apiclient.ConsumerNotification:
		return "wrangler queues consumer notification remove " + apiclient.ShellQuote(queue) + ", which needs a wrangler after 4.164.0: until then, in the dashboard"
	case c.Type == apiclient.ConsumerWorker && c.Script != "":
		return "wrangler queues consumer worker remove " + apiclient.ShellQuote(queue) + " " + apiclient.ShellQuote(c.Script)
	default:
		return "in the dashboard"
	}
}

func resumeCommand(queue string) string {
	return "wrangler queues resume-delivery " + apiclient.ShellQuote(queue)
}
