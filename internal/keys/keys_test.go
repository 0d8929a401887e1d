package keys

import (
	"reflect"
	"slices"
	"testing"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// writeBindings returns the bindings that lead to a write.
func writeBindings(m Map) map[string]key.Binding {
	return map[string]key.Binding{"Change": m.Change, "Clear": m.Clear, "Undo": m.Undo, "Apply": m.Apply, "Kill": m.Kill, "Reason": m.Reason, "ToLeft": m.ToLeft, "ToRight": m.ToRight, "Fix": m.Fix}
}

func bothMaps() map[string]Map {
	return map[string]Map{"default": Default(), "read-only": Default().ReadOnly()}
}

// No two enabled bindings of a screen share a key, and none uses a key that works
// everywhere.
func TestNoKeyHasTwoMeanings(t *testing.T) {
	for name, m := range bothMaps() {
		for _, c := range m.conflicts() {
			t.Errorf("%s, %s: %q means %q and %q", name, c.screen, c.key, c.meanings[0], c.meanings[1])
		}
	}
}

// Each binding of the map belongs to some screen, and its hint has a key and a text.
func TestEveryKeyIsInTheHelp(t *testing.T) {
	m, documented := Default(), map[string]bool{}
	for _, group := range append(m.HelpGroups(), m.ContextKeys(), m.QuestionKeys()) {
		for _, binding := range group.Enabled() {
			for _, k := range binding.Keys() {
				documented[k] = true
			}
			if help := binding.Help(); help.Key == "" || help.Desc == "" {
				t.Errorf("%s: %v has no hint", group.Title, binding.Keys())
			}
		}
	}
	all := reflect.ValueOf(m)
	for i := range all.NumField() {
		if !all.Type().Field(i).IsExported() {
			continue
		}
		name, binding := all.Type().Field(i).Name, all.Field(i).Interface().(key.Binding)
		if len(binding.Keys()) == 0 {
			t.Errorf("%s has no key", name)
		}
		for _, k := range binding.Keys() {
			if !documented[k] {
				t.Errorf("no screen tells of %q (%s)", k, name)
			}
		}
	}
}

func TestReadOnly(t *testing.T) {
	for name, binding := range writeBindings(Default()) {
		if !binding.Enabled() {
			t.Errorf("%s is disabled in a session that may write", name)
		}
	}
	m := Default().ReadOnly()
	for name, binding := range writeBindings(m) {
		if binding.Enabled() {
			t.Errorf("%s is enabled in a session that may not write", name)
		}
		for _, group := range m.HelpGroups() {
			for _, other := range group.Enabled() {
				if slices.Equal(other.Keys(), binding.Keys()) && other.Help() == binding.Help() {
					t.Errorf("%s is among the keys of %s", name, group.Title)
				}
			}
		}
		for _, k := range binding.Keys() {
			if press := (Press{KeyMsg: message(k), Alone: true}); press.MatchesAlone(binding) || press.Matches(binding) {
				t.Errorf("%q means %s", k, name)
			}
		}
	}
	// Every other binding stays enabled.
	all, writes := reflect.ValueOf(m), writeBindings(m)
	for i := range all.NumField() {
		name := all.Type().Field(i).Name
		if _, ok := writes[name]; !ok && all.Type().Field(i).IsExported() && !all.Field(i).Interface().(key.Binding).Enabled() {
			t.Errorf("%s is disabled, and writes nothing", name)
		}
	}
}

func message(k string) tea.KeyMsg {
	switch k {
	case " ":
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune(" ")}
	case "tab":
		return tea.KeyMsg{Type: tea.KeyTab}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)}
}

func TestPress(t *testing.T) {
	m := Default()
	pasted := message("y")
	pasted.Paste = true
	for _, c := range []struct {
		name      string
		press     Press
		is, means bool
	}{
		{"alone", Press{KeyMsg: message("y"), Alone: true}, true, true},
		{"in a burst", Press{KeyMsg: message("y")}, true, false},
		{"pasted", Press{KeyMsg: pasted, Alone: true}, false, false},
		{"pasted in a burst", Press{KeyMsg: pasted}, false, false},
		{"with alt", Press{KeyMsg: tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("y"), Alt: true}, Alone: true}, false, false},
		{"another", Press{KeyMsg: message("n"), Alone: true}, false, false},
		{"two at once", Press{KeyMsg: message("yy"), Alone: true}, false, false},
	} {
		if is, means := c.press.Matches(m.Cancel, m.Apply), c.press.MatchesAlone(m.Apply); is != c.is || means != c.means {
			t.Errorf("%s: Is %v, Means %v", c.name, is, means)
		}
	}
}

// No letter moves the cursor on a screen with a text field. Building groups does not
// change the map.
func TestWithoutLetters(t *testing.T) {
	m := Default()
	for _, binding := range m.WithoutLetters().MoveKeys() {
		for _, k := range binding.Keys() {
			if binding.Enabled() && len(k) == 1 {
				t.Errorf("%q moves", k)
			}
		}
	}
	m.ChangeKeys()
	m.TextKeys()
	if !reflect.DeepEqual(m, Default()) {
		t.Error("the map has changed")
	}
}

func TestHints(t *testing.T) {
	var left []string
	for _, binding := range Default().ChangeKeys().Hints {
		left = append(left, binding.Help().Key+" "+binding.Help().Desc)
	}
	for _, want := range []string{"y apply", "left/right choose", "tab reason", "esc cancel"} {
		if !slices.Contains(left, want) {
			t.Errorf("no %q among %q", want, left)
		}
	}
	group := Default().ChangeKeys().WithDismiss(Default().Back)
	if first := group.Hints[0].Help(); first.Key != "esc" || first.Desc != "dismiss" {
		t.Errorf("while an error is shown the first hint is %v", first)
	}
	if slices.ContainsFunc(group.Hints[1:], func(b key.Binding) bool { return b.Help().Key == "esc" }) || group.Pinned != 0 {
		t.Errorf("while an error is shown esc means two things: %v", group.Hints)
	}
}

// WithHint moves a key to the hints, before the pinned ones.
func TestWithHint(t *testing.T) {
	m := Default()
	group := m.BrowseKeys()
	wide := group.WithHint(m.Preview)
	if at := len(wide.Hints) - wide.Pinned - 1; wide.Hints[at].Help() != m.Preview.Help() || len(wide.Hints) != len(group.Hints)+1 {
		t.Errorf("the hints are %v", wide.Hints)
	}
	if len(wide.Enabled()) != len(group.Enabled()) || len(m.BrowseKeys().Hints) != len(group.Hints) {
		t.Error("a key is lost, or there twice")
	}
}
