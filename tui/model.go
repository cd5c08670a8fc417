package tui

import (
	"context"
	"time"

	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/flight"
	"leaseview/views"
)

// screen is what fills the window beneath any dialog.
type screen uint8

const (
	screenQueues screen = iota
	screenMessages
	screenActivity
)

// Model is the program. Make one with [New].
type Model struct {
	opts Options
	stop context.CancelFunc // ends every request when the program quits

	actions []action
	index   actionIndex

	now     time.Time
	chain   int       // of the tick
	tickDue time.Time // of the next tick
	flight  *flight.Board

	screen      screen
	detailFocus bool
	split       split
	layout      layout
	width       int
	height      int
	mouseOff    bool

	chooser  chooser
	findErr  error // why the queue that the command line named could not be opened
	sessions map[apiclient.QueueID]*session
	open     apiclient.QueueID // the queue on screen; "" on the list
	pulling  pullSettings
	job      *job                // settling under way; nil = none
	leaving  OnQuit              // what was chosen when quitting
	noExtend bool                // the API has no extend
	copied   []apiclient.LeaseID // copied last; an extension makes them stale
	blocked  time.Time           // rate limited until then: nothing automatic is sent

	activity activity
	noted    map[string]bool // members of answers that were said to be not understood
	journal  error           // why the journal can't be written; then nothing is pulled any more

	times  timeMode
	body   bodyPane
	notice notice
	dialog dialog

	theme    views.Theme
	header   *views.Header
	table    *views.MessageTable
	detail   *views.Detail
	footer   *views.Footer
	list     *views.QueueList
	calllist *views.Activity
	spinner  spinner.Model
	spinning bool
}

// New makes the program's model. Requests end when ctx does.
func New(ctx context.Context, opts Options) *Model {
	opts = opts.withDefaults()
	m := &Model{
		opts:     opts,
		now:      opts.Now(),
		chooser:  chooser{row: -1},
		sessions: make(map[apiclient.QueueID]*session),
		noted:    make(map[string]bool),
		pulling:  newPullSettings(opts),
		spinner:  spinner.New(spinner.WithSpinner(spinner.MiniDot)),
	}
	ctx, m.stop = context.WithCancel(ctx)
	m.flight = flight.New(ctx, callTimeout)
	m.actions = buildActions(opts.Keys)
	m.index = indexActions(m.actions)
	m.theme = views.NewTheme(views.Dark())
	m.header = views.NewHeader(m.theme)
	m.table = views.NewMessageTable(m.theme)
	m.detail = views.NewDetail(m.theme)
	m.footer = views.NewFooter(m.theme)
	m.list = views.NewQueueList(m.theme)
	m.calllist = views.NewActivity(m.theme)
	return m
}

// Init asks for the terminal's background, starts the tick and reads the first
// screen's data. Nothing waits for the terminal's answer.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, m.nextTick(), m.readFirstScreen(), m.spin())
}

func (m *Model) readFirstScreen() tea.Cmd {
	if m.opts.Queue == "" {
		return m.readQueues()
	}
	m.screen = screenMessages
	return m.findQueue()
}

// paletteOn is the palette for a dark or a light background.
func paletteOn(dark bool) views.Palette {
	if dark {
		return views.Dark()
	}
	return views.Light()
}

// setTheme replaces every component's styles, once the terminal has said
// whether its background is dark.
func (m *Model) setTheme(p views.Palette) {
	m.theme = views.NewTheme(p)
	m.header.SetTheme(m.theme)
	m.table.SetTheme(m.theme)
	m.detail.SetTheme(m.theme)
	m.footer.SetTheme(m.theme)
	m.list.SetTheme(m.theme)
	m.calllist.SetTheme(m.theme)
	if m.dialog != nil {
		m.dialog.setTheme(m.theme)
	}
}

// session is the queue on screen, or nil.
func (m *Model) session() *session { return m.sessions[m.open] }
