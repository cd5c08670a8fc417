package tui

import (
	"slices"
	"testing"

	"leaseview/apiclient"
)

// A member that can't be understood is told of once for a queue, wherever in a
// list it stands and whatever stands in it; of another queue it is news.
func TestWhatIsNotUnderstoodIsToldOnce(t *testing.T) {
	t.Parallel()
	q := quirks{noted: make(map[string]bool)}
	for _, step := range []struct {
		queue    apiclient.QueueID
		oddities []string
		want     []string
	}{
		{"a", []string{"result.messages[0].attempts is true or false, not a whole number", "and 3 more"}, []string{"result.messages[0].attempts is true or false, not a whole number"}},
		{"a", []string{"result.messages[17].attempts is 1.5, not a whole number"}, nil},
		{"a", []string{"result.messages[17].id is missing"}, []string{"result.messages[17].id is missing"}},
		{"b", []string{"result.messages[17].attempts is 1.5, not a whole number"}, []string{"result.messages[17].attempts is 1.5, not a whole number"}},
	} {
		if got := q.fresh(step.queue, step.oddities); !slices.Equal(got, step.want) {
			t.Errorf("%q of %s: %q, want %q", step.oddities, step.queue, got, step.want)
		}
	}
}
