package tui_test

import (
	"strings"
	"testing"
)

func TestCopyWithMarksTakesOneLeaseALine(t *testing.T) {
	t.Parallel()
	flow(t, setup{seed: ordersSeed(), server: renewing, width: 160, height: 40}, func(d *driver) {
		d.press("space", "y")
		d.sees("None of the marked messages has a lease yet")
		if d.copied.last() != "" {
			t.Errorf("copied %q", d.copied.last())
		}
		d.press("p")
		d.press("m", "y")
		d.sees("Copied 3 lease_ids, one a line", "to the system clipboard")
		messages := d.server.Messages("orders")
		var want []string
		for _, m := range messages {
			want = append(want, m.Leases[len(m.Leases)-1].ID)
		}
		if got := d.copied.last(); got != strings.Join(want, "\n") {
			t.Errorf("copied %q, want %q", got, want)
		}
		d.press("e")
		d.sees("copied before is replaced")
	})
}
