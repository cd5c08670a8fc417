package tui_test

import (
	"strings"
	"testing"

	"leaseview/tui/internal/story"
)

func TestCopyWithMarksTakesOneLeaseALine(t *testing.T) {
	t.Parallel()
	flow(t, story.Setup{Seed: ordersSeed(), Server: renewing, Width: 160, Height: 40}, func(d *driver) {
		d.Press("space", "y")
		d.Sees("None of the marked messages has a lease yet")
		if d.Copied.Last() != "" {
			t.Errorf("copied %q", d.Copied.Last())
		}
		d.Press("p")
		d.Press("m", "y")
		d.Sees("Copied 3 lease_ids, one a line", "to the system clipboard")
		messages := d.Server.Messages("orders")
		var want []string
		for _, m := range messages {
			want = append(want, m.Leases[len(m.Leases)-1].ID)
		}
		if got := d.Copied.Last(); got != strings.Join(want, "\n") {
			t.Errorf("copied %q, want %q", got, want)
		}
		d.Press("e")
		d.Sees("copied before is replaced")
	})
}
