package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// slowJournal takes its time to make lines durable.
type slowJournal struct {
	journal
	takes time.Duration
}

func (j *slowJournal) Deliver(queue apiclient.Queue, at time.Time, visibility time.Duration, messages []apiclient.Message) error {
	time.Sleep(j.takes)
	return j.journal.Deliver(queue, at, visibility, messages)
}

func TestNothingIsShownBeforeItIsRecorded(t *testing.T) {
	t.Parallel()
	book := &slowJournal{takes: 3 * time.Second}
	flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ), Options: func(o *tui.Options) { o.Journal = book }}, func(d *driver) {
		sent := time.Now()
		d.Press("p")
		d.WaitUntil(sent.Add(3*time.Second - story.Frame))
		d.Sees("pulling", "none leased")
		if n := d.Attempts("orders")[0]; n != 1 {
			t.Fatalf("the message was delivered %d times", n)
		}
		d.Wait(2 * story.Frame)
		d.Sees("3 leased until")
		if len(book.recorded()) != 3 {
			t.Errorf("%d messages in the journal", len(book.recorded()))
		}
	})
}

// What could be read of an answer that was cut is leased: it is recorded and
// shown, with the error.
func TestWhatACutAnswerLeasedIsRecorded(t *testing.T) {
	t.Parallel()
	book := &journal{}
	flow(t, story.Setup{Seed: leaseSeed(3, 0, withDLQ), Options: func(o *tui.Options) { o.Journal = book }}, func(d *driver) {
		d.Server.Inject(emulator.Fault{Op: "pull", Cut: 900})
		d.Press("p")
		d.Sees("the answer was cut off", "It was not repeated")
		if len(book.recorded()) == 0 || len(book.got) == 3 {
			t.Fatalf("%d messages in the journal", len(book.recorded()))
		}
		for n := 1; n <= 3; n++ {
			recorded, held := n <= len(book.recorded()), strings.Contains(d.rowOf(n), "●")
			if recorded != held {
				t.Errorf("message %d: recorded %v, shown as leased %v", n, recorded, held)
			}
		}
	})
}

// A journal whose file was moved away goes on in a new one, and says so with the
// pull that it happened to.
func TestAJournalThatWasMovedSaysSo(t *testing.T) {
	t.Parallel()
	book := &journal{}
	flow(t, story.Setup{Seed: leaseSeed(9, 0, withDLQ), Options: func(o *tui.Options) { o.Journal = book }}, func(d *driver) {
		book.mu.Lock()
		book.replaced = true
		book.mu.Unlock()
		d.Press("p")
		d.Sees("Leased 5 messages", "The journal's file was moved, removed or replaced")
		d.Press("p")
		d.Misses("journal's file")
	})
}
