package views

import (
	"math"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// PromptField is one line to fill in. Hint says what is expected.
type PromptField struct {
	Label, Value, Hint string

	err      string // shown in place of the hint
	selected bool   // the value is as it was prefilled: what is typed takes its place
}

// Prompt is a box with lines to fill in. Nothing that could steer a terminal
// gets into a value, whether typed or pasted.
type Prompt struct {
	size
	theme  Theme
	title  string
	fields []PromptField
	inputs []textinput.Model
	focus  int
}

// maxInput bounds a value, in characters.
const maxInput = 64 << 10

// NewPrompt returns a box with the first field focused and its cursor at the
// end of the value. A value is selected until its field is edited: the first text
// that is typed or pasted replaces it, any key of editing keeps it.
func NewPrompt(th Theme, title string, fields []PromptField) *Prompt {
	p := &Prompt{theme: th, title: title, fields: append([]PromptField(nil), fields...)}
	for i, f := range fields {
		in := textinput.New()
		in.Prompt = ""
		in.CharLimit = maxInput
		in.SetVirtualCursor(false)
		// Reading the clipboard is not a component's business; the terminal's
		// own paste arrives as a message.
		in.KeyMap.Paste = key.NewBinding(key.WithDisabled())
		in.SetValue(typable(f.Value))
		in.CursorEnd()
		p.fields[i].selected = in.Value() != ""
		p.inputs = append(p.inputs, in)
	}
	p.setFocus(0)
	return p
}

// SetTheme changes how the box looks.
func (p *Prompt) SetTheme(th Theme) { p.theme = th }

// Update takes a key or a paste as text, or as one of the library's own keys of
// editing, and says whether it was either. Which keys go between the fields is
// the caller's to say: they call MoveFocus.
func (p *Prompt) Update(msg tea.Msg) (cmd tea.Cmd, taken bool) {
	if len(p.inputs) == 0 {
		return nil, false
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		msg.Text = typable(msg.Text)
		if msg.Text != "" || p.edits(msg) {
			return p.feed(msg, msg.Text), true
		}
	case tea.PasteMsg:
		text := typable(msg.Content)
		return p.feed(tea.PasteMsg{Content: text}, text), true
	}
	return nil, false
}

// edits says whether a key is one of the library's keys of editing: the library
// says which those are, and takes no others.
func (p *Prompt) edits(msg tea.KeyPressMsg) bool {
	k := p.inputs[p.focus].KeyMap
	return slices.ContainsFunc([]key.Binding{
		k.CharacterForward, k.CharacterBackward, k.WordForward, k.WordBackward, k.LineStart, k.LineEnd,
		k.DeleteWordBackward, k.DeleteWordForward, k.DeleteAfterCursor, k.DeleteBeforeCursor, k.DeleteCharacterBackward, k.DeleteCharacterForward,
	}, func(b key.Binding) bool { return slices.Contains(b.Keys(), msg.String()) })
}

// feed hands a key or a paste, which brings that text, to the field that has the
// focus.
func (p *Prompt) feed(msg tea.Msg, text string) tea.Cmd {
	in, field := &p.inputs[p.focus], &p.fields[p.focus]
	before := in.Value()
	if field.selected && text != "" {
		in.Reset()
	}
	field.selected = false
	var cmd tea.Cmd
	*in, cmd = in.Update(msg)
	if in.Value() != before {
		field.err = ""
	}
	return cmd
}

// MoveFocus goes n fields on, around the ends.
func (p *Prompt) MoveFocus(n int) { p.setFocus(p.focus + n) }

func (p *Prompt) setFocus(i int) {
	if len(p.inputs) == 0 {
		return
	}
	p.inputs[p.focus].Blur()
	p.focus = (i + len(p.inputs)) % len(p.inputs)
	p.inputs[p.focus].Focus()
}

// Focus returns the index of the field that has the focus.
func (p *Prompt) Focus() int { return p.focus }

// FieldAt returns the field in a row of View; false where there is none.
func (p *Prompt) FieldAt(y int) (i int, ok bool) {
	lines := p.lines()
	if y < 1 || y > len(lines) {
		return 0, false
	}
	return lines[y-1].field, true
}

// Fields returns how many lines there are to fill in.
func (p *Prompt) Fields() int { return len(p.fields) }

// Values returns what was filled in, a string for each field.
func (p *Prompt) Values() []string {
	out := make([]string, len(p.inputs))
	for i := range p.inputs {
		out[i] = p.inputs[i].Value()
	}
	return out
}

// SetErr says what is wrong with field i, until it is changed.
func (p *Prompt) SetErr(i int, text string) {
	if i >= 0 && i < len(p.fields) {
		p.fields[i].err = text
	}
}

// typable keeps of s what may stand in a cell; line feeds and tabs, which a
// paste often ends with, become spaces.
func typable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r == 0xfffd || !shown(r) && !isJoiner(r): // a joiner is drawn as itself or written out
			return -1
		}
		return r
	}, s)
}

const promptWidth = 64

// inner returns the width inside the frame and its padding, at most 0 when
// there is no room for a frame.
func (p *Prompt) inner() int { return min(p.w, promptWidth) - 4 }

// labelWidth returns the cells kept for labels.
func (p *Prompt) labelWidth() int {
	w := 0
	for _, f := range p.fields {
		w = max(w, p.theme.cells(f.Label, 24))
	}
	return min(w, p.inner()/2)
}

