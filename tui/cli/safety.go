package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"leaseview/apiclient/record"
	"leaseview/tui"
	"leaseview/tui/inbox"
	"leaseview/views"
)

// choice is a flag with a few words to choose from.
type choice[T any] struct {
	word  string
	value T
	words map[string]T
}

// Set implements pflag.Value.
func (c *choice[T]) Set(s string) error {
	v, ok := c.words[s]
	if !ok {
		return errors.New("give one of " + c.Type())
	}
	c.word, c.value = s, v
	return nil
}

// String implements pflag.Value.
func (c *choice[T]) String() string { return c.word }

// Type implements pflag.Value: what help calls the value.
func (c *choice[T]) Type() string {
	words := make([]string, 0, len(c.words))
	for word := range c.words {
		words = append(words, word)
	}
	slices.Sort(words)
	return strings.Join(words, "|")
}

func onQuitChoice() choice[tui.OnQuit] {
	return choice[tui.OnQuit]{word: "ask", words: map[string]tui.OnQuit{
		"ask": tui.OnQuitAsk, "release": tui.OnQuitRelease, "keep": tui.OnQuitKeep,
	}}
}

func deliveriesChoice() choice[inbox.Rule] {
	return choice[inbox.Rule]{word: "max-retries+1", words: map[string]inbox.Rule{
		"max-retries+1": inbox.AfterMax, "max-retries": inbox.AtMax, "either": inbox.Either,
	}}
}

// openJournal opens the journal, if there is to be one, and returns how to
// close it.
func openJournal(path string) (tui.Journal, func() error, error) {
	if path == "" {
		return nil, func() error { return nil }, nil
	}
	journal, err := record.OpenJournal(path)
	if err != nil {
		return nil, nil, fmt.Errorf("--journal: %w", err)
	}
	return journal, journal.Close, nil
}

// leave settles what the program still holds, and reports it where the shell's
// own lines go. It runs however the screen ended.
func (a *app) leave(ctx context.Context, model *tui.Model) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tui.LeaveTime)
	defer cancel()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	if model.Unsettled() {
		fmt.Fprintln(a.stderr, "leaseview: settling what is held with the API, at most", tui.LeaveTime, "(ctrl+c gives up)")
	}
	for _, line := range model.Leave(ctx) {
		fmt.Fprintln(a.stderr, "leaseview:", views.Safe(line))
	}
}
