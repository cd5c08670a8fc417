package tui_test

import (
	"fmt"
	"image/color"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
)

// scheme is what a terminal draws its sixteen colours as, and text that asks for
// none.
type scheme struct {
	name         string
	text, ground uint32
	colours      [16]uint32
}

// schemes are the terminals' own values, as each of them ships.
var schemes = []scheme{
	{"xterm", 0x000000, 0xffffff, xtermColours},
	{"xterm, reversed", 0xffffff, 0x000000, xtermColours},
	{"the Linux console", 0xaaaaaa, 0x000000, [16]uint32{
		0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa,
		0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff,
	}},
	{"Windows", 0xcccccc, 0x0c0c0c, [16]uint32{
		0x0c0c0c, 0xc50f1f, 0x13a10e, 0xc19c00, 0x0037da, 0x881798, 0x3a96dd, 0xcccccc,
		0x767676, 0xe74856, 0x16c60c, 0xf9f1a5, 0x3b78ff, 0xb4009e, 0x61d6d6, 0xf2f2f2,
	}},
	{"macOS Terminal, Basic", 0x000000, 0xffffff, macColours},
	{"macOS Terminal, Pro", 0xf2f2f2, 0x000000, macColours},
	{"Solarized dark", 0x839496, 0x002b36, solarizedColours},
	{"Solarized light", 0x657b83, 0xfdf6e3, solarizedColours},
}

var (
	xtermColours = [16]uint32{
		0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
		0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
	}
	macColours = [16]uint32{
		0x000000, 0xc23621, 0x25bc24, 0xadad27, 0x492ee1, 0xd338d3, 0x33bbc8, 0xcbcccd,
		0x818383, 0xfc391f, 0x31e722, 0xeaec23, 0x5833ff, 0xf935f8, 0x14f0f0, 0xe9ebeb,
	}
	solarizedColours = [16]uint32{
		0x073642, 0xdc322f, 0x859900, 0xb58900, 0x268bd2, 0xd33682, 0x2aa198, 0xeee8d5,
		0x002b36, 0xcb4b16, 0x586e75, 0x657b83, 0x839496, 0x6c71c4, 0x93a1a1, 0xfdf6e3,
	}
)

// drawnPair is what a character stands in and on; -1 is the terminal's own colour.
type drawnPair struct {
	text, ground  int
	bold, reverse bool
}

// contrasts are the ratios of a pair: of bold text some terminals take the brighter
// colour, and others don't.
func (s scheme) contrasts(p drawnPair) []float64 {
	texts := []uint32{s.text}
	if p.text >= 0 {
		texts = []uint32{s.colours[p.text]}
		if p.bold && p.text < 8 {
			texts = append(texts, s.colours[p.text+8])
		}
	}
	ground := s.ground
	if p.ground >= 0 {
		ground = s.colours[p.ground]
	}
	var ratios []float64
	for _, text := range texts {
		a, b := luminance(text), luminance(ground)
		ratios = append(ratios, (max(a, b)+0.05)/(min(a, b)+0.05))
	}
	return ratios
}

func luminance(rgb uint32) float64 {
	part := func(shift int) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

// drawnPairs are those of a whole screen, each with a row that it is drawn in.
func drawnPairs(t *testing.T, screen string, w, h int) map[drawnPair]string {
	t.Helper()
	buf := uv.NewScreenBuffer(w, h)
	uv.NewStyledString(screen).Draw(buf, buf.Bounds())
	pairs := make(map[drawnPair]string)
	for y := range h {
		for x := range w {
			c := buf.CellAt(x, y)
			if c == nil || strings.TrimSpace(c.Content) == "" {
				continue
			}
			p := drawnPair{basic(t, c.Style.Fg), basic(t, c.Style.Bg), c.Style.Attrs&uv.AttrBold != 0, c.Style.Attrs&uv.AttrReverse != 0}
			if c.Style.Attrs&(uv.AttrFaint|uv.AttrConceal|uv.AttrBlink) != 0 {
				t.Errorf("nobody knows how well this can be read: %q", c.Content)
			}
			pairs[p] = strings.Split(ansi.Strip(screen), "\n")[y]
		}
	}
	return pairs
}

// basic is the number of a colour, and -1 of the terminal's own.
func basic(t *testing.T, c color.Color) int {
	t.Helper()
	switch c := c.(type) {
	case nil:
		return -1
	case ansi.BasicColor:
		return int(c)
	}
	t.Errorf("%v is none of the sixteen colours", c)
	return -1
}

// With sixteen colours every character that is drawn can be read, whatever the
// terminal makes of them: on every screen there is, the pairs are taken from what
// is really drawn.
func TestSixteenColoursCanBeRead(t *testing.T) {
	t.Parallel()
	for _, scene := range sixteenScenes() {
		for _, size := range [][2]int{{80, 24}, {140, 40}} {
			t.Run(fmt.Sprintf("%s/%dx%d", scene.name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				with := goldenSetup(size[0], size[1])
				with.Profile, with.Options = colorprofile.ANSI, scene.with
				flow(t, logged(with), func(d *driver) {
					if scene.play != nil {
						scene.play(d)
					}
					d.Press(scene.keys...)
					d.Sees(scene.sees)
					for p, row := range drawnPairs(t, d.Render(), size[0], size[1]) {
						if p.text >= 8 {
							t.Errorf("colour %d carries text: %s", p.text, row)
						}
						for _, s := range schemes {
							for _, ratio := range s.contrasts(p) {
								if ratio < 3 {
									t.Errorf("%s: %+v has a contrast of %.1f in %s", s.name, p, ratio, row)
								}
							}
						}
					}
				})
			})
		}
	}
}

type sixteenScene struct {
	name string
	with func(*tui.Options)
	play func(d *driver)
	keys []string
	sees string
}

func sixteenScenes() []sixteenScene {
	failing := func(d *driver) {
		d.Press("p")
		d.Server.Inject(emulator.Fault{Op: "pull", Status: 429})
		d.Press("p")
	}
	return []sixteenScene{
		{name: "peeked", sees: "peeked"},
		{name: "leased", keys: []string{"p", "j", "space", "j"}, sees: "leased"},
		{name: "detail", keys: []string{"p", "enter"}, sees: "leased"},
		{name: "metadata", keys: []string{"p", "enter", "]"}, sees: "Metadata"},
		{name: "lease", keys: []string{"p", "enter", "]", "]"}, sees: "Lease"},
		{name: "hex", keys: []string{"t", "t"}, sees: "hex"},
		{name: "lapsed", play: func(d *driver) { d.Press("p"); d.Wait(31 * time.Second) }, sees: "lapsed"},
		{name: "question", keys: []string{"p", "a"}, sees: "No"},
		{name: "leaving", keys: []string{"p", "ctrl+c"}, sees: "Stay"},
		{name: "help", keys: []string{"?"}, sees: "Keys"},
		{name: "copy", keys: []string{"p", "Y", "j"}, sees: "Copy"},
		{name: "settings", keys: []string{","}, sees: "Batch"},
		{name: "following", keys: []string{"f"}, sees: "follow"},
		{name: "calls", play: func(d *driver) { d.Server.Inject(emulator.Fault{Op: "pull", Status: 500}); d.Press("p") }, keys: []string{"L", "j"}, sees: "TOOK"},
		{name: "queues", with: func(o *tui.Options) { o.Queue = "" }, sees: "CONSUMER"},
		{name: "limited", play: failing, sees: "RATE LIMITED"},
		{name: "acked", play: func(d *driver) { d.Press("p", "a"); d.Yes() }, sees: "acked"},
	}
}
