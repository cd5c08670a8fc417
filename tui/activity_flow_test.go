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
)

// logged lets the activity screen know of every call.
func logged(with setup) setup { return loggedIn(&calllog.Log{}, with) }

func loggedIn(log *calllog.Log, with setup) setup {
	with.client = func(c *apiclient.Config) { c.Observe = log.Record }
	options := with.options
	with.options = func(o *tui.Options) {
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
	for line := range strings.SplitSeq(d.screen(), "\n") {
		if strings.Contains(line, " POST ") || strings.Contains(line, " GET ") {
			rows = append(rows, line)
		}
	}
	return rows
}

func TestActivityListsEveryCallNewestFirst(t *testing.T) {
	t.Parallel()
	flow(t, logged(setup{seed: leaseSeed(3, 0, withDLQ)}), func(d *driver) {
		d.server.Inject(emulator.Fault{Op: "ack", Status: 429})
		d.press("p", "e", "u")
		d.press("L")
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
			t.Errorf("the calls in order, the newest first: %q\n%s", got, d.screen())
		}
		if want := len(d.requests.all()); len(rows) != want {
			t.Errorf("%d calls on screen, the server has seen %d:\n%s", len(rows), want, d.screen())
		}
		for _, row := range rows {
			if strings.Contains(row, "messages/ack") && (!strings.Contains(row, "429") || !strings.Contains(row, "971")) {
				t.Errorf("the refused call shows no status and code: %q", row)
			}
			if strings.Contains(row, "messages/pull") && !strings.Contains(row, "200") {
				t.Errorf("the pull shows no status: %q", row)
			}
		}
		last := d.requests.of("ack")[0]
		if !strings.Contains(d.screen(), last.RayID) {
			t.Errorf("the CF-Ray %q of the last call is not shown:\n%s", last.RayID, d.screen())
		}
		d.press("L")
		d.sees("3 seen of about 3")
	})
}

// all are the requests of every operation.
func (l *requestLog) all() []emulator.Exchange {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]emulator.Exchange(nil), l.seen...)
}

func TestActivityIsFiltered(t *testing.T) {
	t.Parallel()
	flow(t, logged(setup{seed: leaseSeed(3, 0, withDLQ)}), func(d *driver) {
		d.press("p", "e", "L")
		for text, want := range map[string]int{"PULL": 1, "post messages": 3, "post extend 200": 1, "418": 0, "": len(d.requests.all())} {
			d.press("/")
			d.fill(text)
			d.press("enter")
			if rows := d.callRows(); len(rows) != want {
				t.Errorf("%q shows %d calls, want %d:\n%s", text, len(rows), want, d.screen())
			}
			if want == 0 {
				d.sees("No calls to show", "/ changes the filter")
				d.press("y")
				d.sees("No call is shown here")
			}
			if text != "" {
				d.sees(fmt.Sprintf("match %q", text))
			}
		}
	})
}

func TestACallIsCopiedWithoutItsSecrets(t *testing.T) {
	t.Parallel()
	flow(t, logged(setup{seed: leaseSeed(3, 0, withDLQ)}), func(d *driver) {
		d.press("p", "L", "y")
		queue := d.server.QueueID("orders")
		want := `curl -sS -X POST http://emulator.invalid/client/v4/accounts/` + d.server.Account() + `/queues/` + queue +
			`/messages/pull -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" -H 'Content-Type: application/json' --data '{}'`
		if got := d.copied.last(); got != want {
			t.Errorf("copied\n%s\nwant\n%s", got, want)
		}
		d.press("G", "y")
		if got := d.copied.last(); strings.Contains(got, "--data") || !strings.Contains(got, "-X GET") {
			t.Errorf("the first call is copied as %q", got)
		}
		for _, secret := range []string{d.server.Token(), d.lease("orders", 0)} {
			if strings.Contains(d.screen(), secret) || strings.Contains(d.copied.last(), secret) {
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
	flow(t, loggedIn(log, setup{seed: leaseSeed(3, 0, withDLQ), options: often}), func(d *driver) {
		d.wait(5 * time.Second)
		d.press("v", "L")
		for _, more := range []int{0, 1500} {
			for i := range more {
				log.Record(apiclient.Call{Method: "GET", Path: fmt.Sprintf("/call/%d", i), Status: 200, Started: time.Now(), Try: 1})
			}
			d.wait(3 * time.Second)
			d.press("g", "j", "j", "j")
			before := d.cursorCall()
			if before == "" {
				t.Fatalf("no cursor:\n%s", d.screen())
			}
			d.wait(5 * time.Second)
			if got := d.cursorCall(); got != before {
				t.Errorf("the cursor went from %q to %q", before, got)
			}
		}
		d.sees("1,000 calls")
	})
}

// The log keeps the last 1,000 calls.
func TestTheCallLogIsARing(t *testing.T) {
	t.Parallel()
	log := &calllog.Log{}
	with := setup{seed: leaseSeed(1, 0, withDLQ), options: func(o *tui.Options) { o.Calls = log }}
	flow(t, with, func(d *driver) {
		for i := range 2500 {
			log.Record(apiclient.Call{Method: "GET", Path: fmt.Sprintf("/call/%d", i), Status: 200, Started: time.Now(), Try: 1})
		}
		d.press("L")
		d.sees("1,000 calls", "/call/2499")
		d.press("G")
		d.sees("/call/1500")
		d.misses("/call/1499")
		log.Record(apiclient.Call{Method: "GET", Path: "/call/last", Status: 200, Started: time.Now(), Try: 1})
		d.press("g")
		d.sees("/call/last")
	})
}
