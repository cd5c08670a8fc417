package body

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Why a content type's decoding was given up.
var (
	ErrNotJSON   = errors.New("neither JSON nor base64")
	ErrNotBase64 = errors.New("not base64")
)

// The content types of the API.
const (
	typeText  = "text"
	typeJSON  = "json"
	typeBytes = "bytes"
	typeV8    = "v8"
)

// maxTypeShown bounds an unknown content type in How.
const maxTypeShown = 40

// String is the kind's content type, "unknown" for the rest.
func (k Kind) String() string {
	switch k {
	case Text:
		return typeText
	case JSON:
		return typeJSON
	case Bytes:
		return typeBytes
	case V8:
		return typeV8
	case Unknown:
	}
	return "unknown"
}

// Decode decodes the string of the wire by the content type, letter case aside.
// It never fails: when the content type doesn't fit, Bytes are those of raw, and
// Err and Note say why.
//
// The documentation has json and bytes in base64, while json was also recorded
// plain. An object or a list can't be taken for base64, so those are told apart;
// a bare scalar such as 1234 can, and is left as it came. What is base64 and no
// JSON itself is decoded, whatever the bytes are: Note says how they are no JSON.
func Decode(contentType, raw string) Body {
	switch strings.ToLower(strings.TrimSpace(contentType)) {
	case typeText:
		b := plain(Text, raw, typeText, " -> ")
		if bad := firstBad(b.Bytes); bad >= 0 {
			b.Note, b.Next = notUTF8(b.Bytes, bad), nextOf(b.Bytes)
		}
		return b.recognised()
	case typeJSON:
		return decodeJSON(raw)
	case typeBytes:
		return decodeBase64(Bytes, raw, typeBytes).recognised()
	case typeV8:
		return decodeBase64(V8, raw, "v8 (not decodable)")
	}
	return guess(contentType, raw)
}

// DecodeValue is for a body that was no string on the wire but a JSON value: its
// text is what there is, whatever the content type says.
func DecodeValue(contentType, value string) Body {
	steps := "json, not in a string on the wire"
	if contentType != "" && !strings.EqualFold(contentType, typeJSON) {
		steps = shownType(contentType) + ", but JSON and not in a string on the wire"
	}
	return plain(JSON, value, steps, " -> ").asJSON(scanned([]byte(value)))
}

// plain keeps raw as it came. Its size completes the sentence.
func plain(kind Kind, raw, steps, sentence string) Body {
	return Body{Kind: kind, Raw: raw, Bytes: []byte(raw), How: steps + sentence + size(len(raw)), steps: steps}
}

const asItCame = ", shown as it came, "

// givenUp keeps raw as it came, since the content type doesn't fit for the
// reason in err.
func givenUp(kind Kind, raw, label string, err error) Body {
	b := plain(kind, raw, label, asItCame)
	b.Err, b.Note = err, err.Error()
	_, spelling, not := anyBase64(b.Bytes)
	switch {
	case not == nil:
		b.Next = spelling
		b.Note += " as the API spells it"
	case kind != JSON:
		b.Note = not.Error()
	}
	return b
}

func decodeJSON(raw string) Body {
	found := scanned([]byte(raw))
	decoded, isBase64 := fromBase64(raw)
	switch {
	case found.isJSON() && isBase64:
		b := plain(JSON, raw, typeJSON, ", a bare value that is base64 as well: shown as it came, ")
		return b.asJSON(found)
	case found.isJSON():
		return plain(JSON, raw, typeJSON, ", plain -> ").asJSON(found)
	case isBase64 && raw != "":
		return inBase64(JSON, raw, typeJSON, decoded).asJSON(scanned(decoded))
	}
	b := givenUp(JSON, raw, typeJSON, ErrNotJSON)
	if b.Next == "" {
		b.Note += ": " + found.problem()
	}
	return b
}

func decodeBase64(kind Kind, raw, label string) Body {
	decoded, ok := fromBase64(raw)
	if !ok {
		return givenUp(kind, raw, label, ErrNotBase64)
	}
	return inBase64(kind, raw, label, decoded)
}

