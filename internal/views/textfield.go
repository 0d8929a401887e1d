package views

import (
	"github.com/charmbracelet/bubbles/textinput"
	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/keys"
)

// field is a line of text being typed.
type textField struct{ input textinput.Model }

// newField makes an empty field for at most limit characters.
func newTextField(limit int) textField {
	input := textinput.New()
	input.CharLimit = limit
	input.Focus()
	return textField{input}
}

func (f *textField) value() string { return f.input.Value() }

// set replaces the text; the cursor is behind it.
func (f *textField) set(text string) {
	f.input.SetValue(text)
	f.input.CursorEnd()
}

// press takes a key and tells whether the text changed.
func (f *textField) press(p keys.Press) bool {
	before := f.value()
	f.input, _ = f.input.Update(p.KeyMsg)
	return f.value() != before
}

// draw shows the text and the cursor within w cells; the cursor is a
// character, since a terminal without attributes shows no other.
func (f *textField) draw(t Theme, w int) string {
	typed := []rune(f.value())
	at := f.input.Position()
	before, after := t.clean(string(typed[:at])), t.clean(string(typed[at:]))
	room := w - 1
	if after != "" { // of which a sign that it goes on has to fit
		room--
	}
	if ansi.StringWidth(before) > room {
		before = t.ellipsis + lastCells(before, room-1)
	}
	return t.cut(before+"_"+after, w)
}
