package keymap_test

import (
	"testing"

	"leaseview/keymap"
)

// Whoever configures a key, or writes about it, names its binding.
func TestEveryBindingHasAName(t *testing.T) {
	t.Parallel()
	k := keymap.Default()
	names := map[string]string{}
	for name, b := range k.All() {
		if _, taken := names[name]; taken || len(b.Keys()) == 0 || b.Help().Desc == "" {
			t.Errorf("%q: taken %v, keys %q, described as %q", name, taken, b.Keys(), b.Help().Desc)
		}
		names[name] = b.Help().Key
	}
	for name, want := range map[string]string{
		"global.quit": "ctrl+c", "messages.copy-lease": "y", "messages.mark": "space", "activity.close": "esc q", "dialog.next-answer": "tab →",
	} {
		if names[name] != want {
			t.Errorf("%s is %q, want %q", name, names[name], want)
		}
	}
}

func TestNamesCanBeLookedThroughInPart(t *testing.T) {
	t.Parallel()
	for name := range keymap.Default().All() {
		if name != "global.help" {
			t.Errorf("the first is %s", name)
		}
		break
	}
}
