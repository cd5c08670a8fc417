package views

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

func press(code rune, text string) tea.KeyPressMsg { return tea.KeyPressMsg{Code: code, Text: text} }

func TestPromptTyping(t *testing.T) {
	t.Parallel()
	p := NewPrompt(Theme{}, "Settings", []PromptField{{Label: "Batch", Value: "10"}, {Label: "Every", Value: ""}})
	p.SetSize(60, 10)
	next := "the next field"
	for _, msg := range []tea.Msg{
		press(tea.KeyEnd, ""), press('0', "0"), next, press('x', "x"),
		tea.PasteMsg{Content: "1\x1b[31m\n\u202e日\u200b本\x00"},
		press(tea.KeyEscape, "\x1b"), press('q', "\x9b"), next, press(tea.KeyBackspace, ""), next,
	} {
		if msg == next {
			p.MoveFocus(1)
			continue
		}
		p.Update(msg)
	}
	if diff := cmp.Diff([]string{"10", "x1[31m 日本"}, p.Values()); diff != "" {
		t.Error(diff)
	}
	if p.focus != 1 {
		t.Errorf("three fields on, the second has not the focus but %d", p.focus)
	}
	if p.MoveFocus(-2); p.focus != 1 {
		t.Errorf("around the two fields backwards, the focus is on %d", p.focus)
	}
}

// TestPromptLeavesItsFieldsToTheCaller: no key goes between the fields here, so
// one that the keymap has given up does nothing.
func TestPromptLeavesItsFieldsToTheCaller(t *testing.T) {
	t.Parallel()
	p := NewPrompt(Theme{}, "Settings", []PromptField{{Value: "10"}, {Value: "20"}})
	for _, key := range []tea.KeyPressMsg{
		press(tea.KeyTab, ""), {Code: tea.KeyTab, Mod: tea.ModShift}, press(tea.KeyUp, ""), press(tea.KeyDown, ""), press(tea.KeyEnter, ""),
	} {
		p.Update(key)
		if diff := cmp.Diff([]string{"10", "20"}, p.Values()); p.focus != 0 || diff != "" {
			t.Errorf("%s moves to field %d, and changes %s", key, p.focus, diff)
		}
	}
}

// TestPromptReadsNoClipboard: ctrl+v would read the system's clipboard.
func TestPromptReadsNoClipboard(t *testing.T) {
	t.Parallel()
	p := NewPrompt(Theme{}, "", []PromptField{{}})
	if cmd, taken := p.Update(tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl}); cmd != nil || taken {
		t.Error("ctrl+v returns a command, or is taken for a key of editing")
	}
}

// What stands in a field at first is selected: the first text takes its place, and
// a key of editing keeps it. What somebody has typed stays.
func TestPromptReplacesWhatItWasFilledWith(t *testing.T) {
	t.Parallel()
	seven, space := press('7', "7"), press(tea.KeySpace, " ")
	for name, c := range map[string]struct {
		keys     []tea.Msg
		want     string
		selected bool
	}{
		"untouched":            {nil, "10", true},
		"a digit":              {[]tea.Msg{seven}, "7", false},
		"two":                  {[]tea.Msg{seven, seven}, "77", false},
		"a space":              {[]tea.Msg{space}, " ", false},
		"a paste":              {[]tea.Msg{tea.PasteMsg{Content: "12\n"}}, "12 ", false},
		"an empty paste":       {[]tea.Msg{tea.PasteMsg{}}, "10", false},
		"left":                 {[]tea.Msg{press(tea.KeyLeft, ""), seven}, "170", false},
		"end":                  {[]tea.Msg{press(tea.KeyEnd, ""), seven}, "107", false},
		"backspace":            {[]tea.Msg{press(tea.KeyBackspace, "")}, "1", false},
		"what means nothing":   {[]tea.Msg{press(tea.KeyF5, ""), tea.KeyPressMsg{Code: 'x', Mod: tea.ModAlt}, press(tea.KeyEscape, "\x1b")}, "10", true},
		"and the focus on":     {[]tea.Msg{"next", "next", seven}, "7", false},
		"typed, and come back": {[]tea.Msg{seven, "next", "next", seven}, "77", false},
	} {
		p := NewPrompt(NewTheme(Dark()), "Settings", []PromptField{{Label: "Batch", Value: "10"}, {Label: "Every"}})
		p.SetSize(60, 10)
		for _, msg := range c.keys {
			if msg == "next" {
				p.MoveFocus(1)
				continue
			}
			p.Update(msg)
		}
		if got := p.Values()[0]; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if shown := strings.Contains(p.View(), string(p.theme.penSet().selected)+c.want); shown != c.selected {
			t.Errorf("%s: shown as selected: %v\n%s", name, shown, p.View())
		}
	}
}

