package views

import "github.com/charmbracelet/x/ansi"

// KeyHint is one key in the footer. Off means that it can't do anything now.
type KeyHint struct {
	Key, Desc string
	Off       bool
}

// Footer is the last line: what goes on, the last notice, and the keys that
// matter most here. The help key is always at its right end.
type Footer struct {
	size
	theme                 Theme
	keys                  []KeyHint
	notice                Styled
	spinner, busy, cancel string
}

// NewFooter returns a footer without keys.
func NewFooter(th Theme) *Footer { return &Footer{theme: th} }

// SetTheme changes how the footer looks.
func (f *Footer) SetTheme(th Theme) { f.theme = th }

// SetKeys sets the keys, the most important first: as many as fit are shown.
// The one for "?" stands at the right end wherever it is in the list.
func (f *Footer) SetKeys(keys []KeyHint) { f.keys = keys }

// SetNotice sets what happened last; without text there is none. A notice
// takes the room of keys.
func (f *Footer) SetNotice(n Styled) { f.notice = n }

// SetBusy says what is going on: a frame of a spinner, what is waited for, and
// how to stop that ("esc cancels"). Without text nothing is.
func (f *Footer) SetBusy(spinner, text, cancel string) {
	f.spinner, f.busy, f.cancel = spinner, text, cancel
}

// View returns one line of the set width.
func (f *Footer) View() string {
	if f.size.empty() {
		return ""
	}
	pens := f.theme.penSet()
	help := KeyHint{Key: "?", Desc: "help"}
	for _, k := range f.keys {
		if k.Key == "?" {
			help = k
		}
	}
	var l line
	helpWidth := hintWidth(help)
	room := f.w - helpWidth - 2
	if room < 0 {
		l.safe(pens.key, help.Key, f.w)
		l.fill("", f.w)
		return l.String()
	}
	f.left(&l, pens, room)
	f.hints(&l, pens, room)
	l.fill("", f.w-helpWidth)
	drawHint(&l, pens, help)
	return l.String()
}

// left writes what goes on and the notice.
func (f *Footer) left(l *line, pens *penSet, room int) {
	tones := &pens.tones[rowPlain]
	if f.busy != "" {
		l.safe(tones[ToneAccent], f.spinner+" ", room)
		l.safe("", f.busy, room-l.width)
		if f.cancel != "" && room-l.width > 3 {
			l.safe(tones[ToneMuted], " · "+f.cancel, room-l.width)
		}
	}
	if f.notice.Text == "" {
		return
	}
	if l.width > 0 {
		l.space("", min(2, room-l.width))
	}
	tone := f.notice.Tone.known()
	l.safe(tones[tone], toneGlyph(tone)+f.notice.Text, room-l.width)
}

// Fits says whether a notice can be shown whole, with room for the help key.
func (f *Footer) Fits(text string) bool {
	const glyphAndHelp = 2 + 2 + len("? help")
	return ansi.StringWidth(SafeLine(text, f.w)) <= f.w-glyphAndHelp
}

// hints writes as many keys as there is room for, two cells apart.
func (f *Footer) hints(l *line, pens *penSet, room int) {
	for _, k := range f.keys {
		if k.Key == "?" {
			continue
		}
		gap := min(l.width, 2)
		if l.width+gap+hintWidth(k) > room {
			return
		}
		l.space("", gap)
		drawHint(l, pens, k)
	}
}

// toneGlyph says in a character what a notice's colour says.
func toneGlyph(tone Tone) string {
	switch tone {
	case ToneGood:
		return "✓ "
	case ToneWarn:
		return "! "
	case ToneBad:
		return "✗ "
	}
	return ""
}

func hintWidth(k KeyHint) int {
	return ansi.StringWidth(SafeLine(k.Key, 32)) + 1 + ansi.StringWidth(SafeLine(k.Desc, 32))
}

func drawHint(l *line, pens *penSet, k KeyHint) {
	key, desc := pens.key, pens.tones[rowPlain][ToneMuted]
	if k.Off {
		key, desc = pens.keyOff, pens.keyOff
	}
	l.safe(key, k.Key, 32)
	l.space(desc, 1)
	l.safe(desc, k.Desc, 32)
}
