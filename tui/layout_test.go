package tui

import (
	"fmt"
	"strings"
	"testing"
)

// top and bottom are where the program draws its header and its footer.
func (f frame) top() rect    { return rect{0, 0, f.w, f.header()} }
func (f frame) bottom() rect { return rect{0, f.h - 1, f.w, 1} }

// screenOf sketches a screen; one that is too small has nothing on it.
func screenOf(f frame, s split, focused bool) string {
	if f.small() {
		return sketch(strings.Repeat(strings.Repeat(".", f.w)+"\n", f.h-1) + strings.Repeat(".", f.w))
	}
	return sketch(cut(f, s, focused).draw(f))
}

// draw paints a layout with a letter for each rectangle. Cells that nobody has
// are dots, cells that two have are "!".
func (l layout) draw(f frame) string {
	w, h := f.w, f.h
	cells := make([][]byte, h)
	for y := range cells {
		cells[y] = []byte(strings.Repeat(".", w))
	}
	for _, part := range []struct {
		letter byte
		rect   rect
	}{{'H', f.top()}, {'r', l.rule}, {'T', l.table}, {'|', l.gutter}, {'D', l.detail}, {'f', f.bottom()}} {
		for y := part.rect.y; y < part.rect.y+part.rect.h; y++ {
			for x := part.rect.x; x < part.rect.x+part.rect.w; x++ {
				switch {
				case y < 0 || y >= h || x < 0 || x >= w:
					return fmt.Sprintf("%c leaves the screen: %+v", part.letter, part.rect)
				case cells[y][x] != '.':
					cells[y][x] = '!'
				default:
					cells[y][x] = part.letter
				}
			}
		}
	}
	lines := make([]string, h)
	for y := range cells {
		lines[y] = string(cells[y])
	}
	return strings.Join(lines, "\n")
}

// sketch shortens a drawing: one letter for ten cells of a line, and lines that
// are alike counted.
func sketch(drawing string) string {
	var out []string
	last, times := "", 0
	flush := func() {
		if times > 0 {
			out = append(out, fmt.Sprintf("%s x%d", last, times))
		}
	}
	for line := range strings.SplitSeq(drawing, "\n") {
		var letters strings.Builder
		for x := 0; x < len(line); {
			run := len(line[x:]) - len(strings.TrimLeft(line[x:], line[x:x+1]))
			letters.WriteString(strings.Repeat(line[x:x+1], max(1, run/10)))
			x += run
		}
		short := letters.String()
		if short == last {
			times++
			continue
		}
		flush()
		last, times = short, 1
	}
	flush()
	return strings.Join(out, "\n")
}

type drawingCase struct {
	name    string
	w, h    int
	split   split
	focused bool
	want    string
}

var drawingCases = []drawingCase{
	{"the smallest has one pane", 40, 10, splitEven, false, `
HHHH x1
rrrr x1
TTTT x7
ffff x1`},
	{"the smallest, on the detail pane", 40, 10, splitEven, true, `
HHHH x1
DDDD x8
ffff x1`},
	{"80x24 stacks them", 80, 24, splitEven, false, `
HHHHHHHH x2
rrrrrrrr x1
TTTTTTTT x9
DDDDDDDD x11
ffffffff x1`},
	{"80x24, larger table", 80, 24, splitTable, false, `
HHHHHHHH x2
rrrrrrrr x1
TTTTTTTT x13
DDDDDDDD x7
ffffffff x1`},
	{"80x24, larger detail", 80, 24, splitDetail, true, `
HHHHHHHH x2
rrrrrrrr x1
TTTTTTTT x6
DDDDDDDD x14
ffffffff x1`},
	{"80x24, one pane at a time", 80, 24, splitOne, false, `
HHHHHHHH x2
rrrrrrrr x1
TTTTTTTT x20
ffffffff x1`},
	{"120x40 puts them side by side", 120, 40, splitEven, false, `
HHHHHHHHHHHH x3
rrrrrr|DDDDD x1
TTTTTT|DDDDD x35
ffffffffffff x1`},
	{"120x40, larger table", 120, 40, splitTable, false, `
HHHHHHHHHHHH x3
rrrrrrr|DDDD x1
TTTTTTT|DDDD x35
ffffffffffff x1`},
	{"120x40, larger detail", 120, 40, splitDetail, false, `
HHHHHHHHHHHH x3
rrr|DDDDDDD x1
TTT|DDDDDDD x35
ffffffffffff x1`},
	{"wide and low", 200, 12, splitEven, false, `
HHHHHHHHHHHHHHHHHHHH x1
rrrrrrrrrr|DDDDDDDDD x1
TTTTTTTTTT|DDDDDDDDD x9
ffffffffffffffffffff x1`},
	{"below the smallest there is nothing", 39, 10, splitEven, false, `
... x10`},
}

func TestLayoutDrawings(t *testing.T) {
	t.Parallel()
	for _, c := range drawingCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := "\n" + screenOf(frame{c.w, c.h}, c.split, c.focused)
			if got != c.want {
				t.Errorf("%dx%d is%s\nwant%s", c.w, c.h, got, c.want)
			}
		})
	}
}

// Every cell of every screen belongs to exactly one rectangle.
func TestLayoutFillsEverySize(t *testing.T) {
	t.Parallel()
	for s := range splitCount {
		for _, focused := range []bool{false, true} {
			t.Run(fmt.Sprintf("%v, detail focused %v", s, focused), func(t *testing.T) {
				t.Parallel()
				for w := 1; w <= 250; w++ {
					for h := 1; h <= 80; h++ {
						f := frame{w, h}
						if small := w < 40 || h < 10; f.small() != small {
							t.Fatalf("%dx%d: too small is %v", w, h, f.small())
						}
						if problem := cut(f, s, focused).problem(f); problem != "" && !f.small() {
							t.Fatalf("%dx%d: %s", w, h, problem)
						}
					}
				}
			})
		}
	}
}

// problem says what is wrong with a layout; "" when the rectangles tile the screen.
func (l layout) problem(f frame) string {
	w, h := f.w, f.h
	parts := []rect{f.top(), l.rule, l.table, l.gutter, l.detail, f.bottom()}
	area := 0
	for i, a := range parts {
		if a.w < 0 || a.h < 0 || a.x < 0 || a.y < 0 || a.x+a.w > w || a.y+a.h > h {
			return fmt.Sprintf("%+v leaves the screen", a)
		}
		area += a.w * a.h
		for _, b := range parts[i+1:] {
			if a.w*a.h > 0 && b.w*b.h > 0 && a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h {
				return fmt.Sprintf("%+v and %+v overlap", a, b)
			}
		}
	}
	switch {
	case area != w*h:
		return fmt.Sprintf("the rectangles have %d cells of %d", area, w*h)
	case f.header() == 0:
		return "no header"
	case l.table.h == 0 && l.detail.h == 0:
		return "no pane"
	}
	return ""
}