// A key that is neither text nor one of editing is not taken, so that somebody
// can say so.
func TestPromptSaysWhatItTakes(t *testing.T) {
	t.Parallel()
	p := NewPrompt(Theme{}, "", []PromptField{{Value: "10"}})
	for _, c := range []struct {
		msg  tea.Msg
		want bool
	}{
		{press('x', "x"), true},
		{press(tea.KeyLeft, ""), true},
		{press(tea.KeyBackspace, ""), true},
		{tea.KeyPressMsg{Code: 'a', Mod: tea.ModCtrl}, true},
		{tea.PasteMsg{Content: "1"}, true},
		{press(tea.KeyF1, ""), false},
		{press(tea.KeyPgDown, ""), false},
		{tea.KeyPressMsg{Code: 'x', Mod: tea.ModAlt}, false},
		{press(tea.KeyEscape, "\x1b"), false},
		{tea.WindowSizeMsg{}, false},
	} {
		if _, taken := p.Update(c.msg); taken != c.want {
			t.Errorf("%v is taken: %v", c.msg, taken)
		}
	}
	if _, taken := NewPrompt(Theme{}, "", nil).Update(press('x', "x")); taken {
		t.Error("a prompt without fields takes a letter")
	}
}

func TestPromptErrors(t *testing.T) {
	t.Parallel()
	p := NewPrompt(Theme{}, "Settings", []PromptField{{Label: "Batch", Value: "1", Hint: "1 to 100"}})
	p.SetSize(60, 10)
	p.SetErr(0, "not a number")
	p.SetErr(7, "nowhere")
	if v := p.View(); !strings.Contains(v, "✗ not a number") || strings.Contains(v, "1 to 100") {
		t.Error(v)
	}
	p.Update(press('0', "0"))
	if v := p.View(); strings.Contains(v, "not a number") || !strings.Contains(v, "1 to 100") {
		t.Errorf("the error stays after a change:\n%s", v)
	}
}

// TestPromptCursor puts the cursor right of what was typed, also after wide
// characters and in values longer than the field.
func TestPromptCursor(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"", "abc", "日本", "e\u0301x", strings.Repeat("abcdefghij", 30), strings.Repeat("語", 100)} {
		for _, w := range []int{10, 24, 40, 80} {
			p := NewPrompt(Theme{}, "T", []PromptField{{Label: "L"}, {Label: "L", Value: value}})
			p.MoveFocus(1)
			p.SetSize(w, 10)
			c := p.Cursor()
			if c == nil {
				t.Fatalf("no cursor for %q at %d", value, w)
			}
			row := []rune(strings.Split(ansi.Strip(p.View()), "\n")[c.Y])
			if c.X >= w-2 {
				t.Errorf("%q at %d: the cursor is at %d, outside", value, w, c.X)
			}
			left := ansi.Truncate(string(row), c.X, "")
			if last := []rune(value); len(last) > 0 && !strings.HasSuffix(left, string(last[len(last)-1])) {
				t.Errorf("%q at %d: left of the cursor is %q", value, w, left)
			}
		}
	}
}

