package cli

import (
	"cmp"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Help is laid out for the width that there is: no word of it is broken, no line
// ends in blanks, and into a pipe goes plain text.

const (
	// helpWidth is for where nobody says how wide it is.
	helpWidth = 80
	// Help is laid out for no fewer columns than can hold a flag, and for no
	// more than can be read.
	helpNarrow, helpWide = 30, 100
	// helpColumn is how far to the right a text stands beside its name at most.
	helpColumn = 30
	// helpIndent is how far to the right what stands below a title begins.
	helpIndent = 2
)

// help writes the help of a command.
func (a *app) help(cmd *cobra.Command, _ []string) {
	p := helpPage{width: a.helpWidth(), bold: isTerminal(a.stdout) && a.getenv("TERM") != "dumb"}
	p.prose(cmp.Or(cmd.Long, cmd.Short))
	p.title("Usage")
	p.text(helpIndent, cmd.UseLine())
	if cmd.HasAvailableSubCommands() {
		p.text(helpIndent, cmd.CommandPath()+" COMMAND")
	}
	if cmd.Example != "" {
		p.title("Examples")
		p.examples(cmd.Example)
	}
	p.list("Commands", commandItems(cmd))
	p.list("Flags", flagItems(cmd))
	_, _ = io.WriteString(a.stdout, p.out.String()) // nobody is left to be told
}

// helpWidth is the terminal's, else what the environment says.
func (a *app) helpWidth() int {
	width := helpWidth
	if n, err := strconv.Atoi(a.getenv("COLUMNS")); err == nil && n > 0 {
		width = n
	}
	if f, ok := a.stdout.(term.File); ok {
		if n, _, err := term.GetSize(f.Fd()); err == nil && n > 0 {
			width = n
		}
	}
	return min(max(width, helpNarrow), helpWide)
}

// item is a name and what it stands for.
type item struct{ name, text string }

func commandItems(cmd *cobra.Command) []item {
	var items []item
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			items = append(items, item{sub.Name(), sub.Short})
		}
	}
	return items
}

func flagItems(cmd *cobra.Command) []item {
	var items []item
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		it := item{"--" + f.Name, f.Usage}
		if f.Shorthand != "" {
			it.name = "-" + f.Shorthand + ", " + it.name
		}
		kind, usage := pflag.UnquoteUsage(f)
		if kind != "" {
			it.name += " " + kind
		}
		it.text = usage
		switch f.DefValue {
		case "", "false", "[]":
		default:
			it.text += " (default " + f.DefValue + ")"
		}
		items = append(items, it)
	})
	return items
}

// helpPage is help as it is written.
type helpPage struct {
	out   strings.Builder
	width int
	bold  bool
}

func (p *helpPage) strong(s string) string {
	if !p.bold {
		return s
	}
	return "\x1b[1m" + s + "\x1b[m"
}

func (p *helpPage) title(name string) { p.out.WriteString("\n" + p.strong(name+":") + "\n") }

// text writes words in lines that are indented.
func (p *helpPage) text(indent int, text string) {
	for _, line := range wrap(text, p.width-indent) {
		p.out.WriteString(strings.Repeat(" ", indent) + line + "\n")
	}
}

// list writes items below a title, if there are any.
func (p *helpPage) list(title string, items []item) {
	if len(items) == 0 {
		return
	}
	column := 0
	for _, it := range items {
		if need := helpIndent + utf8.RuneCountInString(it.name) + 2; need <= helpColumn {
			column = max(column, need)
		}
	}
	p.title(title)
	for _, it := range items {
		p.item(helpIndent, column, it)
	}
}

// item writes a name and its text beside it, or below it where there is no room.
func (p *helpPage) item(indent, column int, it item) {
	if column > p.width/2 {
		column = indent + 4
	}
	p.out.WriteString(strings.Repeat(" ", indent) + p.strong(it.name))
	used := indent + utf8.RuneCountInString(it.name)
	lines := wrap(it.text, p.width-column)
	if used+1 < column && len(lines) > 0 {
		p.out.WriteString(strings.Repeat(" ", column-used) + lines[0])
		lines = lines[1:]
	}
	p.out.WriteByte('\n')
	for _, line := range lines {
		p.out.WriteString(strings.Repeat(" ", column) + line + "\n")
	}
}

// prose lays out text that was written in lines: those of a paragraph flow into
// each other. Where the first word of an indented line stands apart, the lines
// that begin below the second go on with it.
func (p *helpPage) prose(text string) {
	var it item
	var indent, column int // of it
	flush := func() {
		if it.name != "" {
			p.item(indent, column, it)
		} else {
			p.text(indent, it.text)
		}
		it = item{}
	}
	for line := range strings.Lines(strings.Trim(text, "\n")) {
		line = strings.TrimRight(strings.ReplaceAll(line, "\t", "    "), " \n")
		rest := strings.TrimLeft(line, " ")
		margin := len(line) - len(rest)
		name, after, apart := strings.Cut(rest, "  ")
		if line == "" {
			flush()
			p.out.WriteByte('\n')
			continue
		}
		switch {
		case margin > 0 && apart:
			flush()
			it = item{name, strings.TrimLeft(after, " ")}
			indent, column = margin, len(line)-len(it.text)
		case it.text == "" || margin != column:
			flush()
			it.text, indent, column = rest, margin, margin
		default:
			it.text += " " + rest
		}
	}
	flush()
}

// examples keeps each command one that can be typed: where it is broken, the
// shell reads on.
func (p *helpPage) examples(text string) {
	const more = " \\"
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		margin := strings.Repeat(" ", helpIndent)
		switch comment, ok := strings.CutPrefix(line, "# "); {
		case line == "":
			p.out.WriteByte('\n')
		case ok:
			p.out.WriteString(margin + "# " + strings.Join(wrap(comment, p.width-helpIndent-2), "\n"+margin+"# ") + "\n")
		case helpIndent+utf8.RuneCountInString(line) <= p.width:
			p.out.WriteString(margin + line + "\n")
		default:
			p.out.WriteString(margin + strings.Join(wrap(line, p.width-2*helpIndent-len(more)), more+"\n"+margin+margin) + "\n")
		}
	}
}

// wrap is text in lines of at most so many columns, but for a word that is longer.
func wrap(text string, columns int) []string {
	var lines []string
	for word := range strings.FieldsSeq(text) {
		last := len(lines) - 1
		if last >= 0 && utf8.RuneCountInString(lines[last])+1+utf8.RuneCountInString(word) <= columns {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}
