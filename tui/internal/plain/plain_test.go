package plain_test

import (
	"testing"

	"leaseview/tui/internal/plain"
)

func TestAScreenWithoutItsLooks(t *testing.T) {
	t.Parallel()
	const screen = "╭─ \x1b[1mLease\x1b[0m ─╮   \n│ it ends │ at\n│ \x1b[31mnoon\x1b[0m    │ "
	if got, want := plain.Text(screen), "╭─ Lease ─╮\n│ it ends │ at\n│ noon    │"; got != want {
		t.Errorf("the text is\n%s\nwant\n%s", got, want)
	}
	if got, want := plain.Words(screen), "Lease it ends at noon"; got != want {
		t.Errorf("the words are %q, want %q", got, want)
	}
}
