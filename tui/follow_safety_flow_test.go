package tui_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/apiclient/record"
	"leaseview/tui"
	"leaseview/tui/internal/story"
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
	flow(t, story.Setup{Seed: leaseSeed(1, 1, withDLQ), Options: follows(5, 8*time.Second)}, func(d *driver) {
		d.Wait(4 * time.Second)
		d.Sees("1/3")
		pulls := d.Count("pull")
		d.Wait(16 * time.Second)
		d.Sees("follow stopped", "Follow stopped: a pull may hand out the last delivery of 1 message seen here",
			"Nothing pulls any more. f starts it again, p pulls once")
		stopped := d.Count("pull")
		if stopped <= pulls {
			t.Error("follow stopped before the message was in danger")
		}
		d.Wait(30 * time.Second)
		d.PulledTimes(stopped)
		if got := d.Attempts("orders"); got[0] != 3 {
			t.Errorf("attempts %v", got)
		}
	})
}

func TestFollowStopsWhenItHoldsEnough(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(700, 0, patient), Options: follows(100, time.Hour)}, func(d *driver) {
		d.Wait(30 * time.Second)
		d.Sees("follow stopped 500 messages are leased", "500 leased until")
		d.PulledTimes(5)
		d.Press("x") // five calls
		d.Sees("Released 500 messages.")
		d.Press("f")
		d.Wait(5 * time.Second)
		if d.Count("pull") <= 5 {
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
			flow(t, story.Setup{Seed: leaseSeed(700, 0, patient), Options: follows(5, time.Hour)}, func(d *driver) {
				fault.Op = "pull"
				d.Server.Inject(fault)
				d.Wait(2 * time.Minute)
				d.PulledTimes(1)
				d.Sees("Pull failed", "Follow is off", "follow stopped the pull failed")
			})
		})
	}
}

// Whatever call it is that breaches the limit, nothing automatic goes on.
func TestARateLimitOfAnotherCallStopsFollow(t *testing.T) {
	t.Parallel()
	hourly := func(o *tui.Options) { o.Follow = 10 * time.Second }
	flow(t, story.Setup{Seed: leaseSeed(50, 0, patient), Options: hourly}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "peek", Status: 429, Header: http.Header{"Retry-After": {"60"}}})
		d.Press("v")
		d.Sees("RATE LIMITED 1:00", "follow stopped the API limits the rate of calls")
		metrics, pulls := d.Count("metrics"), d.Count("pull")
		d.Wait(50 * time.Second)
		if d.Count("metrics") != metrics || d.Count("pull") != pulls {
			t.Error("something automatic was sent while the API refuses calls")
		}
		d.Wait(30 * time.Second)
		d.Misses("RATE LIMITED")
		if d.Count("metrics") == metrics {
			t.Error("the backlog is not read again after the limit")
		}
		d.PulledTimes(pulls)
	})
}

func TestTheActivityScreenHoldsFollowBack(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(50, 0, patient)}, func(d *driver) {
		d.Press("f", "L")
		d.Wait(time.Minute)
		d.PulledTimes(0)
		d.Press("q")
		d.Sees("follow in")
		d.Wait(12 * time.Second)
		d.PulledTimes(1)
	})
}

func TestAQuestionHoldsFollowBack(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: leaseSeed(50, 0, patient), Options: follows(5, time.Hour)}, func(d *driver) {
		d.Wait(3 * time.Second)
		d.Press("a")
		d.Sees("follow waits")
		pulls := d.Count("pull")
		d.Wait(time.Minute)
		d.PulledTimes(pulls)
	})
}

// journal is a journal that may fail.
type journal struct {
	mu   sync.Mutex
	fail error
	got  []apiclient.MessageID

	replaced bool
	told     []string // a line for each of a call
	remains  record.Remains
	unread   error // why it can't be read
}

