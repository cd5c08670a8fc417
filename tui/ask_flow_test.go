package tui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// A question that comes only sometimes takes no key until none has come for half
// a second: keys in flight meant something else.
func TestAQuestionThatComesSometimesWaitsForQuiet(t *testing.T) {
	t.Parallel()
	for _, early := range [][]string{{"y"}, {"right", "enter"}, {"tab", "enter"}, {"enter"}, {"n"}, {"esc"}, {"q"}} {
		t.Run(strings.Join(early, " "), func(t *testing.T) {
			t.Parallel()
			flow(t, story.Setup{Seed: leaseSeed(3, 3, withDLQ)}, func(d *driver) {
				d.Press("p")
				for range 4 {
					d.Wait(300 * time.Millisecond) // each key begins the quiet anew
					d.Press(early...)
				}
				d.Sees("Pull 5 messages of orders?", "▸ No", "Wait half a second without a key.")
				d.PulledTimes(0)
				d.Wait(501 * time.Millisecond)
				d.Press("right", "enter")
				d.PulledTimes(1)
			})
		})
	}
}

// Yes has no letter. Only going to it and enter says yes; any other key says so.
func TestOnlyGoingThereAnswersYes(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{{"y"}, {"j", "enter"}, {"k", "enter"}, {"down", "enter"}, {"up", "enter"}, {"l", "enter"}, {"h", "enter"}, {"y", "enter"}, {"space", "enter"}, {"right", "left", "enter"}, {"tab", "tab", "enter"}, {"a", "a", "enter"}} {
		t.Run(strings.Join(keys, " "), func(t *testing.T) {
			t.Parallel()
			flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
				d.Press("p", "a", keys[0])
				if keys[0] != "right" && keys[0] != "tab" {
					d.Sees("Answer by tab or →, then enter.")
				}
				d.Press(keys[1:]...)
				d.Wait(time.Minute)
				if d.Count("ack") != 0 || d.left() != 3 {
					t.Errorf("%d settling calls; %d left", d.Count("ack"), d.left())
				}
			})
		})
	}
}

// A question that its key opens every time surprises nobody.
func TestAQuestionThatAlwaysComesMayBeAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
		d.Press("p", "a", "right", "enter")
		d.Sees("Acked 1 message.")
	})
}

// What was shown is what is done: neither a refresh nor a redelivery changes
// the targets of an open question.
func TestTheTargetsOfAQuestionAreFrozen(t *testing.T) {
	t.Parallel()
	var wire tap
	flow(t, story.Setup{Seed: leaseSeed(3, 0, patient), Client: wire.install}, func(d *driver) {
		d.Press("p")
		first := d.Lease("orders", 0)
		d.Wait(31 * time.Second) // lapsed, and waiting again
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 3 * time.Second})
		d.Press("p", "a")
		d.Sees("Ack 1 message of orders?", idOf(1))
		for range 4 {
			if err := d.Server.Push("orders", emulator.SeedMessage{Body: `{"more":true}`}); err != nil {
				t.Fatal(err)
			}
		}
		d.Wait(4 * time.Second)
		d.rowSays("1/100", 2) // the redelivery has arrived beneath
		d.Sees("Ack 1 message of orders?", idOf(1))
		d.Press("right", "enter")
		calls := wire.of("ack")
		if len(calls) != 1 || !slices.Equal(calls[0].acks, []string{first}) {
			t.Errorf("the calls were %+v, want the ack of the lease that was asked about", calls)
		}
	})
}

func TestMarksBeneathAQuestionChangeNothing(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(5, 0, patient)}, func(d *driver) {
		d.Press("p")
		d.mark(2)
		d.Press("a")
		d.Click(2, 8)
		d.Wheel(0, 2, 8)
		d.Press("space", "m", "j", "p", "x", "u")
		d.Wait(time.Second)
		d.Sees("Ack 2 messages of orders?")
		d.Press("right", "enter")
		d.Sees("Acked 2 messages.")
		if d.left() != 3 {
			t.Errorf("%d left", d.left())
		}
	})
}

// The targets of a retry after a delay are those that its prompt was opened for.
func TestTheTargetsOfADelayAreFrozen(t *testing.T) {
	t.Parallel()
	var wire tap
	flow(t, story.Setup{Seed: leaseSeed(3, 0, patient), Client: wire.install}, func(d *driver) {
		d.Press("p")
		first := d.Lease("orders", 0)
		d.Wait(31 * time.Second)
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 3 * time.Second})
		d.Press("p", "U")
		d.Wait(4 * time.Second)
		d.Press("enter")
		calls := wire.of("ack")
		if len(calls) != 1 || !slices.Equal(calls[0].retries, []string{first}) {
			t.Errorf("the calls were %+v, want the retry of the lease that was there when the prompt opened", calls)
		}
	})
}

