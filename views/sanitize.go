package views

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

const (
	// maxCluster bounds how many code points share a cell: enough for every
	// script in use, far from a stack of marks that paints over other lines.
	maxCluster = 7
	// clusterWindow bounds how far one cluster is looked at, in bytes. What is
	// longer than this is a stack of marks and is counted in pieces.
	clusterWindow = 1 << 10
	// tabStop is the distance of tab stops where tabs become spaces.
	tabStop = 4

	dottedCircle = "◌"
	ellipsis     = "…"
)

// invisible lists what unicode's own tables call a letter, a mark or a symbol
// although a terminal draws nothing for it, or what changes its neighbours:
// fillers, variation selectors, emoji modifiers, and letters that swallow the
// character after them.
var invisible = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x034f, 0x034f, 1},
		{0x0d4e, 0x0d4e, 1},
		{0x115f, 0x1160, 1},
		{0x17b4, 0x17b5, 1},
		{0x180b, 0x180f, 1},
		{0x2800, 0x2800, 1},
		{0x3164, 0x3164, 1},
		{0xfe00, 0xfe0f, 1},
		{0xffa0, 0xffa0, 1},
	},
	R32: []unicode.Range32{
		{0x111c2, 0x111c3, 1},
		{0x113d1, 0x113d1, 1},
		{0x1193f, 0x1193f, 1},
		{0x11941, 0x11941, 1},
		{0x11a3a, 0x11a3a, 1},
		{0x11a84, 0x11a89, 1},
		{0x11d46, 0x11d46, 1},
		{0x11f02, 0x11f02, 1},
		{0x1f3fb, 0x1f3ff, 1},
		{0xe0000, 0xe0fff, 1},
	},
}

// shown reports whether r may stand in a cell as it is. Everything that is not
// a letter, mark, number, punctuation or symbol that this Go knows is not: that
// leaves out controls, format characters (bidi, zero-width, tags, joiners),
// line and paragraph separators, private use and unassigned code points.
func shown(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= ' ' && r != 0x7f
	case r == 0xa0 || r == 0x3000:
		return true
	case unicode.Is(invisible, r):
		return false
	}
	return unicode.IsGraphic(r) && !unicode.Is(unicode.Zs, r)
}

// isMark reports whether r joins the character before it. Most marks do, and so
// do a few letters; some vowel signs, as in Burmese, stand on their own.
func isMark(r rune) bool {
	switch r {
	case 0x0e33, 0x0eb3, 0xff9e, 0xff9f:
		return true
	}
	if !unicode.Is(unicode.M, r) {
		return false
	}
	cluster, _ := ansi.FirstGraphemeCluster("a"+string(r), ansi.WcWidth)
	return len(cluster) > 1
}

func isRegional(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// appendNext appends what stands for the piece of s at its start (a grapheme
// cluster or an escape) and returns its width in cells, how many bytes of s it
// stands for, and whether it is an escape. s must not be empty.
func appendNext(dst []byte, s string, m ansi.Method) (out []byte, width, n int, escaped bool) {
	c := s[0]
	if c < utf8.RuneSelf {
		if c < ' ' || c == 0x7f {
			return appendControl(dst, c), 1, 1, true
		}
		if len(s) == 1 || s[1] < utf8.RuneSelf {
			return append(dst, c), 1, 1, false
		}
	}
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case alone(r) && (len(s) == size || aloneAt(s[size:])):
		return append(dst, s[:size]...), m.StringWidth(s[:size]), size, false
	case r == utf8.RuneError && size == 1:
		const hex = "0123456789abcdef"
		return append(dst, '\\', 'x', hex[c>>4], hex[c&15]), 4, 1, true
	case isRegional(r):
		return appendFlag(dst, s, r, size)
	case conjoins(r) || hangulLV(r):
		return appendHangul(dst, s, r, size)
	case !shown(r):
		dst, width = appendCodePoint(dst, r)
		return dst, width, size, true
	case isMark(r):
		// A mark without a base would sit on whatever happens to be before it.
		return appendCluster(append(dst, dottedCircle...), len(dst), s, 0, m)
	}
	if n := emojiSequence(s, m); n > 0 {
		return append(dst, s[:n]...), m.StringWidth(s[:n]), n, false
	}
	return appendCluster(dst, len(dst), s, size, m)
}

