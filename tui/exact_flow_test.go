package tui_test

import (
	"strings"
	"testing"

	"leaseview/tui/internal/story"
)

// Metadata is an untyped object: what is no string is shown as what it is, and
// copied with its digits, its order, and a name that comes twice.
func TestMetadataIsShownAndCopiedAsItCame(t *testing.T) {
	t.Parallel()
	const metadata = `"metadata":{"CF-Content-Type":"text","size":1.50,"tags":{"b":[1E3,"1"],"a":null},"size":"1.50","urgent":true,"hops":[],"\u006fwner":null}`
	message := strings.Replace(wireMessage("m1", "", "0"), `"metadata":{"CF-Content-Type":"text"}`, metadata, 1)
	s := scripted(map[string][]string{"peek": {result(`{"messages":[` + message + `]}`)}})
	flow(t, story.Setup{Client: s.install}, func(d *driver) {
		d.Press("]")
		d.Sees(
			"size 1.50 (a JSON number)", "size 1.50", `tags {"b":[1E3,"1"],"a":null} (a JSON object)`,
			"urgent true (a JSON boolean)", "hops [] (a JSON array)", "owner null (JSON null)",
		)
		d.Press("Y", "m")
		if got := d.Copied.Last(); !strings.Contains(got, metadata) {
			t.Errorf("copied %s\nwant %s", got, metadata)
		}
	})
}

// No metadata, none but the name, and an empty object are three things.
func TestMetadataThatIsNotThereIsNotMadeUp(t *testing.T) {
	t.Parallel()
	for member, copied := range map[string]string{
		`,"metadata":{}`: `"body":"x","metadata":{}}`, `,"metadata":null`: `"body":"x","metadata":null}`, ``: `"body":"x"}`,
	} {
		t.Run(member, func(t *testing.T) {
			t.Parallel()
			s := scripted(map[string][]string{"peek": {result(`{"messages":[{"id":"m1","body":"x"` + member + `}]}`)}})
			flow(t, story.Setup{Client: s.install}, func(d *driver) {
				d.Press("Y", "m")
				if got := d.Copied.Last(); !strings.HasSuffix(got, copied) {
					t.Errorf("copied %s, want %s at its end", got, copied)
				}
			})
		})
	}
}
