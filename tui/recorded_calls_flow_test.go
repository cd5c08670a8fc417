package tui_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// recordedIn makes the program write into a journal.
func recordedIn(book *journal) func(*tui.Options) {
	return func(o *tui.Options) { o.Journal, o.VisibilityTimeout = book, time.Hour }
}

// tells says what the journal has been told of calls.
func (j *journal) tells(t *testing.T, want ...string) {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	if diff := cmp.Diff(want, j.told); diff != "" {
		t.Error(diff)
	}
	j.told = nil
}

// Each call about leases is in the journal twice: before it is sent, and with
// what came of each lease.
func TestEachCallAboutLeasesIsRecorded(t *testing.T) {
	t.Parallel()
	book := &journal{}
	flow(t, story.Setup{Seed: leaseSeed(9, 0, withDLQ), Options: recordedIn(book)}, func(d *driver) {
		d.Press("p")
		d.Press("e")
		book.tells(t, "intent extend 1", "extend extend 1", "outcome extend 1 accepted")
		d.Press("a")
		d.Yes()
		d.Sees("Acked 1 message")
		book.tells(t, "intent ack 1", "outcome ack 1 accepted")
		d.Press("j", "u")
		book.tells(t, "intent retry 1", "outcome retry 1 accepted")
		d.Server.Inject(emulator.Fault{Op: "ack", Status: 400})
		d.Press("x")
		book.tells(t, "intent release 1 1 1", "outcome release 1 refused 1 refused 1 refused")
		d.Server.Inject(emulator.Fault{Op: "ack", Drop: emulator.DropAfter})
		d.Press("x")
		book.tells(t, "intent release 1 1 1", "outcome release 1 unknown 1 unknown 1 unknown")
	})
}

// What can't be recorded is not sent: the next run would take the lease for one
// that nobody has settled.
func TestACallThatCannotBeRecordedIsNotSent(t *testing.T) {
	t.Parallel()
	book := &journal{}
	flow(t, story.Setup{Seed: leaseSeed(9, 0, withDLQ), Options: recordedIn(book)}, func(d *driver) {
		d.Press("p")
		book.failWith(errors.New("no space left on device"))
		d.Press("a")
		d.Yes()
		d.Sees("Ack not sent: the journal can't be written (no space left on device).", "0 acked, 1 not sent", "5 leased until")
		d.Press("x")
		d.Sees("Release not sent", "0 released, 5 not sent")
		if n := d.Count("ack"); n != 0 {
			t.Errorf("%d calls were sent", n)
		}
		d.Press("p")
		d.Sees("The journal can't be written (no space left on device), so nothing is pulled")
		book.failWith(nil)
		d.Press("x")
		d.Sees("Released 5 messages")
	})
}

// An answer that can't be recorded is told of: in the journal that call stays
// without one.
func TestAnAnswerThatCannotBeRecordedIsToldOf(t *testing.T) {
	t.Parallel()
	book := &journal{}
	flow(t, story.Setup{Seed: leaseSeed(9, 0, withDLQ), Options: recordedIn(book)}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "ack", Delay: 2 * time.Second})
		d.Press("p")
		d.Press("a")
		d.Yes()
		book.failWith(errors.New("no space left on device"))
		d.Wait(3 * time.Second)
		d.Sees("Acked 1 message", "Not recorded: no space left on device", "the call (Ack) stays without its answer")
		book.tells(t, "intent ack 1")
	})
}

// Leaving releases what it may though that can't be recorded: a release ends
// nothing, and nobody is left to mend the journal and try again.
func TestLeavingReleasesWithoutAJournal(t *testing.T) {
	t.Parallel()
	book := &journal{}
	options := func(o *tui.Options) { recordedIn(book)(o); o.OnQuit = tui.OnQuitRelease }
	flow(t, story.Setup{Seed: leaseSeed(9, 0, withDLQ), Options: options}, func(d *driver) {
		d.Press("p")
		book.failWith(errors.New("no space left on device"))
		d.Press("ctrl+c")
		d.Reports(
			"orders: released 5 leases",
			"orders: the release is not in the journal, which can't be written: no space left on device",
		)
	})
}
