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

func onQuit(how tui.OnQuit) func(*tui.Options) {
	return func(o *tui.Options) { o.OnQuit = how }
}

func TestWithNothingHeldQuittingAsksNothing(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"q", "ctrl+c"} {
		flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
			d.Press(key)
			d.Reports()
		})
		flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
			d.Press("p")
			d.Wait(31 * time.Second) // lapsed
			d.Press(key)
			d.Reports()
		})
	}
}

func TestQuittingWithLeasesAsks(t *testing.T) {
	t.Parallel()
	const kept = "orders: 3 leases stay until 00:00:30 UTC"
	cases := map[string]struct {
		keys   []string
		stays  bool
		report []string
		states string
	}{
		"enter stays":      {keys: []string{"q", "enter"}, stays: true, states: "leased"},
		"esc stays":        {keys: []string{"ctrl+c", "esc"}, stays: true, states: "leased"},
		"release":          {keys: []string{"q", "right", "enter"}, report: []string{"orders: released 3 leases"}, states: "waiting"},
		"keep":             {keys: []string{"q", "right", "right", "enter"}, report: []string{kept}, states: "leased"},
		"a second ctrl+c":  {keys: []string{"ctrl+c", "ctrl+c"}, report: []string{kept}, states: "leased"},
		"ctrl+c after q":   {keys: []string{"q", "ctrl+c"}, report: []string{kept}, states: "leased"},
		"over a question":  {keys: []string{"a", "ctrl+c", "ctrl+c"}, report: []string{kept}, states: "leased"},
		"over the help":    {keys: []string{"?", "ctrl+c", "ctrl+c"}, report: []string{kept}, states: "leased"},
		"y is not release": {keys: []string{"q", "y", "p", "x"}, stays: true, states: "leased"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
				d.Press("p")
				d.Press(c.keys[0])
				if c.keys[0] != "a" && c.keys[0] != "?" {
					d.Sees("Quit with leases held?", "orders: 3 leases are held until 00:00:30 UTC", "▸ Stay", "Release", "Keep",
						"Release puts messages back at once and quits; the attempt stays spent", "ctrl+c again quits at once and keeps them")
				}
				d.Wait(time.Second)
				d.Press(c.keys[1:]...)
				for n := 1; n <= 3; n++ {
					if got := d.stateOf(n); c.stays && got != c.states {
						t.Errorf("message %d is %q", n, got)
					}
				}
				if c.stays {
					d.Sees("3 leased until")
					return
				}
				d.Reports(c.report...)
				for n := 1; n <= 3; n++ {
					if got := d.stateOf(n); got != c.states {
						t.Errorf("message %d is %q after leaving, want %q", n, got, c.states)
					}
				}
			})
		})
	}
}

// The options decide where nobody is asked; a message on its last delivery is
// never released.
func TestLeavingTakesCareOfLastDeliveries(t *testing.T) {
	t.Parallel()
	const (
		stays = "orders: 1 lease stays until 00:00:30 UTC"
		ends  = "orders: when the lease ends, 1 on the last delivery will be moved to orders-dlq: 00000000000000000000000000000002 (3/3)"
	)
	cases := map[string]struct {
		how    tui.OnQuit
		leave  func(*driver)
		report []string
	}{
		"asked": {tui.OnQuitAsk, func(d *driver) {
			d.Press("q")
			d.Sees("3 leases are held", "When the lease ends, 1 on the last delivery will be moved to orders-dlq",
				"Extend (e) or ack (a) it to prevent that; a release leaves it alone", idOf(2))
			d.Wait(500 * time.Millisecond)
			d.Press("right", "enter")
		}, []string{"orders: released 2 leases", stays, ends}},
		"release": {tui.OnQuitRelease, func(d *driver) { d.Press("q") }, []string{"orders: released 2 leases", stays, ends}},
		"keep":    {tui.OnQuitKeep, func(d *driver) { d.Press("q") }, []string{"orders: 3 leases stay until 00:00:30 UTC", ends}},
		// As after a signal, which leaves nobody to ask.
		"stopped, ask":     {tui.OnQuitAsk, func(d *driver) { d.Program.Quit() }, []string{"orders: 3 leases stay until 00:00:30 UTC", ends}},
		"stopped, release": {tui.OnQuitRelease, func(d *driver) { d.Program.Quit() }, []string{"orders: released 2 leases", stays, ends}},
		"stopped, keep":    {tui.OnQuitKeep, func(d *driver) { d.Program.Quit() }, []string{"orders: 3 leases stay until 00:00:30 UTC", ends}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed := leaseSeed(3, 0, withDLQ)
			seed.Queues[0].Messages[1].Attempts = 3
			with := story.Setup{Seed: seed, Options: onQuit(c.how)}
			flow(t, with, func(d *driver) {
				start := time.Now()
				d.Press("p")
				d.WaitUntil(start.Add(600 * time.Millisecond))
				d.Press("right", "enter")
				d.Sees("3 leased until")
				c.leave(d)
				got := d.Reported()
				if !slices.Equal(got, c.report) {
					t.Errorf("reported\n%q\nwant\n%q", got, c.report)
				}
				if d.stateOf(2) != "leased" {
					t.Errorf("the last delivery is %q", d.stateOf(2))
				}
			})
		})
	}
}