// alone reports whether r is a character of everyday text that makes a cluster
// of its own next to another such: Latin, Greek, Cyrillic, punctuation, kana,
// Chinese characters and Hangul syllables. Finding clusters is ten times slower.
func alone(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= ' ' && r != 0x7f
	case r < 0x250:
		return r > 0xa0 && r != 0xad && r != 0xa9 && r != 0xae
	case r < 0x3000:
		return r >= 0x391 && r <= 0x481 && r != 0x3a2 || r >= 0x48a && r <= 0x52f || r >= 0x2018 && r <= 0x2026
	}
	return r <= 0x3029 || r >= 0x3041 && r <= 0x3096 || r >= 0x30a0 && r <= 0x30ff ||
		r >= 0x4e00 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7a3
}

func aloneAt(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return alone(r) && size > 0
}

// appendControl stands a control picture in for a C0 control or DEL.
func appendControl(dst []byte, c byte) []byte {
	if c == 0x7f {
		return append(dst, "␡"...)
	}
	return utf8.AppendRune(dst, 0x2400+rune(c))
}

// appendCodePoint writes r as <U+202E>.
func appendCodePoint(dst []byte, r rune) (out []byte, width int) {
	const hex = "0123456789ABCDEF"
	start := len(dst)
	dst = append(dst, "<U+"...)
	for shift := 20; shift >= 0; shift -= 4 {
		if d := r >> shift & 15; d != 0 || shift < 16 || len(dst)-start > 3 {
			dst = append(dst, hex[d])
		}
	}
	dst = append(dst, '>')
	return dst, len(dst) - start
}

// appendFlag keeps a pair of regional indicators, which every way of measuring
// calls two cells; for a single one they differ, so it is written out.
func appendFlag(dst []byte, s string, r rune, size int) (out []byte, width, n int, escaped bool) {
	if second, more := utf8.DecodeRuneInString(s[size:]); isRegional(second) {
		return append(dst, s[:size+more]...), 2, size + more, false
	}
	dst, width = appendCodePoint(dst, r)
	return dst, width, size, true
}

// appendHangul draws letters of syllables composed, and writes out what is none:
// no two ways of measuring agree about single ones.
func appendHangul(dst []byte, s string, r rune, size int) (out []byte, width, n int, escaped bool) {
	if syllable, n := compose(s); n > 0 {
		return utf8.AppendRune(dst, syllable), 2, n, false
	}
	dst, width = appendCodePoint(dst, r)
	return dst, width, size, true
}

// appendCluster appends the cluster at the start of s as far as it may be
// shown. start is where its cell begins in dst and size the length of its base
// in s, 0 when the base is in dst already.
func appendCluster(dst []byte, start int, s string, size int, m ansi.Method) (out []byte, width, n int, escaped bool) {
	window := s[:min(len(s), clusterWindow)]
	end := len(window)
	if size > 0 {
		first, _ := ansi.FirstGraphemeCluster(window, m)
		end = len(first)
	}
	dst = append(dst, s[:size]...)
	n = size
	count, extra := 1, 0
	for n < end {
		r, more := utf8.DecodeRuneInString(window[n:])
		if size == 0 && !isMark(r) {
			break
		}
		if n == size && (r == 0xfe0f || r == 0xfe0e) && takesSelector(s, size, more) {
			n += more
			continue
		}
		if !shown(r) && (count == maxCluster || !joins(string(dst[start:]), r, s[n+more:])) || r == utf8.RuneError && more == 1 {
			break
		}
		if count < maxCluster {
			dst = append(dst, window[n:n+more]...)
			count++
		} else {
			extra++
		}
		n += more
	}
	if len(dst)-start == n {
		width = m.StringWidth(s[:n])
	} else {
		width = m.StringWidth(string(dst[start:]))
	}
	if extra > 0 {
		dst, width = appendExtra(dst, width, extra)
	}
	return dst, width, n, extra > 0
}

