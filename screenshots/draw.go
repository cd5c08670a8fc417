package main

import (
	"bytes"
	"fmt"
	"html"
	"image/color"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// The cell grid, in SVG units. JetBrains Mono is 0.6 em wide.
const (
	cellWidth  = 9
	cellHeight = 20
	fontSize   = 15
	baseline   = 15 // below a cell's top
	padding    = 14
	titleBar   = 36
	corner     = 10
)

// look is the colours of a terminal.
type look struct {
	background, text, bar, title string
	palette                      [16]string
}

func (s scene) look() look {
	if s.light {
		return look{background: "#fbfbfc", text: "#24292f", bar: "#e6e8eb", title: "#57606a", palette: [16]string{
			"#24292f", "#cf222e", "#116329", "#7d4e00", "#0550ae", "#8250df", "#1b7c83", "#6e7781",
			"#57606a", "#a40e26", "#1a7f37", "#633c01", "#0969da", "#a475f9", "#3192aa", "#8c959f",
		}}
	}
	return look{background: "#14181f", text: "#d8dee9", bar: "#232934", title: "#8b95a5", palette: [16]string{
		"#232934", "#f7768e", "#7ed491", "#eab65b", "#8fb3ff", "#c39ff5", "#6fd0e0", "#c8d0dc",
		"#56607a", "#ff8fa3", "#9be6ab", "#f5ca7d", "#a9c5ff", "#d5b9fa", "#8fe0ee", "#eef2f8",
	}}
}

// draw makes an SVG of a screen in a window.
func draw(s scene, screen uv.Screen) []byte {
	colors := s.look()
	width, height := s.width*cellWidth+2*padding, s.height*cellHeight+titleBar+padding
	p := &picture{look: colors}
	fmt.Fprintf(p, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">`+"\n", width, height, width, height)
	fmt.Fprintf(p, `<rect width="%d" height="%d" rx="%d" fill="%s"/>`+"\n", width, height, corner, colors.background)
	fmt.Fprintf(p, `<path d="M0 %d V%d a%d %d 0 0 1 %d -%d H%d a%d %d 0 0 1 %d %d V%d z" fill="%s"/>`+"\n",
		titleBar-6, corner, corner, corner, corner, corner, width-corner, corner, corner, corner, corner, titleBar-6, colors.bar)
	for i, fill := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		fmt.Fprintf(p, `<circle cx="%d" cy="%d" r="6" fill="%s"/>`+"\n", 20+20*i, (titleBar-6)/2, fill)
	}
	fmt.Fprintf(p, `<text x="%d" y="%d" text-anchor="middle" font-family="JetBrains Mono" font-size="13" fill="%s">%s</text>`+"\n",
		width/2, titleBar/2+2, colors.title, html.EscapeString(s.title))
	fmt.Fprintf(p, `<g transform="translate(%d %d)" font-family="'JetBrains Mono','Noto Sans Mono','DejaVu Sans Mono'" font-size="%d">`+"\n",
		padding, titleBar, fontSize)
	for y := range s.height {
		p.backgrounds(screen, y, s.width)
	}
	for y := range s.height {
		for x := range s.width {
			p.cell(screen.CellAt(x, y), x*cellWidth, y*cellHeight)
		}
	}
	p.WriteString("</g>\n</svg>\n")
	return p.Bytes()
}

// picture is an SVG in the making.
type picture struct {
	bytes.Buffer
	look look
}

// backgrounds fills what stands behind the cells of a line, in runs of one
// colour, so that no seam shows between cells.
func (p *picture) backgrounds(screen uv.Screen, y, width int) {
	for x := 0; x < width; {
		fill := p.behind(screen.CellAt(x, y))
		from := x
		for x < width && p.behind(screen.CellAt(x, y)) == fill {
			x++
		}
		if fill != p.look.background {
			fmt.Fprintf(p, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n",
				from*cellWidth, y*cellHeight, (x-from)*cellWidth, cellHeight, fill)
		}
	}
}

func (p *picture) behind(c *uv.Cell) string {
	if c == nil {
		return p.look.background
	}
	if c.Style.Attrs&uv.AttrReverse != 0 {
		return p.color(c.Style.Fg, p.look.text)
	}
	return p.color(c.Style.Bg, p.look.background)
}

// cell draws what a cell shows on its background.
func (p *picture) cell(c *uv.Cell, x, y int) {
	if c == nil || c.Width == 0 {
		return
	}
	fill := p.color(c.Style.Fg, p.look.text)
	if c.Style.Attrs&uv.AttrReverse != 0 {
		fill = p.color(c.Style.Bg, p.look.background)
	}
	opacity := ""
	if c.Style.Attrs&uv.AttrFaint != 0 {
		opacity = ` opacity="0.6"`
	}
	if c.Style.Underline != 0 {
		fmt.Fprintf(p, `<rect x="%d" y="%d" width="%d" height="1" fill="%s"/>`+"\n", x, y+cellHeight-2, c.Width*cellWidth, fill)
	}
	if c.Content == "" || c.Content == " " {
		return
	}
	if shape, ok := shapeOf(c.Content, x, y); ok {
		fmt.Fprintf(p, `<g fill="%s" stroke="%s" stroke-width="0"%s>%s</g>`+"\n", fill, fill, opacity, shape)
		return
	}
	style := ""
	if c.Style.Attrs&uv.AttrBold != 0 {
		style += ` font-weight="bold"`
	}
	if c.Style.Attrs&uv.AttrItalic != 0 {
		style += ` font-style="italic"`
	}
	if c.Width > 1 {
		// Glyphs from other fonts are held to the cells that they stand in.
		style += fmt.Sprintf(` textLength="%d" lengthAdjust="spacingAndGlyphs"`, c.Width*cellWidth)
	}
	fmt.Fprintf(p, `<text x="%d" y="%d" fill="%s"%s%s>%s</text>`+"\n", x, y+baseline, fill, style, opacity, html.EscapeString(c.Content))
}

// color writes a colour of a cell, or the one to take where it has none.
func (p *picture) color(c color.Color, none string) string {
	switch c := c.(type) {
	case nil:
		return none
	case ansi.BasicColor:
		return p.look.palette[c%16]
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
