package tui

import (
	"fmt"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/session"
	"leaseview/tui/words"
	"leaseview/views"
)

// openSettings asks for what a pull and a peek ask for. What is accepted holds
// from the next one on; a pull under way keeps what it was sent with.
func (o operator) openSettings() tea.Cmd {
	visibility := ""
	if o.pulling.Visibility > 0 {
		visibility = words.Setting(o.pulling.Visibility)
	}
	ofConsumer := words.Setting(o.s.Visibility(session.PullSettings{}))
	return o.openPrompt("Pull and peek settings", o.takeSettings,
		views.PromptField{Label: "Batch size", Value: strconv.Itoa(o.pulling.BatchSize), Hint: BatchRange.String() + " messages"},
		views.PromptField{Label: "Visibility timeout", Value: visibility, Hint: "up to " + words.Setting(VisibilitySpan.Most) + "; empty: as the consumer, " + ofConsumer},
		views.PromptField{Label: "Follow interval", Value: words.Setting(o.pulling.Interval), Hint: FollowSpan.String() + " between pulls"},
		views.PromptField{Label: "Peek size", Value: strconv.Itoa(o.pulling.PeekSize), Hint: BatchRange.String() + " messages"},
	)
}

func (o operator) takeSettings(p *views.Prompt) (tea.Cmd, bool) {
	values := p.Values()
	batch, batchErr := BatchRange.Parse(values[0])
	visibility, visibilityErr := VisibilitySpan.ParseOrNone(values[1])
	interval, intervalErr := FollowSpan.Parse(values[2])
	peek, peekErr := BatchRange.Parse(values[3])
	failed := false
	for i, err := range []error{batchErr, visibilityErr, intervalErr, peekErr} {
		text := ""
		if err != nil {
			text, failed = err.Error(), true
		}
		p.SetErr(i, text)
	}
	if failed {
		return nil, false
	}
	o.desk.pulling = session.PullSettings{BatchSize: batch, PeekSize: peek, Visibility: visibility, Interval: interval}
	o.say(notice{
		text: fmt.Sprintf("From now on a pull leases up to %d for %s; follow pulls every %s, a peek shows up to %d.",
			batch, words.Setting(o.s.Visibility(o.pulling)), words.Setting(interval), peek),
		tone: toneGood,
	})
	return nil, true
}