// takesSelector reports whether a text or emoji selector after the base
// s[:size] only asks for one of two drawings of a symbol. Such a selector is
// left out: terminals disagree about how wide it makes the symbol. Anywhere
// else a selector carries hidden data and is written out.
func takesSelector(s string, size, selector int) bool {
	base, _ := utf8.DecodeRuneInString(s)
	if base >= utf8.RuneSelf {
		return unicode.In(base, unicode.S, unicode.P)
	}
	return strings.HasPrefix(s[size+selector:], "\u20e3")
}

// appendExtra says how many marks were left off a cell: fewer than 1,000, which
// is more than clusterWindow has room for.
func appendExtra(dst []byte, width, extra int) (out []byte, w int) {
	start := len(dst)
	dst = append(dst, "<+"...)
	if extra >= 100 {
		dst = append(dst, byte('0'+extra/100))
	}
	if extra >= 10 {
		dst = append(dst, byte('0'+extra/10%10))
	}
	dst = append(dst, byte('0'+extra%10), '>')
	return dst, width + len(dst) - start
}

// printable returns how many bytes at the start of s, at most limit, are
// printable ASCII that nothing after it can change.
func printable(s string, limit int) int {
	limit = min(limit, len(s))
	i := 0
	for i < limit && s[i] >= ' ' && s[i] < 0x7f {
		i++
	}
	if i > 0 && i < len(s) && s[i] >= utf8.RuneSelf {
		i--
	}
	return i
}

// Safe returns s as one line in which everything is visible: a line feed is ␊,
// an escape ␛, a byte that is not UTF-8 \x9b, a bidi control <U+202E>.
func Safe(s string) string {
	if printable(s, len(s)) == len(s) {
		return s
	}
	dst := make([]byte, 0, len(s)+len(s)/4+16)
	for len(s) > 0 {
		if n := printable(s, len(s)); n > 0 {
			dst = append(dst, s[:n]...)
			s = s[n:]
			continue
		}
		var n int
		dst, _, n, _ = appendNext(dst, s, ansi.GraphemeWidth)
		s = s[n:]
	}
	return string(dst)
}

// SafeLine returns Safe(s) cut to width cells, with … in the last cell when
// something was cut. It looks only at as much of s as can fill the line. Cells are
// counted as wcwidth does, which finds no fewer than a terminal needs that counts
// clusters.
func SafeLine(s string, width int) string { return safeLine(s, width, ansi.WcWidth) }

func safeLine(s string, width int, m ansi.Method) string {
	if len(s) <= width && printable(s, len(s)) == len(s) {
		return s
	}
	var scratch [256]byte
	dst, _ := appendSafeLine(scratch[:0], s, width, m)
	return string(dst)
}

// cells returns how many cells safeLine needs for s, most of them at most.
func (t Theme) cells(s string, most int) int {
	if n := min(len(s), max(most, 0)); printable(s, n) == n {
		return n // what follows is not drawn
	}
	var scratch [256]byte
	_, w := appendSafeLine(scratch[:0], s, most, t.method)
	return w
}

// appendSafeLine appends safeLine(s, width) and returns its width in cells.
func appendSafeLine(dst []byte, s string, width int, m ansi.Method) (out []byte, w int) {
	if width <= 0 {
		return dst, 0
	}
	// cut and cutWidth are the last place where the ellipsis still fits.
	cut, cutWidth := len(dst), 0
	for len(s) > 0 {
		if n := printable(s, width-w); n > 0 {
			dst, s, w = append(dst, s[:n]...), s[n:], w+n
			cut, cutWidth = len(dst), w
			if w == width {
				cut, cutWidth = cut-1, w-1
			}
			continue
		}
		next, cells, n, _ := appendNext(dst, s, m)
		if w+cells > width {
			return append(next[:cut], ellipsis...), cutWidth + 1
		}
		dst, s, w = next, s[n:], w+cells
		if w < width {
			cut, cutWidth = len(dst), w
		}
	}
	return dst, w
}
