package tui_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/inbox"
	"leaseview/tui/internal/story"
)

var (
	settleKeys = flag.Int("settle-keys", 15_000, "how many random keys to press among leases")
	settleSeed = flag.Uint64("settle-seed", 1, "what these random keys begin with")
)

// TestRandomKeysSettleNothingByAccident presses keys without sense, with
// producers, other consumers and faults at work. It knows by itself which key
// was a yes to what, so it can tell of every call whether somebody asked for it:
//
//   - nothing is leased but by p, by a yes to what p or B asked, and by follow once
//     f has turned it on;
//   - nothing is settled or extended but by a, u, U, e and x, on the leases that
//     were marked, under the cursor or held at that moment, each of them once;
//   - no message is ended, by an ack or by the retry of its last delivery, but by
//     a yes in a dialog that had been on screen for a moment and named it;
//   - a click selects, an answer as well, and does nothing else.
func TestRandomKeysSettleNothingByAccident(t *testing.T) {
	t.Parallel()
	const life = 4000 // keys in one world
	var all tally
	for i := 0; i*life < *settleKeys && !t.Failed(); i++ {
		synctest.Test(t, func(t *testing.T) {
			seed := *settleSeed + uint64(i)
			g := newGenerator(t, seed)
			for left := min(life, *settleKeys-i*life); left > 0 && !t.Failed(); {
				g.Open()
				left -= g.live(left)
			}
			all.add(g.tally)
			if t.Failed() {
				t.Fatalf("with -settle-seed %d -settle-keys %d, after %s", seed, life, strings.Join(g.lately, " "))
			}
		})
	}
	t.Logf("%d keys in %d starts: %d pulls, %d settlements of %d leases, %d extensions; %d messages ended by a yes",
		all.keys, all.starts, all.pulls, all.settlements, all.leases, all.extensions, all.ended)
	if *settleKeys >= 15_000 && (all.pulls < 50 || all.settlements < 40 || all.extensions < 10 || all.ended < 50) {
		t.Error("that is too little to judge anything by")
	}
}

// tally is how much there was to judge.
type tally struct{ keys, starts, pulls, settlements, leases, extensions, ended int }

func (c *tally) add(d tally) {
	c.keys += d.keys
	c.starts += d.starts
	c.pulls += d.pulls
	c.settlements += d.settlements
	c.leases += d.leases
	c.extensions += d.extensions
	c.ended += d.ended
}

// generator presses the keys and judges what comes of them.
type generator struct {
	*pump
	random *rand.Rand
	keys   []string
	lately []string

	mu     sync.Mutex
	tally  tally
	now    stimulus
	asked  permission // by the last key that chose targets
	active permission // of the job under way

	released map[string]bool // leases, by leaving
}

// stimulus is what the program was given last, and how things stood before.
type stimulus struct {
	name   string
	follow bool
	asking bool

	collecting bool   // a yes has begun it
	quiet      bool   // no key had come for half a second since the dialog opened
	screen     string // all that was seen of the dialog
}

// permission is what a key has chosen: leases, by what they may suffer.
type permission struct {
	key    string
	leases map[string]string // lease to message id
	total  int               // all of them, before any was used
}

// click stands among the keys for a click somewhere. Of no call may it be the one
// that asked for it.
const click = "(click)"

// meaningful are the keys that the rules are about; they come more often.
var meaningful = strings.Fields(`p p p p p p a a a a u u u u U U U e e e e x x x f B m M V space space space space y y y y y enter enter enter enter
	esc n right right right right tab tab j j k g G v r L Y , q ctrl+c ] down`)

