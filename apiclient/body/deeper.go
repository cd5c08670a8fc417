package body

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
)

// Deeper decodes what b shows once more, as base64 in whichever spelling it is:
// either alphabet, with or without padding, in one line or wrapped. Nobody said
// that it is base64, so this is for those who ask for it. Raw stays. The error
// wraps [ErrNotBase64] and says where the bytes stop being base64.
func (b Body) Deeper() (Body, error) {
	decoded, spelling, err := anyBase64(b.Bytes)
	if err != nil {
		return Body{}, err
	}
	steps := b.steps + ", " + spelling
	d := Body{Kind: Unknown, Raw: b.Raw, Bytes: decoded, How: steps + " -> " + size(len(decoded)), steps: steps}
	if b.Err == nil {
		return d.recognised(), nil
	}
	// What the content type asked for, if the spelling had been the API's.
	if d.Kind = b.Kind; d.Kind == JSON {
		return d.asJSON(scanned(decoded)), nil
	}
	return d.recognised(), nil
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
