package views

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// TestNoLabelIsCut: a name that is too long to stand beside its value has lines of
// its own, and leaves the others where they are.
func TestNoLabelIsCut(t *testing.T) {
	t.Parallel()
	long := "X-Correlation-Id-Of-The-Request-That-Began-It-All"
	for _, tt := range []struct {
		width int
		value string
		want  []string
	}{
		{60, "short", []string{"  id  1", long, "      short"}},
		{60, strings.Repeat("v", 60), []string{"  id  1", long, strings.Repeat("v", 60)}},
		{30, "short", []string{"  id  1", long[:30], long[30:], "      short"}},
		{60, "", []string{"  id  1", long, ""}},
	} {
		p := prepareFields([]Field{{Label: "id", Value: "1"}, {Label: long, Value: tt.value}}, tt.width, Theme{})
		for i, want := range tt.want {
			if got := strings.TrimRight(ansi.Strip(p.line(i)), " "); got != want {
				t.Errorf("%d cells, line %d: %q, want %q", tt.width, i, got, want)
			}
		}
		if p.lines() != len(tt.want) {
			t.Errorf("%d cells: %d lines, want %d", tt.width, p.lines(), len(tt.want))
		}
	}
	for _, label := range []string{strings.Repeat("k", 23), strings.Repeat("k", 24), strings.Repeat("k", 25), "a\tb\nc" + strings.Repeat("k", 30)} {
		p := prepareFields([]Field{{Label: label, Value: "v"}}, 80, Theme{})
		if text := ansi.Strip(string(p.text)); !strings.Contains(text, Safe(label)) || !strings.Contains(text, "v") {
			t.Errorf("%q is drawn as %q", label, text)
		}
	}
}
