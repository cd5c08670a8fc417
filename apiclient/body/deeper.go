package body

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Deeper decodes what b shows once more. What is base64 in whichever spelling
// (either alphabet, with or without padding, in one line or wrapped) is decoded;
// text that is not UTF-8 is read as Latin-1. Nobody said that it is either, so
// this is for those who ask for it. Raw stays. The error wraps [ErrNotBase64] and
// says where the bytes stop being base64.
func (b Body) Deeper() (Body, error) {
	decoded, encoding, err := anyBase64(b.Bytes)
	if err != nil && isLatin1(b.Bytes) {
		return b.through(latin1, fromLatin1(b.Bytes)).as(b.Kind), nil
	}
	if err != nil {
		return Body{}, err
	}
	d := b.through(encoding, decoded)
	if b.Err == nil {
		return d.recognised(), nil
	}
	return d.as(b.Kind), nil // as if the spelling had been the API's
}

// as is b as what the content type asked for.
func (b Body) as(kind Kind) Body {
	b.Kind = kind
	if kind == JSON {
		return b.asJSON(scanned(b.Bytes))
	}
	return b.recognised()
}

// through is what is shown when one more encoding is taken off.
func (b Body) through(encoding string, decoded []byte) Body {
	steps := b.steps + ", " + encoding
	return Body{Kind: Unknown, Raw: b.Raw, Bytes: decoded, How: steps + " -> " + size(len(decoded)), steps: steps}
}

const latin1 = "Latin-1"

// isLatin1 reports whether bytes are no UTF-8, and text if they are Latin-1: any
// bytes can be read so, and those of an image should not be.
func isLatin1(data []byte) bool {
	return firstBad(data) >= 0 && !bytes.ContainsFunc(fromLatin1(data), func(r rune) bool {
		return unicode.IsControl(r) && !unicode.IsSpace(r)
	})
}

func fromLatin1(data []byte) []byte {
	text := make([]byte, 0, len(data)+len(data)/4)
	for _, c := range data {
		text = utf8.AppendRune(text, rune(c))
	}
	return text
}

// anyBase64 decodes base64 in any spelling and names what is unusual in it.
func anyBase64(data []byte) (decoded []byte, spelling string, err error) {
	digits, wrapped := unwrapped(bytes.Trim(data, " \t\r\n"))
	padded := len(digits)
	digits = bytes.TrimRight(digits, "=")
	if len(digits) == 0 {
		return nil, "", fmt.Errorf("%w: there is nothing to decode", ErrNotBase64)
	}
	url := bytes.ContainsAny(digits, "-_")
	encoding, unusual := base64.RawStdEncoding, []string{"base64"}
	if url {
		encoding, unusual = base64.RawURLEncoding, []string{"URL-safe base64"}
	}
	decoded = make([]byte, encoding.DecodedLen(len(digits)))
	if _, err := encoding.Decode(decoded, digits); err != nil {
		return nil, "", fmt.Errorf("%w: %s", ErrNotBase64, whyNot(data, digits, url))
	}
	if padded%4 != 0 {
		unusual = append(unusual, "without its padding")
	}
	if wrapped {
		unusual = append(unusual, "in several lines")
	}
	return decoded, strings.Join(unusual, " "), nil
}

// unwrapped joins lines.
func unwrapped(data []byte) (digits []byte, wrapped bool) {
	if !bytes.ContainsAny(data, "\r\n") {
		return data, false
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r"), nil), []byte("\n"), nil), true
}

// whyNot finds what stands where no digit of base64 may.
func whyNot(data, digits []byte, url bool) string {
	for i, c := range data {
		switch {
		case url && (c == '+' || c == '/'):
			return here(data, i) + ", of the other alphabet"
		case isDigit(c), c == '\r', c == '\n':
		case (c == '=' || c == ' ' || c == '\t') && len(bytes.Trim(data[i:], "= \t\r\n")) == 0:
		default:
			return here(data, i)
		}
	}
	return grouped(len(digits)) + " digits, one too many or too few"
}

func isDigit(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("+/-_", c) >= 0
}
