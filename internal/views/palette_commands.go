package views

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

type paletteView struct {
	name, description string
	binding           key.Binding
	intent            Intent // opens the view from any screen
}

// paletteViews returns the views in the order of an empty palette.
func paletteViews(m keys.Map, contents PaletteContents) []paletteView {
	scopes := paletteView{"scopes", "switch to another scope", m.Tenants, OpenPicker{}}
	if kinds := contents.Kinds.WithIDs(); len(kinds) > 0 {
		scopes.name = kinds[0].Plural
	}
	all := []paletteView{
		{"system", "the flags of the whole system", m.System, goToSystem},
		scopes,
		{"matrix", "flags by scopes", m.Matrix, OpenMatrix{}},
		{"history", "who changed what, when and why", m.History, OpenHistory{}},
		{"compare", "this scope with another", m.Diff, OpenPicker{Compare: true}},
		{"doctor", "what is wrong with rows and tables", m.Doctor, OpenDoctor{}},
		{"enabled", "all that is on, at any scope", m.Overview, OpenOverview{}},
		{"contexts", "the databases that are configured", m.Contexts, OpenContexts{}},
		{"help", "every key", m.Help, OpenHelp{}},
		{"refresh", "read everything again", m.Refresh, Refresh{}},
		{"quit", "leave", m.Quit, Quit{}},
	}
	return slices.DeleteFunc(all, func(v paletteView) bool {
		return !v.binding.Enabled() || v.name == "system" && !contents.Kinds.Has(feature.System)
	})
}

// paletteCommands returns the views, the actions of the screen below, and the contexts.
// A view with a key on that screen is opened by the key, since the key may narrow the
// view to the flag under the cursor.
func paletteCommands(m keys.Map, contents PaletteContents) []paletteEntry {
	var entries []paletteEntry
	views := paletteViews(m, contents)
	for _, v := range views {
		e := paletteEntry{name: v.name, description: v.description, key: v.binding.Help().Key, intent: v.intent}
		if contents.Screen.Contains(v.binding) {
			e.intent = PressKey{keys.PressOf(v.binding)}
		}
		entries = append(entries, e)
	}
	for _, binding := range m.ScreenActions(contents.Screen) {
		if slices.Equal(binding.Keys(), m.System.Keys()) && !contents.Kinds.Has(feature.System) {
			continue
		}
		if slices.ContainsFunc(views, func(v paletteView) bool { return slices.Equal(v.binding.Keys(), binding.Keys()) }) {
			continue
		}
		entries = append(entries, paletteEntry{binding.Help().Desc, actionText(contents.Screen.Sentence(words.English, binding)), binding.Help().Key, PressKey{keys.PressOf(binding)}})
	}
	for _, info := range contents.Contexts {
		description := "context, " + words.English.Say(info.mode())
		if info.Database != "" {
			description += ", " + info.Database
		}
		entries = append(entries, paletteEntry{name: info.Name, description: description, intent: SwitchContext{Name: info.Name}})
	}
	return entries
}

// actionText returns the first sentence about an action. Like the other entries, the
// sentence has no capital letter and no full stop.
func actionText(sentence string) string {
	first, _, _ := strings.Cut(sentence, ". ")
	if first == "" {
		return ""
	}
	return strings.ToLower(first[:1]) + strings.TrimSuffix(first[1:], ".")
}
