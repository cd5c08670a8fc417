package cli

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// helpOf is the help of a command at a width.
func helpOf(path []string, columns int) string {
	var out bytes.Buffer
	a := &app{stdout: &out, getenv: func(name string) string {
		if name == "COLUMNS" {
			return strconv.Itoa(columns)
		}
		return ""
	}}
	root := a.rootCommand()
	root.InitDefaultCompletionCmd()
	cmd, _, err := root.Find(path)
	if err != nil {
		panic(err)
	}
	cmd.InitDefaultHelpFlag()
	a.help(cmd, nil)
	return out.String()
}

// paths are the words that lead to every command.
func paths(cmd *cobra.Command, to []string) [][]string {
	all := [][]string{to}
	for _, sub := range cmd.Commands() {
		all = append(all, paths(sub, append(slices.Clip(to), sub.Name()))...)
	}
	return all
}

// The help of every command fits every width: no word of it is broken or lost, no
// line is wider, unless it is one word, and none ends in blanks.
func TestHelpAtEveryWidth(t *testing.T) {
	t.Parallel()
	root := (&app{}).rootCommand()
	root.InitDefaultCompletionCmd()
	for _, path := range paths(root, nil) {
		whole := helpWords(helpOf(path, helpWide))
		for _, columns := range []int{1, 30, 40, 41, 57, 79, 80, 81, 99, 120, 200, 1 << 40} {
			help := helpOf(path, columns)
			if got := helpWords(help); !slices.Equal(got, whole) {
				t.Errorf("%q at %d columns loses or breaks words:\n%s", path, columns, help)
			}
			for line := range strings.Lines(help) {
				line = strings.TrimSuffix(line, "\n")
				wide := utf8.RuneCountInString(line) > min(max(columns, helpNarrow), helpWide)
				if wide && len(strings.Fields(line)) > 2 || strings.TrimRight(line, " \t") != line {
					t.Errorf("%q at %d columns has the line %q", path, columns, line)
				}
			}
		}
	}
}

// helpWords are the words of help, without what only breaks a line.
func helpWords(help string) []string {
	return slices.DeleteFunc(strings.Fields(help), func(word string) bool { return word == "\\" || word == "#" })
}

// Help names what every flag takes, and each word of those that take few.
func TestHelpNamesWhatFlagsTake(t *testing.T) {
	t.Parallel()
	help := helpOf(nil, 80)
	for _, want := range []string{
		"--account ID ", "--batch-size N ", "--follow TIME ", "--journal FILE ", "--on-quit ask|keep|release ",
		"--deliveries either|max-retries|max-retries+1\n", "(default max-retries+1)", "-h, --help ",
	} {
		if !strings.Contains(help, want) {
			t.Errorf("help lacks %q:\n%s", want, help)
		}
	}
	if strings.Contains(help, "--read-only bool") {
		t.Error("a flag without a value is given one")
	}
}

// In a terminal names stand out; what a dumb one or a pipe gets is plain.
func TestHelpStandsOut(t *testing.T) {
	t.Parallel()
	p := helpPage{width: 80, bold: true}
	p.list("Flags", []item{{"--a", "b"}})
	if got, want := p.out.String(), "\n\x1b[1mFlags:\x1b[m\n  \x1b[1m--a\x1b[m  b\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if strings.Contains(helpOf(nil, 80), "\x1b") {
		t.Error("what goes into a pipe holds an escape")
	}
}
