package tui_test

import (
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
)

// manySeed is "orders" with n messages, whose consumer allows many deliveries.
func manySeed(n int) emulator.Seed {
	seed := emulator.Seed{Queues: []emulator.SeedQueue{{
		Name:     "orders",
		Consumer: &emulator.SeedConsumer{Type: "http_pull", Settings: jsontext.Value(`{"max_retries":100}`)},
	}}}
	for range n {
		seed.Queues[0].Messages = append(seed.Queues[0].Messages, emulator.SeedMessage{Body: `{"n":1}`})
	}
	return seed
}

func TestFollowPullsOncePerInterval(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: manySeed(100)}, func(d *driver) {
		d.press("f")
		d.sees("Follow is on: pulls 5 every 10s, each an attempt. f stops it", "follow in 0:0")
		d.pulledTimes(0)
		d.wait(4 * time.Second)
		d.pulledTimes(1)
		d.sees("Leased 5 messages")
		for want := 2; want <= 5; want++ {
			d.wait(10 * time.Second)
			d.pulledTimes(want)
		}
		calls := d.requests.of("pull")
		for i := 1; i < len(calls); i++ {
			if gap := calls[i].Time.Sub(calls[i-1].Time); gap < 10*time.Second || gap > 12*time.Second {
				t.Errorf("pull %d came %v after the one before", i+1, gap)
			}
		}
	})
}

func TestFollowTwiceIsOff(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: manySeed(100)}, func(d *driver) {
		d.press("f", "f")
		d.sees("Follow is off", "follow off")
		d.wait(15 * time.Second)
		d.pulledTimes(0)
		d.press("f")
		d.wait(4 * time.Second)
		d.press("f")
		d.wait(15 * time.Second)
		d.pulledTimes(1)
	})
}

// Turning follow off and on again must not leave two timers behind.
func TestFollowOnAgainKeepsOnePace(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: manySeed(100)}, func(d *driver) {
		d.press("f", "f", "f", "f", "f")
		d.wait(24 * time.Second)
		d.pulledTimes(3) // after 3, 13 and 23 s
	})
}

func TestFollowNeverHasTwoPullsUnderWay(t *testing.T) {
	t.Parallel()
	often := func(o *tui.Options) { o.Follow = time.Second }
	flow(t, setup{seed: manySeed(100), options: often}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "pull", Times: -1, Delay: 7 * time.Second})
		d.wait(30 * time.Second)
		d.sees("follow pulling")
		d.neverTwoAtOnce("pull")
		if n := d.count("pull"); n < 3 || n > 4 {
			t.Errorf("%d pulls of 7 s each in 30 s", n)
		}
	})
}

func TestADialogHoldsFollowBack(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: manySeed(100)}, func(d *driver) {
		d.press("f", ",")
		d.sees("follow waits")
		d.wait(25 * time.Second)
		d.pulledTimes(0)
		d.press("esc")
		d.wait(12 * time.Second)
		d.pulledTimes(1)
	})
}

func TestLeavingTheQueueStopsFollow(t *testing.T) {
	t.Parallel()
	choose := func(o *tui.Options) { o.Queue = "" }
	flow(t, setup{seed: manySeed(100), options: choose}, func(d *driver) {
		d.press("enter", "f")
		d.wait(4 * time.Second)
		d.pulledTimes(1)
		d.press("q")
		d.wait(25 * time.Second)
		d.pulledTimes(1)
		d.press("enter")
		d.sees("follow stopped: you left the queue")
		d.wait(25 * time.Second)
		d.pulledTimes(1)
		d.press("f")
		d.misses("follow stopped")
	})
}

func TestALastDeliveryStopsFollow(t *testing.T) {
	t.Parallel()
	seed := ordersSeed()
	seed.Queues[0].Messages = nil
	flow(t, setup{seed: seed}, func(d *driver) {
		d.press("f")
		if err := d.server.Push("orders", emulator.SeedMessage{Body: `{"poison":true}`, Attempts: 3}); err != nil {
			t.Fatal(err)
		}
		d.wait(20 * time.Second)
		d.sees("follow stopped", "last delivery", "3/3")
		d.pulledTimes(1)
		if got := d.attempts("orders"); !slices.Equal(got, []int{4}) {
			t.Errorf("attempts %v", got)
		}
	})
}

