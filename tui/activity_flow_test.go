package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/calllog"
	"leaseview/tui/internal/story"
)

// logged lets the activity screen know of every call.
func logged(with story.Setup) story.Setup { return loggedIn(&calllog.Log{}, with) }

func loggedIn(log *calllog.Log, with story.Setup) story.Setup {
	with.Client = func(c *apiclient.Config) { c.Observe = log.Record }
	options := with.Options
	with.Options = func(o *tui.Options) {
		o.Calls = log
		if options != nil {
			options(o)
		}
	}
	return with
}

// callRows are the lines of the activity screen, the newest first.
func (d *driver) callRows() []string {
	var rows []string
	for line := range strings.SplitSeq(d.Screen(), "\n") {
		if strings.Contains(line, " POST ") || strings.Contains(line, " GET ") {
			rows = append(rows, line)
		}
	}
	return rows
}

func TestActivityListsEveryCallNewestFirst(t *testing.T) {
	t.Parallel()
	flow(t, logged(story.Setup{Seed: leaseSeed(3, 0, withDLQ)}), func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "ack", Status: 429})
		d.Press("p", "e", "u")
		d.Press("L")
		rows := d.callRows()
		var ops []string
		for _, row := range rows {
			for _, op := range []string{"messages/pull", "messages/extend", "messages/ack"} {
				if strings.Contains(row, op) {
					ops = append(ops, op)
				}
			}
		}
		if got := strings.Join(ops, " "); got != "messages/ack messages/extend messages/pull" {
			t.Errorf("the calls in order, the newest first: %q\n%s", got, d.Screen())
		}
		if want := len(d.Requests.All()); len(rows) != want {
			t.Errorf("%d calls on screen, the server has seen %d:\n%s", len(rows), want, d.Screen())
		}
		for _, row := range rows {
			if strings.Contains(row, "messages/ack") && (!strings.Contains(row, "429") || !strings.Contains(row, "971")) {
				t.Errorf("the refused call shows no status and code: %q", row)
			}
			if strings.Contains(row, "messages/pull") && !strings.Contains(row, "200") {
				t.Errorf("the pull shows no status: %q", row)
			}
		}
		last := d.Requests.Of("ack")[0]
		if !strings.Contains(d.Screen(), last.RayID) {
			t.Errorf("the CF-Ray %q of the last call is not shown:\n%s", last.RayID, d.Screen())
		}
		d.Press("L")
		d.Sees("3 seen of about 3")
	})
}

func TestActivityIsFiltered(t *testing.T) {
	t.Parallel()
	flow(t, logged(story.Setup{Seed: leaseSeed(3, 0, withDLQ)}), func(d *driver) {
		d.Press("p", "e", "L")
		for text, want := range map[string]int{"PULL": 1, "post messages": 3, "post extend 200": 1, "418": 0, "": len(d.Requests.All())} {
			d.Press("/")
			d.Fill(text)
			d.Press("enter")
			if rows := d.callRows(); len(rows) != want {
				t.Errorf("%q shows %d calls, want %d:\n%s", text, len(rows), want, d.Screen())
			}
			if want == 0 {
				d.Sees("No calls to show", "/ changes the filter")
				d.Press("y")
				d.Sees("No call is shown here")
			}
			if text != "" {
				d.Sees(fmt.Sprintf("match %q", text))
			}
		}
	})
}

func TestACallIsCopiedWithoutItsSecrets(t *testing.T) {
	t.Parallel()
	flow(t, logged(story.Setup{Seed: leaseSeed(3, 0, withDLQ)}), func(d *driver) {
		d.Press("p", "L", "y")
		queue := d.Server.QueueID("orders")
		want := `curl -sS -X POST http://emulator.invalid/client/v4/accounts/` + d.Server.Account() + `/queues/` + queue +
			`/messages/pull -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" -H 'Content-Type: application/json' --data '{}'`
		if got := d.Copied.Last(); got != want {
			t.Errorf("copied\n%s\nwant\n%s", got, want)
		}
		d.Press("G", "y")
		if got := d.Copied.Last(); strings.Contains(got, "--data") || !strings.Contains(got, "-X GET") {
			t.Errorf("the first call is copied as %q", got)
		}
		for _, secret := range []string{d.Server.Token(), d.Lease("orders", 0)} {
			if strings.Contains(d.Screen(), secret) || strings.Contains(d.Copied.Last(), secret) {
				t.Errorf("the secret %q is shown or copied", secret)
			}
		}
	})
}

// cursorCall is the line that the cursor is on.
func (d *driver) cursorCall() string {
	for _, row := range d.callRows() {
		if strings.ContainsAny(row, "▌▏") {
			return strings.TrimLeft(row, "▌▏ ")
		}
	}
	return ""
}

// While the backlog is polled, new calls come in above: the cursor stays on its
// call, also when the log is full and forgets the oldest.
func TestTheCursorStaysOnItsCall(t *testing.T) {
	t.Parallel()
	often := func(o *tui.Options) { o.MetricsEvery = time.Second }
	log := &calllog.Log{}
	flow(t, loggedIn(log, story.Setup{Seed: leaseSeed(3, 0, withDLQ), Options: often}), func(d *driver) {
		d.Wait(5 * time.Second)
		d.Press("v", "L")
		for _, more := range []int{0, 1500} {
			for i := range more {
				log.Record(apiclient.Call{Method: "GET", Path: fmt.Sprintf("/call/%d", i), Status: 200, Started: time.Now(), Try: 1})
			}
			d.Wait(3 * time.Second)
			d.Press("g", "j", "j", "j")
			before := d.cursorCall()
			if before == "" {
				t.Fatalf("no cursor:\n%s", d.Screen())
			}
			d.Wait(5 * time.Second)
			if got := d.cursorCall(); got != before {
				t.Errorf("the cursor went from %q to %q", before, got)
			}
		}
		d.Sees("1,000 calls")
	})
}

// The log keeps the last 1,000 calls.
func TestTheCallLogIsARing(t *testing.T) {
	t.Parallel()
	log := &calllog.Log{}
	with := story.Setup{Seed: leaseSeed(1, 0, withDLQ), Options: func(o *tui.Options) { o.Calls = log }}
	flow(t, with, func(d *driver) {
		for i := range 2500 {
			log.Record(apiclient.Call{Method: "GET", Path: fmt.Sprintf("/call/%d", i), Status: 200, Started: time.Now(), Try: 1})
		}
		d.Press("L")
		d.Sees("1,000 calls", "/call/2499")
		d.Press("G")
		d.Sees("/call/1500")
		d.Misses("/call/1499")
		log.Record(apiclient.Call{Method: "GET", Path: "/call/last", Status: 200, Started: time.Now(), Try: 1})
		d.Press("g")
		d.Sees("/call/last")
	})
}
