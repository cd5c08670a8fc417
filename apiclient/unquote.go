package apiclient

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// unquote gives the text of a JSON string, quotes included in v, byte for byte:
// bytes that are not UTF-8 stay as they are, where jsontext would put U+FFFD in
// their place. The escape of a surrogate without its partner becomes the three
// bytes that UTF-8 would have for it, so that two different strings never come
// out the same. The grammar of v has been checked by jsontext.
func unquote(v []byte) string {
	v = v[1 : len(v)-1]
	next := bytes.IndexByte(v, '\\')
	if next < 0 {
		return string(v)
	}
	var b strings.Builder
	b.Grow(len(v))
	for next >= 0 {
		b.Write(v[:next])
		v = v[next:]
		v = v[writeEscape(&b, v):]
		next = bytes.IndexByte(v, '\\')
	}
	b.Write(v)
	if b.Len() < b.Cap()/2 {
		// Mostly \u escapes: don't keep six bytes for each.
		return strings.Clone(b.String())
	}
	return b.String()
}

// writeEscape writes what the escape at the start of v stands for and returns
// the escape's length.
func writeEscape(b *strings.Builder, v []byte) int {
	switch v[1] {
	case 'b':
		b.WriteByte('\b')
	case 'f':
		b.WriteByte('\f')
	case 'n':
		b.WriteByte('\n')
	case 'r':
		b.WriteByte('\r')
	case 't':
		b.WriteByte('\t')
	case 'u':
		return writeUnicode(b, v)
	default: // a quote, a slash or a backslash
		b.WriteByte(v[1])
	}
	return 2
}

const escapeLength = len(`\u0000`)

func writeUnicode(b *strings.Builder, v []byte) int {
	r := hex4(v[2:])
	switch {
	case r < 0xD800 || r > 0xDFFF:
		b.WriteRune(r)
		return escapeLength
	case r < 0xDC00 && len(v) >= 2*escapeLength && v[escapeLength] == '\\' && v[escapeLength+1] == 'u':
		if low := hex4(v[escapeLength+2:]); low >= 0xDC00 && low <= 0xDFFF {
			b.WriteRune((r-0xD800)<<10 + (low - 0xDC00) + 0x10000)
			return 2 * escapeLength
		}
	}
	b.WriteByte(0xE0 | byte(r>>12))
	b.WriteByte(utf8.RuneSelf | byte(r>>6)&0x3F)
	b.WriteByte(utf8.RuneSelf | byte(r)&0x3F)
	return escapeLength
}

func hex4(v []byte) rune {
	var r rune
	for _, c := range v[:4] {
		switch {
		case c >= 'a':
			c -= 'a' - 10
		case c >= 'A':
			c -= 'A' - 10
		default:
			c -= '0'
		}
		r = r<<4 | rune(c)
	}
	return r
}