// What is wrong is said whole at every size: it takes lines, where need be those of
// the other fields' hints. So does what the field with the focus expects.
func TestPromptSaysWhatIsWrongAtEverySize(t *testing.T) {
	t.Parallel()
	const wrong, expected = "a duration from 1s to 12h, such as 30s or 10m, or nothing", "up to 12h; empty: as the consumer, 1m"
	for _, size := range [][2]int{{40, 9}, {41, 10}, {60, 9}, {80, 22}} {
		for _, failed := range []bool{false, true} {
			p := NewPrompt(Theme{}, "Settings", []PromptField{
				{Label: "Batch size", Hint: "1 to 100 messages"},
				{Label: "Visibility timeout", Hint: expected},
				{Label: "Follow interval", Hint: "1s to 1h between pulls"},
				{Label: "Peek size", Hint: "1 to 100 messages"},
			})
			p.SetSize(size[0], size[1])
			p.MoveFocus(1)
			want := expected
			if failed {
				p.SetErr(1, wrong)
				want = "✗ " + wrong
			}
			view := ansi.Strip(p.View())
			said := strings.Join(strings.Fields(strings.NewReplacer("│", " ").Replace(view)), " ")
			if !strings.Contains(said, want) || !strings.Contains(said, "Peek size") {
				t.Errorf("at %v, wrong %v:\n%s", size, failed, view)
			}
			rows := strings.Split(view, "\n")
			if y := p.Cursor().Y; !strings.Contains(rows[y], "Visibility timeout›") {
				t.Errorf("at %v, wrong %v: the cursor is in row %d:\n%s", size, failed, y, view)
			}
			for y, row := range rows {
				if i, ok := p.FieldAt(y); strings.Contains(row, "Follow interval") && (!ok || i != 2) {
					t.Errorf("at %v, wrong %v: row %d is of field %d:\n%s", size, failed, y, i, view)
				}
			}
		}
	}
}

func TestPromptShowsTheFocusedField(t *testing.T) {
	t.Parallel()
	p := NewPrompt(Theme{}, "T", []PromptField{{Label: "one"}, {Label: "two"}, {Label: "three"}})
	p.SetSize(40, 3)
	p.MoveFocus(2)
	if v := p.View(); !strings.Contains(v, "three›") || p.Cursor() == nil || p.Cursor().Y != 1 {
		t.Errorf("%s, cursor %v", v, p.Cursor())
	}
}

func TestConfirmStartsWithNo(t *testing.T) {
	t.Parallel()
	c := NewConfirm(Theme{}, "Purge?", []Styled{{Text: "all of it"}}, "Yes, purge", "No")
	if c.Yes() {
		t.Fatal("yes is selected at the start")
	}
	c.Move(1)
	if !c.Yes() {
		t.Error("Toggle doesn't select yes")
	}
	c.Move(1)
	if c.Yes() {
		t.Error("Toggle doesn't go back to no")
	}
}

func TestChoice(t *testing.T) {
	t.Parallel()
	c := NewChoice(Theme{}, "Leave?", nil, "Stay", "Keep 12 leases", "Release 12")
	c.SetSize(60, 6)
	for i, want := range []string{"▸ Stay", "▸ Keep 12", "▸ Release", "▸ Stay"} {
		if c.Selected() != i%3 || c.Yes() != (i == 2) || !strings.Contains(c.View(), want) {
			t.Errorf("answer %d: selected %d, yes %v:\n%s", i, c.Selected(), c.Yes(), c.View())
		}
		c.Move(1)
	}
	c.Move(-1) // the loop went once around, and one on
	if c.Move(-1); c.Selected() != 2 {
		t.Errorf("left of the first answer is %d", c.Selected())
	}
	for _, answers := range [][]string{nil, {"OK"}} {
		c := NewChoice(Theme{}, "", nil, answers...)
		if c.Move(1); c.Yes() {
			t.Errorf("yes of %q, without a yes", answers)
		}
	}
}

