package views

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
)

// goldenHeight is how tall a component is drawn for its golden file.
func goldenHeight(name string) int {
	switch strings.SplitN(name, "-", 2)[0] {
	case "header":
		return 3
	case "footer", "toosmall":
		return 1
	case "detail", "help":
		return 24
	}
	return 12
}

// TestGolden keeps what each component says, without styles; run with -update
// to write the files anew.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range components() {
		for _, w := range []int{40, 80, 120, 200} {
			t.Run(fmt.Sprintf("%s/%d", c.name, w), func(t *testing.T) {
				t.Parallel()
				golden.RequireEqual(t, ansi.Strip(c.draw(NewTheme(Dark()), w, goldenHeight(c.name))))
			})
		}
	}
	for _, h := range []int{1, 2} {
		t.Run(fmt.Sprintf("header-lines/%d", h), func(t *testing.T) {
			t.Parallel()
			var all []string
			for _, w := range []int{40, 60, 80, 120, 200} {
				hd := NewHeader(Theme{})
				hd.SetSize(w, h)
				hd.SetData(demoHeader())
				all = append(all, hd.View())
			}
			golden.RequireEqual(t, strings.Join(all, "\n"))
		})
	}
}

// TestGoldenStyled keeps the styles, for both kinds of background.
func TestGoldenStyled(t *testing.T) {
	t.Parallel()
	for _, c := range components() {
		switch c.name {
		case "table", "header", "detail-body", "detail-hex", "detail-raw", "footer", "footer-busy", "confirm", "prompt", "queues", "menu":
		default:
			continue
		}
		for name, palette := range map[string]Palette{"dark": Dark(), "light": Light()} {
			t.Run(c.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				golden.RequireEqual(t, c.draw(NewTheme(palette), 80, min(goldenHeight(c.name), 10)))
			})
		}
	}
}
