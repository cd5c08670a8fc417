package views

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// TestOverlayCutsByCells: what is beside a box keeps its place, also where the
// box cuts through wide characters and where rows are short or missing.
func TestOverlayCutsByCells(t *testing.T) {
	t.Parallel()
	const red, off = "\x1b[31m", "\x1b[m"
	tests := []struct {
		name, base, box string
		w, h            int
		want            string
	}{
		{"in the middle", "abcdefg", "XX1", 7, 1, "abXX1fg"},
		{"beside a wide one", "abcde界f", "XX", 8, 1, "abcXX界f"},
		{"through a wide one at both ends", "a界XX界b", "##", 8, 1, "a界##界b"},
		{"through the right half", "ab界cdef", "##", 8, 1, "ab ##def"},
		{"through the left half", "abcd界ef", "##", 8, 1, "abc## ef"},
		{"a short row", "ab", "##", 8, 1, "ab ##   "},
		{"no rows", "", "##", 6, 3, "      \n  ##  \n      "},
		{"a box that is too large", "abcd\nefgh", "123456\n789\nxyz", 4, 2, "1234\n789"},
		{"styles end with their part", red + "abcdefgh" + off, "##", 8, 1, "abc##fgh"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Overlay(Theme{}, tt.base, tt.box, tt.w, tt.h)
			plain := strings.Split(ansi.Strip(got), "\n")
			want := strings.Split(tt.want, "\n")
			for i := range want {
				if i >= len(plain) || strings.TrimRight(plain[i], " ") != strings.TrimRight(want[i], " ") {
					t.Errorf("row %d of\n%q, want\n%q", i, plain, want)
					break
				}
			}
		})
	}
	if styled := Overlay(Theme{}, red+"abcdefgh"+off, "##", 8, 1); !strings.Contains(styled, "abc"+off+"##") && !strings.Contains(styled, "abc\x1b[m\x1b[m##") {
		t.Errorf("the box takes the style of what it covers: %q", styled)
	}
}
