package views

import (
	"testing"

	"flagtui/internal/keys"
)

// If a key has an effect on a screen, it is among the screen's keys. For other keys the
// program says that they have no effect.
func TestEveryKeyThatDoesSomethingIsListed(t *testing.T) {
	names := []string{"tab", "enter", "left", "right", "up", "down", "pgup", "pgdown", "home", "end"}
	for r := '!'; r <= '~'; r++ {
		names = append(names, string(r))
	}
	for name, scene := range scenes() {
		_, first := scene(NewTheme(true, false))
		if o, ok := first.(over); ok {
			first = o.Toggle
		}
		first.Resize(100, 30)
		if field, ok := first.(TextTaker); ok && field.TakesText() {
			continue
		}
		switch first.(type) {
		case *Picker, *Palette, *Help: // letters search
			continue
		case *Toggle, *Review: // every key cancels
			continue
		}
		listed := first.Keys().Enabled()
		for _, key := range names {
			if press(key).Matches(listed...) {
				continue
			}
			_, screen := scene(NewTheme(true, false))
			if o, ok := screen.(over); ok {
				screen = o.Toggle
			}
			screen.Resize(100, 30)
			before := screen.Body()
			intent := screen.(interface{ Press(keys.Press) Intent }).Press(press(key))
			screen.Resize(100, 30)
			if after := screen.Body(); intent != nil || len(after) != len(before) {
				t.Errorf("%s: %q is not listed, and does %#v", name, key, intent)
			} else {
				for i := range after {
					if after[i] != before[i] {
						t.Errorf("%s: %q is not listed, and changes\n%q to\n%q", name, key, before[i], after[i])
						break
					}
				}
			}
		}
	}
}