// fairHint is how many cells a hint below its value needs; with fewer it may begin
// below the label.
const fairHint = 24

// promptLine is a line inside the frame: that of a field, or one of its hint.
type promptLine struct {
	field  int
	hint   string // "" in the line of the field
	indent int    // cells before the hint
}

// lines are those that there is room for. Hints give way first, at last those of
// fields in which something is wrong; that of the field with the focus stays.
func (p *Prompt) lines() []promptLine {
	room := max(0, p.h-2)
	focused := func(i int) bool { return i == p.focus }
	var all []promptLine
	for _, hinted := range []func(i int) bool{
		func(int) bool { return true },
		func(i int) bool { return focused(i) || p.fields[i].err != "" },
		focused,
	} {
		if all = p.linesWith(hinted); len(all) <= room {
			return all
		}
	}
	ofFocus := func(l promptLine) bool { return focused(l.field) }
	at := max(slices.IndexFunc(all, ofFocus), 0)
	end := at
	for end < len(all) && ofFocus(all[end]) {
		end++
	}
	first := max(0, min(end-room, at))
	return all[first:min(first+room, len(all))]
}

// linesWith are all lines, with the hints of some fields.
func (p *Prompt) linesWith(hinted func(i int) bool) []promptLine {
	var all []promptLine
	for i := range p.fields {
		if all = append(all, promptLine{field: i}); hinted(i) {
			all = append(all, p.hintLines(i)...)
		}
	}
	return all
}

// hintLines are the hint of a field, or what is wrong in it, whole.
func (p *Prompt) hintLines(i int) []promptLine {
	text, indent := p.fields[i].Hint, p.labelWidth()+1
	if err := p.fields[i].err; err != "" {
		text = "✗ " + err
	}
	if text == "" {
		return nil
	}
	if room := p.inner() - indent; room < fairHint && p.theme.cells(text, room+1) > room {
		indent = min(2, indent)
	}
	var lines []promptLine
	for _, part := range wrapWords(text, p.inner()-indent, p.theme.method) {
		lines = append(lines, promptLine{i, part, indent})
	}
	return lines
}

// View returns a framed box, as large as its content needs and the size
// allows.
func (p *Prompt) View() string {
	if p.size.empty() || p.w < 8 || p.h < 3 {
		return block("", p.w, min(p.h, 1), p.theme.method)
	}
	var rows []string
	for _, line := range p.lines() {
		if line.hint == "" {
			rows = append(rows, " "+p.inputLine(line.field))
		} else {
			rows = append(rows, " "+p.hintLine(line))
		}
	}
	return panel(p.theme, p.title, strings.Join(rows, "\n"), p.inner()+4, len(rows)+2)
}

// inputLine writes a label and the part of the value around its cursor. The
// mark before the focused field shows also without colours.
func (p *Prompt) inputLine(i int) string {
	pens := p.theme.penSet()
	labels := p.labelWidth()
	l := p.theme.line()
	label, ground := pens.tones[rowPlain][ToneMuted], pens.tones[rowCursorBlurred][ToneNormal]
	lead := " "
	if i == p.focus {
		label, ground, lead = pens.title, pens.tones[rowChip][ToneNormal], "›"
	}
	l.cell(label, p.fields[i].Label, labels)
	l.raw(pens.key, lead, 1)
	window, _ := p.window(i)
	if i == p.focus && p.fields[i].selected {
		l.safe(pens.selected, window, p.inner()-l.width)
		window = ""
	}
	l.cell(ground, window, max(0, p.inner()-l.width))
	return l.String()
}

func (p *Prompt) hintLine(line promptLine) string {
	tone := ToneMuted
	if p.fields[line.field].err != "" {
		tone = ToneBad
	}
	l := p.theme.line()
	l.space("", line.indent)
	l.safe(p.theme.penSet().tones[rowPlain][tone], line.hint, p.inner()-l.width)
	return l.String()
}

// window returns the part of field i's value that is in sight, and the cursor's
// column in it. It is measured in cells, which runes are not.
func (p *Prompt) window(i int) (text string, column int) {
	room := p.inner() - p.labelWidth() - 2 // a cell is kept for the cursor at the end
	if room <= 0 {
		return "", 0
	}
	value := []rune(p.inputs[i].Value())
	pos := min(p.inputs[i].Position(), len(value))
	start := max(0, pos-room)
	for start < pos && p.theme.cells(string(value[start:pos]), math.MaxInt) > room {
		start++
	}
	column = p.theme.cells(string(value[start:pos]), math.MaxInt)
	end := min(len(value), start+2*room+2)
	line, _ := appendSafeLine(nil, string(value[start:end]), room+1, p.theme.method)
	return string(line), column
}

// Cursor returns where the text cursor is in View, nil when it is out of sight.
func (p *Prompt) Cursor() *tea.Cursor {
	if len(p.inputs) == 0 || p.w < 8 || p.h < 3 {
		return nil
	}
	y := slices.IndexFunc(p.lines(), func(l promptLine) bool { return l.field == p.focus && l.hint == "" })
	if y < 0 {
		return nil
	}
	_, column := p.window(p.focus)
	return tea.NewCursor(2+p.labelWidth()+1+column, 1+y)
}
