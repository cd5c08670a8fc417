package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"leaseview/apiclient/record"
	"leaseview/tui"
)

// openJournal opens the journal, if there is to be one, and returns how to
// close it.
func openJournal(s settings, from source) (tui.Journal, func() error, error) {
	if s.journal == "" {
		return nil, func() error { return nil }, nil
	}
	origin := record.Origin{Account: from.account, BaseURL: from.client.BaseURL(), Run: record.NewRun()}
	if s.screen.Demo {
		// The demo's server ends with the run, and its leases with it.
		origin.BaseURL = "demo:" + origin.Run
	}
	journal, err := record.OpenJournal(s.journal, origin)
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
		fmt.Fprintln(a.stderr, "leaseview:", line)
	}
}
