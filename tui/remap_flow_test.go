package tui_test

import (
	"strings"
	"testing"

	"leaseview/keymap"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// The keymap alone says which keys go between the fields of a prompt and where
// help stands: a key that it has given up does nothing.
func TestOnlyTheChangedKeyWorks(t *testing.T) {
	t.Parallel()
	keys := keymap.Default()
	keys.Dialog.NextField.SetKeys("ctrl+n")
	keys.Dialog.PreviousField.SetKeys("ctrl+p")
	keys.Global.Help.SetKeys("ctrl+g")
	keys.Global.Help.SetHelp("ctrl+g", "this help")
	with := story.Setup{Seed: ordersSeed(), Options: func(o *tui.Options) { o.Keys = keys }}
	flow(t, with, func(d *driver) {
		if screen := strings.TrimSpace(d.Screen()); !strings.HasSuffix(screen, "ctrl+g help") {
			t.Errorf("help is not at the right end of the last line:\n%s", screen)
		}
		d.Press(",")
		const batch, visibility = "Batch size ›", "Visibility timeout›"
		for _, step := range []struct{ key, field string }{
			{"tab", batch},
			{"down", batch},
			{"ctrl+n", visibility},
			{"up", visibility},
			{"shift+tab", visibility},
			{"ctrl+p", batch},
		} {
			d.Press(step.key)
			d.Sees(step.field)
		}
	})
}
