package tui

import (
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
	"leaseview/keymap"
	"leaseview/tui/calllog"
	"leaseview/tui/inbox"
	"leaseview/tui/session"
)

// Options are what the command line decides. Zero values mean the defaults
// that each field names.
type Options struct {
	Reader  Reader              // required
	Leaser  Leaser              // nil = read-only: nothing can be leased, settled or extended
	Account apiclient.AccountID // shown in the curl commands that are copied
	BaseURL string              // likewise; "" = Cloudflare's

	Queue             string        // name or id; "" = choose from a list
	BatchSize         int           // of a pull, 1..100; 0 = the API's own default of 5
	PeekSize          int           // of a peek, 1..100; 0 = 50
	VisibilityTimeout time.Duration // up to 12 h; 0 = the consumer's setting, else 30 s
	Follow            time.Duration // above 0: follow at this interval as soon as the queue is open
	MetricsEvery      time.Duration // between two polls of the backlog; 0 = 5 s

	Now       func() time.Time   // required
	Clipboard func(string) error // writes the system clipboard; nil = there is none, so OSC 52 alone
	Between   Multiplexer        // what OSC 52 has to pass on its way to the terminal
	Location  *time.Location     // for local times; nil = UTC
	Keys      keymap.Map         // the zero map means keymap.Default
	Demo      bool               // says so in the header
	Calls     *calllog.Log       // of the activity screen; nil = none are shown
	Journal   Journal            // records what is leased and settled; nil = none
	OnQuit    OnQuit             // what becomes of held leases
	Rule      inbox.Rule         // how many deliveries max_retries means
}

// Journal makes durable what is leased, before it is shown, and what is done with
// leases, before it is sent. It is called from the goroutines of calls; at is when
// the call was sent, or answered. *record.Journal is one.
type Journal interface {
	Deliver(queue apiclient.Queue, at time.Time, visibility time.Duration, messages []apiclient.Message) error
	// Intend returns the call with its number, for Conclude.
	Intend(queue apiclient.Queue, at time.Time, call record.Call) (record.Call, error)
	Conclude(queue apiclient.Queue, at time.Time, call record.Call, of []record.Lease, extended []record.Extended) error
	// Adopt writes that this run goes on with leases that Running has found.
	Adopt(queue apiclient.Queue, at time.Time, of []record.Lease) error
	// Running reads which leases of other runs still run.
	Running(now time.Time) (record.Remains, error)
	// Replaced says once that the journal's file was moved, removed or replaced,
	// so that the lines since then are in a new one.
	Replaced() bool
}

// Multiplexer is a program between this one and the terminal.
type Multiplexer uint8

// The multiplexers that are known.
const (
	NoMultiplexer Multiplexer = iota
	Tmux
	GNUScreen
)

// OnQuit says what becomes of held leases when the program ends.
type OnQuit uint8

// The ways to leave. Releasing never touches a message on its last delivery,
// since that would end it.
const (
	OnQuitAsk     OnQuit = iota // ask where there is a person; otherwise keep
	OnQuitRelease               // put back at once what is held
	OnQuitKeep                  // leave the leases until they lapse
)

// Defaults that the options fall back to.
const (
	// DefaultPeekSize fills most screens: looking is free.
	DefaultPeekSize = 50

	defaultMetricsEvery   = 5 * time.Second
	defaultFollowInterval = 10 * time.Second
	callTimeout           = 30 * time.Second
)

func (o Options) pulling() session.PullSettings {
	p := session.PullSettings{BatchSize: o.BatchSize, PeekSize: o.PeekSize, Visibility: o.VisibilityTimeout, Interval: o.Follow}
	if p.BatchSize <= 0 {
		p.BatchSize = apiclient.DefaultBatchSize
	}
	if p.PeekSize <= 0 {
		p.PeekSize = DefaultPeekSize
	}
	if p.Interval <= 0 {
		p.Interval = defaultFollowInterval
	}
	return p
}

func (o Options) withDefaults() Options {
	if o.MetricsEvery <= 0 {
		o.MetricsEvery = defaultMetricsEvery
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	if o.BaseURL == "" {
		o.BaseURL = apiclient.DefaultBaseURL
	}
	if len(o.Keys.Global.Help.Keys()) == 0 {
		o.Keys = keymap.Default()
	}
	return o
}
