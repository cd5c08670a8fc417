package views

import (
	"strings"
)

// MenuItem is one choice. Key picks it directly; Off is the reason why it
// can't be taken now, "" when it can.
type MenuItem struct {
	Key, Label, Off string
}

// Menu is a box with choices of which one is selected.
type Menu struct {
	size
	theme    Theme
	title    string
	items    []MenuItem
	selected int
}

// NewMenu returns a menu without choices.
func NewMenu(th Theme, title string) *Menu { return &Menu{theme: th, title: title} }

// SetTheme changes how the menu looks.
func (m *Menu) SetTheme(th Theme) { m.theme = th }

// SetItems sets the choices and keeps the selection where it was, if it can.
func (m *Menu) SetItems(items []MenuItem) {
	m.items = items
	m.Move(0)
}

// Move moves the selection by n, stopping at the ends.
func (m *Menu) Move(n int) { m.selected = max(0, min(m.selected+n, len(m.items)-1)) }

// Selected returns the index of the selected choice, 0 when there is none.
func (m *Menu) Selected() int { return m.selected }

// ItemAt returns the choice in a row of View; false where there is none.
func (m *Menu) ItemAt(y int) (i int, ok bool) {
	offset, height := m.window()
	i = offset + y - 1
	return i, y >= 1 && y <= height && i < len(m.items)
}

// window is the first choice in sight, and how many there is room for.
func (m *Menu) window() (offset, height int) {
	height = max(0, min(m.h-2, len(m.items)))
	return offsetFor(0, m.selected, len(m.items), height), height
}

// View returns a framed box, as large as its content needs and the size
// allows.
func (m *Menu) View() string {
	if m.size.empty() {
		return ""
	}
	keys, labels, reasons := 1, 0, 0
	for _, it := range m.items {
		keys = max(keys, m.theme.cells(it.Key, 8))
		labels = max(labels, m.theme.cells(it.Label, 48))
		reasons = max(reasons, m.theme.cells(it.side(), 60))
	}
	width := 2 + keys + 2 + labels + 1
	if reasons > 0 {
		width += reasons + 2
	}
	width = max(0, min(m.w-2, max(width, m.theme.cells(m.title, 60)+4)))
	offset, height := m.window()
	rows := make([]string, 0, height)
	for i := offset; i < min(len(m.items), offset+height); i++ {
		rows = append(rows, m.row(m.items[i], i == m.selected, keys, labels, width))
	}
	return panel(m.theme, m.title, strings.Join(rows, "\n"), min(m.w, width+2), min(m.h, height+2))
}

// side is what stands at the right of a choice.
func (it *MenuItem) side() string {
	if it.Off == "" {
		return ""
	}
	return "not now: " + it.Off
}

func (m *Menu) row(it MenuItem, selected bool, keys, labels, width int) string {
	pens := m.theme.penSet()
	kind := rowPlain
	if selected {
		kind = rowCursor
	}
	tones := &pens.tones[kind]
	label := tones[ToneNormal]
	if it.Off != "" {
		label = tones[ToneMuted]
	}
	l := m.theme.line()
	l.raw(pens.bars[kind], kind.bar(), 1)
	l.space(label, min(1, width-l.width))
	l.cell(tones[ToneAccent], it.Key, min(keys, width-l.width))
	l.space(label, min(2, width-l.width))
	l.cell(label, it.Label, min(labels, width-l.width))
	l.space(label, min(2, width-l.width))
	l.safe(tones[ToneMuted], it.side(), width-l.width)
	l.fill(label, width)
	return l.String()
}
