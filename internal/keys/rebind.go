package keys

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// Action is a binding of a map, with its name in the config file.
type Action struct {
	Name string // such as page_up
	*key.Binding
}

// Actions returns the bindings of the map in the order of their declaration.
func (m *Map) Actions() []Action {
	fields := reflect.ValueOf(m).Elem()
	var actions []Action
	for i := range fields.NumField() {
		if !fields.Type().Field(i).IsExported() {
			continue
		}
		name := wordStart.ReplaceAllString(fields.Type().Field(i).Name, "${1}_$2")
		actions = append(actions, Action{strings.ToLower(name), fields.Field(i).Addr().Interface().(*key.Binding)})
	}
	return actions
}

var wordStart = regexp.MustCompile("([a-z])([A-Z])")

// BindingError describes an error in the keys that the config file gives to an action.
// It wraps a usage problem.
type BindingError struct {
	Action  string
	Problem *feature.Problem
}

// Error implements error.
func (e *BindingError) Error() string { return e.Problem.Error() }

// Unwrap returns the usage problem.
func (e *BindingError) Unwrap() error { return e.Problem }

// Rebind returns the map with other keys for some actions. custom holds the keys by
// action. Keys have Bubble Tea's names, except that the space bar is "space". Rebind
// fails with a BindingError if a name is unknown, or if a key would have two meanings
// on one screen.
func (m Map) Rebind(custom map[string][]string) (Map, error) {
	var names []string
	actions := m.Actions()
	for _, action := range actions {
		names = append(names, action.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(custom)) {
		if !slices.Contains(names, name) {
			return m, bindingError(name, fmt.Sprintf("no action is called %q", name), nearest.Hint(name, names))
		}
	}
	for _, action := range actions {
		chosen, ok := custom[action.Name]
		if !ok {
			continue
		}
		keys, err := m.parseKeys(action, chosen)
		if err != nil {
			return m, err
		}
		setKeys(action.Binding, keys)
	}
	for _, c := range m.conflicts() {
		for _, action := range actions { // name the action that custom changed
			if slices.Contains(action.Keys(), c.key) && custom[action.Name] != nil {
				return m, bindingError(action.Name, fmt.Sprintf("%q would mean both %q and %q on one screen", Name(c.key), c.meanings[0], c.meanings[1]), "give one of them another key")
			}
		}
	}
	return m, nil
}

func bindingError(action, text, hint string) error {
	return &BindingError{action, &feature.Problem{Kind: feature.ErrUsage, Text: text, Hint: hint}}
}

// parseKeys translates an action's key names into Bubble Tea's names. It fails if a key
// does not exist or the action cannot use it.
func (m *Map) parseKeys(action Action, chosen []string) ([]string, error) {
	var keys []string
	for _, name := range chosen {
		k := name
		if rest, ok := strings.CutSuffix(name, "space"); ok && (rest == "" || rest == "alt+") {
			k = rest + " "
		}
		switch {
		case !isKey(k):
			hint := nearest.Hint(name, keyNames())
			if hint == "" {
				hint = `a key is a character, "space", or a name such as "ctrl+x", "alt+x", "f5", "enter" or "pgup"`
			}
			return nil, bindingError(action.Name, fmt.Sprintf("no key is called %q", name), hint)
		case isTyped(k) && slices.Contains(m.activeWhileTyping(), action.Binding):
			return nil, bindingError(action.Name, fmt.Sprintf("%q is needed to type with", name), action.Name+" also works while a text is typed; take a key such as f5 or ctrl+g")
		case !slices.Contains(keys, k):
			keys = append(keys, k)
		}
	}
	switch {
	case len(keys) == 0:
		return nil, bindingError(action.Name, "no key is given for it", "name a key, or leave the action out")
	case action.Binding == &m.Interrupt && !slices.Contains(keys, "ctrl+c"):
		return nil, bindingError(action.Name, "ctrl+c must be one of its keys", "it is the way out that works everywhere")
	}
	return keys, nil
}

// activeWhileTyping returns the bindings that work while the user types text.
func (m *Map) activeWhileTyping() []*key.Binding {
	return []*key.Binding{&m.Back, &m.Choose, &m.Leave, &m.Kind, &m.Reason, &m.Cancel, &m.Interrupt, &m.Suspend, &m.Redraw}
}

// isTyped reports whether a text field takes the key, because it is a character or
// edits the text.
func isTyped(k string) bool {
	return utf8.RuneCountInString(k) == 1 || slices.Contains(editingKeys(), k)
}

// editingKeys returns the keys that edit the text of a field. It omits the keys for
// suggestions, which our fields do not offer.
var editingKeys = sync.OnceValue(func() []string {
	var keys []string
	own := textinput.DefaultKeyMap
	own.AcceptSuggestion, own.NextSuggestion, own.PrevSuggestion = key.Binding{}, key.Binding{}, key.Binding{}
	for fields, i := reflect.ValueOf(own), 0; i < fields.NumField(); i++ {
		keys = append(keys, fields.Field(i).Interface().(key.Binding).Keys()...)
	}
	return keys
})

// keyNames returns the names of all special keys: Bubble Tea's, and "space".
var keyNames = sync.OnceValue(func() []string {
	names := []string{"space"}
	for kind := tea.KeyF20; kind <= tea.KeyBackspace; kind++ { // KeyF20 is the last special key, KeyBackspace the last control key
		if name := kind.String(); kind != tea.KeyRunes && kind != tea.KeySpace && name != "" {
			names = append(names, name)
		}
	}
	return names
})

// isKey reports whether k names a key, with or without alt.
func isKey(k string) bool {
	if rest, ok := strings.CutPrefix(k, "alt+"); ok {
		k = rest
	}
	r, size := utf8.DecodeRuneInString(k)
	return slices.Contains(keyNames(), k) && k != "space" || size == len(k) && r != utf8.RuneError && unicode.IsPrint(r)
}

// conflict is a key with two meanings on one screen.
type conflict struct {
	screen, key string
	meanings    [2]string
}

// conflicts returns the keys that mean two things on one screen. A key that works
// everywhere works on each screen.
func (m Map) conflicts() []conflict {
	var found []conflict
	for _, group := range m.allGroups() {
		bindings := group.Enabled()
		for _, everywhere := range []key.Binding{m.Interrupt, m.Suspend, m.Redraw, m.Jump, m.Help, m.Quit} {
			if !group.Contains(everywhere) {
				bindings = append(bindings, everywhere)
			}
		}
		meaning := map[string]string{}
		for _, binding := range bindings {
			desc := binding.Help().Desc
			for _, k := range binding.Keys() {
				if other, ok := meaning[k]; ok {
					found = append(found, conflict{group.Title, k, [2]string{other, desc}})
				}
				meaning[k] = desc
			}
		}
	}
	return found
}

// allGroups returns the keys of each screen and of each text field.
func (m Map) allGroups() []Group {
	search := m.FieldKeys("keep", "clear")
	search.Others = m.WithoutLetters().MoveKeys()
	return append(m.HelpGroups(), m.OverviewKeys(), m.ChangeKeys(), m.ReviewKeys(), m.BatchKeys(), m.ContextKeys(), m.QuestionKeys(), m.TextKeys(), search, m.HistoryKeys(), m.ReasonKeys("done", true))
}
