package views

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// sweep calls f with every small size and coarse steps up to 250 x 80.
func sweep(f func(w, h int)) {
	for _, w := range sweepSteps(250) {
		for _, h := range sweepSteps(80) {
			f(w, h)
		}
	}
}

func sweepSteps(limit int) []int {
	steps := []int{-1}
	for i := 0; i <= limit; i++ {
		if i <= 12 || i == limit || i%17 == 0 || i == 40 || i == 59 || i == 60 || i == 80 || i == 100 || i == 120 || i == 160 || i == 200 {
			steps = append(steps, i)
		}
	}
	return steps
}

func TestNeverLargerThanGiven(t *testing.T) {
	t.Parallel()
	themes := []Theme{NewTheme(true), {}}
	for _, c := range components() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sweep(func(w, h int) {
				for _, th := range themes {
					checkSize(t, c.name, c.draw(th, w, h), max(w, 0), max(h, 0))
				}
			})
		})
	}
}

// TestExactBlocks holds the panes to their exact size: what is put beside them
// relies on it.
func TestExactBlocks(t *testing.T) {
	t.Parallel()
	th := NewTheme(false)
	for _, c := range components() {
		switch strings.SplitN(c.name, "-", 2)[0] {
		case "table", "detail", "queues", "panel", "overlay":
		default:
			continue
		}
		sweep(func(w, h int) {
			if w <= 0 || h <= 0 {
				return
			}
			rows := strings.Split(c.draw(th, w, h), "\n")
			if len(rows) != h {
				t.Fatalf("%s at %dx%d has %d lines", c.name, w, h, len(rows))
			}
			for y, row := range rows {
				if got := ansi.StringWidth(row); got != w {
					t.Fatalf("%s at %dx%d: line %d has %d cells: %q", c.name, w, h, y, got, ansi.Strip(row))
				}
			}
		})
	}
}
