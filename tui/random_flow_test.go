package tui_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient/emulator"
	"leaseview/keymap"
	"leaseview/tui/internal/story"
)

var (
	randomKeys = flag.Int("random-keys", 4_000, "how many random keys to press")
	randomSeed = flag.Uint64("random-seed", 1, "what the random keys begin with")
)

// everyKey is every key of the keymap, and some that mean nothing or are text.
func everyKey() []string {
	names := map[string]bool{"1": true, "9": true, "0": true, "backspace": true, "left": true, "right": true, "space": true, "w": true}
	var collect func(v reflect.Value)
	collect = func(v reflect.Value) {
		if b, ok := v.Interface().(key.Binding); ok {
			for _, name := range b.Keys() {
				names[name] = true
			}
			return
		}
		for i := range v.NumField() {
			collect(v.Field(i))
		}
	}
	collect(reflect.ValueOf(keymap.Default()))
	var all []string
	for name := range names {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// TestRandomKeysLeaseNothingByAccident presses keys without sense. Messages are
// leased by p, by a yes to what p asked, and by follow while the header says
// that it is on; never by anything else, whatever happens in between.
func TestRandomKeysLeaseNothingByAccident(t *testing.T) {
	t.Parallel()
	seed := fleetSeed()
	seed.Queues[0].Messages = append(seed.Queues[0].Messages, longSeed(20).Queues[0].Messages...)
	for i := range seed.Queues[0].Messages {
		seed.Queues[0].Messages[i].ID = "" // those of the two seeds would meet
	}
	with := story.Setup{Seed: seed, Options: choose, Width: 80, Height: 16}
	random := rand.New(rand.NewPCG(*randomSeed, 0)) //nolint:gosec // The keys are to be the same in every run.
	keys := everyKey()
	synctest.Test(t, func(t *testing.T) {
		for left := *randomKeys; left > 0; {
			d := &driver{story.StartVirtual(t, with)}
			w := &watcher{driver: d}
			d.Press("j", "j", "enter")
			for ; left > 0 && d.Running() && !t.Failed(); left-- {
				w.step(random, keys)
			}
			if d.Running() {
				d.Resize(80, 16)
				d.Wait(time.Second)
				if strings.TrimSpace(d.Screen()) == "" {
					t.Error("the screen is empty in the end")
				}
			}
			d.Server.ClearFaults()
			d.Stop()
			if t.Failed() {
				t.Fatalf("with -random-seed %d, after %s", *randomSeed, strings.Join(w.lately(), " "))
			}
		}
	})
}

// watcher knows which keys may lease.
type watcher struct {
	*driver
	steps  []step
	judged int // pulls
}

// step is one thing done, and whether it may lease.
type step struct {
	at     time.Time
	what   string
	may    bool
	screen string // before it
}

func (w *watcher) step(random *rand.Rand, keys []string) {
	w.T.Helper()
	now := step{at: w.Clock.Now(), screen: w.Words()}
	for _, words := range []string{"of orders?", "of emails?", "follow in", "follow pulling", "follow waits"} {
		now.may = now.may || strings.Contains(now.screen, words)
	}
	attempts := w.deliveries()
	now.what = w.act(random, keys)
	now.may = now.may || now.what == "p"
	w.steps = append(w.steps, now)
	pulls := w.Requests.Of("pull")
	for _, pull := range pulls[w.judged:] {
		w.judge(pull)
	}
	if w.judged == len(pulls) && !strings.Contains(now.screen, "pulling") {
		for id, spent := range w.deliveries() {
			if was, known := attempts[id]; known && spent > was {
				w.T.Errorf("%q raised the attempts of %s without a pull", now.what, id)
			}
		}
	}
	w.judged = len(pulls)
	w.NeverTwoAtOnce("pull")
}

// judge finds the step during which a pull began. Its answer may have come much
// later.
func (w *watcher) judge(pull emulator.Exchange) {
	w.T.Helper()
	for _, s := range slices.Backward(w.steps) {
		if s.at.After(pull.Time) {
			continue
		}
		if !s.may {
			w.T.Errorf("%q pulled; before it the screen was\n%s", s.what, s.screen)
		}
		return
	}
}

// deliveries are the attempts of all messages.
func (w *watcher) deliveries() map[string]int {
	all := map[string]int{}
	for _, q := range []string{"orders", "emails"} {
		for _, m := range w.Server.Messages(q) {
			all[q+m.ID] = m.Attempts
		}
	}
	return all
}

// act does one thing, mostly a key.
func (w *watcher) act(random *rand.Rand, keys []string) string {
	switch n := random.IntN(100); {
	case n < 2:
		w.Wait(time.Duration(random.IntN(20)) * time.Second)
		return "(time passes)"
	case n < 4:
		w.Paste("pfypf\r")
		return "(paste)"
	case n < 6:
		w.Click(random.IntN(80), random.IntN(16))
		return "(click)"
	case n < 8:
		w.Wheel([]tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}[random.IntN(2)], random.IntN(80), random.IntN(16))
		return "(wheel)"
	case n < 9:
		width, height := 40+random.IntN(110), 10+random.IntN(20)
		w.Resize(width, height)
		return fmt.Sprintf("(%dx%d)", width, height)
	case n < 10:
		w.Server.Inject(emulator.Fault{
			Op:     []string{"pull", "peek", "metrics", "ack"}[random.IntN(4)],
			Status: []int{0, 409, 429, 500, 502}[random.IntN(5)],
			Delay:  time.Duration(random.IntN(5)) * time.Second,
			Drop:   []emulator.Drop{emulator.DropNever, emulator.DropBefore, emulator.DropAfter}[random.IntN(3)],
		})
		return "(fault)"
	}
	name := keys[random.IntN(len(keys))]
	w.Press(name)
	return name
}

// lately are the last keys, which lead to where it went wrong.
func (w *watcher) lately() []string {
	var names []string
	for _, s := range w.steps[max(0, len(w.steps)-40):] {
		names = append(names, s.what)
	}
	return names
}