func newGenerator(t *testing.T, seed uint64) *generator {
	t.Helper()
	g := &generator{random: rand.New(rand.NewPCG(seed, 3)), keys: everyKey(), released: map[string]bool{}} //nolint:gosec // the keys are to be the same in every run
	coin := func() bool { return g.random.IntN(2) == 0 }
	consumer := func(dlq string, retries int) *emulator.SeedConsumer {
		return &emulator.SeedConsumer{Type: "http_pull", DeadLetter: dlq, Settings: jsontext.Value(fmt.Sprintf(`{"max_retries":%d}`, retries))}
	}
	fromOne := coin() // a stricter service that counts from 0 nobody recorded: the default rule does not hold there
	with := story.Setup{
		Seed: emulator.Seed{Queues: []emulator.SeedQueue{
			{Name: "emails", Consumer: consumer("", 2)},
			{Name: "orders", Consumer: consumer("orders-dlq", 3)},
			{Name: "orders-dlq", Consumer: consumer("", 10)},
			{Name: "worker", Consumer: &emulator.SeedConsumer{Type: "worker", Script: "mailer"}},
		}},
		Server: emulator.Options{
			RandSeed: seed, AttemptsFromOne: fromOne, StrictDeliveries: fromOne && coin(), DLQKeepID: coin(), DLQKeepAttempts: coin(), PeekNextAttempts: coin(), PeekHidden: coin(),
			NewIDPerDelivery: coin(), RefuseLateAcks: coin(), RetryRefunds: coin(), ExtendGivesLeases: coin(),
		},
		Options: func(o *tui.Options) {
			o.OnQuit = []tui.OnQuit{tui.OnQuitAsk, tui.OnQuitRelease, tui.OnQuitKeep}[g.random.IntN(3)]
			o.BatchSize = []int{5, 30, 100}[g.random.IntN(3)]
			o.PeekSize = []int{5, 50, 100}[g.random.IntN(3)]
			o.VisibilityTimeout = []time.Duration{5 * time.Second, 30 * time.Second, 5 * time.Minute}[g.random.IntN(3)]
		},
	}
	if coin() { // the service as it was recorded
		with.Server = emulator.Options{RandSeed: seed, RedeliveryLag: emulator.Lags{Random: true, Seed: seed}}
	}
	g.now = stimulus{name: "start"}
	g.pump = startPump(t, &tap{before: g.judge}, with)
	g.Press("ctrl+c")
	g.End()
	return g
}

// live presses up to n keys, until the program quits, and says how many.
func (g *generator) live(n int) int {
	dialog := &openDialog{}
	pressed := 0
	g.tally.starts++
	for pressed < n && g.Running() && !g.T.Failed() {
		g.disturb()
		pressed++
		g.tally.keys++
		name := g.choose()
		dialog.key()
		g.begin(name, dialog)
		followed, asking := g.Model.FollowOn(), g.Model.Asking()
		g.give(name)
		if g.Model.FollowOn() && !followed && (name != "f" || asking) {
			g.T.Errorf("%q turned follow on", name)
		}
		if !asking || name == "enter" || name == "ctrl+c" {
			*dialog = openDialog{lastKey: time.Now()} // whatever is open now has just opened
		}
		if pressed%50 == 0 {
			if err := g.overclaims(); err != nil {
				g.T.Error(err)
			}
		}
	}
	g.begin("leaving", dialog)
	g.End()
	return pressed
}

// give presses a key, or clicks.
func (g *generator) give(name string) {
	if name != click {
		g.Press(name)
		return
	}
	lines := strings.Split(g.Screen(), "\n")
	y := g.random.IntN(len(lines))
	for i, line := range lines { // mostly where the answers of a question stand
		if g.Model.Asking() && g.random.IntN(4) != 0 && (strings.Contains(line, "▸ No ") || strings.Contains(line, "▸ Stay ") || strings.Contains(line, "  No   ▸")) {
			y = i
		}
	}
	g.Click(g.random.IntN(max(utf8.RuneCountInString(lines[y]), 1)), y)
}

func (g *generator) choose() string {
	if g.random.IntN(24) == 0 {
		return click
	}
	if answers := []string{"right", "enter", "enter", "right", "y", "esc"}; g.Model.Asking() && g.random.IntN(4) != 0 {
		return answers[g.random.IntN(len(answers))]
	}
	if g.random.IntN(4) == 0 {
		return g.keys[g.random.IntN(len(g.keys))]
	}
	name := meaningful[g.random.IntN(len(meaningful))]
	if (name == "q" || name == "ctrl+c" || name == "L") && g.random.IntN(6) != 0 {
		return "j"
	}
	return name
}

