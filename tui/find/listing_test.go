package find_test

import (
	"testing"
	"time"

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
