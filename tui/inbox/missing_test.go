package inbox_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// missed are the messages that looks should have shown, and did not.
func missed(b *inbox.Inbox) []apiclient.MessageID {
	var list []apiclient.MessageID
	for e := range b.All() {
		if e.Absence != inbox.Present {
			list = append(list, e.Message.ID)
		}
	}
	return list
}

// sentAt is a peek of messages by the seconds at which they were sent, which are
// their names as well.
func sentAt(second float64, sent ...int) apiclient.PeekResult {
	result := peek(second)
	for _, s := range sent {
		result.Messages = append(result.Messages, apiclient.Message{ID: apiclient.MessageID(fmt.Sprint(s)), Timestamp: at(float64(s))})
	}
	return result
}

// A peek that shows as many as were asked for has shown what was sent before half
// of them: whatever is out of order is no measure of the others.
func TestAFullPeekMissesWhatWasBeforeIt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		shows []int
		want  []apiclient.MessageID
	}{
		{"the head went on", []int{30, 40, 50}, ids("10", "20")},
		{"one came back before the others", []int{90, 20, 30, 40}, ids("10")},
		{"one hangs at the head", []int{10, 40, 50, 60}, ids("20", "30")},
		{"the same head", []int{10, 20, 30}, nil},
		{"one alone", []int{20}, ids("10")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := inbox.New()
			b.MergePeek(sentAt(100, 10, 20, 30, 40), 4)
			b.MergePeek(sentAt(110, tt.shows...), len(tt.shows))
			if diff := cmp.Diff(tt.want, missed(b)); diff != "" {
				t.Errorf("missed (-want +got):\n%s", diff)
			}
		})
	}
}

// What is older than the oldest message is missed, by more than the figures may lag:
// not what was seen while they may have been made, nor what is leased.
func TestWhatIsOlderThanTheOldestIsMissed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		oldest, asked float64
		want          []apiclient.MessageID
	}{
		{"older by more than a minute", 100, 300, ids("10", "20")},
		{"older by less", 75, 300, ids("10")},
		{"seen a moment ago", 100, 150, nil},
		{"unknown", 0, 300, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := inbox.New()
			b.MergePeek(sentAt(100, 10, 20, 50), 5)
			leased := delivery("5", "l", 0)
			leased.Timestamp = at(5)
			b.MergePull(pull(100, leased), time.Hour)
			oldest := at(tt.oldest)
			if tt.oldest == 0 {
				oldest = time.Time{}
			}
			changed := b.MergeOldest(oldest, at(tt.asked))
			if diff := cmp.Diff(tt.want, missed(b)); diff != "" {
				t.Errorf("missed (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, changed); diff != "" {
				t.Errorf("said to be missed (-want +got):\n%s", diff)
			}
			if again := b.MergeOldest(oldest, at(tt.asked)); again != nil {
				t.Errorf("missed once more: %v", again)
			}
		})
	}
}

// A missed message that is seen again is there; one that is not seen for long is
// given up, and comes back when it is seen after all.
func TestAMissedMessageIsGivenUpOrComesBack(t *testing.T) {
	t.Parallel()
	is := func(b *inbox.Inbox, want inbox.Absence) {
		t.Helper()
		if got := entry(t, b, "10").Absence; got != want {
			t.Errorf("its absence is %v, want %v", got, want)
		}
	}
	b := inbox.New()
	b.MergePeek(sentAt(100, 10), 5)
	b.MergePeek(sentAt(110), 5)
	is(b, inbox.Missed)
	b.MergePeek(sentAt(120, 10), 5)
	is(b, inbox.Present)
	if given := b.GiveUp(at(5000)); given != nil {
		t.Errorf("given up though it is there: %v", given)
	}
	b.MergePeek(sentAt(130), 5)
	if given := b.GiveUp(at(419)); given != nil {
		t.Errorf("given up after less than five minutes: %v", given)
	}
	is(b, inbox.Missed)
	if given := b.GiveUp(at(420)); !slices.Equal(given, ids("10")) {
		t.Errorf("given up after five minutes: %v", given)
	}
	is(b, inbox.LongMissed)
	b.MergePull(pull(500, delivery("10", "l", 0)), time.Minute)
	is(b, inbox.Present)
}

// A message whose lease is over has a minute to be in the queue again; one that was
// put back or acked is not waited for.
func TestWhatComesBackHasTime(t *testing.T) {
	t.Parallel()
	b := inState(t, inbox.Lapsed) // at 20 s
	b.MergePeek(peek(79), 10)
	if got := missed(b); got != nil {
		t.Errorf("missed within a minute: %v", got)
	}
	b.MergePeek(peek(80), 10)
	if got := missed(b); !slices.Equal(got, ids("a")) {
		t.Errorf("missed after a minute: %v, want a", got)
	}
	wantState(t, b, "a", inbox.Lapsed, "a1")
	for _, state := range []inbox.State{inbox.Acked, inbox.Retried, inbox.Leased} {
		b := inState(t, state)
		b.MergePeek(peek(50), 10)
		if got := missed(b); got != nil {
			t.Errorf("%v and missed: %v", state, got)
		}
	}
}

// Whatever looks come in whichever order, what is missed is what a look at every
// message would say.
func TestWhatIsMissedIsWhatALookAtEverythingSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := inbox.New()
		now, seen, absent := 1000.0, map[int]float64{}, map[int]bool{}
		miss := func(look float64, before int, shown []int) {
			for sent, last := range seen {
				if sent < before && look >= last && !slices.Contains(shown, sent) {
					absent[sent] = true
				}
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				for e := range b.All() {
					sent := int(e.Message.Timestamp.Sub(at(0)) / time.Second)
					if (e.Absence != inbox.Present) != absent[sent] {
						t.Fatalf("%d is %v, want missed %v", sent, e.Absence, absent[sent])
					}
				}
			},
			"peek": func(t *rapid.T) {
				now += float64(rapid.IntRange(0, 90).Draw(t, "later"))
				look := now - float64(rapid.SampledFrom([]int{0, 0, 40}).Draw(t, "late by"))
				shown := rapid.SliceOfNDistinct(rapid.IntRange(1, 12), 0, 6, rapid.ID[int]).Draw(t, "shows")
				asked := len(shown) + rapid.IntRange(0, 1).Draw(t, "more asked")
				b.MergePeek(sentAt(look, shown...), asked)
				for _, sent := range shown {
					absent[sent] = absent[sent] && look < seen[sent]
					seen[sent] = max(seen[sent], look)
				}
				switch sorted := slices.Sorted(slices.Values(shown)); {
				case len(shown) < asked:
					miss(look, math.MaxInt, shown)
				case len(shown) > 0:
					miss(look, sorted[len(sorted)/2], shown)
				}
			},
			"oldest": func(t *rapid.T) {
				oldest := rapid.IntRange(1, 90).Draw(t, "oldest")
				b.MergeOldest(at(float64(oldest)), at(now))
				miss(now-60, oldest-60+1, nil)
			},
			"give up": func(*rapid.T) { b.GiveUp(at(now)) },
		})
	})
}
