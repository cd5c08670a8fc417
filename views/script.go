package views

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// What some scripts need before their text can stand in cells: joiners, conjoining
// letters, characters of several code points, and a direction of their own.

const (
	zwnj = '\u200c'
	zwj  = '\u200d'
)

func isJoiner(r rune) bool { return r == zwnj || r == zwj }

// viramas are the signs that take a consonant's vowel away, by which a joiner says
// how the consonants are joined: canonical combining class 9 in Unicode.
var viramas = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x094d, 0x0d4d, 0x80}, // Devanagari to Malayalam, 128 code points apart
		{0x0d3b, 0x0d3c, 1},
		{0x0dca, 0x0dca, 1},
		{0x0e3a, 0x0eba, 0x80},
		{0x0f84, 0x0f84, 1},
		{0x1039, 0x103a, 1},
		{0x1714, 0x1714, 1},
		{0x17d2, 0x17d2, 1},
		{0x1a60, 0x1a60, 1},
		{0x1b44, 0x1b44, 1},
		{0xa806, 0xa806, 1},
		{0xa8c4, 0xa8c4, 1},
		{0xa953, 0xa953, 1},
		{0xa9c0, 0xa9c0, 1},
	},
	R32: []unicode.Range32{{0x11046, 0x11046, 1}, {0x110b9, 0x110b9, 1}, {0x11133, 0x11134, 1}, {0x111c0, 0x111c0, 1}, {0x11442, 0x11442, 1}},
}

// joins reports whether a joiner stands where a script needs one: after the sign
// that joins consonants, on a letter, before it in Bengali, or, as between the parts of a
// Persian word, between two letters that would join. Anywhere else it could only
// hide something.
func joins(before string, joiner rune, after string) bool {
	if !isJoiner(joiner) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	switch {
	case unicode.Is(viramas, last):
		first, _ := utf8.DecodeRuneInString(before)
		return unicode.IsLetter(first)
	case joiner == zwj:
		return next == 0x09cd && last == 0x09b0
	}
	return joining(strings.TrimRightFunc(before, func(r rune) bool { return unicode.Is(unicode.Mn, r) })) && joining(after)
}

// joining reports whether text is a letter, alone or with more after it, of a script
// whose letters join their neighbours.
func joining(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return r != 0x621 && r != 0x674 && unicode.Is(unicode.Lo, r) && unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Nko)
}

// emojiSequence returns the length of a picture at the start of s that is made of
// several: joined, or of another colour of skin. Only who counts clusters draws it
// as one; for the others its parts are told apart by what joins them.
func emojiSequence(s string, m ansi.Method) int {
	if m != ansi.GraphemeWidth || s[0] < 0xe2 {
		return 0
	}
	cluster, width := ansi.FirstGraphemeCluster(s[:min(len(s), clusterWindow)], m)
	if len(cluster) <= utf8.UTFMax || width != 2 {
		return 0
	}
	const most = 12 // code points: two people of a colour each, and a heart between them, have ten
	count, joined, picture := 0, false, false
	for _, r := range cluster {
		tone := r >= 0x1f3fb && r <= 0x1f3ff
		switch {
		case r == zwj || tone:
			if !picture {
				return 0
			}
			joined, picture = true, tone
		case r == 0xfe0f:
			if !picture {
				return 0
			}
		case r == utf8.RuneError, !unicode.Is(unicode.S, r): // what is no UTF-8 counts as a symbol
			return 0
		default:
			picture = true
		}
		count++
	}
	if !joined || !picture || count > most {
		return 0
	}
	return len(cluster)
}

// isolate stands before and after text that is written from right to left, within
// its line. A terminal that reorders moves only what lies between characters of the
// line's own direction, and this is one that nobody sees: what has no direction, as
// borders and digits, stays where it is. Isolates proper would do the same in fewer
// terminals, and some of those that don't know them draw them.
const isolate = "\u200e"

// rightToLeft reports whether text has letters that are written from right to left.
func rightToLeft[T string | []byte](text T) bool {
	for i := range len(text) {
		if text[i] < 0xd6 { // no such letter begins with it
			continue
		}
		r, _ := utf8.DecodeRuneInString(string(text[i:min(i+utf8.UTFMax, len(text))]))
		switch {
		case r == utf8.RuneError || r == 0x61c:
		case r >= 0x590 && r <= 0x8ff, r >= 0xfb1d && r <= 0xfdff, r >= 0xfe70 && r <= 0xfefe, r >= 0x10800 && r <= 0x10fff, r >= 0x1e800 && r <= 0x1efff:
			return true
		}
	}
	return false
}

// Hangul's conjoining letters, and what they make: see the Unicode standard, 3.12.
const (
	firstL, lastL     = 0x1100, 0x1112
	firstV, lastV     = 0x1161, 0x1175
	firstT, lastT     = 0x11a8, 0x11c2
	firstLV, lastLVT  = 0xac00, 0xd7a3
	vowels, syllables = 21, 28
)

// conjoins reports whether r is one of the letters of which syllables are made.
func conjoins(r rune) bool {
	return r >= 0x1100 && r <= 0x11ff || r >= 0xa960 && r <= 0xa97c || r >= 0xd7b0 && r <= 0xd7fb
}

// hangulLV reports whether r is a syllable that can take a final consonant.
func hangulLV(r rune) bool { return r >= firstLV && r <= lastLVT && (r-firstLV)%syllables == 0 }

// compose returns the syllable that the letters at the start of s make, and their
// length; 0 where they make none.
func compose(s string) (syllable rune, n int) {
	syllable, n = utf8.DecodeRuneInString(s)
	if !hangulLV(syllable) {
		vowel, more := utf8.DecodeRuneInString(s[n:])
		if syllable < firstL || syllable > lastL || vowel < firstV || vowel > lastV {
			return 0, 0
		}
		syllable, n = firstLV+((syllable-firstL)*vowels+vowel-firstV)*syllables, n+more
	}
	if last, more := utf8.DecodeRuneInString(s[n:]); last >= firstT && last <= lastT {
		syllable, n = syllable+last-firstT+1, n+more
	}
	return syllable, n
}
