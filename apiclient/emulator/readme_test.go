package emulator_test

import (
	"os"
	"strings"
	"testing"

	"leaseview/apiclient/emulator"
)

// TestReadme: what the page lists is what there is.
func TestReadme(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("testdata/seed.json")
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	if !strings.Contains(page, strings.TrimSpace(string(example))) {
		t.Error("it shows another seed than testdata/seed.json")
	}
	if want := "`" + strings.Join(emulator.Endpoints(), "`, `") + "`"; !strings.Contains(page, want) {
		t.Errorf("it lacks the operations %s", want)
	}
	for _, want := range []string{
		emulator.DefaultAccount, emulator.DefaultToken, "`" + emulator.ProfileLive + "`", "`" + emulator.ProfileDocs + "`",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	rules := page[strings.Index(page, "parts between commas:"):]
	_, rules, _ = strings.Cut(rules, "```\n")
	rules, _, _ = strings.Cut(rules, "```")
	for rule := range strings.Lines(rules) {
		if _, err := emulator.ParseFault(strings.TrimSuffix(rule, "\n")); err != nil {
			t.Error(err)
		}
	}
}
