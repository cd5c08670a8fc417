package tui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"leaseview/views"
)

// A scene is a state of the program, made of keys and answers. What is told in it
// is kept word by word and tone by tone: the screen, and what stands before it.
type scene struct {
	name string
	play func(t *testing.T) *Model
}

// toldOf keeps what is told in each of the scenes, one after the other.
func toldOf(t *testing.T, scenes []scene) {
	t.Helper()
	var all strings.Builder
	for _, s := range scenes {
		m := s.play(t)
		m.Update(tea.WindowSizeMsg{Width: 200, Height: 34})
		fmt.Fprintf(&all, "==== %s\n%s\n", s.name, told(m))
	}
	golden.RequireEqual(t, all.String())
}

// told is the notice and the dialog; where there is neither it is the screen,
// without the lines that show nothing.
func told(m *Model) string {
	var all strings.Builder
	for n := &m.notice; n != nil && n.text != ""; n = n.beside {
		fmt.Fprintf(&all, "notice ‹%s›%s\n", toneNames[n.tone], n.text)
		for _, line := range n.lines {
			fmt.Fprintf(&all, "  %s\n", line)
		}
	}
	if m.dialog != nil {
		m.dialog.arrange(100, 40)
		all.WriteString("dialog\n" + toned(m.dialog.view()))
	}
	if all.Len() > 0 {
		return all.String()
	}
	return "screen of " + m.View().WindowTitle + "\n" + toned(m.View().Content)
}

var toneNames = map[views.Tone]string{
	toneNormal: "normal", toneMuted: "muted", toneGood: "good", toneInfo: "info", toneWarn: "warn", toneBad: "bad",
}

// namesByColour are the names of the tones by their colours in the default palette.
var namesByColour = func() map[string]string {
	p, names := views.Dark(), make(map[string]string)
	for name, hex := range map[string]string{
		"muted": p.Muted, "good": p.Good, "warn": p.Warn, "bad": p.Bad, "accent": p.Accent, "info": p.Info, "word": p.Word, "frame": p.Frame,
	} {
		var r, g, b int
		if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &r, &g, &b); err != nil {
			panic(err)
		}
		names[fmt.Sprintf("38;2;%d;%d;%d", r, g, b)] = name
	}
	return names
}()

var (
	sequence   = regexp.MustCompile("\x1b\\[([0-9;]*)m")
	letters    = regexp.MustCompile("38;2;[0-9]+;[0-9]+;[0-9]+")
	emptyTones = regexp.MustCompile("‹[a-z]+›( *)‹([a-z]+)›")
)

// toned writes styled text with the names of its tones in place of their colours.
func toned(styled string) string {
	var all strings.Builder
	for line := range strings.SplitSeq(styled, "\n") {
		line = sequence.ReplaceAllStringFunc(line, func(s string) string {
			if name, ok := namesByColour[letters.FindString(s)]; ok {
				return "‹" + name + "›"
			}
			return "‹normal›"
		})
		for {
			next := emptyTones.ReplaceAllString(line, "$1‹$2›")
			if next == line {
				break
			}
			line = next
		}
		if bare := strings.TrimSpace(strings.NewReplacer("‹normal›", "", "‹frame›", "", "│", "").Replace(line)); bare == "" {
			continue
		}
		all.WriteString(strings.TrimRight(strings.TrimSuffix(line, "‹normal›"), " ") + "\n")
	}
	return all.String()
}
