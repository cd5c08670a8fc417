package tui_test

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
)

// driver runs the whole program against the emulator inside a synctest bubble:
// real Bubble Tea, a virtual terminal, virtual time, no ports and no sleeps that
// take any.
type driver struct {
	t        *testing.T
	program  *tea.Program
	terminal *vt.SafeEmulator
	server   *emulator.Server
	copied   *clipboard
	done     chan struct{}
	model    tea.Model
}

// clipboard stands for the system's.
type clipboard struct {
	mu    sync.Mutex
	texts []string
	fail  error
}

func (c *clipboard) write(text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail != nil {
		return c.fail
	}
	c.texts = append(c.texts, text)
	return nil
}

func (c *clipboard) last() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.texts) == 0 {
		return ""
	}
	return c.texts[len(c.texts)-1]
}

// setup is what a flow begins with.
type setup struct {
	width, height int
	seed          emulator.Seed
	server        emulator.Options
	options       func(*tui.Options)
	faults        []emulator.Fault // in force before the program's first call
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
		with.width, with.height = 120, 40
	}
	with.server.Now = time.Now
	server := emulator.NewTest(t, with.server)
	if err := server.Seed(with.seed); err != nil {
		t.Fatal(err)
	}
	for _, fault := range with.faults {
		server.Inject(fault)
	}
	client, err := apiclient.New(apiclient.Config{
		BaseURL: server.BaseURL(), Account: apiclient.AccountID(server.Account()), Token: server.Token(),
		Transport: server.RoundTripper(), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	d := &driver{t: t, server: server, copied: &clipboard{}, done: make(chan struct{})}
	options := tui.Options{
		API: client, Account: apiclient.AccountID(server.Account()), BaseURL: server.BaseURL(),
		Queue: "orders", Now: time.Now, Clipboard: d.copied.write,
	}
	if with.options != nil {
		with.options(&options)
	}
	d.terminal = vt.NewSafeEmulator(with.width, with.height)
	go func() { _, _ = io.Copy(io.Discard, d.terminal) }()
	// Without an input that is a terminal, Bubble Tea ends lines as a terminal
	// in its ordinary mode wants them.
	_, _ = d.terminal.WriteString(newLineMode)
	d.program = tea.NewProgram(tui.New(context.Background(), options),
		tea.WithInput(nil), tea.WithOutput(d.terminal), tea.WithoutSignalHandler(),
		tea.WithWindowSize(with.width, with.height), tea.WithColorProfile(colorprofile.TrueColor),
		tea.WithEnvironment([]string{"TERM=xterm-256color"}))
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

const newLineMode = "\x1b[20h"

// frame is long enough for the renderer to have drawn what Update did.
const frame = 50 * time.Millisecond

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

// press types keys by their names.
func (d *driver) press(names ...string) {
	d.t.Helper()
	for _, name := range names {
		d.program.Send(keyPress(name))
		d.settle()
	}
}

// typeText types a text into a prompt.
func (d *driver) typeText(text string) {
	for _, r := range text {
		d.press(string(r))
	}
}

func (d *driver) screen() string {
	lines := strings.Split(d.terminal.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// sees fails unless every text is on the screen.
func (d *driver) sees(texts ...string) {
	d.t.Helper()
	screen := d.screen()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			d.t.Errorf("the screen does not show %q:\n%s", text, screen)
		}
	}
}

// misses fails if any text is on the screen.
func (d *driver) misses(texts ...string) {
	d.t.Helper()
	screen := d.screen()
	for _, text := range texts {
		if strings.Contains(screen, text) {
			d.t.Errorf("the screen shows %q:\n%s", text, screen)
		}
	}
}

// row returns the line of the screen that holds text.
func (d *driver) row(text string) string {
	d.t.Helper()
	for line := range strings.SplitSeq(d.screen(), "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	d.t.Fatalf("no line of the screen holds %q:\n%s", text, d.screen())
	return ""
}

func (d *driver) running() bool {
	select {
	case <-d.done:
		return false
	default:
		return true
	}
}

func (d *driver) stop() {
	if d.running() {
		d.program.Send(keyPress("ctrl+c"))
		<-d.done
	}
	_ = d.terminal.Close()
	time.Sleep(afterlife)
}

// afterlife is longer than any timer that the program may leave behind.
const afterlife = time.Minute

// keyPress makes the message of a key from its name.
func keyPress(name string) tea.KeyPressMsg {
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
		"up": tea.KeyUp, "down": tea.KeyDown, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd,
	}
	var mod tea.KeyMod
	for {
		prefix, rest, found := strings.Cut(name, "+")
		if !found || rest == "" {
			break
		}
		mod |= map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "shift": tea.ModShift}[prefix]
		name = rest
	}
	if code, ok := special[name]; ok {
		return tea.KeyPressMsg{Code: code, Mod: mod}
	}
	code, _ := utf8.DecodeRuneInString(name)
	key := tea.KeyPressMsg{Code: code, Mod: mod}
	if mod == 0 {
		key.Text = name
	}
	return key
}
