package cli

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/apiclient/emulator/demo"
	"leaseview/tui/calllog"
)

// source is where the program's queues are: the API, or an emulator in this
// process.
type source struct {
	client  *apiclient.Client
	account apiclient.AccountID
	baseURL string
	calls   *calllog.Log
	close   func() // ends what runs beside the program
}

// open connects to the API, or starts the demo.
func (a *app) open(ctx context.Context, s settings, log *slog.Logger) (source, error) {
	config, end := s.config(), func() {}
	if s.screen.Demo {
		server := emulator.New(emulator.Options{Now: a.machine.Now})
		if err := server.Seed(demo.Seed(server.Now())); err != nil {
			return source{}, failure{fmt.Errorf("filling the demo's queues: %w", err)}
		}
		// Nothing of the settings: the emulator gets nobody's token.
		config = apiclient.Config{
			BaseURL: server.BaseURL(), Transport: server.RoundTripper(),
			Account: apiclient.AccountID(server.Account()), Token: server.Token(), Version: version(),
		}
		end = a.startTraffic(ctx, server, log)
	}
	calls, logged := &calllog.Log{}, logCall(log)
	config.Now = a.machine.Now
	config.Observe = func(c apiclient.Call) {
		calls.Record(c)
		logged(c)
	}
	client, err := apiclient.New(config)
	if err != nil {
		end()
		return source{}, err
	}
	return source{client: client, account: config.Account, baseURL: config.BaseURL, calls: calls, close: end}, nil
}

// startTraffic lets the demo's producers and consumers work until the returned
// function is called, which waits for them.
func (a *app) startTraffic(ctx context.Context, server *emulator.Server, log *slog.Logger) func() {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		if err := a.traffic(ctx, server); err != nil && ctx.Err() == nil {
			log.Error("the demo's traffic stopped", "error", err)
		}
	})
	return func() {
		cancel()
		running.Wait()
	}
}

// trafficStep is the time between two steps of the demo's traffic.
const trafficStep = 500 * time.Millisecond

// traffic keeps the demo's queues moving until the context ends.
func (a *app) traffic(ctx context.Context, server *emulator.Server) error {
	if a.machine.Ticks != nil {
		return demo.Run(ctx, server, a.machine.Ticks)
	}
	ticker := time.NewTicker(trafficStep)
	defer ticker.Stop()
	return demo.Run(ctx, server, ticker.C)
}
