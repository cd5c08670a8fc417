package views

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// withoutColors is what a terminal gets under NO_COLOR: bold, faint, underline
// and reverse stay, colours go.
func withoutColors(t *testing.T, view string) string {
	t.Helper()
	var out bytes.Buffer
	w := colorprofile.Writer{Forward: &out, Profile: colorprofile.ASCII}
	if _, err := w.WriteString(view); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestCursorShowsWithoutColors(t *testing.T) {
	t.Parallel()
	table := NewMessageTable(NewTheme(Dark()))
	table.SetSource(manyRows(5))
	table.SetSize(80, 6)
	table.SetFocused(true)
	table.SetCursor(2)
	rows := strings.Split(withoutColors(t, table.View()), "\n")
	if !strings.Contains(rows[3], "▌") || !strings.Contains(rows[3], "\x1b[1m") {
		t.Errorf("the cursor's row has no bar or no bold text: %q", rows[3])
	}
	if strings.Contains(rows[2], "▌") || strings.Contains(rows[2], "\x1b[1m") {
		t.Errorf("another row looks like the cursor's: %q", rows[2])
	}
}

// TestFocusShowsWithoutColors compares each pane with and without the focus.
func TestFocusShowsWithoutColors(t *testing.T) {
	t.Parallel()
	th := NewTheme(Dark())
	table := NewMessageTable(th)
	table.SetSource(manyRows(5))
	table.SetSize(80, 6)
	detail := NewDetail(th)
	detail.SetSize(80, 6)
	for name, draw := range map[string]func(bool) string{
		"table":  func(on bool) string { table.SetFocused(on); return table.View() },
		"detail": func(on bool) string { detail.SetFocused(on); return detail.View() },
		"rule":   func(on bool) string { return Rule(th, []string{"Title"}, nil, 20, on) },
	} {
		if withoutColors(t, draw(true)) == withoutColors(t, draw(false)) {
			t.Errorf("%s looks the same with and without the focus", name)
		}
	}
}

func TestChoicesShowWithoutColors(t *testing.T) {
	t.Parallel()
	c := NewConfirm(NewTheme(Dark()), "Purge?", nil, "Yes", "No")
	c.SetSize(60, 10)
	no := withoutColors(t, c.View())
	c.Move(1)
	yes := withoutColors(t, c.View())
	if !strings.Contains(no, "▸ No") || !strings.Contains(yes, "▸ Yes") || !strings.Contains(no, "\x1b[1;7m") {
		t.Errorf("the selected answer doesn't show:\n%q\n%q", no, yes)
	}
}

// TestStatesHaveGlyphAndWord holds the states apart without colours.
func TestStatesHaveGlyphAndWord(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for s := RowPeeked; s <= RowFound; s++ {
		look := s.look()
		if ansi.StringWidth(look.glyph) != 1 || ansi.StringWidthWc(look.glyph) != 1 {
			t.Errorf("the glyph of %s is not one cell", look.word)
		}
		for _, mark := range []string{look.glyph, look.word} {
			if other, taken := seen[mark]; taken {
				t.Errorf("%s and %s share %q", look.word, other, mark)
			}
			seen[mark] = look.word
		}
		if len(look.word) > 8 {
			t.Errorf("%s has no room in its column", look.word)
		}
	}
}

// TestContrast holds every colour of text to a contrast of at least 4.5 to 1
// on the background that it is made for, and on the cursor's row.
func TestContrast(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		p       Palette
		grounds []string
	}{
		{"dark", Dark(), []string{"#000000", "#1e1e2e", Dark().Cursor}},
		{"light", Light(), []string{"#ffffff", "#fafafa", Light().Cursor}},
	} {
		for _, ground := range tt.grounds {
			for _, fg := range []string{tt.p.Muted, tt.p.Good, tt.p.Warn, tt.p.Bad, tt.p.Accent, tt.p.Info, tt.p.Word} {
				if c := contrast(fg, ground); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.1f", tt.name, fg, ground, c)
				}
			}
		}
	}
}

// TestPaletteWithoutColours: a palette that names no colour leaves all colours
// to the terminal, and everything else as it is.
func TestPaletteWithoutColours(t *testing.T) {
	t.Parallel()
	for _, c := range components() {
		if view := c.draw(NewTheme(Palette{}), 80, 10); view != withoutColors(t, view) {
			t.Errorf("%s has colours: %q", c.name, view)
		}
	}
	if p := NewTheme(Light()).Palette(); p != Light() || p == Dark() {
		t.Errorf("the theme says that it was built from %+v", p)
	}
}

// themed is a component whose theme can change while it is on screen.
type themed interface {
	SetTheme(th Theme)
	SetSize(w, h int)
	View() string
}

// TestSetTheme: what is given another theme looks as if it had been made with
// it, whatever it remembers of what it drew before.
func TestSetTheme(t *testing.T) {
	t.Parallel()
	for name, build := range map[string]func(th Theme) themed{
		"table": func(th Theme) themed {
			c := NewMessageTable(th)
			c.SetSource(manyRows(9))
			return c
		},
		"calls": func(th Theme) themed {
			c := NewActivity(th)
			c.SetSource(calls(9))
			return c
		},
		"queues": func(th Theme) themed {
			c := NewQueueList(th)
			c.SetRows(QueueRows{{Name: "orders", Paused: true}})
			return c
		},
		"detail": func(th Theme) themed {
			c := NewDetail(th)
			c.SetSize(80, 10)
			c.SetTab(TabLease)
			c.SetLease(demoLease())
			return c
		},
		"header": func(th Theme) themed {
			c := NewHeader(th)
			c.SetData(demoHeader())
			return c
		},
		"footer": func(th Theme) themed {
			c := NewFooter(th)
			c.SetKeys(demoKeys())
			return c
		},
		"help": func(th Theme) themed {
			c := NewHelp(th)
			c.SetGroups(demoHelp())
			return c
		},
		"menu": func(th Theme) themed {
			c := NewMenu(th, "Copy")
			c.SetItems([]MenuItem{{"i", "message id", ""}})
			return c
		},
		"prompt":  func(th Theme) themed { return NewPrompt(th, "Settings", []PromptField{{Label: "Batch"}}) },
		"confirm": func(th Theme) themed { return NewConfirm(th, "Purge?", nil, "Yes", "No") },
	} {
		c, want := build(NewTheme(Dark())), build(NewTheme(Light()))
		c.SetSize(80, 10)
		want.SetSize(80, 10)
		before := c.View()
		if c.SetTheme(NewTheme(Light())); c.View() != want.View() || c.View() == before {
			t.Errorf("%s keeps the colours that it was made with", name)
		}
	}
}
