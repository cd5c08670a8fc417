package apiclient

import (
	"errors"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// The decoder takes so many levels, which is more than anybody meant to send.
const mostLevels = 10_000

// errTooDeep is an answer that the decoder can't go through.
var errTooDeep = errors.New("the answer is nested more than 10,000 levels deep")

// isTooDeep reports whether the decoder stopped for the depth alone.
func isTooDeep(where jsontext.Pointer) bool { return strings.Count(string(where), "/") >= mostLevels-1 }

// aroundMembers are the levels around a member of a message: the answer, its
// result, the list and the message.
const aroundMembers = 4

// shallow puts each value that stands there and has more levels than that into a
// string, with the text that it came in, and says how many there were. It knows
// nothing of JSON but brackets and strings.
func shallow(data []byte, levels int) (out []byte, replaced int) {
	depth, deepest, start, kept := 0, 0, 0, 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = endOfString(data, i)
		case '{', '[':
			if depth == aroundMembers {
				start, deepest = i, 0
			}
			depth++
			deepest = max(deepest, depth-aroundMembers)
		case '}', ']':
			depth--
			if depth == aroundMembers && deepest > levels {
				out = appendQuoted(append(out, data[kept:start]...), data[start:i+1])
				kept = i + 1
				replaced++
			}
		}
	}
	if replaced == 0 {
		return data, 0
	}
	return append(out, data[kept:]...), replaced
}

// endOfString finds the quote that ends the string which begins at i.
func endOfString(data []byte, i int) int {
	for i++; i < len(data) && data[i] != '"'; i++ {
		if data[i] == '\\' {
			i++
		}
	}
	return i
}

// appendQuoted writes text as a JSON string of which unquote gives the same bytes,
// whether they are UTF-8 or not.
func appendQuoted(dst, text []byte) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}

// keptAsText notes what shallow did.
func (o *oddities) keptAsText(n int) {
	said := " values are nested more than 9,000 levels deep and were kept as text"
	if n == 1 {
		said = " value is nested more than 9,000 levels deep and was kept as text"
	}
	o.add(strconv.Itoa(n) + said)
}
