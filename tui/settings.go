package tui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/views"
)

// settingsPrompt is the dialog that "," opens. What it accepts holds from the
// next pull on; a pull under way keeps what it was sent with.
type settingsPrompt struct{ prompt *views.Prompt }

func (m *Model) openSettings() tea.Cmd {
	visibility := ""
	if m.pulling.visibility > 0 {
		visibility = formatSetting(m.pulling.visibility)
	}
	inForce := formatSetting(m.pulling.visibilityFor(m.session()))
	m.dialog = &settingsPrompt{views.NewPrompt(m.theme, "Pull settings", []views.PromptField{
		{Label: "Batch size", Value: strconv.Itoa(m.pulling.batchSize), Hint: "1 to 100 messages"},
		{Label: "Visibility timeout", Value: visibility, Hint: "up to 12h; empty: the consumer's, now " + inForce},
		{Label: "Follow interval", Value: formatSetting(m.pulling.interval), Hint: "1s to 1h between pulls"},
	})}
	return nil
}

func (*settingsPrompt) scope() scope { return scopePrompt }
func (*settingsPrompt) typing() bool { return true }

func (d *settingsPrompt) move(n int) { d.prompt.MoveFocus(n) }

func (d *settingsPrompt) update(_ *Model, msg tea.Msg) tea.Cmd { return d.prompt.Update(msg) }

func (d *settingsPrompt) view(w, h int) string {
	d.prompt.SetSize(w, h)
	return d.prompt.View()
}

func (d *settingsPrompt) cursor() *tea.Cursor { return d.prompt.Cursor() }

func (d *settingsPrompt) accept(m *Model) tea.Cmd {
	values := d.prompt.Values()
	batch, batchErr := parseBatch(values[0])
	visibility, visibilityErr := parseVisibility(values[1])
	interval, intervalErr := parseInterval(values[2])
	failed := false
	for i, err := range []error{batchErr, visibilityErr, intervalErr} {
		text := ""
		if err != nil {
			text, failed = err.Error(), true
		}
		d.prompt.SetErr(i, text)
	}
	if failed {
		return nil
	}
	m.pulling = pullSettings{batch, visibility, interval}
	m.dialog = nil
	m.say(notice{
		text: fmt.Sprintf("From now on a pull leases up to %d for %s; follow pulls every %s.",
			batch, formatSetting(m.pulling.visibilityFor(m.session())), formatSetting(interval)),
		tone: toneGood,
	})
	return nil
}

func parseBatch(s string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 1 || n > apiclient.MaxBatchSize {
		return 0, fmt.Errorf("a whole number from 1 to %d", apiclient.MaxBatchSize)
	}
	return n, nil
}

func parseVisibility(s string) (time.Duration, error) {
	if strings.TrimSpace(s) == "" {
		return 0, nil
	}
	d, err := parseDuration(s)
	if err != nil || d < time.Second || d > apiclient.MaxVisibilityTimeout {
		return 0, fmt.Errorf("a duration from 1s to %s, such as 30s or 5m", formatSetting(apiclient.MaxVisibilityTimeout))
	}
	return d, nil
}

func parseInterval(s string) (time.Duration, error) {
	d, err := parseDuration(s)
	if err != nil || d < minFollowInterval || d > maxFollowInterval {
		return 0, fmt.Errorf("a duration from %s to %s, such as 10s", formatSetting(minFollowInterval), formatSetting(maxFollowInterval))
	}
	return d, nil
}

// parseDuration reads 90s, 5m, 1h30m; a bare number is seconds.
func parseDuration(s string) (time.Duration, error) {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseUint(s, 10, 31); err == nil {
		return time.Duration(n) * time.Second, nil
	}
	return time.ParseDuration(s)
}
