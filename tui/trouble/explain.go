package trouble

import (
	"errors"
	"strings"

	"leaseview/apiclient"
	"leaseview/tui/words"
)

// Explain says what an error means and what to do about it. Of an error of no
// known kind there is nothing to say but its text, and what the API refers to.
func Explain(err error, about About) Trouble {
	var t Trouble
	for _, e := range explanations {
		if !e.applies(err) {
			continue
		}
		t = e.says(err, about)
		if e.passes && about.Kept {
			t.Steps = append(t.Steps, Line{
				{Text: "The last good data stays on screen. Metrics recover by themselves; "}, {Action: Refresh}, {Text: " reads everything again."},
			})
		}
		break
	}
	t.References = References(err)
	return t
}

// References are what the API itself refers to in an error: what in the request was
// wrong, and where that is documented.
func References(err error) []Line {
	e, ok := errors.AsType[*apiclient.Error](err)
	if !ok {
		return nil
	}
	var lines []Line
	if e.Pointer != "" {
		lines = append(lines, Line{{Text: "Of the request it names: "}, {Name: e.Pointer}})
	}
	if e.DocURL != "" {
		lines = append(lines, Line{{Text: "Documentation: "}, {Name: e.DocURL}})
	}
	return lines
}

// explanation is one kind of trouble and its way out.
type explanation struct {
	applies func(error) bool
	says    func(error, About) Trouble
	passes  bool // it may be over by itself, whatever was asked
}

// explanations are tried in this order: the first that applies speaks.
var explanations = []explanation{
	{apiclient.IsCanceled, means("You cancelled it."), false},
	{apiclient.IsBudget, means("Nothing was sent."), true},
	{apiclient.IsInvalid, means("Nothing was sent."), false},
	{apiclient.IsNoPullConsumer, noPullConsumer, false},
	{apiclient.IsPaused, paused, false},
	{apiclient.IsRateLimited, rateLimited, true},
	{apiclient.IsAuth, notAllowed, false},
	{apiclient.IsWrongAddress, wrongAddress, false},
	{isNotListed, notListed, false},
	{apiclient.IsNotFound, notFound, false},
	{apiclient.IsUnsupported, means("This API does not offer that call."), false},
	{apiclient.IsTimeout, means("No answer came in time."), true},
	{apiclient.IsHTML, means("The answer is a web page, not the API's."), true},
	{apiclient.IsMalformed, means("The answer is not what the API documents, or not all of it."), true},
	{apiclient.IsTooLarge, means("What was sent is larger than the API takes, and nothing took effect. Ask for less in one call."), false},
	{apiclient.IsRefused, means("The API refuses what was asked, and nothing took effect. Change what is asked before trying again."), false},
	{apiclient.IsServerError, means("The API answered that it failed."), true},
	{apiclient.IsUnavailable, means("The API can't be reached, or the connection to it broke."), true},
}

// means explains a trouble about which there is nothing to do.
func means(text string) func(error, About) Trouble {
	return func(error, About) Trouble { return Trouble{Meaning: []Line{{{Text: text}}}} }
}

func noPullConsumer(_ error, about About) Trouble {
	t := Trouble{Meaning: []Line{{
		{Text: "The queue has no HTTP pull consumer, so nothing can be leased. "}, {Action: Peek}, {Text: " (peek) still works."},
	}}}
	// The settings may be older than the error: then they are no witness.
	if len(about.Consumers) > 0 && !pullable(about.Consumers) {
		t.Meaning = append(t.Meaning, Line{{Text: "It is consumed by "}, {Name: ConsumerNames(about.Consumers)}, {Text: "."}})
		t.Steps = append(t.Steps, MakeRoom(about.Queue, about.Consumers))
	} else {
		t.Steps = append(t.Steps, Line{{Text: "Add one with: "}, {Command: AddConsumerCommand(about.Queue)}})
	}
	t.Steps = append(t.Steps, Line{{Text: "A consumer that was added seconds ago may need a moment."}})
	return t
}

func paused(_ error, about About) Trouble {
	return Trouble{
		Meaning: []Line{{
			{Text: "Delivery of this queue is paused. Nothing was leased; "}, {Action: Peek}, {Text: " (peek) still works."},
		}},
		Steps: []Line{{{Text: "Resume it with: "}, {Command: ResumeCommand(about.Queue)}}},
	}
}

func rateLimited(err error, about About) Trouble {
	return means("Too many calls: the API refuses them for "+words.Clock(Wait(err))+". Everything automatic stops until then.")(err, about)
}

func notAllowed(error, About) Trouble {
	return Trouble{
		Meaning: []Line{{{Text: "The token is not valid for this account, or lacks Queues Edit (pull and peek need write permission)."}}},
		Steps:   []Line{{{Text: "Make one at dash.cloudflare.com under My Profile, API Tokens, and set CLOUDFLARE_API_TOKEN."}}},
	}
}

// wrongAddress names the address, which nobody sees otherwise, and what it lacks
// as far as that can be told.
func wrongAddress(err error, about About) Trouble {
	base := strings.TrimRight(about.BaseURL, "/")
	address := base
	if e, ok := errors.AsType[*apiclient.Error](err); ok {
		path, _, _ := strings.Cut(e.Path, "?")
		address += path
	}
	t := Trouble{Meaning: []Line{{{Text: "The address asked is "}, {Name: address}, {Text: ": no list of queues is there."}}}}
	if strings.HasSuffix(base, "/client/v4") {
		t.Steps = []Line{{{Text: "Is that the account's id? wrangler whoami shows it."}}}
	} else {
		whole := strings.TrimSuffix(base, "/client") + "/client/v4"
		t.Steps = []Line{{{Text: "It seems to lack /client/v4: try the base URL "}, {Name: whole}, {Text: "."}}}
	}
	return t
}

// isNotListed says that a queue was looked for in the list, and is not there.
func isNotListed(err error) bool {
	_, searched := errors.AsType[*apiclient.NotFoundError](err)
	return searched
}

func notListed(error, About) Trouble {
	return Trouble{Steps: []Line{{{Text: "Names and ids must match exactly."}}}}
}

func notFound(_ error, about About) Trouble {
	return Trouble{
		Meaning: []Line{{{Text: "There is no queue "}, {Name: words.Quote(about.Queue)}, {Text: " in this account any more."}}},
		Steps:   []Line{{{Action: List}, {Text: " lists those that there are."}}},
	}
}
