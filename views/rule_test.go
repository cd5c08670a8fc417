package views

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// TestRuleTakesTheLongestThatFits: words at the right cut no number at the left while
// there is a shorter way to say it.
func TestRuleTakesTheLongestThatFits(t *testing.T) {
	t.Parallel()
	left := []string{"1,204 seen of about 12,040", "1,204 seen"}
	right := []string{"5 leased until 14:25:01 UTC", "5 leased"}
	for _, tt := range []struct {
		w    int
		want string
	}{
		{64, "─ 1,204 seen of about 12,040 ── 5 leased until 14:25:01 UTC ─"},
		{60, "─ 1,204 seen of about 12,040 ── 5 leased until 14:25:01 UTC ─"},
		{59, "─ 1,204 seen ─── 5 leased until 14:25:01 UTC ─"},
		{44, "─ 1,204 seen ── 5 leased until 14:25:01 UTC ─"},
		{43, "─ 1,204 seen of about 12,040 ── 5 leased ─"},
		{40, "─ 1,204 seen ── 5 leased ─"},
		{24, "─ 1,204 se… ── 5 leased ─"},
	} {
		got := ansi.Strip(Rule(Theme{}, left, right, tt.w, false))
		squeezed := strings.Join(strings.FieldsFunc(got, func(r rune) bool { return r == '─' }), "─")
		want := strings.Join(strings.FieldsFunc(tt.want, func(r rune) bool { return r == '─' }), "─")
		if squeezed != want || ansi.StringWidth(got) != tt.w {
			t.Errorf("at %d: %q, want %q", tt.w, got, tt.want)
		}
	}
}

// TestRuleWithOneEnd: an end that is not there takes no room from the other.
func TestRuleWithOneEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		left, right []string
		want        string
	}{
		{[]string{"1,204 seen of all", "1,204 seen"}, nil, "─ 1,204 seen of all ────"},
		{nil, []string{"5 leased until 14", "5 leased"}, "──── 5 leased until 14 ─"},
		{nil, nil, "────────────────────────"},
	} {
		if got := Rule(Theme{}, tt.left, tt.right, 24, false); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// TestTextStandsUnderItsTabs: what a tab shows begins where its title does.
func TestTextStandsUnderItsTabs(t *testing.T) {
	t.Parallel()
	d := NewDetail(NewTheme(Dark()))
	for _, w := range []int{40, 60, 120} {
		d.SetSize(w, 8)
		d.SetPrepared(PrepareBody(demoBody(BodyPretty), d.BodyWidth(), NewTheme(Dark())))
		d.SetMetadata([]Field{{Label: "id", Value: "1"}})
		for tab, first := range map[DetailTab]string{TabBody: "{", TabMetadata: "id"} {
			d.SetTab(tab)
			rows := strings.Split(ansi.Strip(d.View()), "\n")
			if at := strings.Index(rows[0], "Body"); at != strings.Index(rows[2], first) || at < 0 {
				t.Errorf("%s at %d cells:\n%s", tab, w, strings.Join(rows, "\n"))
			}
			checkExact(t, tab.String(), d.View(), w, 8)
		}
	}
}
