package views

// KeyHint is one key in the footer. At most one is the last: it stands at the
// right end, and gives way to nothing.
type KeyHint struct {
	Key, Desc string
	Last      bool
}

// Footer is the last line: what goes on, the last notice, and the keys that
// matter most here.
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

// SetKeys sets the keys, the most important first: as many as fit are shown,
// and the last one wherever it is in the list.
func (f *Footer) SetKeys(keys []KeyHint) { f.keys = keys }

// SetNotice sets what happened last; without text there is none. A notice
// takes the room of keys.
func (f *Footer) SetNotice(n Styled) { f.notice = n }

// SetBusy says what is going on: a frame of a spinner, what is waited for, and
// how to stop that ("esc cancels"). Without text nothing is.
func (f *Footer) SetBusy(spinner, text, cancel string) {
	f.spinner, f.busy, f.cancel = spinner, text, cancel
}

// leastNotice is the least room, in cells, in which the start of a notice is
// worth showing beside what goes on.
const leastNotice = 16

// View returns one line of the set width.
func (f *Footer) View() string {
	if f.size.empty() {
		return ""
	}
	pens := f.theme.penSet()
	last, lastWidth := f.last()
	room := f.w
	if last != nil {
		room -= lastWidth + 2
	}
	l := f.theme.line()
	if room < 0 {
		l.safe(pens.key, last.Key, f.w)
		l.fill("", f.w)
		return l.String()
	}
	f.left(&l, pens, room)
	f.hints(&l, pens, room)
	l.fill("", f.w-lastWidth)
	if last != nil {
		drawHint(&l, pens, *last)
	}
	return l.String()
}

// last is the key at the right end and its width in cells, nil where there is
// none.
func (f *Footer) last() (hint *KeyHint, width int) {
	for i := range f.keys {
		if f.keys[i].Last {
			return &f.keys[i], f.hintWidth(f.keys[i])
		}
	}
	return nil, 0
}

// left writes what goes on and the notice.
func (f *Footer) left(l *line, pens *penSet, room int) {
	tones := &pens.tones[rowPlain]
	if f.busy != "" {
		f.drawBusy(l, tones, room)
	}
	if f.notice.Text == "" || l.width > 0 && room-l.width < leastNotice {
		return
	}
	if l.width > 0 {
		l.space("", 2)
	}
	tone := f.notice.Tone.known()
	l.safe(tones[tone], toneGlyph(tone)+f.notice.Text, room-l.width)
}

// Fits says whether a notice can be shown whole, beside what goes on and the
// last key.
func (f *Footer) Fits(text string) bool {
	used := 2 // the notice's glyph
	if last, width := f.last(); last != nil {
		used += 2 + width
	}
	if f.busy != "" {
		used += f.theme.cells(f.spinner+" "+f.busy+" · "+f.cancel, f.w) + 2
	}
	return f.theme.cells(text, f.w) <= f.w-used
}

// drawBusy writes what goes on. How to stop it is left out where that makes
// room for a notice.
func (f *Footer) drawBusy(l *line, tones *[toneCount]pen, room int) {
	l.safe(tones[ToneAccent], f.spinner+" ", room)
	l.safe("", f.busy, room-l.width)
	hint := " · " + safeLine(f.cancel, 32, l.method)
	rest := room - l.width - l.method.StringWidth(hint)
	if f.cancel != "" && rest >= 0 && (f.notice.Text == "" || rest >= leastNotice) {
		l.safe(tones[ToneMuted], hint, room-l.width)
	}
}

// hints writes as many keys as there is room for, two cells apart.
func (f *Footer) hints(l *line, pens *penSet, room int) {
	for _, k := range f.keys {
		if k.Last {
			continue
		}
		gap := min(l.width, 2)
		if l.width+gap+f.hintWidth(k) > room {
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

func (f *Footer) hintWidth(k KeyHint) int {
	return f.theme.cells(k.Key, 32) + 1 + f.theme.cells(k.Desc, 32)
}

func drawHint(l *line, pens *penSet, k KeyHint) {
	desc := pens.tones[rowPlain][ToneMuted]
	l.safe(pens.key, k.Key, 32)
	l.space(desc, 1)
	l.safe(desc, k.Desc, 32)
}
