package views

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
)

// Tone is what a piece of text means; the theme decides how that looks.
// Whoever sets a tone also says it in words or a glyph, since some terminals
// show no colours and some people see none.
type Tone uint8

// The tones.
const (
	ToneNormal Tone = iota
	ToneMuted
	ToneGood
	ToneWarn
	ToneBad
	ToneAccent
	ToneInfo
	toneCount
)

// known maps a tone that doesn't exist to the normal one.
func (t Tone) known() Tone {
	if t >= toneCount {
		return ToneNormal
	}
	return t
}

// Styled is text with a tone. The text may come from anywhere: components
// sanitise it.
type Styled struct {
	Text string
	Tone Tone
}

// Theme is how everything looks, by meaning. Build one with NewTheme; a theme
// doesn't change afterwards and may be shared.
type Theme struct {
	Dark bool

	Text, Muted, Good, Warn, Bad, Accent, Info lipgloss.Style

	Title         lipgloss.Style // names of things: a queue, a dialog
	Rule          lipgloss.Style // lines that separate
	Frame         lipgloss.Style // frame of a pane without focus
	FrameFocused  lipgloss.Style // frame of the pane with focus
	ColumnHeader  lipgloss.Style
	Bar           lipgloss.Style // the cursor's bar in the reserved column
	Cursor        lipgloss.Style // the cursor's row in the focused pane
	CursorBlurred lipgloss.Style // the cursor's row elsewhere
	Key           lipgloss.Style // a key that can be pressed
	KeyOff        lipgloss.Style // a key that does nothing now
	Tab           lipgloss.Style
	TabActive     lipgloss.Style
	Chip          lipgloss.Style
	Selected      lipgloss.Style // the choice that enter takes
	Escape        lipgloss.Style // stands for a byte that can't be shown

	JSONKey, JSONString, JSONNumber, JSONWord, JSONPunct lipgloss.Style

	pens *penSet
}

// palette is the colours of one kind of terminal background. The text itself
// keeps the terminal's own colour.
type palette struct {
	muted, good, warn, bad, accent, info, purple string
	frame, cursor, cursorBlurred, chip           string
}

func darkPalette() palette {
	return palette{
		muted: "#9aa3b5", good: "#7ed491", warn: "#eab65b", bad: "#ff7e76", accent: "#8fb3ff", info: "#6fd0e0", purple: "#d3a6ff",
		frame: "#4a5366", cursor: "#28344d", cursorBlurred: "#232936", chip: "#2c3547",
	}
}

func lightPalette() palette {
	return palette{
		muted: "#5d6675", good: "#1c7434", warn: "#8a5a00", bad: "#c1262d", accent: "#2353c4", info: "#0b6a7d", purple: "#7a3fc4",
		frame: "#a9b2c1", cursor: "#dbe6fb", cursorBlurred: "#eaedf3", chip: "#e6eaf1",
	}
}

// NewTheme builds the theme for a dark or a light terminal background. The
// meaning of everything survives without colours: the cursor keeps its bar and
// bold text, states their glyph and word.
func NewTheme(dark bool) Theme {
	p := lightPalette()
	if dark {
		p = darkPalette()
	}
	base := lipgloss.NewStyle()
	fg := func(hex string) lipgloss.Style { return base.Foreground(lipgloss.Color(hex)) }
	t := Theme{
		Dark: dark,
		Text: base, Muted: fg(p.muted), Good: fg(p.good), Warn: fg(p.warn), Bad: fg(p.bad), Accent: fg(p.accent), Info: fg(p.info),
		Title:         base.Bold(true),
		Rule:          fg(p.frame),
		Frame:         fg(p.frame),
		FrameFocused:  fg(p.accent).Bold(true),
		ColumnHeader:  fg(p.muted),
		Bar:           fg(p.accent).Bold(true),
		Cursor:        base.Bold(true).Background(lipgloss.Color(p.cursor)),
		CursorBlurred: base.Background(lipgloss.Color(p.cursorBlurred)),
		Key:           fg(p.accent).Bold(true),
		KeyOff:        fg(p.muted),
		Tab:           fg(p.muted),
		TabActive:     fg(p.accent).Bold(true).Underline(true),
		Chip:          base.Background(lipgloss.Color(p.chip)),
		Selected:      fg(p.accent).Bold(true).Reverse(true),
		Escape:        fg(p.info),
		JSONKey:       fg(p.accent), JSONString: fg(p.good), JSONNumber: fg(p.warn), JSONWord: fg(p.purple), JSONPunct: fg(p.muted),
	}
	t.pens = newPenSet(t, lipgloss.Color(p.cursor), lipgloss.Color(p.cursorBlurred), lipgloss.Color(p.chip))
	return t
}

