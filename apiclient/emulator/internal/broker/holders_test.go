package broker

import (
	"testing"
	"time"
)

// twoHolders is a queue whose one message was delivered to a first holder until
// 10 s and then, since the first had not settled it, to a second until 70 s.
func twoHolders(t *testing.T, rules Rules) (q *Queue, first, second string) {
	t.Helper()
	q = newQueue(t, rules)
	q.Push(start, Content{Body: "a"}, nil)
	one := q.Pull(start, 1, 10*time.Second)
	two := q.Pull(after(10), 1, time.Minute)
	if len(one) != 1 || len(two) != 1 {
		t.Fatalf("delivered to %d and %d holders", len(one), len(two))
	}
	return q, one[0].Lease, two[0].Lease
}

func after(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

// The ack of one holder ends the message for the other, whose own ack is no
// error while its lease runs: once, and not from the lease's end on.
func TestTheAckOfASecondHolder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		at   int // seconds
		want Verdict
	}{
		"at once":             {11, Accepted},
		"at its last moment":  {69, Accepted},
		"when its lease ends": {70, Unknown},
		"later":               {500, Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q, first, second := twoHolders(t, Rules{})
			if v := q.Ack(after(11), first); v != Accepted || q.Count() != 0 {
				t.Fatalf("the first ack, by a lease that lapsed: %v, %d messages", v, q.Count())
			}
			if v := q.Ack(after(c.at), second); v != c.want {
				t.Errorf("the second holder's ack: %v, want %v", v, c.want)
			}
			if v := q.Ack(after(c.at), second); v != Unknown {
				t.Errorf("the second holder's ack again: %v", v)
			}
			if v := q.Ack(after(c.at), first); v != Unknown {
				t.Errorf("the first holder's ack again: %v", v)
			}
		})
	}
}

// When the newer holder acks first, the older lease has ended already: nothing
// is left of it.
func TestTheAckOfAFirstHolderThatComesSecond(t *testing.T) {
	t.Parallel()
	q, first, second := twoHolders(t, Rules{})
	if v := q.Ack(after(11), second); v != Accepted {
		t.Fatal(v)
	}
	if v := q.Ack(after(11), first); v != Unknown {
		t.Errorf("the ack of a lease that lapsed: %v", v)
	}
}

// Nothing but an ack is good for a message that another holder has ended.
func TestAGhostLeaseOnlyAcks(t *testing.T) {
	t.Parallel()
	q, first, second := twoHolders(t, Rules{})
	q.Ack(after(11), first)
	if _, v := q.Extend(after(11), second, time.Minute); v != Unknown {
		t.Errorf("an extension: %v", v)
	}
	if v := q.Retry(after(11), second, nil); v != Unknown {
		t.Errorf("a retry: %v", v)
	}
	if v := q.Ack(after(11), second); v != Accepted {
		t.Errorf("the ack after both: %v", v)
	}
}

// A lease whose message was delivered again can't take it from its new holder.
func TestASupersededLeaseTakesNothing(t *testing.T) {
	t.Parallel()
	for _, rules := range []Rules{{}, {ExtendGivesLeases: true}, {ExtendGivesLeases: true, RefuseExtended: true}} {
		q, first, second := twoHolders(t, rules)
		if got, v := q.Extend(after(11), first, time.Hour); v != Superseded || got.ID != "" {
			t.Errorf("%+v: the extension of a superseded lease: %v, lease %q", rules, v, got.ID)
		}
		if v := q.Retry(after(11), first, nil); v != Superseded {
			t.Errorf("%+v: its retry: %v", rules, v)
		}
		if state, until := q.Messages()[0].State(after(12)); state != Leased || !until.Equal(after(70)) {
			t.Errorf("%+v: the message is %v until %v, want it leased to the second holder until 70 s", rules, state, until)
		}
		if _, v := q.Extend(after(12), second, time.Hour); v != Accepted {
			t.Errorf("%+v: the extension of the newest lease: %v", rules, v)
		}
	}
}

// Where late acks are refused, a superseded lease acks nothing either.
func TestALateAckThatIsRefused(t *testing.T) {
	t.Parallel()
	q, first, second := twoHolders(t, Rules{RefuseLateAcks: true})
	if v := q.Ack(after(11), first); v != Superseded || q.Count() != 1 {
		t.Errorf("the late ack: %v, %d messages", v, q.Count())
	}
	if v := q.Ack(after(11), second); v != Accepted || q.Count() != 0 {
		t.Errorf("the ack of the newest lease: %v, %d messages", v, q.Count())
	}
}

// A last lease and the retention that end at the same moment: the last delivery
// counts, so that the message is in its dead-letter queue and not gone.
func TestALastLeaseThatEndsWithTheRetention(t *testing.T) {
	t.Parallel()
	q := newQueue(t, Rules{})
	q.SetSettings(start, Settings{Retention: time.Minute})
	q.SetConsumer(start, &Consumer{Type: Pull, MaxRetries: 0, Visibility: DefaultVisibility, DeadLetter: "dead"})
	q.Push(start, Content{Body: "a"}, nil)
	if got := q.Pull(start, 1, time.Minute); len(got) != 1 {
		t.Fatalf("%d messages", len(got))
	}
	dead, ok := q.broker.QueueByName(after(60), "dead")
	if !ok || dead.Count() != 1 || q.Count() != 0 {
		t.Errorf("the dead-letter queue is there: %v; %d messages are left", ok, q.Count())
	}
}
