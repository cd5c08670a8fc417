package views

import (
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// text writes data as lines of text.
func (w *bodyWriter) text(data string) {
	total := len(data)
	for len(data) > 0 && !w.full {
		row, rest, found := strings.Cut(data, "\n")
		w.put("", row)
		if found || w.l.width > 0 {
			w.endLine()
		}
		data = rest
		w.done = total - len(data)
	}
}

// jsonLevel is an object or array that is open.
type jsonLevel struct {
	object bool
	items  int // names and values so far
}

var errTrailing = errors.New("text after the value")

// maxLevels bounds how deep JSON is indented. Nobody reads as far, and the decoder
// gives up at ten times as many.
const maxLevels = 1000

// byteOrderMark is no part of the JSON that it stands before.
const byteOrderMark = "\ufeff"

// json writes data as indented JSON in one pass over its tokens: numbers and
// strings stay as they were written, names may come twice, and objects and lists
// may follow one another. When the data was cut short, its end is not an error.
// What is too deep is written as it came.
func (w *bodyWriter) json(data string, cut bool) (deep bool, err error) {
	start := len(data) - len(strings.TrimPrefix(data, byteOrderMark))
	w.done = start
	dec := jsontext.NewDecoder(strings.NewReader(data[start:]), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	var open []jsonLevel
	for !w.full {
		kind := dec.PeekKind()
		if len(open) == maxLevels && (kind == '{' || kind == '[') {
			w.rest(data)
			return true, nil
		}
		size, err := readJSON(dec, kind)
		if err != nil {
			if cut && (errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)) {
				w.put(w.pens.jsonString, data[w.done:])
				w.done = len(data)
				return false, nil
			}
			return false, jsonProblem(err)
		}
		w.done = start + int(dec.InputOffset())
		open = w.jsonToken(open, kind, data[w.done-size:w.done])
		if len(open) > 0 {
			continue
		}
		switch rest := strings.TrimLeft(data[w.done:], " \t\r\n"); {
		case rest == "":
			w.done = len(data)
			return false, nil
		case (kind == '}' || kind == ']') && (rest[0] == '{' || rest[0] == '['):
			w.endLine()
		default:
			return false, errTrailing
		}
	}
	return false, nil
}

// rest writes what is left of data as text.
func (w *bodyWriter) rest(data string) {
	from := w.done
	w.text(data[from:])
	w.done += from
}

// readJSON reads a bracket or a whole scalar and returns its length as written.
func readJSON(dec *jsontext.Decoder, kind jsontext.Kind) (int, error) {
	switch kind {
	case '{', '}', '[', ']':
		_, err := dec.ReadToken()
		return 1, err
	}
	value, err := dec.ReadValue()
	return len(value), err
}

// jsonProblem shortens a decoder's error to what a line has room for.
func jsonProblem(err error) error {
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) && syntactic.Err != nil {
		return syntactic.Err
	}
	return err
}

// jsonToken writes one token with what goes before it, and returns the levels
// that are open after it.
func (w *bodyWriter) jsonToken(open []jsonLevel, kind jsontext.Kind, token string) []jsonLevel {
	if kind == '}' || kind == ']' {
		last := open[len(open)-1]
		open = open[:len(open)-1]
		if last.items > 0 {
			w.endLine()
			w.indent(len(open))
		}
		w.put(w.pens.jsonPunct, token)
		return open
	}
	name := false
	if len(open) > 0 {
		top := &open[len(open)-1]
		name = top.object && top.items%2 == 0
		switch {
		case top.object && !name:
			w.put(w.pens.jsonPunct, ": ")
		case top.items > 0:
			w.put(w.pens.jsonPunct, ",")
			fallthrough
		default:
			w.endLine()
			w.indent(len(open))
		}
		top.items++
	}
	switch kind {
	case '{', '[':
		w.put(w.pens.jsonPunct, token)
		return append(open, jsonLevel{object: kind == '{'})
	case '"':
		p := w.pens.jsonString
		if name {
			p = w.pens.jsonKey
		}
		w.put(p, token)
	case '0':
		w.put(w.pens.jsonNumber, token)
	default:
		w.put(w.pens.jsonWord, token)
	}
	return open
}

// indent starts a line at a depth. Deep levels share an indentation, so that
// a body of brackets alone can't make lines of nothing but spaces.
func (w *bodyWriter) indent(depth int) {
	w.l.space("", min(depth*2, w.width/2, 40))
	w.mark(1)
}

const hexDigits = "0123456789abcdef"

// hex writes data as offset, bytes and ASCII, with as many bytes in a line as
// fit: 16, 8 or 4.
func (w *bodyWriter) hex(data string) {
	digits := 4
	if len(data) > 1<<16 {
		digits = 6
	}
	perLine := 16
	for perLine > 4 && digits+2+perLine*4+perLine/8+1 > w.width {
		perLine /= 2
	}
	w.wrap = false
	for at := 0; at < len(data) && !w.full; at += perLine {
		w.hexLine(data[at:min(len(data), at+perLine)], at, digits, perLine)
		w.done = min(len(data), at+perLine)
	}
}

func (w *bodyWriter) hexLine(data string, at, digits, perLine int) {
	muted := w.pens.tones[rowPlain][ToneMuted]
	for shift := (digits - 1) * 4; shift >= 0; shift -= 4 {
		w.plain(muted, hexDigits[at>>shift&15:at>>shift&15+1])
	}
	w.plain(muted, "  ")
	for i := range perLine {
		if i == 8 {
			w.plain("", " ")
		}
		if i >= len(data) {
			w.plain("", "   ")
			continue
		}
		p := pen("")
		if data[i] == 0 {
			p = muted
		}
		hi, lo := data[i]>>4, data[i]&15
		w.plain(p, hexDigits[hi:hi+1])
		w.plain(p, hexDigits[lo:lo+1])
		w.plain(p, " ")
	}
	w.plain("", " ")
	for i := range len(data) {
		if c := data[i]; c >= ' ' && c < 0x7f {
			w.plain(w.pens.jsonString, data[i:i+1])
		} else {
			w.plain(muted, ".")
		}
	}
	w.endLine()
}

// plain writes printable ASCII of this package's own, which needs no looking
// through while it fits.
func (w *bodyWriter) plain(p pen, s string) {
	if w.l.width+len(s) < w.width {
		w.l.raw(p, s, len(s))
		w.mark(1)
		return
	}
	w.put(p, s)
}
