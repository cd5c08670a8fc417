package body

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// byteOrderMark is what some writers put before UTF-8.
const byteOrderMark = "\ufeff"

// scan goes through bytes as JSON, once and without recursion, however deep they
// are nested. Names may repeat. What is off without spoiling the grammar is
// noted: where text stops being UTF-8, and an escape that is half of a pair.
type scan struct {
	data []byte
	at   int
	open []byte // the brackets around at

	values  int  // whole ones
	scalars bool // one of them is no object and no list
	marked  bool // begins with a byte order mark
	wrong   string
	badAt   int // the first byte that is not UTF-8; -1 for none
	halfAt  int // the first escape without its partner; -1 for none
}

// scanned scans data from its first byte to its last.
func scanned(data []byte) *scan {
	s := &scan{data: data, badAt: -1, halfAt: -1}
	if bytes.HasPrefix(data, []byte(byteOrderMark)) {
		s.marked, s.at = true, len(byteOrderMark)
	}
	for s.space(); s.wrong == "" && (s.at < len(data) || s.values == 0); s.space() {
		if s.value() {
			s.values++
		}
	}
	return s
}

// isJSON reports whether the bytes are one JSON value, or objects and lists one
// after another. A byte order mark and text that is not UTF-8 are let through.
func (s *scan) isJSON() bool { return s.wrong == "" && (s.values == 1 || !s.scalars) }

// isStructure reports whether they are nothing but whole objects and lists.
func (s *scan) isStructure() bool { return s.isJSON() && !s.scalars }

// problem says why they are no JSON.
func (s *scan) problem() string {
	if s.wrong == "" {
		return "several values that are no objects or lists"
	}
	return s.wrong
}

// remarks are what is off with bytes that are JSON.
func (s *scan) remarks() []string {
	var out []string
	if s.marked {
		out = append(out, "begins with a byte order mark")
	}
	if s.values > 1 {
		out = append(out, grouped(s.values)+" JSON values, one after another")
	}
	if s.halfAt >= 0 {
		out = append(out, fmt.Sprintf("%s at offset %d is half of a pair, which strict JSON refuses", s.data[s.halfAt:s.halfAt+escapeLength], s.halfAt))
	}
	if s.badAt >= 0 {
		out = append(out, notUTF8(s.data, s.badAt))
	}
	return out
}

// notUTF8 says where bytes stop being UTF-8. Which encoding was meant is nothing
// that they tell.
func notUTF8(data []byte, at int) string {
	c := data[at]
	if isHalf(data[at:]) {
		return fmt.Sprintf("not UTF-8: half of a surrogate pair at offset %d", at)
	}
	said := fmt.Sprintf("not UTF-8: 0x%02x at offset %d", c, at)
	if c >= firstLatin1 && unicode.IsGraphic(rune(c)) && c != softHyphen {
		said += fmt.Sprintf(", which would be %c in Latin-1", c)
	}
	return said
}

// isHalf reports whether data begins with one half of a surrogate pair, in the
// three bytes that UTF-8 would have for it.
func isHalf(data []byte) bool {
	return len(data) >= utf8.UTFMax-1 && data[0] == 0xED && data[1] >= 0xA0 && data[1] <= 0xBF && data[2]&0xC0 == utf8.RuneSelf
}

const (
	firstLatin1 = 0xA1
	softHyphen  = 0xAD
)

// firstBad is where bytes stop being UTF-8; -1 where they don't.
func firstBad(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return at
}

// value reads one value; false where it is none.
func (s *scan) value() bool {
	s.open = s.open[:0]
	if c := s.peek(); c != '{' && c != '[' {
		s.scalars = true
	}
	for s.element() {
		if len(s.open) == 0 {
			return true
		}
	}
	return false
}

// element reads the beginning of a value, up to where the next one begins: a
// scalar or an opening bracket, and the brackets and the comma after it.
func (s *scan) element() bool {
	switch c := s.peek(); c {
	case '{', '[':
		s.at++
		s.open = append(s.open, c)
		s.space()
		if s.peek() != c+2 { // '{' and '}', '[' and ']'
			return c == '[' || s.name()
		}
	case '"':
		if !s.text() {
			return false
		}
	case 't':
		return s.word("true") && s.after()
	case 'f':
		return s.word("false") && s.after()
	case 'n':
		return s.word("null") && s.after()
	default:
		return s.number() && s.after()
	}
	return s.after()
}

