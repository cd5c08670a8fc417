package tui_test

import (
	"strings"
	"testing"
	"time"

	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// pulledTogether is a pull whose two messages came under one lease.
var pulledTogether = result(`{"message_backlog_count":2,"messages":[` +
	wireMessage("m1", "shared", "0") + `,` + wireMessage("m2", "shared", "0") + `]}`)

// TestASharedLeaseTakesOnlyWhatItStillHolds: of two messages that came under one
// lease one was delivered again since, under another. A call on the shared lease
// is no call on that.
func TestASharedLeaseTakesOnlyWhatItStillHolds(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{
		"pull": {pulledTogether, result(`{"message_backlog_count":2,"messages":[` + wireMessage("m2", "newer", "1") + `]}`)},
		"ack":  {result(`{"ackCount":1,"retryCount":0,"warnings":{}}`)},
	})
	flow(t, story.Setup{Client: s.install}, func(d *driver) {
		d.Press("p", "p", "g", "a")
		d.Yes()
		sent := s.of("ack")
		if len(sent) != 1 || !strings.Contains(sent[0], "shared") || strings.Contains(sent[0], "newer") {
			t.Errorf("sent %q, want the lease that m1 has, and no other", sent)
		}
	})
}

// TestAnUnleasedLastDelivery: a message that came without a lease_id spent its
// delivery all the same, so that a last one stops follow.
func TestAnUnleasedLastDelivery(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{
		"pull": {pulledOnce("l", "0"), result(`{"message_backlog_count":1,"messages":[` + wireMessage("m2", "", "3") + `]}`)},
	})
	flow(t, story.Setup{Client: s.install}, func(d *driver) {
		d.Press("f")
		d.Wait(time.Minute)
		d.Sees("◍ unleased", "Follow stopped: message m2 is on the last delivery (3/3).")
		if n := len(s.of("pull")); n != 2 {
			t.Errorf("%d pulls, want two", n)
		}
	})
}

// TestAPullOfWhichOnlyAPartCanBeRead: what was leased is said from the answer,
// not from what the list happened to gain.
func TestAPullOfWhichOnlyAPartCanBeRead(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{
		"pull": {result(`{"message_backlog_count":9,"messages":[` + wireMessage("m1", "l1", "0") + `,7,` + wireMessage("m2", "l2", "3") + `]}`)},
	})
	flow(t, story.Setup{Client: s.install}, func(d *driver) {
		d.Press("p")
		d.Sees("2 messages that could be read are leased and shown.",
			"When the lease ends, 1 on the last delivery will be moved to orders-dlq.",
			"up to 1 message may be hidden, with an attempt spent")
	})
}

// TestConsumersOutliveTheirQueue: the answer about the consumers counts although
// the one about the queue could not be had.
func TestConsumersOutliveTheirQueue(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{
		"list": {result(`[{"queue_id":"` + ordersHex + `","queue_name":"orders"}]`)}, "get": {lost},
		"pull": {pulledOnce("l", "0"), pulledOnce("l3", "3")},
	})
	flow(t, story.Setup{Client: s.install}, func(d *driver) {
		d.Wait(time.Minute)
		d.Press("p", "p")
		d.Sees("When the lease ends, 1 on the last delivery will be moved to orders-dlq.")
	})
}

// TestADeliveryUnderTheSameLease: a service that gives every delivery of a
// message the same lease_id counts on, and so does the program.
func TestADeliveryUnderTheSameLease(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{
		"pull": {pulledOnce("l", "0"), pulledOnce("l", "1"), pulledOnce("l", "2"), pulledOnce("l", "3"), pulledOnce("l", "4")},
	})
	with := story.Setup{Client: s.install, Options: func(o *tui.Options) { o.Follow, o.OnQuit = 2*time.Second, tui.OnQuitRelease }}
	flow(t, with, func(d *driver) {
		d.Wait(15 * time.Second)
		d.Sees("Follow stopped: message m1 is on the last delivery (3/3).", "3/3")
		if n := len(s.of("pull")); n != 4 {
			t.Errorf("%d pulls, want four", n)
		}
		d.Press("u")
		d.Sees("1 of 1 message on the last delivery: a retry ends it")
		d.Wait(time.Second)
		d.Press("esc", "q")
		if report := strings.Join(d.Reported(), "\n"); !strings.Contains(report, "m1 (3/3)") {
			t.Errorf("reported %s", report)
		}
	})
	if n := len(s.of("ack")); n != 0 {
		t.Errorf("%d calls released a message on its last delivery", n)
	}
}

// TestADoubtOutlivesARedelivery: a call on the same lease would be the second.
func TestADoubtOutlivesARedelivery(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{"pull": {pulledOnce("l", "0"), pulledOnce("l", "1")}, "ack": {lost}})
	flow(t, story.Setup{Client: s.install}, func(d *driver) {
		d.Press("p", "u")
		d.Sees("unsure")
		d.Press("p")
		d.Sees("unsure", "1/3")
		d.Press("x")
		d.Sees("1 lease in doubt was left alone")
		if n := len(s.of("ack")); n != 1 {
			t.Errorf("%d settling calls, want the one in doubt", n)
		}
	})
}

// TestFollowsShortReasonIsNoSurerThanItsNotice where attempts are not known.
func TestFollowsShortReasonIsNoSurerThanItsNotice(t *testing.T) {
	t.Parallel()
	s := scripted(map[string][]string{"pull": {pulledOnce("l0", "0"), pulledOnce("l1", "")}})
	flow(t, story.Setup{Client: s.install, Options: func(o *tui.Options) { o.Follow = 2 * time.Second }}, func(d *driver) {
		d.Wait(15 * time.Second)
		d.Sees("follow stopped maybe last delivery ?/3", "message m1 is perhaps on the last delivery (?/3)")
	})
}
