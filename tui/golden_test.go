package tui_test

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/exp/golden"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
	"leaseview/tui/internal/story"
)

// goldenSeed has rows of several kinds: some of them peeked only, as no batch
// takes all.
func goldenSeed() emulator.Seed {
	seed := ordersSeed()
	q := &seed.Queues[0]
	q.ID = "d1ce5eedd1ce5eedd1ce5eedd1ce5eed"
	q.Messages[0].Source, q.Messages[1].Attempts = "dash", 1
	q.Messages = append(q.Messages,
		emulator.SeedMessage{ID: "00000000000000000000000000000004", Body: `{"order":1205,"items":[{"sku":"tea","n":2}],"gift":true,"note":null}`, Age: 50 * time.Second},
		emulator.SeedMessage{ID: "00000000000000000000000000000005", Body: "two\nlines, a \x1b[31mred\x1b[0m one", ContentType: "text", Age: 40 * time.Second},
		emulator.SeedMessage{ID: "00000000000000000000000000000006", Body: `{"not":"leased"}`, Age: 30 * time.Second},
	)
	return seed
}

// TestGoldenScreens keeps what whole screens look like; run with -update to
// write them anew. The clock and the emulator's ids are fixed.
func TestGoldenScreens(t *testing.T) {
	t.Parallel()
	scenes := []struct {
		name string
		keys []string
	}{
		{"peeked", nil},
		{"leased", []string{"p", "j", "j", "j"}},
		{"lease", []string{"p", "enter", "]", "]"}},
		{"help", []string{"?"}},
		{"copy", []string{"p", "Y", "j"}},
		{"settings", []string{","}},
	}
	for _, scene := range scenes {
		for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}, {200, 60}} {
			t.Run(fmt.Sprintf("%s/%dx%d", scene.name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				flow(t, goldenSetup(size[0], size[1]), func(d *driver) {
					d.Press(scene.keys...)
					golden.RequireEqual(t, d.Screen()+"\n")
				})
			})
		}
	}
}

func goldenSetup(w, h int) story.Setup {
	five := func(o *tui.Options) { o.PeekSize = 5 }
	return story.Setup{Width: w, Height: h, Seed: goldenSeed(), Server: emulator.Options{RandSeed: 7}, Options: five}
}

// TestGoldenColours keeps the styles as well: dark, light, and without colours.
func TestGoldenColours(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		for _, look := range []struct {
			name    string
			profile colorprofile.Profile
			light   bool
		}{
			{"dark", colorprofile.TrueColor, false},
			{"light", colorprofile.TrueColor, true},
			{"sixteen", colorprofile.ANSI, false},
			{"no-colour", colorprofile.ASCII, false},
		} {
			t.Run(fmt.Sprintf("%s/%dx%d", look.name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				with := goldenSetup(size[0], size[1])
				with.Profile = look.profile
				flow(t, with, func(d *driver) {
					if look.light {
						d.Background(color.White)
					}
					d.Press("p", "j", "j", "j")
					golden.RequireEqual(t, d.Render()+"\n")
				})
			})
		}
	}
}

// Without colours, and without any style at all, the screen still tells where
// the cursor is, which pane has the keys, which answer is chosen, and the
// states apart.
func TestNothingIsToldByColourAlone(t *testing.T) {
	t.Parallel()
	for _, profile := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.NoTTY} {
		t.Run(profile.String(), func(t *testing.T) {
			t.Parallel()
			with := goldenSetup(140, 24)
			with.Profile = profile
			flow(t, with, func(d *driver) {
				if strings.Contains(d.Render(), "38;") {
					t.Errorf("there are colours in %q", d.Render())
				}
				d.Press("p")
				d.Sees("● leased", "▸ 5 seen of about 6", "Leased 5 messages")
				if !d.OnCursor("1204") || d.OnCursor("hello, queue") {
					t.Error("the cursor can't be told")
				}
				d.Press("enter")
				d.Sees("▸ Body")
				d.Misses("▸ 5 seen")
				d.Press("esc", "Y")
				before := d.Screen()
				d.Press("j")
				if d.Screen() == before {
					t.Error("the chosen line of a menu can't be told")
				}
				d.Press("esc")
				d.Wait(31 * time.Second)
				d.Sees("◌ lapsed")
			})
		})
	}
}

// Every state has a glyph of its own, and a bad notice another than a good one.
func TestNoticesAreToldApartWithoutColours(t *testing.T) {
	t.Parallel()
	with := goldenSetup(140, 24)
	with.Profile = colorprofile.NoTTY
	with.Options = func(o *tui.Options) { o.Clipboard = nil }
	flow(t, with, func(d *driver) {
		d.Press("p")
		d.Sees("✓ Leased")
		d.Paste("x")
		d.Sees("! Pasted text is ignored")
	})
}