// after reads the closing brackets and the comma after a value.
func (s *scan) after() bool {
	for len(s.open) > 0 {
		s.space()
		top := s.open[len(s.open)-1]
		switch s.peek() {
		case top + 2:
			s.at++
			s.open = s.open[:len(s.open)-1]
		case ',':
			s.at++
			s.space()
			return top == '[' || s.name()
		default:
			return s.fail()
		}
	}
	return true
}

// name reads a member's name and its colon.
func (s *scan) name() bool {
	if s.peek() != '"' {
		return s.fail()
	}
	if !s.text() {
		return false
	}
	s.space()
	if s.peek() != ':' {
		return s.fail()
	}
	s.at++
	s.space()
	return true
}

// peek is the next byte; 0, which stands nowhere in JSON, at the end.
func (s *scan) peek() byte {
	if s.at < len(s.data) {
		return s.data[s.at]
	}
	return 0
}

func (s *scan) space() {
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return
		}
	}
}

// fail says what stands where something else should.
func (s *scan) fail() bool {
	switch {
	case len(s.data) == 0:
		s.wrong = "empty"
	case s.at >= len(s.data):
		s.wrong = "it ends too early"
	default:
		s.wrong = here(s.data, s.at)
	}
	return false
}

// here names a byte and where it stands.
func here(data []byte, at int) string {
	if c := data[at]; c >= ' ' && c < '\x7f' {
		return fmt.Sprintf("%q at offset %d", c, at)
	}
	return fmt.Sprintf("0x%02x at offset %d", data[at], at)
}

func (s *scan) word(word string) bool {
	for i := range len(word) {
		if s.peek() != word[i] {
			return s.fail()
		}
		s.at++
	}
	return true
}

func (s *scan) number() bool {
	if s.peek() == '-' {
		s.at++
	}
	if s.peek() == '0' {
		s.at++
	} else if !s.digits() {
		return false
	}
	if s.peek() == '.' {
		s.at++
		if !s.digits() {
			return false
		}
	}
	if c := s.peek(); c != 'e' && c != 'E' {
		return true
	}
	s.at++
	if c := s.peek(); c == '+' || c == '-' {
		s.at++
	}
	return s.digits()
}

func (s *scan) digits() bool {
	start := s.at
	for c := s.peek(); c >= '0' && c <= '9'; c = s.peek() {
		s.at++
	}
	return s.at > start || s.fail()
}

// text reads a string.
func (s *scan) text() bool {
	s.at++
	start, ascii := s.at, true
	for s.at < len(s.data) {
		switch c := s.data[s.at]; {
		case c == '"':
			if !ascii {
				s.checkUTF8(start)
			}
			s.at++
			return true
		case c == '\\':
			if !s.escape() {
				return false
			}
		case c < ' ':
			return s.fail()
		default:
			ascii = ascii && c < utf8.RuneSelf
			s.at++
		}
	}
	return s.fail()
}

func (s *scan) checkUTF8(start int) {
	if s.badAt >= 0 {
		return
	}
	if bad := firstBad(s.data[start:s.at]); bad >= 0 {
		s.badAt = start + bad
	}
}

const escapeLength = len(`\u0000`)

func (s *scan) escape() bool {
	start := s.at
	s.at++
	switch s.peek() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		s.at++
		return true
	case 'u':
		s.at = start
	default:
		return s.fail()
	}
	r, ok := s.hex4()
	switch {
	case !ok:
		return false
	case r < 0xD800 || r > 0xDFFF:
		return true
	}
	if r < 0xDC00 && bytes.HasPrefix(s.data[s.at:], []byte(`\u`)) {
		after := s.at
		low, ok := s.hex4()
		switch {
		case !ok:
			return false
		case low >= 0xDC00 && low <= 0xDFFF:
			return true
		}
		s.at = after // an escape of its own
	}
	if s.halfAt < 0 {
		s.halfAt = start
	}
	return true
}

// hex4 reads an escape of four hexadecimal digits.
func (s *scan) hex4() (r rune, ok bool) {
	s.at += len(`\u`)
	for range 4 {
		c := s.peek()
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, s.fail()
		}
		r = r<<4 | rune(c)
		s.at++
	}
	return r, true
}