func TestLeavingADeadServerIsBounded(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		fault emulator.Fault
		says  string // of the one call that was made
	}{
		"silent":  {emulator.Fault{Delay: time.Hour}, "no answer in time"},
		"gone":    {emulator.Fault{Drop: emulator.DropBefore}, "no answer: EOF"},
		"failing": {emulator.Fault{Status: 500}, "UnknownInternalError (HTTP 500, code 15000)"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var wire tap
			with := story.Setup{Seed: leaseSeed(150, 0, patient), Client: wire.install, Options: func(o *tui.Options) {
				batchesOf(100, time.Hour)(o)
				o.OnQuit = tui.OnQuitRelease
			}}
			flow(t, with, func(d *driver) {
				d.holding(150)
				c.fault.Op, c.fault.Times = "ack", -1
				d.Server.Inject(c.fault)
				d.Press("q")
				start := time.Now()
				got := d.Reported()
				if took := time.Since(start); took > 6*time.Second {
					t.Errorf("leaving took %v", took)
				}
				want := []string{
					"orders: a release of 100 leases may have taken effect: " + c.says + "; 50 not sent",
					"orders: 150 leases stay until 01:00:00 UTC",
					"orders: 100 leases are in doubt and left alone, as an earlier call may have taken effect already: 00000000000000000000000000000001 (0/100), ",
				}
				if len(got) != len(want) {
					t.Fatalf("reported\n%q\nwant\n%q", got, want)
				}
				for i := range want {
					if !strings.HasPrefix(got[i], want[i]) {
						t.Errorf("reported\n%s\nwant\n%s", got[i], want[i])
					}
				}
				if n := len(wire.of("ack")); n != 1 {
					t.Errorf("%d calls to a dead server, want one", n)
				}
			})
		})
	}
}

// A pull whose answer is still out when the program quits holds leases, too.
func TestLeavingWaitsForAPullUnderWay(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		delay  time.Duration
		keys   []string
		report string
		states string
	}{
		"answered, kept":     {3 * time.Second, []string{"ctrl+c"}, "orders: 3 leases stay until 00:00:30 UTC", "leased"},
		"answered, released": {3 * time.Second, []string{"right", "enter"}, "orders: released 3 leases", "waiting"},
		"unanswered":         {20 * time.Second, []string{"ctrl+c"}, "a pull of orders: no answer in time; it may have taken effect", "waiting"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ)}, func(d *driver) {
				d.Server.Inject(emulator.Fault{Op: "pull", Delay: c.delay})
				d.Press("p", "ctrl+c")
				d.Sees("Quit without an answer?", "1 call that changes the queue is still without an answer")
				d.Wait(500 * time.Millisecond)
				d.Press(c.keys...)
				start := time.Now()
				d.Reports(c.report)
				if took := time.Since(start); took > 6*time.Second {
					t.Errorf("leaving took %v", took)
				}
				if d.stateOf(1) != c.states {
					t.Errorf("message 1 is %q", d.stateOf(1))
				}
			})
		})
	}
}

// Quitting in the middle of a job ends it with the call under way. What was not
// sent is not said to have been.
func TestLeavingEndsAJob(t *testing.T) {
	t.Parallel()
	for range 4 { // the order of what is waited for must not matter
		var wire tap
		heldBatches(t, &wire, func(d *driver) {
			d.Server.Inject(emulator.Fault{Op: "ack", Times: -1, Delay: 2 * time.Second})
			d.Press("a")
			d.Yes()
			d.Press("ctrl+c", "ctrl+c")
			start := time.Now()
			got := d.Reported()
			if took := time.Since(start); took > 3*time.Second {
				t.Errorf("leaving took %v", took)
			}
			if len(got) != 2 || got[0] != "orders: acked 100 of 250, 150 not sent" || !strings.HasPrefix(got[1], "orders: 150 leases stay until") {
				t.Errorf("reported %q", got)
			}
			if d.Count("ack") != 1 || d.left() != 150 {
				t.Errorf("%d calls, %d left", d.Count("ack"), d.left())
			}
		})
	}
}

