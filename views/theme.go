package views

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
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

// Palette is the colours of a theme, by what they mean. Each is written as
// #rrggbb or as the number of one of the terminal's 256 colours; "" is the
// terminal's own colour, which plain text keeps in every palette. A tone may bring
// its ground along: "7 on 1".
type Palette struct {
	Muted         string // what can wait: labels, ids, column titles, keys that do nothing now
	Good          string // it went well; also strings in JSON
	Warn          string // look here: soon over, in doubt; also numbers in JSON
	Bad           string // it failed, or can't be undone
	Accent        string // what keys act on: keys, marks, the cursor's bar, the focused frame; also names in JSON
	Info          string // neither good nor bad: trends, what was given back, escapes of bytes that can't be shown
	Word          string // true, false and null in JSON
	Frame         string // lines around and between panes without the focus
	Cursor        string // ground of the cursor's row in the focused pane
	CursorBlurred string // ground of the cursor's row elsewhere
	Chip          string // ground of chips and of answers that aren't selected

	Reverse bool // grounds are the terminal's own two colours exchanged; what they would tell apart is bold or plain
}

// Dark is the palette for terminals with a dark background.
func Dark() Palette {
	return Palette{
		Muted: "#9aa3b5", Good: "#7ed491", Warn: "#eab65b", Bad: "#ff7e76", Accent: "#8fb3ff", Info: "#6fd0e0", Word: "#d3a6ff",
		Frame: "#4a5366", Cursor: "#28344d", CursorBlurred: "#232936", Chip: "#2c3547",
	}
}

// Light is the palette for terminals with a light background.
func Light() Palette {
	return Palette{
		Muted: "#5d6675", Good: "#1c7434", Warn: "#8a5a00", Bad: "#c1262d", Accent: "#2353c4", Info: "#0b6a7d", Word: "#7a3fc4",
		Frame: "#a9b2c1", Cursor: "#dbe6fb", CursorBlurred: "#eaedf3", Chip: "#e6eaf1",
	}
}

// Sixteen is the palette for terminals that have no more colours than these. Nobody
// knows what they look like: of those that would stand on the terminal's own ground
// each can't be read in some common scheme, and the brighter eight are shades of the
// ground in Solarized. So text is in the terminal's own two colours, as they are or
// exchanged, and what can't be undone is white on red, which can be read in all.
func Sixteen() Palette { return Palette{Bad: "7 on 1", Reverse: true} }

// Theme is how everything looks. Build one with NewTheme; a theme doesn't
// change afterwards and may be shared. One that nobody built has no styles.
type Theme struct {
	palette Palette
	pens    *penSet
	method  ansi.Method
}

// NewTheme builds the theme of a palette. The meaning of everything survives
// without colours: the cursor keeps its bar and bold text, states their glyph
// and word.
func NewTheme(p Palette) Theme { return Theme{palette: p, pens: newPenSet(p)} }

// Palette returns what the theme was built from. Themes of equal palettes look
// the same, so it can stand for the theme in a comparison.
func (t Theme) Palette() Palette { return t.palette }

// Measured returns the theme with another way to count cells. It has to be that
// of whoever draws what the views make: text is wrapped, cut and padded by it, so
// that what one pane holds never moves what stands beside it. A theme counts code
// points, as wcwidth does, until it is told otherwise.
func (t Theme) Measured(m ansi.Method) Theme {
	t.method = m
	return t
}

// Method returns how the theme counts cells.
func (t Theme) Method() ansi.Method { return t.method }

// line begins a line that counts cells as the theme does.
func (t Theme) line() line { return line{method: t.method} }

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
	bars  [rowKinds]pen // the cursor's bar in the reserved column

	title        pen // names of things: a queue, a dialog
	frame        pen // lines around and between panes without the focus
	frameFocused pen
	columnHeader pen
	key, keyOff  pen // a key that can be pressed, one that does nothing now
	tab          pen
	tabActive    pen
	selected     pen // the choice that enter takes
	answer       pen // a choice that it doesn't take
	escape       pen // stands for a byte that can't be shown

	jsonKey, jsonString, jsonNumber, jsonWord, jsonPunct pen
}

func newPenSet(p Palette) *penSet {
	base := lipgloss.NewStyle()
	fg := func(c string) lipgloss.Style {
		c, ground, _ := strings.Cut(c, " on ")
		return base.Foreground(lipgloss.Color(c)).Background(lipgloss.Color(ground))
	}
	accent, muted := fg(p.Accent).Bold(true), fg(p.Muted)
	ps := &penSet{
		title: penOf(base.Bold(true)), frame: penOf(fg(p.Frame)), frameFocused: penOf(accent), columnHeader: penOf(muted),
		key: penOf(accent), keyOff: penOf(muted), tab: penOf(muted), tabActive: penOf(accent.Underline(true)),
		selected: penOf(accent.Reverse(true)), escape: penOf(fg(p.Info)),
		jsonKey: penOf(fg(p.Accent)), jsonString: penOf(fg(p.Good)), jsonNumber: penOf(fg(p.Warn)),
		jsonWord: penOf(fg(p.Word)), jsonPunct: penOf(muted),
	}
	tones := [toneCount]lipgloss.Style{
		ToneNormal: base, ToneMuted: muted, ToneGood: fg(p.Good), ToneWarn: fg(p.Warn), ToneBad: fg(p.Bad),
		ToneAccent: fg(p.Accent), ToneInfo: fg(p.Info),
	}
	if p.Reverse {
		ps.answer = penOf(base)
		ps.reversed(tones, accent)
		return ps
	}
	cursor, blurred, chip := lipgloss.Color(p.Cursor), lipgloss.Color(p.CursorBlurred), lipgloss.Color(p.Chip)
	for tone, st := range tones {
		ps.tones[rowPlain][tone] = penOf(st)
		ps.tones[rowCursor][tone] = penOf(st.Bold(true).Background(cursor))
		ps.tones[rowCursorBlurred][tone] = penOf(st.Background(blurred))
		ps.tones[rowChip][tone] = penOf(st.Background(chip))
	}
	ps.answer = ps.tones[rowChip][ToneNormal]
	ps.bars[rowCursor] = penOf(accent.Background(cursor))
	ps.bars[rowCursorBlurred] = penOf(muted.Background(blurred))
	return ps
}

// reversed fills in the grounds of a palette that has none: a tone keeps the ground
// that it brings along, the others change places with theirs. What asks for
// attention is bold.
func (ps *penSet) reversed(tones [toneCount]lipgloss.Style, accent lipgloss.Style) {
	tones[ToneWarn], tones[ToneAccent] = tones[ToneWarn].Bold(true), accent
	for tone, st := range tones {
		ps.tones[rowPlain][tone], ps.tones[rowCursorBlurred][tone] = penOf(st), penOf(st)
		if Tone(tone) != ToneBad {
			st = st.Reverse(true)
		}
		ps.tones[rowChip][tone], ps.tones[rowCursor][tone] = penOf(st), penOf(st.Bold(true))
	}
	ps.bars[rowCursor], ps.bars[rowCursorBlurred] = penOf(accent), penOf(accent)
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
