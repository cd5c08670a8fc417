package views

import (
	"strings"
)

// HelpRow explains one key. Off is the reason why it can't do anything now.
type HelpRow struct {
	Keys, Desc, Note, Off string
}

// HelpGroup is a group of keys that belong together.
type HelpGroup struct {
	Title string
	Keys  []HelpRow
}

// Help lists every key in a box that scrolls, in two columns where there is
// room.
type Help struct {
	size
	theme  Theme
	groups []HelpGroup
	scroll string // the keys that scroll
	offset int
}

// NewHelp returns a box without keys.
func NewHelp(th Theme) *Help { return &Help{theme: th} }

// SetTheme changes how the box looks.
func (h *Help) SetTheme(th Theme) { h.theme = th }

// SetGroups sets what is listed.
func (h *Help) SetGroups(groups []HelpGroup) { h.groups = groups }

// SetScrollKeys names the keys that scroll, for the title of a help that is cut.
func (h *Help) SetScrollKeys(keys string) { h.scroll = keys }

// ScrollBy moves by n lines, up when n is below 0.
func (h *Help) ScrollBy(n int) {
	h.offset = clampOffset(h.offset+n, len(h.lines()), h.height())
}

const (
	helpColumn = 56 // least cells of each of two columns of keys
	helpWide   = 2*helpColumn + 2 + 4
)

func (h *Help) height() int { return max(0, h.h-2) }

// columns returns how many columns of keys there are, and the width of each.
func (h *Help) columns() (count, width int) {
	if h.w >= helpWide {
		return 2, min((h.w-6)/2, 72)
	}
	return 1, max(1, min(h.w-4, 76))
}

// View returns a framed box, as large as its content needs and the size
// allows.
func (h *Help) View() string {
	if h.size.empty() {
		return ""
	}
	count, width := h.columns()
	lines := h.lines()
	height := min(len(lines), h.height())
	offset := clampOffset(h.offset, len(lines), height)
	title := "Keys"
	if len(lines) > height {
		title += " · " + h.scroll + " scroll"
	}
	boxW := min(h.w, count*width+(count-1)*2+4)
	rows := make([]string, 0, height)
	for _, row := range lines[offset : offset+height] {
		rows = append(rows, " "+row)
	}
	return panel(h.theme, title, strings.Join(rows, "\n"), boxW, min(h.h, height+2))
}

// lines lays the groups out, the second column starting at the group that
// makes the columns nearest in length.
func (h *Help) lines() []string {
	count, width := h.columns()
	if count == 1 {
		return h.column(h.groups, width)
	}
	best, at := 0, len(h.groups)
	for i := range h.groups {
		longer := max(len(h.column(h.groups[:i+1], width)), len(h.column(h.groups[i+1:], width)))
		if best == 0 || longer < best {
			best, at = longer, i+1
		}
	}
	left, right := h.column(h.groups[:at], width), h.column(h.groups[at:], width)
	out := make([]string, 0, best)
	for i := range best {
		l := h.theme.line()
		if i < len(left) {
			l.raw("", left[i], h.theme.method.StringWidth(left[i]))
		}
		l.fill("", width+2)
		if i < len(right) {
			l.raw("", right[i], h.theme.method.StringWidth(right[i]))
		}
		out = append(out, l.String())
	}
	return out
}

// column writes groups one below another in lines of the given width.
func (h *Help) column(groups []HelpGroup, width int) []string {
	pens := h.theme.penSet()
	tones := &pens.tones[rowPlain]
	keys := 0
	for _, g := range h.groups {
		for _, k := range g.Keys {
			keys = max(keys, h.theme.cells(k.Keys, 18))
		}
	}
	keys = min(keys, width/2)
	var out []string
	for i, g := range groups {
		if i > 0 {
			out = append(out, "")
		}
		l := h.theme.line()
		l.safe(pens.title, g.Title, width)
		out = append(out, l.String())
		for _, k := range g.Keys {
			out = h.key(out, k, keys, width, pens, tones)
		}
	}
	return out
}

// key writes one key; what doesn't fit into its line goes on below.
func (h *Help) key(out []string, k HelpRow, keys, width int, pens *penSet, tones *[toneCount]pen) []string {
	keyPen, text := pens.key, k.Desc
	if k.Note != "" {
		text += ". " + k.Note
	}
	parts := []Styled{{text, ToneNormal}}
	if k.Off != "" {
		keyPen = pens.keyOff
		parts = append(parts, Styled{"not now: " + k.Off, ToneMuted})
	}
	first := true
	for _, part := range parts {
		for _, row := range wrapWords(part.Text, width-keys-2, h.theme.method) {
			l := h.theme.line()
			if first {
				l.cell(keyPen, k.Keys, keys)
			}
			first = false
			l.fill("", keys+2)
			l.safe(tones[part.Tone], row, width-l.width)
			out = append(out, l.String())
		}
	}
	return out
}
