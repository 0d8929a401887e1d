package keys

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
)

func TestRebind(t *testing.T) {
	m, err := Default().Rebind(map[string][]string{
		"change": {"space", "ctrl+t"}, "history": {"H"}, "undo": {"f5", "alt+u", "f5"}, "tenants": {"N"}, "leave": {"ctrl+g"}, "cancel": {"ctrl+g", "esc"},
		"previous": {"shift+left"}, "next": {"shift+right"}, "up": {"w"}, "down": {"alt+space", "s"}, "sort": {"n"}, "interrupt": {"ctrl+q", "ctrl+c"}, "page_up": {"ctrl+pgup", "ctrl+u"},
	})
	if err != nil {
		t.Fatal(err, feature.Hint(err))
	}
	for name, want := range map[string][]string{
		"change": {" ", "ctrl+t"}, "history": {"H"}, "undo": {"f5", "alt+u"}, "down": {"alt+ ", "s"}, "clear": {"c"}, "back": {"esc"},
	} {
		for _, action := range m.Actions() {
			if action.Name == name && !slices.Equal(action.Keys(), want) {
				t.Errorf("%s is on %q", name, action.Keys())
			}
		}
	}
	press := Press{KeyMsg: tea.KeyMsg{Type: tea.KeySpace, Runes: []rune(" ")}, Alone: true}
	if !press.MatchesAlone(m.Change) || press.MatchesAlone(m.Undo) {
		t.Error("space no longer changes")
	}
	if slices.Contains(m.Change.Keys(), "t") || !reflect.DeepEqual(Default(), Default()) || slices.Equal(Default().History.Keys(), m.History.Keys()) {
		t.Error("the usual keys have changed")
	}
	// The hints show the new keys, even a hint for two bindings.
	for _, c := range []struct {
		group Group
		want  string
	}{
		{m.BrowseKeys(), "space change"}, {m.BrowseKeys(), "H history"}, {m.BrowseKeys(), "f5 undo"}, {m.BrowseKeys(), "w up"}, {m.ChangeKeys(), "shift+left/shift+right choose"},
		{m.TextKeys(), "w/alt+space scroll"}, {m.TextKeys(), "ctrl+pgup/pgdown page"}, {m.ReasonKeys("done", true), "ctrl+g back"}, {m.FieldKeys("keep", "clear"), "ctrl+g clear"},
		{m.PickerKeys(), "up up"}, {m.PickerKeys(), "alt+space down"}, {m.PickerKeys(), "ctrl+pgup page up"},
		{m.ChangeKeys().WithDismiss(m.Back), "esc dismiss"}, {m.ChangeKeys().WithDismiss(m.Back), "ctrl+g cancel"},
	} {
		var hints []string
		for _, binding := range c.group.Enabled() {
			hints = append(hints, binding.Help().Key+" "+binding.Help().Desc)
		}
		if !slices.Contains(hints, c.want) {
			t.Errorf("%s: no %q in %q", c.group.Title, c.want, hints)
		}
	}
	for name, binding := range writeBindings(m.ReadOnly()) {
		if binding.Enabled() {
			t.Errorf("read-only, %s is enabled on its new key", name)
		}
	}
	if again, err := Default().Rebind(nil); err != nil || !reflect.DeepEqual(again, Default()) {
		t.Error("without a key of one's own the map is another")
	}
}

// Two actions may swap their keys.
func TestRebindSwaps(t *testing.T) {
	if m, err := Default().Rebind(map[string][]string{"history": {"t"}, "tenants": {"h"}}); err != nil || m.Tenants.Help().Key != "h" {
		t.Errorf("%v: %v", m.Tenants.Help(), err)
	}
}

func TestRebindRefuses(t *testing.T) {
	for _, c := range []struct {
		action, keys string // keys are separated by blanks
		text, hint   string
	}{
		{"chnge", "t", `no action is called "chnge"`, `did you mean "change"`},
		{"PageUp", "t", `no action is called "PageUp"`, `"page_up"`},
		{"change", "spce", `no key is called "spce"`, `did you mean "space"`},
		{"change", "Ctrl+X", `no key is called "Ctrl+X"`, `"ctrl+x"`},
		{"change", "f21", `no key is called "f21"`, `"f2"`},
		{"change", "runes", `no key is called "runes"`, ""},
		{"change", "alt+", `no key is called "alt+"`, ""},
		{"change", "alt+alt+x", "no key is called", ""},
		{"change", "\xff", "no key is called", ""},
		{"change", "nonsense", "no key is called", "a key is a character"},
		{"change", "\x1b", "no key is called", ""},
		{"change", "ab", `no key is called "ab"`, ""},
		{"change", "", "no key is given", "leave the action out"},
		{"change", "t", `"t" would mean both`, "another key"},
		{"history", "space", `"space" would mean both "change" and "history"`, ""},
		{"change", "j", `"down"`, ""},
		{"apply", "left", `"choose"`, ""},
		{"apply", "ctrl+z", `"suspend"`, ""},
		{"redraw", "f5 ctrl+z", `"suspend"`, ""},
		{"kill", "ctrl+c", `"quit"`, ""},
		{"next", "h", `"choose"`, ""},
		{"undo", "enter", `"enter" would mean both`, ""},
		{"cancel", "enter", `"enter" would mean both`, ""},
		{"choose", "x", `"x" is needed to type with`, "ctrl+g"},
		{"leave", "backspace", `"backspace" is needed`, ""},
		{"kind", "space", `"space" is needed`, ""},
		{"reason", "r", `"r" is needed`, ""},
		{"cancel", "界", `"界" is needed`, ""},
		{"back", "b", `"b" is needed`, ""},
		{"redraw", "ctrl+u", `"ctrl+u" is needed`, ""},
		{"suspend", "z", `"z" is needed`, ""},
		{"interrupt", "ctrl+c X", `"X" is needed`, ""},
		{"interrupt", "ctrl+q", "ctrl+c must be", "way out"},
	} {
		_, err := Default().Rebind(map[string][]string{c.action: strings.Fields(c.keys)})
		bad := (*BindingError)(nil)
		if !errors.As(err, &bad) || bad.Action != c.action || !errors.Is(err, feature.ErrUsage) {
			t.Errorf("%s on %q: %v", c.action, c.keys, err)
			continue
		}
		if !strings.Contains(err.Error(), c.text) || !strings.Contains(feature.Hint(err), c.hint) {
			t.Errorf("%s on %q: %s\n%s", c.action, c.keys, err, feature.Hint(err))
		}
	}
}

// The config file can name the default keys of every action.
func TestRebindToTheSame(t *testing.T) {
	m, same := Default(), map[string][]string{}
	for _, action := range m.Actions() {
		same[action.Name] = Names(*action.Binding)
	}
	if again, err := m.Rebind(same); err != nil || !reflect.DeepEqual(again, m) {
		t.Errorf("it is another map: %v", err)
	}
	if same["page_up"] == nil || same["copy_name"] == nil || same["up"] == nil {
		t.Errorf("the actions are called %v", same)
	}
	for _, name := range []string{"f1", "f20", "ctrl+@", "ctrl+_", "backspace", "delete", "shift+tab", "ctrl+shift+home", "insert", "alt+enter", "alt+x", "é"} {
		if !isKey(name) {
			t.Errorf("no key is called %s", name)
		}
	}
}
