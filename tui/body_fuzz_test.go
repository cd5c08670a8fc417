package tui

import (
	"encoding/base64"
	"strings"
	"testing"

	"leaseview/apiclient"
	"leaseview/keymap"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
	"leaseview/views"
)

// FuzzBodyModes shows a body in every mode, as deep as it goes. The raw mode is
// the same at every depth, and whatever a mode shows, a copy of it can be drawn.
func FuzzBodyModes(f *testing.F) {
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for _, contentType := range []string{"json", "text", "bytes", "v8", ""} {
		for _, body := range []string{
			"", "1234", `{"a":[1,2]}`, encode(`{"note":"cut \ud83d"}`), encode("\ufeff{}\n[]"), encode("[\"caf\xe9\"]"), encode(encode("twice")),
			strings.TrimRight(encode("no padding"), "="), "caf\xe9", "\x1b]0;title\x07", encode(strings.Repeat("[", 1200)), strings.Repeat("[", 1200) + strings.Repeat("]", 1200),
		} {
			f.Add(contentType, body, 40)
		}
	}
	keys := words.KeysOf(keymap.Default())
	f.Fuzz(func(t *testing.T, contentType, raw string, width int) {
		e := inbox.Entry{Message: apiclient.Message{ID: "a", Body: raw, Metadata: []apiclient.MetadataEntry{{Key: "CF-Content-Type", Value: contentType}}}}
		var rawLines string
		for deeper := range 4 {
			for mode := range views.BodyRaw + 1 {
				in := bodyInput(e, bodyForm{mode, deeper}, keys)
				if in.Raw != raw {
					t.Fatalf("raw is %q, not %q", in.Raw, raw)
				}
				views.PrepareBody(in, width%200, views.NewTheme(views.Dark()))
				lines := strings.Join(views.BodyLines(in), "\n")
				if strings.ContainsAny(lines, "\x1b\x07\u009b") {
					t.Fatalf("%q is not for a screen", lines)
				}
				switch {
				case mode != views.BodyRaw:
				case deeper == 0:
					rawLines = lines
				case lines != rawLines:
					t.Fatalf("raw is %q, and %q when decoded deeper", rawLines, lines)
				}
			}
		}
	})
}
