package views

import (
	"github.com/charmbracelet/bubbles/textinput"
	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/keys"
)

// TextTaker is a screen with a text field. While TakesText returns true, typed
// characters go into the field.
type TextTaker interface{ TakesText() bool }

// textField is a line of text that the user types.
type textField struct{ input textinput.Model }

// newTextField returns an empty field for at most limit characters.
func newTextField(limit int) textField {
	input := textinput.New()
	input.CharLimit = limit
	input.Focus()
	return textField{input}
}

func (f *textField) value() string { return f.input.Value() }

// set replaces the text and puts the cursor at its end.
func (f *textField) set(text string) {
	f.input.SetValue(text)
	f.input.CursorEnd()
}

// press takes a key, and reports whether the text changed.
func (f *textField) press(p keys.Press) bool {
	before := f.value()
	f.input, _ = f.input.Update(p.KeyMsg)
	return f.value() != before
}

// draw returns the text and the cursor in at most w cells. The cursor is a character,
// since some terminals show no attributes.
func (f *textField) draw(t Theme, w int) string {
	typed := []rune(f.value())
	at := f.input.Position()
	before, after := t.clean(string(typed[:at])), t.clean(string(typed[at:]))
	room := w - 1
	if after != "" { // for the ellipsis
		room--
	}
	if ansi.StringWidth(before) > room {
		before = t.ellipsis + lastCells(before, room-1)
	}
	return t.cut(before+"_"+after, w)
}

// TakesText implements TextTaker.
func (b *Browse) TakesText() bool { return b.typing }

// TakesText implements TextTaker.
func (h *History) TakesText() bool { return h.search.typing }

// TakesText implements TextTaker.
func (o *Overview) TakesText() bool { return o.typing }

// TakesText implements TextTaker. While the search is empty, keys of commands are not
// text, since no id starts with such a key.
func (c *Picker) TakesText() bool { return c.search.value() != "" || c.unknownScope != nil }

// TakesText implements TextTaker.
func (h *Help) TakesText() bool { return h.search.value() != "" }
