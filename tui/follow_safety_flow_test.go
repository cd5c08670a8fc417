package tui_test

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
)

// follows turns follow on, at the quickest pace, for batches of n.
func follows(n int, visibility time.Duration) func(*tui.Options) {
	return func(o *tui.Options) {
		o.BatchSize, o.VisibilityTimeout, o.Follow = n, visibility, time.Second
	}
}

// What was leased here before, and lapsed one delivery before its last, is not
// handed out again by a timer.
func TestFollowStopsBeforeALastDelivery(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(1, 1, withDLQ), options: follows(5, 8*time.Second)}, func(d *driver) {
		d.wait(4 * time.Second)
		d.sees("1/3")
		pulls := d.count("pull")
		d.wait(16 * time.Second)
		d.sees("follow stopped", "Follow stopped: a pull may hand out the last delivery of 1 message seen here",
			"Nothing pulls any more. f starts it again, p pulls once")
		stopped := d.count("pull")
		if stopped <= pulls {
			t.Error("follow stopped before the message was in danger")
		}
		d.wait(30 * time.Second)
		d.pulledTimes(stopped)
		if got := d.attempts("orders"); got[0] != 3 {
			t.Errorf("attempts %v", got)
		}
	})
}

func TestFollowStopsWhenItHoldsEnough(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(700, 0, patient), options: follows(100, time.Hour)}, func(d *driver) {
		d.wait(30 * time.Second)
		d.sees("follow stopped: 500 leases are held", "500 leased until")
		d.pulledTimes(5)
		d.press("x") // five calls
		d.sees("Released 500 messages.")
		d.press("f")
		d.wait(5 * time.Second)
		if d.count("pull") <= 5 {
			t.Error("f does not start it again")
		}
	})
}

func TestErrorsThatAskForAPersonStopFollow(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"403":  {Status: 403},
		"404":  {Status: 404},
		"405":  {Status: 405},
		"409":  {Status: 409},
		"429":  {Status: 429},
		"500":  {Status: 500},
		"web":  {Status: 502},
		"cut":  {Cut: 60},
		"lost": {Drop: emulator.DropAfter},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow(t, setup{seed: leaseSeed(700, 0, patient), options: follows(5, time.Hour)}, func(d *driver) {
				fault.Op = "pull"
				d.server.Inject(fault)
				d.wait(2 * time.Minute)
				d.pulledTimes(1)
				d.sees("Pull failed", "Follow is off", "follow stopped: the pull failed")
			})
		})
	}
}

// Whatever call it is that breaches the limit, nothing automatic goes on.
func TestARateLimitOfAnotherCallStopsFollow(t *testing.T) {
	t.Parallel()
	hourly := func(o *tui.Options) { o.Follow = 10 * time.Second }
	flow(t, setup{seed: leaseSeed(50, 0, patient), options: hourly}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "peek", Status: 429, Header: http.Header{"Retry-After": {"60"}}})
		d.press("v")
		d.sees("RATE LIMITED 1:00", "follow stopped: the API limits the rate of calls")
		metrics, pulls := d.count("metrics"), d.count("pull")
		d.wait(50 * time.Second)
		if d.count("metrics") != metrics || d.count("pull") != pulls {
			t.Error("something automatic was sent while the API refuses calls")
		}
		d.wait(30 * time.Second)
		d.misses("RATE LIMITED")
		if d.count("metrics") == metrics {
			t.Error("the backlog is not read again after the limit")
		}
		d.pulledTimes(pulls)
	})
}

func TestTheActivityScreenHoldsFollowBack(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(50, 0, patient)}, func(d *driver) {
		d.press("f", "L")
		d.wait(time.Minute)
		d.pulledTimes(0)
		d.press("q")
		d.sees("follow in")
		d.wait(12 * time.Second)
		d.pulledTimes(1)
	})
}

func TestAQuestionHoldsFollowBack(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: leaseSeed(50, 0, patient), options: follows(5, time.Hour)}, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("a")
		d.sees("follow waits")
		pulls := d.count("pull")
		d.wait(time.Minute)
		d.pulledTimes(pulls)
	})
}