// TestConfirmKeepsItsAnswers: however many lines there are, the answers are in
// sight, and what is left out is counted.
func TestConfirmKeepsItsAnswers(t *testing.T) {
	t.Parallel()
	lines := make([]Styled, 40)
	for i := range lines {
		lines[i] = Styled{Text: "a message that is named"}
	}
	c := NewConfirm(Theme{}, "Ack 40?", lines, "Yes, ack 40", "No")
	c.SetScrollKeys("pgup", "pgdn")
	for _, h := range []int{4, 5, 10, 24} {
		c.SetSize(40, h)
		v := c.View()
		if !strings.Contains(v, "▸ No") || !strings.Contains(v, "Yes, ack 40") {
			t.Errorf("at %d lines an answer is missing:\n%s", h, v)
		}
		if h > 4 && !strings.Contains(v, "more lines: pgdn") {
			t.Errorf("at %d lines nothing says that lines are missing:\n%s", h, v)
		}
	}
}

func TestMenu(t *testing.T) {
	t.Parallel()
	m := NewMenu(Theme{}, "Copy")
	m.SetItems([]MenuItem{{Key: "a", Label: "one"}, {Key: "b", Label: "two"}, {Key: "c", Label: "three", Off: "no lease yet"}})
	m.Move(-1)
	if m.Selected() != 0 {
		t.Errorf("Selected = %d", m.Selected())
	}
	m.Move(9)
	if m.Selected() != 2 {
		t.Errorf("Selected = %d", m.Selected())
	}
	m.SetSize(60, 3)
	if v := m.View(); !strings.Contains(v, "▌ c  three  not now: no lease yet") {
		t.Errorf("the selected choice is out of sight:\n%s", v)
	}
	m.SetItems(nil)
	if m.Selected() != 0 || m.View() == "" {
		t.Errorf("a menu without choices: %d, %q", m.Selected(), m.View())
	}
}

func TestHelpScrolls(t *testing.T) {
	t.Parallel()
	h := NewHelp(Theme{})
	h.SetGroups(demoHelp())
	h.SetSize(60, 6)
	if v := h.View(); !strings.Contains(v, "Messages") || !strings.Contains(v, "scroll") {
		t.Error(v)
	}
	h.ScrollBy(1000)
	if v := h.View(); !strings.Contains(v, "ctrl+c") || strings.Contains(v, "Messages") {
		t.Errorf("the end is out of reach:\n%s", v)
	}
	h.ScrollBy(-1000)
	if v := h.View(); !strings.Contains(v, "Messages") {
		t.Errorf("the start is out of reach:\n%s", v)
	}
}

func TestNoticeBox(t *testing.T) {
	t.Parallel()
	v := NoticeBox(Theme{}, []Styled{{"Delivery is paused", ToneWarn}, {Text: "wrangler queues resume-delivery orders"}}, 30, 10, 0, "")
	for _, want := range []string{"Delivery is paused", "wrangler queues", "resume-delivery orders"} {
		if !strings.Contains(v, want) {
			t.Errorf("%q is missing:\n%s", want, v)
		}
	}
}

func TestWrapWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in    string
		width int
		want  []string
	}{
		{"one two three", 7, []string{"one two", "three"}},
		{"wrangler queues resume-delivery", 16, []string{"wrangler queues", "resume-delivery"}},
		{"abcdefgh ij", 3, []string{"abc", "def", "gh", "ij"}},
		{"a\nb\t\x1bc", 9, []string{"a␊b␉␛c"}},
		{"orders\nPurge nothing", 9, []string{"orders␊Pu", "rge", "nothing"}},
		{"", 9, []string{""}},
		{"日本語", 3, []string{"日", "本", "語"}},
		{"x日", 1, []string{"x", "…", ""}},
		{"x", 0, nil},
	} {
		if diff := cmp.Diff(tt.want, wrapWords(tt.in, tt.width, ansi.WcWidth)); diff != "" {
			t.Errorf("%q at %d: %s", tt.in, tt.width, diff)
		}
	}
	for _, s := range hostileStrings() { // made safe by the caller or here, it looks the same
		if diff := cmp.Diff(wrapWords(s, 20, ansi.WcWidth), wrapWords(Safe(s), 20, ansi.WcWidth)); diff != "" {
			t.Errorf("%q: %s", s, diff)
		}
	}
}