func TestLeavingSpeaksOfEveryQueueInOrder(t *testing.T) {
	t.Parallel()
	seed := emulator.Seed{}
	names := []string{"carts", "emails", "orders", "refunds"}
	for _, name := range names {
		queue := leaseSeed(0, 0, withDLQ).Queues[0]
		queue.Name, queue.Messages = name, []emulator.SeedMessage{{Body: `{"n":1}`}}
		seed.Queues = append(seed.Queues, queue)
	}
	flow(t, story.Setup{Seed: seed, Options: func(o *tui.Options) { o.Queue = "" }}, func(d *driver) {
		for range names {
			d.Press("enter", "p", "q", "j")
		}
		d.Press("q")
		words := d.Words()
		for _, name := range names {
			_, after, found := strings.Cut(words, name+": 1 lease is held until")
			if !found {
				t.Errorf("%s is missing, or out of order:\n%s", name, d.Screen())
			}
			words = after
		}
		d.Wait(time.Second)
		d.Press("right", "enter")
		got := d.Reported()
		want := []string{"carts: released 1 lease", "emails: released 1 lease", "orders: released 1 lease", "refunds: released 1 lease"}
		if !slices.Equal(got, want) {
			t.Errorf("reported %q", got)
		}
	})
}

// A call that hangs on one queue costs the leases of another nothing: they go
// back at once, not after the wait.
func TestLeavingReleasesBesideACallThatHangs(t *testing.T) {
	t.Parallel()
	seed := leaseSeed(2, 0, withDLQ)
	seed.Queues = append(seed.Queues, emulator.SeedQueue{
		Name: "other", Consumer: &emulator.SeedConsumer{Type: "http_pull"},
		Messages: []emulator.SeedMessage{{Body: `"other"`}},
	})
	for _, hangs := range []struct {
		on     string // where the pull hangs
		states string // of the first message there, when all is over
	}{{"other", "waiting"}, {"orders", "waiting"}} {
		t.Run(hangs.on, func(t *testing.T) {
			t.Parallel()
			flow(t, story.Setup{Seed: seed, Options: func(o *tui.Options) { o.Queue = "" }}, func(d *driver) {
				d.Press("enter", "p")
				d.Sees("2 leased until")
				if hangs.on == "other" {
					d.Press("q", "j", "enter")
				}
				d.Sees(hangs.on + " ·")
				d.Server.Inject(emulator.Fault{Op: "pull", Delay: time.Hour})
				d.Press("p", "ctrl+c")
				d.Wait(time.Second)
				d.Press("right", "enter")
				report := d.Reported()
				if !slices.Contains(report, "orders: released 2 leases") {
					t.Errorf("reported %q", report)
				}
				for _, m := range d.Server.Messages("orders") {
					if m.State != hangs.states || m.Attempts != 1 {
						t.Errorf("%s is %s after %d deliveries", m.ID, m.State, m.Attempts)
					}
				}
			})
		})
	}
}

// What is held goes back at the signal, also where a pull of the same queue
// hangs. What that pull brings in time is put back as well.
func TestLeavingReleasesAtOnce(t *testing.T) {
	t.Parallel()
	var wire tap
	var released time.Time
	wire.before = func(c leaseCall) {
		if c.op == "ack" {
			released = time.Now()
		}
	}
	with := story.Setup{Seed: leaseSeed(5, 0, withDLQ), Client: wire.install, Options: onQuit(tui.OnQuitRelease)}
	flow(t, with, func(d *driver) {
		d.Press("p")
		d.Sees("5 leased until")
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: time.Hour})
		d.Press("p")
		start := time.Now()
		d.Program.Quit()
		d.Reports("orders: released 5 leases", "a pull of orders: no answer in time; it may have taken effect")
		if after := released.Sub(start); after > time.Second {
			t.Errorf("the release began %v after the signal", after)
		}
	})
}

// A message whose next delivery would be its last is not put where a pull of the
// program's own could take it: it waits for the answer.
func TestLeavingFeedsItsOwnPullNoLastDelivery(t *testing.T) {
	t.Parallel()
	with := story.Setup{Seed: leaseSeed(3, 2, withDLQ), Options: onQuit(tui.OnQuitRelease)}
	flow(t, with, func(d *driver) {
		d.Press("p")
		d.Sees("may hand out the last delivery")
		d.Wait(600 * time.Millisecond)
		d.Press("right", "enter")
		d.Sees("3 leased until")
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 3 * time.Second})
		d.Press("p")
		d.Sees("pulling")
		d.Program.Quit()
		d.Reports("orders: released 3 leases")
		if got := d.Attempts("orders"); !slices.Equal(got, []int{3, 3, 3}) {
			t.Errorf("deliveries so far: %v, want three each", got)
		}
	})
}

// A laptop that slept past the leases holds nothing any more, whatever the last
// tick has seen: leaving settles nothing and reports nothing.
func TestLeavingAfterSleepSettlesNothing(t *testing.T) {
	t.Parallel()
	for _, how := range []tui.OnQuit{tui.OnQuitRelease, tui.OnQuitKeep, tui.OnQuitAsk} {
		flow(t, story.Setup{Seed: leaseSeed(3, 0, patient), Options: onQuit(how)}, func(d *driver) {
			d.Press("p")
			d.Clock.Jump(time.Hour)
			d.Program.Quit()
			d.Reports()
			if n := d.Count("ack"); n != 0 {
				t.Errorf("%d calls settled leases that had lapsed", n)
			}
		})
	}
}