// Tone returns the style of a tone.
func (t Theme) Tone(tone Tone) lipgloss.Style {
	switch tone {
	case ToneMuted:
		return t.Muted
	case ToneGood:
		return t.Good
	case ToneWarn:
		return t.Warn
	case ToneBad:
		return t.Bad
	case ToneAccent:
		return t.Accent
	case ToneInfo:
		return t.Info
	}
	return t.Text
}

// rowKind is the ground on which a row of a list is drawn.
type rowKind uint8

const (
	rowPlain rowKind = iota
	rowCursor
	rowCursorBlurred
	rowChip
	rowKinds
)

// pen is a style as the bytes that switch it on, "" for the terminal's own
// look. Rendering each cell through lipgloss costs microseconds a cell; a pen
// costs a copy.
type pen string

const penOff = "\x1b[m"

// penSet is the theme's styles as pens, made once per theme.
type penSet struct {
	tones [rowKinds][toneCount]pen
	bars  [rowKinds]pen

	title, rule, frame, frameFocused, columnHeader pen
	key, keyOff, tab, tabActive, selected, escape  pen

	jsonKey, jsonString, jsonNumber, jsonWord, jsonPunct pen
}

func newPenSet(t Theme, cursor, blurred, chip color.Color) *penSet {
	ps := &penSet{
		title: penOf(t.Title), rule: penOf(t.Rule), frame: penOf(t.Frame), frameFocused: penOf(t.FrameFocused),
		columnHeader: penOf(t.ColumnHeader), key: penOf(t.Key), keyOff: penOf(t.KeyOff), tab: penOf(t.Tab),
		tabActive: penOf(t.TabActive), selected: penOf(t.Selected), escape: penOf(t.Escape),
		jsonKey: penOf(t.JSONKey), jsonString: penOf(t.JSONString), jsonNumber: penOf(t.JSONNumber),
		jsonWord: penOf(t.JSONWord), jsonPunct: penOf(t.JSONPunct),
	}
	for tone := range toneCount {
		st := t.Tone(tone)
		ps.tones[rowPlain][tone] = penOf(st)
		ps.tones[rowCursor][tone] = penOf(st.Bold(true).Background(cursor))
		ps.tones[rowCursorBlurred][tone] = penOf(st.Background(blurred))
		ps.tones[rowChip][tone] = penOf(st.Background(chip))
	}
	ps.bars = [rowKinds]pen{
		rowPlain: "", rowCursor: penOf(t.Bar.Background(cursor)), rowCursorBlurred: penOf(t.Muted.Background(blurred)),
	}
	return ps
}

// allTones is a row in which every tone looks the same: the titles of a list.
func allTones(p pen) [toneCount]pen {
	var tones [toneCount]pen
	for i := range tones {
		tones[i] = p
	}
	return tones
}

// penOf takes the opening bytes out of what a style renders.
func penOf(st lipgloss.Style) pen {
	on, _, _ := strings.Cut(st.Render("x"), "x")
	return pen(on)
}

// penSet returns the pens, also of a Theme that nobody built.
func (t Theme) penSet() *penSet {
	if t.pens == nil {
		return &penSet{}
	}
	return t.pens
}
