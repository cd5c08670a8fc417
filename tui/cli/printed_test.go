package cli

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
)

// obeyed is what a terminal, or who reads in one, would take for something else
// than a visible character; "" where there is nothing of that kind.
func obeyed(text string) string {
	for i, r := range text {
		size := utf8.RuneLen(r)
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			size = 1
		case r == '\n', r == '\t', r == '\u200c', r == '\u200d': // the last two join letters
			continue
		case !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp):
			continue
		}
		return text[i : i+size]
	}
	return ""
}

var hostile = []string{
	"\x1b]0;title\a", "\x1b]52;c;Zm9v\x1b\\", "\x1b[2J", "\u009b2J", "a\rb", "\x7f\b", "\u202eabc\u2066", "\u200b\ufeff", "\xff\xc2", "\u2028", "\U000e0041", "\x00",
}

func TestPrintedIsHarmless(t *testing.T) {
	t.Parallel()
	for _, text := range hostile {
		var out bytes.Buffer
		if n, err := (printed{to: &out}).Write([]byte("a\tb" + text + "\nc\n")); n != len(text)+6 || err != nil {
			t.Errorf("%q: %d, %v", text, n, err)
		}
		if got := out.String(); obeyed(got) != "" || !strings.HasPrefix(got, "a\tb") || !strings.HasSuffix(got, "\nc\n") {
			t.Errorf("%q is printed as %q", text, got)
		}
	}
}

// A line of the log can be read in a terminal, and by a program as it was meant.
func TestLoggedIsHarmless(t *testing.T) {
	t.Parallel()
	token := secret("s3cret-t0ken-that-nothing-may-show")
	for _, text := range append(hostile, "คำ orders é 🙂", "<&>\"\\", "x "+string(token)) {
		var out bytes.Buffer
		slog.New(slog.NewJSONHandler(logged{&out, token.hide}, nil)).Info("start", "queue", text)
		var line struct {
			Queue string `json:"queue"`
		}
		if err := json.Unmarshal(out.Bytes(), &line); err != nil || obeyed(out.String()) != "" {
			t.Errorf("%q is logged as %q, %v", text, &out, err)
		}
		if want := token.hide(strings.ToValidUTF8(text, "\ufffd")); line.Queue != want && utf8.ValidString(text) {
			t.Errorf("%q is read as %q", text, line.Queue)
		}
	}
}

// Only the secret and parts of it that tell enough are hidden.
func TestHiding(t *testing.T) {
	t.Parallel()
	const token = "abcdefghijklmnopqrstuvwxyz0123456789ABCD"
	for _, tt := range []struct {
		secret     secret
		text, want string
	}{
		{token, "no token", "no token"},
		{token, token, "[token]"},
		{token, token + token, "[token][token]"},
		{token, "x" + token + "y", "x[token]y"},
		{token, "of abcdefghijklmno only", "of abcdefghijklmno only"},
		{token, "of abcdefghijklmnop only", "of [token] only"},
		{token, strings.ToUpper(token), "[token]"},
		{token, "é" + token + "\xff", "é[token]\xff"},
		{token + "\xff", "\xff" + token, "\xff[token]"},
		{"12345678", "a 12345678 b 1234567", "a [token] b 1234567"},
		{"tok", "a token", "a token"},
		{"", "a token", "a token"},
	} {
		if got := tt.secret.hide(tt.text); got != tt.want {
			t.Errorf("%q is told as %q, want %q", tt.text, got, tt.want)
		}
	}
}

// What a panic says may be anything.
func TestAPanicIsToldHarmlessly(t *testing.T) {
	t.Parallel()
	defer func() {
		if why := recover(); why != "␛]0;[token]␇\nagain" {
			t.Errorf("it says %q", why)
		}
	}()
	c := careful{hide: secret("12345678").hide}
	defer c.clean()
	panic("\x1b]0;12345678\a\nagain")
}