func inBase64(kind Kind, raw, label string, decoded []byte) Body {
	steps := label + ", base64"
	return Body{Kind: kind, Raw: raw, Bytes: decoded, How: steps + " -> " + size(len(decoded)), steps: steps}
}

// asJSON notes what is off with bytes that should be JSON.
func (b Body) asJSON(found *scan) Body {
	b.IsJSON = found.isJSON()
	remarks := found.remarks()
	if !b.IsJSON {
		remarks = []string{"not JSON: " + found.problem()}
	}
	b.Note, b.Next = strings.Join(remarks, "; "), ""
	if b.IsJSON {
		b.Next = nextOf(b.Bytes)
	}
	return b
}

// nextOf is what text that is not UTF-8 can be read as.
func nextOf(data []byte) string {
	if bad := firstBad(data); bad >= 0 && !isHalf(data[bad:]) && isLatin1(data) {
		return latin1
	}
	return ""
}

// recognised looks for JSON in what nobody declared to be JSON. A bare number or
// string is none: most text would be.
func (b Body) recognised() Body {
	if b.Err != nil || !startsStructure(b.Bytes) {
		return b
	}
	if found := scanned(b.Bytes); found.isStructure() {
		b = b.asJSON(found)
		b.How += "; shown as JSON"
	}
	return b
}

// startsStructure spares all other bytes the scan.
func startsStructure(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte(byteOrderMark)), " \t\r\n")
	return len(data) > 0 && (data[0] == '{' || data[0] == '[')
}

// guess leaves raw as it came and says what it may be.
func guess(contentType, raw string) Body {
	label := "no content type"
	if contentType != "" {
		label = "unknown content type " + shownType(contentType)
	}
	b := plain(Unknown, raw, label, asItCame)
	if recognised := b.recognised(); recognised.IsJSON {
		return recognised
	}
	if looks := looksLike(raw); looks != "" {
		b.How, b.Next = b.How+looks, "base64"
	}
	return b
}

// shortestGuess is the length below which a word may be base64 by accident.
const shortestGuess = 16

func looksLike(raw string) string {
	decoded, ok := fromBase64(raw)
	switch {
	case !ok || len(decoded) == 0:
		return ""
	case isV8(decoded):
		return "; it looks like v8 in base64"
	case scanned(decoded).isJSON():
		return "; it looks like JSON in base64"
	case len(raw) >= shortestGuess && isPrintable(decoded):
		return "; it looks like text in base64"
	case len(raw) >= shortestGuess && strings.ContainsAny(raw, "0123456789+/="):
		return "; it looks like bytes in base64"
	}
	return ""
}

// fromBase64 accepts nothing but the one base64 string that its result has, so
// that encoding the result again gives raw. The decoder of the standard library
// skips line ends, which are therefore refused first.
func fromBase64(raw string) ([]byte, bool) {
	if len(raw)%4 != 0 || strings.ContainsAny(raw, "\r\n") {
		return nil, false
	}
	decoded, err := base64.StdEncoding.Strict().DecodeString(raw)
	if err != nil {
		return nil, false
	}
	return decoded, true
}

// isV8 knows the header of v8's serializer: 0xFF and the version of the format,
// 13 and up since 2017.
func isV8(b []byte) bool { return len(b) > 2 && b[0] == 0xFF && b[1] >= 0x0D && b[1] <= 0x1F }

func isPrintable(b []byte) bool {
	return utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool {
		return !unicode.IsPrint(r) && !unicode.IsSpace(r)
	})
}

// shownType quotes a content type from outside, cut to what fits in a sentence.
func shownType(contentType string) string {
	if len(contentType) > maxTypeShown {
		contentType = strings.ToValidUTF8(contentType[:maxTypeShown], "") + "…"
	}
	return strconv.Quote(contentType)
}

// size writes a length as people read it: "1 byte", "1,204 bytes".
func size(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return grouped(n) + " bytes"
}

// grouped writes a count with a comma before each three digits.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
