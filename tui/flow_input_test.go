package tui_test

import (
	"image/color"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// press types keys by their names.
func (d *driver) press(names ...string) {
	d.t.Helper()
	for _, name := range names {
		d.send(keyPress(name))
	}
}

// typeText types a text into a prompt.
func (d *driver) typeText(text string) {
	for _, r := range text {
		d.press(string(r))
	}
}

// fill replaces the text of the prompt's field that has the focus.
func (d *driver) fill(text string) {
	d.press("ctrl+u")
	d.typeText(text)
}

// send gives the program any message, as the terminal would.
func (d *driver) send(msg tea.Msg) {
	d.program.Send(msg)
	d.settle()
}

func (d *driver) paste(text string) { d.send(tea.PasteMsg{Content: text}) }

func (d *driver) wheel(button tea.MouseButton, x, y int) {
	d.send(tea.MouseWheelMsg{Button: button, X: x, Y: y})
}

func (d *driver) click(x, y int) { d.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: x, Y: y}) }

// clickOn clicks on the first line of the screen that holds text, at its beginning.
func (d *driver) clickOn(text string) {
	d.t.Helper()
	for y, line := range strings.Split(d.screen(), "\n") {
		if before, _, found := strings.Cut(line, text); found {
			d.click(utf8.RuneCountInString(before), y)
			return
		}
	}
	d.t.Fatalf("nothing to click on holds %q:\n%s", text, d.screen())
}

func (d *driver) resize(w, h int) {
	d.terminal.Resize(w, h)
	d.send(tea.WindowSizeMsg{Width: w, Height: h})
}

func (d *driver) background(c color.Color) { d.send(tea.BackgroundColorMsg{Color: c}) }

// keyPress makes the message of a key from its name.
func keyPress(name string) tea.KeyPressMsg {
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