func (j *journal) Deliver(_ apiclient.Queue, _ time.Time, _ time.Duration, messages []apiclient.Message) error {
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

func (j *journal) Intend(_ apiclient.Queue, _ time.Time, c record.Call) (record.Call, error) {
	return c, j.tell("intent", c.Act, c.Leases)
}

func (j *journal) Conclude(_ apiclient.Queue, _ time.Time, c record.Call, of []record.Lease, extended []record.Extended) error {
	for _, e := range extended {
		if err := j.tell("extend", c.Act, []record.Lease{{ID: e.New, Messages: e.Messages}}); err != nil {
			return err
		}
	}
	return j.tell("outcome", c.Act, of)
}

func (j *journal) Adopt(_ apiclient.Queue, _ time.Time, of []record.Lease) error {
	return j.tell("adopted", "", of)
}

func (j *journal) Running(time.Time) (record.Remains, error) { return j.remains, j.unread }

// tell notes what a line of a call says, unless the journal fails.
func (j *journal) tell(kind string, act record.Act, of []record.Lease) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.fail != nil {
		return j.fail
	}
	line := []string{kind, string(act)}
	for _, l := range of {
		line = append(line, strings.TrimSpace(fmt.Sprint(len(l.Messages), " ", l.Result)))
	}
	j.told = append(j.told, strings.Join(line, " "))
	return nil
}

func (j *journal) Replaced() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	replaced := j.replaced
	j.replaced = false
	return replaced
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
	flow(t, story.Setup{Seed: leaseSeed(50, 0, patient), Options: options}, func(d *driver) {
		d.Wait(1500 * time.Millisecond)
		if d.Count("pull") != 1 || len(book.recorded()) != 2 {
			t.Fatalf("%d pulls, %d messages in the journal", d.Count("pull"), len(book.recorded()))
		}
		book.failWith(errors.New("no space left on device"))
		d.Wait(20 * time.Second)
		d.PulledTimes(2)
		d.Sees("Not recorded: no space left on device", "2 messages are leased and shown, but not in the journal",
			"Pulling is refused from now on", "follow stopped the journal can't be written")
		for _, key := range []string{"p", "f"} {
			d.Press(key)
			d.Sees("The journal can't be written (no space left on device), so nothing is pulled")
		}
		d.Wait(5 * time.Second)
		d.PulledTimes(2)
		d.Press("e")
		d.Sees("Extend not sent: the journal can't be written (no space left on device)", "The leases run on as they were")
		d.Press("v") // the rest works on
		d.Sees("Peek shows")
		book.failWith(nil) // there is room again
		d.Press("e")
		d.Sees("Extended 1 message")
		if d.Count("extend") != 1 {
			t.Errorf("%d extends were sent", d.Count("extend"))
		}
	})
}

// A question that was open when the journal failed is no way around it.
func TestAYesDoesNotPullPastAFailedJournal(t *testing.T) {
	t.Parallel()
	book := &journal{fail: errors.New("no space left on device")}
	flow(t, story.Setup{Seed: leaseSeed(3, 2, withDLQ), Options: func(o *tui.Options) { o.Journal = book }}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Delay: 3 * time.Second})
		d.Press("p")
		d.Yes()
		d.Press("p")
		d.Wait(4 * time.Second)
		d.Press("right", "enter")
		d.Wait(time.Second)
		d.PulledTimes(1)
		d.Sees("The journal can't be written")
	})
}

// A list may tell of a queue without its consumers. Then --follow waits for the
// settings, which say what a pull may cost, and pulls once they have come.
func TestFollowWaitsForTheSettings(t *testing.T) {
	t.Parallel()
	with := story.Setup{
		Seed: leaseSeed(50, 0, patient), Options: follows(5, time.Hour), Server: emulator.Options{ListOnlyCounts: true},
		Faults: []emulator.Fault{{Op: "consumers", Delay: 8 * time.Second}},
	}
	flow(t, with, func(d *driver) {
		d.Sees("follow in")
		d.Wait(7 * time.Second)
		d.Misses("follow stopped", "Follow stopped")
		d.PulledTimes(0)
		d.Wait(3 * time.Second)
		d.Sees("leased until", "follow in")
		if n := d.Count("pull"); n == 0 {
			t.Error("follow does not pull although the settings have come")
		}
	})
}

// Settings that could not be read do not keep it waiting for ever.
func TestFollowStopsWithoutTheSettings(t *testing.T) {
	t.Parallel()
	with := story.Setup{
		Seed: leaseSeed(50, 0, patient), Options: follows(5, time.Hour), Server: emulator.Options{ListOnlyCounts: true},
		Faults: []emulator.Fault{{Op: "get", Status: 403, Times: -1}, {Op: "consumers", Status: 403, Times: -1}},
	}
	flow(t, with, func(d *driver) {
		d.Wait(10 * time.Second)
		d.Sees("follow stopped max_retries unknown")
		d.PulledTimes(0)
	})
}
