package tui

import (
	"strings"
	"testing"

	"leaseview/apiclient"
)

// A message that a call would end may be in doubt as well: each question about it
// says so, beside its end.
func TestADoubtIsNamedBesideAnEnd(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"a", "u", "e"} {
		m := opened(t, 0)
		m.pulled(after(3, messages(0, 1)))
		e, _ := m.onScreen().Selected()
		m.onScreen().Doubt([]apiclient.LeaseID{e.Lease.ID}, "the answer was lost")
		m.typed(key)
		if said := wordsOf(m); !strings.Contains(said, "In doubt: the answer was lost. If it did, this call comes on top of it.") {
			t.Errorf("%s says nothing of the doubt:\n%s", key, said)
		}
	}
}
