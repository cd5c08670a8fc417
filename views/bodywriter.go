package views

// bodyWriter wraps or cuts styled runs of raw text into lines while they are
// written, in one pass.
type bodyWriter struct {
	l     line
	pens  *penSet
	width int
	wrap  bool

	ends   []uint32
	widths []uint16

	// cutLen and cutPen are the last state from which the mark of a cut line
	// still fits into the line.
	cutLen   int
	cutWidth int
	cutPen   pen
	dropping bool // the rest of this line was cut

	exact bool // isolates and composes nothing
	rtl   bool // what is being put is written from right to left

	done int  // bytes of the body that were written
	full bool // maxPrepared was reached: the rest is left out
}

func newBodyWriter(width int, wrap bool, th Theme, hint int) *bodyWriter {
	w := &bodyWriter{l: th.line(), pens: th.penSet(), width: width, wrap: wrap}
	w.l.buf = make([]byte, 0, hint+hint/2+64)
	w.ends = make([]uint32, 0, hint/max(width, 16)+16)
	return w
}

// endLine closes the current line.
func (w *bodyWriter) endLine() {
	w.isolate()
	w.l.use("")
	w.ends = append(w.ends, uint32(len(w.l.buf)))
	w.widths = append(w.widths, uint16(w.l.width))
	w.l.width = 0
	w.cutLen, w.cutWidth, w.cutPen, w.dropping = len(w.l.buf), 0, "", false
	if len(w.l.buf) > maxPrepared {
		w.full = true
	}
	w.isolate()
}

// isolate keeps text that is written from right to left apart from what stands
// beside it: it is called where such text begins and ends, also within it at the
// ends of lines.
func (w *bodyWriter) isolate() {
	if w.rtl {
		w.l.buf = append(w.l.buf, isolate...)
	}
}

// finish closes the last line, if it has anything.
func (w *bodyWriter) finish() {
	if w.l.width > 0 {
		w.endLine()
	}
}

// line writes one line of this package's own words, wrapped if need be.
func (w *bodyWriter) line(tone Tone, text string) {
	w.finish()
	w.wrap, w.full = true, false
	w.put(w.pens.tones[rowPlain][tone], text)
	w.finish()
}

// put writes raw text without line feeds; tabs become spaces.
func (w *bodyWriter) put(p pen, s string) {
	w.rtl = !w.exact && rightToLeft(s)
	w.isolate()
	defer func() {
		w.isolate()
		w.rtl = false
	}()
	for len(s) > 0 && !w.dropping && !w.full {
		if room := w.width - w.l.width; room > 0 {
			if n := printable(s, room); n > 0 {
				w.l.use(p)
				w.l.buf = append(w.l.buf, s[:n]...)
				w.l.width += n
				s = s[n:]
				w.mark(1)
				continue
			}
		}
		s = s[w.putNext(p, s):]
	}
}

// putNext writes the next cluster or escape of s and returns its length in s.
func (w *bodyWriter) putNext(p pen, s string) int {
	if s[0] == '\t' {
		w.putAtom(p, blanks[:tabStop-w.l.width%tabStop], tabStop-w.l.width%tabStop)
		return 1
	}
	var scratch [64]byte
	out, cells, n, escaped := appendNext(scratch[:0], s, w.l.method)
	switch {
	case escaped:
		p = w.pens.escape
	case w.exact:
		out = append(out[:0], s[:n]...) // not composed
	}
	w.putAtom(p, string(out), cells)
	return n
}

// putAtom writes what should stay in one line, if the line is long enough.
func (w *bodyWriter) putAtom(p pen, text string, cells int) {
	if w.l.width+cells > w.width {
		if !w.wrap {
			w.cutLine()
			return
		}
		if w.l.width > 0 {
			w.endLine()
		}
		if cells > w.width {
			w.putNarrow(p, text)
			return
		}
	}
	w.l.raw(p, text, cells)
	w.mark(cells)
}

// putNarrow writes an escape that is longer than a line character by character,
// and anything else that has no room as an ellipsis.
func (w *bodyWriter) putNarrow(p pen, text string) {
	if printable(text, len(text)) < len(text) {
		w.l.raw(p, ellipsis, 1)
		return
	}
	for i := range len(text) {
		if w.l.width == w.width {
			w.endLine()
		}
		w.l.raw(p, text[i:i+1], 1)
	}
}

// mark remembers where a cut line could end; last is the width of what was
// written last.
func (w *bodyWriter) mark(last int) {
	switch {
	case w.l.width < w.width:
		w.cutLen, w.cutWidth, w.cutPen = len(w.l.buf), w.l.width, w.l.pen
	case last == 1 && w.l.buf[len(w.l.buf)-1] < 0x80:
		w.cutLen, w.cutWidth, w.cutPen = len(w.l.buf)-1, w.width-1, w.l.pen
	}
}

// cutLine ends a line that is too long with » and drops the rest of it.
func (w *bodyWriter) cutLine() {
	w.l.buf = w.l.buf[:w.cutLen]
	w.l.width, w.l.pen = w.cutWidth, w.cutPen
	w.l.raw(w.pens.tones[rowPlain][ToneMuted], "»", 1)
	w.dropping = true
}
