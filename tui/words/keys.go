package words

import (
	"regexp"
	"strings"

	"leaseview/keymap"
)

// Keys are the labels of all keys, by the names of their bindings. Sentences name
// bindings and never keys, so that they stay true when a key is bound anew.
type Keys struct{ labels map[string]string }

// KeysOf reads the labels from the bindings.
func KeysOf(k keymap.Map) Keys {
	labels := make(map[string]string)
	for name, binding := range k.All() {
		labels[name] = strings.Join(strings.Fields(binding.Help().Key), " or ")
	}
	return Keys{labels}
}

// First is the label of a binding's first key, by the binding's name, for where
// there is room for one.
func (k Keys) First(name string) string {
	label, _, _ := strings.Cut(k.labels[name], " or ")
	return label
}

var binding = regexp.MustCompile(`\{[a-z]+\.[a-z-]+\}`)

// In writes the labels into a sentence that names bindings in braces: of
// "{messages.peek} peeks" it makes "v peeks". A binding of several keys has them
// all: "esc or q". The sentence must be the program's own: nothing from outside
// may stand in it yet.
func (k Keys) In(sentence string) string {
	return binding.ReplaceAllStringFunc(sentence, func(name string) string {
		if label, ok := k.labels[name[1:len(name)-1]]; ok {
			return label
		}
		return name
	})
}
