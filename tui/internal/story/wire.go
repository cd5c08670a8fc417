//go:build !windows

package story

import tea "charm.land/bubbletea/v2"

// onWire are the bytes that a terminal sends for what a person does; "" where
// they are not known.
func onWire(msg tea.Msg) string {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return "\x1b[200~" + msg.Content + "\x1b[201~"
	case tea.KeyPressMsg:
		switch {
		case msg.Text != "":
			return msg.Text
		case msg.Mod == tea.ModCtrl && msg.Code >= 'a' && msg.Code <= 'z':
			return string(msg.Code - 'a' + 1)
		case msg.Mod == 0:
			return map[rune]string{
				tea.KeyEnter: "\r", tea.KeyTab: "\t", tea.KeyEscape: escape, tea.KeyBackspace: "\x7f",
				tea.KeyUp: "\x1b[A", tea.KeyDown: "\x1b[B", tea.KeyRight: "\x1b[C", tea.KeyLeft: "\x1b[D",
			}[msg.Code]
		}
	}
	return ""
}
