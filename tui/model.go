package tui

import (
	"context"

	"charm.land/bubbles/v2/spinner"

	"leaseview/apiclient"
	"leaseview/tui/backlog"
	"leaseview/tui/flight"
	"leaseview/tui/session"
	"leaseview/tui/words"
	"leaseview/views"
)

// Model is the program. Make one with [New].
type Model struct {
	*desk
	stop    context.CancelFunc // ends every request when the program quits
	actions *actionTable
	chain   int // of the tick
	leaving OnQuit

	frame    frame
	home     page // where q leads: the list of queues, or out of the program from one that was looked for
	page     page // what is on screen
	panes    *panes
	activity *activityPage

	look     look
	header   *views.Header
	footer   *views.Footer
	spinner  spinner.Model
	spinning bool
	mouseOff bool
}

// New makes the program's model. Requests end when ctx does.
func New(ctx context.Context, opts Options) *Model {
	opts = opts.withDefaults()
	theme := look{}.theme()
	ctx, stop := context.WithCancel(ctx)
	d := &desk{
		opts:  opts,
		clock: clock{now: opts.Now(), location: opts.Location},
		front: front{theme: theme, keys: words.KeysOf(opts.Keys)},
		queueStore: queueStore{
			sessions: make(map[apiclient.QueueID]*session.Session),
			backlogs: make(map[apiclient.QueueID]*backlog.Series),
		},
		quirks:  quirks{noted: make(map[string]bool)},
		flight:  flight.New(ctx, callTimeout),
		pulling: opts.pulling(),
	}
	m := &Model{
		desk: d, stop: stop, actions: newActionTable(opts.Keys),
		panes: newPanes(theme, d.keys), activity: newActivityPage(d),
		header: views.NewHeader(theme), footer: views.NewFooter(theme),
		spinner: spinner.New(spinner.WithSpinner(spinner.MiniDot)),
	}
	m.home = newQueuesPage(d)
	if opts.Queue != "" {
		m.home = &openingPage{base: base{d}, panes: m.panes}
	}
	m.page = m.home
	return m
}
