package cli

import (
	"strings"
	"unicode"
)

// secret is the API token, as far as the environment gives one: whatever is
// printed has a word in its place.
type secret string

const (
	// secretPart is how much of a secret tells enough of it, in bytes. What is
	// shorter than secretLeast is no token, and may be in any word.
	secretPart  = 16
	secretLeast = 8
	insteadOf   = "[token]"
)

// hide puts a word in the place of the secret and of each part of it, in any
// letter case, wherever a text holds one.
func (s secret) hide(text string) string {
	if len(s) < secretLeast || len(text) < min(len(s), secretPart) {
		return text
	}
	whole, low := lower(string(s)), lower(text)
	part := min(len(s), secretPart)
	var b strings.Builder
	kept := 0
	for i := 0; i+part <= len(low); {
		if !strings.Contains(whole, low[i:i+part]) {
			i++
			continue
		}
		end := i + part
		for end < len(low) && strings.Contains(whole, low[i:end+1]) {
			end++
		}
		b.WriteString(text[kept:i] + insteadOf)
		i, kept = end, end
	}
	return b.String() + text[kept:]
}

// lower is in lower case as far as ASCII goes, byte for byte.
func lower(s string) string {
	low := []byte(s)
	for i, c := range low {
		if 'A' <= c && c <= 'Z' {
			low[i] = c - 'A' + 'a'
		}
	}
	return string(low)
}

// in says whether a text that was given for something else is the secret or holds
// it, however it was pasted: with spaces or line ends in it, in quotes, behind
// the name of its header or variable.
func (s secret) in(text string) bool {
	bare := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("\"'`", r) {
			return -1
		}
		return r
	}, text)
	return bare != "" && (bare == string(s) || s.hide(bare) != bare)
}

// looksSecret says whether a text has the form of a token, so that it is taken
// for one whatever the environment holds: behind the name of its header, with the
// beginning of Cloudflare's newer tokens, or forty characters at random.
func looksSecret(text string) bool {
	text = strings.Trim(text, " \t\r\n\"'`")
	low := strings.ToLower(text)
	for _, prefix := range []string{"bearer ", "authorization:", "cfut_", "cfat_", "cfk_"} {
		if strings.HasPrefix(low, prefix) {
			return true
		}
	}
	var lowers, uppers, digits bool
	for _, r := range text {
		switch {
		case 'a' <= r && r <= 'z':
			lowers = true
		case 'A' <= r && r <= 'Z':
			uppers = true
		case '0' <= r && r <= '9':
			digits = true
		case r != '-' && r != '_':
			return false
		}
	}
	return len(text) == 40 && lowers && uppers && digits
}
