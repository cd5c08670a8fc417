package words_test

import (
	"testing"

	"charm.land/bubbles/v2/key"

	"leaseview/keymap"
	"leaseview/tui/words"
)

// A sentence follows the key map, whatever a key is bound to.
func TestSentencesNameTheKeysThatAreBound(t *testing.T) {
	t.Parallel()
	bindings := keymap.Default()
	bindings.Messages.Peek = key.NewBinding(key.WithKeys("f5"), key.WithHelp("F5", "peek"))
	keys := words.KeysOf(bindings)
	for sentence, want := range map[string]string{
		"{messages.peek} peeks, {messages.pull} pulls.": "F5 peeks, p pulls.",
		"{activity.close} goes back":                    "esc or q goes back",
		"no key at all":                                 "no key at all",
		"{messages.dance} is no binding, {p} neither":   "{messages.dance} is no binding, {p} neither",
	} {
		if got := keys.In(sentence); got != want {
			t.Errorf("%q becomes %q, want %q", sentence, got, want)
		}
	}
	for name, want := range map[string]string{"move.page-down": "pgdn", "messages.peek": "F5", "messages.dance": ""} {
		if got := keys.First(name); got != want {
			t.Errorf("the first key of %s is %q, want %q", name, got, want)
		}
	}
}
