package tui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/session"
	"leaseview/tui/words"
	"leaseview/views"
)

// openSettings asks for what a pull asks for. What is accepted holds from the
// next pull on; a pull under way keeps what it was sent with.
func (o operator) openSettings() tea.Cmd {
	visibility := ""
	if o.pulling.Visibility > 0 {
		visibility = words.Setting(o.pulling.Visibility)
	}
	ofConsumer := words.Setting(o.s.Visibility(session.PullSettings{}))
	return o.openPrompt("Pull settings", o.takeSettings,
		views.PromptField{Label: "Batch size", Value: strconv.Itoa(o.pulling.BatchSize), Hint: BatchRange.String() + " messages"},
		views.PromptField{Label: "Visibility timeout", Value: visibility, Hint: "up to " + words.Setting(VisibilitySpan.Most) + "; empty: as the consumer, " + ofConsumer},
		views.PromptField{Label: "Follow interval", Value: words.Setting(o.pulling.Interval), Hint: FollowSpan.String() + " between pulls"},
	)
}

func (o operator) takeSettings(p *views.Prompt) (tea.Cmd, bool) {
	values := p.Values()
	batch, batchErr := BatchRange.Parse(values[0])
	visibility, visibilityErr := parseVisibility(values[1])
	interval, intervalErr := FollowSpan.Parse(values[2])
	failed := false
	for i, err := range []error{batchErr, visibilityErr, intervalErr} {
		text := ""
		if err != nil {
			text, failed = err.Error(), true
		}
		p.SetErr(i, text)
	}
	if failed {
		return nil, false
	}
	o.desk.pulling = session.PullSettings{BatchSize: batch, Visibility: visibility, Interval: interval}
	o.say(notice{
		text: fmt.Sprintf("From now on a pull leases up to %d for %s; follow pulls every %s.",
			batch, words.Setting(o.s.Visibility(o.pulling)), words.Setting(interval)),
		tone: toneGood,
	})
	return nil, true
}

// parseVisibility takes an empty text for the consumer's own setting.
func parseVisibility(s string) (time.Duration, error) {
	if strings.TrimSpace(s) == "" {
		return 0, nil
	}
	return VisibilitySpan.Parse(s)
}