// disturb is the world's part: time, producers, other consumers and faults.
func (g *generator) disturb() {
	if g.random.IntN(3) == 0 {
		g.begin("time", &openDialog{})
		spans := []time.Duration{50 * time.Millisecond, 600 * time.Millisecond, 600 * time.Millisecond, time.Second, 4 * time.Second, 31 * time.Second}
		g.Wait(spans[g.random.IntN(len(spans))])
	}
	queue := []string{"emails", "orders", "orders-dlq"}[g.random.IntN(3)]
	switch g.random.IntN(80) {
	case 0, 1, 2, 3, 4, 5:
		for range g.random.IntN(12) {
			if g.Server.Count(queue) < 150 {
				if err := g.Server.Push(queue, emulator.SeedMessage{Body: `{"n":1}`, Attempts: g.random.IntN(2)}); err != nil {
					g.T.Error(err)
				}
			}
		}
	case 6:
		if _, err := g.Server.Take(queue, 1+g.random.IntN(5), time.Duration(1+g.random.IntN(40))*time.Second); err != nil {
			g.T.Error(err)
		}
	case 7:
		g.Server.Inject(g.fault())
	}
}

func (g *generator) fault() emulator.Fault {
	f := emulator.Fault{Op: []string{"pull", "ack", "ack", "extend", "peek", "metrics", "get"}[g.random.IntN(7)]}
	switch g.random.IntN(6) {
	case 0:
		f.Status = []int{500, 403, 429, 502, 404}[g.random.IntN(5)]
	case 1:
		f.Cut = 1 + g.random.IntN(400)
	case 2:
		f.Drop = emulator.DropAfter
	case 3:
		f.Drop = emulator.DropBefore
	default:
		f.Delay = time.Duration(g.random.IntN(8000)) * time.Millisecond
	}
	return f
}

// openDialog is what a judge knows of the dialog on screen: when the last key
// came, whether there has been half a second without one, and what has been seen
// of it, which may be scrolled.
type openDialog struct {
	lastKey time.Time
	quiet   bool
	seen    string
}

func (d *openDialog) key() {
	d.quiet = d.quiet || time.Since(d.lastKey) >= 500*time.Millisecond
	d.lastKey = time.Now()
}

// begin notes how things stand before a key, and what the key chooses.
func (g *generator) begin(name string, dialog *openDialog) {
	s := stimulus{name: name, follow: g.Model.FollowOn(), asking: g.Model.Asking(), collecting: g.Model.Collects()}
	if s.asking {
		dialog.seen += " " + g.Words()
		s.screen, s.quiet = dialog.seen, dialog.quiet
	}
	if name != "time" {
		g.lately = append(g.lately[max(len(g.lately)-40, 0):], name)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now = s
	if !s.asking && strings.Contains("a u U e x", name) && len(name) == 1 && g.Model.OpenQueue() != "" {
		g.asked = g.chosen(name)
	}
}

// chosen are the leases that a key is about, at this moment.
func (g *generator) chosen(name string) permission {
	p := permission{key: name, leases: map[string]string{}}
	ledger := g.Model.Ledgers()[g.Model.OpenQueue()]
	if name == "x" {
		for _, e := range ledger.Entries() {
			if e.State == inbox.Leased && !e.Doubt { // what is in doubt is nobody's to release
				p.leases[string(e.Lease.ID)] = string(e.Message.ID)
			}
		}
	} else {
		for _, id := range g.Model.Chosen() {
			doubtful := g.Model.Marked() > 0 // only by its own row is a doubt settled
			if e, ok := ledger.Entry(id); ok && (e.State == inbox.Leased || e.State == inbox.Lapsed) && !(e.Doubt && doubtful) {
				p.leases[string(e.Lease.ID)] = string(id)
			}
		}
	}
	p.total = len(p.leases)
	return p
}
