package tui_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/plain"
)

// driver runs the whole program against the emulator inside a synctest bubble:
// real Bubble Tea, a virtual terminal, virtual time, no ports and no sleeps that
// take any.
type driver struct {
	t         *testing.T
	program   *tea.Program
	terminal  *vt.SafeEmulator
	server    *emulator.Server
	requests  *requestLog
	clock     *clock
	copied    *clipboard
	byOSC     *clipboard // what reached the terminal's own clipboard
	suspended *counter
	done      chan struct{}
	model     tea.Model // once the program has ended
	report    []string  // what it then said of the leases that it held
}

// setup is what a flow begins with. The zero value opens "orders" on a screen
// of 140x24, which shows the table in full beside the detail pane: drawing is
// what these tests spend their time on.
type setup struct {
	width, height int
	seed          emulator.Seed
	server        emulator.Options
	options       func(*tui.Options)
	client        func(*apiclient.Config)
	faults        []emulator.Fault // in force before the program's first call
	profile       colorprofile.Profile
}

// flow runs a test in a bubble, with the program on a virtual terminal.
func flow(t *testing.T, with setup, test func(d *driver)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := start(t, with)
		test(d)
		d.stop()
	})
}

func start(t *testing.T, with setup) *driver {
	t.Helper()
	if with.width == 0 {
		with.width, with.height = 140, 24
	}
	if with.profile == 0 {
		with.profile = colorprofile.TrueColor
	}
	d := &driver{
		t: t, requests: &requestLog{}, clock: &clock{}, copied: &clipboard{}, byOSC: &clipboard{}, suspended: &counter{},
		done: make(chan struct{}),
	}
	d.serve(with)
	options := d.options(with)
	d.terminal = vt.NewSafeEmulator(with.width, with.height)
	d.terminal.RegisterOscHandler(52, d.takeOSC52)
	go func() { _, _ = io.Copy(io.Discard, d.terminal) }()
	// Without an input that is a terminal, Bubble Tea ends lines as a terminal
	// in its ordinary mode wants them.
	_, _ = d.terminal.WriteString(newLineMode)
	d.program = tea.NewProgram(tui.New(context.Background(), options),
		tea.WithInput(nil), tea.WithOutput(d.terminal), tea.WithoutSignalHandler(), tea.WithFilter(d.withoutSuspending),
		tea.WithWindowSize(with.width, with.height), tea.WithColorProfile(with.profile),
		tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithFPS(framesPerSecond))
	go func() {
		defer close(d.done)
		model, err := d.program.Run()
		if err != nil {
			t.Errorf("the program ended with %v", err)
		}
		d.model = model
	}()
	d.settle()
	return d
}

// serve starts the emulator on the driver's clock.
func (d *driver) serve(with setup) {
	d.t.Helper()
	with.server.Now = d.clock.now
	with.server.Log = d.requests.add
	d.server = emulator.NewTest(d.t, with.server)
	if err := d.server.Seed(with.seed); err != nil {
		d.t.Fatal(err)
	}
	for _, fault := range with.faults {
		d.server.Inject(fault)
	}
}

// options are the program's, with a client of the emulator.
func (d *driver) options(with setup) tui.Options {
	d.t.Helper()
	config := apiclient.Config{
		BaseURL: d.server.BaseURL(), Account: apiclient.AccountID(d.server.Account()), Token: d.server.Token(),
		Transport: d.server.RoundTripper(), Now: d.clock.now,
	}
	if with.client != nil {
		with.client(&config)
	}
	client, err := apiclient.New(config)
	if err != nil {
		d.t.Fatal(err)
	}
	options := tui.Options{
		Reader: client, Leaser: client, Account: config.Account, BaseURL: config.BaseURL,
		Queue: "orders", Now: d.clock.now, Clipboard: d.copied.write,
	}
	if with.options != nil {
		with.options(&options)
	}
	return options
}

const newLineMode = "\x1b[20h"

// withoutSuspending keeps ctrl+z from stopping the test's own process: the
// program sees what it would after "fg".
func (d *driver) withoutSuspending(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, ok := msg.(tea.SuspendMsg); ok {
		d.suspended.add()
		return tea.ResumeMsg{}
	}
	return msg
}

// frame is long enough for the renderer to have drawn what Update did.
const (
	frame           = 50 * time.Millisecond
	framesPerSecond = 25
)

// settle waits until nothing but timers is left to happen, and the screen is drawn.
func (d *driver) settle() {
	synctest.Wait()
	time.Sleep(frame)
	synctest.Wait()
}

// wait lets virtual time pass.
func (d *driver) wait(after time.Duration) {
	time.Sleep(after)
	d.settle()
}

// waitUntil lets virtual time pass up to a moment, at which nothing that is due
// a frame later has happened.
func (d *driver) waitUntil(at time.Time) {
	time.Sleep(time.Until(at))
	synctest.Wait()
}

func (d *driver) screen() string { return plain.Text(d.terminal.Render()) }

// words are the screen's, wherever a sentence was wrapped.
func (d *driver) words() string { return plain.Words(d.terminal.Render()) }

// sees fails unless every text is on the screen.
func (d *driver) sees(texts ...string) {
	d.t.Helper()
	words := d.words()
	for _, text := range texts {
		if !strings.Contains(words, text) {
			d.t.Errorf("the screen does not show %q:\n%s", text, d.screen())
		}
	}
}

// misses fails if any text is on the screen.
func (d *driver) misses(texts ...string) {
	d.t.Helper()
	words := d.words()
	for _, text := range texts {
		if strings.Contains(words, text) {
			d.t.Errorf("the screen shows %q:\n%s", text, d.screen())
		}
	}
}

// row returns the table's line of a message, found by a part of its body. The
// detail pane beside the table is left out.
func (d *driver) row(text string) string {
	d.t.Helper()
	for line := range strings.SplitSeq(d.screen(), "\n") {
		table, _, _ := strings.Cut(line, "│")
		if strings.Contains(table, text) && strings.ContainsAny(table, "○●◌✓↻×") {
			return table
		}
	}
	d.t.Fatalf("no row of the table holds %q:\n%s", text, d.screen())
	return ""
}

// onCursor says whether the cursor is on the row of that body.
func (d *driver) onCursor(text string) bool {
	d.t.Helper()
	return strings.ContainsAny(d.row(text), "▌▏")
}

func (d *driver) running() bool {
	select {
	case <-d.done:
		return false
	default:
		return true
	}
}

// stop ends the program however it likes to be asked, and lets its timers run out.
func (d *driver) stop() {
	for range 2 {
		if d.running() {
			d.program.Send(keyPress("ctrl+c"))
			d.settle()
		}
	}
	if d.running() {
		d.t.Errorf("the program still runs after ctrl+c, pressed twice:\n%s", d.screen())
		d.program.Kill()
	}
	<-d.done
	d.leave()
	_ = d.terminal.Close()
	time.Sleep(afterlife)
}

// leave does what the command line does once the screen is the shell's again.
func (d *driver) leave() {
	if m, ok := d.model.(*tui.Model); ok {
		ctx, cancel := context.WithTimeout(context.Background(), tui.LeaveTime)
		defer cancel()
		d.report = m.Leave(ctx)
	}
}

// afterlife is longer than any timer that the program may leave behind.
const afterlife = time.Minute
