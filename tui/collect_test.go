package tui

import "testing"

// Of how many it is surely the last delivery, and of how many perhaps; none of them
// is not worth a word.
func TestTheLastDeliveriesThatCollectingNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		surely, perhaps int
		want            string
	}{
		{0, 2, "It is perhaps the last delivery of 2 seen here."},
		{1200, 0, "It is surely the last delivery of 1,200 seen here."},
		{1, 2, "It is surely the last delivery of 1 seen here, perhaps of 2."},
	} {
		if got := lastOf(c.surely, c.perhaps); got != c.want {
			t.Errorf("%d and %d: %q, want %q", c.surely, c.perhaps, got, c.want)
		}
	}
}
