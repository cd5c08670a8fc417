package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// inDoubt holds one lease, of which the answer to a retry after an hour was lost.
func inDoubt(t *testing.T, test func(*driver)) {
	t.Helper()
	s := scripted(map[string][]string{
		"pull": {pulledOnce("l", "0")},
		"ack":  {lost, result(`{"ackCount":1,"retryCount":1,"warnings":{}}`)},
	})
	flow(t, story.Setup{Client: s.install}, func(d *driver) {
		d.Press("p", "U", "1", "h", "enter")
		d.Sees("may have taken effect", "unsure")
		test(d)
		if n := len(s.of("ack")) + len(s.of("extend")); n != 1 {
			t.Errorf("%d calls settled a lease in doubt in passing", n-1)
		}
	})
}

// TestDoubtIsNeverSettledInPassing: a call whose answer was lost may have taken
// effect, so no other call settles its leases but the key on the row itself.
func TestDoubtIsNeverSettledInPassing(t *testing.T) {
	t.Parallel()
	cases := map[string]func(d *driver){
		"by x": func(d *driver) {
			d.Press("x")
			d.Sees("Nothing was released.", "1 lease in doubt was left alone")
		},
		"by marks": func(d *driver) {
			for _, key := range []string{"a", "u", "e"} {
				d.Press("m", key)
				d.Sees("1 marked message is in doubt")
				d.Wait(time.Second)
				d.Press("right", "enter", "M")
			}
		},
		"by leaving": func(d *driver) {
			d.Press("q")
			d.Sees("1 lease is in doubt", "A release leaves it alone")
			d.Wait(time.Second)
			d.Press("right", "enter")
			report := strings.Join(d.Reported(), "\n")
			if !strings.Contains(report, "1 lease is in doubt and left alone") || !strings.Contains(report, "m1 (0/3)") {
				d.T.Errorf("the report is\n%s", report)
			}
		},
		"after it has lapsed": func(d *driver) {
			d.Wait(40 * time.Second)
			d.Press("m", "u")
			d.Sees("1 marked message is in doubt")
		},
		"by its own row, without a yes": func(d *driver) {
			for _, key := range []string{"a", "u", "e"} {
				d.Press(key)
				d.Sees("In doubt: the answer to a call (Retry) was lost: it may have taken effect")
				d.Wait(time.Second)
				d.Press("enter")
			}
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inDoubt(t, test)
		})
	}
}

// The key on the row itself settles a doubt, once it has been named and agreed to.
func TestADoubtIsSettledByAYesOnItsRow(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"a", "u"} {
		s := scripted(map[string][]string{
			"pull": {pulledOnce("l", "0")},
			"ack":  {lost, result(`{"ackCount":1,"retryCount":1,"warnings":{}}`)},
		})
		flow(t, story.Setup{Client: s.install}, func(d *driver) {
			d.Press("p", "U", "1", "h", "enter", key)
			d.Sees("If it did, this call comes on top of it.")
			d.Yes()
			if n := len(s.of("ack")); n != 2 {
				t.Errorf("%s and a yes made %d calls in all, want 2", key, n)
			}
		})
	}
}

// An ack of 300 goes in three calls. The second one's answer is lost: its hundred
// are in doubt, and a release sends the last hundred alone.
func TestAReleaseLeavesALostCallAlone(t *testing.T) {
	t.Parallel()
	batch := func(first int) string {
		var list []string
		for i := range 100 {
			list = append(list, wireMessage(fmt.Sprint("m", first+i), fmt.Sprintf("l%03d", first+i), "0"))
		}
		return result(`{"message_backlog_count":300,"messages":[` + strings.Join(list, ",") + `]}`)
	}
	hundred := result(`{"ackCount":100,"retryCount":0,"warnings":{}}`)
	s := scripted(map[string][]string{
		"pull": {batch(0), batch(100), batch(200)},
		"ack":  {hundred, lost, result(`{"ackCount":0,"retryCount":100,"warnings":{}}`)},
	})
	flow(t, story.Setup{Client: s.install, Options: batchesOf(100, time.Hour)}, func(d *driver) {
		d.Press("p", "p", "p", "m", "a", "right", "enter")
		d.Sees("100 acked, 100 in the call that failed, 100 not sent")
		d.Press("x")
		d.Sees("Released 100 messages.", "100 leases in doubt were left alone")
		calls := s.of("ack")
		if len(calls) != 3 || !strings.Contains(calls[2], `"l299"`) || strings.Contains(calls[2], `"l199"`) {
			t.Errorf("%d calls; the last was %.200s", len(calls), calls[len(calls)-1])
		}
	})
}

// A call that still hangs when the program ends is in doubt, and is not sent
// again by the release.
func TestACallThatHangsAtTheEndIsNotRepeated(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{"pull": {pulledOnce("l", "0")}, "ack": {result(`{"ackCount":0,"retryCount":1,"warnings":{}}`)}})
	flow(t, story.Setup{Client: s.install, Options: onQuit(tui.OnQuitRelease)}, func(d *driver) {
		d.Press("p")
		s.hold("ack")
		d.Press("U", "1", "h", "enter")
		d.Press("q")
		report := strings.Join(d.Reported(), "\n")
		for _, want := range []string{"no answer in time; it may have taken effect", "1 lease is in doubt and left alone", "m1 (0/3)"} {
			if !strings.Contains(report, want) {
				t.Errorf("the report lacks %q:\n%s", want, report)
			}
		}
		if n := len(s.of("ack")); n != 0 || s.held != 1 {
			t.Errorf("%d settling calls hang and %d went through, want the one that hangs", s.held, n)
		}
		s.release()
	})
}
