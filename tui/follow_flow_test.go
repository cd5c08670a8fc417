package tui_test

import (
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
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
	flow(t, story.Setup{Seed: manySeed(100)}, func(d *driver) {
		d.Press("f")
		d.Sees("Follow is on: pulls 5 every 10s, each an attempt. f stops it", "follow in 0:0")
		d.PulledTimes(0)
		d.Wait(4 * time.Second)
		d.PulledTimes(1)
		d.Sees("Leased 5 messages")
		for want := 2; want <= 5; want++ {
			d.Wait(10 * time.Second)
			d.PulledTimes(want)
		}
		calls := d.Requests.Of("pull")
		for i := 1; i < len(calls); i++ {
			if gap := calls[i].Time.Sub(calls[i-1].Time); gap < 10*time.Second || gap > 12*time.Second {
				t.Errorf("pull %d came %v after the one before", i+1, gap)
			}
		}
	})
}

// At the shortest interval too a pull comes each second, and it is said where that
// can't be: the answers take longer, or automatic requests have used up their
// share of the API's limit.
func TestFollowEverySecond(t *testing.T) {
	t.Parallel()
	often := func(o *tui.Options) { o.Follow = time.Second }
	pulls := func(d *driver, in time.Duration) int {
		before := d.Count("pull")
		for range in / (10 * time.Second) {
			d.Wait(10*time.Second - story.Frame)
			d.Press("g") // somebody is there
		}
		return d.Count("pull") - before
	}
	t.Run("answered soon", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: manySeed(100), Options: often}, func(d *driver) {
			d.Server.Inject(emulator.Fault{Op: "pull", Times: -1, Delay: 300 * time.Millisecond})
			if n := pulls(d, time.Minute); n < 58 || n > 60 {
				t.Errorf("%d pulls in a minute", n)
			}
			d.Misses("can't keep", "slow answers", "request budget")
		})
	})
	t.Run("answered late", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: manySeed(100), Options: often}, func(d *driver) {
			d.Server.Inject(emulator.Fault{Op: "pull", Times: -1, Delay: 1500 * time.Millisecond})
			d.Awaits("Follow can't keep to 1s: the answers take long, so it pulls every 1.8s.")
			d.Sees("slow answers: every 1.8s")
			d.Server.ClearFaults()
			d.Wait(5 * time.Second)
			d.Misses("slow answers")
		})
	})
	t.Run("longer than the budget lasts", func(t *testing.T) {
		t.Parallel()
		flow(t, story.Setup{Seed: manySeed(100), Options: often}, func(d *driver) {
			pulls(d, 5*time.Minute)
			d.Sees("request budget: every 1.")
			if n := pulls(d, time.Minute); n < 30 || n > 50 {
				t.Errorf("%d pulls in a minute", n)
			}
			d.Sees("request budget: every 1.")
			d.Misses("failed", "refused")
		})
	})
}

func TestFollowTwiceIsOff(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: manySeed(100)}, func(d *driver) {
		d.Press("f", "f")
		d.Sees("Follow is off", "follow off")
		d.Wait(15 * time.Second)
		d.PulledTimes(0)
		d.Press("f")
		d.Wait(4 * time.Second)
		d.Press("f")
		d.Wait(15 * time.Second)
		d.PulledTimes(1)
	})
}

// Turning follow off and on again must not leave two timers behind.
func TestFollowOnAgainKeepsOnePace(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: manySeed(100)}, func(d *driver) {
		d.Press("f", "f", "f", "f", "f")
		d.Wait(24 * time.Second)
		d.PulledTimes(3) // after 3, 13 and 23 s
	})
}

func TestFollowNeverHasTwoPullsUnderWay(t *testing.T) {
	t.Parallel()
	often := func(o *tui.Options) { o.Follow = time.Second }
	flow(t, story.Setup{Seed: manySeed(100), Options: often}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Times: -1, Delay: 7 * time.Second})
		d.Wait(30 * time.Second)
		d.Sees("follow pulling")
		d.NeverTwoAtOnce("pull")
		if n := d.Count("pull"); n < 3 || n > 4 {
			t.Errorf("%d pulls of 7 s each in 30 s", n)
		}
	})
}

func TestADialogHoldsFollowBack(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: manySeed(100)}, func(d *driver) {
		d.Press("f", ",")
		d.Sees("follow waits")
		d.Wait(25 * time.Second)
		d.PulledTimes(0)
		d.Press("esc")
		d.Wait(12 * time.Second)
		d.PulledTimes(1)
	})
}

func TestLeavingTheQueueStopsFollow(t *testing.T) {
	t.Parallel()
	choose := func(o *tui.Options) { o.Queue = "" }
	flow(t, story.Setup{Seed: manySeed(100), Options: choose}, func(d *driver) {
		d.Press("enter", "f")
		d.Wait(4 * time.Second)
		d.PulledTimes(1)
		d.Press("q")
		d.Wait(25 * time.Second)
		d.PulledTimes(1)
		d.Press("enter")
		d.Sees("follow stopped you left the queue")
		d.Wait(25 * time.Second)
		d.PulledTimes(1)
		d.Press("f")
		d.Misses("follow stopped")
	})
}

