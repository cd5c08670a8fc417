package views

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// sweep calls f with every small size and coarse steps up to 250 x 80.
func sweep(f func(w, h int)) {
	for _, w := range []int{-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 24, 31, 32, 40, 47, 48, 59, 60, 80, 90, 99, 100, 120, 160, 200, 250} {
		for _, h := range []int{-1, 0, 1, 2, 3, 4, 5, 6, 8, 11, 24, 80} {
			f(w, h)
		}
	}
}

// TestSizes holds every component to its size, and the panes to exactly it:
// what is put beside them relies on that.
func TestSizes(t *testing.T) {
	t.Parallel()
	themes := []Theme{NewTheme(Dark()), {}}
	for _, c := range components() {
		exact := false
		switch strings.SplitN(c.name, "-", 2)[0] {
		case "table", "detail", "queues", "panel", "overlay":
			exact = true
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sweep(func(w, h int) {
				view := c.draw(themes[(w+h+2)%2], w, h)
				checkSize(t, c.name, view, max(w, 0), max(h, 0))
				if exact && w > 0 && h > 0 {
					checkExact(t, c.name, view, w, h)
				}
			})
		})
	}
}

func checkExact(t *testing.T, name, view string, w, h int) {
	t.Helper()
	rows := strings.Split(view, "\n")
	if len(rows) != h {
		t.Fatalf("%s at %dx%d has %d lines", name, w, h, len(rows))
	}
	for y, row := range rows {
		if got := ansi.StringWidthWc(row); got != w {
			t.Fatalf("%s at %dx%d: line %d has %d cells: %q", name, w, h, y, got, ansi.Strip(row))
		}
	}
}
