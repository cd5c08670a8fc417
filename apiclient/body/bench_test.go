package body

import (
	"strings"
	"testing"
)

// largest is the most that one message may hold, in bytes.
const largest = 128_000

// BenchmarkDecode decodes bodies of the largest size.
func BenchmarkDecode(b *testing.B) {
	object := `{"order":1204,"note":"naïve \u00e9","items":[1,2.5,true,null]}`
	list := "[" + strings.Repeat(object+",", largest/len(object)) + "0]"
	for name, in := range map[string][2]string{
		"json, base64": {"json", b64(list)},
		"json, plain":  {"json", list},
		"text":         {"text", strings.Repeat("some words ", largest/11)},
		"JSON as text": {"text", list},
		"deep":         {"json", strings.Repeat("[", largest/2) + strings.Repeat("]", largest/2)},
		"deep, cut":    {"json", strings.Repeat("[", largest)},
		"unpadded":     {"json", strings.TrimRight(b64(list), "=")},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(in[1])))
			for b.Loop() {
				Decode(in[0], in[1])
			}
		})
	}
}
