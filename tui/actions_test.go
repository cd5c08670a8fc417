package tui

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"leaseview/keymap"
)

// places are all the states in which keys mean something else.
func places(t *testing.T) map[string]*Model {
	t.Helper()
	list := newModel(t, func(o *Options) { o.Queue = "" })
	at := func(keys string) *Model {
		m := opened(t, 3)
		m.pulled(messages(0, 3))
		m.typed(keys)
		return m
	}
	detail := at("")
	detail.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	leave := at("")
	leave.Update(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	return map[string]*Model{
		"list": list, "table": at(""), "detail": detail, "activity": at("L"), "help": at("?"), "menu": at("Y"),
		"prompt": at(","), "question": at("a"), "leaving": leave,
	}
}

// The innermost scope wins where a key is looked up, so a key that stood in two
// of a place's scopes would hide one of its meanings.
func TestNoKeyStandsForTwoThings(t *testing.T) {
	t.Parallel()
	seen := map[scope]bool{}
	for name, m := range places(t) {
		keys := map[string]string{}
		for _, s := range m.scopes() {
			seen[s] = true
			for i := range m.actions.rows {
				a := &m.actions.rows[i]
				if a.scope != s {
					continue
				}
				for _, k := range a.binding.Keys() {
					if other, taken := keys[k]; taken && !(name == "activity" && k == "L") { // L closes what L opened
						t.Errorf("%s: %q means both %q and %q", name, k, other, a.binding.Help().Desc)
					}
					keys[k] = a.binding.Help().Desc
				}
			}
		}
		if name == "menu" {
			for _, item := range copyItems {
				if other, taken := keys[item.key]; taken {
					t.Errorf("the copy menu: %q means both %q and %q", item.key, other, item.label)
				}
				keys[item.key] = item.label
			}
		}
	}
	for _, section := range sections {
		for _, s := range section.scopes {
			if !seen[s] {
				t.Errorf("no place of this test has the keys of %q", section.title)
			}
		}
	}
}

func TestEveryActionExplainsItself(t *testing.T) {
	t.Parallel()
	for _, a := range newActionTable(keymap.Default()).rows {
		help := a.binding.Help()
		switch {
		case len(a.binding.Keys()) == 0:
			t.Errorf("%q has no key", help.Desc)
		case help.Key == "" || help.Desc == "":
			t.Errorf("the action of %q has no help", a.binding.Keys())
		case a.note != "" && !strings.HasSuffix(a.note, "."):
			t.Errorf("the note of %q is no sentence: %q", help.Desc, a.note)
		case a.run == nil:
			t.Errorf("%q does nothing", help.Desc)
		}
		if !inHelp(a.scope) {
			t.Errorf("%q is in no section of the help", help.Desc)
		}
	}
}

func inHelp(s scope) bool {
	return slices.ContainsFunc(sections, func(part section) bool { return slices.Contains(part.scopes, s) })
}

func TestEveryFooterWordHasItsKeyInTheHelp(t *testing.T) {
	t.Parallel()
	for name, m := range places(t) {
		inHelp := map[string]bool{m.opts.Keys.Global.Help.Help().Key: true}
		for _, group := range m.helpGroups() {
			for _, row := range group.Keys {
				inHelp[row.Keys] = true
			}
		}
		for _, hint := range m.keyHints() {
			if !inHelp[hint.Key] {
				t.Errorf("%s: the footer offers %q (%s), the help does not", name, hint.Key, hint.Desc)
			}
		}
	}
}

const (
	readme    = "../README.md"
	keysBegin = "<!-- keys:begin -->\n"
	keysEnd   = "<!-- keys:end -->"
)

// TestReadmeKeys keeps the README's keys those of the action table; run with
// -update to write them anew.
func TestReadmeKeys(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(data), keysBegin)
	written, after, ended := strings.Cut(rest, keysEnd)
	if !begun || !ended {
		t.Fatalf("%s has no place for the keys between %q and %q", readme, keysBegin, keysEnd)
	}
	want := keysForReadme(keymap.Default())
	if written == want {
		return
	}
	if flag.Lookup("update").Value.String() != "true" {
		t.Fatalf("%s is behind the action table: run this test with -update. It should say:\n%s", readme, want)
	}
	if err := os.WriteFile(readme, []byte(before+keysBegin+want+keysEnd+after), 0o600); err != nil {
		t.Fatal(err)
	}
}

// keysForReadme is a table of keys for each section of the help. The moving
// keys, which are the same everywhere, have one of their own.
func keysForReadme(k keymap.Map) string {
	moves := moveActions(k, scopeTable)
	moving := map[string]bool{}
	for _, a := range moves {
		moving[a.binding.Help().Key] = true
	}
	var b strings.Builder
	for _, section := range sections {
		var rows []action
		for _, a := range newActionTable(k).rows {
			if slices.Contains(section.scopes, a.scope) && !moving[a.binding.Help().Key] {
				rows = append(rows, a)
			}
		}
		writeKeys(&b, section.title, rows)
	}
	writeKeys(&b, "Moving, wherever something can be moved in", moves)
	return b.String() + "\n"
}

func writeKeys(b *strings.Builder, title string, rows []action) {
	if len(rows) == 0 {
		return
	}
	b.WriteString("\n**" + title + "**\n\n| key | does |\n|---|---|\n")
	for _, a := range rows {
		does := a.binding.Help().Desc
		if a.note != "" {
			does += ". " + a.note
		}
		keys := "`" + strings.ReplaceAll(a.binding.Help().Key, " ", "` `") + "`"
		b.WriteString("| " + strings.ReplaceAll(keys, "|", `\|`) + " | " + strings.ReplaceAll(does, "|", `\|`) + " |\n")
	}
}