func TestAQuestionFitsTheSmallestScreen(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{40, 10}, {80, 24}} {
		flow(t, story.Setup{Seed: leaseSeed(5, 0, withoutDLQ), Width: size[0], Height: size[1]}, func(d *driver) {
			d.Press("p", "m", "a")
			d.Sees("Ack 5 messages of orders?", "▸ No", "Ack")
			d.Wait(time.Second)
			d.Press("n", "q")
			d.Sees("Quit with leases held?", "▸ Stay", "Release", "Keep")
			d.Press("esc")
		})
	}
}

// On a screen too small to show a question, nobody can have read it.
func TestNothingHappensOnAScreenTooSmallToShowIt(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(5, 0, withoutDLQ)}, func(d *driver) {
		d.Press("p")
		d.Resize(30, 8)
		d.Press("a")
		d.Wait(time.Second)
		d.Press("y", "u", "e", "x", "p")
		if n := d.Count("ack") + d.Count("extend"); n != 0 || d.Count("pull") != 1 {
			t.Errorf("%d settling calls and %d pulls from keys on an unreadable screen", n, d.Count("pull")-1)
		}
		d.Resize(100, 30)
	})
}

// TestPairsOfKeysAnswerNothing presses, from every state that asks, the commonest
// pairs of keys, fast: none of them is a yes.
func TestPairsOfKeysAnswerNothing(t *testing.T) {
	t.Parallel()
	pairs := [][2]string{
		{"j", "j"},
		{"k", "k"},
		{"j", "enter"},
		{"k", "enter"},
		{"y", "y"},
		{"y", "enter"},
		{"enter", "enter"},
		{"space", "j"},
		{"space", "space"},
		{"j", "k"},
		{"g", "g"},
		{"G", "enter"},
		{"h", "l"},
		{"l", "enter"},
		{"down", "enter"},
		{"up", "enter"},
		{"esc", "esc"},
		{"tab", "tab"},
		{"q", "y"},
		{"n", "y"},
	}
	// Each leads to a question, from a queue with leases held on last deliveries.
	states := []string{"a", "u", "U enter", "p", "q", "ctrl+c", "m a", "m u"}
	slices.SortFunc(states, strings.Compare)
	for _, state := range states {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			for _, pair := range pairs {
				s := scripted(map[string][]string{
					"pull": {pulledOnce("l", "3")},
					"peek": {result(`{"messages":[` + wireMessage("m2", "", "3") + `]}`)},
					"ack":  {result(`{"ackCount":1,"retryCount":1,"warnings":{}}`)},
				})
				with := story.Setup{Client: s.install, Options: func(o *tui.Options) { o.Queue = "" }, Width: 80, Height: 16}
				flow(t, with, func(d *driver) {
					d.Press("enter", "p")
					d.Yes()
					d.Press("esc")
					pulls := len(s.of("pull"))
					d.Press(strings.Fields(state)...)
					d.Press(pair[0], pair[1])
					d.Wait(50 * time.Millisecond)
					if n := len(s.of("ack")) + len(s.of("extend")) + len(s.of("pull")) - pulls; n != 0 {
						t.Errorf("%s, then %v: %d calls\n%s", state, pair, n, d.Screen())
					}
					if !d.Running() {
						t.Errorf("%s, then %v ended the program", state, pair)
					}
				})
			}
		})
	}
}

// Each question has a quiet of its own: the end of another's, which it replaced,
// lets no key in flight answer it.
func TestTheQuietOfOneQuestionEndsNoOther(t *testing.T) {
	t.Parallel()
	seed := leaseSeed(3, 0, withDLQ)
	seed.Queues[0].Messages[2].Attempts = 3
	flow(t, story.Setup{Seed: seed, Options: func(o *tui.Options) { o.BatchSize = 2 }}, func(d *driver) {
		d.Press(",")
		d.Fill("3")
		d.Press("enter", "v", ",") // the third is seen, and will be asked about
		d.Fill("1")
		d.Press("enter", "p")
		d.Yes()
		d.Sees("1 leased until")
		asked := time.Now()
		d.Press("p")
		d.Sees("Pull 1 message of orders?")
		d.WaitUntil(asked.Add(300 * time.Millisecond))
		d.Press("ctrl+c")
		d.WaitUntil(asked.Add(600 * time.Millisecond))
		d.Press("right", "enter")
		if !d.Running() {
			t.Fatal("it left by keys in flight")
		}
		d.Sees("Quit with leases held?", "▸ Stay", "Wait half a second without a key.")
	})
}
