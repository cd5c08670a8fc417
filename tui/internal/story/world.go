package story

import (
	"encoding/base64"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
)

// Setup is what a story begins with. The zero value opens "orders" on a screen
// of 140x24, which shows the table in full beside the detail pane: drawing is
// what these tests spend their time on.
type Setup struct {
	Width, Height int
	Seed          emulator.Seed
	Server        emulator.Options
	Faults        []emulator.Fault // in force before the program's first call

	// Options, Client and Profile are for the drivers in process.
	Options func(*tui.Options)
	Client  func(*apiclient.Config)
	Profile colorprofile.Profile
	// Args, Env and Silent are for a [Terminal]: the command line, what the
	// environment has beside the server (NAME=value each), and whether the
	// terminal answers no query.
	Args, Env []string
	Silent    bool
}

// World is what is around the program: an account on a server, the time, and
// the clipboards.
type World struct {
	Server   *emulator.Server
	Requests *Requests
	Clock    *Clock
	Copied   *Clipboard // what reached the system's clipboard
	ByOSC    *Clipboard // what reached the terminal's own, by OSC 52
}

// newWorld starts the server on the story's clock.
func newWorld(t *testing.T, with Setup) World {
	t.Helper()
	w := World{Requests: &Requests{}, Clock: &Clock{}, Copied: &Clipboard{}, ByOSC: &Clipboard{}}
	with.Server.Now = w.Clock.Now
	with.Server.Log = w.Requests.add
	w.Server = emulator.NewTest(t, with.Server)
	if err := w.Server.Seed(with.Seed); err != nil {
		t.Fatal(err)
	}
	for _, fault := range with.Faults {
		w.Server.Inject(fault)
	}
	return w
}

// options are the program's, with a client of the server.
func (w World) options(t *testing.T, with Setup) tui.Options {
	t.Helper()
	config := apiclient.Config{
		BaseURL: w.Server.BaseURL(), Account: apiclient.AccountID(w.Server.Account()), Token: w.Server.Token(),
		Transport: w.Server.RoundTripper(), Now: w.Clock.Now,
	}
	if with.Client != nil {
		with.Client(&config)
	}
	client, err := apiclient.New(config)
	if err != nil {
		t.Fatal(err)
	}
	options := tui.Options{
		Reader: client, Leaser: client, Account: config.Account, BaseURL: config.BaseURL,
		Queue: "orders", Now: w.Clock.Now, Clipboard: w.Copied.write,
	}
	if with.Options != nil {
		with.Options(&options)
	}
	return options
}

// Clock is the wall clock of everybody in a story, server and program alike. Its
// jumps are those of a laptop that slept: timers do not see them.
type Clock struct {
	mu     sync.Mutex
	offset time.Duration
}

// Now is the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

// Jump sets the clock on, or back.
func (c *Clock) Jump(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}

// Clipboard stands for the system's, or for the terminal's.
type Clipboard struct {
	mu    sync.Mutex
	texts []string
	fail  error
}

func (c *Clipboard) write(text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail != nil {
		return c.fail
	}
	c.texts = append(c.texts, text)
	return nil
}

// FailWith lets everything that is copied from now on fail.
func (c *Clipboard) FailWith(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fail = err
}

// Last is what was copied last; "" for nothing.
func (c *Clipboard) Last() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.texts) == 0 {
		return ""
	}
	return c.texts[len(c.texts)-1]
}

// takeOSC52 is the terminal's clipboard: "52;c;BASE64".
func (s *Story) takeOSC52(data []byte) bool {
	parts := strings.SplitN(string(data), ";", 3)
	text, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if len(parts) != 3 || err != nil {
		s.T.Errorf("OSC 52 with %q", data)
		return true
	}
	_ = s.ByOSC.write(string(text)) // this one never fails
	return true
}
