package tui_test

import (
	"testing"

	"leaseview/tui/internal/story"
)

// driver is a story on virtual time, in the words that only these tests need.
type driver struct{ *story.Virtual }

// flow runs a story from the program's start to its end.
func flow(t *testing.T, with story.Setup, test func(d *driver)) {
	t.Helper()
	story.Virtually(t, with, func(v *story.Virtual) { test(&driver{v}) })
}
