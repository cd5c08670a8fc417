package apiclient

import (
	"cmp"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// warnings are a map from a lease id or a ref to a text today; older answers had
// a list. Reading them never fails, since what they are about has happened.
type warnings struct {
	named map[string]string
	notes []string
}

// readWarnings reads a map, a list of texts or objects, or a text.
func readWarnings(m *members) warnings {
	var w warnings
	v, _ := m.take("warnings")
	switch v.Kind() {
	case '{':
		for _, item := range readMembers("", v, m.odd).items {
			w.add(item.name, warningText(item.value))
		}
	case '[':
		for item := range elements(v) {
			w.addItem(item)
		}
	default:
		w.add("", looseText(v))
	}
	return w
}

func (w *warnings) addItem(v jsontext.Value) {
	var item struct {
		LeaseID jsontext.Value `json:"lease_id"`
		Ref     jsontext.Value `json:"ref"`
	}
	if v.Kind() == '{' {
		_ = json.Unmarshal(v, &item, lenient) // both fields take any value
	}
	w.add(cmp.Or(looseText(item.LeaseID), looseText(item.Ref)), warningText(v))
}

func (w *warnings) add(name, text string) {
	switch {
	case name != "":
		if w.named == nil {
			w.named = make(map[string]string)
		}
		w.named[name] = text
	case text != "":
		w.notes = append(w.notes, text)
	}
}

// warningText is the text of a warning that may be an object with a message.
func warningText(v jsontext.Value) string {
	var item struct {
		Message jsontext.Value `json:"message"`
		Warning jsontext.Value `json:"warning"`
		Error   jsontext.Value `json:"error"`
	}
	if v.Kind() == '{' {
		_ = json.Unmarshal(v, &item, lenient) // all fields take any value
	}
	return cmp.Or(looseText(item.Message), looseText(item.Warning), looseText(item.Error), looseText(v))
}

// warningsBy gives the named warnings their id type; nil when there are none.
func warningsBy[ID ~string](c *Client, w warnings) map[ID]string {
	if len(w.named) == 0 {
		return nil
	}
	m := make(map[ID]string, len(w.named))
	for name, text := range w.named {
		m[ID(name)] = c.clean(text, maxMessage)
	}
	return m
}

// notes are the warnings and errors that name nothing.
func (c *Client) notes(w warnings, errs wireErrors) []string {
	notes := w.notes
	for _, e := range errs {
		notes = append(notes, e.String())
	}
	for i, note := range notes {
		notes[i] = c.clean(note, maxMessage)
	}
	return notes
}
