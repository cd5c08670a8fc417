// Package plain is a screen without its looks: what is left of it to read.
//
// It is for tests. Nothing that ships reads its own screen.
package plain

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// frames are the lines around panes and dialogs.
var frames = strings.NewReplacer("│", " ", "╭", " ", "╮", " ", "╰", " ", "╯", " ", "─", " ")

// Text is a screen without styles, and without the blanks at the ends of its
// lines.
func Text(screen string) string {
	lines := strings.Split(ansi.Strip(screen), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// Words are a screen's, with single spaces and without frames, so that a
// sentence is found wherever it was wrapped.
func Words(screen string) string {
	return strings.Join(strings.Fields(frames.Replace(ansi.Strip(screen))), " ")
}
