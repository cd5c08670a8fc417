package find_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leaseview/apiclient"
	"leaseview/tui/find"
	"leaseview/tui/inbox"
)

func TestTheListingIsTheOrderOfArrival(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	l := find.NewListing(b)
	if l.Len() != 0 || l.Next("a", 1) != "" {
		t.Errorf("an empty listing has %d rows, and %q", l.Len(), l.Next("a", 1))
	}
	for i, id := range []apiclient.MessageID{"c", "a", "b"} {
		b.MergePeek(apiclient.PeekResult{
			Reply:    apiclient.Reply{SentAt: time.Unix(int64(i), 0)},
			Messages: []apiclient.Message{{ID: id}},
		}, 1)
	}
	tests := []struct {
		from apiclient.MessageID
		n    int
		want apiclient.MessageID
	}{
		{"c", 0, "c"}, {"c", 1, "a"}, {"c", 2, "b"}, {"c", 1 << 40, "b"}, {"b", -1, "a"}, {"b", -1 << 40, "c"}, {"c", -1, "c"}, {"not there", 1, "a"},
	}
	for _, tt := range tests {
		if got := l.Next(tt.from, tt.n); got != tt.want {
			t.Errorf("%d on from %q is %q, want %q", tt.n, tt.from, got, tt.want)
		}
	}
	for i, id := range []apiclient.MessageID{"c", "a", "b"} {
		row, shown := l.Pos(id)
		if l.ID(i) != id || row != i || !shown {
			t.Errorf("row %d is %q; %q is in row %d, %v", i, l.ID(i), id, row, shown)
		}
	}
	if _, shown := l.Pos("not there"); shown {
		t.Error("a message that is not there is shown")
	}
}

// Whatever is left out and taken in again, the rows are what is left in the order
// of arrival, or all of it.
func TestTheListingIsWhatIsNotLeftOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := inbox.New()
		l := find.NewListing(b)
		var ids []apiclient.MessageID
		out := map[apiclient.MessageID]bool{}
		t.Repeat(map[string]func(*rapid.T){
			"more come": func(t *rapid.T) {
				for range rapid.IntRange(1, 5).Draw(t, "so many") {
					id := apiclient.MessageID(fmt.Sprint(len(ids)))
					ids = append(ids, id)
					b.MergePeek(apiclient.PeekResult{Messages: []apiclient.Message{{ID: id}}}, 1)
				}
			},
			"leave out": func(t *rapid.T) {
				id := apiclient.MessageID(fmt.Sprint(rapid.IntRange(0, len(ids)).Draw(t, "which")))
				leave := rapid.Bool().Draw(t, "out")
				l.LeaveOut(id, leave)
				out[id] = leave && slices.Contains(ids, id)
			},
			"show all": func(t *rapid.T) { l.ShowAll(rapid.Bool().Draw(t, "all")) },
			"": func(t *rapid.T) {
				left := 0
				var want []apiclient.MessageID
				for _, id := range ids {
					row, shown := l.Pos(id)
					if out[id] {
						left++
					}
					if shown != (l.ShowsAll() || !out[id]) || row != len(want) {
						t.Fatalf("%s is in row %d, %v, want row %d", id, row, shown, len(want))
					}
					if shown {
						want = append(want, id)
					}
				}
				if l.Len() != len(want) || l.LeftOut() != left {
					t.Fatalf("%d rows, %d left out, want %d and %d", l.Len(), l.LeftOut(), len(want), left)
				}
				for i, id := range want {
					if l.ID(i) != id {
						t.Fatalf("row %d is %s, want %s", i, l.ID(i), id)
					}
				}
			},
		})
	})
}
