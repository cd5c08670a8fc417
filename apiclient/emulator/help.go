package emulator

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// helpWidth is what a terminal surely has, 80 columns, without the two at the
// left that help leaves free.
const helpWidth = 78

// Help is what a command line says of the profiles and the knobs, made from
// their tables, in lines of 78 columns at most.
func Help() string {
	var out strings.Builder
	out.WriteString("Profiles, which set several knobs together:\n")
	for _, p := range profiles {
		fmt.Fprintf(&out, "  %-18s %s:\n", p.name, p.about)
		wrap(&out, 6, strings.Join(p.settings(), ", "))
	}
	out.WriteString("\nKnobs, for what sources disagree on or don't say; the default first:\n")
	for _, k := range knobs {
		fmt.Fprintf(&out, "  %-18s %s\n", k.name, strings.Join(k.values, ", "))
		wrap(&out, 6, k.about)
	}
	return out.String()
}

// wrap writes text in lines that are indented.
func wrap(out *strings.Builder, indent int, text string) {
	margin := strings.Repeat(" ", indent)
	line := margin
	for word := range strings.FieldsSeq(text) {
		switch longer := line + " " + word; {
		case line == margin:
			line += word
		case utf8.RuneCountInString(longer) > helpWidth:
			out.WriteString(line + "\n")
			line = margin + word
		default:
			line = longer
		}
	}
	out.WriteString(line + "\n")
}
