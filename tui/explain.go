package tui

import (
	"errors"
	"fmt"
	"strings"

	"leaseview/apiclient"
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
	{apiclient.IsNoPullConsumer, func(_ *Model, queue string, _ error) []string {
		return []string{
			"The queue has no HTTP pull consumer, so nothing can be leased. v (peek) still works.",
			"Add one with: " + addConsumerCommand(queue),
			"A consumer that was added seconds ago may need a moment.",
		}
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
			"Too many calls: the API refuses them for " + formatClock(wait) + ". Everything automatic stops until then.",
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
		return []string{"There is no queue " + quote(queue) + " in this account any more."}
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
	if len(text) > maxReason {
		text = text[:maxReason] + "…"
	}
	return views.Safe(text)
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
	return "wrangler queues consumer http add " + shellQuote(queue)
}

// removeWorkerCommand makes room for a pull consumer: a queue has one consumer.
func removeWorkerCommand(queue, script string) string {
	return "wrangler queues consumer worker remove " + shellQuote(queue) + " " + shellQuote(script)
}

func resumeCommand(queue string) string {
	return "wrangler queues resume-delivery " + shellQuote(queue)
}

func quote(name string) string { return fmt.Sprintf("%q", name) }
