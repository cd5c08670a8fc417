package views

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

// numbered is a body of n lines, "1" to "n".
func numbered(key string, n int) Prepared {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("x", i%7+1) + "\n")
	}
	return PrepareBody(BodyInput{Key: key, Kind: "text", Bytes: []byte(b.String())}, 40, Theme{})
}

func TestDetailScrolls(t *testing.T) {
	t.Parallel()
	d := NewDetail(Theme{})
	d.SetSize(40, 12) // 10 lines of content
	d.SetPrepared(numbered("a", 100))
	for i, step := range []struct {
		do   func()
		want int
	}{
		{func() { d.ScrollBy(3) }, 3},
		{func() { d.ScrollBy(-5) }, 0},
		{func() { d.ScrollBy(999) }, 90},
		{func() { d.ScrollBy(1) }, 90},
		{func() { d.SetTab(TabLease) }, 0},
		{func() { d.SetTab(TabBody) }, 90},
		{func() { d.SetPrepared(numbered("a", 200)) }, 180}, // wrapped anew: the same place
		{func() { d.SetPrepared(numbered("a", 5)) }, 0},
		{func() { d.SetPrepared(numbered("a", 100)); d.ScrollBy(999); d.Top() }, 0},
		{func() { d.ScrollBy(999); d.SetPrepared(numbered("b", 100)) }, 0}, // another message
		{func() { d.ScrollBy(999); d.SetSize(40, 102) }, 0},                // everything fits
	} {
		if step.do(); d.offset() != step.want {
			t.Errorf("step %d: offset %d, want %d", i, d.offset(), step.want)
		}
	}
}

func TestDetailPosition(t *testing.T) {
	t.Parallel()
	d := NewDetail(Theme{})
	d.SetSize(40, 12)
	d.SetPrepared(numbered("a", 312))
	d.ScrollBy(11)
	if row := strings.Split(d.View(), "\n")[1]; !strings.Contains(row, "12-21/312") {
		t.Error(row)
	}
	d.SetPrepared(numbered("a", 3))
	if row := strings.Split(d.View(), "\n")[1]; strings.Contains(row, "/") {
		t.Errorf("a body that fits has a position: %q", row)
	}
}

// TestDetailStates tells loading, empty and shown apart.
func TestDetailStates(t *testing.T) {
	t.Parallel()
	d := NewDetail(Theme{})
	d.SetSize(60, 10)
	shows := func(want string, not ...string) {
		t.Helper()
		view := ansi.Strip(d.View())
		if !strings.Contains(view, want) {
			t.Errorf("%q is missing:\n%s", want, view)
		}
		for _, s := range not {
			if strings.Contains(view, s) {
				t.Errorf("%q is there:\n%s", s, view)
			}
		}
	}
	d.SetEmpty("No message", "press v")
	shows("No message")
	shows("press v")
	d.SetTitle("m1")
	d.SetLoading("decoding 13 MB")
	shows("decoding 13 MB", "No message")
	d.SetPrepared(PrepareBody(BodyInput{Key: "m1", Kind: "text", Bytes: []byte("the body"), How: "text -> 8 bytes", Note: "careful"}, 60, Theme{}))
	shows("the body", "decoding")
	shows("pretty · text -> 8 bytes")
	shows("! careful")
	d.SetMetadata([]Field{{Label: "id", Value: "m1"}})
	d.SetTab(TabMetadata)
	shows("id  m1", "the body")
	d.SetEmpty("Gone")
	shows("Gone", "m1")
}

// TestDetailCutsAnOldBody: until a body is prepared for a new width, the old
// one must not be wider than the pane.
func TestDetailCutsAnOldBody(t *testing.T) {
	t.Parallel()
	d := NewDetail(NewTheme(Dark()))
	d.SetSize(80, 6)
	d.SetPrepared(PrepareBody(BodyInput{Kind: "json", Bytes: []byte(`["` + strings.Repeat("x", 70) + `"]`)}, d.BodyWidth(), NewTheme(Dark())))
	d.SetSize(40, 6)
	checkSize(t, "detail", d.View(), 40, 6)
}

// TestLeaseIsWhole: a lease_id stands in the pane from the first column on with
// nothing put in, so that what a terminal selects is the lease_id.
func TestLeaseIsWhole(t *testing.T) {
	t.Parallel()
	lease := demoLease()[0]
	for w := 1; w < 250; w += 3 {
		d := NewDetail(NewTheme(Dark()))
		d.SetSize(w, 400)
		d.SetTab(TabLease)
		d.SetLease([]Field{lease})
		var got strings.Builder
		for _, row := range strings.Split(ansi.Strip(d.View()), "\n")[3:] {
			got.WriteString(strings.TrimRight(row, " "))
		}
		if !strings.HasSuffix(got.String(), lease.Value) {
			t.Fatalf("at %d columns the lease_id is %q", w, got.String())
		}
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	p := prepareFields([]Field{
		{Label: "id", Value: "m1"},
		{Label: "next", Value: "next delivery is the last: then moved to orders-dlq"},
		{Label: "token", Value: strings.Repeat("t", 45)},
		{Label: "big", Value: strings.Repeat("b", maxField+1)},
	}, 40, Theme{})
	var got []string
	for i := range p.lines() {
		got = append(got, strings.TrimRight(p.line(i), " "))
	}
	want := []string{
		"  id     m1",
		"  next   next delivery is the last: then",
		"         moved to orders-dlq",
		"  token", strings.Repeat("t", 40), "ttttt",
		"  big",
	}
	if diff := cmp.Diff(want, got[:len(want)]); diff != "" {
		t.Error(diff)
	}
	if last := strings.Join(got[len(got)-2:], " "); !strings.HasSuffix(last, "showing the first 64 kB of 64 kB") {
		t.Errorf("the cut is not said: %q", last)
	}
}