// journal is a journal that may fail.
type journal struct {
	mu   sync.Mutex
	fail error
	got  []apiclient.MessageID
}

func (j *journal) Append(_ apiclient.Queue, _ time.Time, messages []apiclient.Message) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.fail != nil {
		return j.fail
	}
	for i := range messages {
		j.got = append(j.got, messages[i].ID)
	}
	return nil
}

func (j *journal) failWith(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.fail = err
}

func (j *journal) recorded() []apiclient.MessageID {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.got
}

func TestAFailingJournalIsLoudAndEndsPulling(t *testing.T) {
	t.Parallel()
	book := &journal{}
	options := func(o *tui.Options) { follows(2, time.Hour)(o); o.Journal = book }
	flow(t, setup{seed: leaseSeed(50, 0, patient), options: options}, func(d *driver) {
		d.wait(1500 * time.Millisecond)
		if d.count("pull") != 1 || len(book.recorded()) != 2 {
			t.Fatalf("%d pulls, %d messages in the journal", d.count("pull"), len(book.recorded()))
		}
		book.failWith(errors.New("no space left on device"))
		d.wait(20 * time.Second)
		d.pulledTimes(2)
		d.sees("Not recorded: no space left on device", "2 messages are leased and shown, but not in the journal",
			"Pulling is refused from now on", "follow stopped: the journal can't be written")
		for _, key := range []string{"p", "f"} {
			d.press(key)
			d.sees("The journal can't be written (no space left on device), so nothing is pulled")
		}
		d.wait(5 * time.Second)
		d.pulledTimes(2)
		d.press("e", "v") // the rest works on
		d.sees("Peek shows")
		if d.count("extend") != 1 {
			t.Error("a lease can't be extended any more")
		}
	})
}

// A question that was open when the journal failed is no way around it.
func TestAYesDoesNotPullPastAFailedJournal(t *testing.T) {
	t.Parallel()
	book := &journal{fail: errors.New("no space left on device")}
	flow(t, setup{seed: leaseSeed(3, 2, withDLQ), options: func(o *tui.Options) { o.Journal = book }}, func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "pull", Delay: 3 * time.Second})
		d.press("p")
		d.yes()
		d.press("p")
		d.wait(4 * time.Second)
		d.press("right", "enter")
		d.wait(time.Second)
		d.pulledTimes(1)
		d.sees("The journal can't be written")
	})
}

// A list may tell of a queue without its consumers. Then --follow waits for the
// settings, which say what a pull may cost, and pulls once they have come.
func TestFollowWaitsForTheSettings(t *testing.T) {
	t.Parallel()
	with := setup{
		seed: leaseSeed(50, 0, patient), options: follows(5, time.Hour), server: emulator.Options{ListOnlyCounts: true},
		faults: []emulator.Fault{{Op: "consumers", Delay: 8 * time.Second}},
	}
	flow(t, with, func(d *driver) {
		d.sees("follow in")
		d.wait(7 * time.Second)
		d.misses("follow stopped", "Follow stopped")
		d.pulledTimes(0)
		d.wait(3 * time.Second)
		d.sees("leased until", "follow in")
		if n := d.count("pull"); n == 0 {
			t.Error("follow does not pull although the settings have come")
		}
	})
}

// Settings that could not be read do not keep it waiting for ever.
func TestFollowStopsWithoutTheSettings(t *testing.T) {
	t.Parallel()
	with := setup{
		seed: leaseSeed(50, 0, patient), options: follows(5, time.Hour), server: emulator.Options{ListOnlyCounts: true},
		faults: []emulator.Fault{{Op: "get", Status: 403, Times: -1}, {Op: "consumers", Status: 403, Times: -1}},
	}
	flow(t, with, func(d *driver) {
		d.wait(10 * time.Second)
		d.sees("follow stopped: max_retries unknown")
		d.pulledTimes(0)
	})
}