// What was seen to be near its end is not spent by a timer.
func TestFollowDoesNotStartTowardsALastDelivery(t *testing.T) {
	t.Parallel()
	seed := ordersSeed()
	seed.Queues[0].Messages[0].Attempts = 2
	flow(t, setup{seed: seed, server: emulator.Options{PeekNextAttempts: true}}, func(d *driver) {
		d.press("f")
		d.sees("Follow was not started", "last delivery")
		d.wait(25 * time.Second)
		d.pulledTimes(0)
	})
}

func TestFollowStopsWithNobodyThere(t *testing.T) {
	t.Parallel()
	often := func(o *tui.Options) { o.Follow = time.Second }
	flow(t, setup{seed: manySeed(10), options: often, width: 80, height: 16}, func(d *driver) {
		d.wait(3 * time.Minute)
		d.pulledTimes(60)
		d.sees("follow stopped: 60 pulls without a key press", "f starts it again")
		d.press("f")
		d.wait(10 * time.Second)
		if n := d.count("pull"); n <= 60 {
			t.Errorf("f did not start it again: %d pulls", n)
		}
	})
}

// A key shows that somebody is there.
func TestAKeyKeepsFollowGoing(t *testing.T) {
	t.Parallel()
	often := func(o *tui.Options) { o.Follow = time.Second }
	flow(t, setup{seed: manySeed(10), options: often, width: 80, height: 16}, func(d *driver) {
		for range 4 {
			d.wait(40 * time.Second)
			d.press("j")
		}
		d.misses("follow stopped")
		if n := d.count("pull"); n < 150 {
			t.Errorf("%d pulls in 160 s, at one a second", n)
		}
	})
}

func TestAFailedPullStopsFollow(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: manySeed(10)}, func(d *driver) {
		d.press("f")
		d.server.Inject(emulator.Fault{Op: "pull", Status: 500})
		d.wait(4 * time.Second)
		d.sees("Pull failed", "Follow is off", "follow stopped: the pull failed")
		d.wait(25 * time.Second)
		d.pulledTimes(1)
	})
}

func TestFollowAsksForWhatTheSettingsSay(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: manySeed(100)}, func(d *driver) {
		d.press(",")
		d.fill("2")
		d.press("tab", "tab")
		d.fill("20s")
		d.press("enter", "f")
		d.wait(45 * time.Second)
		d.pulledTimes(3) // after 3, 23 and 43 s
		leased := 0
		for _, n := range d.attempts("orders") {
			leased += n
		}
		if leased != 6 {
			t.Errorf("three pulls of 2 leased %d: attempts %v", leased, d.attempts("orders"))
		}
	})
}

func TestAShorterIntervalHoldsAtOnce(t *testing.T) {
	t.Parallel()
	hourly := func(o *tui.Options) { o.Follow = time.Hour }
	flow(t, setup{seed: manySeed(100), options: hourly}, func(d *driver) {
		d.wait(4 * time.Second)
		d.pulledTimes(1)
		d.press(",", "tab", "tab")
		d.fill("5s")
		d.press("enter")
		d.wait(12 * time.Second)
		if n := d.count("pull"); n != 3 {
			t.Errorf("%d pulls after the interval went from 1 h to 5 s 12 s ago, want 3", n)
		}
	})
}

// Eight hours of sleep are one pull late, not thousands.
func TestFollowDoesNotCatchUpAfterSleep(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: manySeed(100)}, func(d *driver) {
		d.press("f")
		d.wait(4 * time.Second)
		for _, jump := range []time.Duration{8 * time.Hour, -8 * time.Hour} {
			before := d.count("pull")
			d.clock.jump(jump)
			d.wait(12 * time.Second)
			if n := d.count("pull") - before; n < 1 || n > 2 {
				t.Errorf("%d pulls in the 12 s after the clock jumped by %v", n, jump)
			}
		}
	})
}

func TestNothingIsPulledWithoutBeingAsked(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed(), width: 40, height: 10}, func(d *driver) {
		d.wait(5 * time.Minute)
		d.press("v", "r")
		d.wait(5 * time.Minute)
		d.pulledTimes(0)
		if got := d.attempts("orders"); !slices.Equal(got, []int{0, 0, 0}) {
			t.Errorf("attempts %v after ten minutes of watching", got)
		}
	})
}
