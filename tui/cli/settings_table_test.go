package cli

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"leaseview/tui"
	"leaseview/tui/inbox"
)

// given are the settings of a command line, with these variables set.
func given(t *testing.T, rows table, set map[string]string, args ...string) (settings, error) {
	t.Helper()
	var s settings
	cmd := &cobra.Command{}
	rows.addFlags(cmd, &s)
	if err := cmd.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	err := rows.complete(&s, cmd.Flags().Changed, func(name string) string { return set[name] })
	return s, err
}

// TestWhereASettingComesFrom: the flag, else the first variable that is set.
func TestWhereASettingComesFrom(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		set         map[string]string
		args        []string
		value, from string
	}{
		{"nowhere", nil, nil, "", ""},
		{"the flag", map[string]string{envBaseURL: "sdk"}, []string{"--base-url", "typed"}, "typed", "--base-url"},
		{"the first variable", map[string]string{envBaseURL: "sdk", envAPIBaseURL: "wrangler"}, nil, "sdk", envBaseURL},
		{"the second variable", map[string]string{envBaseURL: " \n", envAPIBaseURL: "wrangler"}, nil, "wrangler", envAPIBaseURL},
		{"what was copied with its line end", map[string]string{envBaseURL: " sdk\n"}, nil, "sdk", envBaseURL},
		{"not an empty flag", map[string]string{envBaseURL: "sdk"}, []string{"--base-url="}, "sdk", envBaseURL},
	} {
		s, err := given(t, allSettings, tt.set, tt.args...)
		if err != nil || s.baseURL != tt.value || s.from[nameBaseURL] != tt.from {
			t.Errorf("%s: %q from %q, %v; want %q from %q", tt.name, s.baseURL, s.from[nameBaseURL], err, tt.value, tt.from)
		}
	}
}

// TestAVariableIsParsedAsItsFlag is, within the same bounds.
func TestAVariableIsParsedAsItsFlag(t *testing.T) {
	t.Parallel()
	rows := table{{name: "follow", env: []string{"FOLLOW"}, value: func(s *settings) flagValue { return span(&s.screen.Follow, tui.FollowSpan) }}}
	if s, err := given(t, rows, map[string]string{"FOLLOW": "5"}); err != nil || s.screen.Follow != 5*time.Second {
		t.Errorf("follow every %v, %v", s.screen.Follow, err)
	}
	a := &app{getenv: func(string) string { return "5d" }}
	err := a.complete(&settings{}, rows, &cobra.Command{}, nil)
	if want := "FOLLOW: give a duration from 1s to 1h, such as 30s or 5m"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestAnEmptyVisibilityIsTheConsumers, as it is in the prompt; it is a setting of
// nobody else's.
func TestAnEmptyVisibilityIsTheConsumers(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " "} {
		s, err := given(t, allSettings, nil, "--visibility-timeout", "5m", "--visibility-timeout", text)
		if err != nil || s.screen.VisibilityTimeout != 0 || s.from["visibility-timeout"] != "" {
			t.Errorf("%q is %v of %q, %v", text, s.screen.VisibilityTimeout, s.from["visibility-timeout"], err)
		}
	}
	for _, name := range []string{"follow", "batch-size"} {
		if err := (&app{}).rootCommand().Flags().Lookup(name).Value.Set(""); err == nil {
			t.Errorf("an empty --%s is taken", name)
		}
	}
}

// TestFlagsReachTheOptions that the screen is started with.
func TestFlagsReachTheOptions(t *testing.T) {
	t.Parallel()
	s, err := given(
		t, allSettings, map[string]string{envToken: "t"}, "--batch-size", " 7 ", "--peek-size=60", "--visibility-timeout=90", "--follow", "5s",
		"--read-only", "--on-quit", "release", "--deliveries", "either", "--demo", "--journal", "j", "--debug", "d", "--account", "a",
	)
	if err != nil {
		t.Fatal(err)
	}
	if s.token != "t" || s.account != "a" || s.journal != "j" || s.debug != "d" {
		t.Errorf("read %+v", s)
	}
	o := (&app{getenv: func(string) string { return "" }}).screenOptions(s, source{account: "a", baseURL: "b"}, nil)
	if o.BatchSize != 7 || o.PeekSize != 60 || o.VisibilityTimeout != 90*time.Second || o.Follow != 5*time.Second || o.OnQuit != tui.OnQuitRelease ||
		o.Rule != inbox.Either || !o.Demo || o.Leaser != nil || o.Account != "a" || o.BaseURL != "b" || o.Location != time.Local {
		t.Errorf("the screen gets %+v", o)
	}
}

// TestSecretsHaveNoFlag, and all else has one, which says what it is.
func TestSecretsHaveNoFlag(t *testing.T) {
	t.Parallel()
	flags := (&app{}).rootCommand().Flags()
	for _, row := range allSettings {
		switch flag := flags.Lookup(row.name); {
		case row.secret && flag != nil:
			t.Errorf("--%s shows a secret to whoever lists processes", row.name)
		case !row.secret && (flag == nil || flag.Usage == ""):
			t.Errorf("--%s is missing or says nothing", row.name)
		}
	}
}

const (
	readme        = "../../README.md"
	settingsBegin = "<!-- settings:begin -->\n"
	settingsEnd   = "<!-- settings:end -->"
)

// TestReadmeSettings keeps the README's settings those of the table; run with
// -update to write them anew.
func TestReadmeSettings(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.FromSlash(readme))
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(data), settingsBegin)
	written, after, ended := strings.Cut(rest, settingsEnd)
	want := settingsForReadme(allSettings)
	switch {
	case !begun || !ended:
		t.Fatalf("%s has no place for the settings between %q and %q", readme, settingsBegin, settingsEnd)
	case written == want:
	case flag.Lookup("update").Value.String() != "true":
		t.Fatalf("%s is behind the table of settings: run this test with -update. It should say:\n%s", readme, want)
	default:
		if err := os.WriteFile(readme, []byte(before+settingsBegin+want+settingsEnd+after), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func settingsForReadme(rows table) string {
	var b strings.Builder
	b.WriteString("\n| flag | environment | what |\n|---|---|---|\n")
	for _, row := range rows {
		flag, what := "", row.inEnv
		if !row.secret {
			flag, what = "`--"+row.name, row.help
			if kind := row.value(&settings{}).Type(); kind != boolKind {
				flag += " " + kind
			}
			flag += "`"
		}
		if row.note != "" {
			what += ". " + row.note
		}
		variables := ""
		if len(row.env) > 0 {
			variables = "`" + strings.Join(row.env, "`, `") + "`"
		}
		cells := []string{flag, variables, what}
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(cell, "|", `\|`)
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	return b.String() + "\n"
}
