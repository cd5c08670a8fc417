package story

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// Key is the message of a key with that name.
func Key(name string) tea.KeyPressMsg {
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "delete": tea.KeyDelete,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd,
	}
	var mod tea.KeyMod
	for {
		prefix, rest, found := strings.Cut(name, "+")
		if !found || rest == "" {
			break
		}
		mod |= map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "shift": tea.ModShift, "alt": tea.ModAlt}[prefix]
		name = rest
	}
	if code, ok := special[name]; ok {
		key := tea.KeyPressMsg{Code: code, Mod: mod}
		if name == "space" && mod == 0 {
			key.Text = " "
		}
		return key
	}
	code, _ := utf8.DecodeRuneInString(name)
	key := tea.KeyPressMsg{Code: code, Mod: mod}
	if mod == 0 {
		key.Text = name
	}
	return key
}
