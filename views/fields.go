package views

import (
	"strings"
)

// Field is one line of metadata: a label and its value. A value that is longer
// than its line goes on below, from the first column to the last and without
// anything put in, so that it can be selected in the terminal; a sentence is
// broken between its words.
type Field struct {
	Label, Value string
	Tone         Tone
}

// mostLabel is the widest label, in cells, beside which values stand. Those that are
// wider have lines of their own: whoever wrote them gave them as names of something.
const mostLabel = 24

// maxField bounds how much of a value is shown, in bytes.
const maxField = 64_000

// prepareFields lays fields out in lines of the given width.
func prepareFields(fields []Field, width int, th Theme) Prepared {
	p := Prepared{width: width}
	if width <= 0 {
		return p
	}
	w := newBodyWriter(width, true, th, 64*len(fields))
	lead := indentIn(width)
	labels, most := lead+1, min(mostLabel, max(width/2-lead, 1))
	for _, f := range fields {
		if cells := th.cells(f.Label, most+1); cells <= most {
			labels = max(labels, lead+cells)
		}
	}
	for _, f := range fields {
		w.field(f, lead, labels)
	}
	w.finish()
	p.text, p.ends, p.widths = w.l.buf, w.ends, w.widths
	return p
}

// field writes one field, labels cells being kept for the label and what leads it.
func (w *bodyWriter) field(f Field, lead, labels int) {
	tones := &w.pens.tones[rowPlain]
	value := f.Value[:min(len(f.Value), maxField)]
	room := w.width - labels - 2
	if label := f.Label[:min(len(f.Label), maxField)]; w.fits(label, labels-lead) {
		w.l.space("", lead)
		w.l.cell(tones[ToneMuted], label, labels-lead)
	} else {
		w.put(tones[ToneMuted], Safe(label))
		w.finish()
	}
	if room > 0 && w.fits(value, room) {
		w.l.fill("", labels+2)
		w.l.safe(tones[f.Tone.known()], value, room)
		w.endLine()
		return
	}
	if room >= leastProse && w.words(value, room) {
		for _, row := range wrapWords(value, room, w.l.method) {
			w.l.fill("", labels+2)
			w.l.safe(tones[f.Tone.known()], row, room)
			w.endLine()
		}
		return
	}
	w.finish()
	w.put(tones[f.Tone.known()], Safe(value))
	w.finish()
	if len(value) < len(f.Value) {
		w.line(ToneWarn, "showing the first "+byteSize(maxField)+" of "+byteSize(len(f.Value)))
	}
}

// leastProse is the least room beside the labels, in cells, in which a sentence
// reads well.
const leastProse = 20

// words reports whether a value is a sentence whose words each fit into room:
// it may be broken at its spaces, which an id or a token may not.
func (w *bodyWriter) words(value string, room int) bool {
	if len(value) > 1<<10 || !strings.Contains(value, " ") {
		return false
	}
	for word := range strings.FieldsSeq(value) {
		if !w.fits(word, room) {
			return false
		}
	}
	return true
}

// fits reports whether raw text needs no more than width cells.
func (w *bodyWriter) fits(raw string, width int) bool {
	_, cells := appendSafeLine(nil, raw, width+1, w.l.method)
	return cells <= width
}