func TestALastDeliveryStopsFollow(t *testing.T) {
	t.Parallel()
	seed := ordersSeed()
	seed.Queues[0].Messages = nil
	flow(t, story.Setup{Seed: seed}, func(d *driver) {
		d.Press("f")
		if err := d.Server.Push("orders", emulator.SeedMessage{Body: `{"poison":true}`, Attempts: 3}); err != nil {
			t.Fatal(err)
		}
		d.Wait(20 * time.Second)
		d.Sees("follow stopped", "last delivery", "3/3")
		d.PulledTimes(1)
		if got := d.Attempts("orders"); !slices.Equal(got, []int{4}) {
			t.Errorf("attempts %v", got)
		}
	})
}

// What was seen to be near its end is not spent by a timer.
func TestFollowDoesNotStartTowardsALastDelivery(t *testing.T) {
	t.Parallel()
	seed := ordersSeed()
	seed.Queues[0].Messages[0].Attempts = 2
	flow(t, story.Setup{Seed: seed, Server: emulator.Options{PeekNextAttempts: true}}, func(d *driver) {
		d.Press("f")
		d.Sees("Follow was not started", "last delivery")
		d.Wait(25 * time.Second)
		d.PulledTimes(0)
	})
}

func TestFollowStopsWithNobodyThere(t *testing.T) {
	t.Parallel()
	often := func(o *tui.Options) { o.Follow = time.Second }
	flow(t, story.Setup{Seed: manySeed(10), Options: often, Width: 100, Height: 16}, func(d *driver) {
		d.Wait(3 * time.Minute)
		d.PulledTimes(60)
		d.Sees("follow stopped 60 pulls without a key press", "f starts it again")
		d.Press("f")
		d.Wait(10 * time.Second)
		if n := d.Count("pull"); n <= 60 {
			t.Errorf("f did not start it again: %d pulls", n)
		}
	})
}

// A key shows that somebody is there.
func TestAKeyKeepsFollowGoing(t *testing.T) {
	t.Parallel()
	often := func(o *tui.Options) { o.Follow = time.Second }
	flow(t, story.Setup{Seed: manySeed(10), Options: often, Width: 80, Height: 16}, func(d *driver) {
		for range 4 {
			d.Wait(40 * time.Second)
			d.Press("j")
		}
		d.Misses("follow stopped")
		if n := d.Count("pull"); n < 150 {
			t.Errorf("%d pulls in 160 s, at one a second", n)
		}
	})
}

func TestAFailedPullStopsFollow(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: manySeed(10)}, func(d *driver) {
		d.Press("f")
		d.Server.Inject(emulator.Fault{Op: "pull", Status: 500})
		d.Wait(4 * time.Second)
		d.Sees("Pull failed", "Follow is off", "follow stopped the pull failed")
		d.Wait(25 * time.Second)
		d.PulledTimes(1)
	})
}

func TestFollowAsksForWhatTheSettingsSay(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: manySeed(100)}, func(d *driver) {
		d.Press(",")
		d.Fill("2")
		d.Press("tab", "tab")
		d.Fill("20s")
		d.Press("enter", "f")
		d.Wait(45 * time.Second)
		d.PulledTimes(3) // after 3, 23 and 43 s
		leased := 0
		for _, n := range d.Attempts("orders") {
			leased += n
		}
		if leased != 6 {
			t.Errorf("three pulls of 2 leased %d: attempts %v", leased, d.Attempts("orders"))
		}
	})
}

func TestAShorterIntervalHoldsAtOnce(t *testing.T) {
	t.Parallel()
	hourly := func(o *tui.Options) { o.Follow = time.Hour }
	flow(t, story.Setup{Seed: manySeed(100), Options: hourly}, func(d *driver) {
		d.Wait(4 * time.Second)
		d.PulledTimes(1)
		d.Press(",", "tab", "tab")
		d.Fill("5s")
		d.Press("enter")
		d.Wait(12 * time.Second)
		if n := d.Count("pull"); n != 3 {
			t.Errorf("%d pulls after the interval went from 1 h to 5 s 12 s ago, want 3", n)
		}
	})
}

// Eight hours of sleep are one pull late, not thousands.
func TestFollowDoesNotCatchUpAfterSleep(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: manySeed(100)}, func(d *driver) {
		d.Press("f")
		d.Wait(4 * time.Second)
		for _, jump := range []time.Duration{8 * time.Hour, -8 * time.Hour} {
			before := d.Count("pull")
			d.Clock.Jump(jump)
			d.Wait(12 * time.Second)
			if n := d.Count("pull") - before; n < 1 || n > 2 {
				t.Errorf("%d pulls in the 12 s after the clock jumped by %v", n, jump)
			}
		}
	})
}

func TestNothingIsPulledWithoutBeingAsked(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed(), Width: 40, Height: 10}, func(d *driver) {
		d.Wait(5 * time.Minute)
		d.Press("v", "r")
		d.Wait(5 * time.Minute)
		d.PulledTimes(0)
		if got := d.Attempts("orders"); !slices.Equal(got, []int{0, 0, 0}) {
			t.Errorf("attempts %v after ten minutes of watching", got)
		}
	})
}
