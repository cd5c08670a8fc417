package views

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// BodyMode is how a body is shown.
type BodyMode uint8

// The modes, in the order in which a key goes through them.
const (
	BodyPretty BodyMode = iota // by its kind: JSON indented, text as text, bytes as hex
	BodyText                   // the decoded bytes as text
	BodyHex                    // the decoded bytes as a hex dump
	BodyRaw                    // the string as it came over the wire
)

// String is the mode's word.
func (m BodyMode) String() string {
	switch m {
	case BodyText:
		return "text"
	case BodyHex:
		return "hex"
	case BodyRaw:
		return "raw"
	}
	return "pretty"
}

// BodyInput is a body to prepare for a pane.
type BodyInput struct {
	Key   string // names the message: a pane keeps its place while the key is the same
	Kind  string // what it is shown as: text, json, bytes, v8, unknown
	Raw   string // the string of the wire
	Bytes []byte // what the producer sent
	How   string // the sentence about how Bytes came from Raw
	Note  string // what is off with it, shown above it
	Mode  BodyMode
	Wrap  bool // false cuts long lines and ends them with »
	exact bool // for a copy: nothing is put in for the terminal's sake

	CopyKey string // copies a body whole, which is said of one that is cut
}

const (
	// maxShown is how much of a body is prepared, in bytes.
	maxShown = 1_000_000
	// maxPrepared bounds the prepared text, which colours and indentation make
	// longer than the body.
	maxPrepared = 16_000_000
)

// Prepared is a body made ready for a pane of one width: coloured, wrapped and
// sanitised once, so that drawing takes only a slice of its lines.
type Prepared struct {
	key   string
	mode  BodyMode
	width int
	how   string // "" when the line that should say it is too short, and head does
	note  string

	head   []headLine // what is said above the text, and is no part of it
	text   []byte
	ends   []uint32
	widths []uint16
}

// headLine is a line with its styles, and its width in cells.
type headLine struct {
	text  string
	width int
}

// lines returns how many lines there are.
func (p *Prepared) lines() int { return len(p.head) + len(p.ends) }

// line returns line i with its styles, complete in itself; "" where there is
// none.
func (p *Prepared) line(i int) string {
	if i >= 0 && i < len(p.head) {
		return p.head[i].text
	}
	i -= len(p.head)
	if i < 0 || i >= len(p.ends) {
		return ""
	}
	start := uint32(0)
	if i > 0 {
		start = p.ends[i-1]
	}
	return string(p.text[start:p.ends[i]])
}

// lineWidth returns the width of line i in cells.
func (p *Prepared) lineWidth(i int) int {
	if i >= 0 && i < len(p.head) {
		return p.head[i].width
	}
	i -= len(p.head)
	if i < 0 || i >= len(p.widths) {
		return 0
	}
	return int(p.widths[i])
}

// PrepareBody makes a body ready for a pane of the given width. It touches
// nothing but its arguments, so it may run beside the program's loop; of a body
// over 1 MB it shows the first part and says so.
func PrepareBody(in BodyInput, width int, th Theme) Prepared {
	p := Prepared{key: in.Key, mode: in.Mode, width: width, how: in.How, note: in.Note}
	if width <= 0 {
		return p
	}
	size, shown := len(in.Bytes), string(in.Bytes[:min(len(in.Bytes), maxShown)])
	if in.Mode == BodyRaw || in.Bytes == nil {
		size, shown = len(in.Raw), in.Raw[:min(len(in.Raw), maxShown)]
	}
	cut := len(shown) < size
	w := in.writer(width, th, len(shown))
	switch in.view(shown) {
	case BodyHex:
		w.hex(shown)
	case BodyPretty:
		deep, err := w.json(shown, cut)
		switch {
		case err != nil:
			w = in.writer(width, th, len(shown))
			p.addNote("not valid JSON (" + err.Error() + "): shown as text")
			w.text(shown)
		case deep:
			p.addNote("more than " + strconv.Itoa(maxLevels) + " levels deep: from there on as it came")
		}
	default:
		w.text(shown)
	}
	w.finish()
	if cut || w.full {
		w.line(ToneWarn, fmt.Sprintf("showing the first %s of %s; %s copies all", byteSize(w.done), byteSize(size), in.CopyKey))
	}
	p.text, p.ends, p.widths = w.l.buf, w.ends, w.widths
	p.say(th, size == 0)
	return p
}

func (in *BodyInput) writer(width int, th Theme, hint int) *bodyWriter {
	w := newBodyWriter(width, in.Wrap, th, hint)
	w.exact = in.exact
	return w
}

// view decides what a mode means for a kind: only JSON has a pretty form.
func (in *BodyInput) view(data string) BodyMode {
	if data == "" {
		return BodyText
	}
	if in.Mode == BodyHex {
		return BodyHex
	}
	if in.Mode == BodyPretty {
		switch in.Kind {
		case "json":
			return BodyPretty
		case "bytes", "v8":
			return BodyHex
		case "text":
			return BodyText
		}
		if !readable(data) {
			return BodyHex
		}
	}
	return BodyText
}

// readable guesses whether bytes of an unknown kind are text.
func readable(data string) bool {
	data = data[:min(len(data), 4096)]
	odd := 0
	for i, r := range data {
		if r == utf8.RuneError && i < len(data)-utf8.UTFMax || r < ' ' && !strings.ContainsRune("\t\n\r", r) {
			odd++
		}
	}
	return odd*20 <= len(data)
}

// statusMargin is before the line above the body, in cells.
const statusMargin = 2

// say writes above the body what its line has no room for, whole and wrapped:
// how it was decoded, and what is off with it.
func (p *Prepared) say(th Theme, empty bool) {
	if room := p.width - statusMargin; th.cells(p.status(), room+1) > room {
		p.sayLine(th, ToneMuted, p.how)
		p.how = ""
	}
	if p.note != "" {
		p.sayLine(th, ToneWarn, "! "+p.note)
	}
	if empty {
		p.sayLine(th, ToneMuted, "(empty body)")
	}
}

// status is what the line above the body says of it.
func (p *Prepared) status() string {
	if p.how == "" {
		return p.mode.String()
	}
	return p.mode.String() + " · " + p.how
}

func (p *Prepared) sayLine(th Theme, tone Tone, text string) {
	if text == "" {
		return
	}
	for _, row := range wrapWords(text, p.width, th.Method()) {
		l := th.line()
		l.safe(th.penSet().tones[rowPlain][tone], row, p.width)
		p.head = append(p.head, headLine{l.String(), l.width})
	}
}

func (p *Prepared) addNote(note string) {
	if p.note != "" {
		note = p.note + "; " + note
	}
	p.note = note
}

// byteSize writes a number of bytes for people, in the API's unit: 1 kB is
// 1,000 bytes.
func byteSize(n int) string {
	switch {
	case n >= 10_000_000:
		return strconv.Itoa(n/1_000_000) + " MB"
	case n >= 1_000_000:
		return strings.TrimSuffix(strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64), ".0") + " MB"
	case n >= 1000:
		return strconv.Itoa(n/1000) + " kB"
	}
	return strconv.Itoa(n) + " bytes"
}

// BodyLines returns the lines of a body as a mode shows them, whole and without
// styles, without what is said about it: what copying a body as shown takes.
func BodyLines(in BodyInput) []string {
	const noWrap = 1 << 30
	in.exact = true
	p := PrepareBody(in, noWrap, Theme{}.Measured(ansi.GraphemeWidth))
	lines := make([]string, len(p.ends))
	for i := range lines {
		lines[i] = p.line(len(p.head) + i)
	}
	return lines
}
