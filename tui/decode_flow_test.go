package tui_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"leaseview/tui/internal/story"
)

// bodied is a peeked message with a body as it came in its string.
func bodied(id, contentType, body string) string {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return `{"id":"` + id + `","attempts":0,"ref":"r","body":` + string(text) + `,"metadata":{"CF-Content-Type":"` + contentType + `"}}`
}

// peeking answers each peek with these messages.
func peeking(messages ...string) story.Setup {
	return story.Setup{Client: scripted(map[string][]string{"peek": {result(`{"messages":[` + strings.Join(messages, ",") + `]}`)}}).install}
}

func encoded(body string) string { return base64.StdEncoding.EncodeToString([]byte(body)) }

// A Worker that cuts a string within an emoji sends JSON that no strict parser
// takes. It is shown, its fault is named, and every copy is what it says.
func TestJSONThatIsNotStrictIsShown(t *testing.T) {
	t.Parallel()
	const cut = `{"note":"cut \ud83d"}`
	flow(t, peeking(bodied("m1", "json", encoded(cut))), func(d *driver) {
		d.Sees(`"note": "cut \ud83d"`, "pretty · json, base64 -> 21 bytes", `! \ud83d at offset 13 is half of a pair, which strict JSON`)
		for key, want := range map[string]string{"b": cut, "r": encoded(cut), "s": "{\n  \"note\": \"cut \\ud83d\"\n}"} {
			d.Press("Y", key)
			if got := d.Copied.Last(); got != want {
				t.Errorf("%s copied %q, want %q", key, got, want)
			}
		}
		d.Press("t")
		d.Sees("text · json, base64 -> 21 bytes", cut)
		d.Press("t")
		d.Sees("hex · json, base64 -> 21 bytes", "7b 22 6e 6f 74 65 22 3a")
		d.Press("t")
		d.Sees("raw · json, base64 -> 21 bytes", encoded(cut))
	})
}

// JSON sent as text or as bytes is indented, and said to be JSON. A number or a
// string alone is the text that it was sent as.
func TestJSONSentAsSomethingElseIsShownAsJSON(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, message string
		sees          []string
	}{
		{"text", bodied("m1", "text", `{"a":[1,2.50]}`), []string{`"a": [`, "2.50", "pretty · text -> 14 bytes; shown as JSON"}},
		{"bytes", bodied("m1", "bytes", encoded(`{"a":1}`)), []string{`"a": 1`, "pretty · bytes, base64 -> 7 bytes; shown as JSON"}},
		{"lines", bodied("m1", "text", "{\"a\":1}\n{\"b\":2}\n"), []string{`"a": 1`, `"b": 2`, "! 2 JSON values, one after another"}},
		{"a mark", bodied("m1", "json", encoded("\ufeff{\"a\":1}")), []string{`"a": 1`, "! begins with a byte order mark"}},
		{"Latin-1", bodied("m1", "json", encoded("{\"a\":\"caf\xe9\"}")), []string{`"a": "caf`, "! not UTF-8: 0xe9 at offset 9, which would be é in Latin-1;", "> decodes it as Latin-1"}},
		{"a string", bodied("m1", "text", `"hello"`), []string{`"hello"`, "pretty · text -> 7 bytes"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			flow(t, peeking(tt.message), func(d *driver) {
				d.Sees(tt.sees...)
				if tt.name == "a string" {
					d.Misses("shown as JSON")
				}
			})
		})
	}
}

// Base64 in another spelling than the API's waits for a key, which the note names.
// What it decodes is of that message only, and raw stays what came.
func TestBase64InAnotherSpellingIsDecodedByAKey(t *testing.T) {
	t.Parallel()
	const object = `{"a":12}`
	unpadded := strings.TrimRight(encoded(object), "=")
	flow(t, peeking(bodied("m1", "json", unpadded), bodied("m2", "text", "hello")), func(d *driver) {
		d.Sees(unpadded, "pretty · json, shown as it came, 11 bytes",
			"! neither JSON nor base64 as the API spells it; > decodes", "base64 without its padding")
		d.Press("Y", "d")
		d.Sees("not now: > goes deeper", "> goes deeper.")
		d.Press("esc", "t", "t", "t", ">")
		d.Sees("pretty · json, base64 without its padding -> 8 bytes", `"a": 12`)
		d.Misses("decodes it as")
		for key, want := range map[string]string{"d": object, "b": unpadded, "r": unpadded, "s": "{\n  \"a\": 12\n}"} {
			d.Press("Y", key)
			if got := d.Copied.Last(); got != want {
				t.Errorf("%s copied %q, want %q", key, got, want)
			}
		}
		d.Press(">")
		d.Sees("Nothing deeper to show: not base64: '{' at offset 0.", `"a": 12`)
		d.Press("<")
		d.Sees("json, shown as it came, 11 bytes")
		d.Press("<")
		d.Sees("The body is decoded as its content type says: > goes deeper, t shows it raw.")
		d.Press(">", "j", ">")
		d.Sees("Nothing deeper to show: not base64: 5 digits, one too many or too few.")
		d.Press("k")
		d.Sees("json, shown as it came, 11 bytes")
	})
}

// Why a body is not decoded is said once, whole, at every size, and then the body
// is there as it came.
func TestWhyABodyIsNotDecodedIsSaidOnceAndWhole(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		for contentType, why := range map[string]string{"json": "neither JSON nor base64: '<' at offset 0", "bytes": "not base64: '<' at offset 0"} {
			t.Run(contentType, func(t *testing.T) {
				t.Parallel()
				with := peeking(bodied("m1", contentType, "<p>"))
				with.Width, with.Height = size[0], size[1]
				flow(t, with, func(d *driver) {
					d.Press("enter")
					d.Sees("! "+why, contentType+", shown as it came, 3 bytes", "<p>")
					if words := d.Words(); strings.Count(words, "not base64")+strings.Count(words, "nor base64") != 1 {
						t.Errorf("at %v it is not said once:\n%s", size, d.Screen())
					}
				})
			})
		}
	}
}

// Twenty thousand levels are JSON, shown as far as anybody reads.
func TestDeepJSONIsJSON(t *testing.T) {
	t.Parallel()
	const deep = 20_000
	body := strings.Repeat("[", deep) + strings.Repeat("]", deep)
	flow(t, peeking(bodied("m1", "json", encoded(body))), func(d *driver) {
		d.Wait(story.Frame)
		d.Sees("pretty · json, base64 -> 40,000 bytes", "! more than 1000 levels deep: from there on as it came")
		d.Misses("not JSON")
		d.Press("Y", "b")
		if got := d.Copied.Last(); got != body {
			t.Errorf("copied %d bytes", len(got))
		}
	})
}
